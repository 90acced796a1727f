from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msa_core.errors import UsageError
from msa_core.messages import Search
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.query.saved.query_json import as_text, from_json, read_query, to_json

WORDS = Query(terms=(QueryTerm("text", "a river", 1.0),))
EVERYTHING = Search(
    Query(
        terms=(
            QueryTerm("text", "Häfen — 空港", 0.1 + 0.2),
            QueryTerm("image", "/pictures/a b.png", 2.0),
            QueryTerm("text", "clouds", -0.5),
            QueryTerm("image", "/pictures/c.tif", -1e-3),
        ),
        bbox=(170.5, -5.0, -170.25, 5.0),
        min_score=0.1,
        area="MULTIPOLYGON (((5 52, 6 52, 6 53, 5 53, 5 52)), ((8 52, 9 52, 9 53.123456789012, 8 52)))",
        period=(
            dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
            dt.datetime(2022, 6, 30, 12, 30, 1, 250, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        ),
        sources=("harbour_*", "2020/scene [1].tif"),
        ground_m=(80.0, 700.5),
        cloud_below=12.5,
        platforms=("sentinel-2*", "Landsat-8"),
        only_ids=frozenset({"ab/0/1/2", "cd/0/0/0"}),
        without_ids=frozenset({"ef/1/2/3"}),
        accepted=frozenset({"ab/0/1/2"}),
        rejected=frozenset({"gh/0/0/1", "gh/0/0/2"}),
    ),
    k=250,
    listing=Listing(every_tile=True, nms=0.25, one_per_place=True),
)


def back(asked: Search) -> Search:
    return from_json(json.loads(as_text(asked)))


def test_a_question_with_every_field_comes_back_the_same() -> None:
    assert EVERYTHING.listing is not None
    for record in (EVERYTHING.query, EVERYTHING.listing):
        plain = Query(terms=()) if isinstance(record, Query) else Listing()
        same = [f.name for f in fields(record) if getattr(record, f.name) == getattr(plain, f.name)]
        assert not same, "a field that this test leaves as it is by default"
    assert back(EVERYTHING) == EVERYTHING
    assert to_json(back(EVERYTHING)) == to_json(EVERYTHING)


@pytest.mark.parametrize("name", [f.name for f in fields(Query) if f.name != "terms"])
def test_each_field_of_a_query_comes_back_alone(name: str) -> None:
    query = replace(WORDS, **{name: getattr(EVERYTHING.query, name)})
    assert back(Search(query)) == Search(query)


@pytest.mark.parametrize("name", [f.name for f in fields(Listing)])
def test_each_field_of_a_listing_comes_back_alone(name: str) -> None:
    listing = replace(Listing(), **{name: getattr(EVERYTHING.listing, name)})
    assert back(Search(WORDS, 7, listing)) == Search(WORDS, 7, listing)


def test_open_ends_and_an_empty_choice_are_kept_apart_from_no_choice() -> None:
    for query in (
        replace(WORDS, period=(None, dt.datetime(2022, 1, 1, tzinfo=dt.UTC))),
        replace(WORDS, ground_m=(None, 300.0)),
        replace(WORDS, only_ids=frozenset()),
    ):
        assert back(Search(query)).query == query


# A busy machine is slow to make texts; what is made is no worse for it.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.text(min_size=1), min_size=1, max_size=3),
    st.floats(1e-3, 1e3),
    st.none() | st.floats(-1, 1),
    st.lists(st.text(), max_size=3),
    st.integers(1, 10_000),
)
def test_any_words_numbers_and_names_come_back(
    texts: list[str], weight: float, score: float | None, sources: list[str], hits: int
) -> None:
    query = Query(
        terms=tuple(QueryTerm("text", f"x{text}", weight) for text in texts),
        min_score=score,
        sources=tuple(sources),
    )
    first = back(Search(query, hits))  # texts on one line, as a search would read them
    assert back(first) == first
    assert (first.query.sources, first.query.min_score, first.k) == (tuple(sources), score, hits)


def test_only_what_is_set_is_written() -> None:
    assert to_json(Search(WORDS)) == {
        "msa_query": 1,
        "terms": [{"text": "a river", "weight": 1.0}],
        "hits": 20,
    }


def test_a_picture_is_looked_for_beside_the_file_unless_it_begins_at_the_root(tmp_path: Path) -> None:
    file = tmp_path / "q.json"
    terms = [{"picture": "like/a.png"}, {"picture": str(tmp_path / "b.png"), "weight": 2}]
    file.write_text(json.dumps({"msa_query": 1, "terms": terms}), "utf-8")
    assert [term.value for term in read_query(file).query.terms] == [
        str(tmp_path / "like" / "a.png"),
        str(tmp_path / "b.png"),
    ]


@pytest.mark.parametrize(
    "change, said",
    [
        ({"msa_query": 2}, "version 2.*update"),
        ({"msa_query": "1"}, "msa_query is not a whole number"),
        ({"colour": "red"}, "'colour' is unknown"),
        ({"terms": "river"}, "terms is not a list"),
        ({"terms": ["river"]}, "a term is not like"),
        ({"terms": [{"text": "a", "picture": "b"}]}, "a term is not like"),
        ({"terms": [{"text": "a", "weight": "1"}]}, "a term is not like"),
        ({"terms": []}, "query is empty"),
        ({"terms": [{"text": "a", "weight": -1}]}, "says only what to avoid"),
        ({"terms": [{"text": "a", "weight": 1e9}]}, "weight"),
        ({"hits": 0}, "hits is not a whole number"),
        ({"hits": True}, "hits is not a whole number"),
        ({"bbox": [1, 2, 3]}, "bbox is not a list of 4 numbers"),
        ({"bbox": [1, 2, 3, 400]}, "out of range"),
        ({"area": "/etc/passwd"}, "not WKT"),
        ({"area": "POLYGON((1))"}, "The area"),
        ({"from": "soon"}, "Invalid isoformat"),
        ({"from": "2022-01-01", "before": "2021-01-01"}, "before is not after from"),
        ({"sources": "a"}, "sources is not a list of texts"),
        ({"min_ground_m": 5, "max_ground_m": 2}, "above"),
        ({"min_score": True}, "min_score is not a number"),
        ({"only_ids": [1]}, "only_ids is not a list of texts"),
        ({"nms": 1.5}, "nms"),
        ({"rerank": 1}, "rerank is not true or false"),
        ({"rerank": True}, "re-ranking .* is gone"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    file = tmp_path / "my query.json"
    file.write_text(json.dumps({"msa_query": 1, "terms": [{"text": "river"}], **change}), "utf-8")
    with pytest.raises(UsageError, match=rf"(?s)my query\.json.*{said}"):
        read_query(file)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff\xfe\x00", b'{"msa_query": 1', b"[" * 100_000, b'{"msa_query": NaN}']
)
def test_what_is_no_query_at_all_is_said(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "q.json"
    file.write_bytes(data)
    with pytest.raises(UsageError, match=r"q\.json is not a query"):
        read_query(file)
    with pytest.raises(UsageError, match="There is no query"):
        read_query(tmp_path / "none.json")
