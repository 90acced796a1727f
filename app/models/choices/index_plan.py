"""How the next index is to be made. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from app import paths
from msa_core.config import BandRules, Tiling
from msa_core.records import IndexInfo
from msa_core.retrieval.query.saved.planned_index import PlannedIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPlan(PlannedIndex):
    """What a project keeps of it, and what is for one indexing alone.

    Attributes:
        retries: whether files are tried again that were refused or read in part; once.
    """

    retries: bool = False

    @property
    def kept(self) -> PlannedIndex:
        """As the project keeps it."""
        return PlannedIndex(**{each.name: getattr(self, each.name) for each in fields(PlannedIndex)})

    def fits(self, index: IndexInfo | None) -> bool:
        """Whether the open index is what this plan makes; another one is made elsewhere, and the open one kept."""
        if index is None:
            return not (self.fingerprint or self.tiling or self.rules)
        return not index.origin and (
            self.fingerprint in ("", index.model)
            and self.tiling in (None, tiling_of(index))
            and self.rules in (None, rules_of(index))
        )

    def location_for(
        self, archive_paths: tuple[str, ...], index: IndexInfo | None, index_path: Path | None, is_own: bool
    ) -> Path:
        """Where it is made, ``index`` at ``index_path`` being open; ``is_own``: new ones in the user's data folder."""
        if index_path is not None and self.fits(index):
            return index_path
        if self.location:
            return Path(self.location)
        if index_path is not None:
            return paths.other_index_location(archive_paths, self.key())
        return paths.new_index_location(archive_paths, is_own)

    def key(self) -> str:
        """Text that differs for plans that make different indexes."""
        if not self.fingerprint and self.tiling is None:
            return repr(self.rules)
        return repr((self.fingerprint, self.tiling, self.rules))

    def arguments(self) -> list[str]:
        """For ``msa index``."""
        rules, tiling = self.rules or BandRules(), self.tiling or Tiling()
        words = [part for rule in rules.bands for part in ("--bands", rule)]
        words += [part for rule in rules.stretch for part in ("--stretch", rule)]
        if tiling.tile_m is not None:
            words += ["--tile-m", ",".join(f"{size:g}" for size in tiling.tile_m)]
        if tiling.tile_px is not None:
            words += ["--tile-px", str(tiling.tile_px)]
        if tiling.overlap != Tiling().overlap:
            words += ["--overlap", f"{tiling.overlap:g}"]
        if self.thumbnails is not None:
            words += ["--thumbnails" if self.thumbnails else "--no-thumbnails"]
        words += ["--retry"] if self.retries else []
        return words + (["--model", self.model] if self.model else [])


def plan_of(kept: PlannedIndex) -> IndexPlan:
    """The plan that a project has kept."""
    return IndexPlan(**{each.name: getattr(kept, each.name) for each in fields(PlannedIndex)})


def tiling_of(index: IndexInfo) -> Tiling:
    """How the rasters of an index were cut."""
    return Tiling(*index.tiling)


def rules_of(index: IndexInfo | None) -> BandRules:
    """The bands and stretches an index was made with; none without one."""
    return BandRules(index.bands, index.stretch) if index is not None else BandRules()


def joined_rules(base: BandRules, more: BandRules) -> BandRules:
    """Both, ``more`` above ``base``."""
    return BandRules(base.bands + more.bands, base.stretch + more.stretch)
