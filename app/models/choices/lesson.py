"""What the model is taught, step by step: each step is a command line. Knows no Qt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.translation import mark, tr, tr_n
from msa_core.errors import UsageError
from msa_core.files import read_ordinary, write_whole
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, state_of

FROM_VOTES = 20
"""Votes on a question from which on teaching is offered."""
FEW_ACCEPTED, FEW_REJECTED, MIN_ACCEPTED = 15, 5, 2
MINUTES = 10
REHEARSED = 300
"""Other tiles of the index that are practised with what the model says of them."""
EPOCHS, BATCH, RATE = 30, 32, 0.3
"""How a lesson is trained, as measured in RUNS.md; the rate is a factor on msa-train's own. So says the guide."""
EXPORT, TRAIN, KEEP, REEMBED, COMPARE, DONE = STEPS = (
    "export", "train", "keep", "reembed", "compare", "done",
)  # fmt: skip
STEP_NAMES = {
    EXPORT: mark("Gathering what is taught"),
    TRAIN: mark("Training"),
    KEEP: mark("Keeping the new model"),
    REEMBED: mark("Making the new index"),
    COMPARE: mark("Comparing before and after"),
    DONE: mark("Taught"),
}
SHARES = (0.5, 0.75, 1.0)
"""Of the taught weights in the average with those before, by how well old abilities are kept; 1: no average."""
USUAL = 1
"""Which of ``SHARES`` is taken unless another is chosen."""
SHARE_NAMES = (
    mark("Well: half of the old weights stay"),
    mark("Evenly: a quarter of the old weights stays"),
    mark("Learn the new words first"),
)
CLI, TRAIN_CLI = "msa_core.cli", "msa_core.train_cli"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One teaching, kept as ``lesson.json`` in its folder so that it survives the window.

    Attributes:
        name: of the new model.
        folder: where votes, training data and the run lie.
        index: the index whose places were reviewed; it stays as it is.
        archive: files and folders it was made of.
        new_index: where the index of the taught model comes to lie.
        model: where the taught model comes to lie.
        minutes: how long training may take.
        share: of the taught weights in the average with the old ones, 1 for no average.
        device: where the model runs.
        step: the step that is next, one of ``STEPS``.
        in_use: whether the new index is the one that is searched.
    """

    name: str
    folder: str
    index: str
    archive: tuple[str, ...]
    new_index: str
    model: str
    minutes: float = MINUTES
    share: float = SHARES[USUAL]
    device: str = "auto"
    step: str = EXPORT
    in_use: bool = False

    @property
    def votes(self) -> Path:
        """The votes that are taught."""
        return Path(self.folder) / "votes.geojson"

    @property
    def searches(self) -> Path:
        """The saved searches, as a project."""
        return Path(self.folder) / "searches.msaproj"

    @property
    def run(self) -> Path:
        """The run folder of ``msa-train``."""
        return Path(self.folder) / "run"

    @property
    def checkpoint(self) -> Path:
        """What training leaves, and becomes the model."""
        return self.run / ("best" if self.share >= 1 else "blend")

    def command(self) -> tuple[str, list[str]]:
        """Module and arguments of the step that is next; of ``keep`` and ``done`` there is none."""
        taught = str(Path(self.folder) / "taught.geojson")
        if self.step == EXPORT:
            more = ["--export-training", taught, "--rehearse", str(REHEARSED), "--overwrite"]
            return CLI, ["review", self.index, str(self.votes), *more]
        if self.step == TRAIN:
            return TRAIN_CLI, [
                "--init", self.index, "--captions", taught, "--out", str(self.run), "--freeze", "all-but-fusion",
                "--epochs", str(EPOCHS), "--batch", str(BATCH), "--rate", f"{RATE:g}", "--minutes", f"{self.minutes:g}",
                # The last epoch, not the best by the few places set aside: those are found long before others are.
                "--eval-every", str(EPOCHS),
                *(["--blend", f"{self.share:g}"] if self.share < 1 else []),
                "--device", self.device, "--json-progress",
            ]  # fmt: skip
        if self.step == REEMBED:
            more = ["--model", self.model, "--out", self.new_index, "--json-progress"]
            return CLI, ["reembed", self.index, *more]
        asked = ["--reviews", str(self.votes)]
        if self.searches.exists():
            asked += ["--project", str(self.searches)]
        return CLI, [
            "compare",
            self.index,
            self.new_index,
            *asked,
            "--device",
            self.device,
            "--json",
            "--json-progress",
        ]

    def save(self) -> None:
        """Write it into its folder. Raises StorageError."""
        text = json.dumps({"msa_lesson": 1, **asdict(self)}, indent=1)
        write_whole(Path(self.folder) / "lesson.json", text.encode())


def read_lesson(file: Path) -> Lesson:
    """A lesson that was kept. Raises UsageError when it cannot be read."""
    try:
        data: dict[str, Any] = json.loads(read_ordinary(file).decode())
        if data.pop("msa_lesson") != 1 or data["step"] not in STEPS:
            raise ValueError("another program wrote it")
        return Lesson(**{**data, "archive": tuple(data["archive"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(
            tr("{file} is not a lesson that can be gone on with: {error}.", file=file, error=error)
        ) from error


def doubts(features: Iterable[dict[str, Any]]) -> list[str]:
    """What speaks against teaching with these votes, in sentences; empty when nothing does."""
    counts = Counter(state_of(item) for item in features)
    told = []
    if counts[ACCEPTED] < FEW_ACCEPTED:
        told.append(
            tr_n(
                counts[ACCEPTED],
                "Only one place is accepted: that may be too few to learn from.",
                "Only %n places are accepted: that may be too few to learn from.",
            )
        )
        told.append(
            tr(
                "The test then says next to nothing of the new words: nearly all of its tiles are practised ones."
            )
        )
    if counts[REJECTED] < FEW_REJECTED:
        told.append(
            tr_n(
                counts[REJECTED],
                "Only one place is rejected: the model hardly sees what is not meant.",
                "Only %n places are rejected: the model hardly sees what is not meant.",
            )
        )
    return told


def too_few(features: Iterable[dict[str, Any]]) -> str:
    """Why these votes cannot be taught at all; ``""`` when they can."""
    accepted = sum(
        state_of(item) == ACCEPTED and bool((item.get("properties") or {}).get("caption"))
        for item in features
    )
    if accepted >= MIN_ACCEPTED:
        return ""
    return tr("At least two accepted places of a question in words are needed.")
