"""CLIP towers: conversion of open_clip's weights, ranking as CLIP before training, exact overlays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.convert import scratch
from msa_core.model.convert.any_clip import convert
from msa_core.model.convert.clip import read_clip
from msa_core.model.convert.open_clip import guess_activation, read_open_clip
from msa_core.model.convert.open_clip_names import to_transformers
from msa_core.model.convert.two_towers import build_model
from msa_core.model.network.msa import MSA
from msa_core.model.running.heatmaps import SENTENCE, explain
from msa_core.model.stored import checkpoint
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.trunk_table import CLIP_MEAN, CLIP_STD
from tests.support.commands import Commands
from tests.support.tiny_clip import (
    DIM,
    END,
    LAYERS,
    POSITIONS,
    SIDE,
    clip_tokenizer,
    naive_image_vectors,
    naive_text_vectors,
    open_clip_state,
    tiny_clip,
)

TEXTS = ["a plane", "many ships, near the harbour's quay", "é", ""]


def pictures(count: int = 3, side_px: int = SIDE) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (side_px, side_px, 3), dtype=np.uint8) for _ in range(count)]


def normalised(images: list[np.ndarray]) -> torch.Tensor:
    x = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2) / 255.0
    return (x - torch.tensor(CLIP_MEAN)[:, None, None]) / torch.tensor(CLIP_STD)[:, None, None]


def cosines(model: MSA, images: list[np.ndarray], texts: list[str]) -> torch.Tensor:
    with torch.no_grad():
        return model.encode_images(model.prepare(images)).embedding @ model.encode_texts(texts).embedding.T


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CLIP as transformers saves it."""
    out = tmp_path_factory.mktemp("clip") / "openai"
    tiny_clip().save_pretrained(out)
    clip_tokenizer().save_pretrained(out)
    return out


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A file of open_clip's naming with the tokenizer beside it."""
    torch.save(open_clip_state(), tmp_path / "RemoteCLIP-ViT-B-32.pt")
    clip_tokenizer().save_pretrained(tmp_path)
    return tmp_path / "RemoteCLIP-ViT-B-32.pt"


@pytest.fixture(scope="module")
def model(folder: Path) -> MSA:
    return build_model(read_clip(folder), clip_tokenizer())


@pytest.mark.parametrize("activation", ["gelu", "quick_gelu"])
def test_a_converted_open_clip_ranks_as_its_own_formulas_say(weights: Path, activation: str) -> None:
    state = open_clip_state()
    model = convert(weights, activation=activation)
    rows = clip_tokenizer()(TEXTS)["input_ids"]
    quick = activation == "quick_gelu"
    with torch.no_grad():
        v = naive_image_vectors(state, normalised(pictures()), quick)
        g = naive_text_vectors(state, rows, quick)
        torch.testing.assert_close(cosines(model, pictures(), TEXTS), v @ g.T, atol=2e-6, rtol=0)
    assert model.logit_scale.item() == pytest.approx(4.2)
    assert model.config.text["hidden_act"] == activation


