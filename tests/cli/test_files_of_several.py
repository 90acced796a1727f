"""Files that hold several rasters: pages, tables, variables and frames are searched, or said in the line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from PIL import Image
from rasterio.enums import Resampling

from msa_core.raster.find.archive import scan
from msa_core.raster.gdal.locations import inner
from tests.cli.conftest import Outcome, Run
from tests.cli.test_sources import Index, found, index, states
from tests.support.scenes import write_scene

assert index


def picture(seed: int, side: int = 300) -> Image.Image:
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, 255, (side // 10, side // 10, 3)).astype(np.uint8)
    return Image.fromarray(coarse).resize((side, side), Image.Resampling.BICUBIC)


def write_pages(path: Path, seeds: tuple[int, ...]) -> Path:
    path.parent.mkdir(exist_ok=True)
    first, *others = (picture(seed) for seed in seeds)
    first.save(path, save_all=True, append_images=others)
    return path


def line_of(done: Outcome, name: str) -> str:
    (line,) = [line for line in done.out.splitlines() if line.split("  ")[1] == name]
    return line


def test_every_page_is_a_source_of_its_own_kept_moved_and_lost_with_its_file(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    pages = write_pages(archive / "scan.tif", (1, 2, 3))
    names = {"scan.tif", "scan.tif#page=2", "scan.tif#page=3"}
    assert states(index(archive)) == dict.fromkeys(names, "indexed")
    assert found(run, tmp_path).keys() == names
    again = index(archive)
    assert states(again) == dict.fromkeys(names, "unchanged")
    assert "moved" not in again.out
    explained = run(
        "explain", tmp_path / "out", "a river", "--source", "scan.tif#page=3", "--out", tmp_path / "why"
    )
    assert explained.code == 0, explained.err
    pages.rename(archive / "moved.tif")
    moved = index(archive)
    assert states(moved) == dict.fromkeys(("moved.tif", "moved.tif#page=2", "moved.tif#page=3"), "unchanged")
    assert "moved from scan.tif#page=3" in moved.out
    write_pages(archive / "moved.tif", (1, 2))
    index(archive)
    assert found(run, tmp_path).keys() == {"moved.tif", "moved.tif#page=2"}
    (archive / "moved.tif").unlink()
    write_scene(archive / "other.tif")
    index(archive)
    assert found(run, tmp_path).keys() == {"other.tif"}


def test_a_page_that_a_killed_run_did_not_reach_is_made_up_for(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    write_pages(archive / "scan.tif", (1, 2))
    index(archive)
    file = tmp_path / "out" / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    (lost,) = [s for s in manifest["sources"] if s["name"] == "scan.tif#page=2"]
    manifest["sources"].remove(lost)
    del manifest["shards"][lost["shard"]]
    (tmp_path / "out" / "shards" / lost["shard"]).unlink()
    file.write_text(json.dumps(manifest), "utf-8")
    assert states(index(archive)) == {"scan.tif": "unchanged", "scan.tif#page=2": "indexed"}
    # An index made before pages were looked for: its files are opened once more, and their pages found.
    for source in manifest["sources"]:
        del source["parts"]
    file.write_text(json.dumps(manifest), "utf-8")
    done = index(archive)
    assert states(done).keys() == {"scan.tif", "scan.tif#page=2"}
    assert "finished by an interrupted run" in line_of(done, "scan.tif#page=2")
    assert found(run, tmp_path).keys() == {"scan.tif", "scan.tif#page=2"}


def test_overviews_and_masks_are_no_pages(tmp_path: Path) -> None:
    scene = write_scene(tmp_path / "archive" / "a.tif")
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(scene, "r+") as dataset:
        dataset.write_mask(True)
        dataset.build_overviews([2, 4], Resampling.average)
    listing = scan([tmp_path / "archive"])
    infos, refused = listing.rasters, listing.refused
    assert ([info.name for info in infos], refused) == (["a.tif"], ())


def test_tables_of_a_geopackage_are_sources_and_unchanged_the_next_time(
    run: Run, index: Index, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for seed, table in enumerate(("NORTH", "SOUTH WEST")):
        scene = write_scene(tmp_path / f"{seed}.tif", seed=seed)
        options = {"APPEND_SUBDATASET": "YES"} if seed else {}
        rasterio.shutil.copy(scene, archive / "maps.gpkg", driver="GPKG", RASTER_TABLE=table, **options)
    names = {"maps.gpkg#table=NORTH", "maps.gpkg#table=SOUTH WEST"}
    assert states(index(archive)) == dict.fromkeys(names, "indexed")
    assert found(run, tmp_path).keys() == names
    assert states(index(archive)) == dict.fromkeys(names, "unchanged")
    write_scene(archive / "a.tif")
    assert states(index(archive)) == {**dict.fromkeys(names, "unchanged"), "a.tif": "indexed"}


def test_frames_of_moving_pictures_are_said_to_be_left_out(index: Index, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    first, *others = (picture(seed) for seed in range(4))
    first.save(archive / "a.gif", save_all=True, append_images=others)
    first.save(archive / "b.png", save_all=True, append_images=others[:1])
    first.save(archive / "c.png")
    done = index(archive)
    assert "left out: 3 of 4 frames of a moving picture" in line_of(done, "a.gif")
    assert "left out: 1 of 2 frames of a moving picture" in line_of(done, "b.png")
    assert "left out" not in line_of(done, "c.png")


def test_names_of_parts_are_ours_and_gdals_by_turns() -> None:
    cases = {
        "GTIFF_DIR:2:/a b/x.tif": "page=2",
        "NITF_IM:1:/a b/x.tif": "image=1",
        'NETCDF:"/a b/x.tif":Band1': "netcdf=Band1",
        'HDF5:"/a b/x.tif"://deep/var': "hdf5=%2F%2Fdeep%2Fvar",
        "GPKG:/a b/x.tif:south west": "table=south west",
    }
    for theirs, ours in cases.items():
        assert inner.inside([theirs], "/a b/x.tif", is_raster=False).subdatasets == (ours,)
        assert inner.gdal_name("/a b/x.tif", ours).casefold() == theirs.casefold()
        assert inner.split(inner.path_of(Path("/a b/x.tif"), ours)) == (Path("/a b/x.tif"), ours)
    assert inner.split("/a/plain#1.tif") is None
    many = [f"GTIFF_DIR:{n}:/x.tif" for n in range(1, 102)]
    found_parts = inner.inside(many, "/x.tif", is_raster=True)
    assert len(found_parts.subdatasets) == inner.MAX_SUBDATASETS
    assert found_parts.left_out.startswith("36 of 101 rasters in it")


def test_the_report_of_json_names_bands_and_what_was_passed_over(index: Index, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    write_scene(archive / "a.tif")
    (archive / "a.pdf").touch()
    done = index(archive, "--json-progress")
    events = [json.loads(line) for line in done.err.splitlines()]
    (source,) = [event for event in events if event["event"] == "source"]
    assert source["taken"]["bands"] == [1, 2, 3]
    assert source["taken"]["bands_why"]
    assert source["tiles"] > 0
    assert events[-1]["passed_over"] == {".pdf": 1}
    assert events[-1]["sources"] == {"indexed": 1}
    plain = index(archive)
    assert "passed over  1  1 .pdf (not taken)" in plain.err
    assert "bands 1, 2, 3 as red, green, blue" in plain.out
