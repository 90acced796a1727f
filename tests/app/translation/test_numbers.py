"""One way of writing numbers in the window: what is read has a minus sign, what is typed and copied a hyphen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStatusBar, QWidget
from pytestqt.qtbot import QtBot

from app.map.projection.geometry import Projection
from app.models.hits.hit_columns import COLUMNS, FIRST_SHOWN, as_table, shown
from app.models.question.conditions import Box, LowestScore
from app.translation import number_of, numeral, plain_numeral, short_numeral, typed_numeral, with_minus
from app.widgets.frame.around_map.point_popover import PointPopover
from app.widgets.frame.bars.status_line import StatusLine
from app.widgets.question.condition_editors import editor_for
from app.widgets.question.number_field import NumberField
from app.widgets.small_widgets import PlainLabel
from app.widgets.why.colour_scales import DivergingScale
from msa_core.coordinates import lonlat_of
from msa_core.raster.pixels.stretch import StretchChoice
from msa_core.records import TileHit
from msa_core.retrieval.query.parsing import parse_bbox, parse_spot
from tests.app.models.test_models import hit

_APP = Path(__file__).resolve().parents[3] / "app"
_FORMATTED = re.compile(r"[+ ]?[z#0]?,?\d*(\.\d+)?[efg%]")
WRITTEN_FOR_PROGRAMS = {
    *("translation.py", "settings.py", "bootstrap.py"),
    *("indexing.py", "lesson.py", "index_plan.py"),  # arguments of a command
    *("query_building.py", "example_chips.py"),  # areas and spots of a question
    *(
        "condition_editors.py",
        "catalogue_dialog.py",
        "index_options.py",
    ),  # lists of numbers in a field to type into
    "hits_model.py",  # degrees with their letters
}


def formatted_numbers() -> Iterator[str]:
    """Files of the window in which an f-string formats a number by itself."""
    for path in sorted(_APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
                spec = "".join(
                    str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant)
                )
                if _FORMATTED.fullmatch(spec):
                    yield path.name


def test_numbers_that_are_read_are_written_in_one_place() -> None:
    found = set(formatted_numbers())
    assert found <= WRITTEN_FOR_PROGRAMS
    assert found >= {"translation.py", "lesson.py"}, "the search finds those there are"


def test_a_number_below_zero_is_read_with_a_minus_and_typed_with_a_hyphen() -> None:
    assert (numeral(-1234.5, 1), short_numeral(-0.25), plain_numeral(-3)) == ("−1,234.5", "−0.25", "−3")
    assert numeral(-0.001, 2) == "0.00", "no sign of what is rounded away"
    assert typed_numeral(-0.25) == "-0.25"
    assert with_minus("values -20 to 5 (2020-08-20, b-1)") == "values −20 to 5 (2020-08-20, b-1)"


def test_the_legend_and_the_numbers_have_the_same_sign(qtbot: QtBot) -> None:
    scale = DivergingScale()
    qtbot.addWidget(scale)
    scale.set_reach(0.25, "", "")
    assert scale.words()[0].startswith(short_numeral(-0.25, 2))


@pytest.mark.parametrize("sign", ["-", "−"])
def test_typed_numbers_are_read_with_either_sign(sign: str, qtbot: QtBot) -> None:
    assert number_of(f" {sign}0,5 ") == -0.5
    assert parse_bbox(f"{sign}10,{sign}5,10,5") == (-10.0, -5.0, 10.0, 5.0)
    assert parse_spot(f"{sign}10.5, 52") == "-10.5,52"
    assert StretchChoice.parse(f"{sign}20,5").numbers == (-20.0, 5.0)
    assert lonlat_of(f"{sign}33.9, {sign}70.1", "EPSG:3857") == (-70.1, -33.9)
    field = NumberField(0.0, -10.0, 10.0, 0.5)
    qtbot.addWidget(field)
    field.setText(f"{sign}1.5")
    assert field.value() == -1.5


def test_a_field_holds_what_a_keyboard_types(qtbot: QtBot) -> None:
    field = NumberField(-0.5, -10.0, 10.0, 0.5)
    qtbot.addWidget(field)
    assert field.text() == "-0.5"
    field.set_value(-1.0)
    assert field.text() == "-1"
    assert editor_for(LowestScore(-0.25), ()).read() == LowestScore(-0.25)
    assert editor_for(Box((-10.0, -5.0, 10.0, 5.0)), ()).read() == Box((-10.0, -5.0, 10.0, 5.0))


def test_the_table_is_read_with_a_minus_and_copied_with_a_hyphen() -> None:
    found: TileHit = hit(1, -0.25)
    score = next(column for column in COLUMNS if column.name == "score")
    assert shown(score, found) == "−0.25"
    copied = as_table([found], [column for column in COLUMNS if column.name in FIRST_SHOWN])
    assert "\t-0.25\t" in copied
    assert "−" not in copied


def test_coordinates_of_the_map_are_read_with_a_minus_and_copied_with_a_hyphen(qtbot: QtBot) -> None:
    bar = QStatusBar()
    qtbot.addWidget(bar)
    status = StatusLine(bar)
    status.set_form("map")
    status.set_map(10.0, Projection("EPSG:3857", "Web Mercator", mercator=True), (-70.0, -33.0))
    assert status.coordinates.text().count("−") == 2
    assert "-" not in status.coordinates.text()
    assert status.text_of(-70.0, -33.0).count("-") == 2


def test_what_lies_at_a_place_is_copied_with_hyphens_whole_or_in_part(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    popover = PointPopover(window, "−7,792,364.43")
    popover.add("a −b.tif", "band 1: −32768\nband 2: −1.5")
    assert popover.text == "-7,792,364.43\n\na −b.tif\nband 1: -32768\nband 2: -1.5"
    [values] = [label for label in popover.findChildren(PlainLabel) if label.actions()]
    values.setSelection(len("band 1: "), len("−32768\nband"))
    values.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "-32768\nband"
    QGuiApplication.clipboard().clear()
    QTest.keyClick(values, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "-32768\nband"
