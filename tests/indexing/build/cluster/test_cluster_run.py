"""Indexing by real worker processes of a Dask cluster: the same files as one machine makes, whatever ends meanwhile."""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.errors import Cancelled, MsaError, StorageError
from msa_core.indexing.build.cluster import cluster_run, workers
from msa_core.indexing.build.cluster.tasks import SIGN
from msa_core.indexing.build.cluster.tile_ranges import RANGE_FOLDER
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER
from msa_core.progress import Progress
from msa_core.records import SourceReport
from tests.support import faulty_worker
from tests.support.commands import Commands
from tests.support.scenes import write_archive, write_scene

distributed = pytest.importorskip("distributed")

# Its own threads warn of what is not ours.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(900)]

_PRELOAD = [str(Path(faulty_worker.__file__))]


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    """Two workers of a thread each."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, preload=_PRELOAD
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.fixture
def options(tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> IndexOptions:
    """Pieces of at most eight tiles, so that each scene of sixteen is in two."""
    monkeypatch.setattr(cluster_run, "_BATCHES_A_RANGE", 2)
    return IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", batch=4, dtype="float32"
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three scenes in two ranges each, a small one in one, and a damaged one."""
    folder = write_archive(tmp_path / "archive", 3)
    write_scene(folder / "small.tif", seed=9, height=200, width=200)
    (folder / "torn.tif").write_bytes((folder / "scene0.tif").read_bytes()[:300])
    return folder


def states(reports: list[SourceReport]) -> dict[str, str]:
    return {report.name: report.state for report in reports}


def shards(index: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (index / SHARD_FOLDER).iterdir()}


def assert_as_on_one_machine(archive: Path, index: Path, options: IndexOptions) -> None:
    alone = index.with_name(f"{index.name}-alone")
    build_index([archive], alone, options)
    assert shards(index) == shards(alone)
    assert not [path.name for path in index.iterdir() if path.name in (SIGN, RANGE_FOLDER)]
    assert verify_index(index).is_sound


class Stopper(Progress):
    """Cancels once so many sources or ranges are there."""

    def __init__(self, folder: Path, pattern: str, count: int) -> None:
        super().__init__()
        self._folder, self._pattern, self._count = folder, pattern, count

    def __call__(self, fraction: float, text: str = "") -> None:
        if len(list(self._folder.glob(self._pattern))) >= self._count:
            raise Cancelled


