"""A CLIP of any kind from its folder to overlays, as processes: convert, teach its why, index, search, explain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from PIL import Image

from msa_core.model.stored import checkpoint
from tests.model.convert.test_model_folders import open_clip
from tests.support.commands import Commands
from tests.support.scenes import write_archive
from tests.support.tiny_clip import clip_tokenizer, tiny_clip
from tests.support.tiny_siglip import first_tokenizer, save, second_tokenizer, tiny_naflex, tiny_siglip

WORDS = [((200, 40, 30), "a red field"), ((30, 160, 40), "a green field"), ((40, 60, 200), "a blue lake")]


def siglip(folder: Path) -> Path:
    return save(tiny_siglip(first_tokenizer()), first_tokenizer(), folder)


def naflex(folder: Path) -> Path:
    return save(tiny_naflex(second_tokenizer()), second_tokenizer(), folder)


def uneven(folder: Path) -> Path:
    """Patches that do not fill the picture, as in SigLIP so400m of 384 px."""
    return save(tiny_siglip(second_tokenizer(), image_size=66, patch=14), second_tokenizer(), folder)


def clip(folder: Path) -> Path:
    return save(tiny_clip(), clip_tokenizer(), folder)


def write_captions(folder: Path) -> Path:
    rows = []
    for number in range(18):
        colour, text = WORDS[number % 3]
        grain = np.random.default_rng(number).normal(0, 20, (48, 48, 3))
        Image.fromarray(np.clip(colour + grain, 0, 255).astype(np.uint8)).save(folder / f"{number}.png")
        split = "train" if number < 12 else "val"
        rows.append({"filename": f"{number}.png", "split": split, "sentences": [{"raw": text}]})
    (folder / "captions.json").write_text(json.dumps({"images": rows}))
    return folder / "captions.json"


@pytest.mark.timeout(1500)
@pytest.mark.parametrize(
    "kind",
    [siglip, *(pytest.param(each, marks=pytest.mark.slow) for each in (naflex, uneven, clip, open_clip))],
)
def test_from_a_folder_of_another_program_to_overlays(
    tmp_path: Path, commands: Commands, kind: Callable[[Path], Path]
) -> None:
    source, captions = kind(tmp_path / "source"), write_captions(tmp_path)
    scenes, index = write_archive(tmp_path / "archive", 1), tmp_path / "index"

    def msa(*arguments: object) -> str:
        done = commands.run("msa_core.cli", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    msa("convert", source, "--kind", "clip", "--out", tmp_path / "converted")
    card = (tmp_path / "converted" / "MODEL_CARD.md").read_text()
    assert ("SigLIP" in card) == (kind in (siglip, naflex, uneven))
    done = commands.run(
        "msa_core.train_cli", "--captions", captions, "--images", tmp_path, "--out", tmp_path / "run",
        "--init", tmp_path / "converted", "--match-only", "--epochs", "2", "--batch", "4", "--no-amp",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    start, taught = (checkpoint.load(tmp_path / name) for name in ("converted", "run/best"))
    picture = [np.asarray(Image.open(tmp_path / "0.png"))]
    with torch.no_grad():
        before, after = (each.encode_images(each.prepare(picture)).embedding for each in (start, taught))
        assert torch.equal(before, after)
        assert torch.equal(start.encode_texts(["a"]).embedding, taught.encode_texts(["a"]).embedding)
    msa("index", scenes, "--out", index, "--model", tmp_path / "run" / "best", "--tile-m", 100)
    hits = json.loads(msa("search", index, "a red field", "--json"))["features"]
    assert hits
    scores = [hit["properties"]["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(-1.0 <= score <= 1.0 for score in scores)
    msa("explain", index, "a red field", "--out", tmp_path / "why")
    overlays = sorted((tmp_path / "why").glob("rank001_*.tif"))
    assert len(overlays) == 5
    for file in overlays:
        with rasterio.open(file) as overlay:
            assert np.isfinite(overlay.read()).all()
            assert overlay.read(1).std() > 0, file.name
