"""What can be chosen in the settings, in words. Knows no Qt but its names of languages."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.language import ENGLISH, languages
from app.translation import mark, numeral, tr
from app.units import IMPERIAL, METRIC
from msa_core.messages import ComputeDevice
from msa_core.names import visible

THEME_WORDS = {"system": mark("As the desktop"), "light": mark("Light"), "dark": mark("Dark")}
UNIT_WORDS = {METRIC: mark("Metric (m, km, ha)"), IMPERIAL: mark("Imperial (ft, mi, acres)")}
MEMORY_WORDS = {"usual": mark("As usual"), "little": mark("Little, and a longer time")}
PROXY_WORDS = {"system": mark("That of the system"), "none": mark("None"), "own": mark("This one")}
LOCATION_WORDS = {"": mark("Ask"), "beside": mark("Beside the rasters"), "own": mark("In my data folder")}
_GENERIC = {"cuda": "NVIDIA GPU", "mps": "Apple GPU", "cpu": mark("Processor")}


def language_words() -> dict[str, str]:
    """The languages there are, by their codes, in their own words."""
    found = {"system": tr("That of the system")}
    for code in languages():
        name = QLocale(code).nativeLanguageName()
        found[code] = "English" if code == ENGLISH else f"{name[:1].upper()}{name[1:]}"
    return found


def device_choices(found: tuple[ComputeDevice, ...] | None, now: str) -> dict[str, str]:
    """Devices by their names for ``--device``; None: nobody knows yet. What is chosen ``now`` is always among them."""
    if found is None:
        unknown = {} if now == "auto" else {now: tr("{device} (looking …)", device=device_words(now))}
        return {"auto": tr("Automatic"), **unknown}
    first = found[0]
    choices = {"auto": tr("Automatic (now: {device})", device=_words(first))}
    choices |= {device.name: _words(device) for device in found}
    if now not in choices and now == "cuda" and first.name.startswith("cuda"):
        choices[now] = tr("The first NVIDIA GPU ({device})", device=_words(first))
    if now not in choices:
        choices[now] = tr("{device} (not found here)", device=device_words(now))
    return choices


def device_words(name: str) -> str:
    """A device that nobody has looked for."""
    kind, _, number = name.partition(":")
    return (
        f"{tr(_GENERIC.get(kind, visible(name)))} {int(number) + 1}"
        if number
        else tr(_GENERIC.get(kind, name))
    )


def _words(device: ComputeDevice) -> str:
    memory = "" if device.memory_gb is None else f", {numeral(device.memory_gb)} GB"
    name = visible(device.words)
    return f"{name[:1].upper()}{name[1:]}{memory}"


def size_words(size_bytes: int) -> str:
    """``0 MB``, ``4.2 MB``, ``1.3 GB`` (powers of ten, as disks are sold)."""
    if size_bytes < 1e9:
        return f"{numeral(size_bytes / 1e6, 1)} MB" if size_bytes else tr("nothing")
    return f"{numeral(size_bytes / 1e9, 1)} GB"
