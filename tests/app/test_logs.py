"""What Qt says is in the log with the rest."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
from PySide6.QtCore import QCoreApplication, QTimer, qWarning
from app import logs
logs.start()
application = QCoreApplication([])
qWarning("a widget of no size")
QTimer.singleShot(-1, application, application.quit)
"""


def test_warnings_of_qt_are_in_the_log_file(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=120, check=True
    )
    text = next(home.rglob("*.log")).read_text("utf-8")
    assert "WARNING qt: default: a widget of no size" in text, done.stderr
    assert logging.getLevelName(logging.WARNING) in text


_ENGINE = """
import logging
def run(connection, device):
    logging.getLogger("msa_core.engine_process").error("request 3 failed")
    logging.getLogger("msa_core.raster").info("read")
    logging.getLogger("another.library").info("chatter")
"""


def test_what_the_engine_logs_is_in_a_file_of_its_own(home: Path, tmp_path: Path) -> None:
    (tmp_path / "small_engine.py").write_text(_ENGINE)
    script = "from app.jobs.engine_child import enter; enter(None, 'small_engine:run', 'cpu')"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    subprocess.run([sys.executable, "-c", script], env=environment, timeout=120, check=True)
    text = (home / "logs" / "engine.log").read_text("utf-8")
    assert "ERROR msa_core.engine_process: request 3 failed" in text
    assert "INFO msa_core.raster: read" in text
    assert "chatter" not in text
