"""Captions for pictures: the nearest sentences of a caption bank."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.config import cache_folder, resource_path
from msa_core.errors import UsageError
from msa_core.files import read_ordinary
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import CaptionHit

_BATCH = 128
_COLUMN = "caption"


class CaptionBank:
    """Captions and their embeddings, which are kept in the user's cache folder between runs.

    Args:
        file: one caption per line, or CSV, JSON or JSON lines with a ``caption`` column.
        embedder: its text encoder makes the embeddings.
        progress: told while they are made; may raise ``Cancelled``.

    Raises:
        UsageError: the file is missing, of another form, or holds no captions.
    """

    def __init__(self, file: Path, embedder: Embedder, progress: Progress | None = None) -> None:
        self.captions = read_bank(file)
        self._embeddings = kept_embeddings(self.captions, embedder, progress)

    def best(self, vector: np.ndarray, k: int = 5) -> tuple[CaptionHit, ...]:
        """The ``k`` captions nearest to a unit embedding (D,), best first."""
        scores = self._embeddings @ vector.astype(np.float32)
        order = np.lexsort((np.arange(len(scores)), -scores))[: max(1, k)]
        return tuple(
            CaptionHit(self.captions[row], rank, float(scores[row]))
            for rank, row in enumerate(order, start=1)
        )

    def nearest(self, vectors: np.ndarray) -> list[str]:
        """The nearest caption of each of several unit embeddings float32 (N, D)."""
        best: list[int] = []
        for start in range(0, len(vectors), _BATCH):
            best += np.argmax(vectors[start : start + _BATCH] @ self._embeddings.T, axis=1).tolist()
        return [self.captions[row] for row in best]


def kept_embeddings(texts: list[str], embedder: Embedder, progress: Progress | None = None) -> np.ndarray:
    """Embeddings float32 (N, D) of texts, from the user's cache folder when they were made before."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    cached = cache_folder() / "banks" / f"{embedder.fingerprint[:16]}-{digest}.npy"
    embeddings = _load(cached, (len(texts), embedder.model.embedding_dim))
    if embeddings is None:
        embeddings = _embed(texts, embedder, progress or Progress())
        _save(cached, embeddings)
    return embeddings


def bundled_bank() -> Path:
    """The caption bank that comes with the program. Raises UsageError when the installation lacks it."""
    try:
        return resource_path("captions", "bank.txt")
    except FileNotFoundError as error:
        raise UsageError(f"{error} Or name another bank with --bank.") from error


def read_bank(file: Path) -> list[str]:
    """Captions of a bank, in order, each once. Raises UsageError; the sentence says what is wrong."""
    try:
        text = read_ordinary(file).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"There is no caption bank {file}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The caption bank {file} cannot be read as text ({error}).") from error
    readers = {".csv": _from_csv, ".tsv": _from_csv, ".json": _from_json, ".jsonl": _from_json_lines}
    try:
        rows = list(readers.get(file.suffix.lower(), _from_lines)(text))
    except (ValueError, KeyError, TypeError, RecursionError, csv.Error) as error:
        raise UsageError(
            f"The caption bank {file} has no {_COLUMN!r} column that can be read ({error})."
        ) from error
    # What no line can hold (NUL, lone surrogates) is not a word: it would stop the tokenizer, or the terminal.
    lines = ("".join(sign if sign.isprintable() else " " for sign in row) for row in rows)
    captions = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if not captions:
        raise UsageError(f"The caption bank {file} holds no captions.")
    return captions


def _from_lines(text: str) -> Iterator[str]:
    return iter(text.splitlines())


def _from_csv(text: str) -> Iterator[str]:
    first = text.partition("\n")[0]
    table = csv.DictReader(
        io.StringIO(text), delimiter="\t" if "\t" in first else ";" if ";" in first else ","
    )
    if _COLUMN not in (table.fieldnames or ()):
        raise ValueError(f"columns are {', '.join(table.fieldnames or ('none',))}")
    return (row[_COLUMN] or "" for row in table)


def _from_json(text: str) -> Iterator[str]:
    data = json.loads(text)
    if isinstance(data, dict):
        data = data[_COLUMN] if _COLUMN in data else data["captions"]
    if isinstance(data, dict):  # a table written column by column: {"caption": {"0": ...}}
        data = list(data.values())
    return (_caption_of(item) for item in data)


def _from_json_lines(text: str) -> Iterator[str]:
    return (_caption_of(json.loads(line)) for line in text.splitlines() if line.strip())


def _caption_of(item: Any) -> str:
    value = item if isinstance(item, str) else item[_COLUMN]
    if not isinstance(value, str):
        raise TypeError(f"a caption is {type(value).__name__}, not text")
    return value


def _embed(captions: list[str], embedder: Embedder, progress: Progress) -> np.ndarray:
    parts = []
    for start in range(0, len(captions), _BATCH):
        progress(start / len(captions), "reading the caption bank, once")
        texts = embedder.encode_texts(captions[start : start + _BATCH])
        parts.append(texts.embedding.float().cpu().numpy())
    progress(1.0, "reading the caption bank, once")
    return np.concatenate(parts)


def _load(file: Path, shape: tuple[int, int]) -> np.ndarray | None:
    """The cached embeddings, None when they are absent or of another shape."""
    with contextlib.suppress(OSError, ValueError, EOFError):
        array: np.ndarray = np.load(file, allow_pickle=False)
        if array.shape == shape and np.isfinite(array).all():
            return array.astype(np.float32)
    return None


def _save(file: Path, embeddings: np.ndarray) -> None:
    """Keep the embeddings where possible: a cache that cannot be written only costs time."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as stream:
            np.save(stream, embeddings.astype(np.float32))
        aside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()
