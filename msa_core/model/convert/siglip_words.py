"""The tokenizer of a SigLIP: what was done to texts in its training is a part of it.

SigLIP was trained on lower case without punctuation, SigLIP 2 on lower case (big_vision's ``lower=True``). Where a
class of transformers does it and not ``tokenizer.json``, it is put into the tokenizer here, and stays there in the
checkpoint. A tokenizer of no such class, or one that makes texts lower case itself, is taken as it is.
"""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

from tokenizers import Regex, normalizers, processors

from msa_core.errors import CheckpointError
from msa_core.model.convert import model_files
from msa_core.model.convert.unigrams import read_unigrams
from msa_core.model.network.text_encoder import load_tokenizer
from msa_core.model.network.tokens.text_tokenizer import TextTokenizer

_MARKS = {"eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>"}
_FIRST, _SECOND = ("SiglipTokenizer",), ("Siglip2Tokenizer", "GemmaTokenizer")


def load_siglip_tokenizer(folder: Path) -> tuple[Any, str]:
    """The tokenizer of a folder, and on which side it pads.

    Raises:
        CheckpointError: there is none, or it is damaged.
    """
    settings = model_files.read_settings(folder, "tokenizer_config.json") or {}
    pieces = None
    if model_files.file_in(folder, "tokenizer.json") is None:
        pieces = model_files.file_in(folder, "spiece.model")
        if pieces is None:
            raise CheckpointError(
                f"{folder / 'tokenizer.json'} is missing, and spiece.model, too: the folder holds no tokenizer. Name "
                "one that does with --text."
            )
        settings = {"tokenizer_class": _FIRST[0], **settings}
    tokenizer = load_tokenizer(folder) if pieces is None else TextTokenizer(read_unigrams(pieces), _MARKS)
    kind = str(settings.get("tokenizer_class", "")).removesuffix("Fast")
    backend = tokenizer.backend_tokenizer
    steps = _cleaning(kind) if settings.get("do_lower_case") is not False else []
    if steps and "Lowercase" not in str(backend.normalizer):
        own = [] if backend.normalizer is None else [backend.normalizer]
        backend.normalizer = normalizers.Sequence([*steps, *own])
    _add_marks(tokenizer, settings)
    side = settings.get("padding_side") or _written_side(folder)
    side = side or ("left" if kind in _SECOND else "right")  # transformers' own default of those classes
    if side not in ("left", "right"):
        raise CheckpointError(f"{folder / 'tokenizer_config.json'} is damaged: padding_side is {side!r}.")
    return tokenizer, str(side)


def add_cleaning(tokenizer: Any, clean: str) -> None:
    """Put what open_clip does to texts into a tokenizer. Raises CheckpointError for what is not known."""
    if clean in ("", "whitespace"):
        return
    kinds = {"canonicalize": _cleaning(_FIRST[0]), "lower": _cleaning(_SECOND[0])}
    if clean not in kinds:
        raise CheckpointError(
            f"The texts of this model are cleaned by {clean!r}, which this program does not know."
        )
    backend = tokenizer.backend_tokenizer
    own = [] if backend.normalizer is None else [backend.normalizer]
    backend.normalizer = normalizers.Sequence([*kinds[clean], *own])


def _cleaning(kind: str) -> list[Any]:
    if kind in _SECOND:
        return [normalizers.Lowercase()]
    if kind not in _FIRST:
        return []
    signs = "".join(f"\\{sign}" for sign in string.punctuation)
    return [
        normalizers.Lowercase(),
        normalizers.Replace(Regex(f"[{signs}]"), ""),
        normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Strip(),
    ]


def _add_marks(tokenizer: Any, settings: dict[str, Any]) -> None:
    """Marks at the ends of a text that the settings ask for and the tokenizer's own file does not put there."""
    ids = tokenizer("a")["input_ids"]
    begin, end = tokenizer.bos_token_id, tokenizer.eos_token_id
    front = settings.get("add_bos_token") is True and begin is not None and ids[0] != begin
    back = settings.get("add_eos_token") is True and end is not None and ids[-1] != end
    if not front and not back:
        return
    has_front = front or (begin is not None and ids[0] == begin)
    has_back = back or (end is not None and ids[-1] == end)
    marks = [tokenizer.bos_token if has_front else "", "$A", tokenizer.eos_token if has_back else ""]
    known = [(tokenizer.bos_token, begin)] * has_front + [(tokenizer.eos_token, end)] * has_back
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single=" ".join(filter(None, marks)), special_tokens=known
    )


def _written_side(folder: Path) -> str | None:
    """The side of the padding that a tokenizer's file was last used with."""
    padding = (model_files.read_settings(folder, "tokenizer.json") or {}).get("padding")
    direction = padding.get("direction") if isinstance(padding, dict) else None
    return direction.lower() if isinstance(direction, str) else None
