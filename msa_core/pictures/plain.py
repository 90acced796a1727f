"""Ordinary pictures with Pillow alone, pixel for pixel as the program's one reader (RasterReader) reads them.

For training where GDAL is not installed, and because it is quicker. What the two would read otherwise (more than 8
bits, most TIFFs, giants) is not read here at all: better no picture than another one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from msa_core.errors import SourceError
from msa_core.pictures.decoding import MAX_PX, NEUTRAL_RGB
from msa_core.pictures.orientation import UPRIGHT, orientation_of, turn

# The plugins themselves: Image.open refuses giants in its own way, and warns of large ones.
_OPENERS: dict[str, Callable[[BinaryIO], Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
}
_MODES = {
    "JPEG": {"L", "RGB", "CMYK"},
    "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"},
    "WEBP": {"RGB", "RGBA"},
    "BMP": {"1", "P", "RGB"},
    "GIF": {"1", "L", "P", "RGB", "RGBA"},
    "TIFF": {"RGB"},
}
_SIGNATURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"RIFF": "WEBP",
    b"BM": "BMP",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
# Tags of a TIFF that the other reader heeds: several pages' kind, orientation, colours' meaning, extra samples, JPEG
# tables, positions, GDAL's items and nodata.
_TIFF_TAGS = (254, 255, 274, 338, 347, 529, 530, 532, 33550, 33922, 34264, 34735, 42112, 42113)
_TIFF_PACKINGS = ("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits")
# Files beside a picture: those that give it a grid, so that it is not turned; and GDAL's own, nodata and masks.
_WORLD_FILES = (
    ".wld",
    ".jgw",
    ".jpgw",
    ".jpegw",
    ".pgw",
    ".pngw",
    ".wbpw",
    ".webpw",
    ".tfw",
    ".tifw",
    ".tiffw",
)
_BESIDE_TAILS = (".aux.xml", ".msk")
# A larger TIFF is read reduced, by GDAL's averages.
_MAX_TIFF_SIDE_PX = 512


class NotPlainError(SourceError):
    """The picture may be a good one, but takes GDAL to be read rightly."""


def read_plain(path: Path) -> np.ndarray:
    """A picture of 8 bits, uint8 (H, W, 3), the way up its camera noted; neutral grey where it is transparent.

    Of an animated picture the first frame. Colour profiles and gamma are not applied.

    Raises:
        NotPlainError: it is of another kind.
        SourceError: it is missing, damaged, or holds nothing but transparency.
    """
    try:
        with path.open("rb") as stream:
            form = _form(stream)
            if form is None:
                raise NotPlainError(path, _needs("is of no format read without it"))
            return _read(path, stream, form)
    except FileNotFoundError as error:
        raise SourceError(path, "there is no such picture; check the --images folder.") from error
    except IsADirectoryError as error:
        raise SourceError(path, "This is a folder, not a picture.") from error
    except MemoryError as error:
        raise SourceError(path, "There is not enough memory to read it.") from error
    except SourceError:
        raise
    except Exception as error:  # Pillow raises much on damaged files, struct.error and KeyError among it
        raise SourceError(path, f"not a picture that can be read ({error}).") from error


def _read(path: Path, stream: BinaryIO, form: str) -> np.ndarray:
    with _OPENERS[form](stream) as image:
        if other := _other(image, form, path):
            raise NotPlainError(path, _needs(other))
        orientation = _orientation(path, form)
        has_alpha = image.mode in ("LA", "RGBA") or "transparency" in image.info
        picture = np.asarray(image.convert("RGBA" if has_alpha else "RGB"))
    if has_alpha:
        clear = picture[..., 3] == 0
        if clear.all():
            raise SourceError(path, "There is no data in it: nothing but nodata or transparency.")
        picture = picture[..., :3].copy()
        picture[clear] = NEUTRAL_RGB
    return turn(picture, orientation)


def _form(stream: BinaryIO) -> str | None:
    head = stream.read(12)
    stream.seek(0)
    return next((form for signature, form in _SIGNATURES.items() if head.startswith(signature)), None)


def _needs(what: str) -> str:
    return f"The picture {what}: reading it takes GDAL (the Python package rasterio), or save it as 8-bit RGB PNG."


def _other(image: Image.Image, form: str, path: Path) -> str:
    """Why this picture is not plain, ``""`` when it is."""
    if image.width * image.height > MAX_PX:
        return f"has more than {MAX_PX:,} pixels"
    if image.mode not in _MODES[form]:
        return f"has pixels of another kind ({image.mode})"
    if form == "PNG" and _png_bits(path) > 8:
        return "has more than 8 bits a colour"
    if form == "BMP" and _bmp_bits(path) in (16, 32):
        # GDAL spreads 5 bits over 8 differently from Pillow, and of 32 either may take the last 8 for transparency.
        return "has 16 or 32 bits a pixel"
    if form == "GIF" and _gif_is_partial(image):
        return "has a first frame that does not fill it"
    if form == "TIFF" and _tiff_is_special(image):
        return "is a TIFF of a special kind"
    return "has a file beside it that GDAL heeds" if _has_tail_beside(path) else ""


def _orientation(path: Path, form: str) -> int:
    if form not in ("JPEG", "PNG", "WEBP"):
        return UPRIGHT
    with path.open("rb") as stream:
        found = orientation_of(stream, form)
    if found != UPRIGHT and _has_world_file(path):
        raise NotPlainError(path, _needs("is turned and has a world file"))
    return found


def _png_bits(path: Path) -> int:
    with path.open("rb") as stream:
        return (stream.read(25) or b"\x00")[-1]


def _bmp_bits(path: Path) -> int:
    with path.open("rb") as stream:
        return int.from_bytes(stream.read(30)[28:], "little")


def _gif_is_partial(image: Image.Image) -> bool:
    tiles = getattr(image, "tile", [])
    return not tiles or tuple(tiles[0][1]) != (0, 0, image.width, image.height)


def _tiff_is_special(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", {})
    return (
        max(image.size) > _MAX_TIFF_SIDE_PX
        or image.info.get("compression") not in _TIFF_PACKINGS
        or tags.get(262) != 2
        or tuple(tags.get(258, ())) != (8, 8, 8)
        or any(tag in tags and tags[tag] not in (0, 1) for tag in _TIFF_TAGS)
        or getattr(image, "n_frames", 1) > 1
    )


def _has_tail_beside(path: Path) -> bool:
    return any(path.with_name(path.name + tail).exists() for tail in _BESIDE_TAILS)


def _has_world_file(path: Path) -> bool:
    endings = [*_WORLD_FILES, *(ending.upper() for ending in _WORLD_FILES)]
    return any(path.with_suffix(ending).exists() for ending in endings)
