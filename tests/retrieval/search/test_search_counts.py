"""Saved searches are counted one by one: what is wrong with one does not cost the others."""

from __future__ import annotations

from pathlib import Path

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import Search
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.parsing import TILE
from msa_core.retrieval.search.search_counts import count_searches
from msa_core.retrieval.search.tile_searcher import TileSearcher
from tests.support.made_index import write_index


def test_a_search_that_cannot_be_asked_says_why_and_the_others_are_counted(tmp_path: Path) -> None:
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif"], tiles=6)
    index = TileIndex(tmp_path / "index")
    tile = index.tile(0).id
    searches = [Search(Query(terms=(QueryTerm(TILE, tile, weight),)), 3) for weight in (1e9, 1.0)]
    searches.append(Search(Query(terms=()), 3))
    heavy, sound, empty = count_searches(TileSearcher(index, None), searches, [None], None)
    assert "weight" in heavy.problem
    assert "empty" in empty.problem
    assert not sound.problem
    assert sound.searched == 6
