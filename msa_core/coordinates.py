"""Coordinates as people write them: decimal degrees, degrees with minutes and seconds, UTM, MGRS, and those of a map.

Longitudes and latitudes are WGS84 degrees. Everything written here is understood here. Latitude comes first in text,
as on paper maps; only :func:`for_qgis` has longitude first. pyproj and mgrs are loaded when first needed.
"""

from __future__ import annotations

import functools
import math
import re
from typing import Any

from msa_core.errors import UsageError
from msa_core.names import with_hyphens

FORMS = ("decimal", "dms", "utm", "mgrs", "map")
FORM_NAMES = {
    "decimal": "Decimal degrees",
    "dms": "Degrees, minutes, seconds",
    "utm": "UTM",
    "mgrs": "MGRS",
    "map": "Coordinates of the map",
}
NOWHERE = "—"
UTM_SOUTH, UTM_NORTH = -80.0, 84.0
_DECIMETRE_DEG = 1e-6
_BAND_LETTERS = "CDEFGHJKLMNPQRSTUVWX"
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_PLAIN = re.compile(rf"\s*({_NUMBER})\s*°?\s*[,; \t]\s*({_NUMBER})\s*°?\s*")
_UTM = re.compile(rf"(\d{{1,2}})\s*([A-Z])[\s,;]+({_NUMBER})\s*M?\s*E?[\s,;]+({_NUMBER})\s*M?\s*N?")
_MGRS = re.compile(r"(\d{0,2})([A-HJ-NP-Z])([A-HJ-NP-Z]{2})((?:\d\d){0,5})")
_ANGLE = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<deg>[-+]?\d+(?:\.\d+)?)\s*(?:[°D]|DEG)?"
    r"(?:\s*(?P<min>\d+(?:\.\d+)?)\s*['′M]?)?(?:\s*(?P<sec>\d+(?:\.\d+)?)\s*(?:\"|″|''|S(?=\s*[NSEW]))?)?"
    r"\s*(?P<after>[NSEW])?"
)
_SCALE = re.compile(r"(?:1\s*[:/]\s*)?([\d.,'\s]+?)\s*(k|m|mio)?", re.IGNORECASE)
_WAYS = (
    "Write latitude and longitude (52.7513, 15.58  or  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), "
    "MGRS (33U WT 39137 44756), or x, y of the map"
)


# Written


def decimal_text(lon: float, lat: float, decimals: int = 5) -> str:
    """Latitude and longitude in degrees: ``37.61700° N  122.38450° W``."""
    return f"{abs(lat):.{decimals}f}° {'N' if lat >= 0 else 'S'}  {abs(lon):.{decimals}f}° {'E' if lon >= 0 else 'W'}"


def dms_text(lon: float, lat: float) -> str:
    """Latitude and longitude in degrees, minutes and tenths of seconds (3 m)."""
    return f"{_dms(lat, 'NS')}  {_dms(lon, 'EW')}"


def _dms(value: float, letters: str) -> str:
    tenths = round(abs(value) * 36000)
    degrees, rest = divmod(tenths, 36000)
    minutes, tenths = divmod(rest, 600)
    return f"{degrees}° {minutes:02d}′ {tenths / 10:04.1f}″ {letters[0] if value >= 0 else letters[1]}"


def utm_text(lon: float, lat: float) -> str:
    """Zone with hemisphere, easting and northing in metres: ``33N 539137 E 5844756 N``; a dash where UTM ends."""
    if not UTM_SOUTH <= lat <= UTM_NORTH:
        return NOWHERE
    zone = utm_zone(lon, lat)
    x, y = way_from_degrees(utm_crs(zone, lat)).transform(lon, lat, errcheck=False)
    return f"{zone}{'N' if lat >= 0 else 'S'} {x:.0f} E {y:.0f} N" if math.isfinite(x + y) else NOWHERE


def mgrs_text(lon: float, lat: float) -> str:
    """The square metre in MGRS, polar zones included: ``33U WT 39137 44756``."""
    from mgrs.core import MGRSError

    try:
        text = _mgrs_square(lon, lat)
    except MGRSError as error:
        raise UsageError(f"{decimal_text(lon, lat)} has no MGRS coordinates ({error}).") from error
    match = _MGRS.fullmatch(text)
    if match is None:
        return text
    zone, band, square, digits = match.groups()
    half = len(digits) // 2
    return f"{zone}{band} {square} {digits[:half]} {digits[half:]}"


