"""The caption grammar: plain sentences, balanced, different, and the shipped bank is what it makes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from msa_core.config import resource_path
from msa_core.demo.grammar import BANK_SIZE, make_bank, normalised, sentence, write_bank
from msa_core.demo.topic import all_topics
from msa_core.errors import UsageError


def test_the_shipped_bank_is_what_the_grammar_makes(tmp_path: Path) -> None:
    written = write_bank(tmp_path / "bank.txt")
    assert written == BANK_SIZE
    shipped = resource_path("captions", "bank.txt").read_bytes()
    assert shipped == (tmp_path / "bank.txt").read_bytes(), (
        "make it again: python -m msa_core.demo bank resources/captions/bank.txt"
    )


def test_captions_are_plain_sentences_of_five_to_twenty_words() -> None:
    for text in make_bank(800, seed=3):
        assert re.fullmatch(r"[A-Z][A-Za-z ,-]+\.", text), text
        assert 5 <= len(normalised(text).split()) <= 20, text
        assert not set("{}!") & set(text)


def test_no_two_captions_say_the_same() -> None:
    bank = make_bank(3000, seed=11)
    assert len({normalised(text) for text in bank}) == 3000


def test_topics_take_equal_shares_and_are_distinct() -> None:
    topics = all_topics()
    assert len({t.name for t in topics}) == len(topics) >= 60
    bank = make_bank(4 * len(topics), seed=5)
    tanks = [t.name for t in topics].index("storage tanks")
    mine = bank[tanks :: len(topics)]
    assert len(mine) == 4
    assert all(re.search(r"tank|oil depot|refinery", text) for text in mine)


def test_the_same_seed_gives_the_same_bank_and_another_seed_another() -> None:
    assert make_bank(200, seed=1) == make_bank(200, seed=1)
    assert Counter(make_bank(200, seed=1)) != Counter(make_bank(200, seed=2))


@pytest.mark.parametrize(
    "words, expected",
    [
        ("a  airport near a river", "An airport near a river."),
        ("a university beside a oval stadium", "A university beside an oval stadium."),
        ("seen from above , a one way road", "Seen from above, a one way road."),
        ("a uninhabited island", "An uninhabited island."),
    ],
)
def test_articles_spaces_and_capitals_are_set_right(words: str, expected: str) -> None:
    assert sentence(words) == expected


def test_asking_for_more_than_the_grammar_can_say_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="cannot make more sentences"):
        make_bank(100_000, seed=1)
