"""What an explanation says in one sentence, and the rows of a score."""

from __future__ import annotations

import numpy as np
import pytest

from app.widgets.why.why_figures import (
    contribution_figures,
    contribution_name,
    scale_tip,
    why_sentence,
    word_figures,
)
from msa_core.records import SENTENCE, Contribution, Explanation, Heatmap, Tile

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
NOTHING = np.zeros((2, 2), np.float32)


def explanation(
    logits: tuple[float, ...], words: dict[str, float], contributions: tuple[Contribution, ...] = ()
) -> Explanation:
    """Match logits of the four scales, of which each word gives its number to every scale; usual is 2 ± 1."""
    maps = []
    for scale, z in enumerate(logits, start=1):
        rest = z - sum(words.values())
        for word, value in {"": z, **words, SENTENCE: rest}.items():
            maps.append(Heatmap(scale=scale, word=word, values=NOTHING, constant=value, total=value))
    return Explanation(
        tile=TILE,
        text=" ".join(words),
        words=tuple(words),
        heatmaps=tuple(maps),
        contributions=contributions,
        usual=((2.0, 1.0),) * 4,
    )


@pytest.mark.parametrize(
    "logits, words, said",
    [
        ((2, 2, 5, 2), {"tanks": 2, "river": 1}, "Mostly large objects; strongest word “tanks”; nothing against."),
        ((9, 2, 5, 2), {"river": 1, "tanks": -1}, "Mostly texture; strongest word “river”; against: “tanks”."),
        ((4, 4.2, 2, 2), {"lake": 1, "a": -0.05}, "Small objects and texture; strongest word “lake”; nothing against."),
        ((2, 2, 2, 2), {"river": -1}, "No scale stands out; no word speaks for it; against: “river”."),
    ],
)  # fmt: skip
def test_one_sentence_for_people(logits: tuple[float, ...], words: dict[str, float], said: str) -> None:
    assert why_sentence(explanation(logits, words)) == said


def test_what_is_to_be_avoided_speaks_against() -> None:
    contributions = (Contribution("text", "tanks", 1.0, 0.5), Contribution("text", "clouds", -0.5, -0.1))
    assert why_sentence(explanation((2, 2, 5, 2), {"tanks": 1}, contributions)).endswith(
        "against: “clouds” (to be avoided)."
    )
    alone = Explanation(
        tile=TILE,
        text="",
        words=(),
        heatmaps=(),
        contributions=(Contribution("image", "/p/a.png", 1.0, 0.5),),
    )
    assert why_sentence(alone) == "Nothing against."


def test_parts_have_names_and_bars_in_proportion() -> None:
    contributions = (
        Contribution("text", "a river", 1.0, 0.4),
        Contribution("text", "clouds", -0.5, -0.1),
        Contribution("text", "clouds", -1.0, -0.2),
        Contribution("image", "/home/me/ship.png", 0.6, 0.2),
        Contribution("image", "/home/me/ship.png", -0.5, -0.2),
        Contribution("hubness", "", 1.0, -0.05),
    )
    assert [contribution_name(contribution) for contribution in contributions] == [
        "“a river”", "Without “clouds”", "Without “clouds” × 1", "Like ship.png × 0.6", "Unlike ship.png", "Hubness",
    ]  # fmt: skip
    assert [figure.share for figure in contribution_figures(contributions)] == pytest.approx(
        [1, -0.25, -0.5, 0.5, -0.5, -0.125]
    )


def test_bars_of_words_compare_words_and_logits_are_in_the_tips() -> None:
    made = explanation((5, 5, 5, 5), {"tanks": 1, "river": -0.5})
    figures = word_figures(made)
    assert [(f.name, f.value, f.share) for f in figures] == [
        ("tanks", 4, 1), ("river", -2, -0.5), (SENTENCE, 18, 1),
    ]  # fmt: skip
    assert sum(figure.value for figure in figures) == 20, "words and sentence are the whole"
    tip = scale_tip(made, 3, "Scale 3: large objects")
    assert "Match logit +5.00" in tip
    assert "3.0 spreads above" in tip
