"""Fusion and gate alone, or MSCMAT alone, from features of whole pictures that are made once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from msa_core.errors import UsageError
from msa_core.model.convert.any_clip import convert
from msa_core.model.convert.clip import read_clip
from msa_core.model.convert.two_towers import build_model
from msa_core.model.network.text_encoder import load_tokenizer
from msa_core.model.stored import checkpoint
from msa_core.progress import Progress
from msa_core.training.data.pictures import load_picture
from msa_core.training.learn.kept.kept_layers import MatchLayers
from msa_core.training.learn.kept.kept_training import train_kept
from msa_core.training.learn.recipe.adapters import MATCH
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.recipe.soft_losses import Objective
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.training_feed import TrainingData, make_sampler
from msa_core.training.measure.evaluate import embed_pictures, evaluate
from tests.support.coloured_fields import write_pictures
from tests.support.commands import Commands
from tests.support.tiny_clip import clip_tokenizer, tiny_clip
from tests.support.tiny_model import tiny_model
from tests.support.tiny_siglip import first_tokenizer, lower_case, save, tiny_siglip

RECIPE = Recipe(epochs=12, batch=8, rates=Rates(new=1e-2), amp=False, eval_every=4)


@pytest.fixture
def data(tmp_path: Path) -> TrainingData:
    (tmp_path / "pictures").mkdir()
    images = write_pictures(tmp_path / "pictures")
    return TrainingData(train=images[:40], val={"fields": images[40:]})


def run(data: TrainingData, out: Path, recipe: Recipe = RECIPE) -> float:
    return train_kept(tiny_model(), data, recipe, RunFolder(out), {}, Progress())


def test_only_fusion_and_gate_change_and_what_is_kept_is_what_was_measured(
    data: TrainingData, tmp_path: Path
) -> None:
    before = evaluate(tiny_model(), data.val["fields"])["cosine"]["mR"]
    best = run(data, tmp_path / "run")
    assert best > before + 5
    trained = checkpoint.load(tmp_path / "run" / "best")
    assert evaluate(trained, data.val["fields"])["cosine"]["mR"] == pytest.approx(best, abs=3.0)
    start = tiny_model().state_dict()
    changed = {
        name for name, value in trained.state_dict().items()
        if not torch.allclose(value.float(), start[name].float(), atol=2e-3)
    }  # fmt: skip
    assert changed
    assert all(name.startswith(("image_encoder.fuse", "image_encoder.w")) for name in changed)
    lines = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines if "val" in line] == [4, 8, 12]
    assert max(line["val_mean_mR"] for line in lines if "val" in line) == pytest.approx(best, abs=0.01)
    assert (tmp_path / "run" / "curves.png").stat().st_size > 1000


def test_a_repeated_run_looks_at_no_picture_again(data: TrainingData, tmp_path: Path) -> None:
    first = run(data, tmp_path / "run")
    for image in (*data.train, *data.val["fields"]):
        image.path.write_bytes(b"gone")
    assert run(data, tmp_path / "run") == pytest.approx(first)


def test_features_that_a_kill_left_damaged_are_made_again(data: TrainingData, tmp_path: Path) -> None:
    first = run(data, tmp_path / "run")
    pieces = sorted((tmp_path / "run" / "features").glob("*.safetensors"))
    pieces[0].write_bytes(pieces[0].read_bytes()[:100])
    assert run(data, tmp_path / "run") == pytest.approx(first)


def test_what_features_cannot_give_is_refused(data: TrainingData, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="whole pictures"):
        run(data, tmp_path / "a", replace(RECIPE, objective=Objective(soft=0.2)))
    with pytest.raises(UsageError, match="preset msa"):
        train_kept(tiny_model(preset="paper"), data, RECIPE, RunFolder(tmp_path / "b"), {}, Progress())


def converted(tmp_path: Path) -> Path:
    """A small CLIP as ``msa convert`` leaves it."""
    folder = tmp_path / "clip"
    tiny_clip().save_pretrained(folder)
    clip_tokenizer().save_pretrained(folder)
    checkpoint.save(
        build_model(read_clip(folder), load_tokenizer(folder)), tmp_path / "converted", half=False
    )
    return tmp_path / "converted"


def converted_siglip(tmp_path: Path) -> Path:
    """A small SigLIP likewise."""
    tokenizer = lower_case(first_tokenizer())
    folder = save(tiny_siglip(tokenizer), tokenizer, tmp_path / "siglip")
    checkpoint.save(convert(folder), tmp_path / "converted", half=False)
    return tmp_path / "converted"


@pytest.mark.parametrize("kind", [converted, converted_siglip])
def test_match_only_teaches_a_converted_clip_to_explain_and_its_ranking_stays_to_the_bit(
    data: TrainingData, tmp_path: Path, kind: Callable[[Path], Path]
) -> None:
    folder = kind(tmp_path)
    recipe = replace(RECIPE, epochs=20, rates=Rates(new=1e-2), eval_every=5)
    before = evaluate(checkpoint.load(folder), data.val["fields"], scales=True)
    train_kept(checkpoint.load(folder), data, recipe, RunFolder(tmp_path / "run"), {}, Progress(), MATCH)
    start, trained = checkpoint.load(folder), checkpoint.load(tmp_path / "run" / "best")
    pictures = trained.prepare([load_picture(image.path) for image in data.val["fields"]])
    with torch.no_grad():
        assert torch.equal(trained.encode_images(pictures).embedding, start.encode_images(pictures).embedding)
        texts = ["a red field", "the field is green"]
        assert torch.equal(trained.encode_texts(texts).embedding, start.encode_texts(texts).embedding)
    after = evaluate(trained, data.val["fields"], scales=True)
    assert after["cosine"] == before["cosine"]
    # Scales 1 to 3 of a converted CLIP say nothing: every pair is level. Colours are what they can learn here.
    assert max(after[f"scale{s}"]["mR"] for s in (1, 2, 3)) > before["scale1"]["mR"] + 10


def test_norms_that_were_never_trained_learn_the_features_and_the_logits_stay(
    data: TrainingData, tmp_path: Path
) -> None:
    model, start = checkpoint.load(converted(tmp_path)), checkpoint.load(tmp_path / "converted")
    _, pooled = embed_pictures(model, [image.path for image in data.train])
    MatchLayers(model, pooled, ["a red field"], RECIPE)
    normed = model.image_encoder.split(pooled)
    assert all(abs(float(x.mean())) < 0.01 and 0.5 < float(x.detach().std()) < 1.1 for x in normed)
    with torch.no_grad():
        texts = start.encode_texts(["a red field", "forest"])
        torch.testing.assert_close(
            model.match_logits(pooled, texts), start.match_logits(pooled, texts), atol=1e-4, rtol=1e-4
        )


def test_words_that_are_not_kept_are_read_again_and_give_the_same_logits(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_model().eval()
    _, pooled = embed_pictures(model, [image.path for image in data.train])
    texts = [text for image in data.train for text in image.sentences]
    batch = make_sampler(data, RECIPE, 1).epoch(0)[0]
    kept = MatchLayers(model, pooled, texts, RECIPE).losses(batch)
    monkeypatch.setattr("msa_core.training.learn.kept.kept_layers.MAX_KEPT_BYTES", 0)
    read = MatchLayers(model, pooled, texts, RECIPE).losses(batch)
    assert kept["loss"].item() == pytest.approx(read["loss"].item(), rel=1e-3)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--freeze", "trunk"], "leave out --freeze trunk"),
        (["--blend", "0.5"], "leave out --blend and --hubs"),
        (["--hubs"], "leave out --blend and --hubs"),
        (["--light"], "leave out --freeze"),
    ],
)
def test_match_only_does_not_go_with_what_changes_the_ranking(
    commands: Commands, data: TrainingData, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    captions = write_captions(data, tmp_path)
    done = commands.run(
        "msa_core.train_cli", "--captions", captions, "--images", tmp_path / "pictures", "--out", tmp_path / "run",
        "--match-only", *arguments,
    )  # fmt: skip
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())


@pytest.mark.parametrize("weight", ["mscma = 1", "csmmc = 0"])
def test_fusion_alone_is_not_trained_by_the_losses_of_the_scales_and_says_so(
    commands: Commands, data: TrainingData, tmp_path: Path, weight: str
) -> None:
    captions = write_captions(data, tmp_path)
    (tmp_path / "recipe.toml").write_text(weight, "utf-8")
    done = commands.run(
        "msa_core.train_cli", "--captions", captions, "--images", tmp_path / "pictures", "--out", tmp_path / "run",
        "--freeze", "all-but-fusion", "--recipe", tmp_path / "recipe.toml",
    )  # fmt: skip
    assert done.returncode == 2
    assert "leave mscma and csmmc out of the recipe" in " ".join(done.stderr.split())
    assert not (tmp_path / "run").exists()


def test_the_command_trains_mscmat_and_ranks_as_the_model_it_began_from(
    commands: Commands, data: TrainingData, tmp_path: Path
) -> None:
    folder = converted(tmp_path)
    captions = write_captions(data, tmp_path)
    done = commands.run(
        "msa_core.train_cli", "--captions", captions, "--images", tmp_path / "pictures", "--out", tmp_path / "run",
        "--init", folder, "--match-only", "--epochs", "2", "--batch", "8", "--no-amp",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "by the match logits" in done.stdout
    texts = ["a red field"]
    start, trained = checkpoint.load(folder), checkpoint.load(tmp_path / "run" / "best")
    with torch.no_grad():
        assert torch.equal(trained.encode_texts(texts).embedding, start.encode_texts(texts).embedding)
    before, after = start.mscmat.state_dict(), trained.mscmat.state_dict()
    assert not torch.equal(before["scales.0.match.weight"], after["scales.0.match.weight"])


def write_captions(data: TrainingData, folder: Path) -> Path:
    rows = [
        {
            "filename": image.path.name,
            "split": split,
            "sentences": [{"raw": text} for text in image.sentences],
        }
        for split, images in (("train", data.train), ("val", data.val["fields"]))
        for image in images
    ]
    (folder / "captions.json").write_text(json.dumps({"images": rows}))
    return folder / "captions.json"


def test_a_time_limit_makes_the_epochs_fewer_and_the_last_one_is_measured(
    data: TrainingData, tmp_path: Path
) -> None:
    told: list[dict[str, object]] = []

    class Listening(Progress):
        def figures(self, line: Mapping[str, object]) -> None:
            told.append(dict(line))

    short = replace(RECIPE, epochs=100_000, eval_every=50_000, minutes=0.05)
    train_kept(tiny_model(), data, short, RunFolder(tmp_path / "run"), {}, Listening())
    lines = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert told == lines
    assert 1 <= lines[-1]["epoch"] < 50_000
    assert "val_mean_mR" in lines[-1]
