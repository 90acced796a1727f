"""Where the right items rank, counted block by block: exact, without ever holding all scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from msa_core.training.measure.scores.ground_truth import Truth
from msa_core.training.measure.scores.metrics import FIGURES, KS, expected_hits, mean_recall


@dataclass(frozen=True)
class Block:
    """Scores (L, r, c) by L rankings of r pictures from ``row`` on with c texts from ``col`` on, float32."""

    row: int
    col: int
    scores: Tensor


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What one ranking says of the right pairs; recalls of either protocol follow from it.

    Attributes:
        score: float32 (P,), score of each right pair.
        above: int64 (P,), pictures that score higher than the pair's own for the pair's text.
        tied: int64 (P,), pictures that score the same, the pair's own among them.
        best: float32 (2, N), each picture's highest score with a text that is right: [0] with one of its own captions,
            [1] with a text equivalent to one of them.
        texts_above: int64 (2, N), captions (copies counted) that score higher than ``best``.
        texts_tied: int64 (2, N), captions that score the same.
    """

    score: np.ndarray
    above: np.ndarray
    tied: np.ndarray
    best: np.ndarray
    texts_above: np.ndarray
    texts_tied: np.ndarray


@dataclass(frozen=True)
class Hits:
    """Expected hits by picture: what recalls, categories and the bootstrap are made of.

    Attributes:
        hits: float64 (N, 6) in the order of ``FIGURES``: 0..1 from the picture, then the sums over its captions.
        asked: float64 (N, 6), how many queries those are: 1 or 0, then the number of its captions.
    """

    hits: np.ndarray
    asked: np.ndarray

    def figures(self, rows: np.ndarray | slice = slice(None)) -> dict[str, float]:
        """The six recalls and mR in percent, of the queries of the pictures ``rows``."""
        shares = 100.0 * self.hits[rows].sum(axis=0) / np.maximum(self.asked[rows].sum(axis=0), 1)
        figures = {name: float(share) for name, share in zip(FIGURES, shares, strict=True)}
        return {**figures, "mR": mean_recall(figures)}


def right_scores(truth: Truth, block: Block) -> tuple[np.ndarray, np.ndarray]:
    """Numbers (p,) of the right pairs within a block, and their scores (L, p)."""
    inside = _within(truth, block)
    rows, cols = _positions(truth, block, inside)
    return inside, block.scores[:, rows, cols].numpy()


def count(truth: Truth, scores: np.ndarray, blocks: Iterable[Block]) -> list[Counts]:
    """Count how many items rank above, and level with, every right one.

    Args:
        truth: the right pairs.
        scores: float32 (L, P), the scores of the right pairs by each ranking, found in a first pass over the blocks.
        blocks: all scores once; the blocks cover every pair of picture and text and do not overlap.

    Returns:
        The counts of each of the L rankings.
    """
    rankings = len(scores)
    best = np.full((rankings, 2, truth.pictures), -np.inf, dtype=np.float32)
    own = truth.own > 0
    for ranking in range(rankings):
        np.maximum.at(best[ranking, 0], truth.row[own], scores[ranking, own])
        np.maximum.at(best[ranking, 1], truth.row, scores[ranking])
    by_text = np.zeros((rankings, 2, len(truth.row)), dtype=np.int64)
    by_picture = np.zeros((rankings, 2, 2, truth.pictures), dtype=np.int64)
    limits, copies = torch.from_numpy(best), torch.from_numpy(truth.copies.astype(np.float32))
    right = torch.from_numpy(scores)
    for block in blocks:
        inside = _within(truth, block)
        rows, cols = _positions(truth, block, inside)
        first, last = np.searchsorted(truth.col, (block.col, block.col + block.scores.shape[2]))
        columns = torch.from_numpy(truth.col[first:last] - block.col)
        above_row = slice(block.row, block.row + block.scores.shape[1])
        weight = copies[block.col : block.col + block.scores.shape[2]]
        for ranking in range(rankings):
            table = block.scores[ranking]
            # A block computed again may differ in the last bit; a right pair must tie with itself in any case.
            table[rows, cols] = right[ranking, torch.from_numpy(inside)]
            for kind, level in enumerate(_compare(table[:, columns], right[ranking, None, first:last])):
                by_text[ranking, kind, first:last] += level.sum(dim=0).numpy()
            for protocol in (0, 1):
                limit = limits[ranking, protocol, above_row, None]
                for kind, level in enumerate(_compare(table, limit)):
                    # Exact in float32: a block has far fewer than 2^24 captions.
                    by_picture[ranking, protocol, kind, above_row] += (
                        (level.float() @ weight).numpy().astype(np.int64)
                    )
    return [
        Counts(
            score=scores[n],
            above=by_text[n, 0],
            tied=by_text[n, 1],
            best=best[n],
            texts_above=by_picture[n, :, 0],
            texts_tied=by_picture[n, :, 1],
        )
        for n in range(rankings)
    ]


def expect(truth: Truth, counts: Counts, equivalent: bool = False) -> Hits:
    """Expected hits of every picture and caption.

    Standard protocol: from a picture any of its own captions is right, from a caption its own picture is.
    ``equivalent``: every caption that reads like one of the picture's is right too, and from a caption every picture
    that has a caption of the same normalised text.
    """
    own = truth.own > 0
    protocol = int(equivalent)
    usable = np.ones_like(own) if equivalent else own
    weight = truth.copies[truth.col] if equivalent else truth.own
    level = usable & (counts.score == counts.best[protocol, truth.row])
    right = np.bincount(truth.row[level], weight[level], truth.pictures).astype(np.int64)
    from_picture = expected_hits(counts.texts_above[protocol], right, counts.texts_tied[protocol] - right)
    if equivalent:
        from_text = _best_of_column(truth, counts)
    else:
        from_text = expected_hits(counts.above, np.minimum(counts.tied, 1), np.maximum(counts.tied - 1, 0))
    captions = np.bincount(truth.row, truth.own, truth.pictures)
    sums = np.stack(
        [np.bincount(truth.row, truth.own * from_text[:, k], truth.pictures) for k in range(len(KS))], axis=1
    )
    asked = np.stack([captions > 0] * len(KS) + [captions] * len(KS), axis=1).astype(np.float64)
    return Hits(np.concatenate([from_picture, sums], axis=1), asked)


def _best_of_column(truth: Truth, counts: Counts) -> np.ndarray:
    """For each pair the chance (P, len(KS)) that any right picture of its text ranks within k."""
    texts = len(truth.texts)
    best = np.full(texts, -np.inf, dtype=np.float32)
    np.maximum.at(best, truth.col, counts.score)
    level = counts.score == best[truth.col]
    right = np.bincount(truth.col[level], minlength=texts)
    above, tied = np.zeros(texts, dtype=np.int64), np.zeros(texts, dtype=np.int64)
    above[truth.col[level]], tied[truth.col[level]] = counts.above[level], counts.tied[level]
    return expected_hits(above, right, tied - right)[truth.col]


def _compare(table: Tensor, limit: Tensor) -> Iterator[Tensor]:
    yield table > limit
    yield table == limit


def _within(truth: Truth, block: Block) -> np.ndarray:
    """Numbers of the right pairs that lie in a block."""
    _, height, width = block.scores.shape
    first, last = np.searchsorted(truth.col, (block.col, block.col + width))
    rows = truth.row[first:last]
    return first + np.flatnonzero((rows >= block.row) & (rows < block.row + height))


def _positions(truth: Truth, block: Block, pairs: np.ndarray) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(truth.row[pairs] - block.row), torch.from_numpy(truth.col[pairs] - block.col)
