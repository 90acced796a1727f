from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msa_core.errors import UsageError
from msa_core.records import QueryTerm
from msa_core.retrieval.query.parsing import as_words, parse_bbox, parse_period, parse_terms, period_texts


def test_weights_and_defaults() -> None:
    terms = parse_terms(["an airport", "a river^0.5", "x^2e-1"], ["cars", "clouds^2"])
    assert terms == (
        QueryTerm("text", "an airport", 1.0),
        QueryTerm("text", "a river", 0.5),
        QueryTerm("text", "x", 0.2),
        QueryTerm("text", "cars", -0.5),
        QueryTerm("text", "clouds", -2.0),
    )
    assert as_words(terms[:1] + terms[3:4]) == "+1 an airport -0.5 cars"


def test_a_caret_before_a_word_is_part_of_the_text() -> None:
    assert parse_terms(["2^nd street"])[0].value == "2^nd street"


@pytest.mark.parametrize(
    "text",
    [
        "river^",
        "river^-1",
        "river^0",
        "river^0,5",
        "river^nan",
        "river^1e999",
        "river^1e308",
        "river^1e-9",
        "river^+-",
    ],
)
def test_a_weight_that_is_none_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="weight"):
        parse_terms([text])


def test_pictures_are_files_and_may_be_named_like_a_weight(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    (tmp_path / "a.png^2").touch()
    assert parse_terms(like=[f"{tmp_path}/a.png^0.3"])[0] == QueryTerm("image", f"{tmp_path}/a.png", 0.3)
    assert parse_terms(like=[f"{tmp_path}/a.png^2"])[0] == QueryTerm("image", f"{tmp_path}/a.png^2", 1.0)
    assert parse_terms(["x"], unlike=[f"{tmp_path}/a.png"])[1].weight == -0.5


def test_pictures_may_lie_in_a_zip_but_are_no_folders_or_pipes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.png", b"x")
    inside = tmp_path / "a.zip" / "b.png"
    expected = QueryTerm("image", str(inside), 2.0)
    assert parse_terms(like=[f"{inside}^2", f"/vsizip/{inside}^2"]) == (expected, expected)
    names = [tmp_path, tmp_path / "a.zip" / "c.png", "nul\0"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        names.append(tmp_path / "pipe.png")
    for name in names:
        with pytest.raises(UsageError, match="There is no picture"):
            parse_terms(like=[str(name)])


@given(st.text(max_size=40))
def test_any_text_is_words_or_a_sentence(text: str) -> None:
    try:
        (term,) = parse_terms([text])
    except UsageError:
        assert not text.strip() or "^" in text or not text.isprintable()
    else:
        assert term.value.strip() == term.value != ""
        assert term.weight > 0


def test_boxes() -> None:
    assert parse_bbox("5.5,52,6,52.5") == (5.5, 52.0, 6.0, 52.5)
    assert parse_bbox(" 170, -20, -170, -10 ") == (170.0, -20.0, -170.0, -10.0)
    assert parse_bbox(None) is None


@pytest.mark.parametrize(
    "start, end",
    [
        ("2021", "2021"),
        ("2020-02", "2020-02"),
        ("2020-02-28", "2021-12-31"),
        ("2020-01", "2021-06"),
        ("2021-12-31", "2021-12-31"),
        (None, "2020"),
        ("1999-11", None),
        ("2021-06-30T12:30:00+00:00", "2021-06-30T18:00:00.000005+00:00"),
    ],
)
def test_a_period_is_told_as_short_as_it_can_be_said(start: str | None, end: str | None) -> None:
    assert period_texts(parse_period(start, end)) == (start or "", end or "")


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("20210630", "2021-06-30", "2021-06-30"),
        ("2021-W26", "2021-06-28", "2021-07-04"),
        ("2021W26", "2021-06-28", "2021-07-04"),
        ("2021-W26-3", "2021-06-30", "2021-06-30"),
    ],
)
def test_other_names_of_days_and_weeks_count_whole(text: str, first: str, last: str) -> None:
    assert parse_period(text, text) == parse_period(first, last)


def test_what_begins_or_ends_with_the_year_is_told_as_the_year() -> None:
    assert period_texts(parse_period("2021-01-01", "2021-12-31")) == ("2021", "2021")
    assert period_texts(parse_period("2021-03-01", "2021-04-30")) == ("2021-03", "2021-04")
    assert period_texts(parse_period("2021", "2021-01-01")) == ("2021-01-01", "2021-01-01")
    assert period_texts(parse_period("2020", "2021-06")) == ("2020-01", "2021-06")
    assert period_texts(parse_period("2021-06-30T00:00:00+02:00", None)) == ("2021-06-29T22:00:00+00:00", "")
