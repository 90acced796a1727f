"""Words of ``msa_core`` that the window shows in its own language. The rest of what comes from there stays English."""

from __future__ import annotations

from app.translation import mark

FORMS_OF_COORDINATES = (
    mark("Decimal degrees"),
    mark("Degrees, minutes, seconds"),
    mark("UTM"),
    mark("MGRS"),
    mark("Coordinates of the map"),
)
"""The values of ``msa_core.coordinates.FORM_NAMES``, which are translated where they are shown."""
