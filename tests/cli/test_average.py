"""``msa average``: weights averaged, vectors centred, and what is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from msa_core.model import checkpoint
from msa_core.model.msa import MSA
from msa_core.training.averaging import MOST, average, centre, mean_weights
from msa_core.training.captions import CaptionedImage
from msa_core.training.evaluate import embed_pictures
from tests.cli.conftest import Run
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


def test_a_mean_of_the_same_is_the_same() -> None:
    state = tiny_model().state_dict()
    for key, value in mean_weights([state, state, state], [0.25, 0.25, 0.5]).items():
        assert torch.allclose(value, state[key], atol=1e-6)


def test_centred_vectors_have_no_mean_left_and_each_set_counts_alike(run: Run, work: Path) -> None:
    green = work / "green" / "captions.json"
    done = run(
        "average", work / "model0", "--centre-on", work / "red" / "captions.json", "--centre-on", green,
        "--out", work / "centred",
    )  # fmt: skip
    assert done.code == 0, done.err
    plain, centred = checkpoint.load(work / "model0"), checkpoint.load(work / "centred")
    means, texts = [], []
    for name in ("red", "green"):
        images = train_pictures(work / name)
        means.append(embed_pictures(plain, [image.path for image in images])[0].mean(dim=0))
        with torch.no_grad():
            said = [sentence for image in images for sentence in image.sentences]
            texts.append(plain.encode_texts(said).embedding.mean(dim=0))
    assert torch.allclose(centred.image_encoder.centre.mean, torch.stack(means).mean(dim=0), atol=2e-3)
    assert torch.allclose(centred.text_encoder.centre.mean, torch.stack(texts).mean(dim=0), atol=2e-3)
    assert "captions.json" in (work / "centred" / "MODEL_CARD.md").read_text()


def test_centring_again_gives_the_same_means(work: Path) -> None:
    sets = [train_pictures(work / "red"), train_pictures(work / "green")]
    once = centre(tiny_model(), sets)
    twice = centre(once, sets)
    assert torch.allclose(once.image_encoder.centre.mean, twice.image_encoder.centre.mean, atol=1e-6)
    assert float(once.image_encoder.centre.mean.norm()) > 0.1


def test_of_a_large_set_pictures_from_all_over_it_are_read(work: Path) -> None:
    image = train_pictures(work / "red")[0]
    images = [replace(image, path=Path(f"{n}")) for n in range(3 * MOST)]
    read: set[int] = set()

    def load(path: Path) -> np.ndarray:
        read.add(int(path.name))
        return np.zeros((16, 16, 3), np.uint8) + np.uint8(int(path.name) % 250)

    centre(tiny_model(), [images], load)
    assert len(read) == MOST
    assert min(read) == 0
    assert max(read) == 3 * MOST - 1


def test_unreadable_pictures_are_left_out_of_the_means(work: Path) -> None:
    images = train_pictures(work / "red") + train_pictures(work / "green")
    whole = centre(tiny_model(), [images[1:]])
    images[0].path.write_bytes(b"no picture")
    left = centre(tiny_model(), [images])
    assert torch.allclose(left.image_encoder.centre.mean, whole.image_encoder.centre.mean, atol=1e-6)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["model0"], "has no average"),
        (["model0", "other"], "trunk_options differ|text differ|dim|differ"),
        (["model0", "centred"], r"\(centred differ\)"),
        (["model0", "model1", "--share", "1"], "one share for each"),
        (["model0", "model1", "--share", "1", "--share", "-1"], "positive"),
        (["model0", "model1", "--images", "red"], "--centre-on"),
        (["model0", "nothing"], "no model folder"),
        (["model0", "--centre-on", "val.json", "--images", "red"], '"train"'),
    ],
)
def test_what_cannot_be_averaged_is_refused_in_words(
    run: Run, work: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    other: MSA = tiny_model(max_tokens=12)
    checkpoint.save(other, work / "other")
    checkpoint.save(tiny_model(centred=True), work / "centred")
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
