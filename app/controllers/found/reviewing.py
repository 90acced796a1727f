"""Reviewing: what is said of the chosen place, and which comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from app.models.hits.hits_model import HitsModel
from app.models.words.review_words import spoken_votes, summary_of_votes
from app.session.search.shown_hits import SEARCH
from app.session.session import Session
from app.translation import tr
from app.widgets.frame.main_window import MainWindow
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNREVIEWED, UNSURE


class Reviewing(QObject):
    """The steps between votes, the list and the map."""

    def __init__(self, window: MainWindow, session: Session, hits: HitsModel) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._hits = hits

    # What is asked for

    @Slot(bool)
    def turn(self, on: bool) -> None:
        """Begin or end reviewing the places of the search."""
        if on and self._session.search.hits and self._session.shown.origin != SEARCH:
            self._session.show_origin(SEARCH)
        self._session.review.turn(on)
        if self._session.review.is_on and self._session.shown.selected < 0:
            self._session.shown.select(self._hits.number_at(0))
        self.show_mode()

    @Slot(int)
    def begin_at(self, number: int) -> None:
        """The check mark of a row: review from here."""
        self._session.shown.select(number)
        self.turn(True)

    @Slot()
    def accept(self) -> None:
        self._vote(ACCEPTED)

    @Slot()
    def reject(self) -> None:
        self._vote(REJECTED)

    @Slot()
    def unsure(self) -> None:
        self._vote(UNSURE)

    @Slot()
    def take_back(self) -> None:
        """The chosen places are not reviewed after all."""
        self._vote(UNREVIEWED)

    @Slot(object)
    def go_where(self, tiles: frozenset[str]) -> None:
        """A vote was taken back or given again: go where it was given."""
        shown = self._session.shown
        if shown.origin == SEARCH:
            found = (number for number, hit in enumerate(shown.hits) if hit.tile.id in tiles)
            shown.select(next(found, shown.selected))

    def _vote(self, state: str) -> None:
        shown, review = self._session.shown, self._session.review
        if shown.origin != SEARCH or not (review.is_on or state == UNREVIEWED):
            return
        numbers = shown.chosen or ((shown.selected,) if shown.selected >= 0 else ())
        review.vote([shown.hits[number] for number in numbers], state)
        if state != UNREVIEWED and numbers:
            self._go_on(max(self._hits.row_of(number) for number in numbers))

    def _go_on(self, row: int) -> None:
        """To the next row that is not reviewed, from the top again after the last; stay when all are."""
        votes, count = self._session.review.votes, self._hits.rowCount()
        for step in range(1, count):
            number = self._hits.number_at((row + step) % count)
            if self._session.shown.hits[number].tile.id not in votes:
                self._session.shown.select(number)
                return

    @Slot(bool)
    def rank(self, on: bool) -> None:
        """Ask again with the votes, or without."""
        self._session.review.rank_by_votes(on)

    @Slot()
    def renew_ranking(self) -> None:
        """Ask again with the votes given since."""
        self._session.review.rank_by_votes(True)

    # What is shown

    @Slot()
    def show_mode(self) -> None:
        """Which actions can work, and whether the keys are seen."""
        review, actions = self._session.review, self._window.actions_
        in_front = self._session.shown.origin == SEARCH
        actions.review.setEnabled(bool(self._session.search.hits))
        actions.review.setChecked(review.is_on)
        for action in actions.votes:
            action.setEnabled(review.is_on and in_front)
        actions.take_back.setEnabled(in_front and bool(review.votes))
        if review.is_on == self._window.review_keys.isHidden():
            self._window.show_review(review.is_on)
            # The list is lower or higher once it is laid out anew.
            QTimer.singleShot(0, self, self._keep_in_sight)

    @Slot()
    def _keep_in_sight(self) -> None:
        self._window.hits.list.scrollTo(self._window.hits.list.currentIndex())

    @Slot(object)
    def show_votes(self, votes: dict[str, str]) -> None:
        """Marks on rows, map and table; the summary; and what the next export says."""
        self._session.search.said = votes
        self._hits.set_reviews(votes)
        self._window.canvas.hits.set_reviews(votes)
        hits = self._session.search.hits
        is_all = bool(votes) and bool(hits) and all(hit.tile.id in votes for hit in hits)
        words = summary_of_votes(votes)
        words = tr("All reviewed · {votes}", votes=words) if is_all else words
        self._window.hits.set_review(words, spoken_votes(votes))
        self.show_ranking()
        self.show_mode()

    @Slot()
    def show_ranking(self) -> None:
        """Whether the places on screen are ranked by votes, and by how many of them."""
        review, query = self._session.review, self._session.search.query
        accepted, rejected = review.tiles(ACCEPTED), review.tiles(REJECTED)
        used = (query.accepted, query.rejected) if query is not None else (frozenset(), frozenset())
        new = len(accepted ^ used[0] | rejected ^ used[1])
        self._window.review_keys.set_ranking(any(used), len(accepted) + len(rejected), new)
