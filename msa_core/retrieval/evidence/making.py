"""Evidence of a search made, and made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import Search
from msa_core.model.running.embedder import Embedder
from msa_core.records import SearchResult
from msa_core.retrieval.evidence.comparison import Comparison, compare
from msa_core.retrieval.evidence.evidence_record import evidence_of, pixels_of, thumbnails_of
from msa_core.retrieval.evidence.pack import OVERLAYS, Pictures, clear_folder, write_pack
from msa_core.retrieval.exports.styles.qml import overlay_qml
from msa_core.retrieval.why.overlays import explain_tile, write_overlays


def write_evidence(
    embedder: Embedder | None,
    index: TileIndex,
    asked: Search,
    result: SearchResult,
    out: Path,
    overlays: int,
    overwrite: bool,
) -> Path:
    """Write a search as a folder: a page, the pictures, overlays, and a JSON from which it can be asked again.

    Args:
        embedder, index: that answered; no embedder where another program made the embeddings.
        asked: the question that gave ``result``.
        out: the folder, made if needed.
        overlays: for so many of the best hits it is drawn why they matched, where the question has words.
        overwrite: replace an earlier pack.

    Returns:
        The page.

    Raises:
        UsageError: ``out`` holds other files, or a pack without ``overwrite``.
        StorageError: the files cannot be written.
    """
    clear_folder(out, overwrite)
    pixels = pixels_of(index, result)
    text, sheets = result.query.text, {}
    explained = [hit for hit in result.hits if hit.tile.id in pixels][: overlays if text else 0]
    for hit in explained:
        if embedder is None:
            break
        explanation = explain_tile(embedder, index, hit.tile, text, result.query)
        sheets[hit.tile.id] = write_overlays(explanation, hit, index, out / OVERLAYS, overlay_qml)[-1]
    thumbnails = thumbnails_of(index, result, pixels)
    return write_pack(
        out, evidence_of(index, asked, result, pixels), result, Pictures(pixels, thumbnails), sheets
    )


def compare_now(index: TileIndex, before: dict[str, Any], asked: Search, result: SearchResult) -> Comparison:
    """Compare evidence with the answer that the same question has now.

    Args:
        index: that answered now.
        before, asked: as :func:`~msa_core.retrieval.evidence.evidence_record.read_evidence` gives them.
        result: the answer.
    """
    return compare(before, evidence_of(index, asked, result, pixels_of(index, result)))
