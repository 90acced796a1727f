"""The text encoder, a BERT or the text tower of a CLIP or SigLIP, and its tokenizer. A door to transformers."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import CheckpointError
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.config.text_table import CLIP_TEXT, SIGLIP_TEXT, SPECIAL_TOKENS, TEXT_FAMILIES, TOWERS
from msa_core.model.network.bert import Bert, BertSizes, is_plain
from msa_core.model.network.tokens.charsmap import check_charsmaps
from msa_core.model.network.tokens.spelled import spelled_words
from msa_core.model.network.tokens.text_tokenizer import TextTokenizer
from msa_core.model.network.tokens.word_pieces import PieceMarks, marks_of

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

CLIP_TOKENS = {
    "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
    "unk_token": "<|endoftext|>",
}  # fmt: skip
"""CLIP's marks by role, for a tokenizer file without its own."""

# A file may ask for any amount of memory; no tokenizer that is meant so comes near these.
_MAX_GROWTH = 10_000
_MAX_ID = 10_000_000


@dataclass(frozen=True)
class TextFeatures:
    """Encoded texts.

    Attributes:
        embedding: unit global vectors g (B, D); of a model with ``hub_bank`` what stands for them (B, D + 8).
        words: last hidden states without the mark at the front (B, T, D); keys and values of MSCMAT.
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
    """A pooled global vector g; the words feed MSCMAT.

    A BERT-family network (``bert``) gives its last hidden states. CLIP's text tower (``clip``) reads causally; its
    vector is the hidden state of the end of text, projected: g = W_t h_EOS. The words pass the same projection, so
    that they have D channels too, in the space of g.

    SigLIP's (``siglip``) reads both ways, always ``max_tokens`` places, padding like words: it was trained without a
    mask, and g is the state of the last place, padding or not, through its head. The words pass the head as well.

    Args:
        config: ``text`` holds transformers' configuration.
        tokenizer: a :class:`~msa_core.model.network.tokens.text_tokenizer.TextTokenizer` of the same vocabulary, or a
            fast tokenizer of transformers.
        network: pretrained; made with random weights when None.
    """

    def __init__(self, config: ModelConfig, tokenizer: Any, network: nn.Module | None = None) -> None:
        super().__init__()
        kind = config.text.get("model_type", "bert")
        self.is_clip, self.is_siglip = kind == CLIP_TEXT, kind == SIGLIP_TEXT
        self._name = "clip" if self.is_clip else "siglip" if self.is_siglip else "bert"
        self.add_module(self._name, network or _build_network(config.text))
        self.tokenizer = tokenizer
        if self.is_siglip:
            tokenizer.padding_side = config.padding_side
        self.max_tokens = config.max_tokens
        self.pooling = config.text_pooling
        self.attend_padding = config.attend_padding

    @property
    def network(self) -> Any:
        """The pretrained part."""
        return getattr(self, self._name)

    def halve_words(self) -> None:
        """Keep a BERT's word vectors as float16, in place, where that holds them exactly, as for a stored model.

        They are the largest table of the model, and become float32 again as they are added up.
        """
        if isinstance(self.network, Bert):
            words = self.network.embeddings.word_embeddings.weight
            half = words.data.half()
            if torch.equal(half.float(), words.data):
                words.data = half

    def first_layers(self, share: float) -> list[nn.Module]:
        """The embeddings and the first ``share`` (0..1) of the layers, those nearest to the input."""
        tower = self.network.text_model if self.is_clip else self.network
        layers = tower.encoder.layers if self.is_clip or self.is_siglip else tower.encoder.layer
        return [tower.embeddings, *layers[: round(share * len(layers))]]

    @property
    def marks(self) -> PieceMarks:
        """How the tokenizer's pieces make words."""
        return marks_of(self.tokenizer)

    @property
    def end_id(self) -> int:
        """Row of the mark at the end of a text: [SEP], or CLIP's end of text; -1 where texts have none."""
        has_own = self.is_clip or self.is_siglip
        end = self.tokenizer.eos_token_id if has_own else self.tokenizer.sep_token_id
        end = self.tokenizer.eos_token_id if end is None else end
        return -1 if end is None else int(end)

    @property
    def mark_count(self) -> int:
        """How many of ``max_tokens`` the marks at the ends of a text take."""
        return int(self.tokenizer.num_special_tokens_to_add())

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text``, the marks at both ends counted, before it is cut to ``max_tokens``."""
        return len(self.tokenizer(text, add_special_tokens=True)["input_ids"])

    def unknown_words(self, text: str) -> tuple[list[str], bool]:
        """Words and signs of ``text`` that are none of the vocabulary's, and whether there is any word that is.

        A word of another script that the vocabulary has but the letters of is unknown, too. CLIP's vocabulary holds
        every byte, so that nothing is surely unknown to it.
        """
        unknown = self.tokenizer.unk_token_id
        if self.is_clip or unknown is None:
            return [], True
        read = self.tokenizer(
            text, truncation=True, max_length=self.max_tokens, return_offsets_mapping=True, verbose=False
        )
        spans, numbers = read["offset_mapping"], read.word_ids()
        spelled = spelled_words(text, spans, numbers)
        words: list[str] = []
        knows_some, end = False, -1
        for piece, number, (start, stop) in zip(read["input_ids"], numbers, spans, strict=True):
            if piece != unknown and number not in spelled:
                knows_some |= any(sign.isalnum() for sign in text[start:stop])
                end = -1
                continue
            if start <= end:  # signs beside each other are one word to the eye
                words[-1] += text[end:stop]
            else:
                words.append(text[start:stop])
            end = max(end, stop)
        return words, knows_some

    def forward(self, texts: list[str]) -> TextFeatures:
        """Encode texts of any length (cut at ``max_tokens``); empty strings give the vector of nothing."""
        device = next(self.network.parameters()).device
        pad: bool | str = "max_length" if self.attend_padding or self.is_siglip else True
        batch = self.tokenizer(
            texts, padding=pad, truncation=True, max_length=self.max_tokens, return_tensors="pt"
        )
        ids = batch["input_ids"].to(device)
        attention = batch["attention_mask"].to(device)
        hidden, pooled = self._encode(ids, attention)
        mask = self._attended(ids, attention)
        first, last = 1, ids.shape[1]
        if self.is_siglip:
            first, last = 0, int(mask.any(dim=0).nonzero().max()) + 1  # the padding behind the longest text
        tokens = [
            self.tokenizer.convert_ids_to_tokens(row[first:last].tolist()) for row in batch["input_ids"]
        ]
        return TextFeatures(F.normalize(pooled, dim=-1), hidden[:, first:last], mask[:, first:last], tokens)

    def _attended(self, ids: Tensor, attention: Tensor) -> Tensor:
        """Which tokens of the rows (B, T) MSCMAT attends, bool (B, T): words, where padding is not attended, too."""
        if self.attend_padding:
            return torch.ones_like(attention, dtype=torch.bool)
        mask = attention.bool() & (ids != self.end_id)
        # A text without any word would leave nothing to attend: it then attends its end.
        if self.is_siglip:  # where its vector is read; a mark at the front is not a word
            mask &= ids != (-1 if self.tokenizer.bos_token_id is None else self.tokenizer.bos_token_id)
            mask[~mask.any(dim=1), -1] = True
            return mask
        empty = ~mask[:, 1:].any(dim=1)
        mask[empty] = ids[empty] == self.end_id
        return mask

    def _encode(self, ids: Tensor, attention: Tensor) -> tuple[Tensor, Tensor]:
        """Token rows (B, T) -> hidden states (B, T, D) and pooled vectors (B, D), float32."""
        if self.is_siglip:
            hidden = self.network.head(self.network(input_ids=ids).last_hidden_state).float()
            return hidden, hidden[:, -1]
        if self.is_clip:
            states = self.network.text_model(input_ids=ids, attention_mask=attention).last_hidden_state
            hidden = self.network.text_projection(states).float()
            # PAD may be the same token, so it is the first that ends the text.
            end = (ids == self.end_id).int().argmax(dim=1)
            return hidden, hidden[torch.arange(len(ids), device=ids.device), end]
        hidden = self.network(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        if self.pooling == "cls":
            return hidden, hidden[:, 0]
        weight = attention.unsqueeze(-1).to(hidden.dtype)
        return hidden, (hidden * weight).sum(dim=1) / weight.sum(dim=1)


def _build_network(text: Mapping[str, Any]) -> nn.Module:
    """A text network with random weights from transformers' configuration of it; a BERT is our own."""
    settings = {key: value for key, value in text.items() if key != "model_type"}
    kind = text.get("model_type", "bert")
    if kind == "bert" and is_plain(settings):
        return Bert(BertSizes(**settings))
    import transformers

    config_class, model_class = (getattr(transformers, name) for name in TEXT_FAMILIES[kind])
    network: nn.Module = model_class(config_class(**settings), **_no_pooler(kind))
    return network


