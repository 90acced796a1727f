"""What a chip's popover holds: for each kind of condition the fields that change it, and what is read from them."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
)

from app.models.question.conditions import (
    MAX_HITS,
    UNNAMED_AREA,
    Area,
    Arrangement,
    Box,
    Clouds,
    Condition,
    Dates,
    Ground,
    HitCount,
    LowestScore,
    Picture,
    Platform,
    Raster,
    Tiles,
    Words,
    arrangement_label,
    label,
)
from app.models.words.core_words import in_own_language
from app.translation import mark, number_of, tr, tr_n, typed_numeral
from app.widgets.question.date_field import DateField
from app.widgets.question.editor_form import Editor
from app.widgets.question.number_field import NumberField
from app.widgets.question.scene_editors import CloudsEditor, PlatformEditor
from msa_core.errors import UsageError
from msa_core.names import visible
from msa_core.records import Bounds
from msa_core.retrieval.query.parsing import (
    MAX_WEIGHT,
    MIN_WEIGHT,
    NEGATIVE_WEIGHT,
    POSITIVE_WEIGHT,
    SPOT,
    parse_bbox,
    parse_ground,
    parse_period,
    parse_spot,
    parse_term,
    period_texts,
)


class _Weighted(Editor):
    """With a weight, and a switch for what is to be avoided."""

    def add_weight(self, weight: float, switch: str) -> None:
        self._weight = NumberField(abs(weight), MIN_WEIGHT, MAX_WEIGHT, 0.1)
        self._without = QCheckBox(switch)
        self._without.setChecked(weight < 0)
        self._without.toggled.connect(self._on_toggled)
        self.row(tr("Weight"), self._weight)
        self.form.addRow("", self._without)

    def _on_toggled(self, is_without: bool) -> None:
        """The usual weight of what is avoided is another than of what is looked for."""
        usual = (POSITIVE_WEIGHT, abs(NEGATIVE_WEIGHT))
        with contextlib.suppress(UsageError):
            if self._weight.value() == usual[not is_without]:
                self._weight.set_value(usual[is_without])

    @property
    def weight(self) -> float:
        return -self._weight.value() if self._without.isChecked() else self._weight.value()


class WordsEditor(_Weighted):
    """Words to look for or to avoid, with a weight."""

    heading = mark("Words")

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._text = self.line(words.text, tr("Words"), tr("for example: clouds"))
        self.add_weight(words.weight, tr("Without: places that show this rank lower"))

    def read(self) -> Words:
        typed = self._text.text()
        term = parse_term("text", typed, self.weight)
        # river^0.5 is a weight here as well.
        return Words(term.value, math.copysign(abs(term.weight), self.weight))


class PictureEditor(_Weighted):
    """A picture or a place to be like, with a weight."""

    heading = mark("Like a picture")

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self.heading = mark("Like a place") if picture.is_place else self.heading
        what = (
            tr("The place {name}, as it was found.", name=picture.name) if picture.is_place else picture.path
        )
        self.say(visible(what))
        self.add_weight(picture.weight, tr("Unlike: places that resemble it rank lower"))
        self.first = self._weight

    def read(self) -> Picture:
        return replace(self._picture, weight=self.weight)


class SpotEditor(_Weighted):
    """Where on Earth to look for an example, with a weight."""

    heading = mark("Like what lies there")

    def __init__(self, spot: Picture) -> None:
        super().__init__()
        self._spot = spot
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._degrees = self.line(spot.path.replace(",", ", "), tr("Where"), "5.1, 52.4")
        self.say(
            tr(
                "Longitude, latitude; or west, south, east, north of a box. The tiles that touch it are the example."
            )
        )
        self.add_weight(spot.weight, tr("Unlike: places that resemble it rank lower"))

    def read(self) -> Picture:
        typed = self._degrees.text().replace(" ", "")
        if typed and typed == self._spot.path:
            return replace(self._spot, weight=self.weight)
        return replace(self._spot, path=parse_spot(typed), weight=self.weight)


class BoxEditor(Editor):
    """A box in degrees, or what the map shows."""

    heading = mark("In a box")

    def __init__(self, box: Box) -> None:
        super().__init__()
        self._follow = QCheckBox(tr("What the map shows when you search"))
        self._follow.setChecked(box.bounds is None)
        text = "" if box.bounds is None else ", ".join(f"{number:.6g}" for number in box.bounds)
        self._bounds = self.line(text, tr("West, south, east, north"), "5.1, 52.0, 5.4, 52.2")
        self._given: tuple[str, Bounds | None] = (text, box.bounds)
        self._bounds.setEnabled(box.bounds is not None)
        self._follow.toggled.connect(self._bounds.setDisabled)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.form.addRow(self._follow)
        self.say(tr("Degrees; west above east crosses 180. Tiles that touch the box are searched."))
        self.first = self._bounds if box.bounds is not None else self._follow

    def read(self) -> Box:
        if self._follow.isChecked():
            return Box()
        text = self._bounds.text()
        if text == self._given[0] and self._given[1] is not None:
            return Box(self._given[1])  # as it was drawn, to the last digit
        try:
            return Box(parse_bbox(text.strip() or "nothing"))
        except UsageError as error:
            raise UsageError(in_own_language(str(error)).replace("--bbox", tr("A box"))) from error


class AreaEditor(Editor):
    """What an area is called, and how large it is."""

    heading = mark("In an area")

    def __init__(self, area: Area) -> None:
        super().__init__()
        self._area = area
        shown = tr("an area") if area.name == UNNAMED_AREA else area.name
        self._name = self.line(shown, tr("Name"))
        kind = area.wkt.partition("(")[0].strip().capitalize()
        corners = area.wkt.count(",") + 1
        self.say(
            tr_n(
                corners,
                "{kind} with %n corner. Tiles that touch it are searched.",
                "{kind} with %n corners. Tiles that touch it are searched.",
                kind=kind,
            )
        )

    def read(self) -> Area:
        name = self._name.text().strip()
        return replace(self._area, name=UNNAMED_AREA if name in ("", tr("an area")) else name)


class DatesEditor(Editor):
    """Two dates as they are typed, each with a calendar."""

    heading = mark("Dates")

    def __init__(self, dates: Dates) -> None:
        super().__init__()
        first, last = period_texts((dates.start, dates.end))
        self._from = self._date(first, tr("From"), tr("2021, 2021-06 or 2021-06-30"))
        self._to = self._date(last, tr("To"), tr("its end; empty for open"))
        self.say(tr("A year, month or day counts whole. Rasters without a date are left out."))

    def _date(self, text: str, name: str, hint: str) -> QLineEdit:
        field = DateField(text, name, hint)
        field.line.returnPressed.connect(self.submitted)
        self.row(name, field)
        self.first = field.line if self.first is field else self.first
        return field.line

    def read(self) -> Dates:
        first, last = self._from.text().strip(), self._to.text().strip()
        if not first and not last:
            raise UsageError(tr("Give a date to begin or to end with, for example 2021 or 2021-06-30."))
        try:
            return Dates(*parse_period(first or None, last or None))
        except UsageError as error:
            words = in_own_language(str(error))
            words = words.replace("--from", tr("“From”")).replace("--to", tr("“To”"))
            raise UsageError(words) from error


class RasterEditor(Editor):
    """A name or a pattern, completed by the names of the archive."""

    heading = mark("Rasters")

    def __init__(self, raster: Raster, names: Sequence[str] = ()) -> None:
        super().__init__()
        self._pattern = self.line(raster.pattern, tr("Name"), tr("harbour_*  or  2021/scene.tif"))
        completer = QCompleter([visible(name) for name in names], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._pattern.setCompleter(completer)
        self.say(
            tr("* stands for anything, ? for one letter; capitals count. Of several chips one must fit.")
        )

    def read(self) -> Raster:
        if not self._pattern.text().strip():
            raise UsageError(tr("Give a raster's name, or a pattern such as harbour_*."))
        return Raster(self._pattern.text().strip())


class GroundEditor(Editor):
    """Two lengths."""

    heading = mark("Ground size")

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        low, high = ("" if m is None else typed_numeral(m) for m in (ground.smallest_m, ground.largest_m))
        self._low = self.line(low, tr("Side from"), tr("metres; empty for any"))
        self._high = self.line(high, tr("to", about="the end of a range"), tr("metres; empty for any"))
        self.say(tr("How many ground metres a tile is wide. Tiles without a position are left out."))

    def read(self) -> Ground:
        low, high = _metres(self._low.text()), _metres(self._high.text())
        if low is None and high is None:
            raise UsageError(tr("Give a smallest or a largest side in metres."))
        try:
            return Ground(*parse_ground(low, high))
        except UsageError as error:
            words = in_own_language(str(error)).replace("--min-ground", tr("The side from"))
            words = words.replace("--max-ground", tr("the side to"))
            raise UsageError(words[:1].upper() + words[1:]) from error


def _metres(text: str) -> float | None:
    text = text.strip().removesuffix("m").strip()
    try:
        return number_of(text) if text else None
    except ValueError as error:
        raise UsageError(tr("{text} is not a number of metres.", text=repr(text))) from error


class ScoreEditor(Editor):
    """A score."""

    heading = mark("Lowest score")

    def __init__(self, lowest: LowestScore) -> None:
        super().__init__()
        self._score = NumberField(lowest.score, -10_000.0, 10_000.0, 0.01)
        self.row(tr("Score at least"), self._score)
        self.say(tr("Places below it are not listed. Scores compare places of one search only."))

    def read(self) -> LowestScore:
        return LowestScore(self._score.value())


class CountEditor(Editor):
    """A number."""

    heading = mark("Number of places")

    def __init__(self, count: HitCount) -> None:
        super().__init__()
        self._count = NumberField(count.count, 1, MAX_HITS, 10)
        self.row(tr("List at most"), self._count)

    def read(self) -> HitCount:
        if not self._count.value().is_integer():
            raise UsageError(tr("The number of places must be a whole number."))
        return HitCount(int(self._count.value()))


class SaidEditor(Editor):
    """What can only be read and removed here."""

    def __init__(self, condition: Tiles | Arrangement) -> None:
        super().__init__()
        self._condition = condition
        if isinstance(condition, Tiles):
            self.heading = tr("Chosen tiles")
            self.say(
                tr(
                    "Searched are {tiles}, as the question says that was asked before.",
                    tiles=label(condition),
                )
            )
        else:
            self.heading = tr("How places are listed")
            self.say(tr("Listed: {how}.", how=arrangement_label(condition.listing)))

    def read(self) -> Condition:
        return self._condition


_EDITORS: dict[type, Callable[..., Editor]] = {
    Words: WordsEditor,
    Picture: PictureEditor,
    Box: BoxEditor,
    Area: AreaEditor,
    Dates: DatesEditor,
    Clouds: CloudsEditor,
    Ground: GroundEditor,
    LowestScore: ScoreEditor,
    HitCount: CountEditor,
    Tiles: SaidEditor,
    Arrangement: SaidEditor,
}


def editor_for(condition: Condition, names: Sequence[str]) -> Editor:
    """The fields for a condition; ``names`` of rasters, or of platforms, are offered."""
    if isinstance(condition, Raster):
        return RasterEditor(condition, names)
    if isinstance(condition, Platform):
        return PlatformEditor(condition, names)
    if isinstance(condition, Picture) and condition.kind == SPOT:
        return SpotEditor(condition)
    return _EDITORS[type(condition)](condition)
