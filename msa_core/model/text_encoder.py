"""The text encoder: a BERT and its tokenizer. The one door to transformers."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import CheckpointError
from msa_core.model.presets import ModelConfig

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@dataclass(frozen=True)
class TextFeatures:
    """Encoded texts.

    Attributes:
        embedding: unit global vectors g (B, D).
        words: last hidden states without [CLS] (B, T, D); keys and values of MSCMAT.
        mask: bool (B, T), True for tokens that MSCMAT attends.
        tokens: the word pieces of each text, aligned with ``words`` (PAD included).
    """

    embedding: Tensor
    words: Tensor
    mask: Tensor
    tokens: list[list[str]]

    def __len__(self) -> int:
        return self.embedding.shape[0]

    def detach(self) -> TextFeatures:
        """The same without gradient."""
        return TextFeatures(self.embedding.detach(), self.words.detach(), self.mask, self.tokens)


class TextEncoder(nn.Module):
    """BERT with a pooled global vector; the words feed MSCMAT.

    Args:
        config: ``text`` holds transformers' BERT configuration.
        tokenizer: a transformers fast tokenizer of the same vocabulary.
    """

    def __init__(self, config: ModelConfig, tokenizer: Any, bert: nn.Module | None = None) -> None:
        super().__init__()
        from transformers import BertConfig, BertModel

        if bert is None:
            bert = BertModel(BertConfig(**config.text), add_pooling_layer=False)
        self.bert = bert
        self.tokenizer = tokenizer
        self.max_tokens = config.max_tokens
        self.pooling = config.text_pooling
        self.attend_padding = config.attend_padding

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text``, [CLS] and [SEP] counted, before it is cut to ``max_tokens``."""
        return len(self.tokenizer(text, add_special_tokens=True)["input_ids"])

    def forward(self, texts: list[str]) -> TextFeatures:
        """Encode texts of any length (cut at ``max_tokens``); empty strings give the vector of nothing."""
        device = next(self.bert.parameters()).device
        pad: bool | str = "max_length" if self.attend_padding else True
        batch = self.tokenizer(
            texts, padding=pad, truncation=True, max_length=self.max_tokens, return_tensors="pt"
        )
        ids = batch["input_ids"].to(device)
        attention = batch["attention_mask"].to(device)
        hidden = self.bert(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        if self.pooling == "cls":
            pooled = hidden[:, 0]
        else:
            weight = attention.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * weight).sum(dim=1) / weight.sum(dim=1)
        tokens = [self.tokenizer.convert_ids_to_tokens(row[1:].tolist()) for row in batch["input_ids"]]
        mask = torch.ones_like(attention, dtype=torch.bool)
        if not self.attend_padding:
            mask = attention.bool() & (ids != self.tokenizer.sep_token_id)
            # A text without any word would leave nothing to attend: it then attends its [SEP].
            empty = ~mask[:, 1:].any(dim=1)
            mask[empty] = ids[empty] == self.tokenizer.sep_token_id
        return TextFeatures(F.normalize(pooled, dim=-1), hidden[:, 1:], mask[:, 1:], tokens)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of a local folder (``tokenizer.json``); raises CheckpointError when it is missing or damaged."""
    from transformers import PreTrainedTokenizerFast

    file = folder / "tokenizer.json"
    if not file.is_file():
        raise CheckpointError(f"{file} is missing: the folder holds no tokenizer.")
    try:
        return PreTrainedTokenizerFast(
            tokenizer_file=str(file),
            pad_token="[PAD]",
            unk_token="[UNK]",
            cls_token="[CLS]",
            sep_token="[SEP]",
            mask_token="[MASK]",
        )
    except Exception as error:  # the Rust tokenizer raises bare Exception for a damaged file
        raise CheckpointError(f"{file} is damaged ({error}): copy the folder again.") from error


def read_pretrained(folder: Path) -> tuple[dict[str, Any], nn.Module, Any]:
    """Configuration, weights and tokenizer of a BERT in a local folder of transformers' layout.

    Raises:
        CheckpointError: the folder is not a complete BERT.
    """
    from transformers import BertModel

    try:
        text = json.loads((folder / "config.json").read_text("utf-8"))
        bert = BertModel.from_pretrained(
            folder, local_files_only=True, add_pooling_layer=False, dtype=torch.float32
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise CheckpointError(f"{folder} does not hold a BERT that can be read ({error}).") from error
    keep = (
        "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act",
        "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id",
    )  # fmt: skip
    return {key: text[key] for key in keep if key in text}, bert, load_tokenizer(folder)


def merge_pieces(tokens: list[str]) -> list[tuple[str, list[int]]]:
    """Words of a row of word pieces, each with the positions of its pieces; special tokens are left out."""
    words: list[tuple[str, list[int]]] = []
    for position, token in enumerate(tokens):
        if re.fullmatch(r"\[[A-Z]+\]", token) and token != "[UNK]":
            continue
        if token.startswith("##") and words:
            text, positions = words[-1]
            words[-1] = (text + token[2:], [*positions, position])
        else:
            words.append((token, [position]))
    return words
