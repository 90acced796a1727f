"""Every row of the table of trunks: builds, gives four maps, trains, is saved, loaded and explained exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.running.heatmaps import SENTENCE, explain
from msa_core.model.stored import checkpoint
from msa_core.model.trunks import trunk_table
from msa_core.model.trunks.families import FAMILIES, build_trunk
from msa_core.model.trunks.trunk import Trunk, pool, resample_positions
from msa_core.model.trunks.trunk_table import TRUNKS, Preprocess
from msa_core.training.learn.recipe.losses import WEIGHTS, total_loss
from tests.support.tiny_model import tiny_tokenizer

SHALLOW: dict[str, Any] = {"depths": (1, 1, 1, 1)}
VIT = {"image_size": 64, "num_layers": 4, "num_heads": 2, "hidden_dim": 16, "mlp_dim": 24}
CLIP = {
    "image_size": 64, "hidden_size": 16, "num_hidden_layers": 5, "num_attention_heads": 2, "intermediate_size": 24,
    "patch_size": 16, "projection_dim": 24,
}  # fmt: skip
SIGLIP = {key: value for key, value in CLIP.items() if key != "projection_dim"}
SMALL: dict[str, dict[str, Any]] = {
    "tiny": {},
    "mobilenet_v2": {"width_mult": 0.25},
    "mobilenet_v3_small": {},
    "efficientnet_lite0": {"width": 0.25},
    "resnet18": {},
    "swin_t": {**SHALLOW, "embed_dim": 8, "num_heads": (1, 1, 2, 2)},
    "convnext_tiny": {**SHALLOW, "dims": (8, 12, 16, 24)},
    "vit_b_16": VIT,
    "vit_b_32": VIT,
    "clip": CLIP,
    "siglip": SIGLIP,
}
"""The same code as the row's own size, built so small that a test takes no time; every family is among them."""

LARGE = sorted(TRUNKS.keys() - {"clip", "siglip", "tiny"})
TEXT = "many zebras beside the river"


def pictures(count: int = 3, side_px: int = 64) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (side_px, side_px, 3), dtype=np.uint8) for _ in range(count)]


def build(name: str, options: dict[str, Any], preset: str = "msa", input_px: int = 64) -> MSA:
    """A model on the trunk with a tiny text encoder, in eval mode, its BatchNorm statistics at random."""
    torch.manual_seed(0)
    tokenizer = tiny_tokenizer()
    text = presets.tiny(len(tokenizer)).text
    make = presets.paper if preset == "paper" else presets.msa
    plain = trunk_table.preprocess_of(name, input_px)
    model = MSA(make(name, text, heads=4, trunk_options=options, preprocess=plain), tokenizer)
    for key, buffer in model.named_buffers():
        if key.endswith("running_var"):
            buffer.uniform_(0.5, 1.5)
        elif key.endswith("running_mean"):
            buffer.normal_(std=0.1)
    return model.eval()


def step_losses(model: MSA, steps: int) -> list[float]:
    """Losses of training steps on one batch of three pairs."""
    big = sum(parameter.numel() for parameter in model.parameters()) > 50_000_000
    # AdamW keeps two more copies of the weights: of the largest trunks that would not fit a small machine.
    optimiser = (
        torch.optim.SGD(model.parameters(), 1e-2) if big else torch.optim.AdamW(model.parameters(), 1e-3)
    )
    same = torch.eye(3, dtype=torch.bool)
    losses = []
    for _ in range(steps):
        model.train()
        images, texts = (
            model.encode_images(model.prepare(pictures())),
            model.encode_texts(["a plane", "a ship", "trees"]),
        )
        z = model.match_logits(images.pooled, texts)
        parts = total_loss(
            "msa", images.embedding, texts.embedding, z, same, model.logit_scale, WEIGHTS["msa"]
        )
        optimiser.zero_grad()
        parts["loss"].backward()
        optimiser.step()
        losses.append(float(parts["loss"].detach()))
    return losses


