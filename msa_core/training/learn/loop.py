"""The training loop: one function a reader can hold in the head."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from msa_core.errors import Cancelled, MsaError, UsageError
from msa_core.model.msa import MSA
from msa_core.model.presets import ModelConfig
from msa_core.progress import Progress
from msa_core.training.data.batch_feed import Feed, View
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import Loader, PictureCache, augment, load_picture
from msa_core.training.data.sampler import Batch, Sampler
from msa_core.training.learn.batch_trust import Advice, CaptionVectors, describe_trust, find_trust
from msa_core.training.learn.compiling import compile_towers
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.published_recipe import EveryCaption, whole_view
from msa_core.training.learn.recipe import Recipe
from msa_core.training.learn.run_folder import RunFolder
from msa_core.training.learn.schedule import cosine_with_warmup
from msa_core.training.learn.step import Learner, NotFiniteError, is_out_of_memory
from msa_core.training.measure.evaluate import evaluate

_LOG = logging.getLogger(__name__)
_EVENT_EVERY = 10  # steps between two points of the losses in TensorBoard


@dataclass(frozen=True)
class TrainingData:
    """Training pictures, pictures of which a share joins, validation sets by name, and how to read a picture.

    ``shuffled`` bool (n,) says which training pictures bear wrong captions, where that was done on purpose; it is
    logged beside what ``robust`` finds and never used in training.
    """

    train: Sequence[CaptionedImage]
    val: dict[str, list[CaptionedImage]]
    extra: Sequence[CaptionedImage] = ()
    load: Loader = load_picture
    shuffled: np.ndarray | None = None


@dataclass
class _State:
    """Where a run is; part of ``trainer.pt``.

    Attributes:
        epoch: epochs done, or begun when ``step`` is above 0.
        step: batches of this epoch that are done.
        best: best mean val mR so far, percent.
        stale: validations since the best.
        parts: parts a batch goes through the model in, since memory ran out.
        ended: nothing is left to do.
        sums: running means of the losses of this epoch.
        seconds: time spent on this epoch.
    """

    epoch: int = 0
    step: int = 0
    best: float = -1.0
    stale: int = 0
    parts: int = 1
    ended: bool = False
    sums: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


def train(
    model: MSA,
    data: TrainingData,
    recipe: Recipe,
    folder: RunFolder,
    settings: dict[str, Any],
    progress: Progress,
    team: Team | None = None,
) -> float:
    """Train ``model`` in place, going on where ``folder`` stopped; returns the best mean val mR in percent.

    The best checkpoint is chosen on ``data.val`` (the mean of the sets' mR by cosine), never on test. When memory
    runs out, batches go on in two halves (and again), see :meth:`Learner.step`.

    Args:
        team: the processes that train together; all of them call this, and all return the same.

    Raises:
        NotFiniteError: the loss stopped being a number; the best checkpoint and the last saved state are kept.
        MsaError: memory runs out even for the smallest batch; another process of the team ended.
        Cancelled, StorageError: from ``progress`` and the run folder.
    """
    team = team or Team()
    with team.together():
        return _Run(model, data, recipe, folder, settings, progress, team).finish()


class _Run:
    def __init__(
        self, model: MSA, data: TrainingData, recipe: Recipe, folder: RunFolder, settings: dict[str, Any],
        progress: Progress, team: Team,
    ) -> None:  # fmt: skip
        self.data, self.recipe, self.folder, self.progress, self.team = data, recipe, folder, progress, team
        self.state = _State()
        resumed = team.leads and folder.open(
            {**settings, "recipe": recipe.binding(team.size)},
            unwritten={"recipe": Recipe().binding(), "model": ModelConfig().to_json()},
        )
        if team.size > 1 and len(data.train) < recipe.batch * team.size:
            raise UsageError(
                f"{team.size} processes with --batch {recipe.batch} need {recipe.batch * team.size} training "
                f"pictures for one step; there are {len(data.train)}."
            )
        torch.manual_seed(recipe.seed)
        model.to(memory_format=torch.channels_last)  # what convolutions are quickest in
        team.begin_alike(model)
        self.learner = Learner(model, recipe, team)
        size_px = recipe.train_px or model.input_px
        # A little more than a view's side, so that a crop of a large picture is not blown up again.
        side_px = max(256, size_px * 8 // 7) if not recipe.as_published else 1 << 16
        cache = PictureCache(data.load, side_px=side_px)
        resumed = team.any(resumed, model.device)
        # Before the weights of a run that goes on: advice is what the model thought of the captions untrained.
        self.advice = self._seek_advice(cache, resumed)
        if resumed:
            self._restore(folder.load_last())
        if recipe.compiled:
            compile_towers(model, size_px)
        self.sampler = _sampler(data, recipe, team.size)
        self.feed = Feed(
            self.sampler,
            cache,
            _view(recipe, model.config, size_px, recipe.crop),
            recipe.seed,
            recipe.workers,
            pin=model.device.type == "cuda",
            extra_view=_view(recipe, model.config, size_px, recipe.extra_crop or recipe.crop),
        )
        self.steps = self.sampler.steps_per_epoch * recipe.epochs
        self.saved_s = time.monotonic()

    def _seek_advice(self, cache: PictureCache, resumed: bool) -> Advice:
        recipe, data, model = self.recipe, self.data, self.learner.model
        recipe.check(model.config.preset)
        seeks_trust = recipe.robust and not resumed  # a run that goes on has it in its state
        if not seeks_trust and not recipe.objective.needs_likeness:
            return Advice(same=recipe.objective.same)
        vectors = CaptionVectors(model, [*data.train, *data.extra], recipe.amp)
        trust = None
        if seeks_trust:
            report = _Within(lambda text: self.progress(0.0, text), "looking for wrong captions")
            trust, share = find_trust(model, data.train, vectors, cache, recipe.seed, recipe.amp, report)
            # Sums of floats may differ from machine to machine: all go by the first one's.
            trust = self.team.gather(torch.from_numpy(trust).to(model.device))[: len(trust)].cpu().numpy()
            if self.team.leads:
                self.folder.log(describe_trust(trust, share, data.shuffled))
        return Advice(trust, vectors if recipe.objective.needs_likeness else None, recipe.objective.same)

    @property
    def done(self) -> int:
        """Steps done of the whole run."""
        return self.state.epoch * self.sampler.steps_per_epoch + self.state.step

    def finish(self) -> float:
        state = self.state
        while state.epoch < self.recipe.epochs and not state.ended:
            self._epoch()
            self._validate_and_log()
            self._save()
        ending = "no better for a while: ended early, " if state.ended else ""
        self.progress(1.0, f"{ending}best mean val mR {state.best:.1f}")
        return state.best

    def _epoch(self) -> None:
        state, recipe, team = self.state, self.recipe, self.team
        began_s = time.monotonic() - state.seconds
        per_epoch = self.sampler.steps_per_epoch
        for step, batch, images in self.feed.epoch(state.epoch, state.step, (team.rank, team.size)):
            self._report(f"step {step + 1}/{per_epoch}{_brief(state)}")
            # Dropout is a function of the step, so that a run that goes on equals one that was never stopped.
            _seed((recipe.seed * self.steps + self.done) * team.size + team.rank, self.learner.model.device)
            factor = 1.0
            if not recipe.as_published:
                factor = cosine_with_warmup(self.done, self.steps, max(1, round(recipe.warmup * self.steps)))
            losses = self._step(self.advice(batch), images, factor)
            for key, value in losses.items():
                state.sums[key] = value if key not in state.sums else 0.95 * state.sums[key] + 0.05 * value
            state.step = step + 1
            state.seconds = time.monotonic() - began_s
            if team.leads and self.done % _EVENT_EVERY == 0:
                self.folder.events({f"loss/{key}": value for key, value in losses.items()}, self.done)
            if time.monotonic() - self.saved_s > recipe.save_every_s:
                self._save()

    def _step(self, batch: Batch, images: Tensor, factor: float) -> dict[str, float]:
        while True:
            try:
                return self.learner.step(batch, images, factor, self.state.parts)
            except NotFiniteError as error:
                raise NotFiniteError(
                    f"{error}: training stopped before it changed the weights. {self.folder.what_is_kept()} To go on "
                    "from a checkpoint give it to --init, with another --out and a smaller --rate, or --no-amp."
                ) from error
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            # Only here, after the exception and the tensors its frames held are gone, is the memory free.
            self.learner.forget_step()
            self._halve(len(batch.rows))

    def _halve(self, rows: int) -> None:
        parts = self.state.parts * 2
        if self.team.size > 1:
            raise MsaError(
                f"There is not enough memory for --batch {self.recipe.batch} in each of {self.team.size} processes: "
                "give another --out and a smaller --batch."
            )
        if rows // parts < 2:
            raise MsaError(
                "There is not enough memory even for two pictures at a time: give a smaller --train-px, or a smaller "
                f"trunk. {self.folder.what_is_kept()}"
            )
        self.state.parts = parts
        sentence = (
            f"Memory ran out: from here on a batch goes through the model in {parts} parts of "
            f"{-(-rows // parts)} pictures, so each picture has fewer wrong captions to be told from."
        )
        _LOG.warning("%s", sentence)
        self._report(sentence)
        self.folder.log({"epoch": self.state.epoch + 1, "step": self.state.step + 1, "note": sentence})

    def _validate_and_log(self) -> None:
        state, recipe, team = self.state, self.recipe, self.team
        line: dict[str, Any] = {"epoch": state.epoch + 1, "seconds": round(state.seconds, 1), **state.sums}
        stop = False
        if team.leads and self.data.val and (
            (state.epoch + 1) % recipe.eval_every == 0 or state.epoch + 1 == recipe.epochs
        ):  # fmt: skip
            try:
                line |= self._validate()
            except Cancelled:
                stop = True
        self._stop_together(stop)
        state.epoch, state.step, state.sums, state.seconds = state.epoch + 1, 0, {}, 0.0
        if team.leads:
            self.folder.log(line)
            self.folder.draw(line, self.done)
        state.ended = team.any(0 < recipe.patience <= state.stale, self.learner.model.device)

    def _validate(self) -> dict[str, Any]:
        model, state = self.learner.model, self.state
        current = {key: value.detach().clone() for key, value in model.state_dict().items()}
        self.learner.average.copy_to(model)
        try:
            figures = {
                name: evaluate(
                    model,
                    images,
                    self.data.load,
                    amp=self.recipe.amp,
                    progress=_Within(self._say, f"validating on {name}"),
                )["cosine"]
                for name, images in self.data.val.items()
            }
            score = sum(f["mR"] for f in figures.values()) / len(figures)
            state.stale += 1
            if score > state.best:
                state.best, state.stale = score, 0
                self.folder.save_best(model)
        finally:
            model.load_state_dict(current)
        rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
        return {"val": rounded, "val_mean_mR": round(score, 2), "best": round(state.best, 2)}

    def _say(self, text: str) -> None:
        self.progress(
            self.done / self.steps,
            f"epoch {min(self.state.epoch + 1, self.recipe.epochs)}/{self.recipe.epochs}, {text}",
        )

    def _report(self, text: str) -> None:
        stop = False
        try:
            self._say(text)
        except Cancelled:
            stop = True
        self._stop_together(stop)

    def _stop_together(self, stop: bool) -> None:
        if self.team.any(stop, self.learner.model.device):
            self._save()
            raise Cancelled()

    def _save(self) -> None:
        if self.team.leads:
            learner = self.learner
            self.folder.save_last(
                {
                    "model": learner.model.state_dict(),
                    "optimiser": learner.optimiser.state_dict(),
                    "average": learner.average.dump(),
                    "state": asdict(self.state),
                    "advice": self.advice.dump(),
                }
            )
        self.saved_s = time.monotonic()

    def _restore(self, saved: dict[str, Any]) -> None:
        learner = self.learner
        learner.model.load_state_dict(saved["model"])
        learner.optimiser.load_state_dict(saved["optimiser"])
        learner.average.restore(saved["average"])
        self.advice = self.advice.restored(saved.get("advice", {}))
        for key, value in saved["state"].items():
            setattr(self.state, key, value)


class _Within(Progress):
    """Progress of a part: its text is told, its fraction is not the run's."""

    def __init__(self, say: Callable[[str], None], what: str) -> None:
        super().__init__()
        self._say = say
        self._what = what

    def __call__(self, fraction: float, text: str = "") -> None:
        self._say(f"{self._what}, {fraction:.0%}")


def _seed(seed: int, device: torch.device) -> None:
    # torch.manual_seed would also format the whole stack for devices that are not there, at every step.
    torch.default_generator.manual_seed(seed)
    if device.type == "cuda":
        torch.cuda.manual_seed(seed)


def _view(recipe: Recipe, config: ModelConfig, size_px: int, crop: float) -> View:
    if recipe.as_published:
        interpolation = config.preprocess.interpolation
        return lambda picture, rng: whole_view(picture, rng, size_px, interpolation)
    degrade = recipe.degrade or None
    return lambda picture, rng: augment(picture, size_px, rng, crop, degrade)


def _sampler(data: TrainingData, recipe: Recipe, processes: int) -> Sampler:
    if not recipe.as_published:
        return Sampler(
            data.train,
            recipe.batch * processes,
            recipe.texts_per_image,
            recipe.seed,
            data.extra,
            recipe.share,
            recipe.paraphrase,
            recipe.class_words,
            recipe.per_class,
        )
    if processes > 1 or data.extra or recipe.paraphrase:
        raise UsageError(
            "Training as published is for one process, without --extra pictures and changed captions: leave them out."
        )
    return EveryCaption(data.train, recipe.batch, recipe.seed)


def _brief(state: _State) -> str:
    parts = f", in {state.parts} parts" if state.parts > 1 else ""
    return f"{parts}, loss {state.sums['loss']:.3f}" if state.sums else parts
