"""A project as one file: what is open, what is asked, which searches are kept, and how the map stands.

JSON, written whole or not at all. Each path stands twice: as seen from the folder of the file, so that project and data
can move together, and in full, for when the project alone was moved. Members that this program does not know are kept.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msa_core.config import BandRules
from msa_core.errors import UsageError
from msa_core.files import make_folder, read_ordinary, write_whole
from msa_core.messages import Search
from msa_core.names import printable
from msa_core.retrieval.query.saved.planned_index import PlannedIndex, planned_index, planned_json

MARK, VERSION = "msa_project", 1
SUFFIX = ".msaproj"
_MAX_BYTES = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A question that is asked again and again.

    Attributes:
        name: what it is called.
        asked: the question.
        area_name: what its area is called, ``""`` without one.
        seen: ids of the tiles found when its places were looked at last, None before.
        found: how many places it finds now, None before it was asked.
        above_cut: tiles that stand out now, None when that cannot be told.
        floor: the lowest score of those seen, None unless as many were seen as are listed: what scores no more may
            have been there before, and only moved up when others went.
        new: how many of the places were not there when they were looked at last.
    """

    name: str
    asked: Search
    area_name: str = ""
    seen: frozenset[str] | None = None
    floor: float | None = None
    found: int | None = None
    above_cut: int | None = None
    new: int = 0


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area that saved searches are counted in: what it is called, and WKT in WGS84."""

    name: str
    wkt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The middle of the map in degrees, ground metres per pixel there, and the CRS if one was chosen (else ``""``)."""

    lon: float
    lat: float
    ground_m_per_px: float
    crs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a project file holds; paths are absolute, None and empty where there is nothing.

    Attributes:
        archive: files and folders of rasters.
        index: the index folder; ``more_indexes`` those that are searched with it as one.
        model: the checkpoint folder, None for the starter.
        plan: how the next index is to be made. Of one that leaves all else as it is, files of earlier programs hold
            the rules alone (``bands``, ``stretch``), which are still written for them.
        question: what stands in the query box, as asked last; ``area_name`` is what its area is called.
        searches: the saved ones, in their order.
        areas: those that saved searches are counted in, in the order of the table.
        view: how the map stands.
        hidden: paths of rasters that are not drawn; ``layers`` whether places, areas and coverage are.
        order: paths of rasters in the order given by hand, the topmost first; empty without one.
        opacities: of rasters that are not drawn as they are, 0..1 by path.
        votes: what was said of places: by wish, features as ``msa review`` has them.
        unread: members of the file that this program does not know.
    """

    archive: tuple[str, ...] = ()
    index: str | None = None
    more_indexes: tuple[str, ...] = ()
    model: str | None = None
    plan: PlannedIndex = field(default_factory=PlannedIndex)
    question: Search | None = None
    area_name: str = ""
    searches: tuple[SavedSearch, ...] = ()
    areas: tuple[NamedArea, ...] = ()
    view: MapView | None = None
    hidden: tuple[str, ...] = ()
    layers: dict[str, bool] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    opacities: Mapping[str, float] = field(default_factory=dict)
    votes: dict[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    unread: dict[str, Any] = field(default_factory=dict)


def read_project(file: Path) -> Project:
    """What a project file holds; the file is left as it is.

    Raises:
        UsageError: it is not there, cannot be read, is damaged, or was written by a newer program.
    """
    name = printable(str(file))
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES >> 20} MB")
        return _project(json.loads(read_ordinary(file).decode("utf-8-sig")), file.absolute().parent)
    except FileNotFoundError as error:
        raise UsageError(f"There is no project {name}.") from error
    except OSError as error:
        raise UsageError(f"The project {name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UsageError) as error:
        reason = printable(str(error).splitlines()[0][:160] if str(error) else type(error).__name__)
        raise UsageError(
            f"{name} cannot be opened as a project: {reason.rstrip('.')}. The file was left as it is."
        ) from error


def write_project(file: Path, project: Project) -> None:
    """Write whole or not at all. Raises StorageError."""
    from msa_core.retrieval.query.saved.query_json import to_json

    folder, rules = file.absolute().parent, project.plan.rules or BandRules()
    data: dict[str, Any] = {
        MARK: VERSION,
        "archive": [_paths(path, folder) for path in project.archive],
        "index": _paths(project.index, folder),
        "more_indexes": [_paths(path, folder) for path in project.more_indexes],
        "model": _paths(project.model, folder),
        "bands": list(rules.bands),
        "stretch": list(rules.stretch),
        "index_plan": planned_json(project.plan, lambda path: _paths(path, folder)),
        "question": None if project.question is None else to_json(project.question),
        "area_name": project.area_name,
        "searches": [_search_json(search) for search in project.searches],
        "areas": [{"name": area.name, "wkt": area.wkt} for area in project.areas],
        "view": None if project.view is None else _view_json(project.view),
        "hidden": [_paths(path, folder) for path in project.hidden],
        "layers": project.layers,
        "votes": {wish: list(features) for wish, features in project.votes.items() if features},
        "order": [_paths(path, folder) for path in project.order],
        "opacities": [
            {"raster": _paths(path, folder), "opacity": opacity}
            for path, opacity in project.opacities.items()
        ],
    }
    make_folder(folder)
    write_whole(file, (json.dumps({**project.unread, **data}, indent=1) + "\n").encode())


def _paths(path: str | None, folder: Path) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        near = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return {"full": path}
    return {"near": near, "full": path}


def _path(data: Any, folder: Path) -> str | None:
    """Beside the project first, in full second; the full one also where nothing is there, to be told of."""
    if data is None:
        return None
    full, near = str(data["full"]), data.get("near")
    if near is not None:
        beside = os.path.normpath(folder / str(near))
        if Path(beside).exists() or not Path(full).is_absolute():
            return beside
    return full


def _project(data: Any, folder: Path) -> Project:
    from msa_core.retrieval.query.saved.query_json import from_json

    if not isinstance(data, dict) or MARK not in data:
        raise ValueError(f"it has no member {MARK!r}")
    version = data[MARK]
    if not isinstance(version, int) or version < 1:
        raise ValueError(f"its version is {version!r}")
    if version > VERSION:
        raise ValueError(
            f"a newer program wrote it (version {version}, this one knows {VERSION}); update this one"
        )
    question, view = data.get("question"), data.get("view")
    layers = {str(name): bool(shown) for name, shown in dict(data.get("layers") or {}).items()}
    return Project(
        archive=tuple(path for item in _list(data, "archive") if (path := _path(item, folder))),
        index=_path(data.get("index"), folder),
        more_indexes=tuple(path for item in _list(data, "more_indexes") if (path := _path(item, folder))),
        model=_path(data.get("model"), folder),
        plan=_plan(data, folder),
        question=None if question is None else from_json(question, folder),
        area_name=str(data.get("area_name") or ""),
        searches=tuple(_search(item, folder) for item in _list(data, "searches")),
        areas=tuple(_area(item) for item in _list(data, "areas")),
        view=None if view is None else _view(view),
        hidden=tuple(path for item in _list(data, "hidden") if (path := _path(item, folder))),
        layers=layers,
        order=tuple(path for item in _list(data, "order") if (path := _path(item, folder))),
        opacities=dict(_opacity(item, folder) for item in _list(data, "opacities")),
        votes=_votes(data.get("votes")),
        unread={name: value for name, value in data.items() if name not in _MEMBERS},
    )


_MEMBERS = {
    MARK, "archive", "index", "more_indexes", "model", "bands", "stretch", "question", "area_name", "searches", "areas",
    "view", "hidden", "layers", "order", "opacities", "votes", "index_plan",
}  # fmt: skip


def _plan(data: dict[str, Any], folder: Path) -> PlannedIndex:
    """Files of before knew of bands and stretch alone."""
    if "index_plan" in data:
        return planned_index(data["index_plan"], lambda path: _path(path, folder))
    rules = BandRules(tuple(map(str, _list(data, "bands"))), tuple(map(str, _list(data, "stretch"))))
    return PlannedIndex(rules=rules if rules != BandRules() else None)


def _list(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name) or []
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _search_json(search: SavedSearch) -> dict[str, Any]:
    from msa_core.retrieval.query.saved.query_json import to_json

    return {
        "name": search.name,
        "question": to_json(search.asked),
        "area_name": search.area_name,
        "seen": None if search.seen is None else sorted(search.seen),
        "floor": search.floor,
        "found": search.found,
        "above_cut": search.above_cut,
        "new": search.new,
    }


def _search(data: Any, folder: Path) -> SavedSearch:
    from msa_core.retrieval.query.saved.query_json import from_json

    seen, found, above = data.get("seen"), data.get("found"), data.get("above_cut")
    return SavedSearch(
        name=str(data["name"]),
        asked=from_json(data["question"], folder),
        area_name=str(data.get("area_name") or ""),
        seen=None if seen is None else frozenset(map(str, seen)),
        floor=None if data.get("floor") is None else float(data["floor"]),
        found=None if found is None else int(found),
        above_cut=None if above is None else int(above),
        new=int(data.get("new") or 0),
    )


def _opacity(data: Any, folder: Path) -> tuple[str, float]:
    path, opacity = _path(data["raster"], folder), float(data["opacity"])
    if path is None or not 0.0 <= opacity <= 1.0:
        raise ValueError(f"the opacity {opacity} is not within 0 and 1")
    return path, opacity


def _votes(data: Any) -> dict[str, tuple[dict[str, Any], ...]]:
    votes = {str(wish): tuple(features) for wish, features in dict(data or {}).items()}
    if any(not isinstance(item, dict) or "id" not in item for items in votes.values() for item in items):
        raise ValueError("a vote in it is not a feature with an id")
    return votes


def _area(data: Any) -> NamedArea:
    from msa_core.retrieval.query.areas.area import parse_wkt

    return NamedArea(str(data["name"]), parse_wkt(str(data["wkt"])))


def _view_json(view: MapView) -> dict[str, Any]:
    return {"lon": view.lon, "lat": view.lat, "ground_m_per_px": view.ground_m_per_px, "crs": view.crs}


def _view(data: Any) -> MapView | None:
    lon, lat, ground = (float(data[name]) for name in ("lon", "lat", "ground_m_per_px"))
    if not all(map(math.isfinite, (lon, lat, ground))) or ground <= 0:
        return None
    return MapView(lon=lon, lat=lat, ground_m_per_px=ground, crs=str(data.get("crs") or ""))
