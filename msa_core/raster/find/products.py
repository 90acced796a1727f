"""Products of many files: a Sentinel-2 SAFE folder and a Landsat Collection 2 scene are one picture each.

Masks and previews beside the pictures of Planet, Maxar, Airbus and HLS are counted, too.

Of Sentinel-2 the true-colour image that ESA makes (TCI) at its finest, else the bands 4, 3 and 2 put together; of
Landsat the bands of red, green and blue. The other bands, masks and previews are counted as what they are.

File names: https://sentiwiki.copernicus.eu/web/s2-products and
https://www.usgs.gov/landsat-missions/landsat-collection-2 (product identifiers).
"""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from msa_core.raster.find.band_files import keep_scenes
from msa_core.raster.find.formats import Sorted

SENTINEL_KIND = "bands, masks and previews of Sentinel-2 products"
LANDSAT_KIND = "bands, masks and previews of Landsat scenes"
MASKS_KIND = "masks and previews of other satellite products"

_LANDSAT = re.compile(
    r"(L([COTEM])(\d\d)_L[12]\w{2}_\d{6}_\d{8}_\d{8}_\d\d_(?:T1|T2|RT)_)(.+)\.(tif|tiff|jpe?g|png)",
    re.IGNORECASE,
)
_NOT_PICTURES = frozenset(("QI_DATA", "AUX_DATA", "HTML", "REP_INFO", "DATASTRIP"))
_COARSER = frozenset(("R20M", "R60M"))


# Masks and previews of Planet, Maxar, Airbus and HLS, and what the name of their picture begins with.
_ASIDE = (
    (
        re.compile(r"(\d{8}_\d{6}(?:_\d\d)?_\w{4,8}_[13][AB])_(?:DN_)?udm2?(?:_.*)?\.tiff?", re.IGNORECASE),
        r"{}_",
    ),
    (re.compile(r"(\d\d[A-Z]{3}\d{8}-.+)-BROWSE\.JPE?G", re.IGNORECASE), r"{}."),
    (re.compile(r"(?:PREVIEW|ICON)_((?:PHR|SPOT|PNEO)\w+?)(?:_R\dC\d)?\.JPE?G", re.IGNORECASE), r"IMG_{}"),
    (re.compile(r"(HLS\.[LS]30\..+)\.Fmask\.tiff?", re.IGNORECASE), r"{}.B"),
)


def keep_pictures(found: Sorted, folder: Path) -> None:
    """Leave of a folder's rasters one for each product in it; the others are counted in ``found.others``."""
    if any(_is_safe(part) for part in folder.parts):
        _keep_sentinel(found, folder)
    else:
        _keep_landsat(found)
        _leave_masks(found)
        keep_scenes(found, folder)


def _keep_sentinel(found: Sorted, folder: Path) -> None:
    kept = [name for name in found.rasters if "_TCI" in name.upper()]
    if not kept:
        kept = _composed_sentinel(found.rasters)
    parts = {part.upper() for part in _below_safe(folder)}
    if _NOT_PICTURES & parts or (_COARSER & parts and _has_finer(folder)) or _is_safe(folder.name):
        kept = []
    elif not kept and not _is_image_folder(folder):
        return  # something of the user's own
    _replace(found, kept, SENTINEL_KIND)


def _is_safe(name: str) -> bool:
    return name.upper().startswith("S2") and name.upper().endswith(".SAFE")


def _below_safe(folder: PurePath) -> tuple[str, ...]:
    place = max(number for number, part in enumerate(folder.parts) if _is_safe(part))
    return folder.parts[place + 1 :]


def _is_image_folder(folder: Path) -> bool:
    return "IMG_DATA" in folder.parts


def _has_finer(folder: Path) -> bool:
    """True when the images of 10 m are beside those of 20 or 60 m; in a zip they are taken to be."""
    finer = folder.with_name("R10m")
    return not folder.is_dir() or (finer.is_dir() and bool(list(finer.iterdir())))


def _composed_sentinel(names: list[str]) -> list[str]:
    there = set(names)
    composed = []
    for name in names:
        before, band, after = name.rpartition("_B04")
        if band and {f"{before}_B03{after}", f"{before}_B02{after}"} <= there:
            composed.append(f"{name}#colours=04,03,02")
    return composed


def _keep_landsat(found: Sorted) -> None:
    scenes: dict[str, list[re.Match[str]]] = {}
    for name in found.rasters:
        if match := _LANDSAT.fullmatch(name):
            scenes.setdefault(match[1], []).append(match)
    for files in scenes.values():
        colours = _landsat_colours(files[0][2].upper(), int(files[0][3]))
        bands = {re.sub(r"^SR_", "", match[4].upper()): match[0] for match in files}
        if all(f"B{band}" in bands for band in colours):
            names = {match[0] for match in files}
            others = [name for name in found.rasters if name not in names]
            composed = f"{bands[f'B{colours[0]}']}#colours={','.join(colours)}"
            found.others += [LANDSAT_KIND] * (len(names) - len(colours))
            found.rasters = sorted([*others, composed])


def _landsat_colours(sensor: str, number: int) -> tuple[str, str, str]:
    """Numbers of red, green and blue; of the multispectral scanner, which has no blue, near infrared, red, green."""
    if sensor in "CO":
        return "4", "3", "2"
    return ("6", "5", "4") if sensor == "M" and number <= 3 else ("3", "2", "1")


def _leave_masks(found: Sorted) -> None:
    """Count masks and previews apart where the picture they belong to is there; one that stands alone is a picture."""
    aside = set()
    for name in found.rasters:
        for pattern, begins in _ASIDE:
            if match := pattern.fullmatch(name):
                start = begins.format(match[1]).upper()
                others = (other for other in found.rasters if not pattern.fullmatch(other))
                aside |= {name} if any(other.upper().startswith(start) for other in others) else set()
    found.others += [MASKS_KIND] * len(aside)
    found.rasters = [name for name in found.rasters if name not in aside]


def _replace(found: Sorted, kept: list[str], kind: str) -> None:
    used = sum(3 if "#colours=" in name else 1 for name in kept)
    found.others += [kind] * (len(found.rasters) - used)
    found.rasters = kept