def _mgrs_square(lon: float, lat: float) -> str:
    """The square metre as one word, one that can be read again.

    Within a decimetre of the equator and of 3° E off Norway GEOTRANS rounds into a square that the zone does not have,
    and then refuses to read it: the place a decimetre beside is written there.
    """
    import mgrs
    from mgrs.core import MGRSError

    converter = mgrs.MGRS()
    for d_lon, d_lat in ((0.0, 0.0), (0.0, _DECIMETRE_DEG), (_DECIMETRE_DEG, 0.0)):
        text = str(converter.toMGRS(lat + d_lat, min(lon + d_lon, math.nextafter(180.0, 0.0))))
        try:
            converter.toLatLon(text)
        except MGRSError:
            continue
        return text
    return str(converter.toMGRS(lat, lon))


def map_text(lon: float, lat: float, map_crs: str) -> str:
    """x, y in the units of a CRS; a dash where it does not reach."""
    x, y = way_from_degrees(map_crs).transform(lon, lat, errcheck=False)
    if not math.isfinite(x + y):
        return NOWHERE
    decimals = 6 if _is_geographic(map_crs) else 2
    return f"{x:.{decimals}f}, {y:.{decimals}f}"


def text_of(form: str, lon: float, lat: float, map_crs: str) -> str:
    """A place in one of ``FORMS``; a dash where the form has no words for it, or where there is no such place."""
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        return NOWHERE
    if form == "map":
        return map_text(lon, lat, map_crs)
    writers = {"decimal": decimal_text, "dms": dms_text, "utm": utm_text, "mgrs": mgrs_text}
    return writers[form](lon, lat)


def for_qgis(lon: float, lat: float) -> str:
    """``lon,lat`` in degrees: what QGIS's coordinate box and locator bar take as x,y of EPSG:4326."""
    return f"{lon:.6f},{lat:.6f}"


# UTM


