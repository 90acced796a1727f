"""What names, numbers and wavelengths of bands say about their colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Bands = tuple[int, ...]

COLOURS = ("red", "green", "blue", "nir")

# Names that mean the colour and nothing else, written as _plain writes them, in the languages whose agencies name bands
# so; BAND_R is Maxar's, TCI_R Sentinel-2's. Of Planet's two greens the second is what others call green.
_EXACT = {
    "red": {"red", "r", "band r", "band red", "red band", "tci r", "rot", "rouge", "rojo", "rosso", "vermelho"},
    "green": {
        "green", "g", "band g", "band green", "green band", "tci g", "green ii", "green 2", "green2",
        "gr\u00fcn", "gruen", "vert", "verde",
    },
    "blue": {"blue", "b", "band b", "band blue", "blue band", "tci b", "blau", "bleu", "azul", "blu"},
    "nir": {"nir", "nir1", "nir 1", "nir08", "n", "band n", "band nir", "near infrared", "infrarot", "pir"},
}  # fmt: skip
# Names that hold the colour's word: taken where no band is called exactly so.
_HOLDS = {
    "red": re.compile(r"(?<![a-z])(?<!infra[ -])red(?![-_ ]?edge)(?![a-z])"),
    "green": re.compile(r"(?<![a-z])green(?![a-z])"),
    "blue": re.compile(r"(?<![a-z])blue(?![a-z])"),
    "nir": re.compile(r"(?<![a-z])(nir(08)?|near[ -]?infra-?red)(?![a-z0-9])"),
}
_NUMBERED = re.compile(r"(?:^|[^a-z0-9])b(?:and)?[ _-]?0*(\d{1,2}a?)(?![a-z0-9])")
_MODIS = re.compile(r"^(?:sur_refl_b0?|nadir_reflectance_band)(\d)(?:_1)?$")
_OLD_LANDSAT = re.compile(r"(?<![A-Z0-9])(?:L[TE]0?[4-7](?=[_\d])|LANDSAT[ _-]?[4-7](?!\d))")
_NEWER = re.compile(
    r"(?<![A-Z0-9])(?:L[CO]0?[89](?=[_\d])|LANDSAT[ _-]?[89](?!\d)|S2[A-D]?(?=[_-])|SENTINEL[ _-]?2"
    r"|T\d\d[A-Z]{3}_\d{8}T\d{6})"
)
# Sensors that number other bands so: of Landsat's MSS, LISS, AWiFS and ASTER B2 or B3 is not blue; VENuS, hyperspectral
# ones and those of weather satellites count on their own.
_OF_OTHERS = re.compile(
    r"(?<![A-Z0-9])(?:LM0?[1-5](?=[_\d])|(?:R2A?|IRS\w*|RESOURCESAT\w*)(?=[_ -])|LISS|AWIFS|AST(?:ER|14)?(?=[_ -])"
    r"|VENUS|EO1H|HYPERION|ENMAP|PRS_|PRISMA|DESIS|EMIT_|AVIRIS|M[OY]D\d|MCD\d|VNP|VJ\d|GF\d|HJ\d|ZY\d|CBERS|CB0|PROBA"
    r"|SPOT|PHR\d|MICASENSE|NDVI)"
)
_MAX_NUMBERED = 12

# Middle and half width, in micrometres, of what the eye calls red, green and blue.
_WAVELENGTHS_UM = ((0.660, 0.04), (0.555, 0.04), (0.485, 0.04))


def number_in(name: str) -> str | None:
    """The number by which a sensor's band is called: ``8a`` for ``B08A`` or ``Band 8A``; None without."""
    return next(iter(_NUMBERED.findall(name.lower())), None)


def known_bands(names: Sequence[str | None], colours: Sequence[str]) -> dict[str, int]:
    """Band numbers by sensor number (``8a``) and colour (``nir``), of those that name exactly one band.

    A name that is the colour's word and no more comes first, then what the file declares, then a name that holds the
    word: of ``coastal_blue``, ``blue``, ``green_i`` and ``green`` the second is blue and the fourth is green.

    Args:
        names: description of each band, None or empty where it has none.
        colours: colour interpretation of each band, or empty to look at names alone.
    """
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names, 1):
        if key := number_in(name or ""):
            found.setdefault(key, []).append(number)
    for colour in COLOURS:
        exact = [n for n, name in enumerate(names, 1) if _plain(name) in _EXACT[colour]]
        declared = [n for n, kind in enumerate(colours, 1) if kind == colour]
        holding = [n for n, name in enumerate(names, 1) if _HOLDS[colour].search((name or "").lower())]
        found[colour] = exact or declared or holding
    return {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1}


