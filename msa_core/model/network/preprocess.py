"""From uint8 pictures to the tensor the trunk takes; the same for training, indexing and queries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from msa_core.errors import UsageError


def to_tensor(images: Sequence[np.ndarray], input_px: int, interpolation: str = "bicubic") -> Tensor:
    """Pictures uint8 (H, W, 3) of any size -> uint8 tensor (B, 3, input_px, input_px).

    Resized ``bicubic`` or ``bilinear``; when made smaller, over all source pixels (as Pillow does). A picture that
    already has the right size is passed through untouched. Raises UsageError for another type or shape.
    """
    batch = np.empty((len(images), input_px, input_px, 3), dtype=np.uint8)
    for row, image in enumerate(images):
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise UsageError(f"A picture must be uint8 (H, W, 3), not {image.dtype} {image.shape}.")
        if image.shape[:2] != (input_px, input_px):
            resized = Image.fromarray(image).resize(
                (input_px, input_px), Image.Resampling[interpolation.upper()]
            )
            image = np.asarray(resized)
        batch[row] = image
    return torch.from_numpy(batch).permute(0, 3, 1, 2)
