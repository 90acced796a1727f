"""Where a training run is, and how it tells and saves that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import torch

from msa_core.errors import Cancelled
from msa_core.progress import Progress
from msa_core.training.learn.distributed import Team
from msa_core.training.learn.run.time_limit import steps_in_time


@dataclass(kw_only=True)
class RunState:
    """Where a run is; part of ``trainer.pt``.

    Attributes:
        epoch: epochs done, or begun when ``step`` is above 0.
        step: batches of this epoch that are done.
        best: best mean val mR so far, percent.
        stale: validations since the best.
        chunks: in how many a batch goes through the model, since memory ran out.
        ended: nothing is left to do.
        sums: running means of the losses of this epoch.
        seconds: time spent on this epoch.
        spent: time spent on the epochs before.
        planned: steps of the whole run, when a time limit allows fewer than the recipe has; 0: as that says.
    """

    epoch: int = 0
    step: int = 0
    best: float = -1.0
    stale: int = 0
    chunks: int = 1
    ended: bool = False
    sums: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    spent: float = 0.0
    planned: int = 0

    def add_losses(self, losses: dict[str, float]) -> None:
        """Take the losses of one step into the running means."""
        for key, value in losses.items():
            self.sums[key] = value if key not in self.sums else 0.95 * self.sums[key] + 0.05 * value

    def begin_epoch(self) -> None:
        """The next epoch, nothing of it done."""
        self.spent += self.seconds
        self.epoch, self.step, self.sums, self.seconds = self.epoch + 1, 0, {}, 0.0

    def note_score(self, score: float) -> bool:
        """Count a validation; True when it is the best so far."""
        is_best = score > self.best
        self.best, self.stale = (score, 0) if is_best else (self.best, self.stale + 1)
        return is_best

    def brief(self) -> str:
        """What is worth telling beside the number of the step."""
        words = f", in {self.chunks} parts" if self.chunks > 1 else ""
        return f"{words}, loss {self.sums['loss']:.3f}" if self.sums else words

    def dump(self) -> dict[str, Any]:
        """What :meth:`restore` reads back."""
        return asdict(self)

    def restore(self, saved: dict[str, Any]) -> None:
        """Go on where a state was saved, also by a version that called the chunks parts."""
        for key, value in saved.items():
            setattr(self, "chunks" if key == "parts" else key, value)


class RunProgress:
    """Tells how far a run is, and stops the whole team when one of it is asked to.

    Args:
        progress: told the fraction of all steps; may raise ``Cancelled``.
        team: the processes that train together.
        device: where the model is, for the team's messages.
        state: read at every report.
        epochs, steps_per_epoch: length of the run.
        before_stop: called before ``Cancelled`` is raised: saves.
    """

    def __init__(
        self,
        progress: Progress,
        team: Team,
        device: torch.device,
        state: RunState,
        epochs: int,
        steps_per_epoch: int,
        before_stop: Callable[[], None],
    ) -> None:
        self._progress = progress
        self._team = team
        self._device = device
        self._state = state
        self._epochs = epochs
        self._steps_per_epoch = steps_per_epoch
        self._before_stop = before_stop

    @property
    def done(self) -> int:
        """Steps done of the whole run."""
        return self._state.epoch * self._steps_per_epoch + self._state.step

    @property
    def steps(self) -> int:
        """Steps of the whole run."""
        return self._state.planned or self._epochs * self._steps_per_epoch

    @property
    def is_over(self) -> bool:
        """Whether all steps are done."""
        return self._state.epoch >= self._epochs or self.done >= self.steps

    def plan(self, minutes: float) -> None:
        """Hold the time limit against the pace until now."""
        if minutes and self.done:
            spent_s = self._state.spent + self._state.seconds
            self._state.planned = steps_in_time(self.done, spent_s, minutes, self.steps)

    def figures(self, line: Mapping[str, object]) -> None:
        """Tell this process's listener what was logged."""
        self._progress.figures(line)

    def say(self, text: str) -> None:
        """Tell this process's listener. Raises Cancelled."""
        epochs = -(-self.steps // self._steps_per_epoch)
        epoch = min(self._state.epoch + 1, epochs)
        self._progress(min(1.0, self.done / self.steps), f"epoch {epoch}/{epochs}, {text}")

    def end(self, text: str) -> None:
        """Tell that the run is over."""
        self._progress(1.0, text)

    def report(self, text: str) -> None:
        """Tell, in every process of the team. Raises Cancelled in all of them when one is asked to stop."""
        stop = False
        try:
            self.say(text)
        except Cancelled:
            stop = True
        self.stop_together(stop)

    def stop_together(self, stop: bool) -> None:
        """Save and raise Cancelled when any process of the team calls this with True; all of them call it."""
        if self._team.any(stop, self._device):
            self._before_stop()
            raise Cancelled()


class StepOfRun(Progress):
    """Progress of a step of the run, as validating: its text is told, its fraction is not the run's."""

    def __init__(self, say: Callable[[str], None], what: str) -> None:
        super().__init__()
        self._say = say
        self._what = what

    def __call__(self, fraction: float, text: str = "") -> None:
        self._say(f"{self._what}, {fraction:.0%}")
