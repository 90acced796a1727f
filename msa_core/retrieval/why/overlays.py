"""Why a tile was found: heatmaps of a text on it, and the files of ``msa explain``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.errors import SourceError, UsageError
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.model.running import heatmaps
from msa_core.model.running.embedder import Embedder
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch
from msa_core.records import RANKING, Contribution, Explanation, Heatmap, PixelBox, Query, Tile, TileHit
from msa_core.retrieval.query.meaning.picture_query import read_picture
from msa_core.retrieval.query.meaning.term_vectors import TermVectors
from msa_core.retrieval.query.picture_window import is_picture
from msa_core.retrieval.why.heatmap_grid import CellGrid, grid_of_cells
from msa_core.retrieval.why.sentence_words import folded, own_words
from msa_core.retrieval.why.sheet import draw_sheet

StyleWriter = Callable[[np.ndarray, str], bytes]
"""Makes a style of an overlay: its values (h, w) and their unit -> the content of the file."""
SCALES = (1, 2, 3, 4)
_SHEET_TILE_PX = 512
_SAMPLE_ROWS = 128


def explain_tile(
    embedder: Embedder,
    index: TileIndex | None,
    tile: Tile,
    text: str,
    query: Query | None = None,
    scored: np.ndarray | None = None,
) -> Explanation:
    """Heatmaps of ``text`` on a tile, whose pixels are read as they were for the index, and what its score is made of.

    Args:
        index: the open one; None for a picture that belongs to none, which is read as it is captioned.
        query: what found the tile. The ranking map then explains its score, whatever it is made of, and the text may be
            empty. None: the score of ``text`` alone.
        scored: the vector (D,) of that query with its votes, where there are any.

    Raises:
        SourceError: the raster is gone or cannot be read, or a picture of the query.
        UsageError: the text is empty, or no index is open.
    """
    if is_picture(tile):
        image, query = read_picture(tile.path, embedder.input_px), None
    else:
        image = read_tile(_opened(index), tile, embedder.input_px)
    asked = None if query is None or index is None else TermVectors(query, embedder, index)
    if asked is not None and scored is None:
        scored = asked.whole
    words, maps = heatmaps.explain(embedder.model, image, text, scored)
    contributions: tuple[Contribution, ...] = ()
    row = None if index is None else index.row_of(tile.id)
    if index is not None and asked is not None and scored is not None and row is not None:
        contributions = asked.contributions_of(index.rows.embedding[row], scored)
        maps = (*maps[:-1], _counted_to(maps[-1], sum(contribution.amount for contribution in contributions)))
    own = own_words(words)
    return Explanation(
        tile=tile,
        text=text,
        words=own,
        heatmaps=folded(maps, words, own),
        in_sentence=tuple(word for word in words if word not in own),
        contributions=contributions,
        usual=() if index is None else usual_logits(embedder, index, text),
    )


def _opened(index: TileIndex | None) -> TileIndex:
    if index is None:
        raise UsageError("No index is open: open one first.")
    return index


def usual_logits(embedder: Embedder, index: TileIndex, text: str) -> tuple[tuple[float, float], ...]:
    """Mean and standard deviation of the match logit of each scale over an even sample of the index.

    () without words or tiles, or where another program made the embeddings.
    """
    if not text.strip() or not len(index) or index.is_foreign:
        return ()
    sample = np.arange(0, len(index), max(1, len(index) // _SAMPLE_ROWS))
    z = embedder.match_logits(index.pooled(sample), embedder.encode_texts([text]))[:, 0].astype(np.float64)
    return tuple(zip(z.mean(axis=0).tolist(), z.std(axis=0).tolist(), strict=True))


def _counted_to(ranking: Heatmap, score: float) -> Heatmap:
    """The ranking map with the score of the index, that of the list, as its total.

    The index was embedded in half precision or in a batch of another size: what that makes is no place's and goes
    to the constant.
    """
    return replace(ranking, constant=ranking.constant + score - ranking.total, total=score)


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
    explanation: Explanation, hit: TileHit, index: TileIndex | None, out: Path, style: StyleWriter
) -> list[Path]:
    """Write ``rankNNN_scale1.tif`` .. ``_scale4.tif``, ``rankNNN_ranking.tif`` and ``rankNNN_sheet.png``.

    The GeoTIFFs are float32, in the source's CRS and place (rotated and south-up ones too), one pixel per cell of the
    heatmap: logits for the scales, the score for the ranking. Each sums, with its tag ``constant``, to
    its tag ``total``.
    Beside each lies a style of the same name, ``.qml``, with which QGIS shows it in the colours of the sheet: what
    speaks for the tile warm, what speaks against it cold, and nothing at 0. Styles are not among the files returned.
    A ``picture_hit`` without a score has that of its ranking map.

    Raises:
        SourceError: the raster is gone or cannot be read.
        StorageError: the files cannot be written.
    """
    prefix = out / f"rank{hit.rank:03d}"
    files = []
    tile = explanation.tile
    if is_picture(tile) and not hit.score:
        hit = replace(hit, score=explanation.find(RANKING).total)
    with RasterReader(tile.path) if is_picture(tile) else open_source(_opened(index), tile) as reader:
        size = reader.info.width_px, reader.info.height_px
        box = (0, 0, *size) if is_picture(tile) else tile.pixel_bbox
        for scale in (*SCALES, RANKING):
            heatmap = explanation.find(scale)
            grid = grid_of_cells(reader.georef, box, heatmap.values.shape)
            name = f"scale{scale}" if scale else "ranking"
            path = Path(f"{prefix}_{name}.tif")
            files.append(_write(path, heatmap, grid, explanation, name, style))
        image, _ = reader.read(box, _picture_shape(box))
    files.append(draw_sheet(Path(f"{prefix}_sheet.png"), image, explanation, hit))
    return files


def _write(
    path: Path, heatmap: Heatmap, grid: CellGrid, explanation: Explanation, name: str, style: StyleWriter
) -> Path:
    options: dict[str, Any] = {"crs": grid.crs, "transform": grid.transform, "gcps": grid.gcps}
    unit = "score" if name == "ranking" else "logit"
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
