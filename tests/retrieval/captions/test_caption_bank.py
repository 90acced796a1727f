from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import UsageError
from msa_core.retrieval.captions.caption_bank import CaptionBank, bundled_bank, read_bank


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.txt", "\ufeffa river\n\n a  plane \na river\n"),
        ("a.csv", 'id,caption\n1,a river\n2,"a plane"\n3,a river\n'),
        ("a.csv", "caption;id\na river;1\na plane;2\n"),
        ("a.tsv", "id\tcaption\n1\ta river\n2\ta plane\n"),
        ("a.json", '[{"caption": "a river"}, {"caption": "a plane"}]'),
        ("a.json", '["a river", "a plane"]'),
        ("a.json", '{"caption": ["a river", "a plane"]}'),
        ("a.json", '{"caption": {"0": "a river", "1": "a plane"}}'),
        ("a.jsonl", '{"caption": "a river"}\n{"caption": "a plane"}\n'),
    ],
)
def test_banks_of_every_form(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    assert read_bank(tmp_path / name) == ["a river", "a plane"]


def test_a_bank_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(UsageError, match=r"a\.txt"):
        read_bank(tmp_path / "a.txt")
    with pytest.raises(UsageError, match="no caption bank"):
        read_bank(tmp_path / "absent.txt")


def test_the_bundled_bank_is_large() -> None:
    assert len(read_bank(bundled_bank())) > 2500


def test_the_best_are_those_of_the_naive_product_and_the_cache_is_used(
    tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msa_core.model.running.embedder import Embedder

    monkeypatch.setenv("MSA_CACHE", str(tmp_path / "cache"))
    captions = [f"{a} {b}" for a in ("red", "white", "green") for b in ("plane", "river", "field", "ship")]
    (tmp_path / "bank.txt").write_text("\n".join(captions))
    embedder = Embedder(tiny_checkpoint, "cpu")
    vector = embedder.encode_texts(["green ship"]).embedding[0].numpy()
    hits = CaptionBank(tmp_path / "bank.txt", embedder).best(vector, 3)
    scores = embedder.encode_texts(captions).embedding.numpy() @ vector
    assert [hit.text for hit in hits] == [captions[row] for row in np.argsort(-scores)[:3]]
    assert hits[0].text == "green ship"
    assert hits[0].score == pytest.approx(1.0, abs=1e-5)
    monkeypatch.setattr(Embedder, "encode_texts", None)  # the second time nothing is encoded
    assert CaptionBank(tmp_path / "bank.txt", embedder).best(vector, 3) == hits
    (cached,) = (tmp_path / "cache" / "banks").iterdir()
    cached.write_bytes(b"damaged")
    monkeypatch.undo()
    monkeypatch.setenv("MSA_CACHE", str(tmp_path / "cache"))
    assert CaptionBank(tmp_path / "bank.txt", embedder).best(vector, 3) == hits


def test_what_no_line_can_hold_is_no_part_of_a_caption(tmp_path: Path) -> None:
    bank = tmp_path / "bank.json"
    bank.write_text('[{"caption": "a\\u0000 river\\ud800"}, "\\ud800", "a river"]')
    assert read_bank(bank) == ["a river"]