def _no_pooler(kind: str) -> dict[str, Any]:
    """BERT's pooler was trained for another task; the families without one do not know the argument."""
    return {} if kind in (*TOWERS, "distilbert") else {"add_pooling_layer": False}


def load_tokenizer(folder: Path, special_tokens: Mapping[str, str] | None = None) -> Any:
    """The tokenizer of a local folder: ``tokenizer.json``, else a BERT's ``vocab.txt``.

    Args:
        folder: of transformers' layout, or a checkpoint's ``tokenizer/``.
        special_tokens: its marks by role; None: as the folder's own configuration names them, else BERT's or CLIP's,
            whichever the vocabulary has.

    Raises:
        CheckpointError: it is missing or damaged, or its marks are not known.
    """
    file = folder / "tokenizer.json"
    if not file.is_file():
        file = folder / "vocab.txt"
    if not file.is_file():
        raise CheckpointError(f"{folder / 'tokenizer.json'} is missing: the folder holds no tokenizer.")
    try:
        tokenizer = _from_vocabulary(file) if file.suffix == ".txt" else _from_json(file)
        roles = special_tokens or _find_special_tokens(folder, tokenizer)
        return TextTokenizer(tokenizer, roles)
    except Exception as error:  # the Rust tokenizer raises bare Exception for a damaged file
        raise CheckpointError(f"{file} is damaged ({error}): copy the folder again.") from error


