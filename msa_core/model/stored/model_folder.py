"""The files of a checkpoint folder, and what can be told of them without loading the network: no torch here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from msa_core.errors import CheckpointError
from msa_core.files import check_ordinary, read_ordinary
from msa_core.model.config.model_config import ModelConfig

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
TOKENIZER = "tokenizer"
CARD = "MODEL_CARD.md"


def read_config(folder: Path) -> ModelConfig:
    """The configuration of a checkpoint folder. Raises CheckpointError."""
    file = folder / CONFIG
    if not folder.is_dir():
        raise CheckpointError(f"There is no model folder {folder}.")
    try:
        data: Any = json.loads(read_ordinary(file).decode("utf-8"))
    except FileNotFoundError as error:
        raise CheckpointError(f"{file} is missing: {folder} is not an MSA checkpoint.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{file} cannot be read ({error}).") from error
    return ModelConfig.from_json(data, str(file))


def fingerprint(folder: Path | str) -> str:
    """sha256 (hex) over weights, canonical configuration and tokenizer; the card is not part of it.

    Raises CheckpointError when a file is missing.
    """
    folder = Path(folder)
    config = json.dumps(read_config(folder).to_json(), sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256()
    try:
        check_ordinary(folder / WEIGHTS)
        with (folder / WEIGHTS).open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        digest.update(config.encode())
        digest.update(read_ordinary(folder / TOKENIZER / "tokenizer.json"))
    except OSError as error:
        raise CheckpointError(
            f"{error.filename} cannot be read ({error.strerror}): the model is incomplete."
        ) from error
    return digest.hexdigest()
