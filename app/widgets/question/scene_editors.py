"""The fields of conditions on what STAC items say of a scene: its cloud cover and its platform."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter

from app.models.question.conditions import Clouds, Platform
from app.translation import mark, number_of, tr, typed_numeral
from app.widgets.question.editor_form import Editor
from msa_core.errors import UsageError
from msa_core.names import visible
from msa_core.retrieval.query.parsing import parse_clouds


class CloudsEditor(Editor):
    """A percentage."""

    heading = mark("Cloud cover")

    def __init__(self, clouds: Clouds) -> None:
        super().__init__()
        text = "" if clouds.below is None else typed_numeral(clouds.below)
        self._below = self.line(text, tr("Less than"), tr("percent, for example 20"))
        self.say(tr("Of the whole scene, as its STAC item tells. Rasters without one are left out."))

    def read(self) -> Clouds:
        text = self._below.text().strip().removesuffix("%").strip()
        try:
            percent = parse_clouds(number_of(text))
        except (ValueError, UsageError) as error:
            raise UsageError(tr("Give a percentage above 0 and up to 100, for example 20.")) from error
        return Clouds(percent)


class PlatformEditor(Editor):
    """A name or a pattern, completed by the platforms of the index."""

    heading = mark("Platform")

    def __init__(self, platform: Platform, names: Sequence[str] = ()) -> None:
        super().__init__()
        self._pattern = self.line(platform.pattern, tr("Name"), "sentinel-2*")
        completer = QCompleter([visible(name) for name in names], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._pattern.setCompleter(completer)
        self.say(
            tr("As the STAC item of a raster tells. * stands for anything. Of several chips one must fit.")
        )

    def read(self) -> Platform:
        if not self._pattern.text().strip():
            raise UsageError(tr("Give a platform, or a pattern such as sentinel-2*."))
        return Platform(self._pattern.text().strip())
