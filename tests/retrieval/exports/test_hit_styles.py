"""Styles for the hits: classes that hold every score, and QML and SLD that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.colours import SCORE_RAMP, score_colours
from msa_core.records import Background
from msa_core.retrieval.exports.sld import hits_sld
from msa_core.retrieval.exports.styles.qml import hits_qml, overlay_qml
from msa_core.retrieval.exports.styles.score_classes import LABELS, MAX_CLASSES, class_of, score_classes
from msa_core.retrieval.exports.told.columns import number
from tests.support.made_hits import hit, tile

SLD = {"se": "http://www.opengis.net/se", "ogc": "http://www.opengis.net/ogc"}


def found(scores: Sequence[float]) -> list:
    return [hit(tile(rank), rank, score) for rank, score in enumerate(scores, start=1)]


def told(middle: float, cut: float | None, low: float = -1.0, high: float = 1.0) -> Background:
    """A background of which only what colours need is true."""
    return Background(
        tiles=100, sampled=False, low=low, high=high, counts=(), passing=(), mean=middle, sd=0.1, middle=middle,
        spread=0.1, cut=cut, above_cut=0, stands_out=None,
    )  # fmt: skip


backgrounds = st.none() | st.builds(told, st.floats(-1, 1), st.none() | st.floats(-1, 1))


@settings(deadline=None)
@given(st.lists(st.floats(-1.5, 1.5), max_size=30), backgrounds)
def test_every_score_is_in_one_class_of_each_style(
    scores: list[float], background: Background | None
) -> None:
    classes = score_classes(found(scores), background)
    assert len(classes) <= MAX_CLASSES
    ranges = [
        (float(r.get("lower", "")), float(r.get("upper", "")))
        for r in ET.fromstring(hits_qml(classes)).iter("range")
    ]
    rules = ET.fromstring(hits_sld(classes)).findall(".//se:Rule", SLD)
    assert len(ranges) == len(classes)
    for score in {number(score) for score in scores}:
        assert score is not None
        # QGIS takes the first range that holds it, both ends included; a rule of SLD stands for itself.
        first = next(i for i, (low, high) in enumerate(ranges) if low <= score <= high)
        assert first == class_of(score, classes)
        assert [i for i, rule in enumerate(rules) if passes(rule, score)] == [first]


def passes(rule: ET.Element, score: float) -> bool:
    """The filter of a rule, evaluated."""
    tests = rule.find("ogc:Filter/ogc:And", SLD)
    assert tests is not None
    compare = {
        "PropertyIsGreaterThan": score.__gt__,
        "PropertyIsGreaterThanOrEqualTo": score.__ge__,
        "PropertyIsLessThanOrEqualTo": score.__le__,
    }
    for test in tests:
        assert test.findtext("ogc:PropertyName", None, SLD) == "score"
        if not compare[test.tag.rpartition("}")[2]](float(test.findtext("ogc:Literal", "", SLD))):
            return False
    return True


def test_classes_are_those_of_the_ramp_of_the_window_and_the_same_whatever_is_exported() -> None:
    background = told(middle=0.1, cut=0.3)
    classes = score_classes(found([0.9, 0.3, 0.25, 0.05]), background)
    assert [each.words for each in classes] == list(LABELS)
    assert [class_of(score, classes) for score in (0.05, 0.2, 0.299999, 0.3, 0.4, 0.41, 0.9)] == [
        0,
        0,
        1,
        2,
        2,
        3,
        3,
    ]
    middles = np.array([0.15, 0.25, 0.35, 0.45])
    assert [each.rgb for each in classes] == list(map(tuple, score_colours(middles, background).tolist()))
    others = score_classes(found([0.31, 0.32]), background)
    assert [(each.rgb, each.high) for each in others[:3]] == [(each.rgb, each.high) for each in classes[:3]]


def test_where_nothing_tells_a_cut_no_class_claims_to_stand_out() -> None:
    background = told(middle=0.1, cut=None, low=0.0, high=0.8)
    classes = score_classes(found([0.6, 0.5, 0.45, 0.4, 0.35]), background)
    assert (classes[0].low, classes[-1].high) == (0.0, 0.8)
    assert {each.words for each in classes} == {""}
    half = SCORE_RAMP[:129].tolist()
    assert all(list(each.rgb) in half for each in classes)


def test_labels_tell_classes_apart() -> None:
    classes = score_classes(found([0.19, 0.1903, 0.1908, 0.1907, 0.1905]))
    assert len({each.label for each in classes}) == len(classes) == 4
    assert score_classes(found([0.5, 0.5]))[0].label == "0.500"
    assert score_classes(found([0.5]), told(0.1, 0.3))[2].label == "stands out: 0.300 to 0.400"
    assert score_classes([]) == ()


def test_qml_colours_by_score_and_labels_with_the_rank() -> None:
    classes = score_classes(found([0.4, 0.3, 0.2]))
    qml = hits_qml(classes)
    assert b"<!DOCTYPE qgis" in qml
    root = ET.fromstring(qml)
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("type"), renderer.get("attr")) == ("graduatedSymbol", "score")
    symbols = {s.get("name"): s for s in renderer.findall("symbols/symbol")}
    for each, part in zip(classes, renderer.findall("ranges/range"), strict=True):
        (colour,) = symbols[part.get("symbol")].findall(".//Option[@name='outline_color']")
        assert colour.get("value") == ",".join(map(str, each.rgb)) + ",255"
    text = root.find("labeling/settings/text-style")
    assert text is not None
    assert text.get("fieldName") == "rank"
    assert root.get("labelsEnabled") == "1"


def test_the_ramp_of_an_overlay_is_even_around_nothing() -> None:
    values = np.array([[0.5, -2.0], [1.0, 0.0]], np.float32)
    ramp = ET.fromstring(overlay_qml(values, "logit")).iter("item")
    items = [(float(i.get("value", "")), i.get("color"), int(i.get("alpha", ""))) for i in ramp]
    at, colour, alpha = zip(*items, strict=True)
    assert at[0] == -2.0
    assert at[-1] == 2.0
    assert list(at) == sorted(at)
    assert at[len(at) // 2] == 0.0
    assert alpha[len(at) // 2] == 0
    assert alpha == alpha[::-1]
    assert colour[0] != colour[-1]
    flat = ET.fromstring(overlay_qml(np.zeros((2, 2), np.float32), "cosine"))
    assert all(np.isfinite(float(i.get("value", ""))) for i in flat.iter("item"))
