"""``msa searches``."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Json, Running, check_device
from msa_core.errors import IndexFolderError, NothingUsableError, UsageError
from msa_core.files import write_whole
from msa_core.memory import check_address_space
from msa_core.messages import SearchCount
from msa_core.names import distinct, visible


@dataclass(frozen=True, kw_only=True)
class Saved:
    """Which searches, and where."""

    project: Annotated[Path, typer.Argument(help="A project, NAME.msaproj, as the window saves it.")]
    areas: Annotated[
        list[str] | None,
        typer.Option(
            "--areas",
            help="Count in each area of this file (GeoJSON, WKT, GeoPackage, KML) apart. May be repeated. "
            "Default: the areas that the project keeps for its table, else everywhere.",
        ),
    ] = None
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the table as CSV, with the best scores, as the window saves it."),
    ] = None
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of --out.")] = False
    index: Annotated[
        list[Path] | None,
        typer.Option(
            help="The index to search; repeatable, several are searched as one. Default: the project's."
        ),
    ] = None
    as_json: Json = False


@takes(Saved, Running)
def searches(saved: Saved, running: Running) -> None:
    """Ask the saved searches of a project, also in several areas, and list how many places stand out.

    A row a search, a column an area: tiles at the cut of the background or above. The project is not changed.
    """
    check_address_space()
    from msa_core.engine import Engine
    from msa_core.retrieval.exports.told.count_table import as_csv, table_of
    from msa_core.retrieval.query.areas.area import each_area
    from msa_core.retrieval.query.saved.project_file import read_project

    if saved.out is not None and saved.out.exists() and not saved.overwrite:
        raise UsageError(f"{saved.out} exists already: choose another name, or give --overwrite.")
    project = read_project(saved.project)
    if not project.searches:
        raise NothingUsableError(f"{visible(str(saved.project))} has no saved searches.")
    areas = [area for file in saved.areas or () for area in each_area(file)]
    if saved.areas is None:
        areas = [(kept.name, kept.wkt) for kept in project.areas]
    folders = saved.index or [Path(path) for path in (project.index, *project.more_indexes) if path]
    lost = next((folder for folder in folders if not folder.is_dir()), None)
    if not folders or lost is not None:
        where = "names no index" if not folders else f"names the index {lost}, which is not here"
        raise IndexFolderError(f"{visible(str(saved.project))} {where}: name the one to search with --index.")
    with terminal.stoppable():
        engine = Engine(folders, running.model or project.model, check_device(running.device))
        counts = engine.count_searches(
            [search.asked for search in project.searches],
            [wkt for _, wkt in areas] or (None,),
            terminal.Bar(),
        )
    terminal.end_bar()
    names = [search.name for search in project.searches]
    columns = distinct([name for name, _ in areas]) or ["everywhere"]
    for count in counts:
        if count.problem:
            terminal.note(f"{visible(names[count.search])}: {count.problem}")
    if saved.as_json:
        told = [
            {**asdict(count), "search": names[count.search], "area": columns[count.area]} for count in counts
        ]
        terminal.say_json({"msa_search_counts": 1, "counts": told})
    else:
        _print(names, columns, counts)
    if saved.out is not None:
        cells = {(count.search, count.area): count for count in counts}
        write_whole(saved.out, as_csv(table_of(names, columns, cells)))
        terminal.note(f"Wrote {saved.out}.")


def _print(names: list[str], columns: list[str], counts: tuple[SearchCount, ...]) -> None:
    from msa_core.retrieval.exports.told.count_table import counted

    cells = {(count.search, count.area): counted(count) for count in counts}
    rows = [("search", *map(visible, columns))]
    rows += [
        (visible(name), *(cells[row, column] for column in range(len(columns))))
        for row, name in enumerate(names)
    ]
    for cells_of_row in rows:
        sys.stdout.write("\t".join(cells_of_row) + "\n")
