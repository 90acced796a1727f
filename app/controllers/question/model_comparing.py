"""A saved search compared between models: the page of the drawer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from app.models.choices.compared import ComparedQuestion
from app.session.learning.model_comparison import Comparison
from app.session.session import Session
from app.translation import tr
from app.widgets.frame.bars.job_bar import eta_label
from app.widgets.frame.main_window import MainWindow
from app.widgets.frame.pages.models_page import ModelsPage
from msa_core.names import visible


class ModelComparing(QObject):
    """Owns the page, which is in the drawer once something was compared."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._chosen: ComparedQuestion | None = None
        self._shown: tuple[ComparedQuestion, ...] = ()
        self.page = ModelsPage()

    @Slot(object)
    def show_state(self, state: Comparison) -> None:
        """What is being asked, or what came of it."""
        if state.problem or (state.asking and state.progress is None):
            self._window.drawer.add_page(tr("Models"), self.page)
            self._window.actions_.drawer.setChecked(True)
            self._window.drawer.open_page(self.page)
        self.page.stop.setVisible(bool(state.asking))
        self.page.other.setEnabled(not state.asking)
        if state.found != self._shown:
            self._shown = state.found
            self.page.comparison.set_questions(state.found)
            self.page.comparison.questions.setCurrentRow(len(state.found) - 1)
        self._say()

    @Slot(object)
    def show_agreement(self, chosen: ComparedQuestion | None) -> None:
        """Another model was chosen in the list."""
        self._chosen = chosen
        self._say()

    @Slot()
    def choose_other(self) -> None:
        """Ask for the folder of an index, and compare with it, too."""
        state = self._session.comparison.state
        folder = QFileDialog.getExistingDirectory(
            self._window, tr("An index of the same rasters, made with another model")
        )
        if folder and state is not None:
            self._session.comparison.compare(state.search, folder)

    def _say(self) -> None:
        state = self._session.comparison.state
        if state is None:
            return
        name = visible(state.search.name)
        self.page.show_problem(state.problem)
        if state.asking:
            said = [tr("“{name}”: asking {model}", name=name, model=visible(state.asking))]
            progress = state.progress
            if progress is not None:
                percent = tr("{percent}%", percent=round(100 * progress.fraction))
                said += [percent, eta_label(progress.eta_s)]
            words = " · ".join(part for part in said if part)
        elif state.problem:
            words = tr("“{name}”: nothing to compare", name=name)
        elif self._chosen is not None:
            words = tr(
                "{agreement} Dimmed: found by one alone. Asked was “{name}”.",
                agreement=self._chosen.agreement,
                name=name,
            )
        else:
            words = tr("“{name}”: stopped before a model had answered.", name=name)
        self.page.words.setText(words)
