from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from msa_core.errors import CheckpointError
from msa_core.model.stored import checkpoint
from tests.support.tiny_model import tiny_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    checkpoint.save(tiny_model(), tmp_path / "model", half=False, card="# Card\n")
    return tmp_path / "model"


def test_a_saved_model_comes_back_the_same(folder: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (70, 80, 3), dtype=np.uint8)
    before, after = tiny_model(), checkpoint.load(folder)
    with torch.no_grad():
        for method in (
            lambda m: m.encode_images(m.prepare([picture])).embedding,
            lambda m: m.encode_texts(["a plane"]).words,
        ):
            torch.testing.assert_close(method(after), method(before), rtol=0, atol=0)
    assert not after.training


def test_half_precision_keeps_the_cosines(tmp_path: Path) -> None:
    checkpoint.save(tiny_model(), tmp_path, half=True)
    with torch.no_grad():
        a = tiny_model().encode_texts(["many ships in the harbour"]).embedding
        b = checkpoint.load(tmp_path).encode_texts(["many ships in the harbour"]).embedding
    assert float((a * b).sum()) > 0.9999


def test_the_fingerprint_is_of_weights_configuration_and_tokenizer_but_not_the_card(folder: Path) -> None:
    first = checkpoint.fingerprint(folder)
    (folder / "MODEL_CARD.md").write_text("another card")
    assert checkpoint.fingerprint(folder) == first
    checkpoint.save(tiny_model(seed=1), folder)
    assert checkpoint.fingerprint(folder) != first


def cut_weights(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])


def empty_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"")


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def not_json(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def newer_format(folder: Path) -> None:
    data = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**data, "format": 99}))


def another_kind(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "bert"}')


def another_width(folder: Path) -> None:
    data = json.loads((folder / "config.json").read_text())
    data["text"]["intermediate_size"] = 64
    (folder / "config.json").write_text(json.dumps(data))


def missing_key(folder: Path) -> None:
    data = json.loads((folder / "config.json").read_text())
    del data["preprocess"]["mean"]
    (folder / "config.json").write_text(json.dumps(data))


def unknown_trunk(folder: Path) -> None:
    data = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**data, "trunk": "nosuch"}))


def change_tokenizer(folder: Path, **changes: object) -> None:
    file = folder / "tokenizer" / "tokenizer.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **changes}), "utf-8")


def multiplying_tokenizer(folder: Path) -> None:
    replace = {"type": "Replace", "pattern": {"String": "a"}, "content": "a" * 1000}
    change_tokenizer(folder, normalizer={"type": "Sequence", "normalizers": [replace] * 4})


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer" / "tokenizer.json").write_text("{}")


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def not_numbers(folder: Path) -> None:
    model = tiny_model()
    torch.nn.init.constant_(model.image_encoder.w1.weight, float("nan"))
    checkpoint.save(model, folder)


def ten_million_layers(folder: Path) -> None:
    data = json.loads((folder / "config.json").read_text())
    data["text"]["num_hidden_layers"] = 10_000_000
    (folder / "config.json").write_text(json.dumps(data))


@pytest.mark.parametrize(
    "damage, sentence",
    [
        (ten_million_layers, "asks for 10,000,000 layers"),
        (cut_weights, r"model\.safetensors is damaged"),
        (empty_weights, r"model\.safetensors is damaged"),
        (no_weights, r"model\.safetensors is missing"),
        (not_json, r"config\.json cannot be read"),
        (newer_format, "update MSA Analyst"),
        (another_kind, "not the configuration of an MSA checkpoint"),
        (another_width, "does not fit config.json"),
        (missing_key, r"config\.json is damaged"),
        (unknown_trunk, "nosuch"),
        (broken_tokenizer, r"tokenizer\.json is damaged"),
        (multiplying_tokenizer, r"more than 10,000 characters of one"),
        (no_folder, "There is no model folder"),
        (not_numbers, "values that are not numbers"),
    ],
)
def test_a_damaged_or_wrong_checkpoint_is_refused_with_the_reason(
    folder: Path, damage, sentence: str
) -> None:
    damage(folder)
    with pytest.raises(CheckpointError, match=sentence):
        checkpoint.load(folder)


def test_loading_needs_no_training_package_and_no_pickle(folder: Path) -> None:
    code = (
        "import sys, pickle, torch\n"
        "def refuse(*a, **k): raise AssertionError('pickle was used')\n"
        "from msa_core.model.stored import checkpoint\n"
        "pickle.load = pickle.loads = torch.load = refuse\n"
        f"checkpoint.load({str(folder)!r})\n"
        "bad = [m for m in sys.modules if m.startswith(('msa_core.training', 'rasterio', 'PySide6', 'faiss'))]\n"
        "assert not bad, bad\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_a_tokenizer_that_pads_to_any_length_is_read_without_it(folder: Path) -> None:
    padding = {
        "strategy": {"Fixed": 900_000_000}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
        "pad_type_id": 0, "pad_token": "[PAD]",
    }  # fmt: skip
    before = checkpoint.load(folder).encode_texts(["a plane"]).tokens
    change_tokenizer(folder, padding=padding)
    assert checkpoint.load(folder).encode_texts(["a plane"]).tokens == before
