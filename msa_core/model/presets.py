"""What defines a model: :class:`ModelConfig`, stored as ``config.json`` of a checkpoint, and the presets.

A preset fixes losses, masks and recipe; trunk and text encoder are chosen separately.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from msa_core.errors import CheckpointError, UsageError

FORMAT = 1
SCALES = 4
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How a uint8 RGB picture becomes a tensor: bicubic to ``input_px`` a side, then (x - mean) / std in 0..1."""

    input_px: int = 224
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything that defines an MSA model besides its weights.

    Attributes:
        preset: ``paper`` (as published) or ``msa``; fixes losses and the defaults below.
        trunk: name of an image trunk of :mod:`msa_core.model.backbone`.
        text: the BERT configuration (transformers' ``config.json``) of the text encoder.
        text_pooling: ``cls`` or ``mean`` (over words, padding left out) for the global text vector g.
        max_tokens: longest text in word pieces, [CLS] and [SEP] counted.
        dim: D of the shared space; equals the text encoder's hidden size.
        heads: attention heads of MSCMAT.
        pooling: ``max`` or ``avg`` for each scale.
        pool_norm: ``none`` or ``batch`` (BatchNorm on the pooled features: affine in eval mode, so the
            heatmaps stay exact).
        attend_padding: True attends PAD and SEP in MSCMAT as the published code does.
        ground_range_m: ground side of the pictures the model was trained on, metres.
    """

    preset: str = "msa"
    trunk: str = "mobilenet_v2"
    text: dict[str, Any] = field(default_factory=dict)
    text_pooling: str = "mean"
    max_tokens: int = 40
    dim: int = 384
    heads: int = 12
    pooling: tuple[str, ...] = ("avg", "avg", "avg", "avg")
    pool_norm: str = "batch"
    attend_padding: bool = False
    preprocess: Preprocess = Preprocess()
    ground_range_m: tuple[float, float] = (75.0, 5000.0)

    def to_json(self) -> dict[str, Any]:
        """The content of ``config.json``."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Any, origin: str = "config.json") -> ModelConfig:
        """Read ``config.json``. Raises CheckpointError naming ``origin`` when it is of another kind."""
        if not isinstance(data, dict) or "format" not in data:
            raise CheckpointError(f'{origin} is not the configuration of an MSA checkpoint (no "format").')
        if not isinstance(data["format"], int) or data["format"] > FORMAT:
            raise CheckpointError(
                f"{origin} has format {data['format']!r}, this version reads up to {FORMAT}: update MSA Analyst."
            )
        known = {f.name for f in fields(cls)}
        try:
            values = {key: value for key, value in data.items() if key in known}
            values["preprocess"] = Preprocess(
                int(data["preprocess"]["input_px"]),
                tuple(float(v) for v in data["preprocess"]["mean"]),
                tuple(float(v) for v in data["preprocess"]["std"]),
            )
            values["pooling"] = tuple(data["pooling"])
            west, east = data["ground_range_m"]
            values["ground_range_m"] = (float(west), float(east))
            config = cls(**values)
            config.check()
        except (KeyError, TypeError, ValueError, UsageError) as error:
            raise CheckpointError(f"{origin} is damaged: {error}.") from error
        return config

    def check(self) -> None:
        """Raise UsageError when two settings contradict each other."""
        if self.preset not in ("msa", "paper"):
            raise UsageError(f"the preset must be msa or paper, not {self.preset!r}")
        if len(self.pooling) != SCALES or any(p not in ("max", "avg") for p in self.pooling):
            raise UsageError(f"pooling needs {SCALES} of max or avg, not {self.pooling!r}")
        if self.text_pooling not in ("cls", "mean"):
            raise UsageError(f"text_pooling must be cls or mean, not {self.text_pooling!r}")
        if self.pool_norm not in ("none", "batch"):
            raise UsageError(f"pool_norm must be none or batch, not {self.pool_norm!r}")
        if not isinstance(self.text, dict) or self.text.get("hidden_size", self.dim) != self.dim:
            raise UsageError(f"dim {self.dim} must equal the text encoder's hidden size")
        if self.dim <= 0 or self.heads <= 0 or self.dim % self.heads:
            raise UsageError(f"dim {self.dim} must be a multiple of heads {self.heads}")
        if not 8 <= self.preprocess.input_px <= 4096 or not 3 <= self.max_tokens <= 512:
            raise UsageError("input_px must be 8 to 4096 and max_tokens 3 to 512")


def msa(trunk: str = "mobilenet_v2", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """The improved preset: padding masked, mean-pooled text, dense average pooling, normalised features."""
    text = text or {}
    return ModelConfig(preset="msa", trunk=trunk, text=text, dim=text.get("hidden_size", 384), **changes)


def paper(trunk: str = "resnet50", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """As published (Yang et al. 2024): CLS text, PAD and SEP attended, max pooling for scales 1..3."""
    text = text or {}
    settings: dict[str, Any] = {
        "text_pooling": "cls",
        "max_tokens": 31,
        "pooling": ("max", "max", "max", "avg"),
        "pool_norm": "none",
        "attend_padding": True,
    }
    return ModelConfig(
        preset="paper", trunk=trunk, text=text, dim=text.get("hidden_size", 768), **{**settings, **changes}
    )


def tiny(vocabulary_size: int = 400, **changes: Any) -> ModelConfig:
    """A model of a few thousand weights: for tests and for trying the machinery without any download."""
    text = {
        "vocab_size": vocabulary_size,
        "hidden_size": 24,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 48,
        "max_position_embeddings": 64,
    }
    settings: dict[str, Any] = {"heads": 4, "preprocess": Preprocess(input_px=64)}
    return msa(trunk="tiny", text=text, **{**settings, **changes})
