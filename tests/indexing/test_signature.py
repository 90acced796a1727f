from __future__ import annotations

import os
from pathlib import Path

import pytest

from msa_core.indexing.build.file_signature import BLOCK, BLOCKS, Signatures, bytes_digest
from msa_core.names import printable


def test_the_digest_sees_every_byte_of_an_ordinary_file(tmp_path: Path) -> None:
    data = bytearray(os.urandom(3 * BLOCK + 17))
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    before = bytes_digest(path)
    for place in (0, BLOCK, 2 * BLOCK + 5, len(data) - 1):
        changed = data.copy()
        changed[place] ^= 1
        path.write_bytes(changed)
        assert bytes_digest(path) != before
    path.write_bytes(data)
    assert bytes_digest(path) == before
    assert len(before) == 16


def test_a_huge_file_is_sampled_to_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    size = 3 * BLOCK * BLOCKS
    with path.open("wb") as stream:
        stream.truncate(size)
    before = bytes_digest(path)
    for place in (0, size - 1):
        with path.open("r+b") as stream:
            stream.seek(place)
            stream.write(b"x")
        changed = bytes_digest(path)
        assert changed != before
        before = changed


def test_a_file_that_is_gone_has_no_digest(tmp_path: Path) -> None:
    assert bytes_digest(tmp_path / "absent") == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_has_no_digest_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tif")
    assert bytes_digest(tmp_path / "pipe.tif") == ""


def test_a_new_world_file_changes_the_signature(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"x")
    os.utime(tmp_path / "a.tif", (1, 1))
    before = Signatures().of(tmp_path / "a.tif")
    assert before == (1, 1_000_000_000)
    for beside in ("a.tfw", "a.tif.aux.xml"):
        (tmp_path / beside).write_text("1")
        after = Signatures().of(tmp_path / "a.tif")
        assert after != before
        before = after
    (tmp_path / "b.tfw").write_text("1")
    assert Signatures().of(tmp_path / "a.tif") == before


def test_names_fit_on_one_line_and_into_utf8() -> None:
    assert printable("plain ä 飛.tif") == "plain ä 飛.tif"
    assert printable("a\nb\tc") == "a\\nb\\tc"
    assert printable(os.fsdecode(b"\xff.tif")) == "\\xff.tif"
    for name in ("\x1b[31m", "\x85", "\u2028", "\udce4"):
        assert len(printable(name).splitlines()) == 1
        printable(name).encode("utf-8")
