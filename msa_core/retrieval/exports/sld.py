"""The style of hits as OGC Styled Layer Descriptor 1.1.0 (OGC 05-078r4, Symbology Encoding 05-077r4), for GeoServer."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from msa_core.retrieval.exports.hit_layer import LAYER
from msa_core.retrieval.exports.styles.markup import child, document
from msa_core.retrieval.exports.styles.score_classes import ScoreClass

_SPACES = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:se": "http://www.opengis.net/se",
    "xmlns:ogc": "http://www.opengis.net/ogc",
}
_FILL_OPACITY = 0.27


def hits_sld(classes: Sequence[ScoreClass]) -> bytes:
    """One rule for each class of ``score``, labelled with ``rank``."""
    root = ET.Element("StyledLayerDescriptor", {"version": "1.1.0", **_SPACES})
    named = child(root, "NamedLayer")
    child(named, "se:Name", LAYER)
    style = child(named, "UserStyle")
    child(style, "se:Name", "score")
    rules = child(style, "se:FeatureTypeStyle")
    for number, each in enumerate(classes):
        rule = child(rules, "se:Rule")
        child(rule, "se:Name", each.label)
        _filter(rule, each, is_lowest=number == 0)
        _polygon(rule, each.hex)
        _label(rule)
    if not classes:  # the schema wants a rule, and a file without hits may get some by hand
        _polygon(child(rules, "se:Rule"), "#000000")
    return document(root)


def _filter(rule: ET.Element, each: ScoreClass, is_lowest: bool) -> None:
    both = child(child(rule, "ogc:Filter"), "ogc:And")
    above = "ogc:PropertyIsGreaterThanOrEqualTo" if is_lowest else "ogc:PropertyIsGreaterThan"
    for comparison, bound in ((above, each.low), ("ogc:PropertyIsLessThanOrEqualTo", each.high)):
        test = child(both, comparison)
        child(test, "ogc:PropertyName", "score")
        child(test, "ogc:Literal", f"{bound:.15g}")


def _polygon(rule: ET.Element, colour: str) -> None:
    symbol = child(rule, "se:PolygonSymbolizer")
    fill, stroke = child(symbol, "se:Fill"), child(symbol, "se:Stroke")
    child(fill, "se:SvgParameter", colour, {"name": "fill"})
    child(fill, "se:SvgParameter", _FILL_OPACITY, {"name": "fill-opacity"})
    child(stroke, "se:SvgParameter", colour, {"name": "stroke"})
    child(stroke, "se:SvgParameter", 2, {"name": "stroke-width"})


def _label(rule: ET.Element) -> None:
    symbol = child(rule, "se:TextSymbolizer")
    child(child(symbol, "se:Label"), "ogc:PropertyName", "rank")
    font = child(symbol, "se:Font")
    for name, value in (("font-family", "Sans"), ("font-size", 13), ("font-weight", "bold")):
        child(font, "se:SvgParameter", value, {"name": name})
    parent = child(child(symbol, "se:LabelPlacement"), "se:PointPlacement")
    anchor = child(parent, "se:AnchorPoint")
    child(anchor, "se:AnchorPointX", 0.5)
    child(anchor, "se:AnchorPointY", 0.5)
    halo = child(symbol, "se:Halo")
    child(halo, "se:Radius", 1.5)
    child(child(halo, "se:Fill"), "se:SvgParameter", "#ffffff", {"name": "fill"})
    child(child(symbol, "se:Fill"), "se:SvgParameter", "#1e2530", {"name": "fill"})
