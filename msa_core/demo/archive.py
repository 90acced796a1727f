"""The demo archive: made landscapes as georeferenced GeoTIFFs of several kinds, and their ground truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyproj

from msa_core.config import DEMO_SEED
from msa_core.demo.land.plans.plan import Plan, new_plan
from msa_core.demo.paint.order import paint
from msa_core.demo.scenes.layouts import LAYOUTS, STYLES
from msa_core.demo.sensor import as_uint16, ragged_swath
from msa_core.demo.truth import ToLonLat, features_of
from msa_core.errors import StorageError, UsageError
from msa_core.files import make_folder, write_whole
from msa_core.progress import Progress
from msa_core.raster.gdal.writer import write_geotiff

MARKER = "demo-archive.json"
TRUTH = "truth.geojson"
VERSION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One file of the archive.

    Attributes:
        layout: name of the landscape in ``LAYOUTS``.
        name: file name.
        crs: authority code.
        lonlat: the middle of the scene.
        size_m: ground width and height.
        gsd_m: ground metres per pixel.
        datetime: of the imaginary flight, as TIFF writes times.
        south_up: rows stored from south to north.
        is_uint16: four bands of 16 bits with an irregular border without data, instead of RGB.
    """

    layout: str
    name: str
    crs: str
    lonlat: tuple[float, float]
    size_m: tuple[float, float]
    gsd_m: float
    datetime: str
    south_up: bool = False
    is_uint16: bool = False


SCENES = (
    Scene(
        layout="airport",
        name="north_airport.tif",
        crs="EPSG:32633",
        lonlat=(15.31, 52.63),
        size_m=(3600, 2600),
        gsd_m=1.0,
        datetime="2024:06:18 09:40:00",
    ),
    Scene(
        layout="harbour",
        name="harbour_town.tif",
        crs="EPSG:3857",
        lonlat=(3.92, 42.96),
        size_m=(3000, 2600),
        gsd_m=1.2,
        datetime="2024:07:02 10:15:00",
    ),
    Scene(
        layout="farmland",
        name="river_fields.tif",
        crs="EPSG:25832",
        lonlat=(9.58, 52.74),
        size_m=(5200, 4200),
        gsd_m=2.0,
        datetime="2023:07:11 10:05:00",
        is_uint16=True,
    ),
    Scene(
        layout="city",
        name="stadium_city.tif",
        crs="EPSG:4326",
        lonlat=(4.73, 50.36),
        size_m=(2300, 2100),
        gsd_m=0.8,
        datetime="2024:05:21 09:20:00",
    ),
    Scene(
        layout="lakes",
        name="lake_forest.tif",
        crs="EPSG:32635",
        lonlat=(27.44, 62.38),
        size_m=(4500, 3800),
        gsd_m=1.5,
        datetime="2023:08:09 10:50:00",
        south_up=True,
    ),
    Scene(
        layout="dry",
        name="dry_valley.tif",
        crs="EPSG:32630",
        lonlat=(-2.41, 37.33),
        size_m=(4600, 4000),
        gsd_m=2.0,
        datetime="2024:03:30 10:30:00",
    ),
)


def make_archive(folder: Path, seed: int = DEMO_SEED, progress: Progress | None = None) -> list[Path]:
    """Make the demo archive in ``folder``, or finish one that was interrupted; returns the rasters' paths.

    The same seed gives the same pixels. A complete archive is left as it is.

    Args:
        folder: absent, empty, or holding a demo archive of this seed.
        seed: of all chances.
        progress: told of each scene; where the user may cancel.

    Raises:
        UsageError: the folder holds something else.
        StorageError: the disk is full or read-only.
    """
    progress = progress or Progress()
    folder = Path(folder)
    paths = [folder / scene.name for scene in SCENES]
    if _is_complete(folder, seed):
        progress.done(f"The demo archive in {folder} is complete.")
        return paths
    _write_json(folder / MARKER, {"kind": "msa demo archive", "version": VERSION, "seed": seed, "files": {}})
    found: list[dict[str, Any]] = []
    total = sum(np.prod(scene.size_m) / scene.gsd_m**2 for scene in SCENES)
    done = 0.0
    for number, scene in enumerate(SCENES):
        progress(float(done / total), f"Painting {scene.name} ({number + 1} of {len(SCENES)})")
        plan = lay_out(scene, seed)
        found.extend(features_of(plan, scene.name, _to_lonlat(scene)))
        if not paths[number].exists():
            write_scene(paths[number], scene, plan, seed)
        done += float(np.prod(scene.size_m)) / scene.gsd_m**2
    _write_json(folder / TRUTH, {"type": "FeatureCollection", "features": found})
    sizes = {path.name: path.stat().st_size for path in [*paths, folder / TRUTH]}
    _write_json(
        folder / MARKER, {"kind": "msa demo archive", "version": VERSION, "seed": seed, "files": sizes}
    )
    progress(1.0, "The demo archive is complete.")
    return paths