def test_the_files_are_those_that_one_machine_makes(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "out"
    first = states(build_index([archive], out, options, cluster=client))
    assert first == {f"scene{n}.tif": "indexed" for n in range(3)} | {
        "small.tif": "indexed",
        "torn.tif": "refused",
    }
    assert_as_on_one_machine(archive, out, options)
    before = shards(out)
    again = states(build_index([archive], out, options, cluster=client))
    assert set(again.values()) == {"unchanged", "refused"}
    assert shards(out) == before


def test_a_cancelled_run_goes_on_with_the_ranges_that_were_made(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "out"
    write_scene(archive / "a_large.tif", seed=30, height=800, width=800)
    with pytest.raises(Cancelled):
        build_index([archive], out, options, Stopper(out, f"{RANGE_FOLDER}/*.parquet", 1), client)
    assert not (out / SIGN).exists()
    left = {path: path.stat().st_mtime_ns for path in (out / RANGE_FOLDER).glob("*.parquet")}
    assert left

    class Watching(Progress):
        """Sees that what was made stays as it is until it is joined."""

        def __call__(self, fraction: float, text: str = "") -> None:
            for path, written in left.items():
                if path.exists():
                    assert path.stat().st_mtime_ns == written

    build_index([archive], out, options, Watching(), client)
    assert_as_on_one_machine(archive, out, options)


def test_one_machine_goes_on_where_a_cluster_was_stopped(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "out"
    with pytest.raises(Cancelled):
        build_index([archive], out, options, Stopper(out, f"{SHARD_FOLDER}/*.parquet", 1), client)
    build_index([archive], out, options)
    assert_as_on_one_machine(archive, out, options)


def test_a_worker_killed_midway_loses_nothing(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    out = tmp_path / "out"
    workers = list(client.run(os.getpid).values())

    class Killer(Progress):
        def __call__(self, fraction: float, text: str = "") -> None:
            if workers and list(out.glob(f"{RANGE_FOLDER}/*.parquet")):
                os.kill(workers.pop(), signal.SIGKILL)
                workers.clear()

    reports = build_index([archive], out, options, Killer(), client)
    assert not workers
    assert list(states(reports).values()).count("indexed") == 4
    assert_as_on_one_machine(archive, out, options)


@pytest.mark.slow
def test_a_driver_killed_and_started_again_makes_the_same(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions, commands: Commands
) -> None:
    out = tmp_path / "out"
    line = (
        "msa_core.cli", "index", str(archive), "--out", str(out), "--model", str(options.model), "--batch", "4",
        "--tile-m", "100", "--device", "cpu", "--dask", client.scheduler.address,
    )  # fmt: skip
    first = commands.start(*line)
    until = time.monotonic() + 300
    while not list(out.glob(f"{SHARD_FOLDER}/*.parquet")) and time.monotonic() < until:
        time.sleep(0.01)
    first.kill()
    assert first.wait() < 0
    assert commands.start(*line).wait() == 0
    assert_as_on_one_machine(archive, out, options)


@pytest.mark.slow
def test_a_raster_that_ends_every_worker_is_told_and_holds_up_no_other(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    write_scene(archive / "killer.tif", seed=20, height=200, width=200)
    write_scene(archive / "once.tif", seed=21, height=200, width=200)
    reports = build_index([archive], tmp_path / "out", options, cluster=client)
    found = states(reports)
    assert found.pop("torn.tif") == found.pop("killer.tif") == "refused"
    assert set(found.values()) == {"indexed"}
    reason = next(report.reason for report in reports if report.name == "killer.tif")
    assert "it ended each of 4 workers that tried it" in reason


@pytest.mark.slow
def test_a_worker_whose_disk_is_full_gets_no_more_tasks(
    archive: Path, tmp_path: Path, options: IndexOptions, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    specs = {
        name: {"cls": distributed.Nanny, "options": {"nthreads": 1, "name": name, "preload": _PRELOAD}}
        for name in ("full", "good")
    }
    with (
        distributed.SpecCluster(
            workers=specs, scheduler={"cls": distributed.Scheduler, "options": {"dashboard_address": None}}
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.wait_for_workers(2)
        reports = build_index([archive], out, options, cluster=client)
        assert list(states(reports).values()).count("indexed") == 4
        assert "gets no more tasks" in caplog.text
        assert_as_on_one_machine(archive, out, options)
        good = [key for key, worker in client.scheduler_info()["workers"].items() if worker["name"] == "good"]
        client.retire_workers(good)
        with pytest.raises(StorageError, match="No worker can go on"):
            build_index([archive], tmp_path / "other", options, cluster=client)


def _used_bytes() -> int:
    import psutil

    return int(psutil.Process().memory_info().rss)


def limited(client: distributed.Client, archive: Path, options: IndexOptions, share: float) -> Any:
    """A cluster of a worker whose limit is filled so far (0..1) by what one uses that has a model in it."""
    build_index([archive], archive.with_name("before"), options, cluster=client)
    used = min(client.run(_used_bytes).values())
    return distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        memory_limit=int(used / share),
    )


def test_workers_that_have_paused_for_want_of_memory_do_not_hold_the_run_for_ever(
    client: distributed.Client,
    archive: Path,
    tmp_path: Path,
    options: IndexOptions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_MAX_REST_S", 3.0)
    shown: list[str] = []

    class Shown(Progress):
        def __call__(self, fraction: float, text: str = "") -> None:
            shown.append(text)

    with (
        limited(client, archive, options, 0.87) as cluster,
        distributed.Client(cluster) as small,
        pytest.raises(
            MsaError, match=r"paused them for want of memory\. One uses \d\.\d GB of the \d\.\d GB"
        ),
    ):
        build_index([archive], tmp_path / "out", options, Shown(), small)
    assert "the workers have paused for want of memory" in shown
    build_index([archive], tmp_path / "out", options)
    assert_as_on_one_machine(archive, tmp_path / "out", options)


@pytest.mark.slow
def test_a_worker_that_runs_out_of_memory_is_told_with_what_it_may_use(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    for path in archive.glob("scene[12]*"):
        path.unlink()
    with limited(client, archive, options, 1.1) as cluster, distributed.Client(cluster) as small:
        reports = build_index([archive], tmp_path / "out", options, cluster=small)
    reason = next(report.reason for report in reports if report.name == "scene0.tif")
    assert re.search(
        r"ended each of 4 workers that tried it, perhaps for want of memory \(each may use \d\.\d GB", reason
    )


def test_workers_of_another_model_are_not_used(
    client: distributed.Client, archive: Path, tmp_path: Path, options: IndexOptions
) -> None:
    facts: list[cluster_run.RunFacts] = []
    out = tmp_path / "out"

    class Other(cluster_run.ClusterRun):
        def __init__(self, ledger, jobs, run, progress, client) -> None:  # type: ignore[no-untyped-def]
            facts.append(run)
            other = dataclasses.replace(run, model=dataclasses.replace(run.model, fingerprint="0" * 64))
            super().__init__(ledger, jobs, other, progress, client)

    patch = pytest.MonkeyPatch()
    patch.setattr(cluster_run, "ClusterRun", Other)
    with patch.context(), pytest.raises(MsaError, match="it finds a different model in"):
        build_index([archive], out, options, cluster=client)
    patch.undo()
    assert facts
    build_index([archive], out, options, cluster=client)
    assert_as_on_one_machine(archive, out, options)
