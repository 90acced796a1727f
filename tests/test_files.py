from __future__ import annotations

import errno
from pathlib import Path

import pytest

from msa_core.errors import StorageError
from msa_core.files import AsideFile, make_folder, remove_leftovers, storage_error, write_whole


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"old")
    aside = AsideFile(path)
    aside.stream.write(b"half of the ne")
    assert path.read_bytes() == b"old"
    aside.discard()
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_what_a_kill_left_aside_is_removed(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path / "a.parquet")
    aside.stream.close()
    assert list(tmp_path.iterdir())
    remove_leftovers(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "code, words",
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "not permitted"),
        (errno.EACCES, "not permitted"),
        (errno.EIO, "failed"),
    ],
)
def test_the_sentence_says_what_the_disk_said(code: int, words: str) -> None:
    error = storage_error(OSError(code, "x"), Path("/somewhere/a.parquet"))
    assert words in str(error)
    assert "/somewhere/a.parquet" in str(error)
    assert error.exit_code == 4


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(StorageError, match="is a file"):
        make_folder(tmp_path / "index")


@pytest.mark.parametrize("name", ["a" * 250, "a" * 255, "ü" * 127 + "a"])
def test_the_longest_names_can_be_written_and_leave_nothing(tmp_path: Path, name: str) -> None:
    write_whole(tmp_path / name, b"old")
    write_whole(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"
    AsideFile(tmp_path / name).stream.close()  # killed
    assert len(list(tmp_path.iterdir())) == 2
    remove_leftovers(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_name_no_folder_takes_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="too long"):
        write_whole(tmp_path / ("a" * 256), b"x")
    assert list(tmp_path.iterdir()) == []
