"""The CRS that hits are written in: ``EPSG:...``, WKT, or the one of their rasters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyproj
from pyproj.exceptions import ProjError

from msa_core.errors import UsageError
from msa_core.names import printable
from msa_core.raster.position.crs import check_way, parse_crs
from msa_core.records import TileHit

WGS84 = "EPSG:4326"
ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCrs:
    """A horizontal CRS. Coordinates are written x, y: east before north, longitude before latitude.

    Attributes:
        text: what PROJ makes it of.
        crs: it.
        authority: such as ("EPSG", "32633"), None when no registered CRS equals it.
        is_wgs84: True for longitude and latitude of WGS84, whatever the order its definition names them in.
        is_in_degrees: True for any longitude and latitude.
    """

    text: str
    crs: pyproj.CRS
    authority: tuple[str, str] | None
    is_wgs84: bool
    is_in_degrees: bool

    @property
    def name(self) -> str:
        """For a person: ``EPSG:32633``, the name in the definition, or what was given."""
        if self.authority:
            return ":".join(self.authority)
        return _short(self.text) if self.crs.name == "unknown" else str(self.crs.name)


def target_crs(text: str | None, hits: Sequence[TileHit] = ()) -> TargetCrs:
    """The CRS that ``text`` names; None means WGS84.

    Args:
        text: an authority code, WKT or PROJ string, or ``archive`` for that of the hits' rasters.
        hits: only for ``archive``. Hits without a position count for nothing; when there are no others it is WGS84.

    Raises:
        UsageError: no such CRS, one that has no place for x and y on Earth, or rasters of several CRSs.
    """
    if text is not None and text.strip().lower() == ARCHIVE:
        text = _of_rasters(hits)
    text = WGS84 if text is None else text.strip()
    try:
        crs = parse_crs(text)
        if not (crs.is_geographic or crs.is_projected):
            raise UsageError(
                f"--crs {_short(text)} is a {crs.type_name}: outlines need a geographic or projected one."
            )
        check_way(WGS84, text)
        authority = crs.to_authority(min_confidence=90)
    except ProjError as error:
        raise UsageError(
            f"--crs {_short(text)} is not a CRS on Earth that PROJ knows. Give a code such as EPSG:32633, WKT, or "
            "archive for that of the rasters."
        ) from error
    # CRS84 is EPSG:4326 in the order that is written in any case.
    if authority == ("OGC", "CRS84"):
        authority = ("EPSG", "4326")
    is_wgs84 = bool(crs.equals(parse_crs(WGS84), ignore_axis_order=True))
    return TargetCrs(
        text=text, crs=crs, authority=authority, is_wgs84=is_wgs84, is_in_degrees=bool(crs.is_geographic)
    )


def _of_rasters(hits: Sequence[TileHit]) -> str:
    named: dict[str, str] = {}
    for hit in hits:
        if hit.tile.crs and hit.tile.footprint_lonlat:
            named.setdefault(hit.tile.crs, hit.tile.source)
    if len(named) > 1:
        (one, a), (other, b) = list(named.items())[:2]
        raise UsageError(
            f"--crs archive: the rasters of these hits have {len(named)} CRSs ({_short(one)} of {printable(a)}, "
            f"{_short(other)} of {printable(b)}). Name one, for example --crs EPSG:4326."
        )
    return next(iter(named), WGS84)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
