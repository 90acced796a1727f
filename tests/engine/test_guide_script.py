"""The script of the guide's page on Python, run as a reader would run it."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas
import pytest
import rasterio

from msa_core.config import resource_path
from tests.support.commands import Commands
from tests.support.scenes import write_archive


def script() -> str:
    """The one fenced python block of the page."""
    page = resource_path("guide", "python.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return str(block)


@pytest.mark.timeout(400)
def test_the_script_of_the_guide_does_what_it_says(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    write_archive(tmp_path / "ARCHIVE", 3)
    (tmp_path / "script.py").write_text(script(), "utf-8")
    done = commands.run(tmp_path / "script.py", cwd=tmp_path, MSA_MODEL=str(tiny_checkpoint))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("indexed scene")] == lines[:3]
    hits = [line for line in lines if re.match(r"\d+ -?0\.\d{3} scene\d\.tif \(", line)]
    assert len(hits) == 12  # in each scene four tiles that do not overlap much
    assert [line.split()[0] for line in hits] == [str(rank) for rank in range(1, 13)]
    assert any(line.startswith("5 hits are in") and "EPSG:3857" in line for line in lines)
    sums = [re.fullmatch(r"\d \(\d+, \d+\) (\S+) = (\S+)", line) for line in lines]
    found = [(float(each[1]), float(each[2])) for each in sums if each]
    assert len(found) == 4
    assert all(total == pytest.approx(parts, abs=2e-3) for parts, total in found)
    assert any(line.startswith("True ") and line.endswith("collection.json") for line in lines)
    tiles = sum(int(line.split()[2]) for line in lines[:3])
    assert lines[-1] == str(tiles), "the parts joined are the whole"
    assert f"({tiles}, " in done.stdout, "the embeddings, one row for each tile"
    table = geopandas.read_file(tmp_path / "hits.gpkg", layer="hits")
    assert (len(table), table.crs.to_epsg()) == (5, 3857)
    with rasterio.open(tmp_path / "overlays" / "rank001_scale1.tif") as overlay:
        assert overlay.crs == "EPSG:32633"
