from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from msa_core.errors import Cancelled, NothingUsableError, SourceError
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress
from msa_core.training.data.captioned_image import CaptionedImage, normalise
from msa_core.training.measure.evaluate import embed_pictures, evaluate, measure
from msa_core.training.measure.scores import pair_scores
from msa_core.training.measure.scores.ground_truth import Truth, build_truth
from msa_core.training.measure.scores.metrics import KS, recalls
from msa_core.training.measure.scores.pair_scores import Moments
from msa_core.training.measure.scores.ranking import Block, count, expect, right_scores
from tests.support.commands import Commands
from tests.support.scenes import picture
from tests.support.tiny_model import tiny_model

WORDS = ("plane", "river", "stadium", "fields", "ship", "road", "forest", "houses", "lake", "tanks")


def captioned(number: int) -> list[CaptionedImage]:
    """Pictures with 1 to 4 captions; some are said of several pictures, or twice of one, or spelt otherwise."""
    rng = np.random.default_rng(0)
    images = []
    for i in range(number):
        own = [
            f"a {rng.choice(WORDS)} near {'many ' * int(rng.integers(0, 3))}{rng.choice(WORDS)}"
            for _ in range(1 + i % 3)
        ]
        own.append("many tanks" if i % 2 else "Many  tanks!")
        images.append(CaptionedImage(Path(str(i)), (*own, own[0] if i % 4 else f"{own[0].capitalize()} .")))
    return images


def load(path: Path) -> np.ndarray:
    return picture(int(path.name), 40, 50)


def naive(model: MSA, images: Sequence[CaptionedImage]) -> dict[str, dict[str, float]]:
    """The whole matrices at once, one column for each caption."""
    texts = [text for image in images for text in image.sentences]
    owner = np.repeat(np.arange(len(images)), [len(image.sentences) for image in images])
    v, pooled = embed_pictures(model, [image.path for image in images], load)
    with torch.inference_mode():
        features = model.encode_texts(texts)
        z = model.match_logits(pooled, features).numpy()
        cosine = (v @ features.embedding.T).numpy()
    standardised = sum((z[..., s] - z[..., s].mean()) / (z[..., s].std() + 1e-8) for s in range(4))
    scores = {"cosine": cosine, **{f"scale{s + 1}": z[..., s] for s in range(4)}}
    scores["reranked"] = cosine + 0.1 * standardised
    return {name: recalls(matrix, owner) for name, matrix in scores.items()}