def by_colour_names(names: Sequence[str | None]) -> Bands:
    """Bands called red, green and blue; ``()`` unless each is there exactly once."""
    return _all_of(("red", "green", "blue"), known_bands(names, ()))


def of_named_sensor(names: Sequence[str | None], file: str) -> tuple[Bands, str]:
    """Natural colours of a stack that only numbers its bands, and whose numbers they are.

    B4, B3, B2 are red, green and blue of Sentinel-2 and of Landsat 8 and 9; of Landsat 4 to 7 it is B3, B2, B1. The
    file's name tells (LT05_..., LC08_..., S2A_...); or bands that the older ones lack: B8A and B9 to B12, or SR_B6,
    as their surface reflectance has no band 6; or that B1 is missing, without which the older ones have no blue.
    The older ones are told by B1 to B5 and B7 without B6, which the newer ones have. Otherwise ``()``, as for files
    named after other sensors, and for bands that are only counted: 1 to 31 of a spectrometer, 1 to 12 of a year.
    """
    file = file.upper()
    modis = {m[1]: n for n, name in enumerate(names, 1) if (m := _MODIS.match((name or "").lower()))}
    if modis:
        return _all_of(("1", "4", "3"), modis), "MODIS"
    known = known_bands(names, ())
    numbers = {key for key in known if key not in COLOURS}
    if _OF_OTHERS.search(file) or _only_counts(names):
        return (), ""
    tells = {"8a", "9", "10", "11", "12"} & numbers or (
        "6" in numbers and any((name or "").upper().startswith("SR_B") for name in names)
    )
    is_older = numbers >= set("123457") and not numbers & {"6", "8"}
    is_older |= any("6_VCID_" in (name or "").upper() for name in names)
    if _OLD_LANDSAT.search(file) or (is_older and not tells and not _NEWER.search(file)):
        return _all_of(("3", "2", "1"), known), "Landsat 4 to 7"
    if tells or _NEWER.search(file) or "1" not in numbers:
        return _all_of(("4", "3", "2"), known), "Sentinel-2 and Landsat 8 and 9"
    return (), ""


def _only_counts(names: Sequence[str | None]) -> bool:
    """True where names number more bands than Sentinel-2 and Landsat have, or 12 in a row without Sentinel-2's 8A."""
    numbers = {key for name in names if (key := number_in(name or ""))}
    beyond = {key for key in numbers if key.isdecimal() and int(key) > _MAX_NUMBERED}
    in_a_row = {str(number) for number in range(1, _MAX_NUMBERED + 1)} <= numbers
    return "8a" not in numbers and (bool(beyond) or in_a_row)


def by_wavelength(wavelengths_um: Sequence[float | None]) -> Bands:
    """The bands nearest to the middle of red, green and blue light; ``()`` unless each has one of its own.

    Args:
        wavelengths_um: middle of each band in micrometres, None where it is not known.
    """
    chosen = []
    for middle_um, half_um in _WAVELENGTHS_UM:
        near = [
            (abs(value - middle_um), number)
            for number, value in enumerate(wavelengths_um, 1)
            if value is not None and abs(value - middle_um) <= half_um
        ]
        if not near:
            return ()
        chosen.append(min(near)[1])
    return tuple(chosen)


def shown_name(name: str | None) -> str:
    """A band's name for a sentence: short, and without what does not print."""
    return "".join(letter for letter in (name or "").strip() if letter.isprintable())[:40]


def _plain(name: str | None) -> str:
    return " ".join(re.split(r"[\s_.-]+", (name or "").strip().lower()))


def _all_of(wanted: Sequence[str], known: Mapping[str, int]) -> Bands:
    found = tuple(known.get(key, 0) for key in wanted)
    return found if all(found) else ()
