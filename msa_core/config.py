"""Numbers users may change, and where the program's own data lies."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

from msa_core.errors import UsageError
from msa_core.stac_search import StacSearch

DEFAULT_GROUND_SIZES_M = (80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0)
MIN_TILE_SOURCE_PX = 96
DTYPES = ("float32", "bfloat16", "float16")
INDEX_FOLDER_NAME = ".msa-index"
MANIFEST_NAME = "manifest.json"
"""Of the file that makes a folder an index."""
PICTURE_SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif"))
"""Of ordinary pictures, which have a place on Earth only by a file beside them."""
EXACT_UP_TO_TILES = 5_000_000
DEMO_SEED = 7
"""Seed of the demo archive; never used for training tiles."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """How rasters are cut into tiles.

    Attributes:
        tile_m: ground sizes in metres, or None for the default (contract: those of
            ``DEFAULT_GROUND_SIZES_M`` with at least 96 source pixels a side and no larger than the
            raster's shorter side; else the whole raster as one tile, or squares along a strip).
        tile_px: side in source pixels instead of metres, or None.
        overlap: fraction of a tile shared with its neighbour, 0 <= overlap < 0.9.
    """

    tile_m: tuple[float, ...] | None = None
    tile_px: int | None = None
    overlap: float = 0.25

    def __post_init__(self) -> None:
        if not 0.0 <= self.overlap < 0.9:
            raise UsageError(f"--overlap must be from 0 to below 0.9, not {self.overlap}.")
        if self.tile_m is not None and self.tile_px is not None:
            raise UsageError("Give either --tile-m or --tile-px, not both.")
        if self.tile_m is not None and (not self.tile_m or min(self.tile_m) <= 0):
            raise UsageError("--tile-m needs ground sizes above 0 metres, for example 80,320.")
        if self.tile_px is not None and self.tile_px < 8:
            raise UsageError(f"--tile-px must be 8 or more, not {self.tile_px}.")


@dataclass(frozen=True, slots=True)
class BandRules:
    """Which bands of each raster are shown to the model, and how their values become 8 bits.

    A rule is ``CHOICE`` for all rasters, or ``PATTERN=CHOICE`` for those whose name (with or without folders) fits; the
    last rule that fits decides, without one ``auto``: the file itself.

    Attributes:
        bands: rules of choices as in :mod:`msa_core.raster.pixels.band_presets`.
        stretch: rules of choices as in :class:`msa_core.raster.pixels.stretch.StretchChoice`.
    """

    bands: tuple[str, ...] = ()
    stretch: tuple[str, ...] = ()

    def of(self, name: str) -> tuple[str, str]:
        """The choices of bands and of a stretch for the raster of that name."""
        return _last_fitting(self.bands, name), _last_fitting(self.stretch, name)


def _last_fitting(rules: tuple[str, ...], name: str) -> str:
    names = [normalize("NFC", form) for form in (name, name.rpartition("/")[2])]
    for rule in reversed(rules):
        pattern, equals, choice = rule.rpartition("=")
        # Composed, as names are compared everywhere; "scene [1].tif" is first of all the raster called so.
        pattern = normalize("NFC", pattern)
        if not equals or pattern in names or any(fnmatchcase(form, pattern) for form in names):
            return choice
    return "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOptions:
    """Settings of one indexing run.

    Attributes:
        model: None means the starter; ``device`` auto, cpu, cuda or mps.
        dtype: auto (the quicker one, timed once per machine; float32 for a part, and by a cluster), float32, bfloat16
            or float16.
        part: (i, N) for the i-th of N parts of the archives, from 1; None for all of them.
        vram_limit_gb: GPU memory that may be used, None for all there is.
        retry: try files again that were read in part, or refused so often that they are left alone.
        band_rules: bands and stretches; without rules those of an index that is already there.
        thumbnails: keep a small picture of each tile; None: as the index does that is already there, a new one does.
            True also makes them for rasters that were indexed without.
        stac: catalogues to be indexed beside the archives, and which of their items, also of those among the archives.
    """

    tiling: Tiling = Tiling()
    model: Path | None = None
    device: str = "auto"
    batch: int = 32
    readers: int = 2
    dtype: str = "auto"
    part: tuple[int, int] | None = None
    vram_limit_gb: float | None = None
    retry: bool = False
    band_rules: BandRules = BandRules()
    thumbnails: bool | None = None
    stac: StacSearch = field(default_factory=StacSearch)


def resource_path(*names: str) -> Path:
    """A file or folder of the bundled ``resources``, in a wheel or beside the packages in a checkout.

    Raises:
        FileNotFoundError: there is no such resource; the message names it.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "resources", here.parent / "resources"):
        candidate = root.joinpath(*names)
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"The bundled resource {'/'.join(names)} is missing: reinstall MSA Analyst.")


def starter_model() -> Path:
    """Folder of the bundled checkpoint; ``MSA_MODEL`` in the environment names another."""
    override = os.environ.get("MSA_MODEL")
    return Path(override) if override else resource_path("models", "starter")


def exact_up_to() -> int:
    """Most tiles of an index for which every score is computed; larger ones are searched through an inverted index.

    ``MSA_EXACT_UP_TO`` in the environment names another number.

    Raises:
        UsageError: it is not a whole number.
    """
    text = os.environ.get("MSA_EXACT_UP_TO", "")
    if text and not text.isdecimal():
        raise UsageError(f"MSA_EXACT_UP_TO must be a whole number of tiles, not {text!r}.")
    return int(text) if text else EXACT_UP_TO_TILES


def data_folder() -> Path:
    """Folder of this user for what the program makes. ``MSA_ANALYST_HOME`` in the environment names another."""
    if override := os.environ.get("MSA_ANALYST_HOME"):
        return Path(override)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "MSA Analyst"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "MSA Analyst"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "msa-analyst"


def models_folder() -> Path:
    """Where this user's models lie, a folder each: a checkpoint, or a training run with the checkpoint in ``best``."""
    return data_folder() / "models"


def cache_folder() -> Path:
    """Folder of this user for things that can be made again. ``MSA_CACHE`` in the environment names another."""
    if override := os.environ.get("MSA_CACHE"):
        return Path(override)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "msa-analyst" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "msa-analyst"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "msa-analyst"


def prepare_libraries() -> None:
    """Settings that libraries read when they are imported; what the user has set stays.

    * No library asks the network.
    * Arrow's own allocators keep what they have freed: writing 81,920 rows of the starter peaked at 458 MB with them
      and at 333 with the system's.
    * GNU OpenMP's threads spin when their work is done, by default for about 300,000 rounds: torch's then take a core
      from the search that follows the reading of a text (8 % of its CPU time). A tenth of it slows nothing.
    """
    for name, value in (
        ("HF_HUB_OFFLINE", "1"),
        ("TRANSFORMERS_OFFLINE", "1"),
        ("ARROW_DEFAULT_MEMORY_POOL", "system"),
        ("GOMP_SPINCOUNT", "30000"),
    ):
        os.environ.setdefault(name, value)
