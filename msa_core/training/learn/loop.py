"""The training loop: one function a reader can hold in the head."""

from __future__ import annotations

import logging
import time
from typing import Any

import torch
from torch import Tensor

from msa_core.errors import Cancelled, MsaError, UsageError
from msa_core.memory import is_out_of_memory
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress
from msa_core.training.data.batches.sampler import Batch
from msa_core.training.data.pictures import PictureCache
from msa_core.training.learn.batch_trust import Advice, CaptionVectors, describe_trust, find_trust
from msa_core.training.learn.compiling import compile_towers
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import cosine_with_warmup
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.run.run_state import RunProgress, RunState, StepOfRun
from msa_core.training.learn.run.time_limit import PACE_STEPS
from msa_core.training.learn.step import Learner, NotFiniteError
from msa_core.training.learn.training_feed import TrainingData, make_cache, make_feed, view_px
from msa_core.training.learn.validation import validate

_LOG = logging.getLogger(__name__)
_EVENT_EVERY = 10  # steps between two points of the losses in TensorBoard


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
    """One call of :func:`train`: what is set up once, and the epochs."""

    def __init__(
        self, model: MSA, data: TrainingData, recipe: Recipe, folder: RunFolder, settings: dict[str, Any],
        progress: Progress, team: Team,
    ) -> None:  # fmt: skip
        self.data, self.recipe, self.folder, self.team = data, recipe, folder, team
        self.state = RunState()
        resumed = team.leads and folder.open(
            {**settings, "recipe": recipe.binding(team.size)},
            unwritten={"recipe": Recipe().binding(), "model": ModelConfig().to_json()},
        )
        _check_size(data, recipe, team)
        torch.manual_seed(recipe.seed)
        model.to(memory_format=torch.channels_last)  # what convolutions are quickest in
        team.begin_alike(model)
        self.learner = Learner(model, recipe, team)
        cache = make_cache(data, recipe, model)
        resumed = team.any(resumed, model.device)
        # Before the weights of a run that goes on: advice is what the model thought of the captions untrained.
        self.advice = self._seek_advice(cache, progress, resumed)
        if resumed:
            self._restore(folder.load_last())
        if recipe.compiled:
            compile_towers(model, view_px(recipe, model))
        self.feed = make_feed(data, recipe, model, cache, team.size)
        self.per_epoch = self.feed.sampler.steps_per_epoch
        self.progress = RunProgress(
            progress, team, model.device, self.state, recipe.epochs, self.per_epoch, before_stop=self._save
        )
        for line in self.folder.lines() if resumed and team.leads else ():
            progress.figures(line)
        self.saved_s = time.monotonic()

    def _seek_advice(self, cache: PictureCache, progress: Progress, resumed: bool) -> Advice:
        recipe, data, model = self.recipe, self.data, self.learner.model
        recipe.check(model.config.preset)
        seeks_trust = recipe.robust and not resumed  # a run that goes on has it in its state
        if not seeks_trust and not recipe.objective.needs_likeness:
            return Advice(same=recipe.objective.same)
        vectors = CaptionVectors(model, [*data.train, *data.extra], recipe.amp)
        trust = None
        if seeks_trust:
            report = StepOfRun(lambda text: progress(0.0, text), "looking for wrong captions")
            trust, share = find_trust(model, data.train, vectors, cache, recipe.seed, recipe.amp, report)
            # Sums of floats may differ from machine to machine: all go by the first one's.
            trust = self.team.gather(torch.from_numpy(trust).to(model.device))[: len(trust)].cpu().numpy()
            if self.team.leads:
                self.folder.log(describe_trust(trust, share, data.shuffled))
        return Advice(trust, vectors if recipe.objective.needs_likeness else None, recipe.objective.same)

    def finish(self) -> float:
        """Train until nothing is left to do; the best mean val mR in percent."""
        state = self.state
        while not self.progress.is_over and not state.ended:
            self._epoch()
            self._end_epoch()
            self._save()
        ending = "no better for a while: ended early, " if state.ended else ""
        self.progress.end(f"{ending}best mean val mR {state.best:.1f}")
        return state.best

    def _epoch(self) -> None:
        state, team, run = self.state, self.team, self.progress
        began_s = time.monotonic() - state.seconds
        for step, batch, images in self.feed.epoch(state.epoch, state.step, (team.rank, team.size)):
            run.report(f"step {step + 1}/{self.per_epoch}{state.brief()}")
            # Dropout is a function of the step, so that a run that goes on equals one that was never stopped.
            seed = (self.recipe.seed * run.steps + run.done) * team.size + team.rank
            _seed(seed, self.learner.model.device)
            losses = self._step(self.advice(batch), images, self._rate_factor())
            state.add_losses(losses)
            state.step = step + 1
            state.seconds = time.monotonic() - began_s
            if run.done == PACE_STEPS:
                run.plan(self.recipe.minutes)
            if team.leads and run.done % _EVENT_EVERY == 0:
                self.folder.events({f"loss/{key}": value for key, value in losses.items()}, run.done)
            if time.monotonic() - self.saved_s > self.recipe.save_every_s:
                self._save()
            if run.is_over:
                break

    def _rate_factor(self) -> float:
        if self.recipe.as_published:
            return 1.0
        warmup = max(1, round(self.recipe.warmup * self.progress.steps))
        return cosine_with_warmup(self.progress.done, self.progress.steps, warmup)

    def _step(self, batch: Batch, images: Tensor, factor: float) -> dict[str, float]:
        while True:
            try:
                return self.learner.step(batch, images, factor, self.state.chunks)
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
        """Let batches of ``rows`` pictures go through the model in twice as many parts."""
        chunks = self.state.chunks * 2
        if self.team.size > 1:
            raise MsaError(
                f"There is not enough memory for --batch {self.recipe.batch} in each of {self.team.size} processes: "
                "give another --out and a smaller --batch."
            )
        size = self.learner.at_once(rows, chunks)
        if size < 2 or rows // chunks < 2:
            raise MsaError(
                "There is not enough memory even for two pictures at a time: give a smaller train_px in a --recipe, or "
                f"a smaller trunk. {self.folder.what_is_kept()}"
            )
        self.state.chunks = chunks
        sentence = f"Memory ran out: from here on {size} pictures at a time go through the model."
        if not self.recipe.at_once:
            sentence = (
                f"Memory ran out: from here on a batch goes through the model in {chunks} parts of {size} pictures, so "
                "each picture has fewer wrong captions to be told from."
            )
        _LOG.warning("%s", sentence)
        self.progress.report(sentence)
        self.folder.log({"epoch": self.state.epoch + 1, "step": self.state.step + 1, "note": sentence})

    def _end_epoch(self) -> None:
        """Validate when it is time to, and log the epoch."""
        state, recipe, team = self.state, self.recipe, self.team
        line: dict[str, Any] = {"epoch": state.epoch + 1, "seconds": round(state.seconds, 1), **state.sums}
        stop = False
        is_last = state.epoch + 1 == recipe.epochs or self.progress.is_over
        is_due = (state.epoch + 1) % recipe.eval_every == 0 or is_last
        began_s = time.monotonic()
        if team.leads and self.data.val and is_due:
            try:
                line |= validate(self.learner, self.data, state, self.folder, recipe.amp, self.progress.say)
            except Cancelled:
                stop = True
        self.progress.stop_together(stop)
        state.seconds += time.monotonic() - began_s
        state.begin_epoch()
        self.progress.plan(recipe.minutes)
        if team.leads:
            self.folder.log(line)
            self.progress.figures(line)
            self.folder.draw(line, self.progress.done)
        state.ended = team.any(0 < recipe.patience <= state.stale, self.learner.model.device)

    def _save(self) -> None:
        if self.team.leads:
            learner = self.learner
            self.folder.save_last(
                {
                    "model": learner.model.state_dict(),
                    "optimiser": learner.optimiser.state_dict(),
                    "average": learner.average.dump(),
                    "state": self.state.dump(),
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
        self.state.restore(saved["state"])


def _check_size(data: TrainingData, recipe: Recipe, team: Team) -> None:
    if team.size > 1 and recipe.minutes:
        raise UsageError("--minutes is for one process: leave it out, or give --epochs.")
    needed = recipe.batch * team.size
    if team.size > 1 and len(data.train) < needed:
        raise UsageError(
            f"{team.size} processes with --batch {recipe.batch} need {needed} training pictures for one step; there "
            f"are {len(data.train)}."
        )


def _seed(seed: int, device: torch.device) -> None:
    # torch.manual_seed would also format the whole stack for devices that are not there, at every step.
    torch.default_generator.manual_seed(seed)
    if device.type == "cuda":
        torch.cuda.manual_seed(seed)
