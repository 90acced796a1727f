"""Half way back: a fine-tuned model averaged with the one it began from forgets less of what that one knew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from msa_core.errors import UsageError
from msa_core.model import checkpoint
from msa_core.model.msa import MSA
from msa_core.training.averaging import mean_weights
from msa_core.training.evaluate import evaluate
from msa_core.training.loop import TrainingData
from msa_core.training.run_folder import RunFolder


def weights_of(model: MSA) -> dict[str, Tensor]:
    """A copy of the model's weights and statistics, to blend with later."""
    return {key: value.detach().clone().cpu() for key, value in model.state_dict().items()}


def blend(begun_from: Mapping[str, Tensor], tuned: Path, share: float) -> MSA:
    """Average in weight space: (1 - share) x what training began from + share x the tuned checkpoint.

    Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" (WiSE-FT).

    Args:
        begun_from: weights by :func:`weights_of` before training.
        tuned: checkpoint folder of the same architecture.
        share: weight of the tuned model, 0..1.

    Returns:
        The blended model in eval mode on the CPU.

    Raises:
        CheckpointError: ``tuned`` cannot be loaded.
        UsageError: the two are of different architectures.
    """
    model = checkpoint.load(tuned)
    own = model.state_dict()
    if own.keys() != begun_from.keys() or any(own[k].shape != begun_from[k].shape for k in own):
        raise UsageError(
            f"{tuned} has another architecture than the model training began from: no blend of the two."
        )
    model.load_state_dict(mean_weights((begun_from, own), (1.0 - share, share)))
    return model


def save_blend(
    begun_from: Mapping[str, Tensor], folder: RunFolder, share: float, data: TrainingData, amp: bool
) -> float:
    """Write ``blend/`` beside ``best/`` of a run, log its val figures, and return its mean val mR in percent."""
    model = blend(begun_from, folder.path / "best", share)
    figures = {
        name: evaluate(model, images, data.load, amp=amp)["cosine"] for name, images in data.val.items()
    }
    score = sum(f["mR"] for f in figures.values()) / len(figures)
    checkpoint.save(model, folder.path / "blend")
    rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
    folder.log({"blend": share, "val": rounded, "val_mean_mR": round(score, 2)})
    return score
