"""The window and ``msa search`` give the same hits and the same files for the same question.

The window's questions go the whole way: typed into its fields, asked of an engine in a process of its own, saved by it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import pytest
import rasterio
import shapely
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from rasterio.warp import transform_bounds

from app.jobs.engine_client import ENGINE, EngineClient
from app.models.question.conditions import (
    Box,
    Clouds,
    Condition,
    Dates,
    Ground,
    HitCount,
    LowestScore,
    Platform,
    Raster,
    Words,
)
from app.settings import Settings
from app.widgets.places.save_dialog import ALWAYS_WGS84
from app.widgets.places.save_dialog import FORMATS as OFFERED
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.records import SearchResult
from msa_core.retrieval.exports.hit_files import FORMATS
from msa_core.retrieval.exports.told.geojson import to_geojson
from msa_core.retrieval.query.saved.query_json import as_text
from tests.support.scenes import picture, write_archive
from tests.support.stac import item, write

LONG = 600_000
Search = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is set in the window, and the options that say the same."""

    words: str = ""
    without: str = ""
    is_like: bool = False
    in_view: bool = False
    score: float | None = None
    count: int = 20
    area: str = ""
    dates: tuple[str, str] | None = None
    sources: tuple[str, ...] = ()
    ground: tuple[str, str] | None = None
    clouds: str = ""
    platforms: tuple[str, ...] = ()