def _from_json(file: Path) -> Tokenizer:
    """A tokenizer that answers in the memory of its texts. Raises ValueError for one that would multiply them."""
    facts = json.loads(file.read_text("utf-8"))
    if _growth(facts.get("normalizer")) * _growth(facts.get("pre_tokenizer")) > _MAX_GROWTH:
        raise ValueError(f"it makes more than {_MAX_GROWTH:,} characters of one")
    ids = [int(token["id"]) for token in facts.get("added_tokens") or ()]
    if max(ids, default=0) > _MAX_ID:
        raise ValueError(f"a token has the number {max(ids)}")
    check_charsmaps(facts.get("normalizer"))
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()  # how long a batch is padded is said where it is encoded
    tokenizer.no_truncation()
    return tokenizer


def _growth(step: Any) -> int:
    """How many characters the replacements of a normalizer make of one at the most."""
    if isinstance(step, list):
        return math.prod(_growth(each) for each in step)
    if not isinstance(step, dict):
        return 1
    own = max(len(step[key]) if isinstance(step.get(key), str) else 1 for key in ("content", "prepend"))
    return max(1, own) * math.prod(_growth(each) for each in step.values())


def _find_special_tokens(folder: Path, tokenizer: Tokenizer) -> dict[str, str]:
    roles: dict[str, str] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        file = folder / name
        data = json.loads(file.read_text("utf-8")) if file.is_file() else {}
        for role in (*SPECIAL_TOKENS, "bos_token", "eos_token"):
            token = data.get(role)
            token = token.get("content") if isinstance(token, dict) else token
            if isinstance(token, str) and tokenizer.token_to_id(token) is not None:
                roles[role] = token
    if "pad_token" in roles:
        return roles
    for known in (SPECIAL_TOKENS, CLIP_TOKENS):
        if all(tokenizer.token_to_id(token) is not None for token in known.values()):
            return dict(known)
    raise ValueError("it does not say which of its tokens is padding; tokenizer_config.json may be missing")


