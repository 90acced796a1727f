"""Captions and rules name pictures as they are typed; a Mac spells the same names decomposed on the disk."""

from __future__ import annotations

import json
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from PIL import Image

from msa_core.config import BandRules
from msa_core.names import on_disk
from msa_core.retrieval.query.parsing import parse_term
from msa_core.training.data.datasets.entries import Remarks
from msa_core.training.data.datasets.forms.joining import join_rows
from msa_core.training.data.datasets.read import SetPath, read_entries

NAMES = ("Z\u00fcrich.png", "\u00e9cole d\u2019\u00e9t\u00e9/caf\u00e9.png")


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_pictures_are_found_by_either_spelling(stored: str, typed: str, tmp_path: Path) -> None:
    for name in NAMES:
        path = tmp_path / normalize(stored, name)
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(path)
        asked = tmp_path / normalize(typed, name)
        assert on_disk(asked) == path
        assert parse_term("image", str(asked), 1.0).value == str(path)
    assert on_disk(tmp_path / "n\u00e4.png") == tmp_path / "n\u00e4.png"
    images = [
        {"filename": normalize(typed, n), "split": "train", "sentences": [{"raw": "a town"}]} for n in NAMES
    ]
    (tmp_path / "captions.json").write_text(json.dumps({"images": images}))
    which = SetPath(tmp_path / "captions.json")
    entries = join_rows(read_entries(which, Remarks()), "a set", Remarks()).there
    assert sorted(entry.path for entry in entries) == sorted(tmp_path / normalize(stored, n) for n in NAMES)


def test_rules_of_bands_know_both_spellings_and_exact_names() -> None:
    band_rules = BandRules(bands=("*=1", "Z\u00fcr*=2", "scene [1].tif=3"))
    assert band_rules.of(normalize("NFD", "a/Z\u00fcrich.tif"))[0] == "2"
    assert band_rules.of("scene [1].tif")[0] == "3"
    assert band_rules.of("other.tif")[0] == "1"
