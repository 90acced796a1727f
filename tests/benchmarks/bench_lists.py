"""The inverted index of very many made tiles: time and memory to make it, recall@100 and latency, with filters too.

    python -m tests.benchmarks.bench_lists --rows 20000000 --work FOLDER [--threads 1] [--keep]

Rows are those of ``made_embeddings``, the queries half texts of the starter model and half pictures that are none of
the rows; the exact ranking of each is known from the pass that makes them. Filters leave whole scenes of 500 tiles,
chosen by chance. Making and searching are processes of their own, so that the memory of each is told: what is theirs
alone (anonymous) and with the pages of mapped files. The system's cache is emptied of the files before the first round
of queries. FOLDER takes 1,600 bytes a tile and what the index takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from msa_core.indexing.folder.nearest.lists import make_lists
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.progress import Progress
from tests.benchmarks.made_embeddings import SCENE_TILES, MadeEmbeddings
from tests.benchmarks.table import note

_QUERIES = 50
_BEST = 100
_FILTERS = {"": 1.0, " with a filter of 10 %": 0.1, " with a filter of 1 %": 0.01}
_LISTS = "lists"


class Memory:
    """The most memory of this process between entering and leaving, in MB: its own, and with mapped files."""

    def __enter__(self) -> Memory:
        self.own_mb = self.mapped_mb = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            lines = Path("/proc/self/status").read_text().splitlines()
            kb = {
                line.split(":")[0]: int(line.split()[1])
                for line in lines
                if line.startswith(("VmRSS", "RssAnon"))
            }
            self.own_mb = max(self.own_mb, kb["RssAnon"] // 1024)
            self.mapped_mb = max(self.mapped_mb, kb["VmRSS"] // 1024)


def passing(rows: int, share: float) -> np.ndarray:
    """Bool (N,): the tiles of scenes chosen by chance."""
    scenes = np.random.default_rng(int(share * 1e6)).random(-(-rows // SCENE_TILES)) < share
    return np.repeat(scenes, SCENE_TILES)[:rows]


def write_rows(work: Path, rows: int) -> None:
    """The rows, the queries, and the best of each filter for each query."""
    made = MadeEmbeddings()
    queries = np.concatenate([made.text_queries(_QUERIES // 2), made.picture_queries(_QUERIES // 2)])
    masks = [passing(rows, share) for share in _FILTERS.values()]
    best = [(np.empty((_QUERIES, 0), np.float32), np.empty((_QUERIES, 0), np.int64)) for _ in masks]
    matrix = np.lib.format.open_memmap(work / "embedding.npy", "w+", np.float32, (rows, made.width))
    start_s, done = time.perf_counter(), 0
    for block in made.rows(rows):
        matrix[done : done + len(block)] = block
        scores = queries @ block.T
        for number, mask in enumerate(masks):
            own = np.flatnonzero(mask[done : done + len(block)])
            best[number] = _better(*best[number], scores[:, own], own + done)
        done += len(block)
        if done % 1_000_000 == 0:
            say(f"{done:,} rows made in {time.perf_counter() - start_s:.0f} s")
    matrix.flush()
    np.savez(work / "truth.npz", queries=queries, best=np.stack([rows for _, rows in best]))


def _better(
    scores: np.ndarray, rows: np.ndarray, more: np.ndarray, numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    scores = np.concatenate([scores, more], axis=1)
    rows = np.concatenate([rows, np.broadcast_to(numbers, more.shape)], axis=1)
    keep = np.argsort(-scores, axis=1)[:, :_BEST]
    return np.take_along_axis(scores, keep, axis=1), np.take_along_axis(rows, keep, axis=1)


def make(work: Path) -> None:
    """Make the inverted index."""
    matrix = np.load(work / "embedding.npy", mmap_mode="r")
    (work / _LISTS).mkdir(exist_ok=True)
    start_s, cpu_s, told = time.perf_counter(), time.process_time(), [""]

    class Told(Progress):
        def __call__(self, fraction: float, text: str = "") -> None:
            if text != told[0]:
                told[0] = text
                say(f"{time.perf_counter() - start_s:6.0f} s  {text}")

    with Memory() as memory:
        facts = make_lists(matrix, work / _LISTS, Told())
    wall, cpu = time.perf_counter() - start_s, time.process_time() - cpu_s
    size = sum(path.stat().st_size for path in (work / _LISTS).iterdir())
    of = f"{len(matrix):,} tiles"
    note(f"making the inverted index of {of}", f"{wall:.0f} s (CPU {cpu:.0f})", str(facts))
    note(
        f"the inverted index of {of}, bytes a tile",
        f"{size / len(matrix):.0f}",
        f"vectors {matrix.strides[0]}",
    )
    note(
        f"memory while it is made, {of}",
        f"{memory.own_mb:,} MB",
        f"with mapped files {memory.mapped_mb:,} MB",
    )


def search(work: Path) -> None:
    """Measure the searches."""
    matrix = np.load(work / "embedding.npy", mmap_mode="r")
    truth = np.load(work / "truth.npz")
    for path in [work / "embedding.npy", *(work / _LISTS).iterdir()]:
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    of = f"{len(matrix):,} tiles"
    start_s = time.perf_counter()
    with Memory() as memory:
        table = VectorTable(matrix, matrix, work / _LISTS)
        assert table.lists is not None, table.damage or "no inverted index is good enough"
        note(f"opening {of}", f"{time.perf_counter() - start_s:.2f} s")
        for number, (name, share) in enumerate(_FILTERS.items()):
            mask = None if share == 1.0 else passing(len(matrix), share)
            for when in ("read from the disk", "asked again"):
                found = _ask_all(table, truth["queries"], truth["best"][number], mask, f"{of}{name}, {when}")
            texts, pictures = statistics.mean(found[: _QUERIES // 2]), statistics.mean(found[_QUERIES // 2 :])
            beside = f"texts {texts:.3f}, pictures {pictures:.3f}, worst {min(found):.2f}"
            note(f"recall@{_BEST} of {of}{name}", f"{statistics.mean(found):.3f}", beside, limit="0.95")
    note(
        f"memory while {of} are searched",
        f"{memory.own_mb:,} MB",
        f"with mapped files {memory.mapped_mb:,} MB",
    )


def _ask_all(
    table: VectorTable, queries: np.ndarray, truth: np.ndarray, mask: np.ndarray | None, of: str
) -> list[float]:
    """Note what a query takes, and give the recall of each."""
    spent, cpu, found = [], [], []
    for query, wanted in zip(queries, truth, strict=True):
        start_s, cpu_s = time.perf_counter(), time.process_time()
        rows = table.ask(query).best(_BEST, mask).rows
        spent.append((time.perf_counter() - start_s) * 1e3)
        cpu.append((time.process_time() - cpu_s) * 1e3)
        found.append(len(np.intersect1d(rows, wanted)) / _BEST)
    (low, high), middle = np.percentile(spent, [5, 95]), statistics.median(spent)
    told = f"{middle:.0f} ms (5 to 95 %: {low:.0f} to {high:.0f}; CPU {statistics.median(cpu):.0f})"
    note(f"best {_BEST} of {of}", told, limit="150 ms")
    return found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--work", type=Path, required=True, help="a folder with room for the rows")
    parser.add_argument("--threads", type=int, default=1, help="of rows and lists; searches have all cores")
    parser.add_argument("--keep", action="store_true", help="leave everything there, and use what is there")
    parser.add_argument("--step", choices=("rows", "make", "search"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        if arguments.step == "rows":
            write_rows(arguments.work, arguments.rows)
        else:
            {"make": make, "search": search}[arguments.step](arguments.work)
        return
    arguments.work.mkdir(parents=True, exist_ok=True)
    # Fewer rows would be searched exactly at any rate.
    environment = {**os.environ, "MSA_EXACT_UP_TO": str(min(5_000_000, arguments.rows // 2))}
    done = {"rows": arguments.work / "truth.npz", "make": arguments.work / _LISTS / "ivfpq.json"}
    try:
        for step in ("rows", "make", "search"):
            if arguments.keep and step in done and done[step].is_file():
                continue
            threads = {} if step == "search" else {"OMP_NUM_THREADS": str(arguments.threads)}
            command = [sys.executable, "-m", "tests.benchmarks.bench_lists", "--step", step]
            command += ["--rows", str(arguments.rows), "--work", str(arguments.work)]
            subprocess.run(command, env={**environment, **threads}, check=True)
    finally:
        if not arguments.keep:
            for path in (
                arguments.work / _LISTS,
                arguments.work / "embedding.npy",
                arguments.work / "truth.npz",
            ):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
