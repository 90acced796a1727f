"""What ``msa_core`` says, in the language of the window: reasons of rasters, of the index, of questions, and errors.

The core writes English, for the command line, files and logs as well. ``resources/translations/core.json`` holds its
sentences as templates, collected by ``packaging/translations.py``: what is like one of them is said in its translation,
and so is what stands in its places, for reasons hold other reasons.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from app.translation import as_written, language, mark, tr
from msa_core.config import resource_path

FORMS_OF_COORDINATES = (
    mark("Decimal degrees"),
    mark("Degrees, minutes, seconds"),
    mark("UTM"),
    mark("MGRS"),
    mark("Coordinates of the map"),
)
"""The values of ``msa_core.coordinates.FORM_NAMES``, which are translated where they are shown."""
SHORT = (
    mark("{name} {percent}%, {time} left of it  {tiles} tiles, {rate}/s"),
    mark("{name} {percent}%  {tiles} tiles, {rate}/s"),
    mark("{tiles} tiles, {rate}/s"),
    mark("loading the model"),
    mark("gathering the index"),
    mark("done"),
    mark("{count} tile"),
    mark("{count} tiles"),
    mark("{count} raster"),
    mark("{count} rasters"),
    mark("{count} row"),
    mark("{count} rows"),
    mark("{count} point"),
    mark("{count} points"),
    mark("{count} band"),
    mark("{count} bands"),
    mark("{count} file"),
    mark("{count} files"),
    mark("{count} of {total} tiles"),
    mark("{count} unreadable: {reason}"),
    mark("band {number}"),
    mark("band {number} ({why})"),
    mark("bands {numbers} as red, green, blue ({why})"),
    mark("stretch {values} ({how})"),
    mark("{low} to {high}"),
    mark("no data: {nodata}, {percent} % of it"),
    mark("no data: {nodata}"),
    mark("date {when} ({origin})"),
    mark("date {when}"),
    mark("no date ({origin})"),
    mark("no date"),
    mark("left out: {parts}"),
    mark("cloud cover {percent} %"),
    mark("{words}, loss {loss}"),
    mark("loss {loss}"),
    mark("pixels {box}"),
    mark("pixel {column}, {row}"),
    mark("rejected"),
    mark("No such file or directory"),
    mark("Permission denied"),
    mark("No space left on device"),
    mark("Is a directory"),
)
"""Those of a word or two, which are not collected: names of files and options are like them."""
MAX_LENGTH = 2000
"""Characters of a sentence that is looked up: longer ones are text of somebody else."""
_NAMES = ("name", "name2", "folder", "folder2", "path", "file", "parent", "stem", "href", "source")
"""Places that hold what somebody called something: it stays as it is."""
_NUMBERS = ("count", "total", "number", "percent", "low", "high", "tiles", "rate")
_NUMBER = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?|-?[0-9]+\.[0-9]+")
_PLACE = re.compile(r"\{(\w+)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z“\d])")
_TWO_SENTENCES = re.compile(f"; |{_BETWEEN_SENTENCES.pattern}")
_SAYS_ENOUGH = 20
"""Letters of a template that is known again even where a place of it holds several sentences."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence of the core: its template, its longest words for a quick look, how long it is, and a pattern of it."""

    template: str
    longest: str
    letters: int
    pattern: str

    def match(self, sentence: str) -> re.Match[str] | None:
        return _compiled(self.pattern).fullmatch(sentence)


def in_own_language(sentence: str) -> str:
    """A sentence of the core as the window says it; what it does not know stays English."""
    if not sentence or language() == "en" or len(sentence) > MAX_LENGTH:
        return sentence
    return _said(language(), sentence)


def kinds_in_own_language(words: str) -> str:
    """What was passed over, as ``msa_core.records.PassedOver.words`` counts it: ``3 .pdf, 2 without an ending``."""
    told = []
    for part in words.split(", "):
        count, _, kind = part.partition(" ")
        whole = in_own_language(part)
        told.append(whole if whole != part else f"{count} {in_own_language(kind)}")
    return ", ".join(told)


