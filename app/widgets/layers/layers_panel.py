"""The left page: the tree of layers, a filter for it, what is searched of the archive, and indexing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.models.archive.archive_model import ArchiveModel
from app.models.archive.coverage import Coverage, Gap
from app.models.archive.layers_model import LayersModel
from app.models.words.core_words import kinds_in_own_language
from app.models.words.foreign_words import embeddings_by
from app.models.words.plain_text import plain_tip
from app.short_turns import Turns, slices
from app.translation import tr, tr_n
from app.widgets import theme
from app.widgets.layers.coverage_bar import CoverageBar
from app.widgets.layers.layers_tree import LayersTree
from app.widgets.small_widgets import GAP_PX, EmptyState, IconButton, WindowLineEdit, muted, show_page
from msa_core.records import PassedOver

BETWEEN = "  ·  "
MANY, SOON_MS = 300, 100


class LayersPanel(QWidget):
    """Filter, tree, coverage, and the button that indexes.

    Signals:
        open_clicked: the button that opens a folder.
        index_clicked: the button that indexes.
        gaps_shown: whether only what is not searched as it lies there is shown.
        retry_clicked: what is shown of that is to be tried again.
    """

    open_clicked = Signal()
    index_clicked = Signal()
    gaps_shown = Signal(bool)
    retry_clicked = Signal()

    def __init__(self, model: ArchiveModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.layers = LayersModel(model, self)
        self.tree = LayersTree(self.layers)
        self.empty = EmptyState("raster", tr("No archive open"), tr("Open a folder, or drop GeoTIFFs here."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.tree)
        self._head, self._foot = self._build_head(), self._build_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        self.setMinimumWidth(220)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._on_changed)
        model.modelReset.connect(self._on_changed)
        model.dataChanged.connect(self._on_rows_changed)
        self._counting = Turns(self)
        self._scanning = self._indexing = self._is_outdated = False
        self._on_changed()

    def _build_head(self) -> QWidget:
        self.filter = WindowLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name"))
        self.filter.setAccessibleName(tr("Show only what has these words in its name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self.layers.set_filter)
        self._open = IconButton("folder-open", tr("Open a folder of rasters (Ctrl+O)"))
        self._open.clicked.connect(self.open_clicked)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(12, GAP_PX, GAP_PX, GAP_PX)
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        row.addWidget(self._open)
        return head

    def _build_foot(self) -> QWidget:
        self.bar = CoverageBar()
        self.bar.toggled.connect(self._on_gaps)
        self._summary = muted()
        self.retry = QPushButton(tr("Try again"))
        self.retry.setToolTip(tr("Index only these once more, also what was given up"))
        self.retry.clicked.connect(self.retry_clicked)
        self.retry.hide()
        self.index_button = QPushButton(tr("Index archive"))
        self.index_button.setObjectName("primary")
        self.index_button.clicked.connect(self.index_clicked)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, GAP_PX, 16, 16)
        column.setSpacing(GAP_PX)
        for widget in (self.bar, self._summary, self.retry, self.index_button):
            column.addWidget(widget)
        return foot

    @Slot(bool)
    def set_scanning(self, scanning: bool) -> None:
        """Whether the archive is being listed."""
        self._scanning = scanning
        self._on_changed()

    @property
    def is_whole(self) -> bool:
        """Whether the tree and the counts are those of the rows there are."""
        return not (self.layers.is_building or self._counting.is_running or self._soon.isActive())

    def set_indexing(self, indexing: bool) -> None:
        """Whether a job runs."""
        self._indexing = indexing
        self._on_changed()

    @Slot()
    def leave_nothing_out(self) -> None:
        """Show all rasters again: what was looked for in one archive says nothing of the next."""
        self.filter.clear()
        self.bar.setChecked(False)

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self._open.refresh_theme()
        self.empty.refresh_theme()
        self._glass.setIcon(theme.icon("search", "muted"))
        self.tree.refresh_theme()
        self.bar.update()

    @Slot(bool)
    def _on_gaps(self, only: bool) -> None:
        self.layers.set_only_gaps(only)
        self._on_changed()
        self.gaps_shown.emit(only)

    @Slot()
    def _on_rows_changed(self) -> None:
        """Many rasters are counted once for many changes."""
        if self._model.rowCount() < MANY:
            self._on_changed()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _on_changed(self) -> None:
        rows = self._model.rowCount()
        show_page(self._stack, self.tree if rows else self.empty)
        self._foot.setVisible(bool(rows))
        self.filter.setEnabled(bool(rows))
        if self._scanning:
            self.empty.say(
                tr("Looking through the folder …"), tr("Reading headers only; this takes a moment.")
            )
        else:
            self.empty.say(tr("No archive open"), tr("Open a folder of rasters, or drop GeoTIFFs here."))
        if not self._counting.is_running:
            self._is_outdated = False
            self._counting.begin(self._count(), rows)
        else:  # many changes must not put it off for ever
            self._is_outdated = True

    def _count(self) -> Iterator[None]:
        """Count what is searched, of very many rasters in steps."""
        coverage = Coverage()
        for part in slices(self._model.rows().listed):
            coverage.add(part)
            yield
        self._show_coverage(coverage)
        if self._is_outdated:
            self._soon.start()

    def _show_coverage(self, coverage: Coverage) -> None:
        over = self._model.passed_over
        # A count stays with its word when the line is broken.
        told = summary(coverage, over)
        words = told.replace(BETWEEN, "\0").replace(" ", "\u00a0").replace("\0", BETWEEN)
        if self._model.origin:
            words = f"{embeddings_by(self._model.origin)}{BETWEEN}{words}"
        self._summary.setText(words)
        self._summary.setToolTip(
            plain_tip(tr("Passed over as no rasters: {words}.", words=kinds_in_own_language(over.words)))
            if over.files
            else ""
        )
        self.bar.set_coverage(coverage)
        # Files of embeddings made elsewhere are imported, not indexed.
        self.index_button.setVisible(not self._model.origin or coverage.usable > 0)
        self.retry.setVisible(self.bar.isChecked() and not self._model.origin)
        self.retry.setEnabled(not self._indexing)
        self._show_button(coverage, coverage.usable > 0)

    def _show_button(self, coverage: Coverage, is_usable: bool) -> None:
        waiting = coverage.gaps[Gap.WAITING]
        words = (
            tr("Index archive")
            if not coverage.searched
            else tr_n(waiting, "Index %n new", "Index %n new")
            if waiting
            else tr("Update index")
        )
        self.index_button.setText(tr("Indexing …") if self._indexing else words)
        self.index_button.setEnabled(not self._indexing and is_usable)
        name = "primary" if waiting and not self._indexing else ""
        if self.index_button.objectName() != name:
            self.index_button.setObjectName(name)
            self.index_button.style().unpolish(self.index_button)
            self.index_button.style().polish(self.index_button)


def summary(coverage: Coverage, over: PassedOver) -> str:
    """How the archive fares as a whole, in one line; ``over`` counts the files that are not rasters."""
    parts = [coverage.words]
    if coverage.tiles:
        parts.append(tr_n(coverage.tiles, "%n tile", "%n tiles"))
    if over.files:
        parts.append(tr_n(over.files, "%n passed over", "%n passed over"))
    return BETWEEN.join(parts)