def special_tokens_of(tokenizer: Any) -> dict[str, str]:
    """A tokenizer's marks by role, as ``ModelConfig.special_tokens`` keeps them: nothing when they are BERT's."""
    roles = {role: token for role, token in tokenizer.special_tokens_map.items() if isinstance(token, str)}
    return {} if roles == SPECIAL_TOKENS else roles


def _from_vocabulary(file: Path) -> Tokenizer:
    """BERT's word pieces, one per line; lower case when the vocabulary knows no capital letters."""
    pieces = file.read_text("utf-8").rstrip("\n").split("\n")
    rows = {piece: row for row, piece in enumerate(pieces)}
    for special in SPECIAL_TOKENS.values():
        if special not in rows:
            raise ValueError(f"as the vocabulary of a BERT it lacks {special}")
    tokenizer = Tokenizer(models.WordPiece(rows, unk_token="[UNK]"))
    cased = any(re.search("[A-Z]", piece) for piece in pieces if not piece.startswith("["))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=not cased)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", rows["[SEP]"]), ("[CLS]", rows["[CLS]"]))
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


_BERT_KEYS = (
    "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act",
    "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id",
)  # fmt: skip


def read_pretrained(folder: Path) -> tuple[dict[str, Any], nn.Module, Any]:
    """Configuration, weights and tokenizer of a text encoder in a local folder of transformers' layout.

    The families are those of :data:`msa_core.model.config.text_table.TEXT_FAMILIES`, and of a whole CLIP its text
    tower.

    Raises:
        CheckpointError: the folder is not a complete text encoder of these families.
    """
    import transformers
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        settings = json.loads((folder / "config.json").read_text("utf-8"))
        kind = settings.get("model_type", "bert")
        kind = CLIP_TEXT if kind == "clip" else kind
        known = [
            family for family in TEXT_FAMILIES if family != SIGLIP_TEXT
        ]  # its texts go with its trunk only
        if kind not in known:
            raise ValueError(f"its type is {kind!r}; known are {', '.join(known)}")
        model_class = getattr(transformers, TEXT_FAMILIES[kind][1])
        network = model_class.from_pretrained(
            folder, local_files_only=True, dtype=torch.float32, **_no_pooler(kind)
        )
    except (OSError, ValueError, RuntimeError, AttributeError) as error:
        raise CheckpointError(f"{folder} does not hold a text encoder that can be read ({error}).") from error
    if kind == "bert":
        kept = {key: settings[key] for key in _BERT_KEYS if key in settings}
        own = _build_network(kept)
        own.load_state_dict(network.state_dict())
        return kept, own, load_tokenizer(folder)
    return text_settings(network.config, kind), network, load_tokenizer(folder)


def text_settings(config: Any, kind: str) -> dict[str, Any]:
    """What a checkpoint keeps of a transformers configuration of the family ``kind``."""
    foreign = ("architectures", "transformers_version", "_name_or_path", "dtype", "torch_dtype", "model_type")
    settings = {key: value for key, value in config.to_diff_dict().items() if key not in foreign}
    for key in ("vocab_size", "hidden_size", "max_position_embeddings", "projection_dim", "projection_size"):
        if hasattr(config, key):
            settings[key] = getattr(config, key)
    return {**settings, "model_type": kind}
