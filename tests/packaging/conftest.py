"""Fixtures for the tests of the shell scripts in packaging/."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.packaging.workbench import Workbench

_PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
# What the scripts use besides what a test replaces; nothing else of the system is on their path.
_TOOLS = (
    "sh",
    "awk",
    "dirname",
    "find",
    "grep",
    "head",
    "mkdir",
    "mktemp",
    "mv",
    "rm",
    "sort",
    "tail",
    "touch",
    "tr",
)


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    """Scripts copied, tools linked, Linux assumed."""
    if os.name == "nt":
        pytest.skip("the scripts are for Linux and macOS")
    bench = Workbench(tmp_path, tmp_path / "bin")
    bench.bin.mkdir()
    (tmp_path / "packaging").mkdir()
    for script in _PACKAGING.glob("*.sh"):
        shutil.copy(script, tmp_path / "packaging" / script.name)
    for tool in _TOOLS:
        found = shutil.which(tool)
        assert found is not None, f"this system has no {tool}"
        (bench.bin / tool).symlink_to(found)
    bench.stand_in("uname", "echo Linux")
    return bench
