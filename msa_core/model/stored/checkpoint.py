"""A checkpoint is a folder: ``model.safetensors``, ``config.json``, ``tokenizer/``, ``MODEL_CARD.md``.

Loading needs no network, no pickle and none of the training packages.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as serialise
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from msa_core.errors import CheckpointError, StorageError
from msa_core.files import check_ordinary
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.config.text_table import SPECIAL_TOKENS
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import load_tokenizer
from msa_core.model.stored.model_folder import CARD as CARD
from msa_core.model.stored.model_folder import CONFIG as CONFIG
from msa_core.model.stored.model_folder import TOKENIZER as TOKENIZER
from msa_core.model.stored.model_folder import WEIGHTS as WEIGHTS
from msa_core.model.stored.model_folder import fingerprint as fingerprint
from msa_core.model.stored.model_folder import read_config as read_config


def load(folder: Path | str, device: str = "cpu") -> MSA:
    """Read a checkpoint folder into a model in eval mode, float32, on ``device``.

    Raises:
        CheckpointError: the folder is missing, damaged, newer than this program, or holds another kind of model;
            the sentence says which file and why.
    """
    folder = Path(folder)
    config = read_config(folder)
    tokenizer = load_tokenizer(folder / TOKENIZER, config.special_tokens or SPECIAL_TOKENS)
    if len(tokenizer) > config.text.get("vocab_size", 30522):
        raise CheckpointError(
            f"{folder / TOKENIZER} belongs to another model: it has more words than the text encoder."
        )
    try:
        check_ordinary(folder / WEIGHTS)
        state = load_file(folder / WEIGHTS)
    except FileNotFoundError as error:
        raise CheckpointError(f"{folder / WEIGHTS} is missing: the folder holds no weights.") from error
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{folder / WEIGHTS} is damaged ({error}): copy the folder again.") from error
    _check_depth(config, state, folder)
    try:
        with torch.device("meta"), _NotDrawn():
            model = MSA(config, tokenizer)
    except CheckpointError:
        raise
    except Exception as error:  # a configuration that no network can be built from, whatever it raises
        raise CheckpointError(f"{folder / CONFIG} describes no model that can be built ({error}).") from error
    _check_tensors(model, state, folder)
    _fill(model, state)
    return model.to(device).eval()


class _NotDrawn(TorchFunctionMode):
    """Leaves random weights undrawn, as those of the file come in their stead.

    On the meta device drawing means nothing, and torch would load its compiler for it.
    """

    _DRAWING = frozenset({Tensor.normal_, Tensor.uniform_})

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        values = kwargs or {}
        if func in self._DRAWING or getattr(func, "__module__", "") == nn.init.__name__:
            return values["tensor"] if "tensor" in values else args[0]
        return func(*args, **values)


def _fill(model: MSA, state: dict[str, torch.Tensor]) -> None:
    wanted = {name: tensor.dtype for name, tensor in model.state_dict().items()}
    # Copies, as the file's own pages would change with it.
    copies = {name: tensor.to(wanted[name], copy=True) for name, tensor in state.items()}
    model.load_state_dict(copies, strict=True, assign=True)
    for module in model.modules():
        for name, buffer in module.named_buffers(recurse=False):
            if not buffer.is_meta:
                continue
            filled = torch.zeros(buffer.shape, dtype=buffer.dtype)
            if name == "position_ids":
                filled.copy_(torch.arange(buffer.shape[-1]))
            setattr(module, name, filled)


def _check_depth(config: ModelConfig, state: dict[str, torch.Tensor], folder: Path) -> None:
    """Each layer asked for takes time and memory before a tensor is compared: ten million took all there was."""
    most = max(_depths_in(config.to_json()), default=0)
    if most > len(state):
        raise CheckpointError(
            f"{folder / CONFIG} asks for {most:,.0f} layers, and {WEIGHTS} holds {len(state):,} tensors: the two files "
            "come from different models."
        )


def _depths_in(data: Any, name: str = "") -> Iterator[float]:
    """The numbers of a configuration that say how many layers there are, whatever its family calls them."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _depths_in(value, str(key))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _depths_in(value, name)
    elif isinstance(data, int | float) and ("layers" in name or "depth" in name):
        yield data


def _check_tensors(model: MSA, state: dict[str, torch.Tensor], folder: Path) -> None:
    wanted = model.state_dict()
    missing = sorted(wanted.keys() - state.keys())
    extra = sorted(state.keys() - wanted.keys())
    wrong = sorted(k for k in wanted.keys() & state.keys() if wanted[k].shape != state[k].shape)
    if missing or extra or wrong:
        example = (missing + wrong + extra)[0]
        raise CheckpointError(
            f"{folder / WEIGHTS} does not fit {CONFIG}: {len(missing)} tensors missing, {len(extra)} unknown, "
            f"{len(wrong)} of another shape (first: {example}). The two files come from different models."
        )
    for key, value in state.items():
        if value.is_floating_point() and not torch.isfinite(value).all():
            raise CheckpointError(f"{folder / WEIGHTS} is damaged: {key} holds values that are not numbers.")


def save(model: MSA, folder: Path | str, half: bool = True, card: str | None = None) -> None:
    """Write a checkpoint folder; matrices as float16 when ``half``, vectors and statistics as float32.

    Files are written aside and renamed, the weights last, so that a kill leaves the old model or the new one.

    Raises:
        StorageError: the disk is full or the folder cannot be written.
    """
    folder = Path(folder)
    try:
        (folder / TOKENIZER).mkdir(parents=True, exist_ok=True)
        _write(folder / TOKENIZER / "tokenizer.json", _tokenizer_file(model.text_encoder.tokenizer))
        _write(
            folder / CONFIG, (json.dumps(model.config.to_json(), indent=1, sort_keys=True) + "\n").encode()
        )
        if card is not None:
            _write(folder / CARD, card.encode())
        state = {}
        for key, value in model.state_dict().items():
            value = value.detach().cpu()
            if value.is_floating_point():
                value = value.to(torch.float16 if half and value.ndim >= 2 else torch.float32)
            state[key] = value.contiguous().clone()
        _write(folder / WEIGHTS, serialise(state, metadata={"format": "pt"}))
    except (OSError, SafetensorError) as error:
        reason = "the disk is full" if getattr(error, "errno", None) == errno.ENOSPC else str(error)
        raise StorageError(f"The model cannot be saved in {folder}: {reason}.") from error


def _tokenizer_file(tokenizer: Any) -> bytes:
    """The tokenizer without the lengths of its last call, so that the same model is always the same file."""
    copy = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    copy.no_padding()
    copy.no_truncation()
    return copy.to_str(pretty=False).encode()


def _write(file: Path, content: bytes) -> None:
    aside = file.with_name(file.name + ".part")
    aside.write_bytes(content)
    aside.replace(file)
