"""Learning rates over time and over the parts of the model, and the running average of the weights."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import torch
from torch import nn

from msa_core.model.network.msa import MSA
from msa_core.training.learn.recipe.adapters import is_adapter


def cosine_with_warmup(step: int, steps: int, warmup: int) -> float:
    """Factor of the learning rate at ``step`` of ``steps``: linear from 0 over ``warmup``, then cosine to 0."""
    if step < warmup:
        return (step + 1) / warmup
    done = (step - warmup) / max(1, steps - warmup)
    return 0.5 * (1.0 + math.cos(math.pi * min(1.0, done)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Learning rates of the pretrained trunk, the pretrained text encoder and the new layers.

    Attributes:
        weight_decay: of matrices; vectors, norms and biases have none.
        text_layer_decay: factor on the text encoder's rate for each layer further from the top, 0..1; its word
            embeddings count as the lowest layer. 1: one rate. Source: Clark et al. 2020 (ELECTRA), section 3.1.
        trunk_layer_decay: the same for the stages of the trunk.
        adapters: rate of low-rank adapters (:mod:`msa_core.training.learn.recipe.adapters`), wherever they sit.
        decay_vectors: vectors, norms and biases decay too, as published.
    """

    trunk: float = 3e-4
    text: float = 5e-5
    new: float = 1e-3
    weight_decay: float = 0.05
    text_layer_decay: float = 1.0
    trunk_layer_decay: float = 1.0
    adapters: float = 5e-4
    decay_vectors: bool = False


_NUMBERED = re.compile(r"(?:^|\.)(?:stages|layers?|blocks|resblocks|h)\.(?:encoder_layer_)?(\d+)\.")


def _depths(names: list[str]) -> dict[str, int]:
    """Layers between each parameter and the top of its tower; what comes before the first counts as the lowest."""
    layers = {name: int(found[1]) for name in names if (found := _NUMBERED.search(name))}
    top = max(layers.values(), default=0)
    last = max((i for i, name in enumerate(names) if name in layers), default=-1)
    # Parameters come in the order of the network: what follows the last numbered layer stands above it.
    return {
        name: top - layers[name] if name in layers else (0 if not layers or i > last else top + 1)
        for i, name in enumerate(names)
    }


def parameter_groups(model: MSA, rates: Rates) -> list[dict[str, object]]:
    """Groups for AdamW: three rates, each with and without weight decay (vectors, norms and biases without)."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    names = [name for name, _ in model.named_parameters()]
    trunk = _depths([name for name in names if name.startswith("image_encoder.trunk")])
    text = _depths([name for name in names if name.startswith("text_encoder")])
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if is_adapter(name):
            rate = rates.adapters
        elif name in trunk:
            rate = rates.trunk * rates.trunk_layer_decay ** trunk[name]
        elif name in text:
            rate = rates.text * rates.text_layer_decay ** text[name]
        else:
            rate = rates.new
        decay = rates.weight_decay if parameter.ndim >= 2 or rates.decay_vectors else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "base_lr": rate, "weight_decay": decay}
        for (rate, decay), parameters in groups.items()
    ]


class RunningAverage:
    """Exponential moving average of weights and statistics; what is evaluated and saved.

    After step n: a <- d a + (1 - d) w with d = min(decay, (1 + n) / (10 + n)), 0 <= decay < 1; 0 is w itself.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self._decay = decay
        self._steps = 0
        self.state = {
            k: v.detach().clone().float() for k, v in model.state_dict().items() if v.is_floating_point()
        }

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Fold the model's present weights in; the average is short at first so that the start is forgotten."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        current = model.state_dict()
        averages = list(self.state.values())
        values = [current[k].detach().float() for k in self.state]
        torch._foreach_lerp_(averages, values, 1.0 - decay)

    def copy_to(self, model: nn.Module) -> None:
        """Overwrite ``model``'s weights and statistics with the average."""
        model.load_state_dict({**model.state_dict(), **self.state})

    def dump(self) -> dict[str, object]:
        """What a later run needs to go on."""
        return {"steps": self._steps, "state": self.state}

    def restore(self, dumped: dict[str, object]) -> None:
        """Take over what :meth:`dump` gave."""
        steps, state = dumped["steps"], dumped["state"]
        assert isinstance(steps, int)
        assert isinstance(state, dict)
        self._steps = steps
        for key, value in state.items():
            self.state[key].copy_(value)
