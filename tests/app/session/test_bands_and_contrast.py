from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.choices.index_plan import IndexPlan
from app.paths import user_index_location
from app.widgets.layers.bands_dialog import BandsDialog
from app.wiring.wiring import Wiring
from msa_core.config import BandRules

LONG = 120_000


def dialog_for(wiring: Wiring, name: str) -> BandsDialog:
    wiring.layers.bands_wanted.emit(next(row for row in wiring.archive_model.rows() if row.name == name))
    dialog = wiring.window.findChildren(BandsDialog)[-1]
    assert dialog.isVisible()
    return dialog


def colour_of(wiring: Wiring, qtbot: QtBot, name: str) -> QColor:
    """The middle of a raster as the map draws it."""
    canvas = wiring.window.canvas
    path = next(row.path for row in wiring.archive_model.rows() if row.name == name)
    canvas.show_raster(path)
    qtbot.waitUntil(lambda: canvas.rasters.is_settled and wiring.lane.is_idle, timeout=LONG)
    return canvas.grab().toImage().pixelColor(canvas.width() // 2, canvas.height() // 2)


def test_a_rasters_bands_are_chosen_and_the_map_follows(opened: Wiring, qtbot: QtBot) -> None:
    before = colour_of(opened, qtbot, "east.tif")
    dialog = dialog_for(opened, "east.tif")
    dialog.bands.setCurrentText("3,3,1")
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    after = colour_of(opened, qtbot, "east.tif")
    assert (before.red(), before.blue()) != (after.red(), after.blue())
    assert abs(after.red() - after.green()) < 3, "blue is shown as red and as green"
    assert opened.session.archive.rules == BandRules(("east.tif=3,3,1",), ())
    assert opened.session.archive.plan.rules is None, "the next indexing was not spoken of"


def test_what_makes_no_sense_is_said_in_the_dialog(opened: Wiring) -> None:
    dialog = dialog_for(opened, "sub/west.tif")
    assert dialog.pattern.itemText(1) == "sub/*"
    dialog.stretch.setCurrentText("from here to there")
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert "--stretch must be" in dialog._fault.text()
    assert dialog._fault.isVisible()
    assert opened.session.archive.rules == BandRules()


def test_the_next_indexing_uses_the_rules_and_keeps_the_index_there_is(
    opened: Wiring, qtbot: QtBot, indexed: Path
) -> None:
    dialog = dialog_for(opened, "sub/west.tif")
    dialog.bands.setCurrentText("grey")
    dialog.pattern.setCurrentText("sub/*")
    dialog.for_index.setChecked(True)
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    archive = opened.session.archive
    rules = BandRules(("sub/*=grey",), ("sub/*=auto",))
    assert archive.plan.rules == rules
    asked: list[tuple[object, ...]] = []
    archive.indexing.start = lambda *given, **also: asked.append((*given, also))  # type: ignore[method-assign]
    archive.start_indexing()
    paths, out, plan, _ = asked[0]
    assert paths == (str(indexed),)
    assert out not in (indexed / ".msa-index", user_index_location((str(indexed),)))
    assert plan == IndexPlan(rules=rules)


def test_an_index_elsewhere_is_found_again(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path
) -> None:
    other = archive / "made otherwise"
    other.mkdir()
    (other / "manifest.json").write_text("{}")
    wiring = make_wiring()
    wiring.settings.use_index((str(archive),), str(other))
    wiring.session.open_paths([str(archive)])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    assert wiring.session.archive.index_path == other
