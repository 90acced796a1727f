"""A random MSA model of a few thousand weights, made without any download."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint

WORDS = [
    "a",
    "an",
    "the",
    "of",
    "with",
    "and",
    "many",
    "some",
    "several",
    "white",
    "red",
    "green",
    "airport",
    "runway",
    "plane",
    "planes",
    "river",
    "lake",
    "road",
    "houses",
    "field",
    "fields",
    "forest",
    "ship",
    "harbour",
    "tanks",
    "storage",
    "stadium",
    "beside",
    "near",
    "in",
    "on",
    ".",
    ",",
]


def tiny_tokenizer() -> Any:
    """A WordPiece tokenizer that knows a few words and spells out the rest."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    letters = [c for c in string.ascii_lowercase + string.digits if c not in pieces]
    pieces += [*letters, *(f"##{c}" for c in string.ascii_lowercase + string.digits)]
    vocabulary = {piece: row for row, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"])
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]",
    )  # fmt: skip


def tiny_model(seed: int = 0, preset: str = "msa", **changes: Any) -> MSA:
    """A tiny model in eval mode with random weights and random BatchNorm statistics."""
    torch.manual_seed(seed)
    tokenizer = tiny_tokenizer()
    config = presets.tiny(len(tokenizer), **changes)
    if preset == "paper":
        config = presets.paper("tiny", config.text, heads=4, preprocess=config.preprocess, **changes)
    model = MSA(config, tokenizer)
    generator = torch.Generator().manual_seed(seed)
    for name, buffer in model.named_buffers():
        if name.endswith("running_mean"):
            buffer.copy_(torch.randn(buffer.shape, generator=generator) * 0.1)
        elif name.endswith("running_var"):
            buffer.copy_(torch.rand(buffer.shape, generator=generator) + 0.5)
    return model.eval()


def other_ranking(folder: Path, sees_otherwise: bool = False) -> Path:
    """A checkpoint whose fusion is another, and with ``sees_otherwise`` the trunk too."""
    model = tiny_model()
    state = model.state_dict()
    name = "image_encoder.trunk." if sees_otherwise else "image_encoder.w1.weight"
    key = next(key for key in state if key.startswith(name) and state[key].ndim > 1)
    state[key] += 0.5 * state[key].std() * np.pi
    state[key][0] *= -2
    model.load_state_dict(state)
    checkpoint.save(model, folder, half=True)
    return folder
