"""The models there are: which the open index uses, which the next one will; importing and removing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.jobs.command_job import JobProgress
from app.models.choices.model_uses import NEXT_INDEX, OPEN_INDEX
from app.models.choices.settings_choices import size_words
from app.models.words.core_words import in_own_language
from app.translation import mark, tr
from app.widgets.markdown_page import MarkdownText
from app.widgets.small_widgets import PlainLabel, muted, title
from msa_core.model.stored.known_models import STARTER, KnownModel
from msa_core.names import visible

ORIGIN_WORDS = {
    "starter": mark("comes with the program"),
    "imported": mark("imported"),
    "trained": mark("taught here"),
}
WEIGHTS_FILTER = mark("Weights of a CLIP (*.pt *.pth *.bin *.safetensors);;All files (*)")
LIST_PX = 250
FOR_WORDS = {OPEN_INDEX: mark("for the open index"), NEXT_INDEX: mark("for the next index")}


class ModelsDialog(QDialog):
    """A list of models, and what is known of the one chosen.

    Signals:
        import_wanted: (a folder or a file, the folder of its tokenizer or ``""``).
        import_cancelled: the import is to stop.
        use_wanted: the KnownModel that the next index is to be made with.
        removal_wanted: the KnownModel to be removed; the question has been answered.
        indexing_wanted: the archive is to be indexed with the model for the next index.
    """

    import_wanted = Signal(str, str)
    import_cancelled = Signal()
    use_wanted = Signal(object)
    removal_wanted = Signal(object)
    indexing_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models"))
        self.resize(800, 470)
        self._models: tuple[KnownModel, ...] = ()
        self._uses: list[list[str]] = []
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Models"))
        self.list.setObjectName("guideList")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(LIST_PX)
        self.name, self.facts, self.print_ = title(""), muted(), muted()
        self.print_.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.card = MarkdownText()
        self.card.setAccessibleName(tr("Card of the model"))
        self.note = PlainLabel()
        self.note.setWordWrap(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bring_in = QPushButton(tr("&Import"))
        self.use, self.remove = QPushButton(tr("&Use for the Next Index")), QPushButton(tr("&Remove …"))
        self.index = QPushButton(tr("Index &Again …"))
        self.progress, self.cancel = QProgressBar(), QPushButton(tr("&Stop"))
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the import"))
        self._fill_import_menu()
        self._build()
        self._connect()
        self.set_importing(False)
        self._refresh()

    def _fill_import_menu(self) -> None:
        menu = QMenu(self.bring_in)
        menu.addAction(
            tr("A &folder: a model, a training, or one of the Hugging Face hub …")
        ).triggered.connect(self._choose_folder)
        menu.addAction(tr("A &file: RemoteCLIP, GeoRSCLIP or another open_clip …")).triggered.connect(
            self._choose_file
        )
        self.bring_in.setMenu(menu)

    def _build(self) -> None:
        left, right, body, job, bottom = (
            QVBoxLayout(),
            QVBoxLayout(),
            QHBoxLayout(),
            QHBoxLayout(),
            QHBoxLayout(),
        )
        left.addWidget(self.list, 1)
        left.addWidget(self.bring_in)
        for widget in (self.name, self.facts, self.print_):
            right.addWidget(widget)
        right.addWidget(self.card, 1)
        body.addLayout(left)
        body.addLayout(right, 1)
        job.addWidget(self.progress, 1)
        job.addWidget(self.cancel)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        bottom.addWidget(self.use)
        bottom.addWidget(self.index)
        bottom.addWidget(self.remove)
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(body, 1)
        column.addWidget(self.note)
        column.addLayout(job)
        column.addLayout(bottom)
        for button in (self.bring_in, self.use, self.index, self.remove, self.cancel, close):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._refresh)
        self.cancel.clicked.connect(self.import_cancelled)
        self.use.clicked.connect(self._on_use)
        self.index.clicked.connect(self.indexing_wanted)
        self.remove.clicked.connect(self._on_remove)

    # What is shown

    def set_models(self, models: tuple[KnownModel, ...], uses: list[list[str]], can_index: bool) -> None:
        """The models, what each is used for, and whether there is an archive to index."""
        chosen = self.chosen.name if self.chosen is not None else ""
        self._models, self._uses = models, uses
        self.index.setEnabled(can_index)
        self.list.blockSignals(True)
        self.list.clear()
        for model, words in zip(models, uses, strict=True):
            told = [tr(ORIGIN_WORDS[model.origin]), *(tr(FOR_WORDS[use]) for use in words)]
            line = f"{visible(model.name)}\n{', '.join(told) if not model.problem else tr('cannot be used')}"
            self.list.addItem(QListWidgetItem(line))
        names = [model.name for model in models]
        used = next((n for n, words in enumerate(uses) if words), 0)
        self.list.setCurrentRow(names.index(chosen) if chosen in names else used)
        self.list.blockSignals(False)
        self._refresh()

    @property
    def chosen(self) -> KnownModel | None:
        """The model chosen in the list."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    @Slot()
    def _refresh(self) -> None:
        model = self.chosen
        uses = self._uses[self.list.currentRow()] if model is not None else []
        self.use.setEnabled(model is not None and not model.problem and NEXT_INDEX not in uses)
        self.remove.setEnabled(model is not None and model.origin != STARTER and not uses)
        self.remove.setToolTip(tr("It is in use.") if uses else "")
        if model is None:
            self.name.setText(tr("Looking …"))
            return
        self.name.setText(visible(model.name))
        size = f", {size_words(model.size_bytes)}" if model.size_bytes else ""
        self.facts.setText(in_own_language(model.problem) or f"{in_own_language(model.facts)}{size}")
        self.print_.setText(
            f"{tr('Fingerprint')} {model.fingerprint[:16]}\n{model.folder}" if model.fingerprint else ""
        )
        self.card.show_text(model.card or tr("This model has no card."))

    def say(self, sentence: str) -> None:
        """A sentence under the list: what came of an import, or what is wrong with the open index's model."""
        self.note.setText(in_own_language(sentence))
        self.note.setVisible(bool(sentence))

    def set_importing(self, is_running: bool) -> None:
        """While one is imported no other can be."""
        self.progress.setVisible(is_running)
        self.cancel.setVisible(is_running)
        self.bring_in.setEnabled(not is_running)
        self.progress.setRange(0, 0)

    @Slot(object)
    def show_progress(self, progress: JobProgress) -> None:
        """How far the import is."""
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(progress.fraction * 1000))
        self.say(
            tr("Importing: {step} …", step=in_own_language(progress.text))
            if progress.text
            else tr("Importing …")
        )

    # What is wanted

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Import a model folder"))
        if folder:
            self.import_wanted.emit(folder, "")

    @Slot()
    def _choose_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, tr("Import the weights of a CLIP"), "", tr(WEIGHTS_FILTER)
        )
        if file:
            self.import_wanted.emit(file, "")

    @Slot()
    def _on_use(self) -> None:
        if self.chosen is not None:
            self.use_wanted.emit(self.chosen)

    @Slot()
    def _on_remove(self) -> None:
        model = self.chosen
        if model is None:
            return
        box = QMessageBox(self)
        box.setObjectName("removeModel")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Remove a model"))
        box.setText(tr("Remove “{name}” for good?", name=visible(model.name)))
        box.setInformativeText(
            tr("Indexes that were made with it can be searched no more, until it is imported again.")
        )
        gone = box.addButton(tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("&Keep"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(
            lambda _result: self.removal_wanted.emit(model) if box.clickedButton() is gone else None
        )
        box.open()
