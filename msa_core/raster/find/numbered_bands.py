"""Scenes of sensors that are not known, whose bands are numbered: counted, and how to put three together.

Which number is red differs from sensor to sensor (Landsat 8: 4, Landsat 7: 3, CBERS: 7), so colours made by a guess
would be false ones. Whoever knows can name the three files as one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msa_core.addresses import shown
from msa_core.raster.find.band_files import are_one_grid
from msa_core.raster.gdal.locations import inner
from msa_core.raster.gdal.mosaics import composing


class NumberedBands:
    """Counts such scenes, and keeps how the first of them that can be put together is named."""

    def __init__(self) -> None:
        self._scenes = self._files = 0
        self._example = ""

    def add(self, folder: Path, scenes: Iterable[Sequence[str]]) -> None:
        """Count scenes of a folder: the names of the bands of each, by number, three or more."""
        for names in scenes:
            self._scenes += 1
            self._files += len(names)
            self._example = self._example or _example(folder, names)

    def take(self, other: NumberedBands) -> None:
        """Add the counts of another."""
        self._scenes += other._scenes
        self._files += other._files
        self._example = self._example or other._example

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences about them; none where there are none, or where none could be put together."""
        if not self._example:
            return ()
        scenes = (
            "a scene of a sensor that is not known"
            if self._scenes == 1
            else f"{self._scenes:,} scenes of sensors that are not known"
        )
        words = (
            f"{self._files:,} files are numbered as the bands of {scenes}, so nobody says which is red: each stays a "
            "picture in grey. If you know it, name three as one picture, red, green and blue in this order: "
            f"{self._example}"
        )
        return (words,)


def _example(folder: Path, names: Sequence[str]) -> str:
    """How three bands are named as one picture, the third for red; ``""`` where they cannot be."""
    three = [names[2], names[1], names[0]]
    subdataset = composing.subdataset_of(three)
    paths = [folder / name for name in three]
    return shown(inner.path_of(paths[0], subdataset)) if subdataset and are_one_grid(paths) else ""
