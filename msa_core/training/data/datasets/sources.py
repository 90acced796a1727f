"""How pictures are read and located, and all of them read once before a training."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from msa_core.errors import MsaError, SourceError
from msa_core.progress import Progress
from msa_core.training.data.datasets.windows import split_window
from msa_core.training.data.pictures import load_picture
from msa_core.training.data.splits import Location


class PictureSource:
    """Reads ordinary picture files with Pillow and locates none. The command line hands in one that reads all.

    Used from several threads at once.
    """

    def load(self, path: Path) -> np.ndarray:
        """The picture, or the part of it that the path means, uint8 (H, W, 3). Raises SourceError."""
        file, box = split_window(path)
        picture = load_picture(file)
        if box is None:
            return picture
        x0, y0 = max(box[0], 0), max(box[1], 0)
        part = picture[y0 : box[3], x0 : box[2]]
        if part.size == 0:
            raise SourceError(path, "that part lies outside the picture.")
        return np.ascontiguousarray(part)

    def locate(self, path: Path) -> Location | None:
        """Where it lies, None where that is unknown; a part of a picture at least lies in that picture."""
        file, box = split_window(path)
        return None if box is None else Location(str(file), box)


@dataclass(frozen=True, slots=True)
class Checked:
    """One picture that was read: a digest of its pixels, or why it cannot be read; and where it lies."""

    content: str
    location: Location | None = None
    fault: str = ""


def check_pictures(
    paths: Sequence[Path],
    source: PictureSource,
    with_locations: bool,
    progress: Progress | None = None,
    threads: int = 2,
) -> list[Checked]:
    """Decode every picture once, so that a damaged one is known before a training and not in the middle of it."""
    report = progress or Progress()

    def check(path: Path) -> Checked:
        try:
            picture = source.load(path)
            location = source.locate(path) if with_locations else None
        except MsaError as error:
            return Checked("", None, error.reason if isinstance(error, SourceError) else str(error))
        digest = hashlib.blake2b(repr(picture.shape).encode(), digest_size=16)
        digest.update(picture.tobytes())
        return Checked(digest.hexdigest(), location)

    seen: list[Checked] = []
    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, len(paths), 64):
            seen.extend(pool.map(check, paths[start : start + 64]))
            report(len(seen) / len(paths), f"looking at pictures, {len(seen)} of {len(paths)}")
    return seen
