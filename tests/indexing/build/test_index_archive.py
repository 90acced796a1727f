from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.config import IndexOptions, Tiling
from msa_core.errors import Cancelled, IndexFolderError, NothingUsableError, UsageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.cached import packing
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.model.stored import checkpoint
from msa_core.progress import Progress
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.records import SourceReport
from tests.support.scenes import UTM, picture, write_archive, write_scene
from tests.support.tiny_model import tiny_model

SIZES = Tiling(tile_m=(100.0,))


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(tiling=SIZES, model=tiny_checkpoint, device="cpu", batch=8)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive", 3)


def states(reports: list) -> dict[str, str]:
    return {report.name: report.state for report in reports}


def test_tiles_of_an_archive_become_rows(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    reports = build_index([archive], tmp_path / "out", options)
    assert states(reports) == {f"scene{n}.tif": "indexed" for n in range(3)}
    index = TileIndex(tmp_path / "out")
    assert len(index) == sum(report.tiles for report in reports) == 3 * 16
    np.testing.assert_allclose(np.linalg.norm(index.rows.embedding, axis=1), 1.0, atol=1e-5)
    assert sorted({tile.split("/")[0] for tile in index.rows.table.column("id").to_pylist()}) == sorted(
        entry.id for entry in index.manifest.sources
    )
    tile = index.tile(0)
    assert Path(tile.path).exists()
    assert tile.crs == UTM
    assert tile.gsd_m == pytest.approx(100 / 64, rel=0.01)
    assert index.info.tiles == 48


def test_an_embedding_is_that_of_the_tile_alone(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    from msa_core.model.running.embedder import Embedder
    from msa_core.raster.pixels.reader import RasterReader

    build_index([archive], tmp_path / "out", options)
    index = TileIndex(tmp_path / "out")
    embedder = Embedder(options.model or Path(), "cpu", str(index.manifest.compute["dtype"]))
    for row in (0, 17, 47):
        tile = index.tile(row)
        with RasterReader(tile.path) as reader:
            image, _ = reader.read(tile.pixel_bbox, 64)
        alone = embedder.embed_tiles([image])
        tolerance = 2e-2 if embedder.dtype == "bfloat16" else 1e-4
        np.testing.assert_allclose(index.rows.embedding[row], alone.embedding[0], atol=tolerance)


def test_a_second_run_does_nothing(
    archive: Path, tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([archive], tmp_path / "out", options)
    monkeypatch.setattr(
        "msa_core.indexing.build.index_archive.Embedder", None
    )  # a model must not even be loaded
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "shards").iterdir()}
    reports = build_index([archive], tmp_path / "out", options)
    assert set(states(reports).values()) == {"unchanged"}
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "shards").iterdir()} == before


def test_a_changed_raster_is_made_again_and_a_touched_one_is_not(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "out", options)
    write_scene(archive / "scene0.tif", seed=99)
    os.utime(archive / "scene1.tif", (1, 1))
    reports = build_index([archive], tmp_path / "out", options)
    assert states(reports) == {"scene0.tif": "indexed", "scene1.tif": "unchanged", "scene2.tif": "unchanged"}
    assert len(list((tmp_path / "out" / "shards").iterdir())) == 3
    assert len(TileIndex(tmp_path / "out")) == 48


def test_a_small_edit_that_the_sparse_read_misses_is_seen(tmp_path: Path, options: IndexOptions) -> None:
    pixels = picture(1, 1000, 1000)
    place = {"crs": UTM, "transform": (1.0, 0, 5e5, 0, -1.0, 5e6), "compress": None}
    path = write_geotiff(tmp_path / "archive" / "a.tif", pixels, **place)
    build_index([path], tmp_path / "out", options)
    before = Manifest.load(tmp_path / "out").sources[0]
    pixels[2:5, 2:5] = 255 - pixels[2:5, 2:5]
    write_geotiff(path, pixels, **place)
    assert states(build_index([path], tmp_path / "out", options)) == {"a.tif": "indexed"}
    after = Manifest.load(tmp_path / "out").sources[0]
    assert (before.content_id, before.size) == (after.content_id, after.size)
    assert before.digest != after.digest


