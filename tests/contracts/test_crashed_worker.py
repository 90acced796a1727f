"""A test that takes its process down ends a run on several cores with a failure.

pytest-xdist starts another worker in place of one that crashed, and with whole files handed out it may then wait for
ever (its issues 784, 1323 and 1327); so the run is ended instead, by an option in pyproject.toml.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_worker_ends_the_run_and_is_named(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"test_calm{number}.py").write_text("def test_a(): pass\ndef test_b(): pass\n")
    (tmp_path / "test_dies.py").write_text(
        "import os, signal\ndef test_before(): pass\ndef test_dies(): os.kill(os.getpid(), signal.SIGKILL)\n"
        "def test_after(): pass\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(_ROOT / "pyproject.toml"),
        "--rootdir",
        str(tmp_path),
    ]
    command += ["-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "test_dies.py::test_dies" in done.stdout
    assert "crashed" in done.stdout
