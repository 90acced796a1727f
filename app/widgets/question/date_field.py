"""A date as it is typed, with a calendar beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from app.translation import tr
from app.widgets.small_widgets import FIELD_PX, IconButton
from msa_core.errors import UsageError
from msa_core.retrieval.query.parsing import parse_period


class DateField(QWidget):
    """Year, month or day: ``2021``, ``2021-06``, ``2021-06-30``."""

    def __init__(self, text: str, name: str, hint: str) -> None:
        super().__init__()
        self.line = QLineEdit(text)
        self.setMinimumHeight(FIELD_PX + 2)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.setAcceptDrops(False)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        menu, action = QMenu(self), QWidgetAction(self)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToShow.connect(partial(_show_date, calendar, self.line))
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(partial(_take_date, self.line, menu))
        self.button = IconButton("calendar", tr("Choose the day: {name}", name=name.lower()))
        self.button.setMenu(menu)
        self.button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)


def _show_date(calendar: QCalendarWidget, field: QLineEdit) -> None:
    """Open the calendar at the date that is typed."""
    try:
        start, _ = parse_period(field.text().strip() or None, None)
    except UsageError:
        start = None
    if start is not None:
        calendar.setSelectedDate(QDate(start.year, start.month, start.day))


def _take_date(field: QLineEdit, menu: QMenu, day: QDate) -> None:
    field.setText(day.toString(Qt.DateFormat.ISODate))
    menu.close()
