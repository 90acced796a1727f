"""How to train: what a run is determined by, besides its data and the model it begins from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from msa_core.errors import UsageError
from msa_core.training.data.changes.degrade import Degrade
from msa_core.training.data.changes.paraphrase import Paraphrase
from msa_core.training.learn.recipe.losses import WEIGHTS, LossWeights
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.recipe.soft_losses import Objective


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train.

    A field added later must default to what was done before it existed: a run begun by an older program, whose
    ``run.json`` lacks the field, goes on with that default.

    Attributes:
        batch: pictures in a step of one process.
        train_px: side of the augmented views, pixels (0: the model's input size). Smaller than the input size
            trains faster, and features of a convolutional trunk carry over.
        crop: smallest share of a picture's area that a view shows.
        extra_crop: the same for the pictures that join by ``share``; 0: as ``crop``.
        amp: bfloat16 autocast.
        ema: decay of the running average that is evaluated and saved.
        save_every_s: seconds between saved training states.
        patience: validations without a better mR after which training ends; 0: never.
        compiled: ``torch.compile`` for the image trunk, and on a GPU for the text encoder.
        robust: find out before training which captions are probably wrong, and let them teach little.
        objective: how pairs are weighed in the losses.
        class_words: chance that a text names the picture's class instead of being its caption, where the data names it.
        per_class: pictures of one class side by side in a batch; 0: as they come.
        paraphrase: how captions are changed; ``degrade`` how views are.
        at_once: pictures that go through the model together; the losses see the whole ``batch`` all the same
            (:mod:`msa_core.training.learn.cached_step`). 0: the whole batch.
        as_published: every caption of every picture once an epoch, whole pictures, a constant rate, AdamW's usual
            betas; the rest of the published recipe is in :mod:`msa_core.training.learn.recipe.published_recipe`.
        minutes: the longest the run may take; its schedule ends then, with fewer epochs. 0: as long as it takes.
    """

    epochs: int = 10
    batch: int = 64
    texts_per_image: int = 1
    train_px: int = 0
    crop: float = 0.6
    rates: Rates = field(default_factory=Rates)
    weights: LossWeights = WEIGHTS["msa"]
    warmup: float = 0.05
    ema: float = 0.998
    clip: float = 5.0
    amp: bool = True
    seed: int = 1
    share: float = 0.0
    class_words: float = 0.0
    per_class: int = 0
    workers: int = 2
    eval_every: int = 1
    save_every_s: float = 300.0
    patience: int = 0
    compiled: bool = False
    robust: bool = False
    objective: Objective = field(default_factory=Objective)
    paraphrase: Paraphrase = field(default_factory=Paraphrase)
    degrade: Degrade = field(default_factory=Degrade)
    as_published: bool = False
    extra_crop: float = 0.0
    at_once: int = 0
    minutes: float = 0.0

    def check(self, preset: str) -> None:
        """Raise UsageError when a model of ``preset`` cannot be trained this way."""
        if preset != "paper":
            return
        if self.objective != Objective() or self.paraphrase.join:
            raise UsageError(
                "Soft targets, hard negatives, same captions and joined sentences belong to the losses of the preset "
                "msa; this model has those of paper. Leave them out, or begin with --init scratch --preset msa."
            )
        if self.texts_per_image != 1:
            raise UsageError(
                f"The losses of the preset paper pair each picture with one text, not with {self.texts_per_image}: "
                "leave texts_per_image of the recipe at 1."
            )

    def binding(self, processes: int = 1) -> dict[str, Any]:
        """The part that an interrupted run must be continued with; N processes at batch B are one at N x B."""
        free = replace(
            self, batch=self.batch * processes, workers=0, save_every_s=0.0, patience=0, compiled=False
        )
        return asdict(free)
