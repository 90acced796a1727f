"""A dropped picture: what it shows, in words, and places that look like it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.models.hits.captions_model import CaptionRole, CaptionsModel
from app.models.hits.hits_model import HitsModel
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.translation import tr
from app.widgets.picture.caption_delegate import CaptionDelegate
from app.widgets.places.hit_list.hits_list import HitsList
from app.widgets.small_widgets import EmptyState, IconButton, PlainLabel, muted, title
from msa_core.messages import PictureAnswer
from msa_core.names import visible

PICTURE_SIDE_PX = 88


class CaptionPanel(QWidget):
    """Captions best first; choosing one explains the similar places with its words.

    Signals:
        caption_chosen: its text.
        search_wanted: the text to search for.
        picture_wanted: another picture is to be chosen.
    """

    caption_chosen = Signal(str)
    search_wanted = Signal(str)
    picture_wanted = Signal()

    def __init__(self, captions: CaptionsModel, similar: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = HitsList(similar)
        self.empty = EmptyState(
            "picture",
            tr("Ask about a picture"),
            tr("Drop a picture here, or choose one: it is described in words, and places like it are found."),
        )
        self._choose = QPushButton(tr("Choose a picture …"))
        self._choose.clicked.connect(self.picture_wanted)
        self._picture = PlainLabel()
        self._picture.setObjectName("preview")
        self._picture.setFixedSize(PICTURE_SIDE_PX, PICTURE_SIDE_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = muted(wrap=False)
        self._other = IconButton("folder-open", tr("Choose another picture"))
        self._other.clicked.connect(self.picture_wanted)
        self.more = IconButton("more", tr("Paste a picture; sentences to choose from"))
        self._fill_menu()
        self.captions = QListView()
        self.captions.setAccessibleName(tr("Captions"))
        self.captions.setModel(captions)
        self.captions.setItemDelegate(CaptionDelegate(self.captions))
        self.captions.setMouseTracking(True)
        self.copy = QAction(tr("Copy Caption"), self.captions)
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy.triggered.connect(self._on_copy)
        self.captions.addAction(self.copy)
        self.captions.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.captions.setResizeMode(QListView.ResizeMode.Adjust)
        self.captions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.captions.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.captions.clicked.connect(self._on_clicked)
        self.captions.selectionModel().currentChanged.connect(self._on_current)
        self.captions.doubleClicked.connect(self._on_double_clicked)
        self.captions.setToolTip(
            tr("Click: see it in the picture, or in the place that is chosen. Double click: search for it.")
        )
        self.note = muted()
        self.note.hide()
        self._similar_title = title(tr("Similar places"))
        self._no_similar = EmptyState(
            "search",
            tr("No similar places"),
            tr("Open and index an archive to see places like this picture."),
        )
        self._build()

    def _fill_menu(self) -> None:
        """What can be done with the picture, its captions and the sentences they are chosen from."""
        menu = QMenu(self.more)
        self.whole = menu.addAction(tr("Look at the Picture"))
        self.paste = menu.addAction(tr("Paste a Picture"))
        menu.addSeparator()
        self.copy_all = menu.addAction(tr("Copy All Captions"))
        self.save_all = menu.addAction(tr("Save the Captions …"))
        self.save_seen = menu.addAction(tr("Save Overlays of the Picture …"))
        menu.addSeparator()
        self.bank = menu.addAction(tr("Choose Captions from a File …"))
        self.own_words = menu.addAction(tr("Use the Program's Own Words"))
        self.own_words.setEnabled(False)
        self.save_bank = menu.addAction(tr("Save a List of Captions to Edit …"))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _build(self) -> None:
        start = QWidget()
        column = QVBoxLayout(start)
        column.addWidget(self.empty, 1)
        column.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(24)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 8, 8)
        top.setSpacing(12)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addWidget(self._other)
        line.addWidget(self.more)
        words.addLayout(line)
        words.addWidget(self.note)
        words.addWidget(self.captions, 1)
        top.addLayout(words, 1)
        heading = QVBoxLayout()
        heading.setContentsMargins(16, 4, 16, 8)
        heading.addWidget(self._similar_title)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._no_similar)
        self._pages.addWidget(self.list)
        self._pages.setMinimumHeight(80)
        answer = QWidget()
        whole = QVBoxLayout(answer)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(heading)
        whole.addWidget(self._pages, 1)
        self.captions.setMinimumHeight(56)
        self.captions.setMaximumHeight(200)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(start)
        self._stack.addWidget(answer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    @Slot(str)
    def begin(self, path: str) -> None:
        """A picture has been given; the answer is on its way."""
        self._name.setText(visible(Path(path).name))
        self._name.setToolTip(plain_tip(visible(path)))
        self._picture.setPixmap(QPixmap())
        self._picture.setText("…")
        model = self.captions.model()
        assert isinstance(model, CaptionsModel)
        model.set_captions(())
        self.note.hide()
        self._similar_title.setText(tr("Looking …"))
        self._stack.setCurrentIndex(1)

    @Slot(object)
    def set_answer(self, answer: PictureAnswer) -> None:
        """Captions and similar places."""
        model = self.captions.model()
        assert isinstance(model, CaptionsModel)
        model.set_captions(answer.captions)
        self.note.setText(in_own_language(answer.note))
        self.note.setVisible(bool(answer.note))
        self._similar_title.setText(tr("Similar places"))
        self._pages.setCurrentWidget(self.list if answer.similar else self._no_similar)
        if answer.captions:
            self.captions.setCurrentIndex(model.index(0))

    def set_picture(self, image: QImage) -> None:
        """The picture itself, small."""
        ratio = self.devicePixelRatioF()
        side = QSize(PICTURE_SIDE_PX - 4, PICTURE_SIDE_PX - 4) * ratio
        shown = QPixmap.fromImage(
            image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        shown.setDevicePixelRatio(ratio)
        self._picture.setText("")
        self._picture.setPixmap(shown)

    def set_bank(self, bank: str | None) -> None:
        """The file that captions are chosen from, None for the program's own words."""
        self.own_words.setEnabled(bank is not None)
        self.bank.setToolTip(plain_tip(visible(bank)) if bank is not None else "")

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for part in (self.empty, self._no_similar, self._other, self.more):
            part.refresh_theme()
        self.list.viewport().update()

    @Slot()
    def _on_copy(self) -> None:
        caption = self.captions.currentIndex().data(CaptionRole)
        if caption is not None:
            QGuiApplication.clipboard().setText(caption.text)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        caption = index.data(CaptionRole)
        if caption is not None:
            self.caption_chosen.emit(caption.text)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        """By the arrow keys; what was chosen by the program is explained already."""
        if self.captions.hasFocus():
            self._on_clicked(index)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        caption = index.data(CaptionRole)
        if caption is not None:
            self.search_wanted.emit(caption.text)
