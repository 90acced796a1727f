"""Small pictures of every kind, made by code: the matrix that all readers are compared on."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

H, W = 46, 70
RNG = np.random.default_rng(11)


def scene() -> np.ndarray:
    """(H, W, 3) uint8: slopes, and a patch of noise whose colours no two decoders of JPEG spread alike."""
    rows, columns = np.mgrid[0:H, 0:W]
    picture = np.stack([columns * 255 // W, rows * 255 // H, (columns + rows) * 255 // (H + W)], axis=2)
    picture[8:20, 10:34] = RNG.integers(0, 256, (12, 24, 3))
    return picture.astype(np.uint8)


Maker = Callable[[Path], object]
"""Writes a file."""

RGB = scene()
COLOUR = Image.fromarray(RGB)
GREY = COLOUR.convert("L")
ALPHA = np.full((H, W), 255, np.uint8)
ALPHA[:, :20], ALPHA[:, 40:50] = 0, 128
CLEAR = Image.merge("RGBA", (*COLOUR.split(), Image.fromarray(ALPHA)))
PALETTE = COLOUR.quantize(64)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    bits: int,
    colour: int,
    rows: list[bytes],
    extra: bytes = b"",
    interlaced: bool = False,
    after: bytes = b"",
) -> bytes:
    header = struct.pack(">IIBBBBB", W, H, bits, colour, 0, 0, int(interlaced))
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = chunk(b"IHDR", header) + extra + chunk(b"IDAT", pixels) + after + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def packed(bits: int) -> list[bytes]:
    """Rows of GREY in 1, 2 or 4 bits a pixel."""
    levels = np.asarray(GREY) >> (8 - bits)
    planes = (levels[..., np.newaxis] >> np.arange(bits - 1, -1, -1)) & 1
    return [np.packbits(row).tobytes() for row in planes.reshape(H, -1).astype(np.uint8)]


def interlaced() -> list[bytes]:
    """Rows of RGB in the order of Adam7."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    return [row.tobytes() for x, y, dx, dy in passes for row in RGB[y::dy, x::dx]]


def saved(picture: Image.Image, **options: Any) -> Maker:
    return lambda path: picture.save(path, **options)


def exif(orientation: int) -> Image.Exif:
    found = Image.Exif()
    found[274] = orientation
    return found


def frames(first: Image.Image, **options: Any) -> Maker:
    return saved(first, save_all=True, append_images=[ImageOps.invert(COLOUR).convert(first.mode)], **options)


# Eight bits and less: GDAL and Pillow must agree, and what is transparent is neutral grey.
ORDINARY: dict[str, Maker] = {
    "rgb.png": saved(COLOUR),
    "rgb.bmp": saved(COLOUR),
    "rgb.webp": saved(COLOUR, quality=80),
    "exact.webp": saved(COLOUR, lossless=True),
    "full.jpg": saved(COLOUR, quality=90, subsampling=0),
    "halved.jpg": saved(COLOUR, quality=75, subsampling=1),
    "quartered.jpg": saved(COLOUR, quality=75, subsampling=2),
    "progressive.jpg": saved(COLOUR, progressive=True),
    "grey.jpg": saved(GREY),
    "inks.jpg": saved(COLOUR.convert("CMYK")),
    "grey.png": saved(GREY),
    "grey_alpha.png": saved(Image.merge("LA", (GREY, Image.fromarray(ALPHA)))),
    "alpha.png": saved(CLEAR),
    "alpha.webp": saved(CLEAR, lossless=True),
    "alpha_lossy.webp": saved(CLEAR, quality=70),
    "bits.png": saved(GREY.convert("1")),
    "bits.bmp": saved(GREY.convert("1")),
    "two_bits.png": lambda path: path.write_bytes(png(2, 0, packed(2))),
    "four_bits.png": lambda path: path.write_bytes(png(4, 0, packed(4))),
    "interlaced.png": lambda path: path.write_bytes(png(8, 2, interlaced(), interlaced=True)),
    "gamma.png": lambda path: path.write_bytes(
        png(8, 2, [row.tobytes() for row in RGB], chunk(b"gAMA", struct.pack(">I", 100_000)))
    ),
    "palette.png": saved(PALETTE),
    "palette.bmp": saved(PALETTE),
    "palette.gif": saved(PALETTE),
    "small_palette.png": saved(COLOUR.quantize(12), bits=4),
    "one_clear_entry.png": saved(PALETTE, transparency=5),
    "clear_entries.png": saved(PALETTE, transparency=bytes([0, 0, 128] + [255] * 61)),
    "clear_entry.gif": saved(PALETTE, transparency=5),
    "clear_colour.png": saved(COLOUR, transparency=tuple(int(value) for value in RGB[0, 0])),
    "clear_grey.png": saved(GREY, transparency=int(np.asarray(GREY)[30, 30])),
    "frames.gif": frames(PALETTE),
    "frames.png": frames(COLOUR),
    "frames.webp": frames(COLOUR, lossless=True),
    **{f"turned_{n}.jpg": saved(COLOUR, exif=exif(n)) for n in range(1, 9)},
    "turned.png": saved(COLOUR, exif=exif(6)),
    "turned_late.png": lambda path: path.write_bytes(
        png(8, 2, [row.tobytes() for row in RGB], after=chunk(b"eXIf", exif(8).tobytes().removeprefix(b"Exif\0\0")))
    ),
    "turned.webp": saved(COLOUR, exif=exif(5), lossless=True),
}  # fmt: skip


# Read by GDAL alone.
def bmp(bits: int) -> bytes:
    """A BMP of 16 bits (five a colour) or 32 bits a pixel, as screens' programs write it."""
    if bits == 16:
        fifth = RGB.astype(np.uint16) >> 3
        pixels = (fifth[..., 0] << 10 | fifth[..., 1] << 5 | fifth[..., 2]).astype("<u2")[::-1].tobytes()
    else:
        pixels = np.dstack([RGB[..., ::-1], ALPHA])[::-1].tobytes()
    head = struct.pack("<IiiHHIIiiII", 40, W, H, 1, bits, 0, len(pixels), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + head + pixels


OTHERS: dict[str, Maker] = {
    "five_bits.bmp": lambda path: path.write_bytes(bmp(16)),
    "four_bytes.bmp": lambda path: path.write_bytes(bmp(32)),
    "deep.png": saved(Image.fromarray(np.asarray(GREY).astype(np.uint16) * 11)),
    "deep_colour.png": lambda path: path.write_bytes(
        png(16, 2, [row.tobytes() for row in (RGB.astype(">u2") * 40)])
    ),
    "deep.tif": saved(Image.fromarray(np.asarray(GREY).astype(np.uint16) * 11)),
    "float.tif": saved(Image.fromarray(np.asarray(GREY).astype(np.float32) / 7)),
    "grey.tif": saved(GREY),
    "alpha.tif": saved(CLEAR),
    "inks.tif": saved(COLOUR.convert("CMYK")),
    "bits.tif": saved(GREY.convert("1")),
    "palette.tif": saved(PALETTE),
    "jpeg.tif": saved(COLOUR, compression="jpeg"),
    "turned.tif": saved(COLOUR, exif=exif(6)),
    "pages.tif": frames(COLOUR),
}  # fmt: skip


def giant(path: Path, bits: int) -> None:
    """A PNG of 200 million pixels that takes a few kilobytes."""
    width, height = 20_000, 10_000
    row = b"\0" + (b"\x00" * (width // 16) + b"\xff" * (width // 16) if bits == 1 else bytes(width))
    packer = zlib.compressobj(1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
