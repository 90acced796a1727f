"""``msa compare``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Device, Json, check_device
from msa_core.errors import MsaError, NothingUsableError
from msa_core.memory import check_address_space
from msa_core.names import visible
from msa_core.progress import JsonProgress, Progress

if TYPE_CHECKING:
    from msa_core.retrieval.evidence.judged_questions import Found, Judged


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What is compared."""

    before: Annotated[Path, typer.Argument(help="Index, made with the model as it was.")]
    after: Annotated[Path, typer.Argument(help="Index of the same tiles, made with another model.")]
    project: Annotated[
        Path | None, typer.Option(help="Ask the saved searches of this project, NAME.msaproj.")
    ] = None
    reviews: Annotated[
        Path | None,
        typer.Option(
            help="Votes, as msa review keeps them: their questions are asked, and right ones counted."
        ),
    ] = None
    first: Annotated[int, typer.Option("-k", min=1, help="Hits of each question.")] = 20
    device: Device = "auto"
    as_json: Json = False
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr.")
    ] = False


@takes(Compared)
def compare(given: Compared) -> None:
    """Ask the same questions of two indexes, and count the places judged right among the first of each.

    If the model was trained on these very places, this only shows how well it learned them: look at other hits, too.
    """
    check_address_space()
    questions = _questions(given)
    progress = JsonProgress(is_cancelled=terminal.stop_was_asked) if given.json_progress else terminal.Bar()
    with terminal.stoppable():
        told = [
            _answers(folder, questions, given.first, check_device(given.device), progress, number / 2)
            for number, folder in enumerate((given.before, given.after))
        ]
    terminal.end_bar()
    rows = list(zip(questions, *told, strict=True))
    if given.as_json:
        terminal.say_json(
            {"msa_compare": 1, "first": given.first, "questions": [_told(*row) for row in rows]}
        )
        return
    sys.stdout.write("question\tjudged\tright before\tright after\twrong before\twrong after\n")
    for question, before, after in rows:
        cells = [
            question.name, len(question.said), before.right, after.right, before.wrong, after.wrong,
        ]  # fmt: skip
        sys.stdout.write("\t".join(visible(str(cell)) for cell in cells) + "\n")


def _questions(given: Compared) -> list[Judged]:
    from msa_core.retrieval.evidence.judged_questions import judged_questions
    from msa_core.retrieval.query.review.reviews import read_reviewed
    from msa_core.retrieval.query.saved.project_file import read_project

    searches = read_project(given.project).searches if given.project is not None else ()
    collection: dict[str, Any] = {"features": []}
    if given.reviews is not None:
        collection = read_reviewed(given.reviews)
    questions = judged_questions(searches, collection["features"], collection)
    if not questions:
        raise NothingUsableError(
            "There is nothing to compare: name saved searches (--project) or votes (--reviews)."
        )
    return questions


def _answers(
    folder: Path, questions: Sequence[Judged], first: int, device: str, progress: Progress, start: float
) -> list[Found]:
    """The first hits of each question; one that cannot be asked, of a picture that is gone say, has none."""
    from msa_core.engine import Engine
    from msa_core.retrieval.evidence.judged_questions import Found
    from msa_core.retrieval.query.review.reviews import with_reviews

    engine, found = Engine(folder, device=device), []
    for number, question in enumerate(questions):
        progress(start + number / len(questions) / 2, question.name)
        # Votes moved the ranking as it was: here each model is to stand for itself.
        query = replace(question.asked.query, accepted=frozenset(), rejected=frozenset())
        try:
            result = engine.search(query, first, question.asked.listing)
        except MsaError as error:
            terminal.note(f"{visible(question.name)}: {error}")
            found.append(Found(()))
        else:
            found.append(Found(with_reviews(result, question.said).hits))
    return found


def _told(question: Judged, before: Found, after: Found) -> dict[str, Any]:
    return {
        "name": question.name,
        "judged": len(question.said),
        **{
            name: {"right": found.right, "wrong": found.wrong, "hits": [asdict(hit) for hit in found.hits]}
            for name, found in (("before", before), ("after", after))
        },
    }
