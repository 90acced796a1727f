"""Folders of others: told apart, read whole or refused in one sentence; names on the hub; open_clip's own settings."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from msa_core.errors import CheckpointError
from msa_core.model.convert.any_clip import convert
from msa_core.model.network.msa import MSA
from msa_core.model.trunks.trunk_table import CLIP_MEAN
from tests.model.convert.test_clip import cosines, pictures
from tests.support.tiny_clip import POSITIONS, clip_tokenizer, open_clip_state, tiny_clip
from tests.support.tiny_siglip import save, second_tokenizer, tiny_siglip

TEXTS = ["a plane", "ships"]
VISION = {"image_size": 64, "layers": 5, "width": 128, "patch_size": 16}
TEXT = {
    "context_length": POSITIONS,
    "vocab_size": len(clip_tokenizer()),
    "width": 64,
    "heads": 1,
    "layers": 5,
}


@pytest.fixture
def siglip(tmp_path: Path) -> Path:
    tokenizer = second_tokenizer()
    return save(tiny_siglip(tokenizer), tokenizer, tmp_path / "siglip")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return save(tiny_clip(), clip_tokenizer(), tmp_path / "clip")


def open_clip(folder: Path, vision: Any = None, text: Any = None, **settings: Any) -> Path:
    """A folder as open_clip pushes it to the hub."""
    folder.mkdir(parents=True, exist_ok=True)
    model = {
        "embed_dim": 48,
        "vision_cfg": VISION | (vision or {}),
        "text_cfg": TEXT | (text or {}),
        **settings,
    }
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": model, "preprocess_cfg": {}}))
    save_file(
        {key: value.contiguous() for key, value in open_clip_state().items()},
        folder / "open_clip_model.safetensors",
    )
    clip_tokenizer().save_pretrained(folder)
    return folder


def same(one: MSA, other: MSA) -> None:
    torch.testing.assert_close(
        cosines(one, pictures(), TEXTS), cosines(other, pictures(), TEXTS), atol=2e-6, rtol=0
    )


def test_a_folder_of_transformers_is_read_as_its_network_ranks(clip: Path) -> None:
    (clip / "preprocessor_config.json").write_text(
        json.dumps({"image_mean": [0.5] * 3, "image_std": [0.25] * 3})
    )
    model = convert(clip)
    assert model.config.preprocess.mean == (0.5,) * 3
    assert model.config.text["hidden_act"] == "quick_gelu"
    assert "plane</w>" in model.encode_texts(["a plane"]).tokens[0]


def test_a_folder_of_open_clip_says_its_activation_and_how_pictures_are_prepared(tmp_path: Path) -> None:
    quick = convert(open_clip(tmp_path / "quick", quick_gelu=True))
    plain = convert(open_clip(tmp_path / "plain"))
    weights = tmp_path / "plain" / "open_clip_model.safetensors"
    same(plain, convert(weights, activation="gelu"))
    same(quick, convert(weights, activation="quick_gelu"))
    assert plain.config.preprocess.mean == CLIP_MEAN
    settings = json.loads((tmp_path / "plain" / "open_clip_config.json").read_text())
    settings["preprocess_cfg"] = {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": "bilinear"}
    (tmp_path / "plain" / "open_clip_config.json").write_text(json.dumps(settings))
    prepared = convert(tmp_path / "plain").config.preprocess
    assert (prepared.mean, prepared.interpolation) == ((0.5,) * 3, "bilinear")


@pytest.mark.parametrize(
    "settings, sentence",
    [
        ({"multimodal_cfg": {}}, "it is a CoCa"),
        ({"vision": {"timm_model_name": "fastvit_mci2"}}, "a MobileCLIP's fastvit_mci2"),
        ({"vision": {"timm_model_name": "vit_medium_patch16_gap_256"}}, "image tower is timm's vit_medium"),
        ({"text": {"hf_model_name": "roberta-base"}}, "text tower is roberta-base with a projection"),
        ({"vision": {"pool_type": "avg"}}, "vision_cfg has pool_type = 'avg'"),
        ({"vision": {"qk_norm": True}}, "vision_cfg has qk_norm = True"),
        ({"text": {"no_causal_mask": True}}, "text_cfg has no_causal_mask = True"),
        ({"text": {"tokenizer_kwargs": {"strip_sep_token": True}}}, "tokenizer wants strip_sep_token"),
        ({"vision": {"head_width": 0}}, "is damaged"),
    ],
)
def test_what_open_clip_computes_otherwise_is_refused_by_name(
    tmp_path: Path, settings: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CheckpointError, match=sentence):
        convert(open_clip(tmp_path / "folder", **settings))


def coca(state: dict[str, Any]) -> None:
    state["text_decoder.resblocks.0.ln_1.weight"] = torch.zeros(1)


def mobileclip(state: dict[str, Any]) -> None:
    state["image_encoder.model.patch_embed.0.weight"] = torch.zeros(1)


def timm(state: dict[str, Any]) -> None:
    state["visual.trunk.pos_embed"] = torch.zeros(1)


def hugging_face(state: dict[str, Any]) -> None:
    state["text.transformer.embeddings.word_embeddings.weight"] = torch.zeros(1)


@pytest.mark.parametrize(
    "damage, sentence",
    [(coca, "it is a CoCa"), (mobileclip, "it is a MobileCLIP"), (timm, "image tower is timm's"),
     (hugging_face, "text tower is a Hugging Face encoder")],
)  # fmt: skip
def test_a_weights_file_of_another_kind_is_known_by_its_tensors(
    tmp_path: Path, damage: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    state: dict[str, Any] = dict(open_clip_state())
    damage(state)
    torch.save(state, tmp_path / "model.pt")
    with pytest.raises(CheckpointError, match=sentence):
        convert(tmp_path / "model.pt")


def shards(folder: Path) -> None:
    """The weights in two files and the index of them."""
    state = load_file(folder / "model.safetensors")
    names = sorted(state)
    parts = {"model-1.safetensors": names[::2], "model-2.safetensors": names[1::2]}
    for file, keys in parts.items():
        save_file({key: state[key] for key in keys}, folder / file)
    table = {key: file for file, keys in parts.items() for key in keys}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": table}))
    (folder / "model.safetensors").unlink()


def test_weights_in_shards_and_as_a_pickle_of_tensors_are_read(siglip: Path) -> None:
    whole = convert(siglip)
    state = load_file(siglip / "model.safetensors")
    shards(siglip)
    same(convert(siglip), whole)
    (siglip / "model.safetensors.index.json").unlink()
    torch.save(state, siglip / "pytorch_model.bin")
    same(convert(siglip), whole)


class Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return exec, ("raise SystemExit('it was run')",)


def half_written(folder: Path) -> None:
    shards(folder)
    (folder / "model-2.safetensors").unlink()


def cut_short(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def no_settings(folder: Path) -> None:
    (folder / "config.json").unlink()


def torn_settings(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def other_type(folder: Path) -> None:
    change(folder, model_type="blip")


def wrong_shape(folder: Path) -> None:
    retouch(folder, lambda state: state.update({"vision_model.post_layernorm.bias": torch.zeros(3)}))


def lacks_a_tensor(folder: Path) -> None:
    retouch(folder, lambda state: state.pop("vision_model.head.probe"))


def no_numbers(folder: Path) -> None:
    retouch(folder, lambda state: state["logit_scale"].fill_(float("nan")))


def endless_depth(folder: Path) -> None:
    change(folder, "vision_config", num_hidden_layers=10_000_000)


def no_patches(folder: Path) -> None:
    change(folder, "vision_config", patch_size=0)


def endless_picture(folder: Path) -> None:
    change(folder, "vision_config", image_size=10**12, patch_size=1)


def words_outside(folder: Path) -> None:
    (folder / "tokenizer_config.json").rename(folder.parent / "words.json")
    (folder / "tokenizer_config.json").symlink_to("../words.json")


def no_squares(folder: Path) -> None:
    change(folder, "vision_config", image_size=[64, 32])


def no_head(folder: Path) -> None:
    change(folder, "vision_config", vision_use_head=False)


def no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def pieces_alone(folder: Path) -> None:
    no_tokenizer(folder)
    (folder / "spiece.model").write_bytes(b"pieces")


def another_tokenizer(folder: Path) -> None:
    change(folder, "text_config", vocab_size=20)
    retouch(folder, lambda state: state.update(
        {"text_model.embeddings.token_embedding.weight": torch.zeros(20, 48)}
    ))  # fmt: skip


def a_pickle_that_runs(folder: Path) -> None:
    no_weights(folder)
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Evil()))


def leads_out(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder.parent / "elsewhere.safetensors")
    (folder / "model.safetensors").symlink_to(folder.parent / "elsewhere.safetensors")


def leads_nowhere(folder: Path) -> None:
    no_weights(folder)
    (folder / "model.safetensors").symlink_to("../blobs/gone")


def shard_outside(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder.parent / "x.safetensors")
    index = {"weight_map": {"logit_scale": "../x.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def change(folder: Path, part: str | None = None, **values: Any) -> None:
    data = json.loads((folder / "config.json").read_text())
    (data if part is None else data[part]).update(values)
    (folder / "config.json").write_text(json.dumps(data))


def retouch(folder: Path, how: Callable[[dict[str, Any]], Any]) -> None:
    state = load_file(folder / "model.safetensors")
    how(state)
    save_file(state, folder / "model.safetensors")


@pytest.mark.parametrize(
    "damage, sentence",
    [
        (half_written, "is half there: 1 of 2 weights files are missing, first model-2"),
        (cut_short, "cut short"),
        (no_weights, r"holds no weights \(looked for model.safetensors"),
        (no_settings, "holds no config.json and no open_clip_config.json"),
        (torn_settings, r"config.json cannot be read"),
        (other_type, "model of type 'blip'"),
        (wrong_shape, "1 have another shape, 0 are unknown, first vision_model.post_layernorm.bias"),
        (lacks_a_tensor, "1 tensors are missing.*first vision_model.head.probe"),
        (no_numbers, "logit_scale holds values that are not numbers"),
        (endless_depth, "asks for 10000000 layers"),
        (no_patches, "its settings describe no model"),
        (endless_picture, "its settings describe no model"),
        (words_outside, r"tokenizer_config.json is a link that leads out of its folder"),
        (no_squares, "not squares"),
        (no_head, "no pooling head"),
        (no_tokenizer, "tokenizer.json is missing, and spiece.model, too.*--text"),
        (pieces_alone, "spiece.model is damaged, or no SentencePiece model of a SigLIP"),
        (another_tokenizer, "not that of this SigLIP, whose text tower knows 20 pieces"),
        (a_pickle_that_runs, "is damaged, or holds more than weights"),
        (leads_out, "is a link that leads out of its folder"),
        (leads_nowhere, "is a link to a file that is not there"),
        (shard_outside, "does not name the weights files of its own folder"),
    ],
)
def test_a_damaged_folder_is_refused_in_one_sentence(
    siglip: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(siglip)
    with pytest.raises(CheckpointError, match=sentence) as refused:
        convert(siglip)
    assert "\n" not in str(refused.value)
    assert str(siglip) in str(refused.value) or damage is another_tokenizer


def test_a_clip_that_lacks_a_tensor_is_no_clip_with_random_numbers(clip: Path) -> None:
    retouch(clip, lambda state: state.pop("text_projection.weight"))
    with pytest.raises(CheckpointError, match=r"does not hold a CLIP .*first text_projection.weight"):
        convert(clip)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def in_cache(hub: Path, repository: str, source: Path) -> Path:
    """A folder as the hub's client lays it down: links to blobs."""
    place = hub / f"models--{repository.replace('/', '--')}"
    snapshot = place / "snapshots" / ("a" * 40)
    for folder in (snapshot, place / "blobs", place / "refs"):
        folder.mkdir(parents=True)
    (place / "refs" / "main").write_text("a" * 40)
    for file in source.iterdir():
        (place / "blobs" / file.name).write_bytes(file.read_bytes())
        (snapshot / file.name).symlink_to(Path("..", "..", "blobs", file.name))
    return place


@pytest.mark.parametrize("name", ["google/tiny", "hf-hub:google/tiny"])
def test_a_name_in_the_hub_s_cache_is_read_without_network(siglip: Path, hub: Path, name: str) -> None:
    place = in_cache(hub, "google/tiny", siglip)
    same(convert(Path(name)), convert(siglip))
    same(convert(place), convert(siglip))


def test_a_name_that_is_not_there_says_what_to_do(hub: Path, siglip: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"not on this machine .*--download.*by hand you need"):
        convert(Path("hf-hub:google/tiny"))
    no_weights(siglip)
    in_cache(hub, "google/half", siglip)
    with pytest.raises(CheckpointError, match="not on this machine as a whole"):
        convert(Path("google/half"))
    for path in ("models/clip.pt", str(tmp_path / "gone")):
        with pytest.raises(CheckpointError, match="There is no file or folder"):
            convert(Path(path))
