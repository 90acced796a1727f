"""A folder with a model of another program: its settings and weights, read without running anything that is in it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from msa_core.errors import CheckpointError
from msa_core.files import read_ordinary
from msa_core.model.state_dicts import StateDict, read_state_dicts
from msa_core.model.trunks.trunk_table import Preprocess
from msa_core.names import printable

CONFIG, OPEN_CLIP_CONFIG = "config.json", "open_clip_config.json"
WEIGHTS = ("model", "pytorch_model")
OPEN_CLIP_WEIGHTS = ("open_clip_model", "open_clip_pytorch_model")
_ENDINGS = (".safetensors", ".bin")
_SETTINGS = (
    CONFIG, OPEN_CLIP_CONFIG, "preprocessor_config.json", "processor_config.json", "tokenizer.json",
    "tokenizer_config.json", "special_tokens_map.json", "vocab.txt",
)  # fmt: skip
_RESAMPLING = {2: "bilinear", 3: "bicubic", "bilinear": "bilinear", "bicubic": "bicubic"}


def newest_snapshot(folder: Path) -> Path:
    """Of a folder of the hub's cache (``models--org--name``) the newest snapshot, else ``folder``."""
    snapshots = [path for path in folder.glob("snapshots/*") if path.is_dir()]
    return max(snapshots, key=lambda path: path.stat().st_mtime, default=folder)


def file_in(folder: Path, name: str) -> Path | None:
    """The file ``name`` of ``folder``; None when there is none.

    Raises:
        CheckpointError: it is a link that leads out of the folder, or to nothing. The hub's cache links to its own
            blobs, which is in order.
    """
    file = folder / name
    if not file.exists():
        if file.is_symlink():
            raise CheckpointError(
                f"{file} is a link to a file that is not there: copy or download the folder again."
            )
        return None
    homes = [folder.resolve()]
    if folder.parent.name == "snapshots":
        homes.append((folder.parent.parent / "blobs").resolve())
    if not any(file.resolve().is_relative_to(home) for home in homes):
        raise CheckpointError(
            f"{file} is a link that leads out of its folder, to {file.resolve()}: put the file itself there."
        )
    return file


def check_links(folder: Path) -> None:
    """Raise CheckpointError for a file of settings or words that is a link out of ``folder``."""
    for name in _SETTINGS:
        file_in(folder, name)


