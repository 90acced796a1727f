"""Dates of acquisition in file names: the conventions of common products, then a cautious rule for all others.

A name may hold the date of processing beside that of acquisition, and numbers that are not dates. So each product
whose names hold more than one is named here; of any other name a date is taken only when it holds one day and no
other. No date is better than a wrong one. Times are taken for UTC, as the products' are.

Sources: the products' own guides, for example https://www.usgs.gov/landsat-missions (Landsat),
https://sentiwiki.copernicus.eu (Sentinel), https://lpdaac.usgs.gov (ASTER, MODIS, VIIRS, HLS),
https://developers.planet.com/docs (Planet), "Imagery Support Data" of Maxar, the user guides of Pléiades and SPOT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Aerial photographs of the 1920s are in archives; 8 digits that begin 19000101 are rather a number.
_FIRST_YEAR = 1920
# A computer whose clock was reset must not lose the dates of the last years.
_CLOCK_IS_PAST = datetime(2026, 11, 1, tzinfo=UTC)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_Y, _MD, _HMS = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>[01]\d)(?P<d>[0-3]\d)", r"(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)"
_MON = rf"(?P<mon>{'|'.join(_MONTHS)})"
_DAY, _DOY = _Y + _MD, _Y + r"(?P<j>[0-3]\d\d)"
# The start of what is named; what may come before it in names that users have given a prefix.
_AT = r"(?<![A-Z0-9])"

# Where several could fit, the first does. In capitals: names are compared without regard to case.
_PRODUCTS: tuple[tuple[str, str], ...] = (
    ("Landsat", rf"{_AT}L[COTEM]0\d_[A-Z0-9]{{2,4}}_\d{{6}}_{_DAY}(?!\d)"),
    ("Landsat", rf"{_AT}L[COTEM]\d[0-2]\d\d[0-2]\d\d{_DOY}(?!\d)"),
    ("Landsat", rf"{_AT}L[4-7]\d{{6,7}}_\d{{3}}{_DAY}(?!\d)"),
    # As USGS ships ordered ones: path, row and day in one, then the time of the order.
    ("Landsat", rf"{_AT}L[COTEM]0\d\d{{6}}{_DAY}\d\d(?:T1|T2|RT)(?![A-Z0-9])"),
    ("HLS", rf"{_AT}HLS\.[LS]30\.T[A-Z0-9]{{5}}\.{_DOY}(?:T{_HMS})?(?!\d)"),
    ("Earth Observing-1", rf"{_AT}EO1[AH]\d{{6}}{_DOY}"),
    ("Sentinel-2", rf"{_AT}S2[A-D]_OPER_PRD_.*_V{_DAY}T{_HMS}_"),
    ("Sentinel-2", rf"{_AT}S2[A-D]_MSIL[12][ABC]_{_DAY}T{_HMS}(?!\d)"),
    ("Sentinel-2", rf"{_AT}S2[A-D]_USER_PRD_.*_V{_DAY}T{_HMS}_"),
    (
        "Sentinel-1",
        rf"{_AT}S1[A-D][_-](?:IW\d?|EW\d?|WV\d?|S\d|N\d)[_-].*?[_-]{_DAY}T{_HMS}[_-]\d{{8}}T\d{{6}}",
    ),
    ("Sentinel-3 or 5P", rf"{_AT}S(?:3[A-D]|5P)_.*?_{_DAY}T{_HMS}_\d{{8}}T\d{{6}}"),
    ("MODIS or VIIRS", rf"\.A{_DOY}(?:\.(?P<H>[0-2]\d)(?P<M>[0-5]\d)(?=\.))?(?!\d)"),
    ("MODIS or VIIRS", rf"{_AT}(?:M[OYC]D|VNP|VJ\d)[A-Z0-9]{{2,6}}[._-](?:.*?[._-])?(?:A|DOY){_DOY}(?!\d)"),
    ("AppEEARS", rf"_DOY{_DOY}(?:{_HMS})?_AID\d"),
    ("MODIS or SeaWiFS", rf"{_AT}[AS]{_DOY}{_HMS}\.L\d"),
    ("VIIRS", rf"_D{_DAY}_T{_HMS}\d?(?!\d)"),
    ("GOES", rf"_S{_DOY}{_HMS}\d?(?!\d)"),
    ("ASTER", rf"{_AT}AST_?[A-Z0-9]{{2,6}}_\d{{3}}{_MD}{_Y}{_HMS}(?!\d)"),
    ("Maxar", rf"(?<![A-Z0-9])(?P<yy>\d\d){_MON}(?P<d>[0-3]\d){_HMS}(?!\d)"),
    (
        "Pléiades or SPOT",
        rf"{_AT}(?:PHR\d[AB]|SPOT[1-7]|PNEO\d)(?:_[A-Z0-9-]{{1,8}}){{0,2}}?_{_DAY}{_HMS}\d?(?!\d)",
    ),
    ("NAIP", rf"{_AT}[CMN]_\d{{7}}_(?:NE|NW|SE|SW)_\d\d?_[A-Z0-9]{{1,3}}_{_DAY}(?:_\d{{8}})?(?!\d)"),
    ("ALOS-2", rf"{_AT}ALOS2\d{{9}}-(?P<yy>\d\d){_MD}(?!\d)"),
    ("Pixxel", rf"{_AT}[A-Z]{{2}}\d\d_[A-Z0-9]{{6}}_{_DAY}_L\d[A-Z]_\d{{8}}(?!\d)"),
    ("EnMAP", rf"{_AT}ENMAP\d\d-.*?-DT\d{{10}}_{_DAY}T{_HMS}Z?_"),
    # Radars and imaging spectrometers that name the start and the end of what they took, in this order.
    (
        "radar or spectrometer",
        rf"{_AT}(?:CAPELLA|CSKS\d|CSG|PRS|TSX1|TDX1|PAZ1)_.*?_{_DAY}T?{_HMS}_\d{{8}}T?\d{{6}}",
    ),
)
_RULES = tuple((product, re.compile(pattern)) for product, pattern in _PRODUCTS)

# Names that hold the time of processing and not that of acquisition: granules of Sentinel-2 until 2016.
_PROCESSING_ONLY = re.compile(rf"{_AT}S2[A-D]_(?:OPER|USER)_MSI_L[12][ABC]_")

_CLOCK = r"(?:[T_-]?(?P<H>[01]\d|2[0-3])[:_-]?(?P<M>[0-5]\d)[:_-]?(?P<S>[0-5]\d)(?:\d{3})?Z?)?"
_ANY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?<!\+){_Y}(?P<sep>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01]){_CLOCK}(?!\d)",
        rf"(?<![A-Z0-9])(?P<d>\d\d?)(?P<sep>[-_ ]?){_MON}(?P=sep){_Y}(?!\d)",
        rf"(?<!\d){_Y}(?P<sep>[-_ ]?){_MON}(?P=sep)(?P<d>[0-3]\d)(?!\d)",
    )
)
_HEX_FROM = 16
_UUID = re.compile(r"(?<![0-9A-Z])[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}(?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class NamedDate:
    """What a name says: ``moment`` in UTC or None, and ``origin``, in words: which convention, or why none."""

    moment: datetime | None
    origin: str = ""


def date_in_name(name: str) -> NamedDate:
    """The date of acquisition in a file name.

    Args:
        name: without folders.

    Returns:
        The moment (midnight when the name holds only a day), and where it is from; without one, ``origin`` says why
        when the name holds something like a date.
    """
    name = _UUID.sub("", name.upper())
    if _PROCESSING_ONLY.search(name):
        return NamedDate(None, "its name holds only when it was processed")
    for product, rule in _RULES:
        for match in rule.finditer(name):
            moment = _moment(match)
            if moment is not None:
                return NamedDate(moment, f"from its name, {product}")
    found = list(_any_dates(name))
    days = sorted({moment.date() for moment in found})
    if len(days) > 1:
        listed = ", ".join(day.isoformat() for day in days[:4])
        return NamedDate(None, f"its name holds several dates ({listed})")
    # Of one day named twice, the one with a time.
    best = max(found, key=lambda moment: moment.time() > datetime.min.time(), default=None)
    return NamedDate(best, "from its name" if best else "")


def is_plausible(moment: datetime, first_year: int = _FIRST_YEAR) -> bool:
    """False for moments before ``first_year`` and beyond tomorrow (a day for time zones), by this computer's clock."""
    latest = max(datetime.now(UTC), _CLOCK_IS_PAST) + timedelta(days=1)
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.year >= first_year and aware <= latest


