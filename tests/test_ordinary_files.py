"""Pipes and devices are refused wherever a person may name a file: nobody waits for one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from msa_core.commands.learning.train.recipe_file import read_recipe
from msa_core.errors import MsaError
from msa_core.indexing.folder.lock import lock_holder
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.rows.shards import read_shard
from msa_core.model.state_dicts import read_state_dicts
from msa_core.model.stored import checkpoint
from msa_core.retrieval.captions.caption_bank import read_bank
from msa_core.retrieval.query.areas.area import parse_area
from msa_core.retrieval.query.review.reviews import read_reviews
from msa_core.training.data.datasets.entries import read_text

READERS: dict[str, Callable[[Path], object]] = {
    "area.json": lambda path: parse_area(str(path)),
    "reviews.json": read_reviews,
    "bank.txt": read_bank,
    "captions.csv": read_text,
    "recipe.toml": read_recipe,
    "manifest.json": lambda path: Manifest.load(path.parent),
    "a.parquet": read_shard,
    "config.json": lambda path: checkpoint.load(path.parent),
    "a.pth": read_state_dicts,
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", READERS)
def test_nobody_waits_for_a_pipe(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(MsaError, match=r"a device or a pipe|a pipe or a device"):
        READERS[name](tmp_path / name)
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(MsaError, match=r"a device or a pipe|a pipe or a device"):
        READERS[name](tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_as_lock_is_held_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "index.lock")
    assert lock_holder(tmp_path) is None