def shrink(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    """Blocks so small that pictures, texts, and the pictures of one block fall into several."""
    sizes = {"_ROWS": 10, "_TEXTS_ENCODED": 16, "_TEXTS_MATCHED": 6, "_PICTURES_MATCHED": 4}
    for name, size in sizes.items():
        monkeypatch.setattr(pair_scores, name, size)
    monkeypatch.setattr(pair_scores, "KEEP_BYTES", 1 << 30 if kept else 0)


@pytest.mark.parametrize("kept", [True, False])
def test_blocks_give_the_figures_of_whole_matrices(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    model, images = tiny_model(), captioned(23)
    expected = naive(model, images)
    shrink(monkeypatch, kept)
    figures = evaluate(model, images, load, scales=True)
    assert list(figures) == ["cosine", "scale1", "scale2", "scale3", "scale4", "reranked"]
    for name, row in expected.items():
        assert figures[name] == pytest.approx(row), name
    assert len({tuple(row.values()) for row in figures.values()}) > 3


def test_cosine_alone_gives_the_same_cosine_figures() -> None:
    model, images = tiny_model(), captioned(12)
    figures = evaluate(model, images, load)
    assert list(figures) == ["cosine"]
    assert figures["cosine"] == pytest.approx(naive(model, images)["cosine"])


def test_a_padded_preset_is_measured_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    model, images = tiny_model(preset="paper"), captioned(14)
    expected = naive(model, images)
    shrink(monkeypatch, False)
    for name, row in evaluate(model, images, load, scales=True).items():
        assert row == pytest.approx(expected[name]), name


def counted(similarity: np.ndarray, truth: Truth, height: int, width: int) -> dict[str, list[float]]:
    blocks = [
        Block(row, col, torch.from_numpy(similarity[None, row : row + height, col : col + width].copy()))
        for col in range(0, similarity.shape[1], width)
        for row in range(0, similarity.shape[0], height)
    ]
    scores = np.empty((1, len(truth.row)), dtype=np.float32)
    for block in blocks:
        inside, values = right_scores(truth, block)
        scores[:, inside] = values
    (counts,) = count(truth, scores, blocks)
    return {
        "standard": list(expect(truth, counts).figures().values()),
        "equivalent": list(expect(truth, counts, equivalent=True).figures().values()),
    }


@pytest.mark.parametrize("seed", range(6))
def test_equivalent_texts_count_as_the_picture_s_own(seed: int) -> None:
    """Against a truth written caption by caption; scores of few values, so that most of them tie."""
    rng = np.random.default_rng(seed)
    images = captioned(9)
    truth = build_truth([image.sentences for image in images])
    similarity = rng.integers(0, 4, (9, len(truth.texts))).astype(np.float32)
    captions = [(i, text) for i, image in enumerate(images) for text in image.sentences]
    wide = similarity[:, [truth.texts.index(text) for _, text in captions]]
    owner = np.array([i for i, _ in captions])
    found = counted(similarity, truth, 4, 5)
    assert found["standard"] == pytest.approx(list(recalls(wide, owner).values()))

    said = [{normalise(text) for text in image.sentences} for image in images]
    right = np.array([[normalise(text) in said[i] for _, text in captions] for i in range(9)])
    assert right.sum() > len(captions)
    orders = np.random.default_rng(1).random((400, *wide.shape))
    noisy = wide[None] + 0.5 * orders  # a random order of the tied, 400 times
    by_hand = []
    for scores, truths in ((noisy, right), (noisy.transpose(0, 2, 1), right.T)):
        ranked = np.take_along_axis(
            np.broadcast_to(truths, scores.shape), np.argsort(-scores, axis=2), axis=2
        )
        by_hand += [100 * ranked[:, :, :k].any(axis=2).mean() for k in KS]
    assert found["equivalent"][:6] == pytest.approx(by_hand, abs=2.5)


def test_equal_texts_are_one_column_whatever_batch_they_fall_into() -> None:
    truth = build_truth([("a lake", "a lake", "a river ."), ("A river.",), ("a lake",), ()])
    assert truth.texts == ("a lake", "A river.", "a river .")
    assert truth.copies.tolist() == [3, 1, 1]
    pairs = list(zip(truth.row.tolist(), truth.col.tolist(), truth.own.tolist(), strict=True))
    assert pairs == [(0, 0, 2), (2, 0, 1), (0, 1, 0), (1, 1, 1), (0, 2, 1), (1, 2, 0)]
    assert (truth.pictures, truth.captions) == (4, 5)


def test_a_set_whose_scores_are_all_equal_is_worth_chance() -> None:
    truth = build_truth([(f"text {i}",) for i in range(50)])
    found = counted(np.zeros((50, 50), dtype=np.float32), truth, 20, 7)
    assert found["standard"][:6] == pytest.approx([2, 10, 20, 2, 10, 20])


def test_moments_hold_where_the_mean_is_far_from_zero() -> None:
    rng = np.random.default_rng(0)
    values = torch.from_numpy((1000 + 0.01 * rng.normal(size=(2, 60, 40))).astype(np.float32))
    copies = torch.from_numpy(rng.integers(1, 4, 40))
    moments = Moments(2)
    for start in range(0, 40, 7):
        moments.add(values[..., start : start + 7], copies[start : start + 7])
    spread = values.repeat_interleave(copies, dim=2).double().flatten(1)
    assert moments.mean.numpy() == pytest.approx(spread.mean(dim=1).numpy(), rel=1e-12)
    assert moments.std.numpy() == pytest.approx(spread.std(dim=1, unbiased=False).numpy(), rel=1e-9)


def test_pictures_that_cannot_be_read_are_left_out_when_that_is_allowed() -> None:
    images = captioned(6)

    def fails(path: Path) -> np.ndarray:
        if path.name in ("2", "4"):
            raise SourceError(path, "damaged")
        return load(path)

    measured = measure(tiny_model(), images, fails, lenient=True)
    assert [image.path.name for image in measured.images] == ["0", "1", "3", "5"]
    assert [error.path for error in measured.unreadable] == ["2", "4"]
    kept = [image for image in images if image.path.name not in ("2", "4")]
    assert (
        expect(measured.truth, measured.counts["cosine"]).figures()
        == evaluate(tiny_model(), kept, load)["cosine"]
    )
    with pytest.raises(SourceError, match="damaged"):
        evaluate(tiny_model(), images, fails)
    with pytest.raises(NothingUsableError, match="None of the 1 pictures"):
        measure(tiny_model(), [images[2]], fails, lenient=True)


def test_stopping_between_blocks_is_possible() -> None:
    with pytest.raises(Cancelled):
        evaluate(tiny_model(), captioned(5), load, scales=True, progress=Progress(lambda: True))


_MEASURE_PEAK = """
import resource, sys
import torch
from msa_core.training.measure.scores import pair_scores
from msa_core.training.measure.scores.ground_truth import build_truth
from msa_core.training.measure.scores.ranking import count, right_scores
from tests.support.tiny_model import tiny_model
import numpy as np

torch.set_num_threads(1)
pair_scores.KEEP_BYTES = 0
if sys.argv[2] == "scales":  # small blocks: few pairs are enough to be far more than one of them
    pair_scores._TEXTS_ENCODED, pair_scores._TEXTS_MATCHED, pair_scores._PICTURES_MATCHED = 64, 16, 64
model = tiny_model()
rng = np.random.default_rng(0)
words = "a the of with many some white red green plane river lake road houses field ship".split()

def rank(number, scales):
    truth = build_truth([(f"{' '.join(rng.choice(words, 3))} {i % 1000}",) for i in range(number)])
    v = torch.nn.functional.normalize(torch.randn(number, model.embedding_dim), dim=1)
    pooled = torch.randn(number, sum(model.pooled_dims)) if scales else None
    pairs = pair_scores.PairScores(model, v, pooled, truth)
    scores = np.empty((len(pairs.raw_names), len(truth.row)), dtype=np.float32)
    for _, block in pairs.first_pass():
        inside, values = right_scores(truth, block)
        scores[:, inside] = values
    count(truth, pairs.ranked(torch.from_numpy(scores)).numpy(), (block for _, block in pairs.second_pass()))

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

number, scales = int(sys.argv[1]), sys.argv[2] == "scales"
rank(300, scales)  # what is needed for any number, libraries among it, is there then
before = peak_kb()
rank(number, scales)
print((peak_kb() - before) // 1024)
"""


@pytest.mark.timeout(500)
@pytest.mark.parametrize("number, kind, whole_mb", [(7_000, "cosine", 196), (800, "scales", 13)])
def test_memory_stays_far_below_the_whole_matrix(
    tmp_path: Path, commands: Commands, number: int, kind: str, whole_mb: int
) -> None:
    (tmp_path / "measure.py").write_text(_MEASURE_PEAK)
    done = commands.run(tmp_path / "measure.py", number, kind)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < whole_mb / 2
