from __future__ import annotations

from dataclasses import replace

import pytest

from msa_core.errors import UsageError
from msa_core.records import SearchResult
from msa_core.retrieval.exports.told.hit_order import above_cut, in_order, of_ranks
from tests.support.made_hits import mixed


def ranks(result: SearchResult) -> list[int]:
    return [hit.rank for hit in result.hits]


def test_hits_are_sorted_by_what_is_asked_and_keep_their_ranks() -> None:
    found = mixed()
    assert ranks(in_order(found, "rank")) == list(range(1, 15))
    by_raster = in_order(found, "raster").hits
    assert [hit.tile.source for hit in by_raster] == sorted(hit.tile.source for hit in found.hits)
    by_ground = in_order(found, "ground").hits
    assert [hit.tile.level for hit in by_ground] == sorted(hit.tile.level for hit in found.hits)
    dates = [hit.tile.datetime for hit in in_order(found, "date").hits]
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=True)
    assert dates[len(known) :] == [None] * (len(dates) - len(known))
    backwards = replace(found, hits=found.hits[::-1])
    assert ranks(in_order(backwards, "score")) == list(range(1, 15))
    alike = [(hit.tile.level, hit.rank) for hit in by_ground]
    assert alike == sorted(alike), "equal ones stay by rank"


def test_ranks_are_picked_as_they_are_written() -> None:
    assert ranks(of_ranks(mixed(), "1,4-6, 2")) == [1, 2, 4, 5, 6]
    for wrong in ("", "0", "3-1", "a", "1,,2", "-2", "15", "1-99"):
        with pytest.raises(UsageError, match="--ranks"):
            of_ranks(mixed(), wrong)


def test_without_a_background_there_is_no_cut_to_be_above() -> None:
    assert len(above_cut(mixed(), 0.3).hits) == sum(hit.score >= 0.3 for hit in mixed().hits)
    with pytest.raises(UsageError, match="--min-score"):
        above_cut(mixed())
    with pytest.raises(UsageError, match="--sort"):
        in_order(mixed(), "size")
