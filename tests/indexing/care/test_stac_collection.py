"""The STAC collection of an index, against STAC's required fields and the convention for embedding files."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from msa_core.errors import NothingUsableError
from msa_core.indexing.care.stac_collection import export_collection
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.source_states import SourceState
from tests.support.made_index import FACTS, write_index


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif", "b.tif"])
    return tmp_path / "index"


def test_the_collection_has_what_stac_demands(index: Path) -> None:
    path = export_collection(index)
    assert path == index / "collection.json"
    data = json.loads(path.read_text())
    assert data["type"] == "Collection"
    assert data["stac_version"] == "1.1.0"
    assert data["id"] == "index"
    assert data["license"] == "other"
    assert isinstance(data["links"], list)
    assert data["description"].startswith("Embeddings of 12 tiles of 2 rasters")
    (box,) = data["extent"]["spatial"]["bbox"]
    west, south, east, north = box
    assert -180 <= west < east <= 180
    assert (south, north) == (50.0, 50.01)
    ((start, end),) = data["extent"]["temporal"]["interval"]
    assert all(re.fullmatch(r"2024-05-\d\dT00:00:00Z", time) for time in (start, end))
    assert start <= end
    assert all(name.startswith("https://stac-extensions.") for name in data["stac_extensions"])


def test_the_emb_fields_are_those_of_the_convention_and_of_the_shards(index: Path) -> None:
    data = json.loads(export_collection(index).read_text())
    emb = {key.removeprefix("emb:"): value for key, value in data.items() if key.startswith("emb:")}
    # The convention: model id and sha256, dimensions, preprocessing, tiling, software version; version pinned.
    assert emb["version"] == "0.0.1"
    assert emb["model"] == {"id": "msa-analyst", "sha256": FACTS.fingerprint}
    assert emb["dimensions"] == FACTS.dim
    assert emb["normalized"] is True
    assert emb["preprocessing"]["input_px"] == FACTS.input_px
    assert emb["tiling"] == {"ground_sizes_m": [80.0, 320.0], "tile_px": None, "overlap": 0.25}
    assert emb["software"].startswith("msa-analyst ")
    for shard in (index / "shards").iterdir():
        assert json.loads(pq.read_metadata(shard).metadata[b"emb"]) == emb


def test_each_shard_is_an_asset_with_its_columns_and_checksum(index: Path) -> None:
    data = json.loads(export_collection(index).read_text())
    assert len(data["assets"]) == 2
    for asset in data["assets"].values():
        path = index / asset["href"]
        assert asset["href"].startswith("shards/")
        assert asset["type"] == "application/vnd.apache.parquet"
        assert asset["file:checksum"] == "1220" + hashlib.sha256(path.read_bytes()).hexdigest()
        assert asset["file:size"] == path.stat().st_size
        assert asset["table:row_count"] == 6
        kinds = {column["name"]: column["type"] for column in asset["table:columns"]}
        assert kinds == {field.name: str(field.type) for field in pq.read_schema(path)}
        assert all(column["description"] for column in asset["table:columns"])


def test_links_follow_the_index_wherever_the_collection_lies(index: Path, tmp_path: Path) -> None:
    path = export_collection(index, tmp_path / "catalogue" / "tiles.json", "my-tiles", "CC-BY-4.0")
    data = json.loads(path.read_text())
    assert (data["id"], data["license"]) == ("my-tiles", "CC-BY-4.0")
    assert all((path.parent / asset["href"]).is_file() for asset in data["assets"].values())
    (tmp_path / "moved").mkdir()
    for name in ("catalogue", "index"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    moved = tmp_path / "moved" / "catalogue"
    assert all((moved / asset["href"]).is_file() for asset in data["assets"].values())


def test_an_index_without_tiles_is_said(index: Path) -> None:
    manifest = Manifest.load(index)
    for entry in manifest.sources:
        entry.state = SourceState.MISSING
    manifest.save(index)
    with pytest.raises(NothingUsableError, match="no tiles"):
        export_collection(index)