def test_a_moved_raster_keeps_its_tiles_under_its_new_name(
    archive: Path, tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([archive], tmp_path / "out", options)
    (archive / "deep").mkdir()
    (archive / "scene1.tif").rename(archive / "deep" / "renamed.tif")
    monkeypatch.setattr("msa_core.indexing.build.run.Batches.embed", None)  # nothing is embedded again
    reports = build_index([archive], tmp_path / "out", options)
    assert states(reports)["deep/renamed.tif"] == "unchanged"
    index = TileIndex(tmp_path / "out")
    assert len(index) == 48
    assert {index.tile(row).source for row in range(48)} == {"scene0.tif", "deep/renamed.tif", "scene2.tif"}
    assert all(Path(index.tile(row).path).exists() for row in range(48))


def test_a_deleted_raster_is_missing_until_it_comes_back(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "out", options)
    (archive / "scene2.tif").rename(tmp_path / "away.tif")
    reports = build_index([archive], tmp_path / "out", options)
    assert states(reports)["scene2.tif"] == "missing"
    assert len(TileIndex(tmp_path / "out")) == 32
    (tmp_path / "away.tif").rename(archive / "scene2.tif")
    assert states(build_index([archive], tmp_path / "out", options))["scene2.tif"] == "unchanged"
    assert len(TileIndex(tmp_path / "out")) == 48


def test_an_unplugged_archive_is_not_forgotten(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    build_index([archive], tmp_path / "out", options)
    archive.rename(tmp_path / "unplugged")
    archive.mkdir()
    with pytest.raises(NothingUsableError):
        build_index([archive], tmp_path / "out", options)
    assert len(TileIndex(tmp_path / "out")) == 48


def test_a_copy_is_found_once(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    shutil.copy(archive / "scene0.tif", archive / "zz_copy.tif")
    reports = build_index([archive], tmp_path / "out", options)
    copy = next(report for report in reports if report.name == "zz_copy.tif")
    assert copy.state == "unchanged"
    assert "scene0.tif" in copy.reason
    assert len(TileIndex(tmp_path / "out")) == 48 == sum(report.tiles for report in reports)
    shutil.copy(archive / "scene1.tif", archive / "zz_later.tif")  # its original is in the index already
    reports = build_index([archive], tmp_path / "out", options)
    assert len(TileIndex(tmp_path / "out")) == 48 == sum(report.tiles for report in reports)
    assert set(states(build_index([archive], tmp_path / "out", options)).values()) == {"unchanged"}


def test_a_copy_takes_over_when_the_original_goes(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    shutil.copy(archive / "scene0.tif", archive / "zz_copy.tif")
    build_index([archive], tmp_path / "out", options)
    (archive / "scene0.tif").unlink()
    build_index([archive], tmp_path / "out", options)
    index = TileIndex(tmp_path / "out")
    assert "zz_copy.tif" in {index.tile(row).source for row in range(len(index))}
    assert len(index) == 48


def test_each_bad_file_is_refused_with_its_reason_and_the_rest_is_indexed(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    (archive / "notes.tif").write_text("not an image at all")
    (archive / "empty.tif").touch()
    write_geotiff(
        archive / "void.tif",
        np.zeros((300, 300), np.uint16),
        crs=UTM,
        transform=(1, 0, 5e5, 0, -1, 5e6),
        nodata=0,
    )
    whole = (archive / "scene0.tif").read_bytes()
    (archive / "cut.tif").write_bytes(whole[: len(whole) // 50])
    (archive / "line\nbreak.tif").write_bytes(whole)
    reports = build_index([archive], tmp_path / "out", options)
    found = states(reports)
    assert {found[name] for name in ("notes.tif", "empty.tif", "void.tif", "cut.tif")} == {"refused"}
    assert all(report.reason.endswith(".") for report in reports if report.state == "refused")
    assert found["scene1.tif"] == found["scene2.tif"] == "indexed"


def test_a_damaged_raster_is_indexed_as_far_as_it_can_be_read(tmp_path: Path, options: IndexOptions) -> None:
    path = tmp_path / "archive" / "a.tif"
    place = {"crs": UTM, "transform": (1.0, 0, 5e5, 0, -1.0, 5e6)}
    write_geotiff(path, picture(3, 1024, 1024), tiled=True, **place)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    reports = build_index([path], tmp_path / "out", options)
    assert reports[0].state in ("partial", "refused")
    if reports[0].state == "partial":
        assert " of " in reports[0].reason
        assert 0 < reports[0].tiles < Manifest.load(tmp_path / "out").sources[0].planned
        assert states(build_index([path], tmp_path / "out", options)) == {"a.tif": "unchanged"}


def test_mostly_empty_tiles_are_left_out_and_counted(tmp_path: Path, options: IndexOptions) -> None:
    pixels = picture(5, 400, 400)
    pixels[:, 120:] = 0
    path = tmp_path / "archive" / "a.tif"
    write_geotiff(path, pixels, crs=UTM, transform=(1.0, 0, 5e5, 0, -1.0, 5e6), nodata=0)
    reports = build_index([path], tmp_path / "out", options)
    entry = Manifest.load(tmp_path / "out").sources[0]
    assert entry.empty > 0
    assert entry.tiles + entry.empty == entry.planned
    assert "empty" in reports[0].reason
    index = TileIndex(tmp_path / "out")
    assert all(index.tile(row).nodata_percent <= 80 for row in range(len(index)))


def test_another_model_is_refused_with_both_fingerprints(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "out", options)
    checkpoint.save(tiny_model(seed=5), tmp_path / "other")
    with pytest.raises(IndexFolderError) as caught:
        build_index([archive], tmp_path / "out", IndexOptions(tiling=SIZES, model=tmp_path / "other"))
    assert checkpoint.fingerprint(tmp_path / "other") in str(caught.value)
    assert checkpoint.fingerprint(options.model or "") in str(caught.value)
    assert "--model" in str(caught.value)


def test_another_tiling_is_refused_and_none_means_that_of_the_index(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "out", options)
    with pytest.raises(IndexFolderError, match=r"--tile-m 100.*--tile-px 50"):
        build_index([archive], tmp_path / "out", IndexOptions(tiling=Tiling(tile_px=50), model=options.model))
    again = build_index([archive], tmp_path / "out", IndexOptions(model=options.model))
    assert set(states(again).values()) == {"unchanged"}


def test_a_folder_of_other_things_is_not_made_an_index(archive: Path, options: IndexOptions) -> None:
    with pytest.raises(UsageError, match="other files"):
        build_index([archive], archive, options)
    assert not (archive / "shards").exists()


def test_a_folder_without_rasters_is_said(tmp_path: Path, options: IndexOptions) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(NothingUsableError, match="bare"):
        build_index([tmp_path / "bare"], tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_a_second_archive_joins_and_the_first_stays(
    archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    build_index([archive], tmp_path / "out", options)
    other = tmp_path / "other"
    write_scene(other / "scene0.tif", seed=50)
    build_index([other], tmp_path / "out", options)
    index = TileIndex(tmp_path / "out")
    assert len(index) == 64
    names = {index.tile(row).source for row in range(64)}
    assert names == {"scene0.tif", "scene1.tif", "scene2.tif", "other/scene0.tif"}
    assert set(states(build_index([other, archive], tmp_path / "out", options)).values()) == {"unchanged"}


def test_a_picture_without_position_is_indexed(tmp_path: Path, options: IndexOptions) -> None:
    (tmp_path / "archive").mkdir()
    Image.fromarray(picture(8, 200, 320)).save(tmp_path / "archive" / "photo.png")
    build_index([tmp_path / "archive"], tmp_path / "out", options)
    tile = TileIndex(tmp_path / "out").tile(0)
    assert tile.footprint_lonlat == ()
    assert tile.gsd_m is None


class StopAfter(Progress):
    """Cancels once a number of sources is finished."""

    def __init__(self, sources: int) -> None:
        self.finished: list[str] = []
        super().__init__(lambda: len(self.finished) >= sources)

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        self.finished.append(name)


def test_cancelling_keeps_what_was_finished(tmp_path: Path, options: IndexOptions) -> None:
    archive = write_archive(tmp_path / "archive", 8)
    progress = StopAfter(2)
    with pytest.raises(Cancelled):
        build_index([archive], tmp_path / "out", options, progress)
    index = TileIndex(tmp_path / "out")
    assert 2 <= len(index.manifest.sources) < 8
    assert len(index) == 16 * len(index.manifest.sources)
    assert set(progress.finished[:2]) <= {entry.name for entry in index.manifest.sources}


def test_a_lost_shard_is_made_again(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    build_index([archive], tmp_path / "out", options)
    shards = sorted((tmp_path / "out" / "shards").iterdir())
    shards[0].unlink()
    shards[1].write_bytes(shards[1].read_bytes()[:-50])
    reports = build_index([archive], tmp_path / "out", options)
    assert sorted(states(reports).values()) == ["indexed", "indexed", "unchanged"]
    assert len(TileIndex(tmp_path / "out")) == 48


def test_a_lost_manifest_entry_is_taken_up_from_its_shard(
    archive: Path, tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([archive], tmp_path / "out", options)
    manifest = Manifest.load(tmp_path / "out")
    manifest.sources = manifest.sources[:1]
    manifest.save(tmp_path / "out")
    monkeypatch.setattr("msa_core.indexing.build.run.Batches.embed", None)
    reports = build_index([archive], tmp_path / "out", options)
    assert set(states(reports).values()) == {"unchanged"}
    assert len(TileIndex(tmp_path / "out")) == 48


def test_little_shards_are_packed_and_stay_usable(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "PACK_FROM", 4)
    archive = write_archive(tmp_path / "archive", 5)
    build_index([archive], tmp_path / "out", options)
    assert [p.name[:7] for p in (tmp_path / "out" / "shards").iterdir()] == ["packed-"]
    assert len(TileIndex(tmp_path / "out")) == 80
    (archive / "scene1.tif").rename(archive / "moved.tif")
    write_scene(archive / "scene2.tif", seed=77)
    reports = build_index([archive], tmp_path / "out", options)
    assert states(reports)["moved.tif"] == "unchanged"
    assert states(reports)["scene2.tif"] == "indexed"
    index = TileIndex(tmp_path / "out")
    assert len(index) == 80
    assert {index.tile(row).source for row in range(80)} == {
        "moved.tif", "scene0.tif", "scene2.tif", "scene3.tif", "scene4.tif",
    }  # fmt: skip


def test_the_cache_is_only_a_cache(archive: Path, tmp_path: Path, options: IndexOptions) -> None:
    build_index([archive], tmp_path / "out", options)
    before = TileIndex(tmp_path / "out")
    (cached,) = (tmp_path / "out" / "cache").iterdir()
    (cached / "embedding.npy").write_bytes(b"damaged")
    after = TileIndex(tmp_path / "out")
    np.testing.assert_array_equal(before.rows.bounds, after.rows.bounds)
    shutil.rmtree(tmp_path / "out" / "cache")
    assert len(TileIndex(tmp_path / "out")) == 48
