"""Word pieces become words again, whatever marks the tokenizer uses."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from msa_core.model.network.tokens.word_pieces import PieceMarks, marks_of, merge_pieces
from tests.support.tiny_clip import clip_tokenizer
from tests.support.tiny_model import tiny_tokenizer


def words(tokenizer: object, text: str) -> list[str]:
    tokens = tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"])
    merged = merge_pieces(tokens, marks_of(tokenizer))
    taken = [position for _, positions in merged for position in positions]
    assert taken == sorted(set(taken))
    return [word for word, _ in merged]


def test_bert_s_pieces() -> None:
    assert words(tiny_tokenizer(), "many zebras, 2 planes.") == ["many", "zebras", ",", "2", "planes", "."]
    assert marks_of(tiny_tokenizer()).mark == "##"


def test_clip_s_pieces_with_bytes_that_are_no_letters() -> None:
    assert words(clip_tokenizer(), "Ships near a café, 東京!") == [
        "ships",
        "near",
        "a",
        "café",
        ",",
        "東京",
        "!",
    ]


def test_a_word_cut_short_is_still_a_word() -> None:
    marks = marks_of(clip_tokenizer())
    assert merge_pieces(["a</w>", "pl", "an", "<|endoftext|>", "<|endoftext|>"], marks) == [
        ("a", [0]),
        ("plan", [1, 2]),
    ]


@pytest.mark.parametrize(
    "text, wanted", [("two ships, here", ["two", "ships", ",", "here"]), ("à la mer", ["à", "la", "mer"])]
)
def test_roberta_s_pieces(text: str, wanted: list[str]) -> None:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({c: n for n, c in enumerate([*letters, "<pad>"])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    assert words(PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>"), text) == wanted


def test_sentencepiece_s_pieces() -> None:
    marks = PieceMarks(special=frozenset({"<s>", "</s>"}), style="begins", mark="▁")
    assert merge_pieces(["<s>", "▁sto", "rage", "▁tank", "s", ".", "</s>"], marks) == [
        ("storage", [1, 2]), ("tanks", [3, 4]), (".", [5]),
    ]  # fmt: skip
