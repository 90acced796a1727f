"""``torch.compile`` where it can be had; without a compiler training goes on as it is."""

from __future__ import annotations

import logging
from typing import cast

import torch
from torch import nn

from msa_core.model.network.msa import MSA

_LOG = logging.getLogger(__name__)


def compile_towers(model: MSA, size_px: int) -> bool:
    """Compile the towers in place where it pays; False, and a warning, where that cannot be done.

    On a GPU both, on a CPU the image trunk alone: a text encoder is matrix products, which gain nothing there, and
    takes minutes to compile. Names of the weights stay as they are. A small batch goes through once, as torch
    compiles at the first call.
    """
    towers: list[nn.Module] = [model.image_encoder.trunk]
    if model.device.type != "cpu":
        towers.append(cast("nn.Module", model.text_encoder.network))
    was_training = model.training
    try:
        for tower, dynamic in zip(towers, (None, True), strict=False):
            tower.compile(dynamic=dynamic)
        model.eval()
        with torch.no_grad():
            model.encode_images(torch.zeros(2, 3, size_px, size_px, dtype=torch.uint8, device=model.device))
            model.encode_texts(["a picture", "a picture from above"])
    except Exception as error:  # noqa: BLE001  compilers fail in their own ways; none of them matters here
        for tower in towers:
            tower._compiled_call_impl = None
        reason = (str(error) or type(error).__name__).splitlines()[0]
        _LOG.warning("torch.compile does not work here (%s): training goes on without it.", reason)
        return False
    finally:
        model.train(was_training)
    return True
