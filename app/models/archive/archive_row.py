"""One raster of the open archive, and how it is told to people."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.words.core_words import in_own_language
from app.translation import mark, numeral, tr, tr_n, with_minus
from app.units import resolution_label
from msa_core.names import visible
from msa_core.raster.pixels.taken import phrases
from msa_core.records import RasterInfo, SourceFacts
from msa_core.source_states import SourceState

STATE_WORDS = {
    SourceState.NEW: mark("Not indexed yet"),
    SourceState.INDEXED: mark("Indexed"),
    SourceState.UNCHANGED: mark("Indexed"),
    SourceState.PARTIAL: mark("Indexed in part"),
    SourceState.COPY: mark("Indexed, as a copy of another file"),
    SourceState.REFUSED: mark("Unusable"),
    SourceState.MISSING: mark("File is missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRow:
    """One line of the panel: ``info`` is None for files that cannot be opened; ``shown`` on the map or not;
    ``problem`` says why it cannot be drawn; ``taken`` what the index took of it; ``is_changed`` since it was indexed;
    ``listed`` its place among the rasters of the listing, -1 where it has none.
    ``holds_embeddings``: it is no raster, but a file of embeddings that were made elsewhere.
    """

    name: str
    path: str
    info: RasterInfo | None
    state: SourceState
    reason: str = ""
    tiles: int = 0
    shown: bool = True
    problem: str = ""
    taken: SourceFacts | None = None
    opacity: float = 1.0
    is_changed: bool = False
    listed: int = -1
    holds_embeddings: bool = False

    @property
    def is_searched(self) -> bool:
        """Whether a search finds what it shows, be it under the name of a file with the same content."""
        return self.state.is_indexed

    @property
    def is_placed(self) -> bool:
        """Whether it lies on the map."""
        return self.info is not None and bool(self.info.footprint_lonlat)

    @property
    def state_words(self) -> str:
        """The state for people."""
        return tr(STATE_WORDS[self.state])


def details(row: ArchiveRow) -> str:
    """One short line under the name: resolution and size."""
    if row.info is None:
        return visible(in_own_language(row.reason))
    size = f"{numeral(row.info.width_px)} × {numeral(row.info.height_px)} px"
    return size if row.info.gsd_m is None else f"{resolution_label(row.info.gsd_m)}  ·  {size}"


def describe(row: ArchiveRow) -> str:
    """Everything known about a raster, line by line."""
    lines = [
        row.path or row.name,
        f"{row.state_words}: {tr_n(row.tiles, '%n tile', '%n tiles')}" if row.tiles else row.state_words,
    ]
    if row.reason:
        lines.append(in_own_language(row.reason))
    if row.info is not None:
        crs = row.info.crs or tr("none", about="no coordinate system")
        bands = tr_n(row.info.bands, "%n band of {dtype}", "%n bands of {dtype}", dtype=row.info.dtype)
        lines.append(f"{details(row)}  ·  {bands}")
        lines.append(tr("CRS: {crs}", crs=crs if len(crs) < 60 else crs[:57] + "…"))
        if row.info.note:
            lines.append(in_own_language(row.info.note))
    if row.taken is not None:
        told = [with_minus(in_own_language(phrase)) for phrase in phrases(row.taken)]
        lines += [f"{phrase[:1].upper()}{phrase[1:]}" for phrase in told]
    return "\n".join(map(visible, lines))
