"""Captions, caption banks, lists of rasters, STAC items and zips with anything in them: an answer or a sentence."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from msa_core.raster.find.archive import scopes_of, search
from msa_core.raster.find.stac.stac_items import item_datetime
from msa_core.raster.gdal.locations import zips
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.retrieval.captions.caption_bank import read_bank
from msa_core.training.data.datasets.entries import Remarks
from msa_core.training.data.datasets.read import SetPath, read_entries
from tests.indexing.folder.test_fuzz import answers, changed_bytes, changed_json, quick

KARPATHY = {
    "images": [
        {"filename": "a.tif", "split": "train", "sentences": [{"raw": "A white plane ."}, {"raw": "Two."}]},
        {"filename": "b.tif", "split": "val", "sentences": [{"raw": "A river ."}], "filepath": "deep"},
    ]
}
TILES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"source": "a.tif", "pixel_bbox": [0, 0, 20, 20], "caption": "A field", "split": "train"},
            "geometry": {"type": "Polygon", "coordinates": [[[1, 2], [1.5, 2], [1.5, 2.5], [1, 2]]]},
        }
    ],
}  # fmt: skip
TABLE = 'filename,caption,split\na.tif,"A white, wide plane",train\nb.tif,Ein Fluß,val\n'.encode()
BANK = b'[{"caption": "a river"}, {"caption": "two boats"}]'
ITEM = {
    "type": "Feature", "stac_version": "1.0.0", "properties": {"datetime": "2020-01-01T00:00:00Z"},
    "assets": {"a": {"href": "./scene.tif"}},
}  # fmt: skip
LIST = b'# rasters\nscene.tif\n"deep/b.tif"\n/vsizip/a.zip/b.tif\n*.tif\n../gone\n'


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("zip")
    raster = write_geotiff(folder / "a.tif", np.arange(400, dtype=np.uint8).reshape(20, 20))
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(raster, "a.tif")
        archive.write(raster, "deep/ü.tif")
    return (folder / "a.zip").read_bytes()


def try_captions(folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    file.write_bytes(content)
    entries = answers(lambda: read_entries(SetPath(file, folder), Remarks()))
    for entry in entries or []:
        assert all(isinstance(sentence, str) for sentence in entry.sentences)
    captions = answers(lambda: read_bank(file))
    assert captions is None or all(isinstance(caption, str) and caption for caption in captions)


def try_list(folder: Path, content: bytes) -> None:
    file = folder / "list.txt"
    file.write_bytes(content)
    found = search([file])
    sources, refused = found.sources, found.refused
    assert all(report.reason.endswith(".") for report in refused)
    assert len({source.name for source in sources}) == len(sources)
    assert scopes_of([file])


def try_item(folder: Path, content: bytes) -> None:
    (folder / "scene.json").write_bytes(content)
    found = item_datetime(folder / "scene.tif")
    assert found is None or isinstance(found, str)


def read_corner(path: Path) -> None:
    with RasterReader(path) as reader:
        reader.read((0, 0, 8, 8), 8)


def try_zip(folder: Path, content: bytes) -> None:
    file = folder / "a.zip"
    file.write_bytes(content)
    found = search([file])
    sources, refused = found.sources, found.refused
    assert all(report.reason.endswith(".") for report in refused)
    for source in sources:
        assert ".." not in source.name.split("/")
        answers(lambda path=source.path: read_corner(path))
    assert isinstance(zips.exists(file / "a.tif"), bool)
    zips._table_as_of.cache_clear()  # the clock of the file system is coarser than this test


@quick
@given(content=changed_json(KARPATHY) | changed_json(TILES))
@example(content=b'{"images": [{"filename": "a\\ud800.tif", "split": "train", "sentences": [{"raw": "x"}]}]}')
def test_any_annotations(tmp_path: Path, content: bytes) -> None:
    try_captions(tmp_path, "captions.json", content)


@quick
@given(content=changed_bytes(TABLE) | changed_bytes(BANK))
@example(content=b'filename,caption\na.tif,"' + b"x" * 200_000)
@example(content=b"\xff\xfef\0i\0")
def test_any_table_and_bank(tmp_path: Path, content: bytes) -> None:
    for name in ("t.csv", "bank.txt", "bank.json", "bank.jsonl"):
        try_captions(tmp_path, name, content)


@quick
@given(content=changed_bytes(LIST))
@example(
    content=b"\n".join([b"a" * 5000, b"~nobody-of-that-name/x", b"[", b"**", b"/vsizip/", b"/vsizip/{", b"."])
)
def test_any_list(tmp_path: Path, content: bytes) -> None:
    try_list(tmp_path, content)


@quick
@given(content=changed_json(ITEM))
def test_any_item(tmp_path: Path, content: bytes) -> None:
    try_item(tmp_path, content)


@quick
@given(data=st.data())
def test_any_zip(tmp_path: Path, zipped: bytes, data: st.DataObject) -> None:
    try_zip(tmp_path, data.draw(changed_bytes(zipped)))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_minutes_of_all_of_them(tmp_path: Path, zipped: bytes) -> None:
    """New seeds each time; a failure prints its example, which then becomes a case of a test above."""

    end_s, rounds = time.monotonic() + 300.0, 0
    while time.monotonic() < end_s:

        @seed(time.time_ns())
        @settings(quick, derandomize=False)
        @given(data=st.data())
        def all_of_them(data: st.DataObject) -> None:
            try_captions(tmp_path, "captions.json", data.draw(changed_json(KARPATHY) | changed_json(TILES)))
            try_captions(tmp_path, "t.csv", data.draw(changed_bytes(TABLE)))
            try_captions(tmp_path, "bank.json", data.draw(changed_bytes(BANK)))
            try_list(tmp_path, data.draw(changed_bytes(LIST)))
            try_item(tmp_path, data.draw(changed_json(ITEM)))
            try_zip(tmp_path, data.draw(changed_bytes(zipped)))

        all_of_them()
        rounds += 1
    assert rounds
