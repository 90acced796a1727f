"""Opening archives and indexes, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    window.drop_zone.opened.connect(session.open_paths)
    window.drop_zone.added.connect(session.add_paths)
    window.drop_zone.area_given.connect(session.area_given)
    session.area_given.connect(wiring.building.add_area)
    window.open_button.clicked.connect(wiring.files.choose_folder)
    window.archive.open_clicked.connect(wiring.files.choose_folder)
    window.map_area.welcome.open_clicked.connect(wiring.files.choose_folder)
    window.map_area.welcome.recent_chosen.connect(wiring.files.open_one)
    actions.open_folder.triggered.connect(wiring.files.choose_folder)
    actions.search_catalogue.triggered.connect(wiring.catalogues.open_dialog)
    wiring.catalogues.box_wanted.connect(wiring.building.draw_for)
    actions.open_address.triggered.connect(wiring.files.choose_address)
    actions.open_files.triggered.connect(wiring.files.choose_files)
    actions.add_folder.triggered.connect(wiring.files.choose_folder_to_add)
    actions.add_files.triggered.connect(wiring.files.choose_files_to_add)
    actions.import_embeddings.triggered.connect(wiring.importing.open_dialog)
    session.embeddings_given.connect(wiring.importing.open_with)
    actions.open_index.triggered.connect(wiring.files.choose_index)
    actions.search_too.triggered.connect(wiring.files.choose_index_too)
    actions.reload.triggered.connect(session.archive.reload)
    actions.quit.triggered.connect(window.close)
    window.recent_menu.aboutToShow.connect(wiring.files.fill_recent)
    window.closing.connect(wiring.close)
    session.archive.archive_changed.connect(wiring.files.show_archive)
    session.archive.scanning_changed.connect(window.archive.set_scanning)
    session.archive.scanning_changed.connect(wiring.files.show_scanning)
    session.archive.index_changed.connect(wiring.files.show_index)
    session.message_posted.connect(window.messages.say)
    session.engine_status_changed.connect(window.set_engine_words)
    window.messages.action_chosen.connect(wiring.jobs.follow_up)
