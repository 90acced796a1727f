"""The project: its name, its file, and when it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection. After the other stories: what they show is put as the project has it."""
    window, session, actions, files = (
        wiring.window,
        wiring.session,
        wiring.window.actions_,
        wiring.project_files,
    )
    project, archive, search = session.project, session.archive, session.search
    actions.new_project.triggered.connect(files.begin_new)
    actions.open_project.triggered.connect(files.choose)
    actions.save_project.triggered.connect(files.choose_name)
    window.recent_projects.aboutToShow.connect(files.fill_recent)
    session.project_given.connect(files.open)
    project.named.connect(files.show_name)
    project.opened.connect(files.show)
    archive.archive_changed.connect(files.show_rest)
    archive.opening_refused.connect(files.give_up)
    session.question_failed.connect(files.give_up)
    archive.closing.connect(project.save)
    archive.closed.connect(files.leave)
    search.search_finished.connect(files.keep_view)
    for changed in (
        archive.archive_changed,
        archive.index_changed,
        archive.plan_changed,
        archive.rules_changed,
        search.search_finished,
        window.canvas.view_changed,
        wiring.archive_model.drawn_changed,
        window.archive.layers.layer_shown,
        window.archive.layers.order_changed,
        session.review.voted,
    ):
        changed.connect(project.touch)
