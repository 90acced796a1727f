"""What a dropped or chosen file is, by its name and its neighbours; of JSON by its first words."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import PICTURE_SUFFIXES
from msa_core.raster.find.stac.stac_items import is_stac_file

WORLD_FILE_SUFFIXES = (".pgw", ".jgw", ".jpgw", ".pngw", ".wld", ".bpw", ".gfw")
EMBEDDINGS_SUFFIXES = (".parquet", ".geoparquet")
AREA_SUFFIXES = (".geojson", ".json", ".kml", ".wkt", ".shp")


def is_area_file(path: Path) -> bool:
    """Whether a file's name says that it holds areas and no raster; a STAC catalogue is none, it leads to rasters."""
    return path.suffix.lower() in AREA_SUFFIXES and not path.is_dir() and not is_stac_file(path)


def is_embeddings_file(path: Path) -> bool:
    """Whether a file's name says that it is Parquet: embeddings, if anything that is read here."""
    return path.suffix.lower() in EMBEDDINGS_SUFFIXES and not path.is_dir()


def is_plain_picture(path: Path) -> bool:
    """Whether a file is an ordinary picture: by its name, and without a world file that would place it."""
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return False
    placed = any(path.with_suffix(suffix).exists() for suffix in WORLD_FILE_SUFFIXES)
    return not placed and not Path(str(path) + ".aux.xml").exists()
