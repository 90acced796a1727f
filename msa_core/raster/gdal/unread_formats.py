"""What a file is that GDAL does not open, and what to do: by its first bytes and by GDAL's own words.

"Not a raster" is said of what is none. A raster whose driver or compression this build of GDAL lacks is named.
"""

from __future__ import annotations

import re
from pathlib import Path

HEAD_BYTES = 1024

_LICENSED = "whose driver needs a licence of its maker and is not in this build of GDAL"
_LACKING = "whose driver is not in this build of GDAL"
_CONVERT = "Convert it to GeoTIFF with a program that reads it"
# Place in the file, bytes, what the file is, what to do.
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"msid", f"a MrSID raster, {_LICENSED}", f"{_CONVERT} (LizardTech's mrsiddecode is free of charge)."),
    (0, b"\x0e\x03\x13\x01", f"an HDF4 file, {_LACKING}", f"{_CONVERT}."),
    (0, b"\x89HDF\r\n\x1a\n", f"an HDF5 file of a kind {_LACKING}", f"{_CONVERT}."),
    (0, b"CDF\x01", f"a netCDF file, {_LACKING}", f"{_CONVERT}."),
    (0, b"CDF\x02", f"a netCDF file, {_LACKING}", f"{_CONVERT}."),
    (0, b"\xff\x0a", f"a JPEG XL picture, {_LACKING}", f"{_CONVERT} (libjxl's djxl makes a PNG)."),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", f"a JPEG XL picture, {_LACKING}", f"{_CONVERT} (libjxl's djxl makes a PNG)."),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 file of a kind this build of GDAL cannot read", f"{_CONVERT}."),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 file of a kind this build of GDAL cannot read", f"{_CONVERT}."),
    (0, b"SIMPLE  =", "a FITS file, which is left out because its library reads commands in names", f"{_CONVERT}."),
    (0, b"v/1\x01", f"an OpenEXR picture, {_LACKING}", f"{_CONVERT}."),
    (0, b"DDS ", f"a DDS texture, {_LACKING}", f"{_CONVERT}."),
    (0, b"8BPS", "a picture of Photoshop, which GDAL does not read", "Export it as TIFF."),
    (0, b"%PDF-", "a PDF, which this program does not draw", "Export its map as GeoTIFF (gdal_translate, QGIS)."),
    (0, b"LASF", "a cloud of points, not a raster", "Make a raster of it first."),
    (0, b"\x00\x00\x27\x0a", "a shapefile: outlines, not a raster", "Index the pictures they were drawn on."),
    (0, b"SQLite format 3\0", "a database without pictures that GDAL knows", "Export the layer as GeoTIFF."),
    (0, b"PK\x03\x04", "a packed file", "Unpack it, or call it .zip."),
    (0, b"7z\xbc\xaf\x27\x1c", "a packed file", "Unpack it first."),
    (0, b"Rar!", "a packed file", "Unpack it first."),
    (0, b"\x1f\x8b", "a packed file", "Unpack it first."),
    (0, b"BZh", "a packed file", "Unpack it first."),
    (0, b"\xfd7zXZ", "a packed file", "Unpack it first."),
    (0, b"\x28\xb5\x2f\xfd", "a packed file", "Unpack it first."),
    (257, b"ustar", "a packed file", "Unpack it first."),
)  # fmt: skip
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_SERVICE = re.compile(
    rb"<(?:gdal_wms|gdal_wmts|wcs_gdal|(?:\w+:)?(?:wms|wmts|wcs)_?capabilities|wmt_ms_capabilities|capabilities"
    rb"|gdaltileindexdataset|tilemap )",
    re.IGNORECASE,
)
_ECW_MAJOR = (b"e\x02", b"e\x03")
# As TIFF numbers the ways to pack pixels; those that builds of GDAL lack, by name in its message or by number.
_CODECS = {
    "JXL": "JPEG XL", "JP2000": "JPEG 2000", "JBIG": "JBIG",
    "ZSTD": "Zstandard", "LERC": "LERC", "LERC_DEFLATE": "LERC", "LERC_ZSTD": "LERC",
    "LZMA": "LZMA", "WEBP": "WebP", "JPEG": "JPEG", "CCITTRLE": "CCITT", "CCITTFAX3": "CCITT fax 3",
    "CCITTFAX4": "CCITT fax 4", "6": "JPEG of the oldest kind", "22610": "JPEG XR", "33003": "JPEG 2000 (Aperio)",
    "33005": "JPEG 2000 (Aperio)", "34661": "JBIG", "34712": "JPEG 2000", "34713": "Nikon's", "34892": "lossy JPEG",
    "34887": "LERC", "34925": "LZMA", "34926": "Zstandard", "34927": "WebP", "34933": "PNG", "34934": "JPEG XR",
    "50000": "Zstandard", "50001": "WebP", "50002": "JPEG XL", "52546": "JPEG XL", "65000": "Kodak's",
}  # fmt: skip
_NO_CODEC = re.compile(r"missing codec (?:of code )?(\w+)|(\w+) compression support is not configured")


def codec_reason(words: str) -> str:
    """A sentence for a TIFF whose compression this build lacks, by GDAL's message; ``""`` for other messages."""
    found = _NO_CODEC.search(words)
    if found is None:
        return ""
    code = found[1] or found[2]
    name = _CODECS.get(code.upper(), f"number {code} of TIFF's list" if code.isdigit() else code)
    return (
        f"Its pixels are compressed with {name}, which this build of GDAL cannot unpack. Write it again with another "
        "compression, with a program that reads it (gdal_translate -co COMPRESS=DEFLATE)."
    )


def format_reason(path: Path, head: bytes) -> str:
    """What a file is that no driver has recognized, and what to do with it.

    Args:
        path: its ending counts where the first bytes say little.
        head: its first ``HEAD_BYTES`` bytes.
    """
    what, advice = _judge(path.suffix.lower(), head)
    if not what:
        return "This is not a raster: its contents are in no image format this program reads."
    return f"This is {what}. {advice}"


def _judge(suffix: str, head: bytes) -> tuple[str, str]:
    for place, magic, what, advice in _MAGIC:
        if head[place : place + len(magic)] == magic:
            if what.startswith("an HDF5") and suffix == ".kea":
                return f"a KEA raster, {_LACKING}", advice
            return what, advice
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return f"an AVIF picture, {_LACKING}", f"{_CONVERT}."
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return f"a HEIF picture (of a telephone), {_LACKING}", "Export it as JPEG or PNG."
    if _is_ecw(suffix, head):
        return f"an ECW raster, {_LICENSED}", f"{_CONVERT} (ERDAS, QGIS on Windows)."
    if _SERVICE.search(head):
        return (
            "a description of a map service",
            "Nothing is fetched from a network: save the part you need as GeoTIFF.",
        )
    return "", ""


def _is_ecw(suffix: str, head: bytes) -> bool:
    """ECW's two bytes are few, so they need the ending or a third one that fits."""
    binary = b"\0" in head
    return binary and (suffix == ".ecw" or (head[:2] in _ECW_MAJOR and head[2:3] in (b"\0", b"\x01")))
