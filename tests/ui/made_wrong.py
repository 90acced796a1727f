"""Small windows made wrong on purpose, for the test of the driver itself.

    python -m tests.ui.made_wrong

Prints one JSON object: for each fault what the driver says of a window that has it. Needs no display.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTabBar, QVBoxLayout, QWidget

from tests.ui.faults import faults, wrong_pixel
from tests.ui.watch import Watch, colour_at

RED = (200, 30, 30)


def nothing(_window: QWidget) -> None:
    """As it should be."""


def an_overlap(window: QWidget) -> None:
    other = QPushButton("over it", window)
    other.setGeometry(window.findChild(QPushButton).geometry().translated(20, 4))
    other.show()


def a_clipped_button(window: QWidget) -> None:
    window.findChild(QPushButton).setFixedWidth(20)


def a_clipped_sentence(window: QWidget) -> None:
    label = window.findChild(QLabel)
    label.setWordWrap(True)
    label.setText("a sentence that needs several lines " * 4)
    label.setFixedHeight(14)


def a_choice_cut_short(window: QWidget) -> None:
    window.findChild(QComboBox).setFixedWidth(60)


def a_tab_cut_short(window: QWidget) -> None:
    bar = window.findChild(QTabBar)
    bar.setUsesScrollButtons(False)
    bar.setFixedWidth(40)


def a_widget_reaching_out(window: QWidget) -> None:
    part = QWidget(window)
    part.setGeometry(window.width() - 10, window.height() - 8, 60, 6)
    part.show()


def a_turn_that_computes(_window: QWidget) -> None:
    until = time.thread_time() + 0.5
    while time.thread_time() < until:
        sum(range(1000))


def a_turn_that_waits(_window: QWidget) -> None:
    time.sleep(0.8)


def a_warning_of_qt(_window: QWidget) -> None:
    QTimer.singleShot(-1, lambda: None)


def a_traceback(_window: QWidget) -> None:
    raise ValueError("made wrong on purpose")


def a_traceback_on_a_thread(window: QWidget) -> None:
    thread = threading.Thread(target=a_traceback, args=(window,))
    thread.start()
    thread.join()


MADE_WRONG: tuple[Callable[[QWidget], None], ...] = (
    nothing,
    an_overlap,
    a_clipped_button,
    a_clipped_sentence,
    a_choice_cut_short,
    a_tab_cut_short,
    a_widget_reaching_out,
    a_turn_that_computes,
    a_turn_that_waits,
    a_warning_of_qt,
    a_traceback,
    a_traceback_on_a_thread,
)


def sound_window() -> QWidget:
    """A window with nothing wrong: a red field, words, a button, a choice, tabs."""
    window = QWidget()
    field = QWidget()
    field.setFixedSize(200, 40)
    field.setAutoFillBackground(True)
    palette = field.palette()
    palette.setColor(field.backgroundRole(), QColor(*RED))
    field.setPalette(palette)
    choice, tabs = QComboBox(), QTabBar()
    choice.addItem("a choice of several words")
    for name in ("Places", "Picture"):
        tabs.addTab(name)
    column = QVBoxLayout(window)
    for widget in (field, QLabel("words"), QPushButton("a button"), choice, tabs):
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    window.show()
    return window


def told_of(watch: Watch, window: QWidget, make_wrong: Callable[[QWidget], None]) -> list[str]:
    """What the driver says once the window was made wrong, from within a turn of the event loop."""
    turn(50)
    watch.found()
    QTimer.singleShot(0, window, lambda: make_wrong(window))
    turn(120)
    # Not by the machine's load: the test says the same whatever else runs.
    return faults(watch.found(), most_ms=500)


def turn(milliseconds: int) -> None:
    """Let the event loop turn."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> int:
    """Make each window, and print what is said of it."""
    app = QApplication([])
    app.setStyle("Fusion")
    watch = Watch()
    watch.hear_messages()
    watch.hear_errors()
    told = {}
    for make_wrong in MADE_WRONG:
        window = sound_window()
        told[make_wrong.__name__] = told_of(watch, window, make_wrong)
        if make_wrong is nothing:
            at = window.mapToGlobal(window.layout().itemAt(0).geometry().center())
            shown = colour_at(at.x(), at.y())
            told["the right pixel"] = wrong_pixel("the field", shown, RED, 2)
            told["a wrong pixel"] = wrong_pixel("the field", shown, (200, 30, 36), 2)
        window.hide()
        window.deleteLater()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