def read_settings(folder: Path, name: str) -> dict[str, Any] | None:
    """A JSON object of ``folder``; None when there is no such file. Raises CheckpointError when it is damaged."""
    file = file_in(folder, name)
    if file is None:
        return None
    try:
        data: Any = json.loads(read_ordinary(file).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{file} cannot be read ({error}): copy or download it again.") from error
    if not isinstance(data, dict):
        raise CheckpointError(f"{file} holds no settings (a JSON object): it is not a model's.")
    return data


def read_weights(folder: Path, stems: Sequence[str] = WEIGHTS) -> StateDict:
    """The state dict of a folder, of one file or of shards; safetensors before pickles, which are never run.

    Raises:
        CheckpointError: there is none, a shard is missing, or a file is damaged.
    """
    for ending in _ENDINGS:
        for stem in stems:
            index = read_settings(folder, f"{stem}{ending}.index.json")
            files = (
                [f"{stem}{ending}"]
                if index is None
                else _shards(index, folder / f"{stem}{ending}.index.json")
            )
            found = {name: file_in(folder, name) for name in files}
            lacking = [name for name, file in found.items() if file is None]
            if index is not None and lacking:
                raise CheckpointError(
                    f"{folder} is half there: {len(lacking)} of {len(files)} weights files are missing, first "
                    f"{lacking[0]}. Copy or download it again."
                )
            if not lacking:
                return _merged(file for file in found.values() if file is not None)
    looked = ", ".join(stem + ending for ending in _ENDINGS for stem in stems)
    raise CheckpointError(f"{folder} holds no weights (looked for {looked}): copy or download it again.")


def _shards(index: Mapping[str, Any], file: Path) -> list[str]:
    table = index.get("weight_map")
    names = sorted(set(map(str, table.values()))) if isinstance(table, dict) else []
    if not names or any("/" in name or "\\" in name or name.startswith(".") for name in names):
        raise CheckpointError(f"{file} does not name the weights files of its own folder: download it again.")
    return names


def _merged(files: Iterable[Path]) -> StateDict:
    state: StateDict = {}
    for file in files:
        found = read_state_dicts(file)
        state |= found[int(torch.tensor([len(each) for each in found]).argmax())]
    return state


def fill(make: Any, state: Mapping[str, Tensor]) -> Any:
    """A network with the weights of ``state``, float32, in eval mode; sizes are compared before memory is taken.

    Args:
        make: makes the network; called where tensors have no memory.

    Raises:
        CheckpointError: a clause that says what does not fit, without naming a file.
    """
    state = {key: value for key, value in state.items() if not key.endswith("position_ids")}
    try:
        with torch.device("meta"):
            network: nn.Module = make()
    except Exception as error:  # settings that no network can have, whatever torch and transformers raise
        raise CheckpointError(f"its settings describe no model ({' '.join(str(error).split())})") from error
    wanted = network.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    wrong = sorted(key for key in wanted.keys() & state.keys() if wanted[key].shape != state[key].shape)
    if missing or extra or wrong:
        first = (missing + wrong + extra)[0]
        raise CheckpointError(
            f"the weights do not fit their settings: {len(missing)} tensors are missing, {len(wrong)} have another "
            f"shape, {len(extra)} are unknown, first {printable(first)}"
        )
    for key, value in state.items():
        if not bool(torch.isfinite(value).all()):
            raise CheckpointError(f"{printable(key)} holds values that are not numbers")
    network = network.to_empty(device="cpu")
    network.load_state_dict(state, strict=True)  # converts to float32 as it copies
    for name, buffer in network.named_buffers():
        if name.endswith("position_ids"):
            buffer.copy_(torch.arange(buffer.shape[-1]).expand_as(buffer))
    return network.eval()


def check_layers(settings: Mapping[str, Any], state: Mapping[str, Tensor]) -> None:
    """Raise CheckpointError for more layers than there are tensors: each would take time and memory to build."""
    for part in ("vision_config", "text_config"):
        tower = settings.get(part)
        layers = tower.get("num_hidden_layers", 1) if isinstance(tower, dict) else 1
        if not isinstance(layers, int) or not 0 < layers <= len(state):
            raise CheckpointError(f"{part} asks for {layers!r} layers, and there are {len(state)} tensors")


def read_preprocess(folder: Path, side_px: int, usual: Preprocess) -> Preprocess:
    """How pictures are prepared, as a folder of transformers' layout says; where it does not, the usual way.

    Raises:
        CheckpointError: in a way that this program does not know.
    """
    data = read_settings(folder, "preprocessor_config.json")
    if data is None:
        data = (read_settings(folder, "processor_config.json") or {}).get("image_processor")
    if not isinstance(data, dict):
        return Preprocess(side_px, usual.mean, usual.std, usual.interpolation)
    factor = data.get("rescale_factor", 1 / 255)
    if data.get("do_rescale") is False or not isinstance(factor, int | float) or abs(factor * 255 - 1) > 1e-3:
        raise CheckpointError(f"{folder} wants pixels in a range other than 0 to 1, which is not supported.")
    mean, std = data.get("image_mean") or usual.mean, data.get("image_std") or usual.std
    if data.get("do_normalize") is False:
        mean, std = (0.0,) * 3, (1.0,) * 3
    return checked_preprocess(folder, side_px, mean, std, data.get("resample") or usual.interpolation)


def checked_preprocess(folder: Path, side_px: int, mean: Any, std: Any, interpolation: Any) -> Preprocess:
    """Values that others wrote, as a :class:`Preprocess`. Raises CheckpointError naming ``folder``."""
    try:
        numbers = [tuple(float(value) for value in values) for values in (mean, std)]
        if (
            any(len(values) != 3 or not all(map(math.isfinite, values)) for values in numbers)
            or min(numbers[1]) <= 0
        ):
            raise ValueError
    except (TypeError, ValueError) as error:
        raise CheckpointError(
            f"{folder} is damaged: mean {mean!r} and deviation {std!r} of pictures are not three numbers each."
        ) from error
    if interpolation not in _RESAMPLING:
        raise CheckpointError(
            f"{folder} wants pictures resized by {interpolation!r}; this program knows bicubic and bilinear."
        )
    return Preprocess(side_px, numbers[0], numbers[1], _RESAMPLING[interpolation])
