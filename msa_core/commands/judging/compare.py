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
from msa_core.errors import MsaError, NothingUsableError, UsageError
from msa_core.memory import check_address_space
from msa_core.names import visible
from msa_core.progress import JsonProgress, Progress

if TYPE_CHECKING:
    from msa_core.retrieval.evidence.judged_questions import Found, Judged
    from msa_core.retrieval.query.saved.project_file import SavedSearch


_HEADINGS = "question\tjudged\tright before\tright after\twrong before\twrong after\tsame\trank correlation\n"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What is compared."""

    before: Annotated[Path, typer.Argument(help="Index, made with the model as it was.")]
    after: Annotated[Path, typer.Argument(help="Index of the same tiles, made with another model.")]
    project: Annotated[
        Path | None, typer.Option(help="Ask the saved searches of this project, NAME.msaproj.")
    ] = None
    search: Annotated[
        list[str] | None,
        typer.Option(help="Of the saved searches ask only the one of this name; repeatable."),
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
    """Ask the same questions of two indexes, and count what both find and the places judged right among the first.

    The rank correlation is Spearman's, of the places that both find; it is left out where they are fewer than five.
    If the model was trained on these very places, this only shows how well it learned them: look at other hits, too.
    """
    check_address_space()
    from msa_core.retrieval.evidence.judged_questions import agreement

    questions = _questions(given)
    _check_indexes(given)
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
    sys.stdout.write(_HEADINGS)
    for question, before, after in rows:
        alike = agreement(before, after)
        order = "" if alike.rank_correlation is None else f"{alike.rank_correlation:.2f}"
        cells = [
            question.name, len(question.said), before.right, after.right, before.wrong, after.wrong,
            alike.same, order,
        ]  # fmt: skip
        sys.stdout.write("\t".join(visible(str(cell)) for cell in cells) + "\n")


def _check_indexes(given: Compared) -> None:
    """Refuse an index beside itself; say what makes two less comparable than they look."""
    from msa_core.indexing.folder.manifest.manifest import Manifest

    if given.before.resolve() == given.after.resolve():
        raise UsageError(
            f"{given.before} is named twice: name an index of the same rasters by another model."
        )
    before, after = Manifest.load(given.before), Manifest.load(given.after)
    if before.model.fingerprint == after.model.fingerprint:
        terminal.note("Both indexes were made with the same model.")
    if before.ground_sizes_m != after.ground_sizes_m or before.tiling != after.tiling:
        terminal.note("The two indexes cut their rasters into other tiles: few or none are found by both.")


def _questions(given: Compared) -> list[Judged]:
    from msa_core.retrieval.evidence.judged_questions import judged_questions
    from msa_core.retrieval.query.review.reviews import read_reviewed
    from msa_core.retrieval.query.saved.project_file import read_project

    searches = _named(given, read_project(given.project).searches if given.project is not None else ())
    collection: dict[str, Any] = {"features": []}
    if given.reviews is not None:
        collection = read_reviewed(given.reviews)
    questions = judged_questions(searches, collection["features"], collection)
    if not questions:
        raise NothingUsableError(
            "There is nothing to compare: name saved searches (--project) or votes (--reviews)."
        )
    return questions


def _named(given: Compared, searches: Sequence[SavedSearch]) -> list[SavedSearch]:
    """Those that were asked for by name, else all."""
    wanted = set(given.search or ())
    missing = wanted - {search.name for search in searches}
    if missing:
        named = ", ".join(f"“{visible(search.name)}”" for search in searches) or "none"
        raise UsageError(
            f"No saved search is called “{visible(min(missing))}”. In --project there are: {named}."
        )
    return [search for search in searches if not wanted or search.name in wanted]


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
    from msa_core.retrieval.evidence.judged_questions import agreement

    return {
        "name": question.name,
        "judged": len(question.said),
        **asdict(agreement(before, after)),
        **{
            name: {"right": found.right, "wrong": found.wrong, "hits": [asdict(hit) for hit in found.hits]}
            for name, found in (("before", before), ("after", after))
        },
    }