def test_transformers_clip_gives_the_same_cosines_before_training(folder: Path, model: MSA) -> None:
    clip, tokenizer = tiny_clip(), clip_tokenizer()
    batch = tokenizer(TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        out = clip(
            pixel_values=normalised(pictures()),
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
        )
    wanted = F.normalize(out.image_embeds, dim=-1) @ F.normalize(out.text_embeds, dim=-1).T
    torch.testing.assert_close(cosines(model, pictures(), TEXTS), wanted, atol=2e-6, rtol=0)


def test_the_conversion_is_transformers_own_naming(weights: Path) -> None:
    clip = tiny_clip(activation="gelu")
    clip.load_state_dict(to_transformers(open_clip_state()), strict=True)
    with torch.no_grad():
        wanted = clip.get_image_features(pixel_values=normalised(pictures())).pooler_output
        parts = read_open_clip(weights)
        maps = parts.trunk(normalised(pictures()))
        mine = parts.trunk.class_vector(maps[4]) @ parts.projection.T
    torch.testing.assert_close(mine, wanted, atol=1e-5, rtol=1e-5)


def test_other_sizes_interpolate_positions_as_transformers_does(folder: Path) -> None:
    trunk, tower = read_clip(folder).trunk, tiny_clip().vision_model
    images = normalised(pictures(2, 96))
    with torch.no_grad():
        wanted = tower(pixel_values=images, interpolate_pos_encoding=True).pooler_output
        maps = trunk(images)
        torch.testing.assert_close(trunk.class_vector(maps[4]), wanted, atol=1e-5, rtol=1e-5)
    assert [m.shape[2:] for m in maps[:4]] == [(6, 6)] * 4


def test_scale_four_begins_as_the_fit_of_the_patches_and_the_others_say_nothing(model: MSA) -> None:
    with torch.no_grad():
        features, texts = model.encode_images(model.prepare(pictures())), model.encode_texts(TEXTS)
        z = model.match_logits(features.pooled, texts)
        patches = model.image_encoder.split(features.pooled)[3] @ model.image_encoder.fuse_class.weight.T
    torch.testing.assert_close(z[..., 3], patches @ texts.embedding.T, atol=1e-5, rtol=1e-5)
    assert not z[..., :3].any()
    assert z[..., 3].std() > 0


def test_a_patch_vector_is_the_class_vector_of_attention_to_that_patch(model: MSA) -> None:
    trunk = model.image_encoder.trunk
    assert isinstance(trunk, ClipTrunk)
    with torch.no_grad():
        *maps, tokens = trunk(normalised(pictures(1)))
        one = trunk.class_vector(tokens[:, 6:7])  # a picture of one token, which attends to itself
    torch.testing.assert_close(one[0], maps[3][0].flatten(1)[:, 5], atol=1e-5, rtol=1e-5)


def trained(model_folder: Path) -> MSA:
    """A CLIP model whose new layers are no longer as they began."""
    torch.manual_seed(3)
    model = scratch.build("msa", "clip", str(model_folder), None)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "clip" not in name and "trunk" not in name and parameter.ndim:
                parameter.add_(torch.randn_like(parameter) * 0.05)
    return model.eval()


def test_maps_and_constant_are_the_logit_and_words_add_up(folder: Path) -> None:
    model = trained(folder)
    words, heatmaps = explain(model, pictures(1, 80)[0], "planes near a café's quay")
    assert words == ("planes", "near", "a", "café", "'s", "quay")
    with torch.no_grad():
        pooled = model.encode_images(model.prepare(pictures(1, 80))).pooled
        z = model.match_logits(pooled, model.encode_texts(["planes near a café's quay"]))[0, 0]
    for scale in (1, 2, 3, 4):
        of_scale = {h.word: h for h in heatmaps if h.scale == scale}
        whole = of_scale.pop("")
        assert whole.values.shape == (4, 4)
        assert whole.values.sum() + whole.constant == pytest.approx(float(z[scale - 1]), abs=2e-5)
        assert set(of_scale) == {*words, SENTENCE}
        assert sum(h.total for h in of_scale.values()) == pytest.approx(whole.total, abs=2e-5)
        assert any(np.abs(of_scale[word].values).max() > 1e-6 for word in words)


def test_the_ranking_map_is_not_empty_though_only_the_class_token_ranks(model: MSA) -> None:
    _, heatmaps = explain(model, pictures(1)[0], "a plane")
    ranking = next(h for h in heatmaps if h.scale == 0)
    assert ranking.total == pytest.approx(float(cosines(model, pictures(1), ["a plane"])), abs=1e-5)
    assert np.abs(ranking.values).max() > 1e-4
    assert ranking.values.sum() + ranking.constant == pytest.approx(ranking.total, abs=1e-5)


def test_texts_are_read_between_clip_s_own_marks(model: MSA) -> None:
    with torch.no_grad():
        texts = model.encode_texts(TEXTS)
        alone = model.encode_texts(TEXTS[:1])
    assert texts.words.shape[-1] == DIM
    assert [t for t, on in zip(texts.tokens[0], texts.mask[0], strict=True) if on] == ["a</w>", "plane</w>"]
    assert texts.tokens[3][0] == END
    assert texts.mask.any(dim=1).all(), "a text without a word attends its end"
    torch.testing.assert_close(texts.embedding[:1], alone.embedding, atol=1e-6, rtol=0)
    with torch.no_grad():
        cut = model.encode_texts(["plane " * 100])
    assert cut.words.shape[1] == POSITIONS - 1
    assert cut.tokens[0][-1] == END


@pytest.mark.parametrize("half", [False, True])
def test_a_saved_clip_ranks_as_before(model: MSA, tmp_path: Path, half: bool) -> None:
    checkpoint.save(model, tmp_path / "saved", half=half)
    again = checkpoint.load(tmp_path / "saved")
    difference = (cosines(model, pictures(), TEXTS) - cosines(again, pictures(), TEXTS)).abs().max()
    assert float(difference) <= (5e-3 if half else 0.0)
    assert again.config.special_tokens["eos_token"] == END
    assert len(checkpoint.fingerprint(tmp_path / "saved")) == 64


def test_training_reaches_every_part_from_where_clip_ends(folder: Path) -> None:
    from msa_core.training.learn.recipe.losses import WEIGHTS, total_loss

    model = scratch.build("msa", "clip", str(folder), None).train()
    texts = ["a plane", "a ship", "trees"]
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4)
    losses, same = [], torch.eye(3, dtype=torch.bool)
    for _ in range(4):
        images, features = model.encode_images(model.prepare(pictures())), model.encode_texts(texts)
        z = model.match_logits(images.pooled, features)
        loss = total_loss(
            "msa", images.embedding, features.embedding, z, same, model.logit_scale, WEIGHTS["msa"]
        )["loss"]
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]
    still = [n for n, p in model.named_parameters() if p.grad is None]
    assert not still


