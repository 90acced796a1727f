"""Pipes and devices where a file is expected: refused at once, as their reader may wait for ever or never end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from msa_core.errors import MsaError
from msa_core.indexing.folder.manifest import Manifest
from msa_core.model.checkpoint import read_config
from msa_core.retrieval.caption_bank import read_bank
from msa_core.retrieval.query.area import parse_area
from msa_core.retrieval.query.reviews import read_reviews
from msa_core.training.data.datasets.entries import read_text

READERS: dict[str, Callable[[Path], object]] = {
    "area.json": lambda path: parse_area(str(path)),
    "reviews.json": read_reviews,
    "bank.txt": read_bank,
    "captions.csv": read_text,
    "manifest.json": lambda path: Manifest.load(path.parent),
    "config.json": lambda path: read_config(path.parent),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", READERS)
def test_a_pipe_or_a_device_is_refused_in_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(MsaError, match="a pipe or a device, not a file"):
        READERS[name](path)
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(MsaError, match="a pipe or a device, not a file"):
        READERS[name](path)
