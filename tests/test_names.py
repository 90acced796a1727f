from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msa_core.names import printable, visible, visible_json, visible_lines


@pytest.mark.parametrize(
    "text, shown",
    [
        ("plain.tif", "plain.tif"),
        ("Überflug 日本 café\u0301\u202f3", "Überflug 日本 café\u0301\u202f3"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x9b31m\x85", "\\x9b31m\\x85"),  # C1: some terminals obey them
        ("gepj.\u202egnp\u2066\u200f\u061c", "gepj.\\u202egnp\\u2066\\u200f\\u061c"),
        ("a\u200bb\ufeff\u2060\u00ad", "a\\u200bb\\ufeff\\u2060\\xad"),
        ("a\u2028b\u2029c\nd\re", "a\\u2028b\\u2029c\\nd\\re"),
        ("\U000e0041", "\\U000e0041"),
        (b"caf\xe9".decode("utf-8", "surrogateescape"), "caf\\xe9"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_what_acts_or_hides_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_unseen_is_left_and_lines_stay_lines(text: str) -> None:
    for shown in (visible(text), *visible_lines(text).split("\n")):
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        shown.encode("utf-8")
    assert visible_lines(text).count("\n") == text.count("\n")
    printable(text).encode("utf-8")


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_visible_json_reads_back_the_same(data: object) -> None:
    shown = visible_json(json.dumps(data, ensure_ascii=False))
    assert json.loads(shown) == data
    assert visible(shown) == shown
