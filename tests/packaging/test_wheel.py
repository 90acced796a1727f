"""The wheel holds what it should, and works installed elsewhere, run from another folder.

``make wheel`` names the wheel in dist/ through MSA_WHEEL; otherwise one is built here. The environment it is
installed into borrows the heavy libraries of the running one, but never the checkout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core import __version__

_ROOT = Path(__file__).resolve().parents[2]
_STARTER = ("model.safetensors", "config.json", "tokenizer/tokenizer.json", "MODEL_CARD.md")


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own; commands run in ``folder``, far from the checkout."""

    bin: Path
    folder: Path

    def run(self, command: str, *arguments: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a script of the wheel; fails the test with its output when the exit code is another."""
        environment = {
            k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MSA_MODEL", "VIRTUAL_ENV")
        }
        result = subprocess.run(
            [str(self.bin / command), *arguments],
            cwd=self.folder,
            env=environment
            | {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        assert result.returncode == exit_code, f"{command} {arguments}\n{result.stdout}\n{result.stderr}"
        return result


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel named by MSA_WHEEL, else one built from the checkout."""
    if named := os.environ.get("MSA_WHEEL"):
        return (_ROOT / named).resolve()
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(_ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=500)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel alone in a new environment, with the running one's libraries behind it."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "venv", with_pip=False, symlinks=os.name != "nt")
    bin_folder = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = str(bin_folder / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, timeout=500)
    # A line of a .pth adds the folder, but not the .pth files in it: the editable checkout stays outside.
    where = 'import sysconfig; print(sysconfig.get_paths()["purelib"])'
    site = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip()
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    work = home / "work"
    work.mkdir()
    return Installed(bin_folder, work)


@pytest.fixture(scope="module")
def archive(installed: Installed) -> Path:
    """A folder with one picture of a green square on sand, without a position."""
    folder = installed.folder / "archive"
    folder.mkdir()
    pixels = np.full((256, 256, 3), (200, 180, 140), dtype=np.uint8)
    pixels[64:192, 64:192] = (40, 120, 50)
    Image.fromarray(pixels).save(folder / "field.png")
    return folder


def test_the_wheel_holds_both_packages_and_the_resources_inside_the_core(names: set[str]) -> None:
    assert {"app/__main__.py", "msa_core/records.py"} <= names
    for path in (_ROOT / "resources").rglob("*"):
        if path.is_file() and not path.name.startswith(".") and not _is_for_the_source(path):
            assert f"msa_core/{path.relative_to(_ROOT).as_posix()}" in names


def test_the_wheel_holds_the_guide_and_not_what_only_readers_of_the_source_want(names: set[str]) -> None:
    guide = [path.name for path in (_ROOT / "resources" / "guide").glob("*.md")]
    assert {f"msa_core/resources/guide/{name}" for name in guide} <= names
    assert len(guide) > 8
    assert not [name for name in names if _is_for_the_source(Path(name))]


def _is_for_the_source(path: Path) -> bool:
    """The log of the starter's training, and the pictures of README."""
    return path.name == "RUNS.md" or path.match("screenshot_*.png")


def test_the_wheel_puts_nothing_else_into_site_packages(names: set[str]) -> None:
    top = {name.split("/")[0] for name in names}
    assert top == {"app", "msa_core", f"msa_analyst-{__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".tif"))]


def test_the_wheel_holds_the_starter_model_whole(names: set[str]) -> None:
    assert {f"msa_core/resources/models/starter/{name}" for name in _STARTER} <= names


def test_the_wheel_holds_the_licences(names: set[str]) -> None:
    info = f"msa_analyst-{__version__}.dist-info/licenses"
    assert {f"{info}/LICENSE", f"{info}/resources/licences/qt.txt"} <= names


def test_what_is_imported_comes_from_the_wheel_and_not_from_the_checkout(installed: Installed) -> None:
    script = (
        "import app, msa_core; from msa_core.config import resource_path as path;"
        "print(app.__file__, msa_core.__file__, path('licences'), sep='\\n')"
    )
    for path in installed.run("python", "-c", script).stdout.splitlines():
        assert Path(path).is_relative_to(installed.bin.parent)


def test_every_command_tells_its_version(installed: Installed) -> None:
    for command in ("msa", "msa-train", "msa-analyst"):
        assert __version__ in installed.run(command, "--version").stdout


@pytest.mark.slow
def test_doctor_gives_a_verdict(installed: Installed) -> None:
    assert __version__ in installed.run("msa", "doctor").stdout


@pytest.mark.slow
def test_an_archive_is_indexed_searched_and_captioned(installed: Installed, archive: Path) -> None:
    assert "field.png" in installed.run("msa", "index", "archive", "--out", "index").stdout
    hits = json.loads(installed.run("msa", "search", "index", "a green field", "--json").stdout)
    assert hits["features"][0]["properties"]["source"] == "field.png"
    captions = installed.run("msa", "caption", str(archive / "field.png"), "-k", "3").stdout
    assert len(captions.strip().splitlines()) >= 3
