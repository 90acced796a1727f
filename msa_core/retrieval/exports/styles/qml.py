"""Styles of QGIS: hits coloured by score and labelled with their rank; overlays in the colours of the sheet.

Written are the elements that QGIS 3 reads; what is left out has its default there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from msa_core.colours import OVERLAY_OPACITY, diverging_rgba
from msa_core.retrieval.exports.styles.markup import child, document
from msa_core.retrieval.exports.styles.score_classes import ScoreClass

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_VERSION = "3.22.0"
_FILL_ALPHA = 70
_INK = "30,37,48,255"
# Stops of a ramp that QGIS draws straight between; an odd number, so that one lies on 0.
_STOPS = 33


def hits_qml(classes: Sequence[ScoreClass]) -> bytes:
    """A graduated style on ``score``, and labels with ``rank``."""
    root = _root("Symbology|Labeling")
    root.set("labelsEnabled", "1")
    renderer = child(
        root,
        "renderer-v2",
        attributes={
            "type": "graduatedSymbol", "attr": "score", "graduatedMethod": "GraduatedColor",
            "symbollevels": 0, "enableorderby": 1, "forceraster": 0,
        },
    )  # fmt: skip
    ranges, symbols = child(renderer, "ranges"), child(renderer, "symbols")
    for number, each in enumerate(classes):
        bounds = {"lower": f"{each.low:.15g}", "upper": f"{each.high:.15g}"}
        child(ranges, "range", attributes={**bounds, "symbol": number, "label": each.label, "render": "true"})
        _fill(symbols, str(number), each.rgb)
    _fill(child(renderer, "source-symbol"), "0", classes[-1].rgb if classes else (0, 0, 0))
    child(renderer, "classificationMethod", attributes={"id": "Custom"})
    # The best hits are drawn last, above the others.
    order = child(renderer, "orderby")
    child(order, "orderByClause", '"score"', {"asc": 1, "nullsFirst": 1})
    _rank_labels(root)
    child(root, "layerGeometryType", 2)
    return document(root, _DOCTYPE)


def overlay_qml(values: np.ndarray, unit: str) -> bytes:
    """A diverging ramp around 0 for the raster of a heatmap: full colour at its largest value on both sides.

    Args:
        values: the heatmap (h, w).
        unit: for the legend, ``logit`` or ``cosine``.
    """
    reach = float(np.abs(values).max(initial=0.0)) or 1.0
    at = np.linspace(-reach, reach, _STOPS)
    rgba = diverging_rgba(at[np.newaxis], reach, OVERLAY_OPACITY)[0]
    root = _root("Symbology")
    pipe = child(root, "pipe")
    limits = {"classificationMin": f"{-reach:.9g}", "classificationMax": f"{reach:.9g}"}
    renderer = child(
        pipe,
        "rasterrenderer",
        attributes={"type": "singlebandpseudocolor", "band": 1, "opacity": 1, "alphaBand": -1, **limits},
    )
    shader = child(child(renderer, "rastershader"), "colorrampshader", attributes={
        "colorRampType": "INTERPOLATED", "classificationMode": 1, "clip": 0, "labelPrecision": 4,
        "minimumValue": f"{-reach:.9g}", "maximumValue": f"{reach:.9g}",
    })  # fmt: skip
    for value, (red, green, blue, alpha) in zip(at.tolist(), rgba.tolist(), strict=True):
        colour = {"color": f"#{red:02x}{green:02x}{blue:02x}", "alpha": alpha}
        child(shader, "item", attributes={"value": f"{value:.9g}", "label": f"{value:+.3g} {unit}", **colour})
    # Cells are areas of one value each: QGIS is to show them as they are.
    child(pipe, "rasterresampler", attributes={"maxOversampling": 2})
    child(root, "blendMode", 0)
    return document(root, _DOCTYPE)


def _root(categories: str) -> ET.Element:
    return ET.Element("qgis", {"version": _VERSION, "styleCategories": categories})


def _fill(parent: ET.Element, name: str, rgb: tuple[int, int, int]) -> None:
    """A symbol: an outline in the colour, and a fill through which the picture below is seen."""
    symbol = child(
        parent,
        "symbol",
        attributes={"type": "fill", "name": name, "alpha": 1, "clip_to_extent": 1, "force_rhr": 0},
    )
    layer = child(symbol, "layer", attributes={"class": "SimpleFill", "enabled": 1, "locked": 0, "pass": 0})
    colour = ",".join(map(str, rgb))
    properties: dict[str, Any] = {
        "color": f"{colour},{_FILL_ALPHA}", "style": "solid", "outline_color": f"{colour},255",
        "outline_style": "solid", "outline_width": "0.66", "outline_width_unit": "MM", "joinstyle": "miter",
    }  # fmt: skip
    options = child(layer, "Option", attributes={"type": "Map"})
    for key, value in properties.items():
        child(options, "Option", attributes={"name": key, "type": "QString", "value": value})


def _rank_labels(root: ET.Element) -> None:
    settings = child(
        child(root, "labeling", attributes={"type": "simple"}),
        "settings",
        attributes={"calloutType": "simple"},
    )
    text = child(settings, "text-style", attributes={
        "fieldName": "rank", "isExpression": 0, "fontSize": 10, "fontSizeUnit": "Point", "fontWeight": 75,
        "textColor": _INK, "textOpacity": 1,
    })  # fmt: skip
    child(text, "text-buffer", attributes={
        "bufferDraw": 1, "bufferSize": 1, "bufferSizeUnits": "MM", "bufferColor": "255,255,255,230",
        "bufferOpacity": 1,
    })  # fmt: skip
    # 1: over the centre of the polygon.
    child(settings, "placement", attributes={"placement": 1, "quadOffset": 4, "priority": 5})
    child(settings, "rendering", attributes={"drawLabels": 1, "obstacle": 0, "fontMinPixelSize": 3})
