"""What can be chosen in the settings, in words. Knows no Qt but its names of languages."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.language import ENGLISH, languages
from app.units import IMPERIAL, METRIC
from msa_core.messages import ComputeDevice
from msa_core.names import visible

THEME_WORDS = {"system": "As the desktop", "light": "Light", "dark": "Dark"}
UNIT_WORDS = {METRIC: "Metric (m, km, ha)", IMPERIAL: "Imperial (ft, mi, acres)"}
MEMORY_WORDS = {"usual": "As usual", "little": "Little, and a longer time"}
PROXY_WORDS = {"system": "That of the system", "none": "None", "own": "This one"}
LOCATION_WORDS = {"": "Ask", "beside": "Beside the rasters", "own": "In my data folder"}
_GENERIC = {"cuda": "NVIDIA GPU", "mps": "Apple GPU", "cpu": "Processor"}


def language_words() -> dict[str, str]:
    """The languages there are, by their codes, in their own words."""
    found = {"system": "That of the system"}
    for code in languages():
        name = QLocale(code).nativeLanguageName()
        found[code] = "English" if code == ENGLISH else f"{name[:1].upper()}{name[1:]}"
    return found


def device_choices(found: tuple[ComputeDevice, ...] | None, now: str) -> dict[str, str]:
    """Devices by their names for ``--device``; None: nobody knows yet. What is chosen ``now`` is always among them."""
    if found is None:
        return {"auto": "Automatic", **({now: f"{device_words(now)} (looking …)"} if now != "auto" else {})}
    first = found[0]
    choices = {"auto": f"Automatic (now: {_words(first)})"}
    choices |= {device.name: _words(device) for device in found}
    if now not in choices and now == "cuda" and first.name.startswith("cuda"):
        choices[now] = f"The first NVIDIA GPU ({_words(first)})"
    if now not in choices:
        choices[now] = f"{device_words(now)} (not found here)"
    return choices


def device_words(name: str) -> str:
    """A device that nobody has looked for."""
    kind, _, number = name.partition(":")
    return f"{_GENERIC.get(kind, visible(name))} {int(number) + 1}" if number else _GENERIC.get(kind, name)


def _words(device: ComputeDevice) -> str:
    memory = "" if device.memory_gb is None else f", {device.memory_gb:.0f} GB"
    name = visible(device.words)
    return f"{name[:1].upper()}{name[1:]}{memory}"


def size_words(size_bytes: int) -> str:
    """``0 MB``, ``4.2 MB``, ``1.3 GB`` (powers of ten, as disks are sold)."""
    if size_bytes < 1e9:
        return f"{size_bytes / 1e6:.1f} MB" if size_bytes else "nothing"
    return f"{size_bytes / 1e9:.1f} GB"
