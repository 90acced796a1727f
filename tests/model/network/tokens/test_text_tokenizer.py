"""Our own tokenizer answers as transformers' fast one does, whatever it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from msa_core.config import starter_model
from msa_core.model.config.text_table import SPECIAL_TOKENS
from msa_core.model.network.text_encoder import CLIP_TOKENS
from msa_core.model.network.tokens.text_tokenizer import ROLES, TextTokenizer
from tests.support.tiny_clip import clip_tokenizer
from tests.support.tiny_model import tiny_tokenizer

TEXTS = [
    "", "a", "many planes beside a white runway", "an [MASK] of [SEP] a lake [PAD]", "Straße, 12 km² – “naïve”",
    "漢字 and 🛩", "word " * 90, "  two  spaces\tand\na line ", "<|endoftext|> said twice <|startoftext|>",
]  # fmt: skip
CALLS: list[dict[str, Any]] = [
    {},
    {"add_special_tokens": False},
    {"padding": True, "truncation": True, "max_length": 16, "return_tensors": "pt"},
    {"padding": "max_length", "truncation": True, "max_length": 40, "return_tensors": "pt"},
    {"truncation": True, "max_length": 12, "return_offsets_mapping": True, "verbose": False},
    {"padding": True},
]


def of_starter() -> tuple[str, dict[str, str]]:
    return (starter_model() / "tokenizer" / "tokenizer.json").read_text("utf-8"), SPECIAL_TOKENS


def of_tiny_bert() -> tuple[str, dict[str, str]]:
    return tiny_tokenizer().backend_tokenizer.to_str(), SPECIAL_TOKENS


def of_clip() -> tuple[str, dict[str, str]]:
    return clip_tokenizer().backend_tokenizer.to_str(), CLIP_TOKENS


@pytest.fixture(params=[of_starter, of_tiny_bert, of_clip], ids=["starter", "tiny BERT", "CLIP"])
def both(request: pytest.FixtureRequest) -> tuple[PreTrainedTokenizerFast, TextTokenizer]:
    described, roles = request.param()
    theirs = PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_str(described), **roles)
    return theirs, TextTokenizer(Tokenizer.from_str(described), roles)


Both = tuple[PreTrainedTokenizerFast, TextTokenizer]


@pytest.mark.parametrize("side", ["right", "left"])
def test_every_call_has_the_same_answer(both: Both, side: str) -> None:
    theirs, ours = both
    theirs.padding_side = ours.padding_side = side
    for call in (*CALLS, *reversed(CALLS)):  # what one call sets must not reach into the next
        for texts in (TEXTS, *([] if "return_tensors" in call else TEXTS)):
            expected, found = theirs(texts, **call), ours(texts, **call)
            assert found.word_ids() == expected.word_ids()
            for name, values in found.items():
                if "return_tensors" in call:
                    assert values.tolist() == expected[name].tolist(), (call, name)
                    assert values.dtype == expected[name].dtype
                else:
                    assert _plain(values) == _plain(expected[name]), (call, texts, name)


def _plain(values: Any) -> Any:
    """Tuples as lists."""
    return [_plain(value) for value in values] if isinstance(values, list | tuple) else values


def test_its_marks_and_pieces_are_the_same(both: Both) -> None:
    theirs, ours = both
    assert len(ours) == len(theirs)
    assert ours.get_vocab() == theirs.get_vocab()
    assert ours.special_tokens_map == {
        role: theirs.special_tokens_map[role] for role in ours.special_tokens_map
    }
    assert ours.num_special_tokens_to_add() == theirs.num_special_tokens_to_add()
    for name in ("bos_token", "eos_token", "bos_token_id", "eos_token_id", "sep_token_id", "unk_token_id"):
        assert getattr(ours, name) == getattr(theirs, name), name
    rows = list(range(len(ours)))
    assert ours.convert_ids_to_tokens(rows) == theirs.convert_ids_to_tokens(rows)


def test_marks_that_the_vocabulary_lacks_are_added(make_words: Callable[[], Tokenizer]) -> None:
    roles = {"pad_token": "[PAD]", "unk_token": "[UNK]", "sep_token": "</end>"}
    theirs = PreTrainedTokenizerFast(tokenizer_object=make_words(), **roles)
    ours = TextTokenizer(make_words(), roles)
    assert ours.sep_token_id == theirs.sep_token_id
    assert ours("a lake </end>")["input_ids"] == theirs("a lake </end>")["input_ids"]
    assert ours.backend_tokenizer.to_str() == theirs.backend_tokenizer.to_str()


@pytest.fixture
def make_words() -> Callable[[], Tokenizer]:
    described = tiny_tokenizer().backend_tokenizer.to_str()
    return lambda: Tokenizer.from_str(described)


def test_a_mark_of_no_known_role_is_refused(make_words: Callable[[], Tokenizer]) -> None:
    assert "pad_token" in ROLES
    with pytest.raises(ValueError, match="pad_tokne"):
        TextTokenizer(make_words(), {"pad_tokne": "[PAD]"})
    with pytest.raises(ValueError, match="which of its tokens is padding"):
        TextTokenizer(make_words(), {"unk_token": "[UNK]"})
