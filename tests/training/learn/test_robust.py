"""Wrong captions are found before training, and a robust run learns what a plain one loses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional as F

from msa_core.errors import Cancelled, UsageError
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.changes.caption_noise import shuffle_captions
from msa_core.training.data.changes.paraphrase import Paraphrase
from msa_core.training.learn.caption_trust import (
    estimate_trust,
    predict_left_out,
    standardise,
    trust_from_scores,
)
from msa_core.training.learn.loop import train
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.recipe.soft_losses import Objective
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.evaluate import embed_pictures
from tests.support.tiny_model import tiny_model

COLOURS = {
    "river": (40, 60, 200), "forest": (20, 70, 20), "stadium": (200, 60, 60), "harbour": (40, 180, 190),
    "runway": (120, 120, 120), "tanks": (235, 235, 235), "field": (200, 180, 60), "houses": (200, 80, 200),
}  # fmt: skip
SAYINGS = ("a {}", "many {} near the road", "some white and green {}", "several {} beside a lake")
RECIPE = Recipe(
    epochs=10, batch=24, crop=0.8, rates=Rates(trunk=2e-3, text=2e-3, new=5e-3), amp=False, workers=1, ema=0.9
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_thread() -> Any:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def fields(folder: Path, count: int, seed: int) -> list[CaptionedImage]:
    """Noisy pictures of 32 px, eight colours in turn, each with the sentences that go with its colour."""
    rng = np.random.default_rng(seed)
    images = []
    for i in range(count):
        word, colour = list(COLOURS.items())[i % len(COLOURS)]
        pixels = np.array(colour) + rng.normal(0, 25, 3) + rng.normal(0, 20, (32, 32, 3))
        path = folder / f"{seed}-{i}.png"
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
        images.append(CaptionedImage(path, tuple(saying.format(word) for saying in SAYINGS)))
    return images


def certainty(model: MSA, val: list[CaptionedImage]) -> float:
    """Mean probability of the right one of eight captions, by the cosines at the usual temperature."""
    v, _ = embed_pictures(model.eval(), [image.path for image in val])
    with torch.inference_mode():
        g = model.encode_texts([SAYINGS[0].format(word) for word in COLOURS]).embedding
    truth = torch.arange(len(val)) % len(COLOURS)
    return float((v @ g.T / 0.07).softmax(dim=1)[torch.arange(len(val)), truth].mean())


def log(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]


def related(count: int, wrong: float, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, np.ndarray]:
    """Features and captions of ten kinds of pictures; the share ``wrong`` of captions is of another picture."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 10, count)
    features = rng.normal(size=(10, 40))[kind] + rng.normal(size=(count, 40))
    captions = rng.normal(size=(10, 16))[kind] + 0.5 * rng.normal(size=(count, 16))
    cycle = rng.permutation(count)[: round(wrong * count)]
    captions[cycle] = captions[np.roll(cycle, 1)]
    moved = np.zeros(count, dtype=bool)
    moved[cycle] = True
    return torch.from_numpy(features), torch.from_numpy(captions), moved


