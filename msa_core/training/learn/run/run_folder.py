"""A run folder: settings, figures, curves, the best checkpoint and the state to go on from.

``run.json`` (resolved settings), ``metrics.jsonl`` (a line per epoch), ``curves.png``, ``tensorboard/`` (event files),
``best/`` (checkpoint), ``last/trainer.pt`` (weights, optimiser, average, position; read with ``weights_only=True``).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from msa_core.errors import StorageError, UsageError
from msa_core.files import write_whole
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.training.learn.recipe.adapters import merged
from msa_core.training.learn.run.curves import draw_curves
from msa_core.training.learn.run.event_file import EventFile

TRAINER = "trainer.pt"


class RunFolder:
    """Files of one training run under ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._events: EventFile | None = None

    def open(self, settings: dict[str, Any], unwritten: dict[str, Any] | None = None) -> bool:
        """Make the folder or find an earlier run in it; True when there is a state to go on from.

        Args:
            settings: what must be the same for a run to go on; ``version`` is only noted.
            unwritten: what a setting was before it was written down: the run may have been begun by an older
                program, whose ``run.json`` lacks it.

        Raises:
            UsageError: the folder holds a run with other settings; the sentence names the first difference.
        """
        file = self.path / "run.json"
        try:
            if file.is_file():
                old = json.loads(file.read_text("utf-8"))
                now = json.loads(
                    json.dumps({key: value for key, value in settings.items() if key != "version"})
                )
                before = json.loads(json.dumps(unwritten or {}))
                # A setting that is written only when chosen, and was: None is what it is now.
                now = {**{key: None for key in old if key != "version"}, **now}
                difference = _first_difference(old, now, before, ())
                if difference:
                    name, was, wanted = difference
                    raise UsageError(
                        f"{self.path} holds a run with another {name} ({was!r}, now {wanted!r}): "
                        "give another --out, or repeat the command it was begun with."
                    )
                return (self.path / "last" / TRAINER).is_file()
            self.path.mkdir(parents=True, exist_ok=True)
            write_whole(file, (json.dumps(settings, indent=1) + "\n").encode())
        except (OSError, ValueError) as error:
            raise StorageError(f"The run folder {self.path} cannot be used: {error}.") from error
        return False

    def log(self, line: dict[str, Any]) -> None:
        """Append one line to ``metrics.jsonl``."""
        try:
            with (self.path / "metrics.jsonl").open("ab+") as file:
                file.seek(max(0, file.tell() - 1))
                is_torn = file.read(1) not in (
                    b"",
                    b"\n",
                )  # by a kill: what is written now begins a line of its own
                file.write((b"\n" if is_torn else b"") + json.dumps(line).encode() + b"\n")
        except OSError as error:
            raise StorageError(
                f"{self.path / 'metrics.jsonl'} cannot be written: {error.strerror}."
            ) from error

    def lines(self) -> list[dict[str, Any]]:
        """What was logged until now, without a line that a kill left half written; empty when it cannot be read."""
        try:
            rows = (self.path / "metrics.jsonl").read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        lines = []
        for row in rows:
            with contextlib.suppress(ValueError):
                lines.append(json.loads(row))
        return lines

    def events(self, scalars: Mapping[str, float], step: int) -> None:
        """Write scalars by tag to TensorBoard's event file."""
        if self._events is None:
            self._events = EventFile(self.path / "tensorboard")
        self._events.add(scalars, step)

    def draw(self, line: dict[str, Any], step: int) -> None:
        """Write the figures of ``line``, just logged, to TensorBoard, and draw ``curves.png`` anew."""
        for name, figures in line.get("val", {}).items():
            self.events({f"val/{name}/{key}": value for key, value in figures.items()}, step)
        if "val_mean_mR" in line:
            self.events({"val/mean_mR": line["val_mean_mR"]}, step)
        file = self.path / "curves.png"
        try:
            aside = file.with_name(file.name + ".part")
            aside.write_bytes(draw_curves(self.lines(), self.path.name))
            aside.replace(file)
        except (OSError, ValueError) as error:
            raise StorageError(f"{file} cannot be drawn: {error}.") from error

    def what_is_kept(self) -> str:
        """A sentence: where the best checkpoint so far lies, if there is one."""
        if (self.path / "best" / checkpoint.WEIGHTS).is_file():
            return f"The best checkpoint so far is kept in {self.path / 'best'}."
        return "No checkpoint had been saved yet."

    def save_best(self, model: MSA) -> None:
        """Keep ``model`` as the best checkpoint so far, float16.

        Matrices that were frozen and are finer than that keep the whole at float32: they are to stay as they were.
        """
        half = all(
            torch.equal(p, p.half().float())
            for p in model.parameters()
            if p.ndim >= 2 and not p.requires_grad
        )
        checkpoint.save(merged(model), self.path / "best", half=half)

    def save_last(self, state: dict[str, Any]) -> None:
        """Write what a later run needs to go on, aside and then renamed."""
        folder = self.path / "last"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            aside = folder / (TRAINER + ".part")
            torch.save(state, aside)
            aside.replace(folder / TRAINER)
        except (OSError, RuntimeError) as error:
            raise StorageError(f"The training state cannot be saved in {folder}: {error}.") from error

    def load_last(self) -> dict[str, Any]:
        """What :meth:`save_last` wrote."""
        try:
            state: dict[str, Any] = torch.load(
                self.path / "last" / TRAINER, map_location="cpu", weights_only=True
            )
        except Exception as error:  # torch raises several kinds for a damaged file
            raise StorageError(
                f"{self.path / 'last' / TRAINER} is damaged ({type(error).__name__}): delete the folder {self.path} "
                "to begin again, or start from its best/ with --init."
            ) from error
        return state


def _first_difference(old: Any, now: Any, before: Any, name: tuple[str, ...]) -> tuple[str, Any, Any] | None:
    """Name, old and new value of the first setting that differs; ``before`` stands in where ``old`` lacks one."""
    if not isinstance(now, dict) or not isinstance(old, dict):
        return None if old == now else (" ".join(name), old, now)
    before = before if isinstance(before, dict) else {}
    for key, value in now.items():
        # What neither says was not there: None, as an option that is not given.
        was = old.get(key, before.get(key))
        if found := _first_difference(was, value, before.get(key), (*name, key)):
            return found
    return None
