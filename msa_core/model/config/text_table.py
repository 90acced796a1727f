"""The text encoders there are, and how transformers calls their kinds."""

from __future__ import annotations

from typing import Any

CLIP_TEXT = "clip_text_model"
"""``model_type`` of a CLIP text tower in ``ModelConfig.text``."""
SIGLIP_TEXT = "siglip_text_model"
"""``model_type`` of the text tower of a SigLIP, of either generation."""
TOWERS = (CLIP_TEXT, SIGLIP_TEXT)
"""Text encoders that were trained together with an image tower."""
TEXTS: dict[str, str] = {
    "bert-base": "google-bert/bert-base-uncased",
    "minilm": "sentence-transformers/all-MiniLM-L6-v2",
    "clip-vit-b-32": "openai/clip-vit-base-patch32",
    "clip-vit-b-16": "openai/clip-vit-base-patch16",
    "clip-vit-l-14": "openai/clip-vit-large-patch14",
}
"""Names of text encoders and their repositories on the Hugging Face hub."""
TEXT_FAMILIES: dict[str, tuple[str, str]] = {
    "bert": ("BertConfig", "BertModel"),
    "roberta": ("RobertaConfig", "RobertaModel"),
    "xlm-roberta": ("XLMRobertaConfig", "XLMRobertaModel"),
    "mpnet": ("MPNetConfig", "MPNetModel"),
    "distilbert": ("DistilBertConfig", "DistilBertModel"),
    CLIP_TEXT: ("CLIPTextConfig", "CLIPTextModelWithProjection"),
    SIGLIP_TEXT: ("SiglipTextConfig", "SiglipTextModel"),
}
"""``model_type`` of ``ModelConfig.text`` (none means bert) -> transformers' classes."""
SPECIAL_TOKENS = {
    "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]",
}  # fmt: skip
"""BERT's, which a configuration without ``special_tokens`` means."""
_WIDTHS = {CLIP_TEXT: "projection_dim", SIGLIP_TEXT: "projection_size"}
_POOLINGS = {CLIP_TEXT: ("eos",), SIGLIP_TEXT: ("last",)}


def text_dim(text: dict[str, Any], default: int) -> int:
    """Width of the words and of g that a text configuration gives."""
    key = _WIDTHS.get(text.get("model_type", "bert"), "hidden_size")
    return int(text.get(key, default))


def text_poolings(kind: str) -> tuple[str, ...]:
    """What ``ModelConfig.text_pooling`` may be for a family."""
    return _POOLINGS.get(kind, ("cls", "mean"))
