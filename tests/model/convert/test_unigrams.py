"""SentencePiece models of a SigLIP, against transformers' own class, which asks the SentencePiece library itself."""

from __future__ import annotations

import base64
import json
import random
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from msa_core.errors import CheckpointError
from msa_core.model.convert.any_clip import convert
from msa_core.model.convert.siglip_words import load_siglip_tokenizer
from msa_core.model.convert.unigrams import read_unigrams
from msa_core.model.network.text_encoder import load_tokenizer
from tests.support.tiny_siglip import POSITIONS, tiny_siglip

WORDS = [
    "a",
    "the",
    "plane",
    "planes",
    "ship",
    "ships",
    "harbour",
    "near",
    "many",
    "two",
    "storage",
    "tanks",
    "runway",
    "green",
    "café",
    "über",
]
TEXTS = [
    "a plane", "Many SHIPS near the harbour's quay!", "", "机场 é café", "two   storage\ttanks\n", "ﬁeld ﬀ ①", "...",
    "don't, ever.", "plane " * 60, "  ships ", "naïve ÜBER xyz",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vocabulary learned from made sentences, in a folder without ``tokenizer.json``."""
    library: Any = pytest.importorskip("sentencepiece", reason="sentencepiece is in the extra dev")
    folder = tmp_path_factory.mktemp("pieces")
    rng = random.Random(0)
    lines = (" ".join(rng.choices(WORDS, k=rng.randint(2, 9))) for _ in range(1000))
    (folder / "lines.txt").write_text("\n".join(lines), "utf-8")
    library.SentencePieceTrainer.Train(
        input=str(folder / "lines.txt"), model_prefix=str(folder / "m"), vocab_size=42, model_type="unigram",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2,
    )  # fmt: skip
    (folder / "m.model").rename(folder / "spiece.model")
    return folder


def published(folder: Path) -> Any:
    pytest.importorskip("google.protobuf", reason="protobuf is in the extra dev")
    from transformers.models.siglip.tokenization_siglip import SiglipTokenizer

    return SiglipTokenizer(vocab_file=str(folder / "spiece.model"))


def test_texts_are_cut_as_transformers_does(folder: Path) -> None:
    theirs, (mine, side) = published(folder), load_siglip_tokenizer(folder)
    rng = random.Random(1)
    more = [" ".join(rng.choices([*WORDS, "Zq", "9", "Harbours"], k=7)) for _ in range(100)]
    for text in (*TEXTS, *more):
        assert mine(text)["input_ids"] == theirs(text)["input_ids"], text
    assert side == "right"
    assert any(len(set(mine(text)["input_ids"])) > 3 for text in more)


def test_vectors_are_those_of_transformers_with_its_own_tokenizer(folder: Path, tmp_path: Path) -> None:
    theirs = published(folder)
    network = tiny_siglip(theirs)
    network.save_pretrained(tmp_path)
    (tmp_path / "spiece.model").write_bytes((folder / "spiece.model").read_bytes())
    batch = theirs(TEXTS, padding="max_length", max_length=POSITIONS, truncation=True, return_tensors="pt")
    with torch.no_grad():
        wanted = F.normalize(network.get_text_features(input_ids=batch["input_ids"]).pooler_output, dim=-1)
        mine = convert(tmp_path).encode_texts(TEXTS).embedding
    assert float((mine - wanted).abs().max()) < 1e-5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"pieces",
        b"\x0a\xff\xff\xff\xff\x0f",
        b"\x0a\x02\x0a\x00",
        b"\xff" * 20,
        b"\x0a\x05\x0a\x01\xff\x15\x00",
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "spiece.model").write_bytes(content)
    with pytest.raises(CheckpointError, match=r"spiece\.model is damaged"):
        read_unigrams(tmp_path / "spiece.model")


def test_a_damaged_table_of_characters_is_refused_before_a_text_meets_it(
    folder: Path, tmp_path: Path
) -> None:
    tokenizer, _ = load_siglip_tokenizer(folder)
    (tmp_path / "saved").mkdir()
    file = tmp_path / "saved" / "tokenizer.json"
    tokenizer.backend_tokenizer.save(str(file))
    data = json.loads(file.read_text("utf-8"))
    step = next(s for s in data["normalizer"]["normalizers"] if s["type"] == "Precompiled")
    table = bytearray(base64.b64decode(step["precompiled_charsmap"]))
    table[4:404] = b"\xff\xff\xff\x7f" * 100
    step["precompiled_charsmap"] = base64.b64encode(table).decode()
    file.write_text(json.dumps(data), "utf-8")
    with pytest.raises(
        CheckpointError, match=r"tokenizer\.json is damaged \(its table of characters is damaged"
    ):
        load_tokenizer(tmp_path / "saved")
    whole = (folder / "spiece.model").read_bytes()
    begin = whole.index(bytes(table[500:600]))
    (tmp_path / "spiece.model").write_bytes(whole[: begin - 400] + b"\xff\xff\xff\x7f" * 100 + whole[begin:])
    with pytest.raises(CheckpointError, match="its table of characters is damaged"):
        read_unigrams(tmp_path / "spiece.model")


def test_a_vocabulary_cut_anywhere_is_read_or_refused_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "spiece.model").read_bytes()
    refused = 0
    for length in range(0, len(whole), 37):
        (tmp_path / "spiece.model").write_bytes(whole[:length])
        try:
            read_unigrams(tmp_path / "spiece.model")
        except CheckpointError as error:
            refused += "spiece.model is damaged" in str(error)
    assert refused > 10