QUESTIONS = {
    "words": Asked(words="many storage tanks beside a river"),
    "two words of other weights": Asked(words="a river^0.25", without="clouds^2"),
    "words and others to avoid": Asked(words="plane", without="river"),
    "a picture": Asked(is_like=True),
    "a picture, words, and others to avoid": Asked(words="plane^3", without="river", is_like=True),
    "what the map shows": Asked(words="plane", in_view=True),
    "a lowest score": Asked(words="plane", score=-0.05),
    "a score that none has": Asked(words="plane", score=1.0),
    "one hit": Asked(words="plane", count=1),
    "an area of a file": Asked(words="plane", area="district.geojson"),
    "an area of a KML": Asked(words="plane", area="district.kml"),
    "an area of a GeoPackage": Asked(words="plane", area="district.gpkg"),
    "dates that none has": Asked(words="plane", dates=("2020", "2021-06")),
    "an open date that none has": Asked(words="plane", dates=("2020-02-28", "")),
    "one raster or another": Asked(words="plane", sources=("*0.tif", "scene2.tif")),
    "ground sizes": Asked(words="plane", ground=("90", "110")),
    "ground sizes that none has": Asked(words="plane", ground=("150", "")),
    "less cloud": Asked(words="plane", clouds="20"),
    "less cloud than none has": Asked(words="plane", clouds="3 %"),
    "one platform or another": Asked(words="plane", platforms=("landsat*", "Sentinel-2A")),
    "all of it": Asked(
        words="a river^0.25",
        without="clouds^2",
        is_like=True,
        score=-0.5,
        count=7,
        area="district.kml",
        sources=("scene*",),
        ground=("", "120"),
        clouds="20",
        platforms=("sentinel-*",),
    ),
    "foreign letters": Asked(words="  Flughäfen — 空港   \u202e river "),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """With ``archive`` (scenes side by side and one without a position) and ``index``, made by the command line."""
    folder = tmp_path_factory.mktemp("same")
    write_archive(folder / "archive", 3)
    write_geotiff(folder / "archive" / "unplaced.tif", picture(7))
    for number, cloud in enumerate((5, 60)):
        said = item(f"s{number}", f"scene{number}.tif", cloud=cloud, date="2019-05-06T00:00:00Z")
        write(folder / "archive" / f"scene{number}.json", said)
    write_geotiff(folder / "like.tif", picture(1))
    write_areas(folder)
    arguments = [
        "index",
        folder / "archive",
        "--out",
        folder / "index",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "100",
    ]
    assert cli.run([str(argument) for argument in arguments]) == 0
    return folder


def write_areas(folder: Path) -> None:
    """The same area around the first scene alone, in three forms."""
    with rasterio.open(folder / "archive" / "scene0.tif") as scene:
        west, south, east, north = transform_bounds(scene.crs, "EPSG:4326", *scene.bounds)
    inside = shapely.box(west, south, west + (east - west) / 2, south + (north - south) / 2)
    (folder / "district.geojson").write_text(shapely.to_geojson(inside), "utf-8")
    geopandas.GeoDataFrame(geometry=[inside], crs=4326).to_file(folder / "district.gpkg", driver="GPKG")
    corners = " ".join(f"{lon!r},{lat!r}" for lon, lat in inside.exterior.coords)
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>"
    (folder / "district.kml").write_text(
        f"<kml><Placemark><Polygon>{ring}</Polygon></Placemark></kml>", "utf-8"
    )


@pytest.fixture(scope="module")
def wiring(folder: Path, qapp: QApplication, engine_of: Callable[..., EngineClient]) -> Iterator[Wiring]:
    """One window for all questions, its engine and ours with one thread, so that sums are rounded alike."""
    threads = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("MSA_ANALYST_HOME", str(folder / "home"))
        torch.set_num_threads(1)
        opened = Wiring(Settings(), engine_of(ENGINE, "cpu"))
        opened.window.resize(1200, 800)
        opened.window.canvas.flight_ms = 0
        opened.window.show()
        yield opened
        opened.close()
        opened.window.deleteLater()
        qapp.processEvents()
        torch.set_num_threads(threads)


@pytest.fixture
def window(wiring: Wiring, folder: Path, qtbot: QtBot) -> Wiring:
    """The window with the index open."""
    if wiring.session.archive.index is None:
        wiring.session.archive.open_index(str(folder / "index"))
    qtbot.waitUntil(
        lambda: wiring.session.archive.index is not None and bool(wiring.session.archive.listing.rasters),
        timeout=LONG,
    )
    return wiring


@pytest.fixture
def msa_search(folder: Path, capsys: pytest.CaptureFixture[str]) -> Search:
    """``msa search INDEX ARGUMENTS --json``, as its object."""

    def call(*arguments: object) -> dict[str, Any]:
        capsys.readouterr()
        words = ["search", folder / "index", "--json", "--device", "cpu", *arguments]
        code = cli.run([str(word) for word in words])
        told = capsys.readouterr()
        assert code == 0, told.err
        return json.loads(told.out)

    return call


def ask(wiring: Wiring, qtbot: QtBot, asked: Asked, folder: Path) -> SearchResult:
    """Type what is asked, set its chips by the fields of their popovers, press Return, and wait for the answer."""
    asking, box = wiring.session.search.asking, wiring.window.search_bar.box
    asking.set("", ())
    if asked.without:
        fill(wiring, Words("", -0.5), asked.without)
    if asked.is_like:
        wiring.building.take_files([str(folder / "like.tif")])
    if asked.in_view:
        asking.add(Box())
    if asked.score is not None:
        fill(wiring, LowestScore(0.2), str(asked.score))
    if asked.count != 20:
        fill(wiring, HitCount(100), str(asked.count))
    if asked.area:
        before = asking.conditions
        wiring.building.take_files([str(folder / asked.area)])
        qtbot.waitUntil(lambda: asking.conditions != before, timeout=LONG)
    narrow(wiring, asked)
    box.field.setText(asked.words)
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    return caught.args[0]


def narrow(wiring: Wiring, asked: Asked) -> None:
    """The chips of what is the same for all tiles of a raster, and of ground sizes."""
    if asked.dates is not None:
        fill(wiring, Dates(None, None), *asked.dates)
    for pattern in asked.sources:
        fill(wiring, Raster(""), pattern)
    if asked.ground is not None:
        fill(wiring, Ground(None, None), *asked.ground)
    if asked.clouds:
        fill(wiring, Clouds(None), asked.clouds)
    for pattern in asked.platforms:
        fill(wiring, Platform(""), pattern)


def fill(wiring: Wiring, condition: Condition, *texts: str) -> None:
    """Open a new chip's popover, type into its fields, and press its button."""
    wiring.building.add_with(condition)
    popover = wiring.building.popover
    assert popover is not None
    fields = [field for field in popover.findChildren(QLineEdit) if field.isVisible()]
    fields.sort(key=lambda field: field.mapTo(popover, QPoint(0, 0)).y())
    for field, text in zip(fields, texts, strict=False):
        field.setText(text)
    QTest.mouseClick(popover.done, Qt.MouseButton.LeftButton)


def options(asked: Asked, folder: Path, found: SearchResult) -> list[object]:
    """The same for ``msa search``; the view is told by the window alone, so its numbers are taken from there."""
    given: list[object] = ["-k", asked.count]
    given += ["--text", asked.words] if asked.words else []
    given += ["--not", asked.without] if asked.without else []
    given += ["--like", folder / "like.tif"] if asked.is_like else []
    given += [] if asked.score is None else ["--min-score", asked.score]
    given += ["--area", folder / asked.area] if asked.area else []
    for option, text in zip(("--from", "--to"), asked.dates or ("", ""), strict=True):
        given += [option, text] if text else []
    for pattern in asked.sources:
        given += ["--source", pattern]
    for option, text in zip(("--min-ground", "--max-ground"), asked.ground or ("", ""), strict=True):
        given += [option, text] if text else []
    given += ["--cloud-below", asked.clouds.removesuffix(" %")] if asked.clouds else []
    for pattern in asked.platforms:
        given += ["--platform", pattern]
    if asked.in_view:
        assert found.query.bbox is not None
        given.append(f"--bbox={','.join(map(repr, found.query.bbox))}")
    return given


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_question_finds_the_same(
    window: Wiring, msa_search: Search, qtbot: QtBot, folder: Path, name: str
) -> None:
    asked = QUESTIONS[name]
    if asked.in_view:
        ask(window, qtbot, Asked(words=asked.words), folder)
        window.window.canvas.show_hit(0)
    found = ask(window, qtbot, asked, folder)
    told = msa_search(*options(asked, folder, found))
    assert json.loads(json.dumps(to_geojson(found))) == told
    assert bool(told["features"]) == ("none has" not in name), asked


def test_a_question_kept_by_the_window_is_asked_by_the_command_line(
    window: Wiring, msa_search: Search, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    found = ask(window, qtbot, QUESTIONS["all of it"], folder)
    file = tmp_path / "question.json"
    file.write_text(as_text(window.session.history.entries[0].asked), "utf-8")
    assert msa_search("--query", file) == json.loads(json.dumps(to_geojson(found)))


@pytest.mark.parametrize("words", ["river^-1", "river^0", "river^nan", "a river^1e9"])
def test_a_weight_that_is_none_is_refused_with_the_same_sentence(
    window: Wiring, capsys: pytest.CaptureFixture[str], folder: Path, words: str
) -> None:
    window.session.search.asking.set(words, ())
    QTest.keyClick(window.window.search_bar.field, Qt.Key.Key_Return)
    assert window.window.messages.kind == "warn"
    capsys.readouterr()
    assert cli.run(["search", str(folder / "index"), words]) != 0
    assert " ".join(window.window.messages.text.split()) in " ".join(capsys.readouterr().err.split())


def test_words_to_avoid_alone_are_no_question_in_either(
    window: Wiring, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window.session.search.asking.set("", (Words("clouds", -0.5),))
    QTest.keyClick(window.window.search_bar.field, Qt.Key.Key_Return)
    assert "Type what you are looking for" in window.window.messages.text
    assert cli.run(["search", str(folder / "index"), "--not", "clouds"]) == 2
    capsys.readouterr()


def test_the_window_offers_every_format_of_the_command_line() -> None:
    assert set(OFFERED) == set(FORMATS)


def files_in(folder: Path) -> dict[str, object]:
    """Bytes by name; of a GeoPackage its tables, but for the moment of writing, which no two have in common."""
    return {
        path.name: _dump(path) if path.suffix == ".gpkg" else path.read_bytes() for path in folder.iterdir()
    }


def _dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as base:
        for table, column in (("gpkg_contents", "last_change"), ("layer_styles", "update_time")):
            base.execute(f"UPDATE {table} SET {column} = ''")
        lines = list(base.iterdump())
        base.rollback()
    base.close()
    return lines


TEN = (
    "words",
    "two words of other weights",
    "words and others to avoid",
    "a picture",
    "a picture, words, and others to avoid",
    "a lowest score",
    "an area of a GeoPackage",
    "one raster or another",
    "ground sizes",
    "foreign letters",
)
ENDINGS = list(FORMATS)


@pytest.mark.parametrize(
    "name, ending, crs",
    [
        *(("all of it", ending, None) for ending in ENDINGS),
        *(("all of it", ending, "archive") for ending in ENDINGS if ending not in ALWAYS_WGS84),
        *((name, ENDINGS[at % len(ENDINGS)], None) for at, name in enumerate(TEN)),
    ],
)
def test_the_same_question_is_saved_as_the_same_files(
    window: Wiring,
    msa_search: Search,
    qtbot: QtBot,
    folder: Path,
    tmp_path: Path,
    name: str,
    ending: str,
    crs: str | None,
) -> None:
    asked = QUESTIONS[name]
    found = ask(window, qtbot, asked, folder)
    assert found.hits
    if name == "words":
        kinds = {hit.tile.footprint_lonlat == () for hit in found.hits}
        assert kinds == {True, False}, "some are without a position"
    (tmp_path / "window").mkdir()
    file = str(tmp_path / "window" / f"hits{ending}")
    with qtbot.waitSignal(window.session.search.exported, timeout=LONG):
        window.session.search.export(file, crs)
    other = tmp_path / "command" / Path(file).name
    msa_search(*options(asked, folder, found), "--out", other, *(["--crs", crs] if crs else []))
    assert files_in(tmp_path / "window") == files_in(other.parent)
    assert Path(file).stat().st_size > 0