def _is_complete(folder: Path, seed: int) -> bool:
    """True when the archive is there; raises when the folder holds anything but a demo archive of this seed."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder for the demo archive.")
    if not folder.exists() or not any(folder.iterdir()):
        return False
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        made, files = (marker["kind"], marker["version"], marker["seed"]), dict(marker["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{folder} is not empty and holds no demo archive: nothing was written. Name an empty or new folder."
        ) from None
    if made != ("msa demo archive", VERSION, seed):
        raise UsageError(
            f"{folder} holds a demo archive of another seed or version: name another folder, or remove it."
        )
    return bool(files) and all(
        (folder / name).is_file() and (folder / name).stat().st_size == size for name, size in files.items()
    )


def lay_out(scene: Scene, seed: int) -> Plan:
    """The plan of ``scene``."""
    plan = new_plan(STYLES[scene.layout], *scene.size_m, seed)
    LAYOUTS[scene.layout](plan)
    return plan


def write_scene(path: Path, scene: Scene, plan: Plan, seed: int) -> None:
    """Paint ``plan`` and write it as ``scene`` asks."""
    picture = paint(plan, 1.0 / scene.gsd_m, seed)
    a, e, c, f = grid(scene)
    if scene.south_up:
        picture = np.ascontiguousarray(picture[::-1])
        f, e = f + e * picture.shape[0], -e
    options: dict[str, Any] = {
        "crs": scene.crs,
        "transform": (a, 0.0, c, 0.0, e, f),
        "overviews": (2, 4, 8, 16),
        "tags": {"ACQUISITIONDATETIME": scene.datetime, "TIFFTAG_SOFTWARE": "MSA Analyst demo landscape"},
    }
    if scene.is_uint16:
        bands = as_uint16(picture, ragged_swath(picture.shape[:2], seed))
        write_geotiff(
            path,
            bands,
            nodata=0,
            compress="deflate",
            descriptions=("red", "green", "blue", "near infrared"),
            **options,
        )
    else:
        write_geotiff(path, picture, compress="jpeg", **options)


def grid(scene: Scene) -> tuple[float, float, float, float]:
    """Pixel width and (negative) height, left and top of ``scene``, in units of its CRS."""
    lon, lat = scene.lonlat
    to_crs = pyproj.Transformer.from_crs("EPSG:4326", scene.crs, always_xy=True)
    geod = pyproj.Geod(ellps="WGS84")
    x, y = to_crs.transform(lon, lat)
    # How far in the CRS 100 metres of ground reach, eastward and northward of the middle.
    east = to_crs.transform(*geod.fwd(lon, lat, 90.0, 100.0)[:2])[0] - x
    north = to_crs.transform(*geod.fwd(lon, lat, 0.0, 100.0)[:2])[1] - y
    a, e = east / 100.0 * scene.gsd_m, -north / 100.0 * scene.gsd_m
    return a, e, x - a * scene.size_m[0] / scene.gsd_m / 2, y - e * scene.size_m[1] / scene.gsd_m / 2


def _to_lonlat(scene: Scene) -> ToLonLat:
    """Metres from the north-west corner to longitudes and latitudes."""
    a, e, c, f = grid(scene)
    to_wgs84 = pyproj.Transformer.from_crs(scene.crs, "EPSG:4326", always_xy=True)

    def convert(points: np.ndarray) -> np.ndarray:
        lon, lat = to_wgs84.transform(c + points[:, 0] / scene.gsd_m * a, f + points[:, 1] / scene.gsd_m * e)
        return np.column_stack((lon, lat))

    return convert


def _write_json(path: Path, content: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path.parent} cannot be made: {error.strerror or error}. Choose another folder."
        ) from error
    make_folder(path.parent)
    write_whole(path, (json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n").encode())
