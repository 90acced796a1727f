from __future__ import annotations

import numpy as np
import pytest
from fake_engine import explain
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.map.overlays.overlay import ALL_SCALES, OverlayChoice, density, reach, smooth, total
from app.map.overlays.overlay_drawing import OverlayRequest
from msa_core.colours import diverging_rgba
from msa_core.records import RANKING, SENTENCE, Explanation, Heatmap, Tile

TILE = Tile(
    id="a/0/0/0",
    source="a.tif",
    path="/a.tif",
    level=0,
    pixel_bbox=(0, 0, 64, 64),
    gsd_m=1.0,
    crs="EPSG:32633",
    footprint_lonlat=(),
)


@pytest.fixture
def explanation() -> Explanation:
    return explain(TILE, "tanks beside a river")


@given(
    values=arrays(
        np.float32, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.floats(-4, 4, width=32)
    )
)
def test_smoothing_keeps_the_mean_and_never_overshoots(values: np.ndarray) -> None:
    drawn = smooth(values, values.shape[0] * 8, values.shape[1] * 8)
    assert drawn.mean() == pytest.approx(values.mean(), abs=1e-5)
    assert drawn.min() >= values.min() - 1e-5
    assert drawn.max() <= values.max() + 1e-5


def test_a_cell_is_drawn_where_it_lies() -> None:
    values = np.zeros((6, 6), dtype=np.float32)
    values[1, 4] = 1.0
    row, column = np.unravel_index(smooth(values, 192, 192).argmax(), (192, 192))
    assert row == pytest.approx(1.5 * 32, abs=1)
    assert column == pytest.approx(4.5 * 32, abs=1)


@pytest.mark.parametrize("scale", [1, 2, 3, 4, RANKING])
def test_the_mean_of_what_is_drawn_is_the_sum_of_the_cells(explanation: Explanation, scale: int) -> None:
    drawn = density(explanation, OverlayChoice(scale))
    assert drawn.mean() == pytest.approx(float(explanation.find(scale).values.sum()), rel=1e-3)


def test_all_scales_is_the_sum_of_the_four(explanation: Explanation) -> None:
    parts = sum(density(explanation, OverlayChoice(s, "river")) for s in (1, 2, 3, 4))
    np.testing.assert_allclose(
        density(explanation, OverlayChoice(ALL_SCALES, "river")), parts, rtol=1e-5, atol=1e-5
    )


def test_each_word_has_a_range_of_its_own_and_one_that_words_share(explanation: Explanation) -> None:
    names = ("", *explanation.words, SENTENCE)
    own = {name: reach(explanation, OverlayChoice(2, name)) for name in names}
    for name, limit in own.items():
        values = np.abs(density(explanation, OverlayChoice(2, name)))
        assert limit == pytest.approx(float(np.percentile(values, 99)), rel=0.05)
        assert (values > limit).mean() < 0.02
    assert len(set(own.values())) == len(names)
    common = {reach(explanation, OverlayChoice(2, name), is_common=True) for name in names}
    assert common == {max(own.values())}


def test_a_weak_word_is_seen_in_its_own_range_and_one_cell_does_not_blank_the_rest() -> None:
    strong = np.full((24, 24), 0.01, np.float32)
    strong[3, 3] = 4.0
    weak = np.full((24, 24), -0.002, np.float32)
    maps = [
        Heatmap(scale=scale, word=word, values=values, constant=0.0, total=float(values.sum()))
        for scale in (1, 2, 3, 4)
        for word, values in (("", strong + weak), ("tanks", strong), ("river", weak), (SENTENCE, weak))
    ]
    made = Explanation(tile=TILE, text="tanks river", words=("tanks", "river"), heatmaps=tuple(maps))

    def seen(word: str, is_common: bool = False) -> float:
        request = OverlayRequest(made, OverlayChoice(1, word), is_common)
        image = request.work(pytest.fail).image
        middle = range(60, image.width() - 60)
        return float(np.median([image.pixelColor(x, y).alpha() for x in middle for y in middle]))

    assert seen("river") > 200
    assert seen("tanks") > 40, "small values are visible"
    assert seen("river", is_common=True) < seen("river") / 2


def test_the_ranking_map_ignores_the_chosen_word(explanation: Explanation) -> None:
    with_word = density(explanation, OverlayChoice(RANKING, "river"))
    np.testing.assert_array_equal(with_word, density(explanation, OverlayChoice(RANKING)))


def test_totals_are_those_of_the_record(explanation: Explanation) -> None:
    assert total(explanation, OverlayChoice(3)) == pytest.approx(explanation.find(3).total)
    whole = sum(explanation.find(s).total for s in (1, 2, 3, 4))
    assert total(explanation, OverlayChoice(ALL_SCALES)) == pytest.approx(whole)
    assert total(explanation, OverlayChoice(2, "river")) == explanation.find(2, "river").total


def test_an_unknown_word_is_an_error_not_another_words_map(explanation: Explanation) -> None:
    with pytest.raises(KeyError):
        density(explanation, OverlayChoice(1, "zeppelin"))


def test_the_diverging_colours_are_centred_on_nothing() -> None:
    rgba = diverging_rgba(np.array([[-1.0, -0.2, 0.0, 0.2, 1.0]]), 1.0)[0]
    assert rgba[2, 3] == 0
    assert rgba[0, 3] == rgba[4, 3] == 255
    assert rgba[0, 2] > rgba[0, 0], "against is blue"
    assert rgba[4, 0] > rgba[4, 2], "for is red"
    assert rgba[1, 3] == rgba[3, 3]


def test_values_that_are_not_numbers_are_transparent() -> None:
    assert diverging_rgba(np.array([[np.nan]]), 1.0)[0, 0, 3] == 0
    assert diverging_rgba(np.array([[1.0]]), 0.0)[0, 0, 3] == 0
