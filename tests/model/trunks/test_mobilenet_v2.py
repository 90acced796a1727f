"""Our own MobileNetV2 computes what torchvision's does, and takes its weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torchvision.models import mobilenet_v2

from msa_core.model.trunks.mobilenet_v2 import MobileNetV2


@pytest.mark.parametrize("width", [1.0, 0.25, 0.5, 1.4])
@pytest.mark.parametrize("training", [False, True])
def test_features_and_classes_are_torchvisions_to_the_bit(width: float, training: bool) -> None:
    theirs, ours = mobilenet_v2(width_mult=width), MobileNetV2(width)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    for norm in theirs.modules():
        if isinstance(norm, nn.BatchNorm2d):  # as after training, where they do something
            nn.init.uniform_(norm.running_mean, -0.1, 0.1)
            nn.init.uniform_(norm.running_var, 0.5, 1.5)
    ours.load_state_dict(theirs.state_dict())
    pictures = torch.randn(2, 3, 64, 97)
    with torch.no_grad():
        expected = theirs.train(training).features(pictures)
        assert torch.equal(ours.train(training).features(pictures), expected)
        assert expected.std() > 0.01
        if not training:  # dropout
            assert torch.allclose(ours(pictures), theirs(pictures), atol=1e-5)


def test_random_weights_are_spread_as_torchvision_spreads_them() -> None:
    torch.manual_seed(5)
    theirs = mobilenet_v2().features.state_dict()
    torch.manual_seed(5)
    ours = MobileNetV2().features.state_dict()
    assert all(torch.equal(weight, theirs[name]) for name, weight in ours.items())
