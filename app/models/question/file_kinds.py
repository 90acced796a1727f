"""What a dropped or chosen file is, by its name and its neighbours; nothing is opened."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import PICTURE_SUFFIXES

WORLD_FILE_SUFFIXES = (".pgw", ".jgw", ".jpgw", ".pngw", ".wld", ".bpw", ".gfw")
AREA_SUFFIXES = (".geojson", ".json", ".kml", ".wkt", ".shp")


def is_area_file(path: Path) -> bool:
    """Whether a file's name says that it holds areas and no raster."""
    return path.suffix.lower() in AREA_SUFFIXES and not path.is_dir()


def is_plain_picture(path: Path) -> bool:
    """Whether a file is an ordinary picture: by its name, and without a world file that would place it."""
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return False
    placed = any(path.with_suffix(suffix).exists() for suffix in WORLD_FILE_SUFFIXES)
    return not placed and not Path(str(path) + ".aux.xml").exists()
