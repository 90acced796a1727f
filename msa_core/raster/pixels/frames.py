"""Moving pictures: GDAL shows the first frame of a GIF and of an animated PNG or WebP, and does not say so."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

# Formats of one picture for GDAL that may hold several.
_MOVING = {"GIF": "GIF", "BIGGIF": "GIF", "PNG": "PNG", "WEBP": "WEBP"}
_NOT_TOLD = (
    OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


def frames_left_out(path: Path, driver: str) -> str:
    """A phrase for the frames behind the first, ``""`` when there are none or the file does not tell (in a zip)."""
    if driver not in _MOVING:
        return ""
    try:
        with Image.open(path, formats=[_MOVING[driver]]) as picture:
            frames = int(getattr(picture, "n_frames", 1))
    except _NOT_TOLD:
        return ""
    return f"{frames - 1} of {frames} frames of a moving picture" if frames > 1 else ""
