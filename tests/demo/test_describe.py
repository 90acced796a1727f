"""Captions of made tiles tell what the ground truth says."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from msa_core.demo.describe import Seen, describe
from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan, new_plan
from msa_core.demo.land.plans.style import TEMPERATE
from msa_core.demo.tile_truth import TileTruth
from msa_core.demo.words import INSIDE, WORDS


def plan_with_tanks_and_a_river() -> Plan:
    plan = new_plan(TEMPERATE, 400, 400, 1)
    for u in (100, 150, 200):
        plan.put("storage_tank", Site((u, 100), 0, (36, 36)), colour=(226, 226, 222), radius_m=18)
    plan.add("river", np.array([(0.0, 200), (400, 200), (400, 260), (0, 260)]))
    return plan


def test_a_tile_counts_what_lies_in_it_and_how_much_ground_it_covers() -> None:
    seen = {s.kind: s for s in TileTruth(plan_with_tanks_and_a_river()).seen(0, 0, 400)}
    assert seen["storage_tank"].count == 3
    assert seen["storage_tank"].colour == "white"
    assert seen["river"].share == pytest.approx(60 / 400, abs=0.02)


def test_what_lies_outside_or_is_too_small_is_not_mentioned() -> None:
    truth = TileTruth(plan_with_tanks_and_a_river())
    assert {s.kind for s in truth.seen(0, 150, 120)} == {"river"}
    plan = new_plan(TEMPERATE, 3000, 3000, 1)
    plan.put("car_park_sign", Site((100, 100), 0, (2, 2)))
    plan.put("tennis_court", Site((1500, 1500), 0, (36, 18)), colour=(70, 106, 152))
    assert TileTruth(plan).seen(0, 0, 3000) == []


def test_what_was_put_later_covers_what_was_there() -> None:
    plan = new_plan(TEMPERATE, 100, 100, 1)
    plan.add("forest", Site((50, 50), 0, (100, 100)).ring)
    plan.add("lake", Site((50, 50), 0, (100, 60)).ring)
    shares = {s.kind: s.share for s in TileTruth(plan).seen(0, 0, 100)}
    assert shares["lake"] == pytest.approx(0.6, abs=0.04)
    assert shares["forest"] == pytest.approx(0.4, abs=0.04)


def test_captions_name_the_striking_things_in_five_different_sentences() -> None:
    seen = [
        Seen(kind="storage_tank", count=3, share=0.1, colour="white"),
        Seen(kind="river", count=1, share=0.15),
    ]
    texts = describe(seen, random.Random(3))
    assert len(texts) == len(set(texts)) == 5
    assert all(re.search("tank", text) and re.search("river", text) for text in texts)
    assert any("three" in text.lower() for text in texts)


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_verbs_agree_with_their_nouns(kind: str) -> None:
    for count in (1, 2, 7, 30):
        for seed in range(6):
            others = [Seen(kind="road", count=1, share=0.05), Seen(kind="forest", count=1, share=0.5)]
            for text in describe(
                [Seen(kind=kind, count=count, share=0.3, colour="white"), *others], random.Random(seed)
            ):
                assert not re.search(
                    r"\b(there is|is) (two|three|four|several|many|some|a few|a lot|rows)\b",
                    text,
                    re.IGNORECASE,
                ), text
                assert not re.search(r"\bthere are an? (?!few|lot)", text, re.IGNORECASE), text
                assert re.fullmatch(r"[A-Z][A-Za-z -]+\.", text), text


def test_the_same_chance_gives_the_same_captions_and_nothing_gives_none() -> None:
    seen = [Seen(kind="plane", count=12, share=0.05), Seen(kind="airport", count=1, share=0.9)]
    assert describe(seen, random.Random(1)) == describe(seen, random.Random(1))
    assert describe([], random.Random(1)) == []
    assert describe([Seen(kind="no such thing", count=1, share=1.0)], random.Random(1)) == []


def test_places_are_with_what_lies_in_them_and_not_between() -> None:
    seen = [
        Seen(kind="airport", count=1, share=0.9),
        Seen(kind="plane", count=12, share=0.05),
        Seen(kind="runway", count=1, share=0.1),
    ]
    for seed in range(20):
        for text in describe(seen, random.Random(seed)):
            assert "between" not in text, text
    assert all(place in WORDS or place == "refinery" for place in INSIDE)
