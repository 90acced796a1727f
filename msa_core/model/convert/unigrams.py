"""A SentencePiece model (``spiece.model``) of unigrams as a tokenizer: a folder of the first SigLIP may hold no other.

The file is a protocol buffer; the few fields that tell how a text is cut are read here (sentencepiece_model.proto of
the SentencePiece project: ModelProto 1 to 3, SentencePiece 1 and 2, TrainerSpec 3, 35 and 40, NormalizerSpec 2 and 4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from msa_core.errors import CheckpointError
from msa_core.files import read_ordinary
from msa_core.model.network.tokens.charsmap import check_charsmap

_WORDS, _TRAINER, _NORMALIZER = 1, 2, 3
_UNIGRAM = 1
_MAX_BYTES = 1 << 28
_END = "</s>"


def read_unigrams(file: Path) -> Tokenizer:
    """The tokenizer of a SentencePiece model of unigrams, ``</s>`` put behind each text.

    Raises:
        CheckpointError: it is damaged, or of another kind.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ValueError("it is larger than any vocabulary")
        fields = list(_fields(read_ordinary(file)))
        unigrams = [
            _unigram(bytes(value)) for key, value in fields if key == _WORDS and isinstance(value, bytes)
        ]
        trainer, normalizer = (_last(fields, number) for number in (_TRAINER, _NORMALIZER))
        if trainer.get(3, _UNIGRAM) != _UNIGRAM:
            raise ValueError("its pieces are not unigrams, which are all that is read of these files")
        ends = [row for row, (text, _) in enumerate(unigrams) if text == _END]
        if not ends:
            raise ValueError(f"it has no piece {_END}")
        return _tokenizer(unigrams, trainer, normalizer, ends[0])
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise CheckpointError(
            f"{file} is damaged, or no SentencePiece model of a SigLIP ({error})."
        ) from error
    except Exception as error:  # the Rust tokenizer raises bare Exception for settings it cannot use
        raise CheckpointError(f"{file} is damaged ({error}): copy the folder again.") from error


def _tokenizer(
    unigrams: list[tuple[str, float]],
    trainer: dict[int, int | bytes],
    normalizer: dict[int, int | bytes],
    end: int,
) -> Tokenizer:
    unknown, falls_back = trainer.get(40, 0), bool(trainer.get(35, 0))
    if not isinstance(unknown, int) or not unknown < len(unigrams):
        raise ValueError("its unknown piece is not among its pieces")
    tokenizer = Tokenizer(models.Unigram(unigrams, unknown, falls_back))
    steps: list[Any] = []
    charsmap = normalizer.get(2, b"")
    if isinstance(charsmap, bytes) and charsmap:
        check_charsmap(charsmap)
        steps.append(normalizers.Precompiled(charsmap))
    if normalizer.get(4, 1):
        steps += [normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False)
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {_END}", special_tokens=[(_END, end)]
    )
    return tokenizer


def _unigram(data: bytes) -> tuple[str, float]:
    """A piece and its score."""
    text, score = "", 0.0
    for key, value in _fields(data):
        if key == 1 and isinstance(value, bytes):
            text = value.decode("utf-8")
        elif key == 2 and isinstance(value, bytes):
            (score,) = struct.unpack("<f", value)
    return text, score


def _last(fields: list[tuple[int, int | bytes]], number: int) -> dict[int, int | bytes]:
    """The fields of a message inside, the last of each number."""
    found = [value for key, value in fields if key == number and isinstance(value, bytes)]
    return dict(_fields(found[-1])) if found else {}


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field of a message: numbers as int, all others as their bytes."""
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, position = _varint(data, position)
            yield number, value
            continue
        if kind == 2:
            length, position = _varint(data, position)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ValueError(f"there is no field of kind {kind}")
        if position + length > len(data):
            raise ValueError("it is cut short")
        yield number, data[position : position + length]
        position += length


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
    raise ValueError("a number in it has no end")
