"""A small window of another program, from which files are dragged: real drags between programs on one display.

    python -m tests.ui.drag_source X Y FILE...

A square of ``SIDE_PX`` at X, Y (logical pixels); pressing it begins a drag of the files. Writes a line when it is there
and one when the drag has ended, with what became of it.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

SIDE_PX = 28


class Source(QWidget):
    """Files to be dragged away."""

    def __init__(self, files: list[str]) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.FramelessWindowHint)
        self._files = files
        self.setFixedSize(SIDE_PX, SIDE_PX)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        action = drag.exec(Qt.DropAction.CopyAction)
        say("taken" if action == Qt.DropAction.CopyAction else "not taken")


def say(words: str) -> None:
    """A line for whoever started this."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    """Show the square until it is ended from outside."""
    x, y, *files = sys.argv[1:]
    app = QApplication([])
    source = Source(files)
    source.move(int(x), int(y))
    source.show()
    source.raise_()
    say("there")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
