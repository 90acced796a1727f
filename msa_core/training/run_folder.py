"""A run folder: ``run.json`` (resolved settings), ``metrics.jsonl``, ``last/`` and ``best/`` checkpoints.

``last/`` also holds ``trainer.pt`` (optimiser, average, position), read with ``weights_only=True``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from msa_core.errors import StorageError, UsageError
from msa_core.model import checkpoint
from msa_core.model.msa import MSA

TRAINER = "trainer.pt"


class RunFolder:
    """Files of one training run under ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

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
                difference = _first_difference(old, now, before, ())
                if difference:
                    name, was, wanted = difference
                    raise UsageError(
                        f"{self.path} holds a run with another {name} ({was!r}, now {wanted!r}): "
                        "give another --out, or repeat the command it was begun with."
                    )
                return (self.path / "last" / TRAINER).is_file()
            self.path.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
        except (OSError, ValueError) as error:
            raise StorageError(f"The run folder {self.path} cannot be used: {error}.") from error
        return False

    def log(self, line: dict[str, Any]) -> None:
        """Append one line to ``metrics.jsonl``."""
        try:
            with (self.path / "metrics.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            raise StorageError(
                f"{self.path / 'metrics.jsonl'} cannot be written: {error.strerror}."
            ) from error

    def save_best(self, model: MSA) -> None:
        """Keep ``model`` as the best checkpoint so far, float16."""
        checkpoint.save(model, self.path / "best", half=True)

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
