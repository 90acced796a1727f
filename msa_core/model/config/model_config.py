"""What defines a model: :class:`ModelConfig`, stored as ``config.json`` of a checkpoint."""

from __future__ import annotations

from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config.text_table import TEXT_FAMILIES, text_dim, text_poolings
from msa_core.model.trunks.trunk_table import SCALES, TOWER_FAMILIES, Preprocess, find_trunk

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """Everything that defines an MSA model besides its weights.

    Attributes:
        preset: ``paper`` (as published) or ``msa``; fixes losses and the defaults below.
        trunk: name of an image trunk, a row of :data:`TRUNKS`.
        text: configuration (transformers' ``config.json``) of the text encoder; ``model_type`` is a key of
            :data:`TEXT_FAMILIES`, bert when absent.
        text_pooling: global text vector g: ``cls``, ``mean`` (over words, padding left out), ``eos`` (CLIP) or ``last``
            (SigLIP: the last of ``max_tokens`` places, which padding fills).
        max_tokens: longest text in word pieces, the marks at both ends ([CLS] and [SEP]) counted.
        dim: D of the shared space; equals the text encoder's hidden size (CLIP: its projection).
        heads: attention heads of MSCMAT.
        pooling: ``max`` or ``avg`` for each scale.
        pool_norm: ``none`` or ``batch`` (BatchNorm on the pooled features: affine in eval mode, so the
            heatmaps stay exact).
        attend_padding: True attends PAD and SEP in MSCMAT as the published code does.
        ground_range_m: ground side of the pictures the model was trained on, metres.
        trunk_options: sizes of the trunk where they differ from its row.
        class_token: the vector that the trunk was trained by (CLIP's class token, SigLIP's pooling head) joins the
            fused vector f through a matrix of its own.
        special_tokens: the tokenizer's marks by role (``pad_token`` ...); empty means BERT's.
        hub_bank: sizes of the banks of picture and text vectors by which embeddings make up for hubs
            (:mod:`msa_core.model.network.hubness`); (0, 0): they do not.
        hub_weight: share of the hubness that a score takes off, above 0 to 1; a half is CSLS.
        padding_side: where padding stands, ``right`` or ``left``; only SigLIP's texts read it.
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
    preprocess: Preprocess = field(default_factory=Preprocess)
    ground_range_m: tuple[float, float] = (75.0, 5000.0)
    trunk_options: dict[str, Any] = field(default_factory=dict)
    class_token: bool = False
    special_tokens: dict[str, str] = field(default_factory=dict)
    hub_bank: tuple[int, int] = (0, 0)
    hub_weight: float = 0.5
    padding_side: str = "right"

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
        if not 0.0 < self.hub_weight <= 1.0:  # nor is NaN
            raise UsageError(f"hub_weight must be above 0 and at most 1, not {self.hub_weight!r}")
        self._check_text()
        self._check_trunk()

    def _check_text(self) -> None:
        kind = self.text.get("model_type", "bert")
        if kind not in TEXT_FAMILIES:
            raise UsageError(
                f"there is no text encoder of type {kind!r}; there are {', '.join(TEXT_FAMILIES)}"
            )
        if self.text_pooling not in text_poolings(kind):
            raise UsageError(
                f"text_pooling {self.text_pooling!r} does not go with {kind} ({' or '.join(text_poolings(kind))})"
            )
        if self.padding_side not in ("left", "right"):
            raise UsageError(f"padding_side must be left or right, not {self.padding_side!r}")
        if text_dim(self.text, self.dim) != self.dim:
            raise UsageError(
                f"dim {self.dim} must equal the text encoder's hidden size (CLIP: its projection)"
            )
        if self.dim <= 0 or self.heads <= 0 or self.dim % self.heads:
            raise UsageError(f"dim {self.dim} must be a multiple of heads {self.heads}")

    def _check_trunk(self) -> None:
        spec = find_trunk(self.trunk)
        if self.class_token and spec.family not in TOWER_FAMILIES:
            raise UsageError(f"class_token needs a CLIP trunk or a SigLIP trunk; {self.trunk} has none")
        patch = int(self.trunk_options.get("patch_size", spec.patch))
        if spec.family == "siglip" and self.preprocess.input_px >= patch:
            return  # what is left over at the right and at the bottom is not read, as published (384 px, patch 14)
        if self.preprocess.input_px % patch:
            raise UsageError(
                f"input_px {self.preprocess.input_px} must be a multiple of the patch of {self.trunk}, {patch}"
            )


_YOUNGER = {
    f.name: f.default if f.default_factory is MISSING else f.default_factory()
    for f in fields(ModelConfig)
    if f.name in ("trunk_options", "class_token", "special_tokens", "hub_bank", "hub_weight", "padding_side")
}
