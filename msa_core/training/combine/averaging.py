"""Checkpoints made of others without training: their average, and one that makes up for hubs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.progress import Progress, SubProgress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import Loader, load_picture
from msa_core.training.measure.evaluate import measure

BANK = 2048
"""Most vectors of each kind in a model's banks."""


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
        The model in eval mode on the CPU, without banks: vectors of different models have no mean.

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
    model = without_hubs(checkpoint.load(folders[0]))
    total = sum(shares)
    model.load_state_dict(mean_weights(_states(model, folders), [share / total for share in shares]))
    return model


def _states(first: MSA, folders: Sequence[Path]) -> Iterator[dict[str, Tensor]]:
    """The weights of ``first``, which is that of the first folder, and then of the others."""
    wanted = _kind(first)
    yield first.state_dict()
    for folder in folders[1:]:
        model = without_hubs(checkpoint.load(folder))
        other = _kind(model)
        if other != wanted:
            differing = sorted(k for k in wanted.keys() | other.keys() if wanted.get(k) != other.get(k))
            raise UsageError(
                f"{folder} is a different kind of model from {folders[0]} ({', '.join(differing)} differ): their "
                "weights have no mean."
            )
        yield model.state_dict()


def _kind(model: MSA) -> dict[str, object]:
    """What must be equal for weights to have a mean: the configuration, but for what does not touch them."""
    described = model.config.to_json()
    for other in ("ground_range_m", "hub_weight"):
        described.pop(other, None)
    described["tokenizer"] = sorted(model.text_encoder.tokenizer.get_vocab().items())
    return described


def with_hubs(
    model: MSA,
    sets: Sequence[Sequence[CaptionedImage]],
    load: Loader = load_picture,
    progress: Progress | None = None,
    weight: float | None = None,
) -> MSA:
    """The same model making up for hubs, see :mod:`msa_core.model.network.hubness`, with banks made of captioned
    pictures.

    Args:
        model: in eval mode.
        sets: captioned pictures, best those it was trained on. Each gives as many pictures and different sentences as
            the others, drawn at random, where it has them; at most :data:`BANK` of each kind in all.
        load: reads a picture; those it cannot read are left out.
        weight: share of the hubness that scores take off, above 0 to 1; None: as the model has it.

    Raises:
        NothingUsableError: no picture of a set can be read.
    """
    plain = without_hubs(model)
    report = progress or Progress()
    pictures, texts = [], []
    for number, images in enumerate(sets):
        part = SubProgress(report, number / len(sets), (number + 1) / len(sets))
        rng = np.random.default_rng(number)
        chosen = [images[i] for i in _draw(len(images), BANK // len(sets), rng)]
        found = measure(plain, chosen, load, progress=part, lenient=True)
        pictures.append(found.v)
        texts.append(found.g[_draw(len(found.g), BANK // len(sets), rng)])
    banks = torch.cat(pictures), torch.cat(texts)
    twin = _with_banks(plain, (len(banks[0]), len(banks[1])), weight)
    assert twin.hubs is not None
    twin.hubs.fill(*banks)
    return twin


def without_hubs(model: MSA) -> MSA:
    """``model`` itself where it makes up for no hubs, else a copy in eval mode that does not."""
    return model if model.hubs is None else _with_banks(model, (0, 0))


def _draw(count: int, most: int, rng: np.random.Generator) -> list[int]:
    return sorted(rng.permutation(count)[:most].tolist())


def _with_banks(model: MSA, sizes: tuple[int, int], weight: float | None = None) -> MSA:
    config = replace(model.config, hub_bank=sizes, hub_weight=weight or model.config.hub_weight)
    twin = MSA(config, model.text_encoder.tokenizer)
    state = twin.state_dict()
    kept = {key: value for key, value in model.state_dict().items() if not key.startswith("hubs.")}
    twin.load_state_dict(state | kept)
    return twin.to(model.device).eval()
