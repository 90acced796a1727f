"""The program as a process of its own: options, demonstration run, what it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from msa_core import __version__

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = [sys.executable, str(Path(__file__).with_name("launch_with_fake_engine.py"))]


def run(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables}
    environment = {name: value for name, value in environment.items() if value}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False
    )


def test_the_version_is_told_without_loading_qt() -> None:
    code = (
        "import sys; from app.__main__ import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('PySide6', 'numpy', 'torch', 'rasterio') if m in sys.modules])"
    )
    done = run([sys.executable, "-c", code])
    assert done.stdout.splitlines() == [f"MSA Analyst {__version__}", "[]"]


def test_the_window_loads_neither_torch_nor_gdal_at_start() -> None:
    code = (
        "import sys; import app.bootstrap\n"
        "print([m for m in ('torch', 'transformers', 'faiss', 'rasterio', 'pyproj', 'pyarrow') if m in sys.modules])"
    )
    assert run([sys.executable, "-c", code]).stdout.strip() == "[]"


def test_none_outlives_any_number_of_calls_to_qt() -> None:
    # With PySide6 6.12.0 on Python 3.11 each of these calls costs None a reference it never had.
    code = (
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from app.bootstrap import keep_none_alive\n"
        "keep_none_alive(); keep_none_alive()\n"
        "application, timer = QCoreApplication([]), QTimer()\n"
        "for _ in range(200_000): timer.setInterval(5)\n"
        "print('alive')"
    )
    done = run([sys.executable, "-c", code])
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[-400:]


def test_a_demonstration_answers_saves_and_leaves(indexed: Path, tmp_path: Path) -> None:
    picture, hits = tmp_path / "shot.png", tmp_path / "hits.geojson"
    done = run(
        [
            *LAUNCH,
            str(indexed),
            "--query",
            "tanks beside a river",
            "--screenshot",
            str(picture),
            "--hits",
            str(hits),
        ],
        MSA_ANALYST_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert "places, the best is" in done.stdout
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1440, 900)
    features = json.loads(hits.read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["rank"] for feature in features] == list(range(1, len(features) + 1))


@pytest.mark.parametrize(
    "options,code,words",
    [
        (["--screenshot", "x.png"], 2, "need a --query"),
        (["--size", "big", "--query", "a", "--hits", "x"], 2, "--size must look like"),
        (["/nowhere/at/all", "--query", "a river", "--hits", "x.geojson"], 3, "/nowhere/at/all"),
    ],
)
def test_a_demonstration_that_cannot_work_says_why(
    options: list[str], code: int, words: str, tmp_path: Path
) -> None:
    done = run([*LAUNCH, *options], MSA_ANALYST_HOME=str(tmp_path / "home"))
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr


def test_a_demonstration_does_not_wait_for_ever(indexed: Path, tmp_path: Path) -> None:
    options = [
        str(indexed),
        "--query",
        "slow river",
        "--hits",
        str(tmp_path / "h.geojson"),
        "--timeout",
        "0.5",
    ]
    done = run([*LAUNCH, *options], MSA_ANALYST_HOME=str(tmp_path / "home"))
    assert done.returncode == 4
    assert "No answer within 0.5 seconds" in done.stderr


def test_a_screenshot_that_cannot_be_written_is_an_error(indexed: Path, tmp_path: Path) -> None:
    options = [str(indexed), "--query", "river", "--screenshot", str(tmp_path / "no" / "folder.png")]
    done = run([*LAUNCH, *options], MSA_ANALYST_HOME=str(tmp_path / "home"))
    assert done.returncode == 4
    assert "could not be written" in done.stderr


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="displays are told by variables on Linux only"
)
def test_without_a_display_the_window_says_what_to_do(tmp_path: Path) -> None:
    done = run(
        LAUNCH, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="", MSA_ANALYST_HOME=str(tmp_path / "home")
    )
    assert done.returncode == 2
    assert "no display" in done.stderr


def children_of(pid: int) -> list[int]:
    """Process ids of all descendants, from /proc."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children_of(child)]


def wait_until(condition: Callable[[], bool], seconds: float = 200.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_however_the_window_ends_no_process_stays(
    ending: signal.Signals, indexed: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "MSA_ANALYST_STARTUP": "1"}
    environment["MSA_ANALYST_HOME"] = str(tmp_path / "home")
    with subprocess.Popen(
        [*LAUNCH, str(indexed)], env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "first window\n"
        assert wait_until(lambda: bool(children_of(program.pid)))
        children = children_of(program.pid)
        program.send_signal(ending)
        assert program.wait(200) == (0 if ending == signal.SIGINT else -ending)
    assert wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
