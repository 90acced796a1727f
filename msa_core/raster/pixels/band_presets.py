"""What a user may ask for as red, green and blue: presets of sensors, band numbers, band names.

Band orders: Sentinel-2 (https://sentiwiki.copernicus.eu/web/s2-products), Landsat
(https://www.usgs.gov/faqs/what-are-band-designations-landsat-satellites), NAIP (red, green, blue, near infrared),
SuperDove (https://docs.planet.com/data/imagery/planetscope/), WorldView-2 and 3 (their eight multispectral bands).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msa_core.errors import UsageError
from msa_core.raster.pixels.band_names import Bands, known_bands, number_in

_S2 = ("1", "2", "3", "4", "5", "6", "7", "8", "8a", "9", "10", "11", "12")
_NATURAL, _FALSE = ("red", "green", "blue"), ("nir", "red", "green")


@dataclass(frozen=True, slots=True)
class Preset:
    """Three bands of a sensor, and where they lie in the stacks that have no band names.

    Attributes:
        shown: names of the bands shown as red, green and blue.
        stacks: the usual orders of bands in one file; one of the raster's number of bands is taken.
    """

    shown: tuple[str, str, str]
    stacks: tuple[tuple[str, ...], ...]


# Level 1C, level 2A (without cirrus, 10), the 10 and 20 m bands, the 10 m bands, and colours alone.
_S2_STACKS = (
    _S2, tuple(b for b in _S2 if b != "10"), tuple(b for b in _S2 if b not in ("1", "9", "10")),
    ("2", "3", "4", "8"), ("4", "3", "2"),
)  # fmt: skip
# Landsat 8 and 9 whole, their reflective bands, and those without coastal; Landsat 4 to 7 with and without thermal.
_L8_STACKS = ((*"123456789", "10", "11"), tuple("1234567"), tuple("234567"), ("4", "3", "2"))
_L7_STACKS = (tuple("12345678"), tuple("1234567"), tuple("123457"), ("3", "2", "1"))
# Planet's eight and four bands, and those of WorldView-2 and 3; four bands also of GeoEye-1 and WorldView-4.
_FOUR = ("blue", "green", "red", "nir")
_SUPERDOVE_STACKS = (("coastal", "blue", "green 1", "green", "yellow", "red", "red edge", "nir"), _FOUR)
_WORLDVIEW_STACKS = (("coastal", "blue", "green", "yellow", "red", "red edge", "nir", "nir 2"), _FOUR)
_NAIP_STACKS = (("red", "green", "blue", "nir"), _NATURAL)

PRESETS: Mapping[str, Preset] = {
    "rgb": Preset(_NATURAL, (_NATURAL,)),
    "nir": Preset(_FALSE, (("red", "green", "blue", "nir"),)),
    "naip": Preset(_NATURAL, _NAIP_STACKS),
    "naip-nir": Preset(_FALSE, _NAIP_STACKS),
    "sentinel2": Preset(("4", "3", "2"), _S2_STACKS),
    "sentinel2-nir": Preset(("8", "4", "3"), _S2_STACKS),
    "landsat": Preset(("4", "3", "2"), _L8_STACKS),
    "landsat-nir": Preset(("5", "4", "3"), _L8_STACKS),
    "landsat457": Preset(("3", "2", "1"), _L7_STACKS),
    "landsat457-nir": Preset(("4", "3", "2"), _L7_STACKS),
    "superdove": Preset(_NATURAL, _SUPERDOVE_STACKS),
    "superdove-nir": Preset(_FALSE, _SUPERDOVE_STACKS),
    "worldview": Preset(_NATURAL, _WORLDVIEW_STACKS),
    "worldview-nir": Preset(_FALSE, _WORLDVIEW_STACKS),
}
CHOICES = ("auto", *PRESETS, "grey")

_MAX_BANDS = 65_536


def check_choice(choice: str) -> str:
    """``choice`` when it can be one of bands. Raises UsageError, which lists what there is."""
    if choice in CHOICES or len(_items(choice)) in (1, 3):
        return choice
    raise UsageError(
        f"--bands must be {', '.join(CHOICES)}, one band, or three for red, green and blue (numbers from 1, or "
        f"names, for example 4,3,2 or B8,B4,B3), not {choice!r}."
    )


def pick(choice: str, names: Sequence[str | None], colours: Sequence[str]) -> Bands:
    """The bands that a choice other than ``auto`` means in a raster.

    Args:
        choice: a preset, ``grey`` or a list of numbers and names.
        names: description of each band, None or empty where it has none.
        colours: colour interpretation of each band: red, nir, alpha, undefined ...

    Raises:
        ValueError: the raster has no such bands; the message is a sentence.
    """
    if choice == "grey":
        return (next((n for n, colour in enumerate(colours, 1) if colour != "alpha"), 1),)
    known = known_bands(names, colours)
    if choice in PRESETS:
        return _of_preset(choice, known, sum(colour != "alpha" for colour in colours))
    return tuple(_band(item, names, known) for item in _items(choice))


def _of_preset(choice: str, known: Mapping[str, int], count: int) -> Bands:
    preset = PRESETS[choice]
    if found := _shown(preset, known):
        return found
    for stack in preset.stacks:
        if len(stack) == count and set(preset.shown) <= set(stack):
            return tuple(stack.index(name) + 1 for name in preset.shown)
    if choice == "rgb" and count >= 3:
        return 1, 2, 3
    sizes = sorted({len(stack) for stack in preset.stacks if set(preset.shown) <= set(stack)})
    bands = "1 band" if count == 1 else f"{count} bands"
    raise ValueError(
        f"--bands {choice} does not fit it: it has {bands}, without names that tell which is which, and the preset "
        f"knows stacks of {' or '.join(map(str, sizes))}. Give their numbers, for example --bands 4,3,2."
    )


def _shown(preset: Preset, known: Mapping[str, int]) -> Bands:
    found = tuple(known.get(name, 0) for name in preset.shown)
    return found if all(found) else ()


def _band(item: str, names: Sequence[str | None], known: Mapping[str, int]) -> int:
    if item.isdecimal():
        number = int(item)
        if not 1 <= number <= len(names):
            bands = "1 band" if len(names) == 1 else f"{len(names)} bands"
            raise ValueError(f"--bands asks for band {item}, and it has {bands}.")
        return number
    same = [n for n, name in enumerate(names, 1) if (name or "").strip().lower() == item.lower()]
    if len(same) == 1:
        return same[0]
    key = number_in(item) or item.lower()
    if key in known:
        return known[key]
    called = ", ".join(name for name in names if name) or "nothing"
    raise ValueError(f"--bands asks for band {item!r}, and its bands are called {called[:200]}.")


def _items(choice: str) -> list[str]:
    """The parts of ``4,3,2``; empty when one of them is empty or a number out of reach."""
    items = [item.strip() for item in choice.split(",")]
    good = all(item and not (item.isdecimal() and not 1 <= int(item) <= _MAX_BANDS) for item in items)
    return items if good else []
