"""MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381), written on torch's building blocks.

Its state dict has the names and shapes of torchvision's, so that ImageNet's weights fit, and it computes the same
numbers (a test holds it to that). It stands here because the shipped model's trunk is one: importing torchvision
brings torch's compiler into the process that answers questions, which never compiles, and keeps it in memory.
"""

from __future__ import annotations

from torch import Tensor, nn

STEM, LAST, CLASSES = 32, 1280, 1000
_DIVISOR = 8
# Expansion t, width c, number of blocks n and stride of the first s: the paper's table 2.
_GROUPS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def _layer(before: int, after: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(before, after, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU6(inplace=True))


class Block(nn.Module):
    """An inverted residual: widened by ``expansion``, filtered channel by channel, projected without activation."""

    def __init__(self, before: int, after: int, expansion: int, stride: int) -> None:
        super().__init__()
        wide = before * expansion
        widened = [_layer(before, wide)] if expansion > 1 else []
        self.conv = nn.Sequential(
            *widened,
            _layer(wide, wide, 3, stride, groups=wide),
            nn.Conv2d(wide, after, 1, bias=False),
            nn.BatchNorm2d(after),
        )
        self._adds = stride == 1 and before == after

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H / stride, W / stride), rounded up."""
        y: Tensor = self.conv(x)
        return x + y if self._adds else y


class MobileNetV2(nn.Module):
    """Nineteen features and a classifier, with random weights.

    Args:
        width_mult: factor on the widths of all layers, which are rounded to multiples of 8; the last one's is at
            least 1.
    """

    def __init__(self, width_mult: float = 1.0) -> None:
        super().__init__()
        width, last = _rounded(STEM * width_mult), _rounded(LAST * max(1.0, width_mult))
        features: list[nn.Module] = [_layer(3, width, 3, 2)]
        for expansion, channels, count, stride in _GROUPS:
            after = _rounded(channels * width_mult)
            for number in range(count):
                features.append(Block(width, after, expansion, stride if number == 0 else 1))
                width = after
        self.features = nn.Sequential(*features, _layer(width, last))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(last, CLASSES))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out")

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (B, 3, H, W) -> logits (B, 1000) of ImageNet's classes."""
        classes: Tensor = self.classifier(self.features(x).mean(dim=(2, 3)))
        return classes


def _rounded(channels: float) -> int:
    """The nearest multiple of 8 that is not more than a tenth below."""
    nearest = max(_DIVISOR, int(channels + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return nearest if nearest >= 0.9 * channels else nearest + _DIVISOR
