"""A layer of footprints: where few lie on the map is known at once; very many are placed in the pixels lane."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.map.painting.layer import Layer
from app.map.rasters.footprint_grid import MANY
from app.map.rasters.placing import Placed, PlaceRequest


class PlacedLayer(Layer):
    """Asks where footprints lie, and takes the answer to the newest question.

    Signals:
        render_wanted: work for the pixels lane.
        placed: nothing; where the footprints lie is known now.
    """

    render_wanted = Signal(object)
    placed = Signal()

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._placing: PlaceRequest | None = None

    @property
    def is_placing(self) -> bool:
        """Whether it is still being found where they lie."""
        return self._placing is not None

    def _place(self, request: PlaceRequest) -> None:
        self._placing = request
        if len(request.rings_lonlat) < MANY:
            self._on_placed(request, request.work())
        else:
            self.render_wanted.emit(request)

    def _on_placed(self, request: PlaceRequest, placed: Placed) -> None:
        if request is self._placing:
            self._placing = None
            self._take_placed(placed)
            self.placed.emit()

    def _take_placed(self, placed: Placed) -> None:
        """They lie there from now on."""
        raise NotImplementedError
