"""State dicts of other programs, read from .pt, .pth, .bin or .safetensors files without running what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from msa_core.errors import CheckpointError

StateDict = dict[str, Tensor]


def read_state_dicts(path: Path) -> list[StateDict]:
    """The state dicts in a file: one, or those that a dictionary of state dicts holds.

    A "module." before all names (left by torch's DataParallel) is taken off. What stands beside the state dicts
    in a dictionary (an epoch, an optimiser's settings) is passed over.

    Raises:
        CheckpointError: the file is missing, cannot be read, holds more than tensors (a whole pickled model), or
            holds no state dict.
    """
    found = list(_state_dicts_in(_load(path)))
    if not found:
        raise CheckpointError(
            f"{path} holds no state dict: save the model's state_dict(), not something else."
        )
    return found


def _load(path: Path) -> Any:
    if not path.is_file():
        what = "a folder" if path.is_dir() else "a device or a pipe" if path.exists() else "missing"
        raise CheckpointError(f"{path} is {what}: name the weights file.")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        # weights_only: a pickle could run any program.
        return torch.load(path, map_location="cpu", weights_only=True)
    except SafetensorError as error:
        raise CheckpointError(f"{path} is not a safetensors file, or is cut short ({error}).") from error
    except Exception as error:  # unpickling foreign bytes raises whatever they ask for
        raise CheckpointError(
            f"{path} is damaged, or holds more than weights: save the model's state_dict() with torch.save "
            f"({type(error).__name__})."
        ) from error


def _state_dicts_in(content: Any) -> list[StateDict]:
    if not isinstance(content, Mapping):
        return []
    tensors = {key: value for key, value in content.items() if isinstance(value, Tensor)}
    if tensors:
        return [_without_module(tensors)]
    return [found for value in content.values() for found in _state_dicts_in(value)]


def _without_module(state: StateDict) -> StateDict:
    if all(key.startswith("module.") for key in state):
        return {key.removeprefix("module."): value for key, value in state.items()}
    return state
