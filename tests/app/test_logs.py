"""What Qt says is in the log with the rest."""

from __future__ import annotations

import logging
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
