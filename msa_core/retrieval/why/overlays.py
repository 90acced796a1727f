"""Why a tile was found: heatmaps of a text on it, and the files of ``msa explain``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.errors import SourceError
from msa_core.indexing.folder.tile_index import TileIndex
from msa_core.model import heatmaps
from msa_core.model.embedder import Embedder
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch
from msa_core.records import RANKING, Explanation, Heatmap, PixelBox, Tile, TileHit
from msa_core.retrieval.why.heatmap_grid import Placed, place_cells
from msa_core.retrieval.why.sheet import draw_sheet

StyleWriter = Callable[[np.ndarray, str], bytes]
"""Makes a style of an overlay: its values (h, w) and their unit -> the content of the file."""
SCALES = (1, 2, 3, 4)
_SHEET_TILE_PX = 512


def explain_tile(embedder: Embedder, index: TileIndex, tile: Tile, text: str) -> Explanation:
    """Heatmaps of ``text`` on a tile, whose pixels are read as they were for the index.

    Raises:
        SourceError: the raster is gone or cannot be read.
        UsageError: the text is empty.
    """
    image = read_tile(index, tile, embedder.input_px)
    words, maps = heatmaps.explain(embedder.model, image, text)
    return Explanation(tile, text, words, maps)


def read_tile(index: TileIndex, tile: Tile, side_px: int) -> np.ndarray:
    """Pixels of a tile, uint8 (side_px, side_px, 3), with the stretch the index was made with."""
    with open_source(index, tile) as reader:
        image, _ = reader.read(tile.pixel_bbox, side_px)
    return image


def open_source(index: TileIndex, tile: Tile) -> RasterReader:
    """A reader of a tile's raster. Raises SourceError when the raster is gone or another one lies there."""
    stored = index.stretch_of(tile)
    stretch = Stretch.from_json(stored) if isinstance(stored, dict) else None
    reader = RasterReader(tile.path, tile.source, stretch)
    x0, y0, x1, y1 = tile.pixel_bbox
    if x0 < 0 or y0 < 0 or x1 > reader.info.width_px or y1 > reader.info.height_px:
        reader.close()
        raise SourceError(tile.path, "It is smaller than when it was indexed: run msa index again.")
    return reader


def write_overlays(
    explanation: Explanation, hit: TileHit, index: TileIndex, out: Path, style: StyleWriter
) -> list[Path]:
    """Write ``rankNNN_scale1.tif`` .. ``_scale4.tif``, ``rankNNN_ranking.tif`` and ``rankNNN_sheet.png``.

    The GeoTIFFs are float32, in the source's CRS and place (rotated and south-up ones too), one pixel per cell of the
    heatmap: logits for the scales, cosine for the ranking. Each sums, with its tag ``constant``, to its tag ``total``.
    Beside each lies a style of the same name, ``.qml``, with which QGIS shows it in the colours of the sheet: what
    speaks for the tile warm, what speaks against it cold, and nothing at 0. Styles are not among the files returned.

    Raises:
        SourceError: the raster is gone or cannot be read.
        StorageError: the files cannot be written.
    """
    prefix = out / f"rank{hit.rank:03d}"
    files = []
    with open_source(index, explanation.tile) as reader:
        for scale in (*SCALES, RANKING):
            heatmap = explanation.find(scale)
            placed = place_cells(reader.georef, explanation.tile.pixel_bbox, heatmap.values.shape)
            name = f"scale{scale}" if scale else "ranking"
            path = Path(f"{prefix}_{name}.tif")
            files.append(_write(path, heatmap, placed, explanation, name, style))
        image, _ = reader.read(explanation.tile.pixel_bbox, _picture_shape(explanation.tile.pixel_bbox))
    files.append(draw_sheet(Path(f"{prefix}_sheet.png"), image, explanation, hit))
    return files


def _write(
    path: Path, heatmap: Heatmap, placed: Placed, explanation: Explanation, name: str, style: StyleWriter
) -> Path:
    options: dict[str, Any] = {"crs": placed.crs, "transform": placed.transform, "gcps": placed.gcps}
    unit = "cosine" if name == "ranking" else "logit"
    tags = {
        "text": explanation.text,
        "units": unit,
        "constant": repr(float(heatmap.constant)),
        "total": repr(float(heatmap.total)),
        "source": explanation.tile.source,
        "tile": explanation.tile.id,
    }
    values = heatmap.values.astype(np.float32)
    beside = {".qml": style(values, unit)}
    write_geotiff(path, values, tags=_encodable(tags), descriptions=[name], beside=beside, **options)
    return path


def _encodable(tags: dict[str, str]) -> dict[str, str]:
    return {key: value.encode("utf-8", "backslashreplace").decode("utf-8") for key, value in tags.items()}


def _picture_shape(pixel_bbox: PixelBox) -> tuple[int, int]:
    """Rows and columns of the tile on the sheet: its own shape, the longer side ``_SHEET_TILE_PX``."""
    x0, y0, x1, y1 = pixel_bbox
    scale = _SHEET_TILE_PX / max(x1 - x0, y1 - y0)
    return max(1, round((y1 - y0) * scale)), max(1, round((x1 - x0) * scale))
