"""Whatever stands in our own files, their readers answer or say a sentence: never a traceback, never a crash."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from msa_core.config import MANIFEST_NAME
from msa_core.errors import MsaError
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.cached.packing import copy_rows
from msa_core.indexing.folder.lock import LOCK_NAME, lock_holder
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.indexing.folder.rows.shards import read_shard, shard_footer
from msa_core.model.stored.checkpoint import CONFIG, read_config
from tests.support.made_index import write_index

# The machine may be busy with other work: time says nothing here.
quick = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

numbers = st.integers() | st.floats() | st.sampled_from([-1, 0, 2**31, 2**63, 1e308, 1e400])
texts = st.text(max_size=20) | st.sampled_from(
    ["..", "../x", "/etc/passwd", "a\0b", "\ud800", "C:\\x", "0" * 16]
)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small index ``index`` of the archive beside it."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_index(folder / "index", folder / "archive", ["a.tif", "deep/ü b.tif"])
    TileIndex(folder / "index")
    return folder


@pytest.fixture(scope="module")
def config(tiny_checkpoint: Path) -> Any:
    return json.loads((tiny_checkpoint / CONFIG).read_text("utf-8"))


def places(data: Any, way: tuple = ()) -> list[tuple]:
    """The way to every value in a JSON."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [way] * bool(way) + [place for key, inner in items for place in places(inner, (*way, key))]


def mutate(draw: st.DrawFn, data: Any) -> Any:
    """Replace, remove or double one to three values somewhere in a JSON."""
    data = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(sorted(places(data), key=str)))
        inner = data
        for step in way[:-1]:
            inner = inner[step]
        action = draw(st.sampled_from(["replace", "replace", "remove", "double"]))
        if action == "replace":
            inner[way[-1]] = draw(values)
        elif action == "remove":
            del inner[way[-1]]
        elif isinstance(inner, list):
            inner.append(inner[way[-1]])
        if not places(data):
            break
    return data


@st.composite
def changed_json(draw: st.DrawFn, data: Any) -> bytes:
    """A file's JSON with values exchanged, or with its bytes cut, exchanged or nested too deeply."""
    if draw(st.integers(0, 4)):
        return json.dumps(mutate(draw, data)).encode()
    return draw(changed_bytes(json.dumps(data).encode())) if draw(st.integers(0, 5)) else b"[" * 3000


@st.composite
def changed_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes cut off, overwritten, inserted or taken out at one to four places."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        piece = draw(st.binary(max_size=12))
        action = draw(st.sampled_from(["cut", "overwrite", "overwrite", "insert", "remove", "zero"]))
        if action == "cut":
            data = data[:place]
        elif action == "zero":
            length = draw(st.integers(1, 400))
            data = data[:place] + bytes(min(length, len(data) - place)) + data[place + length :]
        else:
            keep = {"overwrite": place + len(piece), "insert": place, "remove": place + len(piece) * 4}[
                action
            ]
            data = data[:place] + (b"" if action == "remove" else piece) + data[keep:]
    return data


def answers(action: Callable[[], Any]) -> Any:
    """What ``action`` gives; None when it says a sentence, which has to be one."""
    try:
        return action()
    except MsaError as error:
        sentence = str(error)
    assert 10 < len(sentence) < 3000
    return None


def try_manifest(made: Path, content: bytes) -> None:
    path = made / "index" / MANIFEST_NAME
    good = path.read_bytes()
    try:
        path.write_bytes(content)
        manifest = answers(lambda: Manifest.load(made / "index"))
        if manifest is not None:
            root = manifest.root_folders(made / "index")
            assert all(".." not in entry.name.split("/") for entry in manifest.sources)
            assert len(root) == len(manifest.roots)
            manifest.to_json()
            index = answers(lambda: TileIndex(made / "index"))
            if index is not None and len(index):
                index.tile(len(index) - 1)
                assert index.info.tiles == len(index)
        answers(lambda: verify_index(made / "index"))
        answers(lambda: merge_indexes([made / "index"], made / "merged"))
    finally:
        path.write_bytes(good)
        shutil.rmtree(made / "merged", ignore_errors=True)


def try_shard(made: Path, content: bytes) -> None:
    manifest = Manifest.load(made / "index")
    entry = manifest.sources[0]
    path = made / "index" / "shards" / entry.shard
    good, records = path.read_bytes(), manifest.shards
    try:
        path.write_bytes(content)
        answers(lambda: shard_footer(path))
        table = answers(lambda: read_shard(path))
        answers(lambda: copy_rows(path, made / "copy.parquet", entry.id, entry))
        # Without checksums, as an old index has none: the shard's own form has to tell.
        manifest.shards = {}
        manifest.save(made / "index")
        shutil.rmtree(made / "index" / "cache", ignore_errors=True)
        index = answers(lambda: TileIndex(made / "index"))
        if index is not None:
            assert table is not None
            assert np.isfinite(index.rows.embedding).all() or not verify_index(made / "index").is_sound
        answers(lambda: verify_index(made / "index"))
    finally:
        path.write_bytes(good)
        manifest.shards = records
        manifest.save(made / "index")


def try_config(folder: Path, content: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / CONFIG).write_bytes(content)
    answers(lambda: read_config(folder))


def try_lock(folder: Path, content: bytes) -> None:
    (folder / LOCK_NAME).write_bytes(content)
    lock_holder(folder)


def manifests(made: Path) -> st.SearchStrategy[bytes]:
    return changed_json(json.loads((made / "index" / MANIFEST_NAME).read_bytes()))


def shards(made: Path) -> st.SearchStrategy[bytes]:
    manifest = Manifest.load(made / "index")
    return changed_bytes((made / "index" / "shards" / manifest.sources[0].shard).read_bytes())


LOCK = {"pid": 1, "host": "here", "start": "2024-01-01T00:00:00+00:00"}


@quick
@given(data=st.data())
def test_any_manifest(made: Path, data: st.DataObject) -> None:
    try_manifest(made, data.draw(manifests(made)))


@quick
@given(data=st.data())
def test_any_shard(made: Path, data: st.DataObject) -> None:
    try_shard(made, data.draw(shards(made)))


@quick
@given(data=st.data())
def test_any_config(config: Any, tmp_path: Path, data: st.DataObject) -> None:
    try_config(tmp_path / "model", data.draw(changed_json(config)))


@quick
@given(content=changed_json(LOCK))
@example(content=b'{"pid": 1e400, "host": 1, "start": 2}')
@example(content=b'{"pid": 99999999999999999999999, "host": "here", "start": "x"}')
def test_any_lock(tmp_path: Path, content: bytes) -> None:
    try_lock(tmp_path, content)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_minutes_of_all_of_them(made: Path, config: Any, tmp_path: Path) -> None:
    """New seeds each time; a failure prints its example, which then becomes a case of a test above or elsewhere."""
    end_s, rounds = time.monotonic() + 600.0, 0
    while time.monotonic() < end_s:

        @seed(time.time_ns())
        @settings(quick, max_examples=100, derandomize=False)
        @given(data=st.data())
        def all_of_them(data: st.DataObject) -> None:
            try_manifest(made, data.draw(manifests(made)))
            try_shard(made, data.draw(shards(made)))
            try_config(tmp_path / "model", data.draw(changed_json(config)))
            try_lock(tmp_path, data.draw(changed_json(LOCK)))

        all_of_them()
        rounds += 1
    assert rounds