def test_the_left_out_prediction_is_that_of_a_fit_without_the_row() -> None:
    torch.manual_seed(0)
    x, y = standardise(torch.randn(12, 3)), standardise(torch.randn(12, 2))
    weight = torch.rand(12).double()
    found = predict_left_out(x, y, weight)
    ridges = [
        r * float(torch.linalg.eigvalsh(x.T @ (x * weight[:, None])).mean()) for r in (1e-3, 1e-2, 0.1, 1.0)
    ]
    naive = []
    for ridge in ridges:
        rows = []
        for i in range(12):
            keep = torch.arange(12) != i
            a, b, w = x[keep], y[keep], weight[keep][:, None]
            rows.append(
                x[i] @ torch.linalg.solve(a.T @ (w * a) + ridge * torch.eye(3).double(), a.T @ (w * b))
            )
        naive.append(torch.stack(rows))
    errors = [float((weight[:, None] * (p - y).square()).sum()) for p in naive]
    torch.testing.assert_close(found, naive[int(np.argmin(errors))], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("wrong", [0.0, 0.2, 0.4, 0.8])
def test_the_share_of_wrong_captions_is_found_and_so_are_they(wrong: float) -> None:
    features, captions, moved = related(2000, wrong)
    trust, share = estimate_trust(features, captions, seed=1)
    # A tenth of the shuffled captions fits all the same: it comes from a picture of the same kind.
    assert share == pytest.approx(1 - 0.9 * wrong, abs=0.05)
    assert float(trust[~moved].mean()) > (0.85 if wrong < 0.5 else 0.6)
    if wrong:
        assert float(trust[moved].mean()) < 0.35
        assert torch.equal(trust, estimate_trust(features, captions, seed=1)[0])


def test_where_nothing_can_be_seen_all_captions_are_taken_at_their_word() -> None:
    rng = np.random.default_rng(0)
    trust, share = estimate_trust(
        torch.from_numpy(rng.normal(size=(500, 20))), torch.from_numpy(rng.normal(size=(500, 8))), 0
    )
    assert share < 0.05
    assert torch.equal(trust, torch.ones(500))
    assert torch.equal(estimate_trust(torch.ones(2, 3), torch.ones(2, 3), 0)[0], torch.ones(2))


def test_features_that_never_vary_do_no_harm() -> None:
    features, captions, moved = related(600, 0.4)
    features[:, 3] = 7.0
    trust, _ = estimate_trust(features, captions, seed=1)
    assert torch.isfinite(trust).all()
    assert float(trust[~moved].mean()) > float(trust[moved].mean()) + 0.5


def test_trust_rises_with_the_score_and_is_one_minus_the_false_discovery_rate() -> None:
    rng = np.random.default_rng(0)
    null = rng.normal(0, 1, 40000)
    scores = np.concatenate([rng.normal(0, 1, 4000), rng.normal(3, 1, 6000)])
    trust, pi0 = trust_from_scores(scores, null)
    assert pi0 == pytest.approx(0.4, abs=0.03)
    assert (np.diff(trust[np.argsort(scores)]) >= 0).all()
    for low in (-1.0, 0.5, 1.5, 2.5):
        near = (scores > low) & (scores < low + 1)
        assert trust[near].mean() == pytest.approx((np.flatnonzero(near) >= 4000).mean(), abs=0.07)


@pytest.mark.timeout(600)
def test_a_robust_run_learns_what_wrong_captions_take_from_a_plain_one(tmp_path: Path) -> None:
    val = fields(tmp_path, 80, 1)
    wrong, moved = shuffle_captions(fields(tmp_path, 160, 0), 0.4)

    def learn(name: str, images: list[CaptionedImage], seed: int, robust: bool) -> float:
        model = tiny_model(seed)
        recipe = replace(RECIPE, robust=robust, seed=seed)
        data = TrainingData(train=images, val={}, shuffled=moved)
        train(model, data, recipe, RunFolder(tmp_path / f"{name}{seed}"), {}, Progress())
        return certainty(model, val)

    plain, robust = learn("plain", wrong, 1, False), learn("robust", wrong, 1, True)
    assert robust > plain + 0.06
    (line,) = [line["robust"] for line in log(tmp_path / "robust1") if "robust" in line]
    assert line["mean_trust_of_shuffled"] < 0.4 < 0.6 < line["mean_trust_of_others"]


class StopAfter(Progress):
    """Asks to stop at the n-th report that is a step of training."""

    def __init__(self, steps: int) -> None:
        super().__init__(lambda: self._left <= 0)
        self._left = steps

    def __call__(self, fraction: float, text: str = "") -> None:
        self._left -= "step" in text
        super().__call__(fraction, text)


@pytest.mark.parametrize("preset", ["msa", "paper"])
def test_a_robust_run_goes_on_exactly_where_it_stopped(tmp_path: Path, preset: str) -> None:
    images, _ = shuffle_captions(fields(tmp_path, 48, 0), 0.4)
    data = TrainingData(train=images, val={"fields": fields(tmp_path, 8, 1)}, extra=fields(tmp_path, 9, 2))
    recipe = replace(RECIPE, epochs=2, batch=12, robust=True, share=0.2)
    if preset == "msa":
        recipe = replace(
            recipe,
            texts_per_image=2,
            objective=Objective(soft=0.2, soft_tau=0.2, hard=0.5, same=0.95),
            paraphrase=Paraphrase(0.1, 0.5),
        )

    def run(out: str, progress: Progress) -> None:
        train(tiny_model(preset=preset), data, recipe, RunFolder(tmp_path / out), {}, progress)

    run("whole", Progress())
    with pytest.raises(Cancelled):
        run("run", StopAfter(3))
    run("run", Progress())
    whole, again = ({**line, "seconds": 0} for line in (log(tmp_path / o)[-1] for o in ("whole", "run")))
    assert whole == again
    one, other = (
        torch.load(tmp_path / o / "last" / "trainer.pt", weights_only=True) for o in ("whole", "run")
    )
    assert torch.equal(one["advice"]["trust"], other["advice"]["trust"])
    assert len(one["advice"]["trust"]) == 48 + 9
    assert torch.equal(one["advice"]["trust"][48:], torch.ones(9))  # made-up pictures bear their own captions
    for name, value in one["model"].items():
        assert torch.equal(value, other["model"][name]), name


def test_the_preset_paper_refuses_what_its_losses_do_not_know(tmp_path: Path) -> None:
    data = TrainingData(train=fields(tmp_path, 24, 0), val={})
    for number, changes in enumerate(({"objective": Objective(soft=0.2)}, {"texts_per_image": 2})):
        with pytest.raises(UsageError, match="paper"):
            train(
                tiny_model(preset="paper"), data, replace(RECIPE, **changes), RunFolder(tmp_path / str(number)), {},
                Progress(),
            )  # fmt: skip


def test_the_same_words_are_alike_and_no_negatives(tmp_path: Path) -> None:
    from msa_core.training.data.batches.sampler import Sampler
    from msa_core.training.learn.batch_trust import Advice, CaptionVectors

    images = fields(tmp_path, 24, 0)
    batch = Sampler(images, 24, 1, seed=0).epoch(0)[0]
    vectors = CaptionVectors(tiny_model(), images)
    advised = Advice(np.linspace(0, 1, 24, dtype=np.float32), vectors, same=0.999999)(batch)
    assert advised.trust is not None
    assert advised.alike is not None
    assert np.array_equal(advised.trust, np.linspace(0, 1, 24, dtype=np.float32)[batch.rows])
    assert advised.alike.shape == (24, 24)
    same = F.normalize(vectors.of_images, dim=1)[batch.rows[0]] @ vectors.of_images[batch.rows].T
    kind = batch.rows % 8 == batch.rows[0] % 8
    assert float(same[kind].min()) == pytest.approx(1.0, abs=1e-5)
    assert np.argmax(advised.alike[0]) in np.flatnonzero(batch.positive[0])
    assert advised.ignore is not None
    assert not (advised.ignore & batch.positive).any()
    loose = Advice(None, vectors, same=0.3)(batch)
    assert loose.ignore is not None
    assert loose.ignore.sum() > advised.ignore.sum()
