"""What is noticed about a query's words, with the tokenizer of the bundled model; and queries made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from msa_core.config import starter_model
from msa_core.errors import UsageError
from msa_core.model.network.text_encoder import TextEncoder, load_tokenizer
from msa_core.names import printable
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.meaning.wording import (
    Wording,
    about_words,
    negations,
    without_negations,
    wording_of,
)
from msa_core.retrieval.query.parsing import checked, parse_term, parse_terms


@pytest.fixture(scope="module")
def encoder() -> Any:
    """The part of a text encoder that reads: without its network."""
    made = TextEncoder.__new__(TextEncoder)
    made.__dict__.update(
        is_clip=False, tokenizer=load_tokenizer(starter_model() / "tokenizer"), max_tokens=32
    )
    return made


def noticed(encoder: Any, *texts: str, avoid: tuple[str, ...] = ()) -> Wording:
    return wording_of(
        Query(terms=parse_terms(texts, avoid)), lambda text: TextEncoder.unknown_words(encoder, text)
    )


def test_what_the_encoder_does_not_know_is_named(encoder: Any) -> None:
    airport, plane = "\u673a\u573a", "\U0001f6eb"
    assert noticed(encoder, airport).lost == (airport,)
    assert noticed(encoder, plane).unknown == (plane,) == noticed(encoder, plane).lost
    assert "means nothing" in noticed(encoder, plane).sentences()[0]
    mixed = noticed(encoder, f"an airport {plane}")
    assert mixed == Wording((plane,), ())
    assert mixed.sentences() == (
        f'the model does not know "{plane}": the rest of the text alone was searched for.',
    )
    assert noticed(encoder, "river", avoid=(airport,)).lost == (airport,)


@pytest.mark.parametrize(
    "text", ["a runway, 2 planes (big) & sheds!", "Flughafen", "a\u00e9roport", "caf\u00e9 No5"]
)
def test_nothing_is_said_of_what_the_encoder_can_spell(encoder: Any, text: str) -> None:
    assert noticed(encoder, text) == Wording()


@pytest.mark.parametrize(
    "text",
    [
        "\u0430\u044d\u0440\u043e\u043f\u043e\u0440\u0442",  # airport, Russian
        "\u0433\u0430\u0432\u0430\u043d\u044c",  # harbour, Russian: two of its letters are one piece
        "\u03bb\u03b9\u03bc\u03ac\u03bd\u03b9",  # harbour, Greek
        "\u0645\u0637\u0627\u0631",  # airport, Arabic
        "\uacf5\ud56d",  # airport, Korean: read as letters, three a sign
    ],
)
def test_a_word_of_which_only_the_letters_are_known_is_unknown(encoder: Any, text: str) -> None:
    alone = noticed(encoder, text)
    assert alone.unknown == alone.lost == (text,)
    assert noticed(encoder, f"a river, {text} and trees") == Wording(unknown=(text,))
    assert noticed(encoder, f"{text} {text}").lost == (f"{text} {text}",)


@pytest.mark.parametrize(
    "text", ["the", "The and of a", "what is there?", "some of these", "\u2026 under it"]
)
def test_a_text_of_filler_words_alone_is_told(encoder: Any, text: str) -> None:
    told = noticed(encoder, text)
    assert told == Wording(empty=(text,))
    (sentence,) = told.sentences()
    assert "says what a picture shows: the ranking means nothing for it" in sentence
    assert about_words(told.sentences()) == (told.sentences(), ())


@pytest.mark.parametrize("text", ["a harbour", "under the bridge", "2", "it's", "the \u03b1", "off-road"])
def test_a_text_that_names_anything_is_not(encoder: Any, text: str) -> None:
    assert noticed(encoder, text).empty == ()


@pytest.mark.parametrize(
    "text, negated",
    [
        ("no airport", ["airport"]),
        ("a field without any trees and a river", ["trees"]),
        ("No cars, no people", ["cars", "people"]),
        ("everything except for the sea", ["sea"]),
        ("not a harbour", ["harbour"]),
        ("beach -people", ["people"]),
        ("a road free of traffic", ["traffic"]),
        ("without green roofs near a lake", ["green roofs"]),
        ("runway no. 5", []),
        ("terminal no 2", []),
        ("not only boats", []),
        ("a no-entry road", []),
        ("no man's land", []),
        ("snow and north noted nothing", []),
        ("half-timbered houses", []),
        ("a cloud-free bay", ["cloud"]),
        ("a harbour that doesn't have ships", ["ships"]),
        ("neither roads nor rivers", ["roads", "rivers"]),
        ("free from trees", ["trees"]),
        ("no more than two ships", []),
        ("whether or not ships", []),
        ("Noah's ark, Nottingham", []),
        ("free of charge parking", []),
        ("No Name Key", []),
    ],
)
def test_what_a_text_negates(text: str, negated: list[str]) -> None:
    assert negations(text) == negated


def test_signs_alone_are_no_words(encoder: Any) -> None:
    for text in ("...", "?!", "\u0308", "-" * 50):
        (sentence,) = noticed(encoder, text).sentences()
        assert "is a word that the model knows" in sentence


def test_a_negation_points_to_not_and_only_in_what_is_looked_for(encoder: Any) -> None:
    (sentence,) = noticed(encoder, "no airport").sentences()
    assert "--not airport" in sentence
    assert noticed(encoder, "river", avoid=("no airport",)) == Wording()


def test_texts_of_any_signs_are_read_or_refused_in_words() -> None:
    for text in ("", " \t\n", "\0"):
        with pytest.raises(UsageError, match="A query text is empty"):
            checked(Query(terms=(QueryTerm("text", text),)))
        with pytest.raises(UsageError, match="A query text is empty"):
            parse_term("text", text, 1.0)
    with pytest.raises(UsageError, match="1,000,000 characters"):
        checked(Query(terms=(QueryTerm("text", "a" * 1_000_000),)))
    read = checked(Query(terms=(QueryTerm("text", "a\0river\ud800 \x85mouth"),)))
    assert read.terms[0].value == "a river mouth"


def test_lone_surrogates_can_be_printed() -> None:
    every = "".join(map(chr, range(0xD800, 0xE000)))
    printable(every).encode("utf-8")
    assert printable("a\ud800b") == "a\\ud800b"
    assert printable("a\udcfcb") == "a\\xfcb"


@pytest.mark.parametrize(
    "text, kept",
    [
        ("a field without trees", "a field"),
        ("no clouds", ""),
        ("a harbour with boats, no cars", "a harbour with boats"),
        ("a cloud-free mountain", "a mountain"),
        ("beach -people", "beach"),
        ("a town and no airport", "a town"),
        ("a river", "a river"),
        ("not a single tree beside a road", "beside a road"),
    ],
)
def test_what_a_text_negates_is_taken_out_of_it(text: str, kept: str) -> None:
    assert without_negations(text) == kept
    assert negations(kept) == []


def test_notes_on_words_are_told_from_others() -> None:
    told = Wording(unknown=("x", "y z"), lost=("y z",), negated=("trees",)).sentences()
    assert about_words((*told, "2 tiles were left to the end.")) == (told, ("2 tiles were left to the end.",))
