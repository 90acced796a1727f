"""The real rasters beside the repository: ordinary archives and what breaks programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msa_core.raster.find import archive
from tests.cli.conftest import Run

pytestmark = pytest.mark.timeout(900)


def test_every_file_ends_searchable_or_refused_with_its_reason(
    run: Run, shared_data: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    folder = shared_data / "geotiff"
    done = run("index", folder, "--out", tmp_path / "out", "--model", tiny_checkpoint, "--tile-px", "512")
    assert done.code == 0, done.err
    lines = [line.split("  ", 2) for line in done.out.splitlines()]
    states = {name: (state, detail) for state, name, detail in lines}
    assert len(states) == len(lines)
    assert set(states) == {source.name for source in archive.search([folder]).sources}
    for state, detail in states.values():
        assert state in ("indexed", "partial", "refused")
        assert detail
    assert all(state == "indexed" for name, (state, _) in states.items() if name.startswith("scenes/"))
    assert states["odd/rasterio_all-nodata.tif"][0] == "refused"
    again = run("index", folder, "--out", tmp_path / "out")
    assert again.code == 0
    assert {line.split("  ")[0] for line in again.out.splitlines()} == {"unchanged", "refused"}
    found = run("search", tmp_path / "out", "a river", "-k", 3000, "--every-tile", "--json")
    sources = {f["properties"]["source"] for f in json.loads(found.out)["features"]}
    assert sources == {name for name, (state, _) in states.items() if state != "refused"}


def test_a_damaged_raster_says_how_many_of_its_tiles_it_gave(
    run: Run, shared_data: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    raster = shared_data / "geotiff" / "odd" / "rasterio_corrupt.tif"
    # Tiles as fine as the raster itself: its overviews are whole.
    done = run("index", raster, "--out", tmp_path / "out", "--model", tiny_checkpoint, "--tile-px", "64")
    assert done.code == 0
    state, name, detail = done.out.strip().split("  ", 2)
    assert (state, name) == ("partial", "rasterio_corrupt.tif")
    n, of, m, tiles = detail.split(";")[0].split()
    assert (of, tiles) == ("of", "tiles")
    assert 0 < int(n) < int(m)
