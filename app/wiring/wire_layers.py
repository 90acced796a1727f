"""The tree of layers, its menu, and what is not searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    panel, layers, canvas = wiring.window.archive, wiring.layers, wiring.window.canvas
    rows, archive = wiring.archive_model, wiring.session.archive
    rows.drawn_changed.connect(canvas.rasters.set_drawn)
    panel.layers.order_changed.connect(canvas.rasters.set_order)
    panel.layers.ordered_by_hand.connect(layers.keep_order)
    panel.layers.layer_shown.connect(layers.show_layer)
    panel.tree.nodes_selected.connect(layers.select)
    panel.tree.node_opened.connect(layers.open)
    panel.tree.menu_requested.connect(layers.open_menu)
    panel.gaps_shown.connect(layers.show_gaps)
    panel.retry_clicked.connect(layers.try_all_again)
    rows.modelReset.connect(layers.hatch)
    rows.dataChanged.connect(layers.hatch)
    archive.closed.connect(panel.leave_nothing_out)
    archive.changed_found.connect(rows.set_changed)
    wiring.session.shown.hits_shown.connect(layers.count_places)
    wiring.session.search.asking.conditions_changed.connect(layers.count_areas)
    layers.bands_wanted.connect(wiring.bands.ask)
    rows.modelReset.connect(wiring.bands.show)
    archive.index_changed.connect(wiring.bands.show)
    archive.rules_changed.connect(wiring.bands.show)
    layers.sources_wanted.connect(wiring.building.narrow_to)
