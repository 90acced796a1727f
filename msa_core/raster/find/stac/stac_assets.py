"""Which asset of a STAC item is its picture: by key or role as asked, else what shows true colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msa_core.raster.find.endings import RASTER_ENDINGS, ZIP_ENDING
from msa_core.raster.gdal.mosaics import composing

if TYPE_CHECKING:
    import pystac

COLOURS = ("red", "green", "blue")
# Keys that publishers give to the picture in true colour, in small letters.
_TRUE_COLOUR_KEYS = (
    "visual", "tci", "true_color", "true-color", "truecolor", "visual_10m", "ortho_visual", "rgb",
)  # fmt: skip
_NOT_PICTURES = frozenset(
    (
        "thumbnail",
        "overview",
        "metadata",
        "mask",
        "cloud",
        "cloud-shadow",
        "data-mask",
        "saturation",
        "snow-ice",
    )
)
_NOT_PICTURE_KEYS = frozenset(
    (
        "thumbnail",
        "preview",
        "overview",
        "browse",
        "rendered_preview",
        "tilejson",
        "metadata",
        "mask",
        "udm",
        "udm2",
    )
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is taken of an item: ``pictures``, each one file or those of red, green and blue; and how many are not."""

    pictures: tuple[tuple[str, ...], ...]
    others: int


def choose(assets: Mapping[str, pystac.Asset], wanted: str) -> Chosen:
    """The pictures of an item's assets.

    Args:
        assets: by key.
        wanted: a key or role; ``""`` for the picture in true colour: role or key visual, else the bands red, green and
            blue, else what has the role data, else the rasters without a role.
    """
    named = {key: asset for key, asset in assets.items() if isinstance(asset.href, str) and asset.href}
    pictures = _asked(named, wanted) if wanted else _true_colour(named)
    used = sum(map(len, pictures))
    return Chosen(tuple(pictures), len(assets) - used)


def _asked(assets: Mapping[str, pystac.Asset], wanted: str) -> list[tuple[str, ...]]:
    by_key = [asset for key, asset in assets.items() if key.casefold() == wanted.casefold()]
    found = by_key or [asset for asset in assets.values() if wanted in _roles(asset)]
    return [(asset.href,) for asset in found]


def _true_colour(assets: Mapping[str, pystac.Asset]) -> list[tuple[str, ...]]:
    rasters = {key: asset for key, asset in assets.items() if _may_be_picture(key, asset)}
    visual = [asset for asset in rasters.values() if "visual" in _roles(asset)]
    keys = {key.casefold(): asset for key, asset in rasters.items()}
    visual += [keys[key] for key in _TRUE_COLOUR_KEYS if key in keys]
    if visual:
        return [(visual[0].href,)]
    for asset in rasters.values():
        if set(COLOURS) <= set(_colours_in(asset)):
            return [(asset.href,)]
    if bands := _bands(rasters):
        return [bands]
    whole = [asset for asset in rasters.values() if len(_colours_in(asset)) != 1]
    data = [asset for asset in whole if "data" in _roles(asset)]
    return [(asset.href,) for asset in data or [a for a in whole if not _roles(a)] or whole]


def _bands(rasters: Mapping[str, pystac.Asset]) -> tuple[str, ...]:
    """The files of red, green and blue, each a band; empty where they are not, or cannot be put together."""
    keys = {key.casefold(): asset for key, asset in rasters.items()}
    found = []
    for colour in COLOURS:
        single = [a for a in rasters.values() if _colours_in(a) == (colour,)]
        asset = keys.get(colour) or (single[0] if single else None)
        if asset is None:
            return ()
        found.append(asset.href)
    return tuple(found) if composing.subdataset_of([_name(href) for href in found]) else ()


def _may_be_picture(key: str, asset: pystac.Asset) -> bool:
    if _NOT_PICTURES & set(_roles(asset)) or key.casefold() in _NOT_PICTURE_KEYS:
        return False
    kind = asset.media_type
    if isinstance(kind, str) and kind.startswith("image/"):
        return True
    ending = PurePosixPath(_name(asset.href)).suffix.lower()
    return ending in RASTER_ENDINGS or ending in (ZIP_ENDING, ".safe")


def _roles(asset: pystac.Asset) -> tuple[str, ...]:
    roles: Any = asset.roles
    return tuple(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else ()


def _colours_in(asset: pystac.Asset) -> tuple[str, ...]:
    """The colours of an asset's bands as the extension eo names them; of a band without a name ``""``."""
    bands: Any = asset.extra_fields.get("eo:bands") or asset.extra_fields.get("bands")
    if not isinstance(bands, list):
        return ()
    told: Sequence[Any] = [band if isinstance(band, dict) else {} for band in bands]
    return tuple(str(band.get("common_name") or band.get("eo:common_name") or "").casefold() for band in told)


def _name(href: str) -> str:
    return PurePosixPath(urlsplit(href).path if "://" in href else href).name
