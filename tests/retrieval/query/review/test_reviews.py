from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msa_core.errors import UsageError
from msa_core.retrieval.query.review.reviews import ids_to_search, read_reviews

SAID = {"a": "accepted", "b": "Rejected ", "c": None, "d": "", "e": "yes", "f": "wrong", "h": "Unsure"}


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    features: list[dict[str, Any]] = [
        {"type": "Feature", "id": k, "properties": {"review": v}} for k, v in SAID.items()
    ]
    features += [{"type": "Feature", "id": "g", "properties": None}, {"type": "Feature", "properties": {}}]
    (tmp_path / "my reviews.geojson").write_text(json.dumps({"features": features}))
    return tmp_path / "my reviews.geojson"


def test_states_by_tile(reviews: Path) -> None:
    found = {"a": "accepted", "b": "rejected", "e": "accepted", "f": "rejected", "h": "unsure"}
    assert read_reviews(reviews) == found


@pytest.mark.parametrize(
    "states, passing",
    [
        (["accepted"], "ae"),
        (["rejected"], "bf"),
        (["unreviewed"], "cdgz"),
        (["unsure"], "h"),
        (["accepted", "unreviewed"], "acdegz"),
        (["accepted", "rejected"], "abef"),
        (["accepted", "rejected", "unreviewed"], "abcdefgz"),
    ],
)
def test_what_is_searched_of_each_state(reviews: Path, states: list[str], passing: str) -> None:
    only, without = ids_to_search(read_reviews(reviews), states)
    searched = [tile for tile in "abcdefghz" if (only is None or tile in only) and tile not in without]
    assert "".join(searched) == passing


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"features": 3}',
        '{"features": [3]}',
        '{"features": [{"id": "a", "properties": {"review": "perhaps"}}]}',
        '{"features": [{"properties": {"review": "accepted"}}]}',
        "\x00",
    ],
)
def test_a_damaged_file_is_said_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "r.geojson").write_text(content)
    with pytest.raises(UsageError, match=r"r\.geojson"):
        read_reviews(tmp_path / "r.geojson")


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file of reviews"):
        read_reviews(tmp_path / "absent")
    with pytest.raises(UsageError, match="cannot be read"):
        read_reviews(tmp_path)
    (tmp_path / "r").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not GeoJSON"):
        read_reviews(tmp_path / "r")


def test_a_state_that_is_none_is_said() -> None:
    with pytest.raises(UsageError, match="maybe"):
        ids_to_search({}, ["maybe"])


@pytest.mark.parametrize("tile", ["null", "{}", "[1]", "1e999", '"a\\ud800"', '"a\\u0000"', "true"])
def test_a_reviewed_feature_needs_the_id_of_a_tile(tile: str, tmp_path: Path) -> None:
    file = tmp_path / "reviews.geojson"
    file.write_text(f'{{"features": [{{"id": {tile}, "properties": {{"review": "accepted"}}}}]}}')
    with pytest.raises(UsageError, match="id"):
        read_reviews(file)
    file.write_text(f'{{"features": [{{"id": {tile}, "properties": {{}}}}]}}')
    assert read_reviews(file) == {}
