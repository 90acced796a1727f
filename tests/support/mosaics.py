"""Mosaics as virtual rasters: four tiles of 64 px, of values that are never 0, in the forms GDAL knows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff

SIDE = 64
DARKEST = 90
TILES = [(column, row) for row in (0, 1) for column in (0, 1)]
# The tile that tests take away or damage: the upper right one.
GONE = "tile_1_0.tif"


def write_tiles(folder: Path) -> None:
    """``tile_{column}_{row}.tif``: three bands of noise from DARKEST to 250."""
    folder.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(7)
    for column, row in TILES:
        pixels = noise.integers(DARKEST, 250, (SIDE, SIDE, 3), dtype=np.uint8)
        place = (1.0, 0.0, 390_000.0 + column * SIDE, 0.0, -1.0, 5_820_000.0 - row * SIDE)
        write_geotiff(folder / f"tile_{column}_{row}.tif", pixels, crs="EPSG:32633", transform=place)


def source(tag: str, name: str, band: str, column: int, row: int, more: str = "", shared: str = "") -> str:
    """One source element that fills one quarter of the mosaic."""
    return (
        f'<{tag}><SourceFilename relativeToVRT="1"{shared}>{escape(name)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand>"
        f'<SrcRect xOff="0" yOff="0" xSize="{SIDE}" ySize="{SIDE}"/>'
        f'<DstRect xOff="{column * SIDE}" yOff="{row * SIDE}" xSize="{SIDE}" ySize="{SIDE}"/>{more}</{tag}>'
    )


def properties() -> str:
    """What gdalbuildvrt writes, so that GDAL need not open a file before it is read."""
    size = f'RasterXSize="{SIDE}" RasterYSize="{SIDE}"'
    return f'<SourceProperties {size} DataType="Byte" BlockXSize="64" BlockYSize="32"/>'


def mosaic(bands: list[str], extra: str = "", band_class: str = "", side: int = 2 * SIDE) -> str:
    """The XML of a mosaic whose bands have these sources."""
    inner = "".join(
        f'<VRTRasterBand dataType="Byte" band="{number}"{band_class}>{text}</VRTRasterBand>'
        for number, text in enumerate(bands, 1)
    )
    return (
        f'<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><SRS>EPSG:32633</SRS>'
        f"<GeoTransform>390000,1,0,5820000,0,-1</GeoTransform>{inner}{extra}</VRTDataset>"
    )


def of_tiles(
    tag: str = "SimpleSource", folder: str = "tiles/", more: str = "", shared: str = ""
) -> list[str]:
    """The sources of three bands."""
    return [
        "".join(source(tag, f"{folder}tile_{c}_{r}.tif", str(band), c, r, more, shared) for c, r in TILES)
        for band in (1, 2, 3)
    ]


def _nested(root: Path) -> str:
    (root / "inner.vrt").write_text(mosaic(of_tiles()))
    bands = [
        f'<SimpleSource><SourceFilename relativeToVRT="1">inner.vrt</SourceFilename><SourceBand>{band}</SourceBand>'
        f'<SrcRect xOff="0" yOff="0" xSize="{2 * SIDE}" ySize="{2 * SIDE}"/>'
        f'<DstRect xOff="0" yOff="0" xSize="{2 * SIDE}" ySize="{2 * SIDE}"/></SimpleSource>'
        for band in (1, 2, 3)
    ]
    return mosaic(bands)


def _inline(root: Path) -> str:
    inner = mosaic(of_tiles())
    bands = [
        f'<SimpleSource><SourceFilename relativeToVRT="0">{escape(inner)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand></SimpleSource>"
        for band in (1, 2, 3)
    ]
    return mosaic(bands)


def _masked(root: Path) -> str:
    """Pixels of one raster that is whole, and a mask whose tiles may be missing."""
    noise = np.random.default_rng(8)
    pixels = noise.integers(DARKEST, 250, (2 * SIDE, 2 * SIDE, 3), dtype=np.uint8)
    write_geotiff(
        root / "whole.tif", pixels, crs="EPSG:32633", transform=(1.0, 0.0, 390_000.0, 0.0, -1.0, 5_820_000.0)
    )
    bands = [
        f'<SimpleSource><SourceFilename relativeToVRT="1">whole.tif</SourceFilename><SourceBand>{band}</SourceBand>'
        "</SimpleSource>"
        for band in (1, 2, 3)
    ]
    mask = f'<MaskBand><VRTRasterBand dataType="Byte">{of_tiles()[0]}</VRTRasterBand></MaskBand>'
    return mosaic(bands, mask)


def _derived(root: Path) -> str:
    function = "<PixelFunctionType>max</PixelFunctionType>"
    return mosaic([function + text for text in of_tiles()], band_class=' subClass="VRTDerivedRasterBand"')


FORMS: dict[str, Callable[[Path], str]] = {
    "simple": lambda _: mosaic(of_tiles()),
    "as gdalbuildvrt writes it": lambda _: mosaic(of_tiles(more=properties())),
    "shared": lambda _: mosaic(of_tiles(shared=' shared="1"')),
    "not shared": lambda _: mosaic(of_tiles(shared=' shared="0"')),
    "complex": lambda _: mosaic(
        of_tiles("ComplexSource", more="<ScaleOffset>1</ScaleOffset><ScaleRatio>1</ScaleRatio>")
    ),
    "averaged": lambda _: mosaic(of_tiles("AveragedSource")),
    "nested": _nested,
    "inline": _inline,
    "mask": _masked,
    "derived": _derived,
}


def write_mosaic(root: Path, form: str) -> Path:
    """``mosaic.vrt`` in one of FORMS, with its tiles in ``tiles``."""
    write_tiles(root / "tiles")
    path = root / "mosaic.vrt"
    path.write_text(FORMS[form](root))
    return path


def zip_folder(folder: Path, zipped: Path) -> Path:
    """Everything below a folder as a zip."""
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return zipped
