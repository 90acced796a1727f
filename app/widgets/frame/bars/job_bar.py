"""A long job: what it does, how far it is, how long it will take, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.jobs.command_job import JobProgress
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.translation import mark, numeral, tr
from app.widgets.small_widgets import PlainLabel, muted

RESOLUTION = 1000
ESTIMATING = mark("estimating the time left")


class JobBar(QFrame):
    """Hidden unless a job runs.

    Signals:
        cancel_clicked: the job is to stop, which may be asked about.
    """

    cancel_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._title = PlainLabel()
        self._title.setObjectName("panelTitle")
        self._text = muted(wrap=False)
        self._eta = muted(wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._cancel = QPushButton(tr("Stop"))
        self._cancel.setToolTip(tr("Stop indexing; finished rasters are kept"))
        self._cancel.clicked.connect(self.cancel_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._bar, 2)
        row.addWidget(self._eta)
        row.addWidget(self._text, 3)
        row.addWidget(self._cancel)
        self._text.setMinimumWidth(80)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.hide()

    @Slot(str)
    def begin(self, title: str) -> None:
        """A job has started."""
        self._title.setText(title)
        self._text.setText(tr("Starting …"))
        self._eta.setText("")
        self._cancel.setEnabled(True)
        self._bar.setRange(0, 0)
        self.show()

    @Slot(object)
    def update_progress(self, progress: JobProgress) -> None:
        """A job is this far; a negative fraction means that nobody knows."""
        if progress.fraction < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, RESOLUTION)
            self._bar.setValue(round(progress.fraction * RESOLUTION))
        percent = tr("{percent}%", percent=round(100 * progress.fraction)) if progress.fraction >= 0 else ""
        left = eta_label(progress.eta_s) or (tr(ESTIMATING) if percent else "")
        self._eta.setText("  ·  ".join(part for part in (percent, left) if part))
        text = in_own_language(progress.text)
        self._text.setText(text)
        self._text.setToolTip(plain_tip(text))

    @Slot()
    def end(self) -> None:
        """The job is over."""
        self.hide()

    @Slot()
    def set_stopping(self) -> None:
        """It has been asked to stop."""
        self._cancel.setEnabled(False)


def eta_label(seconds: float | None) -> str:
    """Time left for people: ``about 40 s left``, ``about 3 min left``."""
    if seconds is None:
        return ""
    if seconds < 60:
        return tr("about {seconds} s left", seconds=max(1, round(seconds)))
    if seconds < 5400:
        return tr("about {minutes} min left", minutes=round(seconds / 60))
    return tr("about {hours} h left", hours=numeral(seconds / 3600, 1))
