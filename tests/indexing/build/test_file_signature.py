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


@pytest.mark.parametrize(
    "item", ["a.json", "a.tif.json", "a_stac.json", "a.stac.json", "a-stac.json", "a_item.json"]
)
def test_a_stac_item_that_is_added_later_changes_the_signature(tmp_path: Path, item: str) -> None:
    (tmp_path / "a.tif").write_bytes(b"x")
    before = Signatures().of(tmp_path / "a.tif")
    (tmp_path / item).write_text("{}")
    assert Signatures().of(tmp_path / "a.tif") != before
    (tmp_path / "ab_stac.json").write_text("{}")
    other = Signatures().of(tmp_path / "a.tif")
    (tmp_path / "ab_stac.json").write_text("{  }")
    assert Signatures().of(tmp_path / "a.tif") == other


def test_names_fit_on_one_line_and_into_utf8() -> None:
    assert printable("plain ä 飛.tif") == "plain ä 飛.tif"
    assert printable("a\nb\tc") == "a\\nb\\tc"
    assert printable(os.fsdecode(b"\xff.tif")) == "\\xff.tif"
    for name in ("\x1b[31m", "\x85", "\u2028", "\udce4"):
        assert len(printable(name).splitlines()) == 1
        printable(name).encode("utf-8")


WORLD_FILES = ["A.TFW", "a.tFw", "a.tifw", "a.TIFW", "a.wld", "A.WLD", "A.prj", "a_RPC.TXT"]
OTHERS = ["a.tif.AUX.XML", "a.tif.msk", "a.tif.ovr", "a.hdr", "a.idx", "a.ppg"]


@pytest.mark.parametrize("beside", WORLD_FILES + OTHERS)
@pytest.mark.parametrize("name", ["a.tif", "A.TIF"])
def test_a_file_beside_counts_in_any_case_of_letters(tmp_path: Path, name: str, beside: str) -> None:
    raster = tmp_path / name
    raster.write_bytes(b"x")
    alone = Signatures().of(raster)
    (tmp_path / beside).write_text("1")
    os.utime(tmp_path / beside, (1, 1))  # older than the raster itself
    with_it = Signatures().of(raster)
    assert with_it != alone
    (tmp_path / beside).write_text("2")
    os.utime(tmp_path / beside, (2, 2))
    assert Signatures().of(raster) not in (with_it, alone)
    (tmp_path / beside).unlink()
    assert Signatures().of(raster) == alone


def test_the_time_of_a_signature_is_never_before_that_of_the_file(tmp_path: Path) -> None:
    for name in ("a.tif", "a.tfw"):
        (tmp_path / name).write_text("1")
    size, mtime_ns = Signatures().of(tmp_path / "a.tif")
    newest = max(path.stat().st_mtime_ns for path in tmp_path.iterdir())
    assert size == 1
    assert newest <= mtime_ns < newest + 2_000_000


def vrt(path: Path, *names: str) -> Path:
    sources = "".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename></SimpleSource>'
        for name in names
    )
    path.write_text(
        f'<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand band="1">{sources}</VRTRasterBand></VRTDataset>'
    )
    return path


def touched(path: Path, seconds: int) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"pixels")
    os.utime(path, (seconds, seconds))


def test_a_virtual_raster_changes_with_the_files_it_names(tmp_path: Path) -> None:
    for number in (1, 2):
        touched(tmp_path / "tiles" / f"{number}.tif", 5_000_000_000)
    inner = vrt(tmp_path / "inner.vrt", "tiles/2.tif")
    outer = vrt(tmp_path / "outer.vrt", "tiles/1.tif", "inner.vrt", "tiles/3.tif")
    seen = [Signatures().of(outer)]
    assert Signatures().of(outer) == seen[0]
    touched(tmp_path / "tiles" / "1.tif", 4_000_000_000)  # older than what it replaces
    seen.append(Signatures().of(outer))
    touched(tmp_path / "tiles" / "2.tif", 4_000_000_000)  # named by the one that is named
    seen.append(Signatures().of(outer))
    touched(tmp_path / "tiles" / "3.tif", 1)  # missing until now
    seen.append(Signatures().of(outer))
    (tmp_path / "tiles" / "1.tif").unlink()
    seen.append(Signatures().of(outer))
    (tmp_path / "tiles" / "2.tfw").write_text("1")  # places a file that is named
    seen.append(Signatures().of(outer))
    assert len(set(seen)) == len(seen)
    touched(tmp_path / "tiles" / "4.tif", 1)
    assert Signatures().of(outer) == seen[-1]
    assert Signatures().of(inner) == Signatures().of(inner)


def test_virtual_rasters_that_name_each_other_have_a_signature(tmp_path: Path) -> None:
    vrt(tmp_path / "a.vrt", "b.vrt")
    vrt(tmp_path / "b.vrt", "a.vrt")
    assert Signatures().of(tmp_path / "a.vrt") == Signatures().of(tmp_path / "a.vrt")


def test_the_digest_of_a_virtual_raster_follows_the_bytes_behind_it(tmp_path: Path) -> None:
    touched(tmp_path / "tiles" / "1.tif", 7)
    path = vrt(tmp_path / "a.vrt", "tiles/1.tif")
    before = bytes_digest(path)
    os.utime(tmp_path / "tiles" / "1.tif", (9, 9))
    assert bytes_digest(path) == before
    (tmp_path / "tiles" / "1.tif").write_bytes(b"others")
    assert bytes_digest(path) != before


def test_an_mrf_changes_with_the_data_file_it_names_elsewhere(tmp_path: Path) -> None:
    touched(tmp_path / "far" / "data.ppg", 100)
    path = tmp_path / "a.mrf"
    path.write_text("<MRF_META><Raster><DataFile>far/data.ppg</DataFile></Raster></MRF_META>")
    before = Signatures().of(path)
    touched(tmp_path / "far" / "data.ppg", 50)
    assert Signatures().of(path) != before


@pytest.mark.parametrize("band", ["s_red.tif", "s_green.tif", "s_blue.tif"])
def test_each_file_of_a_picture_put_together_counts_in_signature_and_digest(
    tmp_path: Path, band: str
) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        touched(tmp_path / f"s_{colour}.tif", 100 + number)
    path = tmp_path / "s_red.tif#colours=red,green,blue"
    signature, digest = Signatures().of(path), bytes_digest(path)
    touched(tmp_path / band, 50)  # of the same size, and older than what it replaces
    assert Signatures().of(path) != signature
    assert bytes_digest(path) == digest
    (tmp_path / band).write_bytes(b"others")
    assert bytes_digest(path) != digest
    (tmp_path / band).unlink()
    assert bytes_digest(path) == ""


def test_a_raster_that_an_older_one_replaces_changes_also_beside_a_newer_file(tmp_path: Path) -> None:
    touched(tmp_path / "a.tif", 100)
    touched(tmp_path / "a.tfw", 200)
    before = Signatures().of(tmp_path / "a.tif")
    touched(tmp_path / "a.tif", 50)
    assert Signatures().of(tmp_path / "a.tif") != before
