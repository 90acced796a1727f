"""Paraphrases keep the truth of pairs; views are spoilt repeatably; rates fall layer by layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import UsageError
from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.data.captioned_image import CaptionedImage, normalise
from msa_core.training.data.changes.degrade import Degrade
from msa_core.training.data.changes.paraphrase import Paraphrase
from msa_core.training.data.datasets.class_captions import with_class_captions
from msa_core.training.data.pictures import augment
from msa_core.training.learn.recipe.schedule import Rates, parameter_groups
from tests.support.tiny_model import tiny_model

IMAGES = [
    CaptionedImage(
        Path(f"{i}.png"), (f"picture number {i} .", "a piece of farmland .", f"kind {i % 3} of land")
    )
    for i in range(24)
]


def test_paraphrases_are_a_function_of_seed_epoch_and_step_and_leave_the_draw_of_pictures_alone() -> None:
    plain = Sampler(IMAGES, 8, 2, seed=3).epoch(1)
    said = Sampler(IMAGES, 8, 2, seed=3, paraphrase=Paraphrase(0.3, 0.5)).epoch(1)
    again = Sampler(IMAGES, 8, 2, seed=3, paraphrase=Paraphrase(0.3, 0.5)).epoch(1)
    for one, other, same in zip(plain, said, again, strict=True):
        assert np.array_equal(one.rows, other.rows)
        assert other.texts == same.texts
        assert all(text in sources for text, sources in zip(one.texts, other.sources, strict=True))
        assert one.ignore is None
        assert one.sources == [(text,) for text in one.texts]


def test_a_joined_text_is_true_of_who_knows_both_halves_and_no_negative_of_who_knows_one() -> None:
    (batch,) = Sampler(IMAGES, 24, 1, seed=0, paraphrase=Paraphrase(join=1.0)).epoch(0)
    assert batch.ignore is not None
    known = [{normalise(s) for s in IMAGES[row].sentences} for row in batch.rows]
    for j, (text, sources) in enumerate(zip(batch.texts, batch.sources, strict=True)):
        assert text == " ".join(sources)
        assert len(set(sources)) == 2
        for i in range(24):
            knows = [normalise(source) in known[i] for source in sources]
            assert batch.positive[i, j] == all(knows)
            assert batch.ignore[i, j] == (any(knows) and not all(knows))
    assert batch.ignore.any()
    assert batch.positive.diagonal().all()


def test_class_words_are_drawn_as_often_as_asked_and_are_right_for_the_whole_class() -> None:
    names = ("harbor_1.png", "harbor_2.png", "denseresidential_1.png", "denseresidential_2.png")
    own = [CaptionedImage(Path(name), (f"own words {n}",)) for n, name in enumerate(names)]
    images = [*with_class_captions(own), CaptionedImage(Path("x.png"), ("no class is known",))] * 40
    drawn = 0
    for batch in Sampler(images, 20, 1, seed=5, class_words=0.4).epoch(0):
        for j, (row, text) in enumerate(zip(batch.rows, batch.texts, strict=True)):
            image = images[row]
            if not text.startswith(("own words", "no class")):
                drawn += 1
                assert text in image.class_sentences
                assert ("harbor" in text) == ("harbor" in image.path.name)
                assert ("dense residential" in text) == ("dense" in image.path.name)
                right = [
                    bool(other.class_sentences == image.class_sentences)
                    for other in map(images.__getitem__, batch.rows)
                ]
                assert batch.positive[:, j].tolist() == right
    assert drawn == pytest.approx(0.4 * 160, rel=0.25)


def test_pictures_of_a_class_come_side_by_side_each_once_and_in_another_order_every_epoch() -> None:
    kinds = [CaptionedImage(Path(f"{n}.png"), (f"number {n}",), "abcdef"[n % 6]) for n in range(96)]
    sampler = Sampler(kinds, 16, 1, seed=2, per_class=8)
    rows = np.concatenate([batch.rows for batch in sampler.epoch(0)])
    assert sorted(rows.tolist()) == list(range(96))
    assert {len({kinds[row].group for row in batch.rows}) for batch in sampler.epoch(0)} <= {1, 2}
    assert rows.tolist() != np.concatenate([batch.rows for batch in sampler.epoch(1)]).tolist()
    assert rows.tolist() == np.concatenate([batch.rows for batch in sampler.epoch(0)]).tolist()


def test_without_class_words_a_run_draws_as_it_always_did() -> None:
    classed = [replace(image, class_sentences=("a class",)) for image in IMAGES]
    for one, other in zip(
        Sampler(IMAGES, 8, 2, seed=3).epoch(1), Sampler(classed, 8, 2, seed=3).epoch(1), strict=True
    ):
        assert (one.rows.tolist(), one.texts) == (other.rows.tolist(), other.texts)
        assert np.array_equal(one.positive, other.positive)


def test_words_are_dropped_as_often_as_asked_and_something_always_stays() -> None:
    rng = np.random.default_rng(0)
    thin = Paraphrase(drop_words=0.3)
    sentence = " ".join(f"word{i}" for i in range(20))
    lengths = []
    for _ in range(300):
        text, sources = thin(sentence, [], rng)
        words = text.split()
        assert sources == (sentence,)
        assert words == [word for word in sentence.split() if word in words]  # the order stays
        lengths.append(len(words))
    assert np.mean(lengths) == pytest.approx(14, abs=0.5)
    for _ in range(50):
        assert Paraphrase(drop_words=0.9)("a river .", [], rng)[0] in {
            "a",
            "river",
            "a river",
            "a .",
            "river .",
            "a river .",
        }


def test_a_picture_of_one_sentence_is_never_joined() -> None:
    assert Paraphrase(join=1.0)("a river", [], np.random.default_rng(0)) == ("a river", ("a river",))


def checkerboard() -> np.ndarray:
    board = np.indices((64, 64)).sum(axis=0) % 2 * 255
    return np.repeat(board[..., None], 3, axis=2).astype(np.uint8)


def test_a_coarser_view_loses_detail_and_keeps_its_mean() -> None:
    view = Degrade(coarse=1.0)(checkerboard(), np.random.default_rng(1))
    assert view.shape == (64, 64, 3)
    assert view.std() < 0.8 * checkerboard().std()
    assert view.mean() == pytest.approx(checkerboard().mean(), abs=4)


def test_jpeg_leaves_marks_and_erasing_a_grey_rectangle() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    jpeg = Degrade(jpeg=1.0)(picture, np.random.default_rng(1))
    assert 1 < np.abs(jpeg.astype(int) - picture).mean() < 80
    erased = Degrade(erase=1.0)(picture, np.random.default_rng(2))
    changed = (erased != picture).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert (erased[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] == 128).all()
    assert 0.01 < changed.mean() < 0.25


def test_views_are_spoilt_repeatably_and_only_when_asked() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (80, 50, 3), dtype=np.uint8)
    spoil = Degrade(0.5, 0.5, 0.5)
    views = [
        augment(picture, 32, np.random.default_rng(5), 0.6, degrade)
        for degrade in (None, spoil, spoil, Degrade())
    ]
    assert np.array_equal(views[1], views[2])
    assert np.array_equal(views[0], views[3])
    assert views[1].shape == (32, 32, 3)
    assert not Degrade()
    assert spoil


@pytest.mark.parametrize(
    "make",
    [
        lambda: Degrade(coarse=1.1), lambda: Degrade(jpeg=float("nan")), lambda: Degrade(coarse_factor=0.5),
        lambda: Paraphrase(drop_words=1.0), lambda: Paraphrase(join=-0.1),
    ],
)  # fmt: skip
def test_chances_out_of_range_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(UsageError, match="not"):
        make()


def test_rates_fall_from_layer_to_layer_and_not_without_being_asked() -> None:
    model = tiny_model()
    names = {id(p): name for name, p in model.named_parameters()}

    def rates(r: Rates) -> dict[str, float]:
        return {
            names[id(p)]: float(group["lr"])  # type: ignore[arg-type]
            for group in parameter_groups(model, r)
            for p in group["params"]  # type: ignore[attr-defined]
        }

    plain, falling = rates(Rates()), rates(Rates(text_layer_decay=0.5, trunk_layer_decay=0.1))
    assert set(plain) == set(falling) == set(names.values())
    assert set(plain.values()) == {3e-4, 5e-5, 1e-3}
    for name, rate in falling.items():
        if ".stages." in name:
            stage = int(name.split(".stages.")[1][0])
            assert rate == pytest.approx(3e-4 * 0.1 ** (3 - stage)), name
        elif name.startswith("text_encoder"):
            assert rate == pytest.approx(5e-5 * (0.5 if "embeddings" in name else 1.0)), name
        else:
            assert rate == 1e-3