@lru_cache(maxsize=20_000)
def _said(code: str, sentence: str) -> str:
    whole = _of_template(sentence)
    if whole is None and _TWO_SENTENCES.search(sentence):
        whole = _of_template(sentence, _SAYS_ENOUGH)
    if whole is not None:
        return whole
    for between in ("; ", None):
        parts = sentence.split(between) if between else _BETWEEN_SENTENCES.split(sentence)
        if len(parts) > 1:
            return (between or " ").join(_said(code, part) for part in parts)
    # ``harbour.tif: reason``; a name may hold colons itself.
    at = sentence.find(": ")
    while at >= 0:
        rest = _said(code, sentence[at + 2 :])
        if rest != sentence[at + 2 :]:
            return f"{sentence[: at + 2]}{rest}"
        at = sentence.find(": ", at + 2)
    return sentence


def _of_template(sentence: str, letters: int = 0) -> str | None:
    """The sentence by its template, also without its full stop or with another first letter; None without one.

    ``letters``: how many a template needs whose places may hold several sentences; 0: none may.
    """
    for form, end in ((sentence, ""), (f"{sentence}.", ".")):
        for first in (form[:1], form[:1].lower(), form[:1].upper()):
            said = _translated(first + form[1:], letters)
            if said is not None:
                said = said.removesuffix(end) if end else said
                return said if first == form[:1] or form[:1].islower() else said[:1].upper() + said[1:]
    return None


def _translated(sentence: str, letters: int) -> str | None:
    for known in _templates():
        if letters and known.letters < letters:
            return None
        if known.longest not in sentence or (match := known.match(sentence)) is None:
            continue
        given = match.groupdict()
        if not letters and any(_TWO_SENTENCES.search(value) for value in given.values()):
            continue
        if not given:
            return tr(known.template).replace("{{", "{").replace("}}", "}")
        # A number beside an option is there to be typed, which is done as the command line reads it.
        numbers = known.template.find("--") < 0
        return tr(known.template, **{name: _value(name, value, numbers) for name, value in given.items()})
    return None


def _value(name: str, value: str, numbers: bool) -> str:
    """What stands in a place, with the spaces around it; what somebody called something stays.

    ``numbers``: whether one is written as the language writes it.
    """
    words = value.strip()
    if not words or name in _NAMES:
        return value
    if numbers and _NUMBER.fullmatch(words):
        return value.replace(words, as_written(words))
    return value.replace(words, in_own_language(words))


@cache
def _templates() -> tuple[_Known, ...]:
    """Those with most words first: ``{count} tiles`` is at the end."""
    collected = json.loads(resource_path("translations", "core.json").read_text("utf-8"))
    known = [_known(template, _NUMBERS) for template in SHORT]
    known += [_known(template) for template in collected if template not in SHORT]
    return tuple(sorted(known, key=lambda one: -one.letters))


def _known(template: str, numbers: tuple[str, ...] = ()) -> _Known:
    """``numbers``: places that hold nothing else."""
    parts = _PLACE.split(template)
    said = [part.replace("{{", "{").replace("}}", "}") for part in parts[::2]]
    pattern, before = re.escape(said[0]), said[0]
    for number, (name, words) in enumerate(zip(parts[1::2], said[1:], strict=True)):
        # Of two places side by side the second is what is added, or empty.
        place = ".*?" if before or not number else r"(?:(?:[,;]| \().*?)?"
        pattern += f"(?P<{name}>{'[0-9][0-9.,]*' if name in numbers else place}){re.escape(words)}"
        before = words
    return _Known(template, max(said, key=len), sum(map(len, said)), pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Of a thousand templates few are ever looked at closely; to compile all took the window 0.2 s."""
    return re.compile(pattern, re.DOTALL)