def test_halves_can_be_mixed(folder: Path, tmp_path: Path) -> None:
    both = scratch.build("msa", "clip", str(folder), str(folder)).eval()
    own = scratch.build("msa", "clip", str(folder), None).eval()
    torch.testing.assert_close(
        cosines(both, pictures(), TEXTS), cosines(own, pictures(), TEXTS), atol=1e-6, rtol=0
    )
    texts_only = scratch.build("msa", "tiny", None, str(folder), input_px=64).eval()
    assert texts_only.embedding_dim == DIM
    assert texts_only.config.preprocess.mean != CLIP_MEAN
    assert own.config.preprocess.mean == CLIP_MEAN
    assert own.input_px == SIDE
    assert torch.isfinite(cosines(texts_only, pictures(), TEXTS)).all()


def test_weights_wrapped_by_a_training_run_are_read(weights: Path, tmp_path: Path) -> None:
    wrapped = {"epoch": 3, "state_dict": {f"module.{k}": v.half() for k, v in open_clip_state().items()}}
    torch.save(wrapped, tmp_path / "epoch_3.pt")
    a, b = convert(weights), convert(tmp_path / "epoch_3.pt")
    torch.testing.assert_close(
        cosines(a, pictures(), TEXTS), cosines(b, pictures(), TEXTS), atol=5e-3, rtol=0
    )


@pytest.mark.parametrize(
    "name, activation",
    [
        ("RemoteCLIP-ViT-L-14.pt", "gelu"),
        ("RS5M_ViT-B-32_RET-2.pt", "quick_gelu"),
        ("openai_vit_b32.pt", "quick_gelu"),
    ],
)
def test_the_activation_follows_how_the_model_is_published(name: str, activation: str) -> None:
    assert guess_activation(Path("anywhere") / name) == activation


def resnet_tower(state: dict) -> None:
    state["visual.layer1.0.conv1.weight"] = torch.zeros(1)


def no_projection(state: dict) -> None:
    del state["visual.proj"]


def foreign_tensor(state: dict) -> None:
    state["visual.attnpool.q"] = torch.zeros(1)


def other_naming(state: dict) -> None:
    state.clear()
    state["vision_model.embeddings.class_embedding"] = torch.zeros(4)


def wrong_shape(state: dict) -> None:
    state["visual.ln_post.bias"] = torch.zeros(3)


@pytest.mark.parametrize(
    "damage, sentence",
    [
        (resnet_tower, "image tower is a ResNet"),
        (no_projection, "visual_projection"),
        (foreign_tensor, r"no tensor visual\.attnpool\.q"),
        (other_naming, "not of open_clip's naming"),
        (wrong_shape, "post_layernorm"),
    ],
)
def test_what_is_no_such_clip_is_refused_with_the_file(tmp_path: Path, damage, sentence: str) -> None:
    state = open_clip_state()
    damage(state)
    torch.save(state, tmp_path / "clip.pt")
    clip_tokenizer().save_pretrained(tmp_path)
    with pytest.raises(CheckpointError, match=rf"(?s)clip\.pt cannot be converted: .*{sentence}"):
        convert(tmp_path / "clip.pt")


def test_without_a_tokenizer_it_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    torch.save(open_clip_state(), tmp_path / "RemoteCLIP-ViT-B-32.pt")
    with pytest.raises(CheckpointError, match=r"tokenizer is not on this machine.*--text"):
        convert(tmp_path / "RemoteCLIP-ViT-B-32.pt")


def test_a_tokenizer_of_another_model_is_refused(weights: Path, tmp_path: Path) -> None:
    from tests.support.tiny_model import tiny_tokenizer

    tiny_tokenizer().save_pretrained(tmp_path / "bert")
    with pytest.raises(CheckpointError, match="not that of this CLIP"):
        convert(weights, tmp_path / "bert")


def test_a_file_and_another_size_are_refused_as_trunk_weights(folder: Path, weights: Path) -> None:
    with pytest.raises(CheckpointError, match="msa convert --kind open_clip"):
        scratch.build("msa", "clip", str(weights), None)
    with pytest.raises(CheckpointError, match="--trunk clip takes any size"):
        scratch.build("msa", "clip_vit_b_32", str(folder), None)
    with pytest.raises(UsageError, match="needs --trunk-weights"):
        scratch.build("msa", "clip", None, str(folder))


def test_four_blocks_are_the_least_a_trunk_can_be_cut_from() -> None:
    assert LAYERS == 5
    from msa_core.model.trunks.families import build_trunk

    options = {
        "hidden_size": 16,
        "patch_size": 16,
        "num_hidden_layers": 3,
        "num_attention_heads": 2,
        "image_size": 32,
    }
    with pytest.raises(UsageError, match="at least 4 blocks"):
        build_trunk("clip", options=options)


@pytest.mark.timeout(600)
def test_the_command_converts_and_the_folder_loads(weights: Path, tmp_path: Path, commands: Commands) -> None:
    verb = ["convert", str(weights), "--kind", "open_clip", "--out", str(tmp_path / "m")]
    done = commands.run("msa_core.cli", *verb)
    assert done.returncode == 0, done.stderr
    model = checkpoint.load(tmp_path / "m")
    assert torch.equal(cosines(model, pictures(), TEXTS), cosines(convert(weights), pictures(), TEXTS))
    config = json.loads((tmp_path / "m" / "config.json").read_text())
    assert config["trunk"] == "clip"
    assert config["trunk_options"]["hidden_act"] == "gelu"
