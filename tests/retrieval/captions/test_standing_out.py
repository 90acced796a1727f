"""Descriptions by what stands out: held against many pictures, few words rather than wrong ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from msa_core.config import starter_model
from msa_core.model.network.hub_layout import joined
from msa_core.model.running.embedder import Embedder
from msa_core.retrieval.captions.scene_table import scene_table
from msa_core.retrieval.captions.standing_out import Background, Describer, can_describe


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The bundled model, which keeps training pictures."""
    return Embedder(starter_model(), "cpu")


@pytest.fixture(scope="module")
def describer(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Describer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MSA_CACHE", str(tmp_path_factory.mktemp("cache")))
        return Describer(embedder)


def picture_of(embedder: Embedder, texts: tuple[str, ...]) -> np.ndarray:
    """The embedding of a picture that is what these texts have that the table's others lack."""
    model = embedder.model
    everything = [scene.texts[0] for scene in scene_table().scenes]
    usual, own = (
        model.globals_of(embedder.encode_texts(list(some)).embedding).mean(dim=0)
        for some in (everything, texts)
    )
    v = F.normalize(own - usual, dim=0).numpy()
    return joined(v[None], np.zeros(1, np.float32))[0]


def test_what_lies_above_the_middle_says_nothing_of_the_spread() -> None:
    rng = np.random.default_rng(0)
    usual = rng.normal(3.0, 0.5, (4000, 2))
    lifted = usual.copy()
    lifted[:200, 1] += 20.0  # a twentieth of the pictures really show it
    background = Background.of(lifted)
    assert background.spread[1] == pytest.approx(background.spread[0], rel=0.15)
    assert background.evidence(np.array([3.0, 4.0])) == pytest.approx([0.0, 2.0], abs=0.25)


def test_a_text_that_hardly_spreads_does_not_stand_out_by_little() -> None:
    scores = np.random.default_rng(0).normal(0.0, 1.0, (2000, 2)) * (0.02, 0.2)
    evidence = Background.of(scores).evidence(np.array([0.1, 0.1]))
    assert evidence[0] < 2.0  # by its own spread it would be 5


def test_the_place_that_stands_out_is_said_first_and_each_part_alone_below(
    embedder: Embedder, describer: Describer
) -> None:
    table = scene_table()
    right = 0
    for scene in table.scenes[::4]:
        vector = picture_of(embedder, scene.texts)
        phrases = describer.phrases(vector)
        right += bool({scene.texts[0], table.families[scene.family]} & {*phrases[:1]})
        assert len(phrases) <= 4
        hits = describer.describe(vector)
        assert [hit.text for hit in hits] == (
            ["; ".join(phrases), *phrases] if len(phrases) > 1 else phrases
        )[:5]
        if hits:
            scores = embedder.encode_texts([hit.text for hit in hits]).embedding.numpy() @ vector
            assert [hit.score for hit in hits] == pytest.approx(scores.tolist(), abs=1e-5)
            assert len(describer.describe(vector, 1)) == 1
    assert right >= 0.8 * len(table.scenes[::4])


def test_nothing_is_said_twice(embedder: Embedder, describer: Describer) -> None:
    table = scene_table()
    for scene in table.scenes[::3]:
        phrases = describer.phrases(picture_of(embedder, scene.texts))
        family = table.families[scene.family]
        unsaid = {
            name for thing in table.things if family in thing.unless for name in (thing.says, thing.many)
        }
        assert not unsaid & {*phrases[1:]}
        assert len({*phrases}) == len(phrases)


def test_a_picture_near_to_no_text_is_not_described(embedder: Embedder, describer: Describer) -> None:
    vectors = F.normalize(
        torch.randn(20, embedder.model.config.dim, generator=torch.Generator().manual_seed(1))
    )
    for vector in joined(vectors.numpy(), np.zeros(20, np.float32)):
        assert describer.phrases(vector) == []
        assert describer.describe(vector) == ()


def test_a_model_without_pictures_cannot_tell_what_stands_out(
    tiny_checkpoint: Path, embedder: Embedder
) -> None:
    assert can_describe(embedder)
    assert not can_describe(Embedder(tiny_checkpoint, "cpu"))


def test_the_table_names_families_that_it_has_and_says_no_text_of_two_scenes() -> None:
    table = scene_table()
    assert {family for thing in table.things for family in thing.unless} <= {*table.families}
    texts = [text for scene in table.scenes for text in scene.texts]
    assert len({*texts}) == len(texts)
    assert {scene.family for scene in table.scenes} == {*range(len(table.families))}