def check_maps(trunk: Trunk, sides: tuple[tuple[int, int], ...]) -> None:
    for height, width in sides:
        with torch.no_grad():
            maps = trunk.eval()(torch.rand(2, 3, height, width))
        assert [m.shape[1] for m in maps[:4]] == list(trunk.dims)
        wanted = [(height // s, width // s) for s in trunk.strides]
        assert [(m.shape[2], m.shape[3]) for m in maps[:4]] == wanted
        assert all(torch.isfinite(m).all() for m in maps)


def check_round_trip(model: MSA, folder: Path) -> None:
    checkpoint.save(model, folder, half=False)
    again = checkpoint.load(folder)
    with torch.no_grad():
        a, b = (m.encode_images(m.prepare(pictures())) for m in (model, again))
    assert torch.equal(a.embedding, b.embedding)
    assert torch.equal(a.pooled, b.pooled)
    assert again.config.to_json() == checkpoint.read_config(folder).to_json()


def check_overlays(model: MSA) -> None:
    words, heatmaps = explain(model, pictures(1, 80)[0], TEXT)
    with torch.no_grad():
        features, texts = model.encode_images(model.prepare(pictures(1, 80))), model.encode_texts([TEXT])
        z = model.match_logits(features.pooled, texts)[0, 0]
        cosine = float(features.embedding[0] @ texts.embedding[0])
    for scale in (1, 2, 3, 4):
        of_scale = {h.word: h for h in heatmaps if h.scale == scale}
        whole = of_scale.pop("")
        logit = float(z[scale - 1])
        size = 1e-5 * max(1.0, abs(logit), float(np.abs(whole.values).sum()))
        assert whole.values.sum() + whole.constant == pytest.approx(logit, abs=size)
        assert set(of_scale) == {*words, SENTENCE}
        summed = np.sum([h.values for h in of_scale.values()], axis=0)
        np.testing.assert_allclose(summed, whole.values, atol=size)
        assert sum(h.total for h in of_scale.values()) == pytest.approx(whole.total, abs=size)
    ranking = next(h for h in heatmaps if h.scale == 0)
    assert ranking.total == pytest.approx(cosine, abs=1e-5)


@pytest.mark.parametrize("name", sorted(TRUNKS.keys() - {"clip", "siglip"}))
def test_the_table_tells_channels_and_strides_of_the_real_size(name: str) -> None:
    spec = TRUNKS[name]
    with torch.device("meta"):  # shapes only, so the largest costs nothing
        trunk, _ = FAMILIES[spec.family](spec.options)
        maps = trunk.eval()(torch.empty(1, 3, 224, 224))
    assert (trunk.dims, trunk.strides) == (spec.dims, spec.strides)
    wanted = [(1, c, 224 // s, 224 // s) for c, s in zip(spec.dims, spec.strides, strict=True)]
    assert [tuple(m.shape) for m in maps[:4]] == wanted


def test_every_family_is_tested_small() -> None:
    assert {TRUNKS[name].family for name in SMALL} == set(FAMILIES)


@pytest.mark.parametrize("name", SMALL)
def test_a_trunk_gives_four_maps_of_its_channels_and_strides_for_any_size(name: str) -> None:
    check_maps(build_trunk(name, options=SMALL[name]), ((64, 64), (64, 96), (224, 224)))


@pytest.mark.parametrize("name", SMALL)
def test_a_trunk_trains(name: str) -> None:
    model = build(name, SMALL[name])
    before = {k: v.clone() for k, v in model.named_parameters() if "trunk" in k}
    losses = step_losses(model, 4)
    assert min(losses[1:]) < losses[0]
    unmoved = [k for k, v in model.named_parameters() if k in before and torch.equal(v, before[k])]
    assert not unmoved


@pytest.mark.parametrize("name", SMALL)
def test_a_trunk_comes_back_from_its_checkpoint(name: str, tmp_path: Path) -> None:
    check_round_trip(build(name, SMALL[name]), tmp_path / "model")


@pytest.mark.parametrize("preset", ["msa", "paper"])
@pytest.mark.parametrize("name", SMALL)
def test_overlays_of_a_trunk_are_exact(name: str, preset: str) -> None:
    check_overlays(build(name, SMALL[name], preset))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", LARGE)
def test_a_trunk_of_real_size_is_as_the_table_says_and_does_all_of_it(name: str, tmp_path: Path) -> None:
    spec = TRUNKS[name]
    side = 224 if spec.patch in (14, 32) else 64
    model = build(name, {}, input_px=side)
    trunk = model.image_encoder.trunk
    assert (trunk.dims, trunk.strides) == (spec.dims, spec.strides)
    check_maps(trunk, ((224, 224),))
    check_round_trip(model, tmp_path / "model")
    check_overlays(model)
    losses = step_losses(model, 2)
    assert losses[1] != losses[0]


def own_forward_to_the_head(name: str, net: Any, images: Tensor) -> Tensor:
    """The vector that torchvision's own forward pass hands to the classifier."""
    head = {"vit_b_16": "heads", "swin_t": "head", "resnet18": "fc"}.get(name, "classifier")
    seen: list[Tensor] = []
    module = getattr(net, head)
    module = module[0] if head == "classifier" else module
    handle = module.register_forward_pre_hook(lambda _module, given: seen.append(given[0]))
    net(images)
    handle.remove()
    return seen[0].flatten(1)


@pytest.mark.parametrize(
    "name", ["mobilenet_v2", "mobilenet_v3_small", "resnet18", "swin_t", "convnext_tiny"]
)
def test_the_last_map_averaged_is_what_torchvision_classifies(name: str) -> None:
    spec = TRUNKS[name]
    trunk, net = FAMILIES[spec.family]({**spec.options, **SMALL[name]})
    images = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        wanted = own_forward_to_the_head(name, net.eval(), images)
        torch.testing.assert_close(pool(trunk.eval()(images)[3], "avg"), wanted, atol=1e-5, rtol=1e-4)


def test_tokens_of_a_vit_are_those_of_torchvision_on_their_places() -> None:
    trunk, net = FAMILIES["vit"]({**VIT, "patch_size": 16})
    images = torch.rand(2, 3, 64, 64)
    grown = images.clone()
    grown[:, :, 16:32, 48:] += 1.0  # one patch: row 1, column 3
    with torch.no_grad():
        patches = net._process_input(images)
        tokens = net.encoder(torch.cat([net.class_token.expand(2, -1, -1), patches], dim=1))
        maps, changed = trunk.eval()(images), trunk(grown)
    torch.testing.assert_close(maps[3].flatten(2).transpose(1, 2), tokens[:, 1:], atol=1e-5, rtol=1e-5)
    change = (changed[0] - maps[0]).abs().sum(dim=(0, 1))
    assert divmod(int(change.argmax()), 4) == (1, 3)


def test_positions_of_the_trained_size_are_untouched_and_others_keep_their_order() -> None:
    ramp = torch.arange(16.0).reshape(1, 16, 1)
    positions = torch.cat([torch.full((1, 1, 1), 99.0), ramp], dim=1)
    assert resample_positions(positions, (4, 4)) is positions
    finer = resample_positions(positions, (8, 6))
    assert finer.shape == (1, 49, 1)
    assert float(finer[0, 0, 0]) == 99.0
    grid = finer[0, 1:, 0].reshape(8, 6)
    assert (grid.diff(dim=0) > 0).all()
    assert (grid.diff(dim=1) > 0).all()


def test_the_memory_format_of_weights_changes_nothing() -> None:
    for name, options in SMALL.items():
        model = build(name, options)
        with torch.no_grad():
            plain = model.encode_images(model.prepare(pictures())).embedding
            last = model.to(memory_format=torch.channels_last)
            torch.testing.assert_close(
                last.encode_images(last.prepare(pictures())).embedding, plain, atol=1e-5, rtol=0
            )


def test_the_input_comes_from_the_row_and_must_fit_the_patches() -> None:
    text = presets.tiny(90).text
    assert presets.msa("clip_vit_b_32", text).preprocess == Preprocess(
        224, trunk_table.CLIP_MEAN, trunk_table.CLIP_STD
    )
    assert presets.msa("resnet50", text).preprocess == Preprocess()
    assert presets.paper("swin_t", text).preprocess.interpolation == "bilinear"
    config = presets.msa("vit_b_32", text, heads=4, preprocess=Preprocess(input_px=230))
    with pytest.raises(UsageError, match="multiple of the patch of vit_b_32, 32"):
        config.check()


def test_no_sizes_are_no_trunk() -> None:
    with pytest.raises(UsageError, match="no trunk clip of the sizes"):
        build_trunk("clip")
    with pytest.raises(UsageError, match="no trunk siglip of the sizes"):
        build_trunk("siglip")
    with pytest.raises(UsageError, match="no trunk vit_b_16"):
        build_trunk("vit_b_16", options={"num_layers": 2})
    with pytest.raises(UsageError, match="class_token needs a CLIP trunk"):
        presets.msa("resnet18", presets.tiny(90).text, heads=4, class_token=True).check()


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_torchvision_s_weights_are_taken_over_with_or_without_a_head(tmp_path: Path, suffix: str) -> None:
    from safetensors.torch import save_file

    torch.manual_seed(5)
    _, net = FAMILIES["resnet"]({"name": "resnet18"})
    state = {k: v for k, v in net.state_dict().items() if suffix == ".pth" or not k.startswith("fc.")}
    file = tmp_path / f"resnet18{suffix}"
    if suffix == ".pth":
        torch.save(state, file)
    else:
        save_file(state, file)
    kernel = build_trunk("resnet18", file).stages[3][0].conv1.weight
    assert torch.equal(kernel, net.layer4[0].conv1.weight)
    with pytest.raises(CheckpointError, match="does not hold the weights of swin_t"):
        build_trunk("swin_t", file)


def test_a_vit_s_head_is_no_part_of_its_weights(tmp_path: Path) -> None:
    _, net = FAMILIES["vit"]({**VIT, "patch_size": 16})
    state = net.state_dict()
    state["heads.head.weight"] = torch.zeros(7, 16)
    torch.save({"model": state, "epoch": 4}, tmp_path / "vit.pt")
    trunk = build_trunk("vit_b_16", tmp_path / "vit.pt", VIT)
    assert torch.equal(trunk.positions, net.encoder.pos_embedding)
    assert isinstance(trunk.stages[0], nn.ModuleList)
