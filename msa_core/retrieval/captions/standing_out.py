"""A picture described by what stands out: scenes, objects and ground scored apart, each against its own background.

The background of a text is how near it is to many pictures: the bank of training pictures that a model keeps against
hubs. A text that is near to every picture so needs to be nearer than to them before it is said, and what does not
stand out is left out. Counts are said only where "many" stands out against "a"; relations ("beside", "surrounded by")
are not said at all, as scores hardly carry them: RUNS.md beside the starter has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msa_core.model.network.hub_layout import parted
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import CaptionHit
from msa_core.retrieval.captions.caption_bank import kept_embeddings
from msa_core.retrieval.captions.scene_table import SceneTable, Thing, scene_table

TEMPERATURE = 0.6
"""Spreads of the background by which evidence for scenes is compared; of the share that follows:"""
SURE, SURE_OF_FAMILY = 0.5, 0.5
"""Least share of the scene that is said, or else of the family."""
FLOOR = 2.0
"""Least evidence of a scene, in spreads of the background."""
MANY = 1.0
"""Evidence of "many" over that of "a", in spreads of the background, from which on many are said."""
MAX_THINGS = 3


@dataclass(frozen=True, slots=True)
class Background:
    """Of each row of scores of many pictures: the middle (N,), and the spread of the scores below it (N,)."""

    middle: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, scores: np.ndarray) -> Background:
        """Of scores (pictures, N). What lies above the middle may be there because it is right, and says no spread."""
        middle = np.median(scores, axis=0)
        below = np.minimum(scores - middle, 0.0)
        count = np.maximum((scores < middle).sum(axis=0), 1)
        own = np.sqrt((below**2).sum(axis=0) / count)
        # Texts of what no picture shows hardly spread: half of the usual spread keeps them from standing out by chance.
        return cls(middle, (own + own.mean()) / 2 + 1e-6)

    def evidence(self, scores: np.ndarray) -> np.ndarray:
        """Scores (..., N) in spreads above the middle."""
        above: np.ndarray = (scores - self.middle) / self.spread
        return above


class Describer:
    """Descriptions by a model that keeps a bank of training pictures.

    Args:
        embedder: with such a model, see :func:`can_describe`.
        progress: told while the table's texts are encoded, which is kept in the user's cache.
    """

    def __init__(self, embedder: Embedder, progress: Progress | None = None) -> None:
        self._embedder = embedder
        self._table = scene_table()
        texts = _texts_of(self._table)
        rows = {text: row for row, text in enumerate(texts)}
        hubs = embedder.model.hubs
        assert hubs is not None, "the model keeps no pictures"
        self._g = _unit(kept_embeddings(texts, embedder, progress)[:, : hubs.dim])
        self._scenes = [[rows[text] for text in scene.texts] for scene in self._table.scenes]
        self._things = [[rows[text] for text in thing.texts] for thing in self._table.things]
        self._counted = [
            (rows[thing.many], rows[thing.one]) if thing.many else None for thing in self._table.things
        ]
        near = hubs.pictures.float().cpu().numpy() @ self._g.T
        self._of_scenes = Background.of(self._scene_scores(near))
        self._of_things = _even(self._thing_scores(near))
        counts = self._count_scores(near)
        self._of_counts = Background(counts.mean(axis=0), counts.std(axis=0) + 1e-6)

    def describe(self, vector: np.ndarray, k: int = 5) -> tuple[CaptionHit, ...]:
        """Up to ``k`` descriptions of a picture's embedding (D,), none when nothing stands out.

        The first says all that stands out, the kind of place before what is on it; the others say each of that alone.
        ``score`` is that of a search for the same words.
        """
        phrases = self.phrases(vector)
        texts = ["; ".join(phrases), *phrases] if len(phrases) > 1 else phrases
        if not texts:
            return ()
        texts = texts[: max(1, k)]
        scores = self._embedder.encode_texts(texts).embedding.float().cpu().numpy() @ vector
        return tuple(
            CaptionHit(text, rank, float(score))
            for rank, (text, score) in enumerate(zip(texts, scores, strict=True), start=1)
        )

    def phrases(self, vector: np.ndarray) -> list[str]:
        """What stands out in a picture's embedding (D,): the kind of place, then things from the most striking on."""
        near = (_unit(parted(vector[None])[0]) @ self._g.T).astype(np.float64)
        scene, family = self._scene(self._of_scenes.evidence(self._scene_scores(near))[0])
        evidence = self._of_things.evidence(self._thing_scores(near))[0]
        many = self._of_counts.evidence(self._count_scores(near))[0]
        found = []
        for row in np.argsort(-evidence, kind="stable"):
            thing = self._table.things[row]
            if evidence[row] >= thing.above and not _is_said(thing, scene, family):
                found.append(thing.many if thing.many and many[row] >= MANY else thing.says)
        return [scene] * bool(scene) + found[:MAX_THINGS]

    def _scene(self, evidence: np.ndarray) -> tuple[str, str]:
        """What is said of the kind of place, empty for nothing, and the words of its family."""
        if evidence.max() < FLOOR:
            return "", ""
        share = np.exp((evidence - evidence.max()) / TEMPERATURE)
        share /= share.sum()
        best = int(share.argmax())
        of_family = np.bincount([scene.family for scene in self._table.scenes], share)
        if share[best] >= SURE:
            scene = self._table.scenes[best]
            return scene.texts[0], self._table.families[scene.family]
        if of_family.max() >= SURE_OF_FAMILY:
            family = self._table.families[int(of_family.argmax())]
            return family, family
        return "", ""

    def _scene_scores(self, near: np.ndarray) -> np.ndarray:
        return np.stack([near[:, rows].mean(axis=1) for rows in self._scenes], axis=1)

    def _thing_scores(self, near: np.ndarray) -> np.ndarray:
        return np.stack([near[:, rows].max(axis=1) for rows in self._things], axis=1)

    def _count_scores(self, near: np.ndarray) -> np.ndarray:
        """How much nearer "many" is than "a"; 0 for what is not counted."""
        return np.stack(
            [
                near[:, rows[0]] - near[:, rows[1]] if rows is not None else np.zeros(len(near))
                for rows in self._counted
            ],
            axis=1,
        )


def can_describe(embedder: Embedder) -> bool:
    """Whether the model keeps training pictures, against which things stand out."""
    hubs = embedder.model.hubs
    return hubs is not None and len(hubs.pictures) > 0


def _even(scores: np.ndarray) -> Background:
    """A background of mean and one spread for all, as the thresholds of things were found with."""
    spread = np.full(scores.shape[1], scores.std(axis=0).mean())
    return Background(scores.mean(axis=0), spread + 1e-6)


def _is_said(thing: Thing, scene: str, family: str) -> bool:
    return family in thing.unless or bool({*thing.says.split()} & {*scene.split()})


def _texts_of(table: SceneTable) -> list[str]:
    wordings: list[Sequence[str]] = [
        *(scene.texts for scene in table.scenes),
        *(t.texts for t in table.things),
    ]
    return list(dict.fromkeys(text for texts in wordings for text in texts))


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-12)
    return unit
