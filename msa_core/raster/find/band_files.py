"""A scene whose bands lie in files of their own, side by side: one picture in true colour, by names and grids.

Names of such files differ in the word of the band alone: ``scene_red.tif``, ``B04.tif``, ``..._BAND3.tif``. Which
number is red is known of Sentinel-2 and HLS (4, 3, 2), Landsat (by its satellite) and CBERS (by its camera); of others
only words tell it. Products that come with rules of their own are in :mod:`.products`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msa_core.errors import SourceError
from msa_core.raster.find.endings import RASTER_ENDINGS
from msa_core.raster.find.formats import Sorted, ending
from msa_core.raster.gdal.mosaics import composing

BANDS_KIND = "bands, masks and previews of scenes in several files"

_COLOURS = ("red", "green", "blue")
_NUMBERED = re.compile(r"(?:b|band)0*(\d{1,2})")
_OTHER_BANDS = re.compile(
    r"nir\d*|narrownir|swir\d*|rededge\d?|re\d|pan|coastal|aerosol|yellow|thermal|tir\d?|lwir\d*|b\d{1,2}a?|band\d{1,2}a?"
)
_ASIDE = re.compile(
    r"mask|qa|qa60|scl|fmask|cloud|clouds|cloudmask|udm2?|saturation|thumb|thumbnail|preview|quicklook|ql|browse|overview"
)
_WHOLE = re.compile(r"tci|visual|rgb|truecolou?r")
# Numbers of red, green and blue, by what the name of a file begins with.
_SENSORS = (
    (re.compile(r"L[COT]0?[89]", re.IGNORECASE), (4, 3, 2)),
    (re.compile(r"L[TEM]0?[4-7]", re.IGNORECASE), (3, 2, 1)),
    (re.compile(r"S2[A-D]?[_.-]|T\d\d[A-Z]{3}_\d{8}|HLS\.[LS]30\.", re.IGNORECASE), (4, 3, 2)),
    (re.compile(r"CBERS_4A?_MUX_", re.IGNORECASE), (7, 6, 5)),
    (re.compile(r"(?:CBERS_4A?|AMAZONIA_1)_WFI_", re.IGNORECASE), (15, 14, 13)),
    (re.compile(r"CBERS_4A_WPM_", re.IGNORECASE), (3, 2, 1)),
)
# Of names that tell no sensor: bands that only Sentinel-2 numbers so.
_SENTINEL = frozenset(("b02", "b03", "b04", "b8a"))
_TOKEN = re.compile(r"[A-Za-z0-9]+")


@dataclass(slots=True)
class _Scene:
    """Names that are the same but for one word: by that word in small letters, and those that stand aside."""

    bands: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def keep_scenes(found: Sorted, folder: Path) -> None:
    """Leave of the band files in a folder one picture for each scene; the others are counted in ``found.others``."""
    for scene in _scenes(found.rasters).values():
        kept = _picture_of(scene, folder)
        if not kept:
            found.numbered += [numbered] if len(numbered := _numbered(scene)) >= 3 else []
            continue
        names = {*scene.bands.values(), *scene.whole, *scene.aside}
        used = 3 if "#" in kept else 1
        found.others += [BANDS_KIND] * (len(names) - used)
        found.rasters = sorted([name for name in found.rasters if name not in names] + [kept])


def _scenes(names: list[str]) -> Mapping[tuple[str, str], _Scene]:
    """Scenes with three bands or more, by what stands before and behind the word of the band."""
    found: dict[tuple[str, str], _Scene] = {}
    for name in names:
        if ending(name) not in RASTER_ENDINGS:
            continue
        stem = name[: -len(ending(name))]
        for match in reversed(list(_TOKEN.finditer(stem))):
            word = match[0].lower()
            is_band = word in _COLOURS or _OTHER_BANDS.fullmatch(word)
            if not (is_band or _WHOLE.fullmatch(word) or _ASIDE.fullmatch(word)):
                continue
            scene = found.setdefault((name[: match.start()], name[match.end() :]), _Scene())
            if is_band:
                scene.bands[word] = name
            else:
                (scene.whole if _WHOLE.fullmatch(word) else scene.aside).append(name)
            break
    return {key: scene for key, scene in found.items() if len(scene.bands) >= 3}


def _picture_of(scene: _Scene, folder: Path) -> str:
    """The picture that stands for a scene; ``""`` where its files do not tell it."""
    words = _true_colours(scene)
    if not words:
        return ""
    colours = [scene.bands[word] for word in words]
    subdataset = composing.subdataset_of(colours)
    if not subdataset or not are_one_grid([folder / name for name in colours]):
        return ""
    return scene.whole[0] if scene.whole else f"{colours[0]}#{subdataset}"


def _true_colours(scene: _Scene) -> list[str]:
    """The words of red, green and blue among the bands of a scene; empty where that is not known."""
    if set(_COLOURS) <= scene.bands.keys():
        return list(_COLOURS)
    numbered = {int(match[1]): word for word in scene.bands if (match := _NUMBERED.fullmatch(word))}
    name = next(iter(scene.bands.values()))
    numbers = next((numbers for pattern, numbers in _SENSORS if pattern.match(name)), None)
    if numbers is None and scene.bands.keys() >= _SENTINEL:
        numbers = (4, 3, 2)
    if numbers is None or not set(numbers) <= numbered.keys():
        return []
    return [numbered[number] for number in numbers]


def _numbered(scene: _Scene) -> list[str]:
    """The names of a scene's numbered bands, by number; empty where it is known which are red, green and blue."""
    if _true_colours(scene):
        return []
    numbers = {int(match[1]): word for word in scene.bands if (match := _NUMBERED.fullmatch(word))}
    return [scene.bands[numbers[number]] for number in sorted(numbers)]


def are_one_grid(paths: list[Path]) -> bool:
    """Whether three files are one band each, of one type, on one grid of pixels."""
    from msa_core.raster.gdal.opening import open_dataset

    grids = set()
    for path in paths:
        try:
            with open_dataset(path) as dataset:
                grids.add((
                    dataset.count, dataset.dtypes[0], dataset.width, dataset.height, tuple(dataset.transform),
                    str(dataset.crs),
                ))  # fmt: skip
        except SourceError:
            return False
    return len(grids) == 1 and next(iter(grids))[0] == 1
