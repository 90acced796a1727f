"""Pixels read on worker threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, lane = wiring.window, wiring.lane
    for layer in (window.canvas.rasters, window.canvas.coverage):
        layer.render_wanted.connect(lane.run)
        lane.finished.connect(layer.on_rendered)
        lane.failed.connect(layer.on_failed)
    wiring.hits_model.thumbnail_wanted.connect(lane.run)
    wiring.similar_model.thumbnail_wanted.connect(lane.run)
    kept = wiring.session.kept
    for model in (wiring.hits_model, wiring.similar_model):
        model.kept_wanted.connect(kept.want)
        kept.read.connect(model.take_kept)
    kept.read.connect(wiring.places.take_kept)
    lane.finished.connect(wiring.hits_model.on_pixels)
    lane.finished.connect(wiring.similar_model.on_pixels)
    lane.finished.connect(wiring.places.take_pixels)
    lane.failed.connect(wiring.hits_model.on_failed)
    lane.failed.connect(wiring.similar_model.on_failed)
    lane.failed.connect(wiring.places.take_failure)
