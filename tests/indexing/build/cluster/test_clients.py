"""What ``--dask`` may name, and what is said of the rest."""

from __future__ import annotations

import importlib.util
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from msa_core.errors import UsageError
from msa_core.indexing.build.cluster import clients

pytestmark = pytest.mark.filterwarnings("ignore")


def no_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as stream:
        stream.bind(("127.0.0.1", 0))
        return int(stream.getsockname()[1])


@pytest.mark.parametrize(
    "target, sentence",
    [
        ("local:0", "a number of workers from 1 to"),
        ("local:two", "not 'two'"),
        ("8", "--dask needs tcp://HOST:PORT, local:N"),
        ("missing.yaml", "There is no such file"),
        ("missing.json", "There is no such file"),
    ],
)
def test_what_is_no_cluster_is_refused_in_words(target: str, sentence: str) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match=sentence), clients.cluster_client(target):
        pass


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("- 1", "holds no settings"),
        ("a: [", "is not a YAML file"),
        ("jobs: 2", "needs jobqueue: with the settings of one of slurm"),
        ("jobqueue: {slurm: {}, pbs: {}}", "needs jobqueue: with the settings of one of slurm"),
        ("jobqueue: {cron: {}}", "needs jobqueue: with the settings of one of slurm"),
        ("jobqueue: {slurm: {cores: 1, memory: 1GB}}\njobs: many", "jobs is how many jobs are wanted"),
        ("jobqueue: {slurm: {memory: 1GB}}", "the jobs cannot be started"),
    ],
)
def test_a_wrong_file_for_a_batch_system_is_refused_in_words(
    tmp_path: Path, text: str, sentence: str
) -> None:
    pytest.importorskip("dask_jobqueue")
    path = tmp_path / "batch.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=sentence), clients.cluster_client(str(path)):
        pass


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(clients, "_ANSWERS_IN_S", 0.5)
    with (
        pytest.raises(UsageError, match="no Dask scheduler answers there"),
        clients.cluster_client(f"tcp://127.0.0.1:{no_port()}"),
    ):
        pass


def test_without_dask_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found: Callable[[str], object] = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "distributed" else found(name)
    )
    with (
        pytest.raises(UsageError, match=r"pip install 'msa-analyst\[cluster\]'"),
        clients.cluster_client("local:1"),
    ):
        pass


def test_jobs_of_slurm_are_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sbatch`` is a stand-in that starts what the job script says."""
    pytest.importorskip("dask_jobqueue")
    folder = tmp_path / "bin"
    folder.mkdir()
    # The script is removed as soon as sbatch returns.
    (folder / "sbatch").write_text(
        f'#!/bin/sh\ncp "$1" {tmp_path}/job.sh\nsetsid sh {tmp_path}/job.sh >{tmp_path}/job.log 2>&1 &\n'
        "echo Submitted batch job $!\n"
    )
    (folder / "scancel").write_text('#!/bin/sh\nkill -- -"$1" 2>/dev/null\nexit 0\n')
    for tool in folder.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    path = tmp_path / "slurm.yaml"
    path.write_text("jobqueue:\n  slurm: {cores: 1, memory: 2GB, interface: lo}\njobs: 1\n")
    with clients.cluster_client(str(path)) as client:
        client.wait_for_workers(1, timeout=120)
        assert client.submit(sum, [20, 22]).result(60) == 42
