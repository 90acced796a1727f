from __future__ import annotations

import pytest

from msa_core.retrieval.why.sentence_words import own_words


@pytest.mark.parametrize(
    "words, own",
    [
        (["many", "storage", "tanks", "beside", "a", "river"], ("many", "storage", "tanks", "river")),
        (["the", "river", "and", "the (2)", "river (2)"], ("river", "river (2)")),
        (["[UNK]", "planes", ",", "!", "<unk>", "##"], ("planes",)),
        (["hafen", "und", "kräne", "港口", "гавань"], ("hafen", "und", "kräne", "港口", "гавань")),
        (["2", "runways"], ("2", "runways")),
        (["over", "there"], ("over", "there")),
        (["[UNK]", "."], ()),
        ([], ()),
    ],
)
def test_words_that_mean_something_by_themselves(words: list[str], own: tuple[str, ...]) -> None:
    assert own_words(words) == own