def utm_zone(lon: float, lat: float) -> int:
    """Zone 1..60 of a place, with the wider zones of Norway and Svalbard."""
    zone = int((lon + 180.0) % 360.0 // 6.0) + 1
    if 56.0 <= lat < 64.0 and 3.0 <= lon < 12.0:
        return 32
    if 72.0 <= lat <= 84.0 and 0.0 <= lon < 42.0:
        return 31 + 2 * int((lon + 3.0) // 12.0)
    return zone


def utm_crs(zone: int, lat: float) -> str:
    """The EPSG code of a zone on WGS84, north or south by the latitude."""
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


# Understood


def lonlat_of(text: str, map_crs: str, form: str = "decimal") -> tuple[float, float]:
    """Longitude and latitude of what was typed, in any of the forms whatever the ``form`` shown.

    Two plain numbers are x, y of the map where ``form`` is ``map`` or where they are too large for degrees; else
    latitude and longitude, or the other way round where only that can be.

    Raises:
        UsageError: not understood, or not on Earth.
    """
    tidy = _tidy(text)
    if not tidy:
        raise UsageError(f"{_WAYS}.")
    plain = _PLAIN.fullmatch(tidy)
    if plain is not None:
        return _plain(float(plain[1]), float(plain[2]), map_crs, form)
    utm, mgrs_match = _UTM.fullmatch(tidy), _MGRS.fullmatch(tidy.replace(" ", ""))
    if utm is not None:
        return _from_utm(int(utm[1]), utm[2], float(utm[3]), float(utm[4]))
    if mgrs_match is not None:
        return _from_mgrs(mgrs_match[0])
    return _from_angles(tidy, text)


def _tidy(text: str) -> str:
    out = with_hyphens(text).strip().upper().replace("’", "'").replace("º", "°").replace("”", '"')
    out = re.sub(r"\s+", " ", out)
    # 52,7513 15,58: decimal commas, where each number has one and there is no point.
    if "." not in out and len(re.findall(r"\d,\d", out)) == 2 and re.search(r"\d,\d+\D*[ ;]\D*\d+,\d", out):
        out = re.sub(r"(\d),(\d)", r"\1.\2", out)
    return out


def _plain(first: float, second: float, map_crs: str, form: str) -> tuple[float, float]:
    if form == "map":
        return _from_map(first, second, map_crs)
    if abs(first) <= 90 and abs(second) <= 180:
        return second, first
    if abs(first) <= 180 and abs(second) <= 90:
        return first, second
    if max(abs(first), abs(second)) <= 360 or _is_geographic(map_crs):
        raise UsageError(f"{first:g}, {second:g} is not on Earth: latitudes end at 90°, longitudes at 180°.")
    return _from_map(first, second, map_crs)


def _from_map(x: float, y: float, map_crs: str) -> tuple[float, float]:
    lon, lat = way_from_degrees(map_crs).transform(x, y, direction="INVERSE", errcheck=False)
    if not (math.isfinite(lon + lat) and abs(lon) <= 180 + 1e-9 and abs(lat) <= 90):
        raise UsageError(f"x = {x:g}, y = {y:g} lies outside of what {map_crs[:40]} can show.")
    return float(lon), float(lat)


def _from_utm(zone: int, letter: str, x: float, y: float) -> tuple[float, float]:
    """The letter is the hemisphere (N, S), or any other band of latitude as MGRS has them."""
    if not 1 <= zone <= 60 or letter not in _BAND_LETTERS:
        raise UsageError(f"UTM has zones 1 to 60, each N or S; {zone}{letter} is not among them.")
    is_north = letter == "N" or (letter != "S" and letter > "M")
    if not (0 <= x <= 1_000_000 and 0 <= y <= 10_000_000):
        raise UsageError("UTM eastings lie between 0 and 1,000,000 m, northings between 0 and 10,000,000 m.")
    return _from_map(x, y, utm_crs(zone, 1.0 if is_north else -1.0))


def _from_mgrs(text: str) -> tuple[float, float]:
    import mgrs
    from mgrs.core import MGRSError

    try:
        lat, lon = mgrs.MGRS().toLatLon(text)
    except MGRSError as error:
        raise UsageError(
            f"{text} is not a place in MGRS: zone, band, square and digits do not fit."
        ) from error
    return float(lon), float(lat)


def _from_angles(tidy: str, text: str) -> tuple[float, float]:
    refused = UsageError(f"“{text.strip()}” was not understood. {_WAYS}.")
    parts = _split(tidy)
    angles = [_ANGLE.fullmatch(part.strip(" ,;")) for part in parts]
    if len(angles) != 2 or any(angle is None for angle in angles):
        raise refused
    values, letters = [], ""
    for angle in angles:
        assert angle is not None
        value, letter = _angle(angle, text)
        values.append(value)
        letters += letter or "?"
    if letters in ("??", "NE", "NW", "SE", "SW"):
        lat, lon = values
    elif letters[0] in "EW" and letters[1] in "NS":
        lon, lat = values
    else:
        raise refused
    if abs(lat) > 90 or abs(lon) > 180:
        raise UsageError(f"“{text.strip()}” is not on Earth: latitudes end at 90°, longitudes at 180°.")
    return lon, lat


def _split(tidy: str) -> list[str]:
    """Latitude and longitude apart: at their letters, at a comma, or after what ends the seconds."""
    if re.match(r"[NSEW]\s*[-+]?\d", tidy):
        at = [match.start() for match in re.finditer(r"[NSEW]\s*[-+]?\d", tidy)]
        return [tidy[a:b] for a, b in zip(at, [*at[1:], len(tidy)], strict=True)]
    first = re.match(r"[^NSEW]*\d[^NSEW]*[NSEW](?=[\s,;]*[-+]?\d)", tidy)
    if first is not None:
        return [tidy[: first.end()], tidy[first.end() :]]
    pieces = re.split(r"[,;]", tidy)
    return pieces if len(pieces) == 2 else re.split(r"(?<=[″\"])\s+", tidy)


def _angle(angle: re.Match[str], text: str) -> tuple[float, str]:
    minutes, seconds = float(angle["min"] or 0), float(angle["sec"] or 0)
    letter = angle["before"] or angle["after"] or ""
    if minutes >= 60 or seconds >= 60 or (angle["before"] and angle["after"]):
        raise UsageError(f"“{text.strip()}” was not understood: minutes and seconds end below 60.")
    degrees = float(angle["deg"])
    size = abs(degrees) + minutes / 60 + seconds / 3600
    is_negative = angle["deg"].startswith("-") or letter in ("S", "W")
    return -size if is_negative else size, letter


def scale_of(text: str) -> float:
    """The denominator of a map scale: ``1:25,000``, ``25000``, ``1 : 25 000``, ``25k``.

    Raises:
        UsageError: not understood, or not between 1:1 and 1:1,000,000,000.
    """
    match = _SCALE.fullmatch(text.strip())
    digits = re.sub(r"[\s,.'](?=\d{3}(?!\d))", "", match[1]) if match else ""
    try:
        value = float(digits.replace(",", ".").strip())
    except ValueError:
        raise UsageError(f"“{text.strip()}” is not a scale. Write it as 1:25,000.") from None
    value *= {"": 1.0, "k": 1e3}.get((match[2] if match and match[2] else "").lower(), 1e6)
    if not 1 <= value <= 1e9:
        raise UsageError("A map scale lies between 1:1 and 1:1,000,000,000.")
    return value


# pyproj


@functools.lru_cache(maxsize=64)
def way_from_degrees(crs: str) -> Any:
    """PROJ's way from longitude and latitude to x and y of a CRS, for both directions: with many a datum making it
    takes 60 ms of the thread that first asks, and the way back as one of its own would take half as much again.

    Raises pyproj's CRSError for what is not a CRS.
    """
    import pyproj

    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


@functools.lru_cache(maxsize=64)
def _is_geographic(crs: str) -> bool:
    import pyproj

    return bool(pyproj.CRS.from_user_input(crs).is_geographic)
