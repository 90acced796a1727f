"""Tables of captions: delimiters, quotes, encodings, and what is said of a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.errors import NothingUsableError, UsageError
from msa_core.training.data.datasets.read import SetPath, open_sets, read_dataset
from tests.support.pictures import make_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_pictures(tmp_path, [f"{i}.png" for i in range(20)])
    return tmp_path


def table(folder: Path, text: str | bytes, name: str = "captions.csv") -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / name


def everything(file: Path, images: Path | None = None) -> dict[str, tuple[str, ...]]:
    return {i.path.name: i.sentences for i in read_dataset(file, images, ("all",))}


def test_several_rows_of_a_picture_are_its_captions_and_quoted_commas_stay(folder: Path) -> None:
    file = table(folder, 'path,caption\n0.png,"a lake, blue"\n1.png,A river .\n0.png,"he said ""lake"""\n')
    assert everything(file) == {"0.png": ("a lake, blue", 'he said "lake"'), "1.png": ("A river .",)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiters_line_ends_and_a_byte_order_mark_are_recognised(
    folder: Path, delimiter: str, newline: str
) -> None:
    rows = [["Filename", "Split", "Caption"], ["0.png", "train", "a lake in été"], ["1.png", "val", "a town"]]
    text = newline.join(delimiter.join(row) for row in rows)
    file = table(folder, b"\xef\xbb\xbf" + text.encode())
    assert everything(file) == {"0.png": ("a lake in été",), "1.png": ("a town",)}
    assert [i.path.name for i in read_dataset(file, None, ("val",))] == ["1.png"]


def test_a_table_without_a_header_and_one_with_several_caption_columns(folder: Path) -> None:
    assert everything(table(folder, "0.png,a lake\n1.png,a town\n")) == {
        "0.png": ("a lake",),
        "1.png": ("a town",),
    }
    file = table(folder, "image;caption_1;caption_2\n0.png;a lake;water\n1.png;a town;\n", "two.csv")
    assert everything(file) == {"0.png": ("a lake", "water"), "1.png": ("a town",)}


def test_a_caption_over_several_lines_is_one_and_later_lines_keep_their_number(folder: Path) -> None:
    file = table(folder, 'path,caption,split\n0.png,"a lake\nby a town",train\n1.png,a town,vla\n')
    with pytest.raises(UsageError, match=r"line 4: there is no split 'vla'"):
        everything(file)


@pytest.mark.parametrize(
    "content, said",
    [
        ("name,words\n0.png,a lake\n", "must name the columns"),
        ("", "must name the columns"),
        ("path,caption\n0.png,a lake, blue\n", "line 2: 3 values where 2 are expected; .* a comma in double quotes"),
        ("path,caption\n,a lake\n", "line 2: it names no picture"),
        ("path,caption\n0.png,\"a lake\n", "line 2: it cannot be read as a table"),
        ("path,caption,split\n0.png,a,train\n0.png,a,val\n", "line 3: 0.png is in the split 'val' here and in 'train'"),
        ("path,caption\n0.png,a lake in été\n".encode("latin-1"), "line 2: not UTF-8 .* CSV UTF-8"),
        ("path,caption\n0.png,a lake\n".encode("utf-16"), "is in UTF-16"),
        (b"path,caption\n0.png,\x00\n", "not a text file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(folder: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        everything(table(folder, content))
    assert "captions.csv" in str(caught.value)


def test_rows_that_cannot_be_used_are_left_out_counted_and_the_first_is_named(folder: Path) -> None:
    (folder / "7.png").write_bytes(b"no picture")
    rows = [
        "0.png,a lake",
        "0.png,a lake",
        "1.png,.",
        "2.png,",
        "3.png,.",
        "77.png,a town",
        "7.png,a port",
        "3.png,a port",
    ]
    found = open_sets([SetPath(table(folder, "path,caption\n" + "\n".join(rows) + "\n"))], splits=("all",))
    assert [i.path.name for i in found.of("all")["captions"]] == ["0.png", "3.png"]
    said = " ".join(found.notes)
    assert "1 x row says what an earlier row says" in said
    assert "2 x picture left out: it has no caption" in said
    assert "captions.csv, line 4" in said
    assert "77.png" in said
    assert "1 x picture left out: it cannot be read" in said
    assert "7.png" in said


def test_when_nothing_is_left_one_sentence_says_why(folder: Path) -> None:
    with pytest.raises(NothingUsableError, match=r"None of the 2 pictures .* exists \(first: .*x.png\)"):
        everything(table(folder, "path,caption\nx.png,a lake\ny.png,a lake\n"))
    with pytest.raises(
        NothingUsableError, match=r"None of the 1 pictures .* has a caption with a word in it"
    ):
        everything(table(folder, "path,caption\n0.png,.\n"))
    (folder / "bad.png").write_bytes(b"no picture")
    with pytest.raises(NothingUsableError, match="None of the 1 pictures can be read"):
        everything(table(folder, "path,caption\nbad.png,a lake\n"))
    with pytest.raises(UsageError, match="There is no captions file or folder"):
        everything(folder / "none.csv")
    with pytest.raises(UsageError, match="of no kind that captions are read from"):
        everything(folder / "0.png")
    with pytest.raises(UsageError, match=r"There is no folder .*nowhere"):
        everything(table(folder, "path,caption\n0.png,a lake\n"), folder / "nowhere")


def test_splits_named_nowhere_are_made_and_always_the_same(folder: Path) -> None:
    rows = [f"{i}.png,view number {i}" for i in range(20)]
    first = open_sets([SetPath(table(folder, "path,caption\n" + "\n".join(rows)))])
    again = open_sets([SetPath(table(folder, "path,caption\n" + "\n".join(rows[::-1]), "again.csv"))])
    names = {i.path.name for i in first.of("val")["captions"]}
    assert len(names) == 2
    assert names == {i.path.name for i in again.of("val")["again"]}
    assert {i.path.name for i in read_dataset(folder / "captions.csv", None, ("val",))} == names
    assert "2 of 20 pictures were set aside as val" in first.notes[-1]


def test_more_captions_for_the_pictures_of_a_split_set_follow_its_sides(folder: Path) -> None:
    sides = ["train"] * 12 + ["val"] * 4 + ["test"] * 4
    rows = [f"{i}.png,view {i},{side}" for i, side in enumerate(sides)]
    a = table(folder, "path,caption,split\n" + "\n".join(rows))
    b = table(folder, "path,caption\n" + "\n".join(f"{i}.png,more words {i}" for i in range(20)), "b.csv")
    found = open_sets([SetPath(a), SetPath(b)], splits=("train", "val", "test"))
    for side in ("train", "val", "test"):
        of = found.of(side)
        assert {i.path for i in of["captions"]} == {i.path for i in of["b"]}
