"""The image encoder as it computes quickest when it is no longer trained.

A batch norm in eval mode is affine, so it is folded into the convolution before it: W' = W g / sqrt(var + eps),
b' = (b - mean) g / sqrt(var + eps) + beta (Jacob et al. 2018, eq. 13 and 14). On a CPU the activation that follows
joins the convolution as well (oneDNN calls it a post-op), so that each map is written once instead of three times.
Checkpoints, training and :mod:`~msa_core.model.running.heatmaps` keep the model as it is; the two agree to rounding.
"""

from __future__ import annotations

import copy
from typing import TypeVar

import torch
from torch import Tensor, fx, nn
from torch.nn.utils import fuse_conv_bn_eval

from msa_core.model.network.msa import MSA
from msa_core.model.trunks.trunk import Trunk

_M = TypeVar("_M", bound=nn.Module)

_PICTURE_PX = 64
# Far above rounding and far below what a wrong kernel would give, relative to the largest value of a map.
_NEAR = 1e-3


def for_inference(model: MSA) -> MSA:
    """The same model in eval mode with its trunk's batch norms folded; everything else is shared with ``model``.

    A trunk without batch norms (transformers, ConvNeXt), or one that torch.fx cannot trace, comes back as it is.
    On a CPU activations are fused into their convolutions where this build of torch can, and does so rightly: one
    small picture through both ways decides.
    """
    trunk = model.image_encoder.trunk
    if model.training or not any(isinstance(module, nn.BatchNorm2d) for module in trunk.modules()):
        return model
    try:
        folded = _fold(trunk)
    except (fx.proxy.TraceError, TypeError, ValueError, RuntimeError):
        return model
    if model.device.type == "cpu":
        fused = _with_stages(folded, [_fuse_activations(stage) for stage in folded.stages])
        folded = fused if _agree(fused, folded) else folded
    encoder = _twin(model.image_encoder)
    encoder.trunk = folded
    twin = _twin(model)
    twin.image_encoder = encoder
    return twin


def lay_out_for_few_rows(module: nn.Module) -> None:
    """Store the weights of linear layers column by column, in place; the values and shapes stay.

    A short text is a few rows, and for those BLAS would turn the weights round again at every call, which takes as
    long as the product itself.
    """
    for layer in module.modules():
        if isinstance(layer, nn.Linear):
            layer.weight.data = layer.weight.data.t().contiguous().t()


