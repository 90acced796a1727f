"""Small widgets that several panels are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.translation import keeping_separators
from app.widgets import theme
from msa_core.names import visible_lines

GAP_PX = 8
FIELD_PX = 30
"""Height of a line to type into, or to choose in."""


class PlainLabel(QLabel):
    """A label that shows what it is given letter by letter: Qt's own takes ``<b>`` in a file name for HTML."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text``; what would hide in it or turn it round becomes an escape."""
        super().setText(keeping_separators(visible_lines(text)))

    def text(self) -> str:
        """What is shown, as it would be copied."""
        return super().text().replace("\u00a0", " ")


class YieldingLabel(PlainLabel):
    """One line that gives way to what stands beside it: it ends in … where there is no room, and its tip says all."""

    def __init__(self, text: str = "") -> None:
        self._whole = ""
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show as much of ``text`` as there is room for."""
        self._whole = text
        self.setToolTip(visible_lines(text))
        self._fit()

    def text(self) -> str:
        """All of it."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


def title(text: str) -> QLabel:
    """The heading of a panel."""
    label = PlainLabel(text)
    label.setObjectName("panelTitle")
    return label


def muted(text: str = "", wrap: bool = True) -> QLabel:
    """A quiet line."""
    label = PlainLabel(text)
    label.setObjectName("muted")
    label.setWordWrap(wrap)
    return label


def beside(text: str, field: QWidget | None) -> QLabel:
    """What a field of a form is called; Alt and its letter lead there. As high as a line to type into, so that the
    words of both stand on one line.
    """
    label = PlainLabel(text)
    if text and field is not None:
        label.setBuddy(field)
        label.setMinimumHeight(FIELD_PX)
    return label


def divider() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setObjectName("divider")
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setFixedHeight(1)
    return line


class IconButton(QToolButton):
    """A tool button whose icon follows the theme."""

    def __init__(self, icon: str, tip: str, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self._icon = icon
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setText(text)
        self.setIconSize(QSize(18, 18))
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        self.refresh_theme()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.refresh_theme()

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        self.setIcon(theme.icon(self._icon, "text"))


def let_go(widget: QWidget) -> None:
    """Delete a widget when that is safe, and show it no more: what replaces it would lie on it until then."""
    widget.hide()
    widget.deleteLater()


def switch(words: str, tip: str) -> QToolButton:
    """A chip that is on or off."""
    button = QToolButton()
    button.setText(words)
    button.setObjectName("chip")
    button.setCheckable(True)
    button.setToolTip(tip)
    return button


class ChoiceBox(QComboBox):
    """A combo box whose arrow has the theme's colour: style sheets cannot draw one."""

    def __init__(self, name: str, entries: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.addItems(list(entries))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("muted" if self.isEnabled() else "disabled"), 1.6))
        x, y = self.width() - 16.0, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])


class CheckBox(QCheckBox):
    """A check box whose edge is seen in both themes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("muted" if self.isEnabled() else "disabled"), 1.2))
        painter.drawRoundedRect(QRectF(box).adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)


class EmptyState(QWidget):
    """What a list says while it is empty: an icon, a heading, and what to do."""

    def __init__(self, icon: str, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = PlainLabel()
        self._heading = PlainLabel(heading)
        self._heading.setObjectName("panelTitle")
        self._text = muted(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(GAP_PX)
        column.addStretch(2)
        for label in (self._icon, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(3)
        self.refresh_theme()

    def say(self, heading: str, text: str) -> None:
        """Other words."""
        self._heading.setText(heading)
        self._text.setText(text)

    @property
    def heading(self) -> str:
        """The words in bold."""
        return self._heading.text()

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(theme.pixmap(self._icon_name, "disabled", 40, self.devicePixelRatioF()))


def panel_header(heading: QWidget, *buttons: QWidget) -> QWidget:
    """A line with a heading at the left and buttons at the right."""
    header = QWidget()
    row = QHBoxLayout(header)
    row.setContentsMargins(16, GAP_PX, GAP_PX, GAP_PX)
    row.setSpacing(4)
    row.addWidget(heading)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return header


def fit_height(popover: QWidget) -> None:
    """Make a popover as high as what it holds: Qt's own ``adjustSize`` ends at two thirds of the screen, and on a low
    one it squeezes sentences into one line.
    """
    popover.adjustSize()
    layout = popover.layout()
    if layout is not None:
        wanted = layout.totalHeightForWidth(popover.width()) if layout.hasHeightForWidth() else 0
        popover.resize(popover.width(), max(wanted, layout.totalMinimumSize().height(), popover.height()))


def takes_escape(event: QEvent) -> bool:
    """Take Esc for a popover, which else would stop what the window does; True when this event was that."""
    is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
    if not is_escape or event.type() != QEvent.Type.ShortcutOverride:
        return False
    event.accept()
    return True


class WindowLineEdit(QLineEdit):
    """A line of text in the window itself.

    On some desktops Qt would take keys of the window for editing in it: Ctrl+E for its end, Ctrl+D, Ctrl+K to delete.
    """

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if is_control and event.key() in (Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_K):
                event.ignore()
                return True
        return super().event(event)


def show_page(pages: QStackedWidget, page: QWidget) -> None:
    """Bring a page to the front; the others, which are not seen, take no room."""
    for number in range(pages.count()):
        other = pages.widget(number)
        policy = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
        if other is not None:
            other.setSizePolicy(policy, policy)
    pages.setCurrentWidget(page)


def problem_label() -> PlainLabel:
    """Where a sentence says what is wrong with the field above."""
    label = PlainLabel()
    label.setObjectName("problem")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def form_layout(spacing_px: int) -> QFormLayout:
    """A form whose fields are as wide as there is room, so far apart one below the other."""
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(spacing_px)
    return form


def form_page(*rows: tuple[str, QWidget | QLayout, str]) -> QScrollArea:
    """A form that scrolls where the window is low: label, field (the first of several has its letter), a quiet line."""
    form = form_layout(6)
    form.setContentsMargins(14, 14, 14, 8)
    for words, field, hint in rows:
        first = field.itemAt(0) if isinstance(field, QLayout) else None
        buddy = field if isinstance(field, QWidget) else first.widget() if first is not None else None
        form.addRow(beside(words, buddy), field)
        if hint:
            quiet = muted(hint)
            # Else a form gives words that wrap a third of the line.
            quiet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            form.addRow("", quiet)
    inner = QWidget()
    inner.setLayout(form)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Nothing scrolls sideways: what cannot wrap, a long check box say, makes the page as wide as it needs.
    inner.ensurePolished()
    area.setMinimumWidth(inner.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area


def form_height(page: QScrollArea, width_px: int) -> int:
    """How high a page of :func:`form_page` would have to be to show all of it."""
    inner = page.widget()
    return inner.heightForWidth(width_px) if inner is not None else 0
