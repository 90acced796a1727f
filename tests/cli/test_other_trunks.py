"""The whole path with trunks that are no MobileNet, as processes: msa-train, then index, search, explain."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image

from msa_core.model.stored import checkpoint
from tests.support.commands import Commands
from tests.support.scenes import write_archive
from tests.support.tiny_clip import clip_tokenizer, tiny_clip
from tests.support.tiny_model import tiny_tokenizer


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight captioned pictures, three scenes, a CLIP and a BERT of a few thousand weights."""
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("trunks")
    images = []
    for number in range(8):
        colour, word = [((200, 40, 30), "red"), ((30, 160, 40), "green")][number % 2]
        grain = np.random.default_rng(number).normal(0, 20, (48, 48, 3))
        Image.fromarray(np.clip(colour + grain, 0, 255).astype(np.uint8)).save(folder / f"{number}.png")
        split = "train" if number < 6 else "val"
        images.append(
            {"filename": f"{number}.png", "split": split, "sentences": [{"raw": f"a {word} field {number}"}]}
        )
    (folder / "captions.json").write_text(json.dumps({"images": images}))
    write_archive(folder / "archive", 2)
    tiny_clip().save_pretrained(folder / "clip")
    clip_tokenizer().save_pretrained(folder / "clip")
    tokenizer = tiny_tokenizer()
    sizes = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(tokenizer), max_position_embeddings=64, **sizes)).save_pretrained(
        folder / "bert"
    )
    tokenizer.save_pretrained(folder / "bert")
    return folder


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize(
    "trunk, options, dims",
    [
        ("clip", ["--trunk-weights", "clip"], (128,) * 4),
        ("vit_b_32", ["--text", "bert", "--input-px", "64"], (768,) * 4),
        ("swin_t", ["--text", "bert", "--input-px", "64"], (96, 192, 384, 768)),
    ],
)
def test_from_captions_to_overlays(
    work: Path, tmp_path: Path, commands: Commands, trunk: str, options: list[str], dims: tuple[int, ...]
) -> None:
    run = partial(commands.run, MSA_DEBUG="1")
    given = [work / option if option in ("clip", "bert") else option for option in options]
    out = tmp_path / "run"
    done = run(
        "msa_core.train_cli", "--captions", work / "captions.json", "--images", work, "--out", out, "--init", "scratch",
        "--trunk", trunk, *given, "--epochs", 1, "--batch", 3, "--no-amp", "--device", "cpu", "--rate", 0.1,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    model = out / "best"
    assert checkpoint.load(model).pooled_dims == dims
    index = tmp_path / "index"
    done = run("msa_core.cli", "index", work / "archive", "--out", index, "--model", model, "--tile-m", 100)
    assert done.returncode == 0, done.stderr
    done = run("msa_core.cli", "search", index, "a red field", "--json")
    assert done.returncode == 0, done.stderr
    hits = json.loads(done.stdout)["features"]
    assert hits
    assert all(np.isfinite(hit["properties"]["scale_scores"]).all() for hit in hits)
    done = run("msa_core.cli", "explain", index, "a red field", "--out", tmp_path / "why", "--rank", 1)
    assert done.returncode == 0, done.stderr
    best = hits[0]["properties"]
    for scale in (1, 2, 3, 4):
        with rasterio.open(tmp_path / "why" / f"rank001_scale{scale}.tif") as raster:
            values, tags = raster.read(1), raster.tags()
        assert values.sum() + float(tags["constant"]) == pytest.approx(float(tags["total"]), abs=1e-3)
        # The index keeps the pooled features as float16.
        assert best["scale_scores"][scale - 1] == pytest.approx(float(tags["total"]), abs=0.1, rel=0.05)
    assert (tmp_path / "why" / "rank001_sheet.png").stat().st_size > 10_000


@pytest.mark.timeout(600)
def test_weights_that_are_not_there_end_in_one_sentence(
    work: Path, tmp_path: Path, commands: Commands
) -> None:
    done = commands.run(
        "msa_core.train_cli", "--captions", work / "captions.json", "--images", work, "--out", tmp_path / "run",
        "--init", "scratch", "--trunk", "resnet50", "--trunk-weights", "imagenet", "--text", work / "bert",
        "--device", "cpu", TORCH_HOME=str(tmp_path / "torch"),
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "resnet50-0676ba61.pth" in done.stderr
    assert "--download" in done.stderr
