"""``msa average``: weights averaged, banks for hubs made, and what is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.training.combine.averaging import BANK, average, mean_weights, with_hubs, without_hubs
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.measure.evaluate import embed_pictures
from tests.cli.conftest import Run
from tests.support.scenes import write_archive
from tests.support.tiny_model import tiny_model


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Two checkpoints, and two captioned sets of twelve pictures: red ones, and two thirds green ones."""
    for seed in (0, 1):
        checkpoint.save(tiny_model(seed), tmp_path / f"model{seed}", half=False)
    rng = np.random.default_rng(0)
    for name, colours in {"red": ["red"] * 12, "green": ["green", "green", "white"] * 4}.items():
        folder = tmp_path / name
        folder.mkdir()
        entries = []
        for i, colour in enumerate(colours):
            base = {"red": (200, 30, 30), "green": (30, 180, 40), "white": (240, 240, 240)}[colour]
            pixels = np.clip(np.array(base) + rng.normal(0, 25, (40, 40, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(folder / f"{i}.png")
            sentences = [{"raw": f"a {colour} field"}, {"raw": f"many planes near a {colour} lake"}]
            entries.append(
                {"filename": f"{i}.png", "split": "train" if i < 9 else "val", "sentences": sentences}
            )
        (folder / "captions.json").write_text(json.dumps({"images": entries}))
    return tmp_path


def train_pictures(folder: Path) -> list[CaptionedImage]:
    entries = json.loads((folder / "captions.json").read_text())["images"]
    return [
        CaptionedImage(folder / e["filename"], tuple(s["raw"] for s in e["sentences"]))
        for e in entries
        if e["split"] == "train"
    ]


def test_the_weights_are_the_weighted_mean(run: Run, work: Path) -> None:
    done = run(
        "average", work / "model0", work / "model1", "--share", 3, "--share", 1, "--out", work / "mean"
    )  # fmt: skip
    assert done.code == 0, done.err
    one, other, mean = (checkpoint.load(work / n).state_dict() for n in ("model0", "model1", "mean"))
    for key, value in mean.items():
        if value.is_floating_point():
            assert torch.allclose(value, 0.75 * one[key] + 0.25 * other[key], atol=2e-3), key
    assert done.out.split("\t")[1].strip() == checkpoint.fingerprint(work / "mean")
    card = (work / "mean" / "MODEL_CARD.md").read_text()
    assert "model0, share 0.75" in card


def test_the_starter_is_named_by_a_word_and_a_model_by_an_index_that_was_made_with_it(
    run: Run, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_MODEL", str(work / "model0"))
    archive = write_archive(tmp_path / "archive", 1)
    assert run("index", archive, "--out", tmp_path / "index", "--model", work / "model1").code == 0
    done = run("average", "starter", tmp_path / "index", "--out", tmp_path / "named")
    assert done.code == 0, done.err
    run("average", work / "model0", work / "model1", "--out", tmp_path / "mean")
    assert checkpoint.fingerprint(tmp_path / "named") == checkpoint.fingerprint(tmp_path / "mean")


def test_a_mean_of_the_same_is_the_same() -> None:
    state = tiny_model().state_dict()
    for key, value in mean_weights([state, state, state], [0.25, 0.25, 0.5]).items():
        assert torch.allclose(value, state[key], atol=1e-6)


def test_the_banks_are_of_the_training_pictures_and_sentences(run: Run, work: Path) -> None:
    done = run(
        "average", work / "model0", "--hubs-from", work / "red" / "captions.json",
        "--hubs-from", work / "green" / "captions.json", "--out", work / "banks",
    )  # fmt: skip
    assert done.code == 0, done.err
    plain, made = checkpoint.load(work / "model0"), checkpoint.load(work / "banks")
    images = train_pictures(work / "red") + train_pictures(work / "green")
    v, _ = embed_pictures(plain, [image.path for image in images])
    with torch.no_grad():
        g = plain.encode_texts(
            sorted({sentence for image in images for sentence in image.sentences})
        ).embedding
    assert made.config.hub_bank == (18, 6)  # nine pictures of each, two sentences for each of three colours
    for bank, wanted in ((made.hubs.pictures, v), (made.hubs.texts, g)):
        assert torch.cdist(bank, wanted).amin(dim=1).max() < 0.01
        assert torch.cdist(wanted, bank).amin(dim=1).max() < 0.01
    assert "captions.json" in (work / "banks" / "MODEL_CARD.md").read_text()


def test_banks_are_made_anew_and_never_averaged(work: Path) -> None:
    sets = [train_pictures(work / "red"), train_pictures(work / "green")]
    once = with_hubs(tiny_model(), sets)
    twice = with_hubs(once, sets)
    assert torch.equal(once.hubs.pictures, twice.hubs.pictures)
    assert without_hubs(once).hubs is None
    checkpoint.save(once, work / "banks", half=False)
    both = average([work / "banks", work / "model1"])
    assert both.hubs is None
    assert torch.equal(average([work / "banks"]).image_encoder.w1.weight, once.image_encoder.w1.weight)


def test_how_much_of_the_hubness_is_taken_off_is_said_and_kept(run: Run, work: Path) -> None:
    captions = work / "red" / "captions.json"
    done = run(
        "average", work / "model0", "--hubs-from", captions, "--hub-weight", 0.2, "--out", work / "less"
    )
    assert done.code == 0, done.err
    assert checkpoint.load(work / "less").config.hub_weight == 0.2
    # As msa-train does it at the end of a lesson, or an average of it with others.
    again = with_hubs(without_hubs(checkpoint.load(work / "less")), [train_pictures(work / "red")])
    assert again.config.hub_weight == 0.2
    assert average([work / "less", work / "model1"]).config.hub_weight == 0.2
    assert "hub_weight" not in json.loads((work / "model0" / "config.json").read_text())


def test_of_large_sets_as_many_of_each_are_taken(work: Path) -> None:
    image = train_pictures(work / "red")[0]
    large = [replace(image, path=Path(f"{n}"), sentences=(f"a lake {n}",)) for n in range(2 * BANK)]
    small = [replace(image, path=Path(f"{n}"), sentences=("a field",)) for n in range(10_000, 10_005)]
    read: set[int] = set()

    def load(path: Path) -> np.ndarray:
        read.add(int(path.name))
        return np.zeros((16, 16, 3), np.uint8) + np.uint8(int(path.name) % 250)

    model = with_hubs(tiny_model(), [large, small], load)
    assert model.config.hub_bank == (BANK // 2 + 5, BANK // 2 + 1)
    assert len([n for n in read if n < 10_000]) == BANK // 2
    assert max(n for n in read if n < 10_000) > 1.9 * BANK


def test_unreadable_pictures_are_left_out_of_the_banks(work: Path) -> None:
    images = train_pictures(work / "red")
    images[0].path.write_bytes(b"no picture")
    assert with_hubs(tiny_model(), [images]).config.hub_bank == (8, 2)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["model0"], "has no average"),
        (["model0", "other"], "max_tokens differ"),
        (["model0", "model1", "--share", "1"], "one share for each"),
        (["model0", "model1", "--share", "1", "--share", "-1"], "positive"),
        (["model0", "model1", "--images", "red"], "--hubs-from"),
        (["model0", "model1", "--hub-weight", "0.3"], "--hub-weight goes with"),
        (["model0", "nothing"], "no model folder"),
        (["model0", "--hubs-from", "val.json", "--images", "red"], '"train"'),
    ],
)
def test_what_cannot_be_averaged_is_refused_in_words(
    run: Run, work: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    other: MSA = tiny_model(max_tokens=12)
    checkpoint.save(other, work / "other")
    entries = json.loads((work / "red" / "captions.json").read_text())["images"]
    (work / "val.json").write_text(json.dumps({"images": [e for e in entries if e["split"] == "val"]}))
    monkeypatch.chdir(work)
    done = run("average", *arguments, "--out", "out")
    assert done.code in (2, 3)
    assert re.search(sentence, done.err), done.err
    assert not (work / "out").exists()


def test_a_model_is_never_written_over(run: Run, work: Path) -> None:
    done = run("average", work / "model0", work / "model1", "--out", work / "model1")
    assert done.code == 2
    assert "already holds a model" in done.err


def test_average_of_three_models_without_shares(work: Path) -> None:
    folders = [work / "model0", work / "model1", work / "model1"]
    mean = average(folders).state_dict()
    one, other = (checkpoint.load(folder).state_dict() for folder in folders[:2])
    key = "image_encoder.w1.weight"
    assert torch.allclose(mean[key], (one[key] + 2 * other[key]) / 3, atol=1e-6)
