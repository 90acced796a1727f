"""Any CLIP as a model: found by path or by name, told apart, read exactly or refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msa_core.errors import CheckpointError
from msa_core.model.convert import model_files
from msa_core.model.convert.clip import read_clip
from msa_core.model.convert.open_clip import read_open_clip, read_open_clip_folder
from msa_core.model.convert.siglip import read_siglip
from msa_core.model.convert.siglip_words import add_cleaning, load_siglip_tokenizer
from msa_core.model.convert.two_towers import TwoTowers, build_model
from msa_core.model.convert.weights import find_clip_tokenizer, find_on_hub, repository_named
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import load_tokenizer

_READERS = {"clip": read_clip, "siglip": read_siglip, "siglip2": read_siglip}


def convert(
    source: Path,
    tokenizer: Path | None = None,
    activation: str | None = None,
    ground_range_m: tuple[float, float] | None = None,
    download: bool = False,
) -> MSA:
    """A model of preset ``msa`` in eval mode that ranks as the CLIP or SigLIP in ``source`` does.

    Args:
        source: .pt, .pth, .bin or .safetensors file of open_clip's naming; a folder of open_clip's or transformers'
            layout; or a repository of the hub, ``owner/name`` or ``hf-hub:owner/name``.
        tokenizer: folder with its tokenizer; None: beside the weights, for CLIP else one in the hub's cache.
        activation: of a CLIP of open_clip's naming, ``gelu`` or ``quick_gelu``; None: as its settings say, else by the
            file's name.
        ground_range_m: smallest and largest ground side of the training pictures, metres; not in the weights.
        download: fetch a repository that is not in the hub's cache.

    Raises:
        CheckpointError: nothing that can be read is there, or no tokenizer was found.
    """
    path = find(source, download)
    towers = read_towers(path, activation)
    folder = tokenizer or (path if path.is_dir() else path.parent)
    model_files.check_links(folder)
    if towers.family == "siglip":
        words, padding_side = load_siglip_tokenizer(folder)
    else:
        if tokenizer is None and model_files.file_in(folder, "tokenizer.json") is None:
            folder = find_clip_tokenizer(folder / "weights")
        words, padding_side = load_tokenizer(folder), "right"
    add_cleaning(words, towers.cleaning)
    changes: dict[str, Any] = {} if ground_range_m is None else {"ground_range_m": ground_range_m}
    return build_model(towers, words, padding_side=padding_side, **changes)


def find(source: Path, download: bool = False) -> Path:
    """The file or folder of a path or of a name on the hub. Raises CheckpointError when it is not on this machine."""
    if source.exists():
        return model_files.newest_snapshot(source) if source.is_dir() else source
    repository = repository_named(source.as_posix())
    if repository is None:
        raise CheckpointError(f"There is no file or folder {source}.")
    return find_on_hub(repository, download)


def read_towers(path: Path, activation: str | None = None) -> TwoTowers:
    """The two towers in a file or folder.

    Raises:
        CheckpointError: they are of a kind that cannot be read exactly, or damaged.
    """
    if not path.is_dir():
        return read_open_clip(path, activation)
    settings = model_files.read_settings(path, model_files.CONFIG)
    kind = None if settings is None else settings.get("model_type")
    has_open_clip = model_files.file_in(path, model_files.OPEN_CLIP_CONFIG) is not None
    if kind in _READERS and not (has_open_clip and not _has_own_weights(path)):
        return _READERS[str(kind)](path, settings)
    if has_open_clip:
        return read_open_clip_folder(path, activation)
    if settings is None:
        raise CheckpointError(
            f"{path} holds no {model_files.CONFIG} and no {model_files.OPEN_CLIP_CONFIG}, one of which says what a "
            "model is: name its weights file, or copy the whole folder."
        )
    hint = (
        " Of MobileCLIP this program does not have the image tower."
        if "mobileclip" in str(path).lower()
        else ""
    )
    raise CheckpointError(
        f"{path} holds a model of type {kind!r}; what can be read is a CLIP, a SigLIP or a SigLIP 2 of transformers' "
        f"layout, or a folder of open_clip's.{hint}"
    )


def _has_own_weights(path: Path) -> bool:
    """Whether a folder has weights under transformers' names of files."""
    names = [f"{stem}{end}" for stem in model_files.WEIGHTS for end in (".safetensors", ".bin")]
    return any((path / name).exists() or (path / f"{name}.index.json").exists() for name in names)
