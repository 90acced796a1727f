"""Checkpoints made of others without training: their average, and vectors with their mean taken off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from msa_core.errors import UsageError
from msa_core.model import checkpoint
from msa_core.model.msa import MSA
from msa_core.progress import Part, Progress
from msa_core.training.captions import CaptionedImage
from msa_core.training.evaluate import measure
from msa_core.training.pictures import Loader, load_picture

MOST = 2000
"""Pictures of a set that its mean is taken of: of more the mean moves by less than 0.02."""


def mean_weights(states: Iterable[Mapping[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """sum_k share_k theta_k of weights and statistics by name; whole numbers (counters) are those of the last."""
    mixed: dict[str, Tensor] = {}
    for state, share in zip(states, shares, strict=True):
        for key, value in state.items():
            if value.is_floating_point():
                part = value.float().cpu() * share
                mixed[key] = mixed[key] + part if key in mixed else part
            else:
                mixed[key] = value
    return mixed


def average(folders: Sequence[Path], shares: Sequence[float] = ()) -> MSA:
    """One model whose weights are the weighted mean of those of several checkpoints.

    Checkpoints that were trained from one another, or from the same one, lie in one valley of the loss, and their mean
    is often better than each. Source: Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned
    models improves accuracy without increasing inference time".

    Args:
        folders: checkpoint folders of one architecture.
        shares: positive weight of each, in any unit; none: all alike.

    Returns:
        The model in eval mode on the CPU.

    Raises:
        UsageError: the checkpoints differ in more than their weights, or ``shares`` do not fit them.
        CheckpointError: one of them cannot be loaded.
    """
    shares = list(shares) or [1.0] * len(folders)
    if not folders or len(shares) != len(folders):
        raise UsageError(
            f"Give one share for each checkpoint, or none ({len(folders)} and {len(shares)} were given)."
        )
    if not all(0.0 < share < math.inf for share in shares):
        raise UsageError(
            f"Shares must be positive numbers, not {', '.join(f'{share:g}' for share in shares)}."
        )
    model = checkpoint.load(folders[0])
    wanted = _kind(model)
    for folder in folders[1:]:
        other = _kind(checkpoint.load(folder))
        if other != wanted:
            differing = sorted(k for k in wanted.keys() | other.keys() if wanted.get(k) != other.get(k))
            raise UsageError(
                f"{folder} is another kind of model than {folders[0]} ({', '.join(differing)} differ): their "
                "weights have no mean."
            )
    states = (checkpoint.load(folder).state_dict() for folder in folders)
    model.load_state_dict(mean_weights(states, [share / sum(shares) for share in shares]))
    return model


def _kind(model: MSA) -> dict[str, object]:
    """What must be equal for weights to have a mean: the configuration, but for what only describes the training."""
    described = model.config.to_json()
    described.pop("ground_range_m")
    described["tokenizer"] = sorted(model.text_encoder.tokenizer.get_vocab().items())
    return described


def centre(
    model: MSA,
    sets: Sequence[Sequence[CaptionedImage]],
    load: Loader = load_picture,
    progress: Progress | None = None,
) -> MSA:
    """The same model with the means of its picture and text vectors taken off, see :mod:`msa_core.model.centre`.

    Args:
        model: in eval mode; a mean that was taken off before is put back first.
        sets: captioned pictures, best those it was trained on; each set counts alike, however large. Of each at most
            :data:`MOST` pictures, evenly spread over it, are read.
        load: reads a picture; those it cannot read are left out.

    Raises:
        NothingUsableError: no picture of a set can be read.
        UsageError: all vectors point nearly the same way.
    """
    plain = _with_centred(model, False)
    report = progress or Progress()
    pictures, texts = [], []
    for number, images in enumerate(sets):
        part = Part(report, number / len(sets), 1 / len(sets))
        chosen = [images[i] for i in _spread(len(images))]
        found = measure(plain, chosen, load, progress=part, lenient=True)
        copies = torch.from_numpy(found.truth.copies).float()
        pictures.append(found.v.mean(dim=0))
        texts.append((copies[:, None] * found.g).sum(dim=0) / copies.sum())
    centred = _with_centred(plain, True)
    for encoder, means in ((centred.image_encoder, pictures), (centred.text_encoder, texts)):
        assert encoder.centre is not None
        encoder.centre.set_mean(torch.stack(means).mean(dim=0))
    return centred


def _spread(count: int) -> list[int]:
    return np.linspace(0, count - 1, min(count, MOST)).round().astype(int).tolist()


def _with_centred(model: MSA, centred: bool) -> MSA:
    """A copy of ``model`` in eval mode on the CPU with or without centres (of zero)."""
    twin = MSA(replace(model.config, centred=centred), model.text_encoder.tokenizer)
    state = twin.state_dict()
    state.update(
        {key: value for key, value in model.state_dict().items() if key in state and "centre." not in key}
    )
    twin.load_state_dict(state)
    return twin.to(model.device).eval()