def _any_dates(name: str) -> Iterator[datetime]:
    for rule in _ANY:
        for match in rule.finditer(name):
            moment = _moment(match)
            if moment is not None and not _is_in_hex(name, match):
                yield moment


def _is_in_hex(name: str, match: re.Match[str]) -> bool:
    """True inside a long hexadecimal number, such as a hash: eight digits in a row are chance there."""
    before = re.search(r"[0-9A-Z]*$", name[: match.start()])
    after = re.match(r"[0-9A-Z]*", name[match.end() :])
    token = (before.group() if before else "") + match.group() + (after.group() if after else "")
    return len(token) >= _HEX_FROM and not token.isdigit() and re.fullmatch(r"[0-9A-F]+", token) is not None


def _moment(match: re.Match[str]) -> datetime | None:
    """The moment that a match's groups name: y or yy, then m or mon and d, or j; H, M, S when there. Else None."""
    part = {key: value for key, value in match.groupdict().items() if value is not None}
    clock = [int(part.get(key, 0)) for key in "HMS"]
    try:
        year = int(part["y"]) if "y" in part else _full_year(int(part["yy"]))
        if "j" in part:
            day = datetime.strptime(f"{year:04}{part['j']}", "%Y%j")
            month, day_of_month = day.month, day.day
        else:
            month = _MONTHS.index(part["mon"]) + 1 if "mon" in part else int(part["m"])
            day_of_month = int(part["d"])
        moment = datetime(year, month, day_of_month, clock[0], clock[1], clock[2], tzinfo=UTC)
    except ValueError:
        return None
    return moment if is_plausible(moment) else None


def _full_year(two_digits: int) -> int:
    """Commercial satellites have named their pictures so since 1999."""
    return 1900 + two_digits if two_digits >= 90 else 2000 + two_digits
