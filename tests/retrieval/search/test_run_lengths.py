from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msa_core.retrieval.search.run_lengths import Runs


@given(st.lists(st.sampled_from([-(2**63), 0, 1, 7]), max_size=60))
def test_what_is_decided_for_the_runs_holds_for_each_row(column: list[int]) -> None:
    values = np.array(column, np.int64)
    runs = Runs(values)
    assert runs.spread(runs.values).tolist() == column
    assert np.all(runs.values[1:] != runs.values[:-1])


@pytest.mark.parametrize("column", [[], [5], [5, 5, 5]])
def test_equal_neighbours_are_kept_once(column: list[int]) -> None:
    assert Runs(np.array(column, np.int32)).values.tolist() == sorted(set(column))
