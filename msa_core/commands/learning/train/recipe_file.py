"""The fine points of training, from a file: ``msa-train --recipe FILE``.

A recipe is a TOML file of ``key = value`` lines; the keys are the fields of :class:`FinePoints`. They are here and not
among the options because each matters to one experiment or another, and to few users. A default must be what was done
before the key existed: an interrupted run must be able to go on with a newer program.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from msa_core.errors import UsageError
from msa_core.files import read_ordinary


def _key(default: float | None, low: float, high: float, text: str) -> Any:
    """A key of a recipe: its default (an int takes whole numbers alone), its range, and what it does."""
    return field(default=default, metadata={"low": low, "high": high, "text": text})


_INFINITY = float("inf")


@dataclass(frozen=True, kw_only=True, slots=True)
class FinePoints:
    """What a recipe may say; see ``text`` of each field's metadata."""

    mscma: float | None = _key(None, 0, _INFINITY, "weight of the loss of each scale; default by preset")
    csmmc: float | None = _key(None, 0, _INFINITY, "weight of the loss between scales; default by preset")
    at_once: int = _key(
        0, 0, 65536, "pictures that go through the model together, for large batches; 0: the whole batch"
    )
    texts_per_image: int = _key(1, 1, 64, "sentences of a picture that are used in a step")
    train_px: int = _key(0, 0, 4096, "side of the pictures as trained on; 0: what the model reads")
    extra_crop: float | None = _key(
        None, 0.05, 1, "smallest part that a crop of --extra keeps; default: as --crop"
    )
    per_class: int = _key(0, 0, 4096, "pictures of one class put into a batch together; 0: as they come")
    weight_decay: float = _key(0.05, 0, _INFINITY, "weight decay of matrices (AdamW)")
    text_layer_decay: float = _key(
        1.0, 0, 1, "factor on the learning rate for each layer of text from the top"
    )
    trunk_layer_decay: float = _key(1.0, 0, 1, "factor on the learning rate for each stage of the trunk")
    ema: float = _key(0.998, 0, 0.99999, "decay of the running average of the weights")
    soft: float = _key(0.0, 0, 1, "share of the targets that follows how alike captions are")
    soft_tau: float = _key(0.1, 0.001, _INFINITY, "temperature of that share")
    hard_negatives: float = _key(0.0, 0, _INFINITY, "how much more hard negatives count (beta); 0: all alike")
    same_captions: float = _key(1.0, 0.01, 1, "captions as alike as this (cosine) do not count as negatives")
    forgive: float | None = _key(
        None, 0, 1, "q of the generalised cross-entropy, 0: plain; default: 0.7 with --robust"
    )
    drop_words: float = _key(0.0, 0, 0.9, "chance that a word of a caption is left out")
    join_sentences: float = _key(0.0, 0, 1, "chance that two sentences of a picture are joined")
    coarse: float = _key(0.0, 0, 1, "chance that a picture is made coarser, up to 4 times")
    jpeg: float = _key(0.0, 0, 1, "chance that a picture is compressed as JPEG")
    erase: float = _key(0.0, 0, 1, "chance that a rectangle of a picture is erased")
    caption_noise: float = _key(
        0.0, 0, 1, "for experiments: share of the training pictures that swap their captions"
    )


def read_recipe(path: Path | None) -> FinePoints:
    """The fine points of a recipe file, or the defaults without one.

    Raises:
        UsageError: the file is missing or not TOML, a key is not known, or its value does not fit.
    """
    if path is None:
        return FinePoints()
    known = {each.name: each for each in fields(FinePoints)}
    values: dict[str, Any] = {}
    for name, value in _read_toml(path).items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(known)}."
            raise UsageError(f"{path}: a recipe has no key {name!r}.{hint}")
        values[name] = _checked(path, known[name], value)
    return FinePoints(**values)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_ordinary(path).decode("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"There is no recipe {path}.") from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The recipe {path} cannot be read ({error}): it needs lines like `ema = 0.99` (TOML)."
        ) from error


def _checked(path: Path, key: Field[Any], value: object) -> float:
    low, high, is_whole = key.metadata["low"], key.metadata["high"], type(key.default) is int
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not (is_whole and isinstance(value, float)) and low <= value <= high:
        return value if is_whole else float(value)  # type: ignore[return-value,arg-type]
    span = f"of at least {low:g}" if high == _INFINITY else f"from {low:g} to {high:g}"
    kind = "a whole number" if is_whole else "a number"
    raise UsageError(f"{path}: {key.name} needs {kind} {span} ({key.metadata['text']}), not {value!r}.")
