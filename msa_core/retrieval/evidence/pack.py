"""The evidence pack: a folder with one page for people, one file for programs, and the pictures of both."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from msa_core.errors import UsageError
from msa_core.files import make_folder, storing, write_whole
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.names import visible, visible_json
from msa_core.page import as_png
from msa_core.records import SearchResult, TileHit
from msa_core.retrieval.evidence.evidence_record import EVIDENCE_NAME, MARK
from msa_core.retrieval.evidence.outline_map import outline_map
from msa_core.retrieval.exports.told.report import verdict
from msa_core.retrieval.query.parsing import as_words

PAGE_NAME, PDF_NAME = "evidence.html", "evidence.pdf"
"""The window prints the page as PDF beside it; an earlier one of another search must not stay."""
_PICTURES = "pictures"
OVERLAYS = "overlays"
_FROM_INDEX = "<p class=quiet>Thumbnail of the index: the raster could not be read.</p>"
_NO_PICTURE = "<p class=quiet>There is no picture: the embedding was made elsewhere.</p>"
_NO_RASTER = "<p class=quiet>The raster could not be read.</p>"
_STYLE = """
:root { color-scheme: light dark; --ink: #1e2530; --quiet: #5d6673; --line: #dad7cf; --paper: #fbfaf7; }
@media (prefers-color-scheme: dark) {
 :root { --ink: #e8eaee; --quiet: #a3abb8; --line: #3a4250; --paper: #171b22; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
 max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.quiet { color: var(--quiet); } code { font-size: .85em; word-break: break-all; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top; }
td { word-break: break-word; } svg { max-width: 100%; height: auto; }
.hit { width: 100%; border-top: 1px solid var(--line); break-inside: avoid; }
.hit td { padding: 1rem 1rem 1rem 0; } .picture { width: 11rem; }
.hit img { width: 11rem; height: 11rem; object-fit: contain; background: #8883; }
"""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of hits by tile id, uint8 (h, w, 3).

    Attributes:
        pixels: of those whose rasters could be read.
        thumbnails: of others, which the index keeps.
    """

    pixels: Mapping[str, np.ndarray]
    thumbnails: Mapping[str, np.ndarray]

    def of(self, tile_id: str) -> np.ndarray | None:
        """The better one there is."""
        found = self.pixels.get(tile_id)
        return self.thumbnails.get(tile_id) if found is None else found


def write_pack(
    out: Path,
    evidence: dict[str, Any],
    result: SearchResult,
    pictures: Pictures,
    sheets: Mapping[str, Path],
) -> Path:
    """Write the pack; returns its page.

    Args:
        out: the folder, as :func:`clear_folder` left it.
        evidence: as :func:`~msa_core.retrieval.evidence.evidence_record.evidence_of` makes it.
        result: the hits.
        pictures: of the hits.
        sheets: drawn explanations by tile id, already in ``out``.

    Raises:
        StorageError: the disk refuses.
    """
    make_folder(out / _PICTURES)
    files = {}
    for hit in result.hits:
        picture = pictures.of(hit.tile.id)
        if picture is not None:
            name = f"{_PICTURES}/rank{hit.rank:03d}.png"
            write_whole(out / name, as_png(Image.fromarray(picture)))
            note = "" if hit.tile.id in pictures.pixels else _FROM_INDEX
            files[hit.tile.id] = (name, note)
    shown = {tile: file.relative_to(out).as_posix() for tile, file in sheets.items()}
    write_whole(out / PAGE_NAME, _page(evidence, result, files, shown).encode())
    # Last: a folder without it is not a pack.
    text = json.dumps(evidence, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(out / EVIDENCE_NAME, (visible_json(text) + "\n").encode())
    return out / PAGE_NAME


def check_folder(out: Path, overwrite: bool) -> None:
    """Raise UsageError unless a pack may be written into the folder ``out``."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{visible(str(out))} is a file: name a folder for the evidence.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    file = out / EVIDENCE_NAME
    is_pack = file.is_file() and MARK in file.read_text("utf-8", "replace")[:200]
    if not is_pack:
        raise UsageError(f"{visible(str(out))} holds other files: name a new folder for the evidence.")
    if not overwrite:
        raise UsageError(
            f"{visible(str(out))} holds evidence already: choose another folder, or give --overwrite."
        )


def clear_folder(out: Path, overwrite: bool) -> None:
    """Take an earlier pack out of the folder ``out``. Raises UsageError as :func:`check_folder`, StorageError."""
    check_folder(out, overwrite)
    with storing(out):
        for name in (EVIDENCE_NAME, PAGE_NAME, PDF_NAME):
            (out / name).unlink(missing_ok=True)
    for name in (_PICTURES, OVERLAYS):
        shutil.rmtree(out / name, ignore_errors=True)


def _page(
    evidence: dict[str, Any],
    result: SearchResult,
    pictures: Mapping[str, tuple[str, str]],
    sheets: Mapping[str, str],
) -> str:
    words = as_words(result.query.terms)
    told = verdict(result.background) if result.background is not None else ""
    index, program = evidence["index"], evidence["program"]
    facts = {
        "Made": evidence["made"],
        "Searched": f"{result.searched:,} of {index['tiles']:,} tiles of {index['sources']:,} "
        + ("files" if index.get("origin") else "rasters"),
        "Embeddings": f"by {index['origin']}, made elsewhere" if index.get("origin") else "",
        "Filters": _filters(evidence["question"]),
        "Model": evidence["model"],
        "Data": index["data"],
        "Programs": ", ".join(f"{name} {number}" for name, number in program.items()),
        "Coordinates": "WGS84 (EPSG:4326), longitude and latitude of each tile's middle",
    }
    rows = "".join(
        f"<tr><th>{name}</th><td>{_text(value)}</td></tr>" for name, value in facts.items() if value
    )
    is_foreign = bool(index.get("origin"))
    hits = "".join(
        _hit(hit, pictures.get(hit.tile.id), sheets.get(hit.tile.id), is_foreign) for hit in result.hits
    )
    notes = "".join(f"<p class=quiet>{_text(note)}</p>" for note in result.notes)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{_text(words)}</title>"
        f'<meta name=viewport content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{_text(words)}</h1><p>{_text(told[:1].upper() + told[1:])}</p>{notes}"
        f"{outline_map(result.hits)}<h2>What was asked, of what, by what</h2><table>{rows}</table>"
        f"<p class=quiet>Ask again: <code>msa reproduce {EVIDENCE_NAME} --index INDEX</code></p>"
        f"<h2>{len(result.hits)} places, best first</h2>{hits}</body></html>\n"
    )


def _hit(hit: TileHit, picture: tuple[str, str] | None, sheet: str | None, is_foreign: bool) -> str:
    tile = hit.tile
    middle, side = middle_of_rings(tile.footprint_lonlat), side_m(tile.footprint_lonlat)
    x0, y0, x1, y1 = tile.pixel_bbox
    facts = [
        f"score {hit.score:.4f}" + ("" if hit.z is None else f", {hit.z:+.1f} spreads from the middle"),
        "no position" if middle is None else f"{middle[1]:.6f}, {middle[0]:.6f} (latitude, longitude)",
        "" if side is None else f"{side:,.0f} m of ground",
        (tile.datetime or "")[:10],
        f"row {x0} of the file" if is_foreign else f"pixels {x0}, {y0} to {x1}, {y1}",
        ""
        if hit.scale_scores is None
        else "scales 1 to 4: " + ", ".join(f"{z:+.2f}" for z in hit.scale_scores),
    ]
    alt = f"Place {hit.rank}"
    shown = (
        f'<img src="{picture[0]}" alt="{alt}" width="176">{picture[1]}'
        if picture
        else (_NO_PICTURE if is_foreign else _NO_RASTER)
    )
    why = f'<p><a href="{sheet}">Why it matched</a></p>' if sheet else ""
    lines = "<br>".join(_text(fact) for fact in facts if fact)
    heading = f"<strong>{hit.rank}. {_text(tile.source)}</strong>"
    return (
        f'<table class="hit"><tr><td class="picture" width="192">{shown}</td>'
        f"<td>{heading}<p>{lines}</p>{why}</td></tr></table>"
    )


def _filters(question: dict[str, Any]) -> str:
    left = {name: value for name, value in question.items() if name not in ("msa_query", "terms", "hits")}
    return ", ".join(
        f"{name}: {len(value) if name.endswith('_ids') else value}" for name, value in left.items()
    )


def _text(value: object) -> str:
    return html.escape(visible(str(value)))
