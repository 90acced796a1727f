"""Learning rates over time and over the parts of the model, and the running average of the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn

from msa_core.model.msa import MSA


def cosine_with_warmup(step: int, steps: int, warmup: int) -> float:
    """Factor of the learning rate at ``step`` of ``steps``: linear from 0 over ``warmup``, then cosine to 0."""
    if step < warmup:
        return (step + 1) / warmup
    done = (step - warmup) / max(1, steps - warmup)
    return 0.5 * (1.0 + math.cos(math.pi * min(1.0, done)))


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates of the pretrained trunk, the pretrained text encoder and the new layers."""

    trunk: float = 3e-4
    text: float = 5e-5
    new: float = 1e-3
    weight_decay: float = 0.05


def parameter_groups(model: MSA, rates: Rates) -> list[dict[str, object]]:
    """Groups for AdamW: three rates, each with and without weight decay (vectors, norms and biases without)."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("image_encoder.trunk"):
            rate = rates.trunk
        elif name.startswith("text_encoder"):
            rate = rates.text
        else:
            rate = rates.new
        decay = rates.weight_decay if parameter.ndim >= 2 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "base_lr": rate, "weight_decay": decay}
        for (rate, decay), parameters in groups.items()
    ]


class RunningAverage:
    """Exponential moving average of weights and statistics; what is evaluated and saved."""

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
