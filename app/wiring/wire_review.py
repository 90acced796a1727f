"""Reviewing places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, reviewing = wiring.window, wiring.session, wiring.reviewing
    actions, keys = window.actions_, window.review_keys
    actions.review.triggered.connect(reviewing.turn)
    actions.accept.triggered.connect(reviewing.accept)
    actions.reject.triggered.connect(reviewing.reject)
    actions.unsure.triggered.connect(reviewing.unsure)
    actions.take_back.triggered.connect(reviewing.take_back)
    session.review.taken_back.connect(reviewing.go_where)
    window.hits.list.review_requested.connect(reviewing.begin_at)
    keys.ranking_toggled.connect(reviewing.rank)
    keys.renewal_requested.connect(reviewing.renew_ranking)
    session.review.votes_changed.connect(reviewing.show_votes)
    session.review.votes_changed.connect(wiring.drawer_pages.show_votes)
    session.review.mode_changed.connect(reviewing.show_mode)
    session.review.message_posted.connect(session.message_posted)
    session.search.search_finished.connect(reviewing.show_ranking)
    session.shown.hits_shown.connect(reviewing.show_mode)
