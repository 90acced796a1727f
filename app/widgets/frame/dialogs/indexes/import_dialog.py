"""Importing embeddings that another program made: which files, into which index, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import paths
from app.jobs.command_job import JobProgress
from app.models.archive.wanted_import import ImportReport, WantedImport
from app.models.words.core_words import in_own_language
from app.translation import mark, tr
from app.widgets.question.number_field import NumberField
from app.widgets.small_widgets import GAP_PX, PlainLabel, beside, form_layout, muted, problem_label
from msa_core.errors import UsageError
from msa_core.names import absolute

WIDTH_PX = 660
LINES_PX, REMARKS_PX = 66, 120
USUAL_SIDE_M, MIN_SIDE_M, MAX_SIDE_M = 100.0, 0.1, 1e6
FILE_FILTER = mark("Embeddings (*.parquet *.geoparquet);;All files (*)")


class ImportDialog(QDialog):
    """Stays open while files are imported, and after it where some were not taken whole.

    Signals:
        import_asked: the WantedImport.
        stop_asked: nothing; the import is to stop.
    """

    import_asked = Signal(object)
    stop_asked = Signal()

    def __init__(self, parent: QWidget, given: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import Embeddings"))
        self.setMinimumWidth(WIDTH_PX)
        self._is_running = False
        self._suggested = ""
        self.given = self._lines(tr("Files and folders, a line each"))
        self.given.setPlaceholderText(tr("Parquet files, or folders of them; a line each"))
        self.files, self.folder = QPushButton(tr("&Files …")), QPushButton(tr("F&older …"))
        self.out, self.browse = QLineEdit(), QPushButton(tr("&Choose …"))
        self.out.setAccessibleName(tr("Folder of the new index"))
        self.origin = QLineEdit()
        self.origin.setAccessibleName(tr("Made by"))
        self.origin.setPlaceholderText(tr("as the files say; for example Clay v1"))
        self.side = NumberField(USUAL_SIDE_M, MIN_SIDE_M, MAX_SIDE_M, 10.0)
        self.side.setAccessibleName(tr("Side of the square that stands for a point, in metres"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the import"))
        self.told_label, self.problem_label = PlainLabel(), problem_label()
        self.told_label.setWordWrap(True)
        self.remarks = self._lines(tr("What was not taken"))
        self.remarks.setReadOnly(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.start = self.buttons.addButton(tr("&Import"), role)
        self.stop = self.buttons.addButton(tr("S&top"), role)
        self.start.setObjectName("primary")
        self._arrange()
        self._connect()
        self.add(given)
        self._show()

    def _lines(self, name: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        return field

    def _arrange(self) -> None:
        self.given.setFixedHeight(LINES_PX)
        self.remarks.setFixedHeight(REMARKS_PX)
        choices, given, out = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for button in (self.files, self.folder):
            choices.addWidget(button)
        choices.addStretch(1)
        given.addWidget(self.given, 1)
        given.addLayout(choices)
        out.addWidget(self.out, 1)
        out.addWidget(self.browse)
        for row in (given, out):
            row.setSpacing(GAP_PX)
        form = form_layout(8)
        form.addRow(beside(tr("&What"), self.given), given)
        form.addRow(beside(tr("I&nto"), self.out), out)
        form.addRow(beside(tr("Made &by"), self.origin), self.origin)
        form.addRow(beside(tr("Points as &squares of … m"), self.side), self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(
            muted(
                tr(
                    "Tiles that Clay, Earth Index, Major TOM or others have embedded are searched by example: a spot, "
                    "a box, a tile. Words and pictures cannot be compared with them."
                )
            )
        )
        for widget in (self.progress, self.told_label, self.problem_label, self.remarks, self.buttons):
            column.addWidget(widget)

    def _connect(self) -> None:
        for button in (self.files, self.folder, self.browse, *self.buttons.findChildren(QPushButton)):
            button.setAutoDefault(False)
        self.given.textChanged.connect(self._suggest)
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.browse.clicked.connect(self._choose_out)
        for line in (self.out, self.origin, self.side):
            line.returnPressed.connect(self._on_start)
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.stop_asked)
        self.buttons.rejected.connect(self.close)

    # What is wanted

    def add(self, given: Sequence[str]) -> None:
        """More files and folders."""
        lines = dict.fromkeys([*self._named(), *given])
        self.given.setPlainText("\n".join(lines))

    def _named(self) -> list[str]:
        return [line.strip() for line in self.given.toPlainText().splitlines() if line.strip()]

    @Slot()
    def _suggest(self) -> None:
        """A place for the index, called after what is imported, while no other one was typed."""
        named = self._named()
        if named and self.out.text() in ("", self._suggested):
            self._suggested = str(paths.imported_index_location(Path(named[0]).stem))
            self.out.setText(self._suggested)

    def wanted(self) -> WantedImport:
        """What is typed. Raises UsageError for what cannot be meant."""
        named = [str(absolute(Path(line).expanduser())) for line in self._named()]
        if not named:
            raise UsageError(tr("Name Parquet files of embeddings, or a folder of them."))
        lost = next((path for path in named if not Path(path).exists()), None)
        if lost is not None:
            raise UsageError(tr("There is no file or folder {path}.", path=lost))
        out = self.out.text().strip()
        if not out:
            raise UsageError(tr("Choose a folder for the new index."))
        try:
            side_m = self.side.value()
        except UsageError as error:
            raise UsageError(tr("The squares of points: {reason}", reason=str(error))) from error
        out = str(absolute(Path(out).expanduser()))
        return WantedImport(given=tuple(named), out=out, origin=self.origin.text().strip(), side_m=side_m)

    @Slot()
    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr("Import embeddings"), "", tr(FILE_FILTER))
        self.add(files)

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Import a folder of embeddings"))
        self.add([folder] if folder else [])

    @Slot()
    def _choose_out(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("A new folder for the index"))
        if folder:
            self.out.setText(folder)

    @Slot()
    def _on_start(self) -> None:
        if self._is_running:
            return
        try:
            wanted = self.wanted()
        except UsageError as error:
            self._say("", str(error))
            return
        self._say("", "")
        self.import_asked.emit(wanted)

    # What is shown

    def _say(self, told: str, problem: str, remarks: Sequence[str] = ()) -> None:
        self.told_label.setText(told)
        self.problem_label.setText(problem)
        self.remarks.setPlainText("\n".join(remarks))
        self._show()

    def _show(self) -> None:
        for widget in (self.progress, self.stop):
            widget.setVisible(self._is_running)
        self.start.setVisible(not self._is_running)
        for field in (self.given, self.files, self.folder, self.out, self.browse, self.origin, self.side):
            field.setEnabled(not self._is_running)
        for label in (self.told_label, self.problem_label):
            label.setVisible(bool(label.text()))
        self.remarks.setVisible(bool(self.remarks.toPlainText()))
        # A layout does not ask for the room that words need which wrap.
        if (layout := self.layout()) is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    @Slot()
    def begin(self) -> None:
        """The import runs."""
        self._is_running = True
        self.progress.setRange(0, 0)
        self._say(tr("Importing …"), "")

    @Slot(object)
    def show_progress(self, progress: JobProgress) -> None:
        """How far it is; a negative fraction when nobody knows."""
        is_known = progress.fraction >= 0
        self.progress.setRange(0, 1000 if is_known else 0)
        self.progress.setValue(round(progress.fraction * 1000) if is_known else 0)
        step = tr("Importing: {step} …", step=in_own_language(progress.text)) if is_known else progress.text
        self.told_label.setText(step if progress.text else tr("Importing …"))

    @Slot(object)
    def show_report(self, report: ImportReport) -> None:
        """What came of it: without anything to remark the dialog is done."""
        self._is_running = False
        if report.out and not report.remarks:
            self.accept()
        elif report.out:
            self._say(report.sentence, "", report.remarks)
        else:
            self._suggested = self.out.text() if not Path(self.out.text()).exists() else self._suggested
            self._say("", report.sentence, report.remarks)

    @property
    def problem(self) -> str:
        """The sentence about what went wrong."""
        return self.problem_label.text()

    @property
    def told(self) -> str:
        """What is said of what was done."""
        return self.told_label.text()

    def closeEvent(self, event: QCloseEvent) -> None:
        """An import that is running is stopped first; what came of that is still shown."""
        if self._is_running:
            self.stop_asked.emit()
            event.ignore()
        else:
            super().closeEvent(event)

    def reject(self) -> None:
        """Esc closes as the button does."""
        if self._is_running:
            self.stop_asked.emit()
        else:
            super().reject()
