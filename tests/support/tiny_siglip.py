"""A random SigLIP and a random NaFlex SigLIP 2 of a few thousand weights, and tokenizers of both generations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import (
    PreTrainedTokenizerFast,
    Siglip2Config,
    Siglip2Model,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipModel,
)

WIDTH, PATCH, SIDE, LAYERS, POSITIONS = 48, 16, 64, 5, 24
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def first_tokenizer() -> Any:
    """SentencePiece's unigrams with ``</s>`` behind a text and as padding, as SigLIP's; no lower case of its own."""
    pieces = ["</s>", "<unk>", "▁", *_LETTERS, *_LETTERS.upper(), "'", ",", "▁plane", "▁ship", "▁ships", "▁a"]
    vocabulary = [(piece, -1.0 if len(piece) > 1 else -4.0) for piece in pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=1))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 0)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="</s>", pad_token="</s>", unk_token="<unk>"
    )


def second_tokenizer(side: str = "right") -> Any:
    """Gemma's byte pairs, bytes for what is in no piece, ``<eos>`` behind a text, lower case: as SigLIP 2's."""
    marks = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    pieces = [
        *marks,
        *(f"<0x{byte:02X}>" for byte in range(256)),
        *_LETTERS,
        "▁",
        ",",
        "'",
        "pl",
        "an",
        "plan",
        "plane",
    ]
    merges = [("p", "l"), ("a", "n"), ("pl", "an"), ("plan", "e")]
    vocabulary = {piece: row for row, piece in enumerate(pieces)}
    return Siglip2Tokenizer(vocab=vocabulary, merges=merges, add_eos_token=True, padding_side=side)


def lower_case(tokenizer: Any) -> Any:
    """The same tokenizer with lower case of its own."""
    tokenizer.backend_tokenizer.normalizer = normalizers.Lowercase()
    return tokenizer


def _sizes(vocabulary: int) -> tuple[dict[str, Any], dict[str, Any]]:
    shared = {
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "intermediate_size": 80,
    }
    text = {
        "vocab_size": vocabulary,
        "max_position_embeddings": POSITIONS,
        "bos_token_id": None,
        "eos_token_id": 1,
    }
    return {**shared, "patch_size": PATCH}, {**shared, **text}


def tiny_siglip(tokenizer: Any, image_size: int = SIDE, patch: int = PATCH) -> SiglipModel:
    """transformers' SigLIP with random weights."""
    torch.manual_seed(0)
    vision, text = _sizes(len(tokenizer))
    vision = {**vision, "image_size": image_size, "patch_size": patch}
    return _shaken(SiglipModel(SiglipConfig(vision_config=vision, text_config=text)))


def tiny_naflex(tokenizer: Any) -> Siglip2Model:
    """transformers' SigLIP 2 for pictures of any shape, its own grid as many patches as a square of SIDE has."""
    torch.manual_seed(0)
    vision, text = _sizes(len(tokenizer))
    vision = {**vision, "num_patches": (SIDE // PATCH) ** 2}
    return _shaken(Siglip2Model(Siglip2Config(vision_config=vision, text_config=text)))


def _shaken(model: Any) -> Any:
    """As made, biases are 0 and norms 1: that would hide a wrong name."""
    network: nn.Module = model.eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


def in_patches(images: Tensor) -> Tensor:
    """Normalised pictures (B, 3, S, S) as NaFlex wants them: (B, n, PATCH * PATCH * 3), a pixel's channels together."""
    cut = images.unfold(2, PATCH, PATCH).unfold(3, PATCH, PATCH)  # (B, 3, h, w, PATCH, PATCH)
    return cut.permute(0, 2, 3, 4, 5, 1).flatten(3).flatten(1, 2)


def save(model: Any, tokenizer: Any, folder: Path) -> Path:
    """A folder of transformers' layout."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
