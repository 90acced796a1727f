"""Limits of memory, files and places; streams that are closed, full or plain."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.hostile.bench import Bench, Ended, Row, carry_out
from tests.hostile.small_disk import small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

GB = 10**9


def says(ended: Ended, *words: str, code: int = 4) -> None:
    assert ended.code == code, ended
    for word in words:
        assert word in ended.words, ended


def answers(ended: Ended) -> None:
    assert ended.code == 0, ended
    assert ended.out.count("scene") == 3, ended


def little_memory(gigabytes: float, *arguments: object, module: str = "msa_core.cli") -> Row:
    def try_it(bench: Bench) -> None:
        given = [
            bench.index if word == "INDEX" else bench.folder if word == "OUT" else word for word in arguments
        ]
        given = [bench.archive if word == "ARCHIVE" else word for word in given]
        limits = {resource.RLIMIT_AS: round(gigabytes * GB)}
        ended = bench.cold(*given, module=module, limits=limits)
        if gigabytes <= 1 or ended.code:
            says(ended, "ulimit -v", "GB")

    name = (
        f"{'msa-train' if 'train' in module else 'msa'} {arguments[0]} with {gigabytes:g} GB of address space"
    )
    return Row(name, "a sentence with what is needed; no signal, no hang", try_it)


def few_open_files(bench: Bench) -> None:
    answers(bench.search(limits={resource.RLIMIT_NOFILE: 64}))
    ended = bench.cold(*bench.to_index(bench.folder / "out"), limits={resource.RLIMIT_NOFILE: 64})
    assert ended.code == 0 or "Too many" in ended.words or "many files" in ended.words, ended


def small_files(bench: Bench) -> None:
    ended = bench.cold(*bench.to_index(bench.folder / "out"), limits={resource.RLIMIT_FSIZE: 10_000})
    assert ended.code in (3, 4), ended
    assert "disk is full" in ended.words or "File too large" in ended.words, ended
    assert bench.msa(*bench.to_index(bench.folder / "out")).code == 0
    says(
        bench.msa(
            "search",
            bench.index,
            "lake",
            "--out",
            bench.folder / "a.gpkg",
            limits={resource.RLIMIT_FSIZE: 10_000},
        ),
        "a.gpkg",
    )
    assert not list(bench.folder.glob("a.*"))


def no_temporary_folder(bench: Bench) -> None:
    gone = str(bench.folder / "gone")
    answers(bench.search(environment={"TMPDIR": gone, "TMP": gone, "TEMP": gone}))


def no_home(bench: Bench) -> None:
    answers(bench.search(environment={"HOME": None, "XDG_CACHE_HOME": None, "MSA_CACHE": None}))
    file = bench.folder / "home"
    file.write_text("a file where a folder should be")
    environment = {"HOME": str(file), "MSA_CACHE": None, "XDG_CACHE_HOME": None}
    ended = bench.cold(*bench.to_index(bench.folder / "out"), environment=environment)
    assert ended.code == 0, ended


def closed_stdout(bench: Bench) -> None:
    ended = bench.search(prepare=lambda: os.close(1), stdout=None)
    assert ended.code == 0, ended


def closed_stderr(bench: Bench) -> None:
    answers(bench.search(prepare=lambda: os.close(2), stderr=None))


def head_has_enough(bench: Bench) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = bench.search("--json", stdout=writing)
    os.close(writing)
    assert ended.code == 0, ended
    assert "roken pipe" not in ended.err, ended


def full_stdout(bench: Bench) -> None:
    with Path("/dev/full").open("w") as full:
        says(bench.search(stdout=full), "disk is full")


def plain_terminal(bench: Bench) -> None:
    answers(bench.search(environment={"LC_ALL": "C", "LANG": "C", "TERM": "dumb", "PYTHONIOENCODING": None}))


def no_working_directory(bench: Bench) -> None:
    gone = bench.folder / "cwd"
    gone.mkdir()

    def leave() -> None:
        os.chdir(gone)
        gone.rmdir()

    says(bench.search(prepare=leave, cwd=None), "has been deleted")


def read_only_working_directory(bench: Bench) -> None:
    with small_disk(bench.folder / "here", 64) as here:
        subprocess.run(["mount", "-o", "remount,ro", here], check=True, capture_output=True)
        answers(bench.search(cwd=here))
        ended = bench.msa("index", bench.archive, "--out", "out", "--tile-m", 100, cwd=here)
        says(ended, "out", "not permitted here")
        ended = bench.msa("search", bench.index, "lake", "--out", "a.gpkg", cwd=here)
        says(ended, "a.gpkg")
        ended = bench.msa(*bench.to_index(bench.folder / "out"), cwd=here)
        assert ended.code == 0, ended


def read_only_index(bench: Bench) -> None:
    with small_disk(bench.folder / "here", 4000) as here:
        shutil.copytree(bench.index, here / "index", ignore=shutil.ignore_patterns("cache"))
        subprocess.run(["mount", "-o", "remount,ro", here], check=True, capture_output=True)
        answers(bench.search(index=here / "index"))
        assert bench.msa("verify", here / "index").code == 0
        says(bench.msa("index", bench.archive, "--out", here / "index", "--retry"), "not permitted here")


ROWS = [
    little_memory(0.3, "search", "INDEX", "lake"),
    little_memory(1, "search", "INDEX", "lake"),
    little_memory(2, "search", "INDEX", "lake"),
    little_memory(3, "search", "INDEX", "lake"),
    little_memory(1, "index", "ARCHIVE", "--out", "OUT"),
    little_memory(2, "index", "ARCHIVE", "--out", "OUT"),
    little_memory(1, "verify", "INDEX"),
    little_memory(1, "--captions", "ARCHIVE", "--out", "OUT", module="msa_core.train_cli"),
    Row("64 open files", "search answers; index works or says why", few_open_files),
    Row("no file may pass 10 kB (SIGXFSZ)", "a sentence; the next run finishes", small_files),
    Row("no temporary folder", "search answers", no_temporary_folder),
    Row("no HOME, then HOME a file", "search answers, index works", no_home),
    Row("stdout closed", "ends calmly", closed_stdout),
    Row("stderr closed", "search answers", closed_stderr),
    Row("the reader of the pipe is gone (| head)", "ends calmly, without a word", head_has_enough),
    Row("stdout is a full disk (/dev/full)", "a sentence and exit code 4", full_stdout),
    Row("locale C, TERM=dumb", "search answers", plain_terminal),
    Row("the working directory is deleted", "a sentence and exit code 4", no_working_directory),
    Row(
        "the working directory is read-only", "works elsewhere; here a sentence", read_only_working_directory
    ),
    Row("the index lies on a read-only disk", "search answers, verify finds it sound", read_only_index),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_it_is_said_or_it_works(row: Row, bench: Bench) -> None:
    carry_out(row, bench)
