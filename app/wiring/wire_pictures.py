"""Pictures that are dropped or chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session = wiring.window, wiring.session
    window.drop_zone.captioned.connect(session.picture.caption)
    window.captions.picture_wanted.connect(wiring.files.choose_picture)
    window.actions_.caption.triggered.connect(wiring.files.choose_picture)
    window.captions.caption_chosen.connect(session.picture.explain_with)
    window.captions.search_wanted.connect(wiring.building.search_for)
    session.picture.picture_started.connect(wiring.places.begin_picture)
    session.picture.picture_started.connect(wiring.picture_pane.show_dropped)
    session.shown.hit_selected.connect(wiring.picture_pane.show_chosen)
    window.overlays.whole_clicked.connect(wiring.picture_pane.show_whole)
    window.actions_.paste_picture.triggered.connect(wiring.picture_pane.paste)
    window.captions.whole.triggered.connect(wiring.picture_pane.return_to_described)
    window.captions.paste.triggered.connect(wiring.picture_pane.paste)
    window.captions.bank.triggered.connect(wiring.picture_pane.choose_bank)
    window.captions.copy_all.triggered.connect(wiring.picture_pane.copy_captions)
    window.captions.save_all.triggered.connect(wiring.picture_pane.save_captions)
    window.captions.save_seen.triggered.connect(wiring.overlay_files.choose_folder_for_picture)
    window.captions.save_bank.triggered.connect(wiring.picture_pane.save_bank)
    window.captions.own_words.triggered.connect(wiring.picture_pane.use_own_words)
    view = window.map_area.picture
    view.pixels_wanted.connect(wiring.lane.run)
    wiring.lane.finished.connect(view.on_pixels)
    wiring.lane.failed.connect(view.on_failed)
    session.picture.picture_finished.connect(wiring.places.show_picture)
