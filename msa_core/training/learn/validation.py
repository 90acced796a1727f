"""Measuring a run on its validation sets, with the running average of the weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.run.run_state import RunState, StepOfRun
from msa_core.training.learn.step import Learner
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.evaluate import evaluate


def validate(
    learner: Learner,
    data: TrainingData,
    state: RunState,
    folder: RunFolder,
    amp: bool,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Measure the averaged weights on each validation set, and keep them when they are the best so far.

    Returns:
        What the log has of it: recalls by set, their mean mR and the best of the run, percent.

    Raises:
        Cancelled: from ``say``; the weights that are trained are in the model again.
    """
    with _averaged(learner):
        figures = {
            name: evaluate(
                learner.model, images, data.load, amp=amp, progress=StepOfRun(say, f"validating on {name}")
            )["cosine"]
            for name, images in data.val.items()
        }
        score = sum(f["mR"] for f in figures.values()) / len(figures)
        if state.note_score(score):
            folder.save_best(learner.model)
    rounded = {name: {k: round(v, 2) for k, v in f.items()} for name, f in figures.items()}
    return {"val": rounded, "val_mean_mR": round(score, 2), "best": round(state.best, 2)}


@contextmanager
def _averaged(learner: Learner) -> Iterator[None]:
    """The running average of the weights is in the model, and afterwards the weights themselves."""
    model = learner.model
    current = {key: value.detach().clone() for key, value in model.state_dict().items()}
    learner.average.copy_to(model)
    try:
        yield
    finally:
        model.load_state_dict(current)
