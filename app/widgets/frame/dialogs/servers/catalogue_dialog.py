"""Searching a STAC catalogue: which items are wanted, what was found, and opening it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.words.core_words import in_own_language, kinds_in_own_language
from app.translation import number_of, tr, tr_n
from app.widgets.question.date_field import DateField
from app.widgets.question.number_field import NumberField
from app.widgets.small_widgets import GAP_PX, PlainLabel, beside, form_layout, muted, problem_label
from msa_core.errors import UsageError
from msa_core.retrieval.query.parsing import parse_bbox, parse_clouds, parse_period
from msa_core.stac_search import KeptItems, StacSearch

WIDTH_PX = 640
USUAL_ITEMS, MAX_ITEMS = 100, 1_000_000


class CatalogueDialog(QDialog):
    """Stays open while it is searched; what was found is opened from here.

    Signals:
        search_asked: the StacSearch.
        stop_asked: nothing; the search is not waited for any more.
        view_asked: nothing; the box of the map in view is wanted (:meth:`set_box`).
        drawing_asked: nothing; the box is to be drawn on the map.
        open_asked: the path of the file of items.
    """

    search_asked = Signal(object)
    stop_asked = Signal()
    view_asked = Signal()
    drawing_asked = Signal()
    open_asked = Signal(str)

    def __init__(self, parent: QWidget, address: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search a STAC Catalogue"))
        self.setMinimumWidth(WIDTH_PX)
        self._path = ""
        self.address = self._line(address, "https://stac.example.org/v1", tr("Address or file"))
        self.box = self._line("", tr("west,south,east,north; empty for anywhere"), tr("Box"))
        self.view = QPushButton(tr("Map in &view"))
        self.view.clicked.connect(self.view_asked)
        self.draw = QPushButton(tr("&Draw …"))
        self.draw.clicked.connect(self.drawing_asked)
        self.first = DateField("", tr("From"), tr("2021, 2021-06 or 2021-06-30"))
        self.last = DateField("", tr("Until"), tr("its end; empty for open"))
        self.collections = self._line("", "sentinel-2-l2a, landsat-c2-l2", tr("Collections"))
        self.clouds = self._line("", tr("percent, for example 20; empty for any"), tr("Cloud cover"))
        self.most = NumberField(USUAL_ITEMS, 1, MAX_ITEMS, 100)
        self.most.setAccessibleName(tr("Number of items"))
        self.problem_label = problem_label()
        self.found_label = PlainLabel()
        self.found_label.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.search = self.buttons.addButton(
            tr("&Search", about="a command"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.stop = self.buttons.addButton(tr("S&top"), QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button = self.buttons.addButton(tr("&Open"), QDialogButtonBox.ButtonRole.ActionRole)
        self.search.setObjectName("primary")
        for button in (self.view, self.draw, *self.buttons.findChildren(QPushButton)):
            button.setAutoDefault(False)  # Return in a field searches; Qt would take it for one of these
        for line in (
            self.address,
            self.box,
            self.first.line,
            self.last.line,
            self.collections,
            self.clouds,
            self.most,
        ):
            line.returnPressed.connect(self._on_search)
        self.search.clicked.connect(self._on_search)
        self.stop.clicked.connect(self._on_stop)
        self.open_button.clicked.connect(self._on_open)
        self.buttons.rejected.connect(self.reject)
        self._arrange()
        self._show(is_searching=False)

    def _line(self, text: str, hint: str, name: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setPlaceholderText(hint)
        line.setAccessibleName(name)
        return line

    def _arrange(self) -> None:
        box = QHBoxLayout()
        box.addWidget(self.box, 1)
        box.addWidget(self.view)
        box.addWidget(self.draw)
        box.setSpacing(GAP_PX)
        form = form_layout(8)
        form.addRow(beside(tr("&Address or file"), self.address), self.address)
        form.addRow(beside(tr("&Box"), self.box), box)
        form.addRow(beside(tr("F&rom"), self.first.line), self.first)
        form.addRow(beside(tr("&Until"), self.last.line), self.last)
        form.addRow(beside(tr("&Collections"), self.collections), self.collections)
        form.addRow(beside(tr("Cloud cover be&low"), self.clouds), self.clouds)
        form.addRow(beside(tr("At &most"), self.most), self.most)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(
            muted(
                tr(
                    "The server of the catalogue is asked for items when you press Search, and for their pictures once "
                    "you open them. What you type here is all that it learns."
                )
            )
        )
        for widget in (self.progress, self.found_label, self.problem_label, self.buttons):
            column.addWidget(widget)

    def _show(self, is_searching: bool) -> None:
        """What can be pressed, and what is said."""
        self.progress.setVisible(is_searching)
        self.stop.setVisible(is_searching)
        self.search.setVisible(not is_searching)
        self.open_button.setEnabled(bool(self._path) and not is_searching)
        self.found_label.setVisible(bool(self.found_label.text()))
        self.problem_label.setVisible(bool(self.problem_label.text()))
        # A layout does not ask for the room that words need which wrap; the fields would move together.
        if (layout := self.layout()) is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def wanted(self) -> StacSearch:
        """What is typed. Raises UsageError for what cannot be meant."""
        address = self.address.text().strip()
        if not address:
            raise UsageError(tr("Give the address of a STAC API or catalogue, or the path of a file."))
        box = self.box.text().strip()
        try:
            bbox = parse_bbox(box) if box else None
        except UsageError as error:
            raise UsageError(in_own_language(str(error)).replace("--bbox", tr("“Box”"))) from error
        dates = [field.line.text().strip() or None for field in (self.first, self.last)]
        try:
            period = parse_period(*dates)
        except UsageError as error:
            words = in_own_language(str(error))
            words = words.replace("--from", tr("“From”")).replace("--to", tr("“Until”"))
            raise UsageError(words) from error
        ids = tuple(text.strip() for text in self.collections.text().split(",") if text.strip())
        return StacSearch(
            catalogues=(address,),
            bbox=bbox,
            period=period,
            collections=ids,
            max_items=round(self.most.value()),
            cloud_below=self._cloud_below(),
        )

    def _cloud_below(self) -> float | None:
        text = self.clouds.text().strip().removesuffix("%").strip()
        try:
            return parse_clouds(number_of(text)) if text else None
        except (ValueError, UsageError) as error:
            raise UsageError(tr("Give a percentage above 0 and up to 100, for example 20.")) from error

    def set_box(self, west: float, south: float, east: float, north: float) -> None:
        """A box of the map, in degrees."""
        numbers = (f"{degrees:.4f}".rstrip("0").rstrip(".") for degrees in (west, south, east, north))
        self.box.setText(",".join(numbers))
        self.box.setCursorPosition(0)  # where the field is short, its beginning is seen

    @Slot(object)
    def show_found(self, kept: KeptItems) -> None:
        """Say what was found, and let it be opened."""
        self._path = kept.path
        told = [tr_n(kept.items, "%n item found.", "%n items found.") if kept.items else tr("No item fits.")]
        if kept.names:
            more = " …" if kept.items > len(kept.names) else ""
            told.append(", ".join(kept.names) + more)
        if kept.hosts:
            told.append(
                tr(
                    "The pictures lie on {hosts} and are fetched when they are opened.",
                    hosts=_listed(kept.hosts),
                )
            )
        if kept.passed_over.files:
            told.append(tr("Passed over: {what}.", what=kinds_in_own_language(kept.passed_over.words)))
        for address, _, sentence in (each.partition(": ") for each in kept.told):
            told.append(f"{address}: {in_own_language(sentence)}")
        self.found_label.setText("\n".join(told))
        refused = [f"{name}: {in_own_language(reason)}" for name, reason in kept.refused]
        more = tr_n(len(refused) - 1, "And %n more.", "And %n more.") if len(refused) > 1 else ""
        self.problem_label.setText(" ".join([*refused[:1], *([more] if more else [])]))
        self._show(is_searching=False)
        if kept.path:
            self.open_button.setFocus()

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """Say why nothing was found."""
        self._path = ""
        self.found_label.setText("")
        self.problem_label.setText(in_own_language(sentence))
        self._show(is_searching=False)

    @Slot(str)
    def show_progress(self, text: str) -> None:
        """What is being done."""
        self.found_label.setText(text)
        self._show(is_searching=True)

    @property
    def problem(self) -> str:
        """The sentence about what went wrong."""
        return self.problem_label.text()

    @property
    def found(self) -> str:
        """What is said of what was found."""
        return self.found_label.text()

    @Slot()
    def _on_search(self) -> None:
        if self.stop.isVisible():
            return
        self._path = ""
        self.found_label.setText("")
        self.problem_label.setText("")
        try:
            wanted = self.wanted()
        except UsageError as error:
            self.refuse(str(error))
            return
        self.show_progress(tr("Asking …"))
        self.search_asked.emit(wanted)

    @Slot()
    def _on_stop(self) -> None:
        self.stop_asked.emit()
        self.found_label.setText(tr("Stopped."))
        self._show(is_searching=False)

    @Slot()
    def _on_open(self) -> None:
        path = self._path
        self.close()
        self.open_asked.emit(path)

    def reject(self) -> None:
        """Esc, a button or the window's cross: a search that is still running is given up."""
        self.stop_asked.emit()
        super().reject()


def _listed(hosts: tuple[str, ...]) -> str:
    first, more = ", ".join(hosts[:3]), len(hosts) - 3
    return f"{first}, … (+{more})" if more > 0 else first