class FusedConv2d(nn.Module):
    """A convolution and the activation after it in one kernel of oneDNN; float32 on a CPU, without gradient.

    Under autocast, which does not know that kernel, the two are computed one after the other.
    """

    def __init__(self, conv: nn.Conv2d, activation: nn.Module | None) -> None:
        super().__init__()
        self.conv = conv
        self.activation = activation
        self._kind, self._scalars = _post_op(activation)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (B, C, H, W) -> (B, C', H', W')."""
        conv = self.conv
        if torch.is_autocast_enabled("cpu"):
            y: Tensor = conv(x)
            return y if self.activation is None else self.activation(y)
        fused: Tensor = torch.ops.mkldnn._convolution_pointwise(
            x, conv.weight, conv.bias, conv.padding, conv.stride, conv.dilation, conv.groups,
            self._kind, self._scalars, "",
        )  # fmt: skip
        return fused


def _post_op(activation: nn.Module | None) -> tuple[str, list[float]]:
    """oneDNN's name of an activation and its numbers. Raises KeyError for one it does not know."""
    if activation is None:
        return "none", []
    if isinstance(activation, nn.ReLU6):
        return "hardtanh", [0.0, 6.0]
    return {nn.ReLU: "relu", nn.Hardswish: "hardswish", nn.Hardsigmoid: "hardsigmoid"}[type(activation)], []


_ACTIVATIONS = (nn.ReLU, nn.ReLU6, nn.Hardswish, nn.Hardsigmoid)


def _fold(trunk: Trunk) -> Trunk:
    """A trunk whose stages have no batch norm right behind a convolution any more."""
    stages: list[nn.Module] = []
    for stage in trunk.stages:
        traced = fx.symbolic_trace(stage)
        for node, norm in _followed_by(traced, nn.Conv2d, (nn.BatchNorm2d,)):
            conv, batch_norm = (traced.get_submodule(str(n.target)) for n in (node, norm))
            assert isinstance(conv, nn.Conv2d)
            assert isinstance(batch_norm, nn.BatchNorm2d)
            conv = fuse_conv_bn_eval(conv, batch_norm)
            _replace(traced, node, conv.requires_grad_(False), norm)
        stages.append(_finished(traced))
    return _with_stages(trunk, stages)


def _fuse_activations(stage: nn.Module) -> nn.Module:
    """A folded stage whose convolutions are :class:`FusedConv2d`."""
    traced = fx.symbolic_trace(stage)
    behind = dict(_followed_by(traced, nn.Conv2d, _ACTIVATIONS))
    for node in [node for node in traced.graph.nodes if node.op == "call_module"]:
        conv = traced.get_submodule(str(node.target))
        if type(conv) is nn.Conv2d and conv.padding_mode == "zeros" and not isinstance(conv.padding, str):
            after = behind.get(node)
            activation = None if after is None else traced.get_submodule(str(after.target))
            _replace(traced, node, FusedConv2d(conv, activation), after)
    return _finished(traced)


def _followed_by(
    traced: fx.GraphModule, first: type[nn.Module], second: tuple[type[nn.Module], ...]
) -> list[tuple[fx.Node, fx.Node]]:
    """Calls of a module of type ``first`` whose result goes into one of ``second`` and nowhere else."""
    found = []
    calls = [node for node in traced.graph.nodes if node.op == "call_module"]
    for node in calls:
        after = next(iter(node.users), None)
        if len(node.users) != 1 or after is None or after.op != "call_module":
            continue
        pair = [traced.get_submodule(str(n.target)) for n in (node, after)]
        # Weights that are used at several places cannot be changed for one of them; a ReLU has none.
        once = all(
            sum(n.target == call.target for n in calls) == 1
            for call, module in zip((node, after), pair, strict=True)
            if next(module.parameters(), None) is not None
        )
        if once and type(pair[0]) is first and type(pair[1]) in second:
            found.append((node, after))
    return found


def _replace(traced: fx.GraphModule, node: fx.Node, module: nn.Module, gone: fx.Node | None) -> None:
    """Let ``node`` call ``module``, and its result take the place of that of ``gone``, if any.

    The tracer's module has containers of its own, so nothing is changed in the model that was traced.
    """
    parent, _, name = str(node.target).rpartition(".")
    setattr(traced.get_submodule(parent), name, module)
    if gone is not None:
        gone.replace_all_uses_with(node)
        traced.graph.erase_node(gone)


def _finished(traced: fx.GraphModule) -> fx.GraphModule:
    traced.delete_all_unused_submodules()
    traced.recompile()
    return traced.eval()


def _agree(one: Trunk, other: Trunk) -> bool:
    """True when both give the same maps of a picture of noise; False also where a kernel is missing."""
    generator = torch.Generator().manual_seed(0)
    picture = torch.randn(1, 3, _PICTURE_PX, _PICTURE_PX, generator=generator)
    picture = picture.contiguous(memory_format=torch.channels_last)
    try:
        with torch.inference_mode():
            pairs = zip(one(picture), other(picture), strict=True)
            return all(bool((a - b).abs().max() <= _NEAR * b.abs().max().clamp(min=1e-6)) for a, b in pairs)
    except (RuntimeError, AttributeError, NotImplementedError):
        return False


def _with_stages(trunk: Trunk, stages: list[nn.Module]) -> Trunk:
    twin = _twin(trunk)
    twin.stages = nn.ModuleList(stages)
    return twin


def _twin(module: _M) -> _M:
    """A module with the same children, whose children can be exchanged without touching the original."""
    twin = copy.copy(module)
    twin.__dict__["_modules"] = dict(module._modules)
    twin.__dict__["_compiled_call_impl"] = None  # a compiled original's code runs the original
    return twin
