"""EfficientNet-Lite (Tan and Le 2019, arXiv 1905.11946; the Lite variants of 2020), written on torch's building blocks.

EfficientNet without squeeze-and-excite and with ReLU6 for swish, so that it also runs well on small machines. Stem and
last convolution keep their width at every size, and the first and the last group of blocks their depth. Layers with
stride 2 pad as TensorFlow does, where the published weights were trained: the odd row and column come last.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from itertools import pairwise

from torch import Tensor, nn
from torch.nn import functional as F

STEM, LAST = 32, 1280
_DIVISOR = 8
_EPS, _MOMENTUM = 1e-3, 0.01
# Expansion, width and number of blocks of each group at size 0, kernel side and stride of its first block.
_GROUPS = (
    (1, 16, 1, 3, 1),
    (6, 24, 2, 3, 2),
    (6, 40, 2, 5, 2),
    (6, 80, 3, 3, 2),
    (6, 112, 3, 5, 1),
    (6, 192, 4, 5, 2),
    (6, 320, 1, 3, 1),
)
_CUTS = (2, 3, 5, 7)
"""Groups after which a stage ends, so that the strides of the four are 4, 8, 16 and 32."""


class PadForStride2(nn.Module):
    """Zeros around a map, so that a kernel of odd side and stride 2 gives ceil(side / 2) cells, as TensorFlow pads.

    A layer of its own: torch.fx traces through it, and the plain convolution behind it can be folded and fused.
    """

    def __init__(self, kernel: int) -> None:
        super().__init__()
        self._kernel = kernel

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H + kernel - 2 + H % 2, and W likewise)."""
        down, across = (self._kernel - 2 + side % 2 for side in (x.shape[2], x.shape[3]))
        return F.pad(x, (across // 2, across - across // 2, down // 2, down - down // 2))


def _layer(
    before: int, after: int, kernel: int = 1, stride: int = 1, groups: int = 1, act: bool = True
) -> nn.Sequential:
    padding = kernel // 2 if stride == 1 else 0
    parts: dict[str, nn.Module] = {} if stride == 1 else {"pad": PadForStride2(kernel)}
    parts["conv"] = nn.Conv2d(before, after, kernel, stride, padding, groups=groups, bias=False)
    parts["norm"] = nn.BatchNorm2d(after, eps=_EPS, momentum=_MOMENTUM)
    if act:
        parts["act"] = nn.ReLU6(inplace=True)
    return nn.Sequential(OrderedDict(parts))


class Block(nn.Module):
    """An inverted residual: widened by ``expansion``, filtered channel by channel, projected without activation."""

    def __init__(self, before: int, after: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = before * expansion
        self.expand = _layer(before, wide) if expansion > 1 else nn.Identity()
        self.filter = _layer(wide, wide, kernel, stride, groups=wide)
        self.project = _layer(wide, after, act=False)
        self._adds = stride == 1 and before == after

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H / stride, W / stride)."""
        y: Tensor = self.project(self.filter(self.expand(x)))
        return x + y if self._adds else y


class EfficientNetLite(nn.Module):
    """The whole network, whose state dict pretrained weights fit.

    Args:
        width: factor on the channels of the groups, rounded to multiples of 8.
        depth: factor on the number of blocks in each group but the first and the last.
        classes: of the classifier; the trunk does not use it.
    """

    def __init__(self, width: float = 1.0, depth: float = 1.0, classes: int = 1000) -> None:
        super().__init__()
        self.stem = _layer(3, STEM, 3, 2)
        self.groups = nn.ModuleList()
        self.widths = [round_channels(plain * width) for _, plain, *_ in _GROUPS]
        before = STEM
        for number, (expansion, _, count, kernel, stride) in enumerate(_GROUPS):
            after = self.widths[number]
            if 0 < number < len(_GROUPS) - 1:
                count = math.ceil(count * depth)
            blocks = [Block(before, after, expansion, kernel, stride)]
            blocks += [Block(after, after, expansion, kernel, 1) for _ in range(count - 1)]
            self.groups.append(nn.Sequential(*blocks))
            before = after
        self.last = _layer(before, LAST)
        self.classifier = nn.Linear(LAST, classes)

    def forward(self, images: Tensor) -> Tensor:
        """Normalised images (B, 3, H, W) -> logits of the classes (B, classes)."""
        x = self.stem(images)
        for group in self.groups:
            x = group(x)
        logits: Tensor = self.classifier(self.last(x).mean(dim=(2, 3)))
        return logits

    def stages(self) -> tuple[list[nn.Sequential], tuple[int, ...]]:
        """The network cut in four, without its classifier, and the channels of each part's map."""
        parts = [list(self.groups[a:b]) for a, b in pairwise((0, *_CUTS))]
        parts[0].insert(0, self.stem)
        parts[-1].append(self.last)
        widths = tuple(self.widths[cut - 1] for cut in _CUTS[:-1])
        return [nn.Sequential(*part) for part in parts], (*widths, LAST)

    def own_names(self, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """A state dict under this network's names, where it bears those of the package efficientnet-lite-pytorch.

        Its blocks are numbered through (``_blocks.7._expand_conv.weight``). Other names stay as they are.
        """
        blocks = [name for name, module in self.named_modules() if isinstance(module, Block)]
        return {_own_name(name, blocks): value for name, value in state.items()}


_OUTER = {
    "_conv_stem": "stem.conv", "_bn0": "stem.norm", "_conv_head": "last.conv", "_bn1": "last.norm", "_fc": "classifier",
}  # fmt: skip
_INNER = {
    "_expand_conv": "expand.conv", "_bn0": "expand.norm", "_depthwise_conv": "filter.conv", "_bn1": "filter.norm",
    "_project_conv": "project.conv", "_bn2": "project.norm",
}  # fmt: skip


def _own_name(name: str, blocks: list[str]) -> str:
    part, _, rest = name.partition(".")
    if part in _OUTER:
        return f"{_OUTER[part]}.{rest}"
    if part != "_blocks":
        return name
    number, layer, kind = rest.split(".", 2)
    if not number.isdigit() or int(number) >= len(blocks) or layer not in _INNER:
        return name
    return f"{blocks[int(number)]}.{_INNER[layer]}.{kind}"


def round_channels(width: float) -> int:
    """The multiple of 8 nearest to ``width``, at least 8 and never more than a tenth below it."""
    rounded = max(_DIVISOR, int(width + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return rounded if rounded >= 0.9 * width else rounded + _DIVISOR
