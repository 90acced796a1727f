"""``msa search --out FILE``, and the overlays of ``msa explain`` as a GIS finds them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp

from msa_core import cli
from msa_core.raster.gdal.writer import write_geotiff
from tests.cli.conftest import Run
from tests.support.scenes import UTM, picture

WORDS = "a plane beside a river"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".csv", ".kml", ".parquet"])
def test_the_file_holds_what_json_prints(run: Run, index: Path, tmp_path: Path, suffix: str) -> None:
    done = run("search", index, WORDS, "-k", 6, "--json", "--out", tmp_path / f"my hits{suffix}")
    assert done.code == 0, done.err
    assert f"6 hits are in {tmp_path / 'my hits'}{suffix}, in EPSG:4326" in done.err
    answer = json.loads(done.out)
    path = tmp_path / f"my hits{suffix}"
    table = geopandas.read_parquet(path) if suffix == ".parquet" else geopandas.read_file(path, layer=0)
    assert len(table) == 6
    for (_, row), feature, z in zip(
        table.iterrows(), answer["features"], answer["background"]["z"], strict=True
    ):
        properties = feature["properties"]
        assert row["rank"] == properties["rank"]
        assert row["score"] == properties["score"]
        assert row["z"] == z if z is not None else row["z"] in (None, "") or np.isnan(row["z"])
        assert row["source"] == properties["source"]
        ring = np.array(feature["geometry"]["coordinates"][0])
        assert [*row.geometry.bounds] == pytest.approx([*ring.min(0), *ring.max(0)], abs=1e-9)


def test_the_geopackage_is_in_the_crs_of_the_archive_with_its_style(
    run: Run, index: Path, tmp_path: Path
) -> None:
    done = run("search", index, WORDS, "-k", 8, "--out", tmp_path / "hits.gpkg", "--crs", "archive")
    assert done.code == 0, done.err
    assert "in EPSG:32633, with hits.qml and hits.sld beside it" in done.err
    table = geopandas.read_file(tmp_path / "hits.gpkg", layer="hits")
    assert table.crs.to_epsg() == 32633
    for _, row in table.iterrows():
        x0, y0, x1, y1 = (
            row["pixel_bbox"] if not isinstance(row["pixel_bbox"], str) else json.loads(row["pixel_bbox"])
        )
        east = 500_000.0 + 400.0 * int(row["source"][5])
        assert row.geometry.bounds == pytest.approx((east + x0, 5e6 - y1, east + x1, 5e6 - y0), abs=1e-3)
    with closing(sqlite3.connect(tmp_path / "hits.gpkg")) as database:
        # What QGIS asks for when the layer is opened.
        ((qml, sld),) = database.execute(
            "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_schema = '' AND f_table_name = 'hits' AND "
            "f_geometry_column = 'geom' AND useAsDefault = 1"
        ).fetchall()
    assert qml == (tmp_path / "hits.qml").read_text("utf-8")
    assert sld == (tmp_path / "hits.sld").read_text("utf-8")
    ranges = [
        (float(r.get("lower", "")), float(r.get("upper", "")))
        for r in ET.fromstring(qml.encode()).iter("range")
    ]
    # Classes are told by the background, so that they may reach beyond these hits.
    assert ranges[0][0] <= table["score"].min() <= table["score"].max() <= ranges[-1][1]
    assert [upper for _, upper in ranges[:-1]] == [lower for lower, _ in ranges[1:]]
    assert ranges[-1][1] == pytest.approx(table["score"].max(), abs=1e-4)


@pytest.mark.parametrize(
    "options, said",
    [
        (("--out", "hits.shp"), ".gpkg"),
        (("--out", "hits.kml", "--crs", "EPSG:32633"), "WGS84"),
        (("--out", "hits.geojson", "--crs", "archive"), "WGS84"),
        (("--out", "hits.gpkg", "--crs", "nonsense"), "nonsense"),
        (("--crs", "EPSG:32633"), "--out"),
        (("--overwrite",), "--out"),
        (("--out", "."), ".gpkg"),
    ],
)
def test_an_export_that_makes_no_sense_is_a_usage_error(
    run: Run,
    index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("search", index, WORDS, *options)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_only_when_asked(run: Run, index: Path, tmp_path: Path) -> None:
    (tmp_path / "hits.csv").write_text("mine")
    done = run("search", index, WORDS, "--out", tmp_path / "hits.csv")
    assert done.code == 2
    assert "--overwrite" in done.err
    assert not done.out
    assert (tmp_path / "hits.csv").read_text() == "mine"
    assert run("search", index, WORDS, "--out", tmp_path / "hits.csv", "--overwrite").code == 0
    assert (tmp_path / "hits.csv").read_text().startswith("id,rank,score")
    (tmp_path / "file").write_text("")
    assert run("search", index, WORDS, "--out", tmp_path / "file" / "hits.csv").code == 4


TRANSFORMS = {
    "north-up": (1.0, 0.0, 5e5, 0.0, -1.0, 5e6),
    "south-up": (1.0, 0.0, 5e5, 0.0, 1.0, 5e6),
    "rotated": (0.8, 0.6, 5e5, 0.6, -0.8, 5e6),
}


@pytest.fixture(scope="module")
def odd_index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """Rasters that lie in every way, one with control points that no transform fits, one lying nowhere."""
    folder = tmp_path_factory.mktemp("odd")
    for seed, (name, transform) in enumerate(TRANSFORMS.items()):
        write_geotiff(
            folder / "archive" / f"{name}.tif", picture(seed, 200, 200), crs=UTM, transform=transform
        )
    grid = [(c, r) for c in (0.0, 100.0, 200.0) for r in (0.0, 100.0, 200.0)]
    bent = [(c, r, 5e5 + c + 0.002 * r * r, 5e6 - r + 0.002 * c * c) for c, r in grid]
    write_geotiff(folder / "archive" / "bent.tif", picture(8, 200, 200), crs=UTM, gcps=bent)
    write_geotiff(folder / "archive" / "nowhere.tif", picture(9, 200, 200))
    arguments = [
        "index",
        folder / "archive",
        "--out",
        folder / "index",
        "--model",
        tiny_checkpoint,
        "--tile-px",
        100,
    ]
    assert cli.run([str(argument) for argument in arguments]) == 0
    return folder / "index"


def explained(run: Run, index: Path, source: str, out: Path) -> tuple[dict, list[Path]]:
    options = (WORDS, "--source", source)
    done = run("explain", index, *options, "--out", out)
    assert done.code == 0, done.err
    (feature, *_) = json.loads(run("search", index, *options, "-k", 1, "--json").out)["features"]
    return feature["properties"], sorted(out.glob("*.tif"))


@pytest.mark.parametrize("name", TRANSFORMS)
def test_overlays_lie_on_their_pixels_and_say_what_they_are(
    run: Run, odd_index: Path, tmp_path: Path, name: str
) -> None:
    hit, files = explained(run, odd_index, f"{name}.tif", tmp_path)
    x0, y0, x1, y1 = hit["pixel_bbox"]
    with rasterio.open(odd_index.parent / "archive" / f"{name}.tif") as source:
        corners = [source.transform @ corner for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    assert len(files) == 5
    for file in files:
        with rasterio.open(file) as overlay:
            w, h = overlay.width, overlay.height
            found = [overlay.transform @ corner for corner in ((0, 0), (w, 0), (w, h), (0, h))]
            np.testing.assert_allclose(found, corners, atol=1e-6)
            assert overlay.crs == UTM
            assert (overlay.count, overlay.dtypes, overlay.nodata) == (1, ("float32",), None)
            assert overlay.colorinterp == (ColorInterp.gray,)
            assert overlay.descriptions == (file.stem.partition("_")[2],)
            tags, values = overlay.tags(), overlay.read(1)
        assert tags["text"] == WORDS
        assert tags["units"] == ("score" if "ranking" in file.name else "logit")
        assert np.isfinite(values).all()
        style = ET.parse(file.with_suffix(".qml"))
        at = [float(item.get("value", "")) for item in style.iter("item")]
        reach = float(np.abs(values).max())
        assert (at[0], at[-1]) == pytest.approx((-reach, reach))


def test_an_overlay_of_bent_control_points_has_control_points(
    run: Run, odd_index: Path, tmp_path: Path
) -> None:
    hit, files = explained(run, odd_index, "bent.tif", tmp_path)
    x0, y0, x1, _ = hit["pixel_bbox"]
    with_points = 0
    for file in files:
        with rasterio.open(file) as overlay:
            points, crs = overlay.gcps
            cell = (x1 - x0) / overlay.width
            shape = overlay.shape
        if not points:  # coarse cells: the best transform is less than a quarter of one off
            assert min(shape) < 16
            continue
        assert crs == UTM
        with_points += 1
        for point in points:
            col, row = x0 + point.col * cell, y0 + point.row * cell
            assert point.x == pytest.approx(5e5 + col + 0.002 * row * row, abs=1.0)
            assert point.y == pytest.approx(5e6 - row + 0.002 * col * col, abs=1.0)
    assert with_points


def test_a_picture_without_a_place_is_explained_and_exported(
    run: Run, odd_index: Path, tmp_path: Path
) -> None:
    _, files = explained(run, odd_index, "nowhere.tif", tmp_path)
    with rasterio.open(files[0]) as overlay:
        assert overlay.crs is None
    done = run(
        "search",
        odd_index,
        WORDS,
        "--source",
        "nowhere.tif",
        "--out",
        tmp_path / "h.gpkg",
        "--crs",
        "archive",
    )
    assert done.code == 0, done.err
    assert "without a position" in done.err
    table = geopandas.read_file(tmp_path / "h.gpkg", layer="hits")
    assert len(table) > 0
    assert table.geometry.isna().all()
