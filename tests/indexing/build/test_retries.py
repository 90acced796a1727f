"""What goes wrong once may go well later: refused files, damaged ones, files that change, memory that runs out."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from msa_core.config import MANIFEST_NAME, IndexOptions, Tiling
from msa_core.errors import StorageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.memory import is_out_of_memory
from msa_core.model.running.embedder import Embedder
from msa_core.raster.pixels.reader import RasterReader
from tests.support.scenes import picture, write_archive, write_scene


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", batch=8, dtype="float32"
    )


def retrying(options: IndexOptions) -> IndexOptions:
    return IndexOptions(
        tiling=options.tiling, model=options.model, device="cpu", batch=8, dtype="float32", retry=True
    )


def test_a_refused_file_is_tried_again_but_not_for_ever(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = write_archive(tmp_path / "archive", 1), tmp_path / "out"
    (archive / "bad.tif").write_text("no image")
    for attempt in (1, 2, 3):
        reports = {r.name: r for r in build_index([archive], out, options)}
        assert reports["bad.tif"].state == "refused"
        assert {e.name: e.attempts for e in Manifest.load(out).sources} == {
            "bad.tif": attempt,
            "scene0.tif": 0,
        }
    with monkeypatch.context() as patch:
        patch.setattr(
            "msa_core.indexing.build.tile_reading.TileWorker.open", None
        )  # nothing is opened any more
        reports = {r.name: r for r in build_index([archive], out, options)}
        assert reports["bad.tif"].state == "refused"
        assert "refused in 3 runs" in reports["bad.tif"].reason
    assert "refused in 3" not in build_index([archive], out, retrying(options))[-1].reason
    write_scene(archive / "bad.tif", seed=9)
    assert {r.name: r.state for r in build_index([archive], out, options)}["bad.tif"] == "indexed"


def test_a_file_read_in_part_is_made_again_on_request(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = write_archive(tmp_path / "archive", 1), tmp_path / "out"
    read = RasterReader.read

    def hiccup(self: RasterReader, box: tuple[int, int, int, int], size: int, quick: bool = False):
        if box[0] == 0:
            raise OSError(5, "Input/output error")
        return read(self, box, size, quick)

    with monkeypatch.context() as patch:
        patch.setattr(RasterReader, "read", hiccup)
        assert build_index([archive], out, options)[0].state == "partial"
    partial = len(TileIndex(out))
    assert 0 < partial < 16
    assert build_index([archive], out, options)[0].state == "unchanged"
    assert build_index([archive], out, retrying(options))[0].state == "indexed"
    assert len(TileIndex(out)) == 16
    assert verify_index(out).is_sound


def test_a_file_that_changes_while_it_is_read_is_made_again(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = write_archive(tmp_path / "archive", 2), tmp_path / "out"
    read, changed = RasterReader.read, []

    def interfere(self: RasterReader, box: tuple[int, int, int, int], size: int, quick: bool = False):
        if self.path.name == "scene0.tif" and not changed:
            changed.append(True)
            with self.path.open("ab") as stream:
                stream.write(b"\0" * 100)
        return read(self, box, size, quick)

    with monkeypatch.context() as patch:
        patch.setattr(RasterReader, "read", interfere)
        reports = {r.name: r for r in build_index([archive], out, options)}
    assert reports["scene0.tif"].state == "partial"
    assert "changed while it was read" in reports["scene0.tif"].reason
    assert reports["scene1.tif"].state == "indexed"
    again = {r.name: r.state for r in build_index([archive], out, options)}
    assert again == {"scene0.tif": "indexed", "scene1.tif": "unchanged"}
    assert {r.state for r in build_index([archive], out, options)} == {"unchanged"}


def test_a_file_that_vanishes_while_it_is_read_costs_only_itself(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = write_archive(tmp_path / "archive", 2), tmp_path / "out"
    read = RasterReader.read

    def vanish(self: RasterReader, box: tuple[int, int, int, int], size: int, quick: bool = False):
        if self.path.name == "scene0.tif":
            self.path.unlink(missing_ok=True)
        return read(self, box, size, quick)

    monkeypatch.setattr(RasterReader, "read", vanish)
    reports = {r.name: r for r in build_index([archive], out, options)}
    assert reports["scene1.tif"].state == "indexed"
    assert reports["scene0.tif"].state in ("partial", "refused")
    again = {r.name: r.state for r in build_index([archive], out, options)}
    assert again["scene0.tif"] == "missing"
    assert len(TileIndex(out)) == 16


class Scarce:
    """A model's forward pass that fails as a GPU does when asked for more than ``most`` pictures."""

    def __init__(self, embedder: Embedder, most: int, error: BaseException) -> None:
        self.most, self.error = most, error
        self.sizes: list[int] = []
        self._encode = embedder._image_model.encode_images

    def encode(self, pixels: torch.Tensor):
        self.sizes.append(len(pixels))
        if len(pixels) > self.most:
            raise self.error
        return self._encode(pixels)


OUT_OF_MEMORY = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
    RuntimeError("MPS backend out of memory (MPS allocated: 5 GB)."),
    RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory"),
    MemoryError(),
]


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda e: type(e).__name__ + str(e)[:4])
def test_out_of_memory_halves_the_batch_and_goes_on(
    tiny_checkpoint: Path,
    error: BaseException,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tiles = [picture(seed, 64, 64) for seed in range(16)]
    whole = Embedder(tiny_checkpoint, "cpu").embed_tiles(tiles)
    embedder = Embedder(tiny_checkpoint, "cpu")
    embedder._largest = None  # all at once, as on a GPU
    scarce = Scarce(embedder, 5, error)
    monkeypatch.setattr(embedder._image_model, "encode_images", scarce.encode)
    with caplog.at_level(logging.WARNING, "msa_core"):
        result = embedder.embed_tiles(tiles)
        assert scarce.sizes == [16, 8, 4, 4, 4, 4]
        embedder.embed_tiles(tiles)
    assert scarce.sizes[6:] == [4, 4, 4, 4]  # the batch that fits is remembered
    np.testing.assert_allclose(result.embedding, whole.embedding, atol=1e-5)
    np.testing.assert_allclose(result.pooled, whole.pooled, atol=1e-2)
    assert [r.getMessage() for r in caplog.records] == [
        "There is not enough memory for 16 tiles at once: going on with 8.",
        "There is not enough memory for 8 tiles at once: going on with 4.",
    ]


def test_too_little_memory_for_one_tile_is_a_sentence_and_keeps_what_was_finished(
    tmp_path: Path, options: IndexOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = write_archive(tmp_path / "archive", 2), tmp_path / "out"

    def nothing(self: Embedder, tiles: list[np.ndarray]) -> None:
        return None

    with monkeypatch.context() as patch:
        patch.setattr(Embedder, "_forward", nothing)
        with pytest.raises(StorageError, match=r"single tile.*--batch"):
            build_index([archive], out, options)
    assert not list(out.rglob("*.part"))
    assert {r.state for r in build_index([archive], out, options)} == {"indexed"}


def test_other_faults_are_not_taken_for_a_lack_of_memory() -> None:
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not is_out_of_memory(ValueError("out of memory"))


@pytest.mark.parametrize("key, value", [("dim", 25), ("input_px", 128), ("pooled_dims", [1, 2, 3, 4])])
def test_indexing_into_a_manifest_with_wrong_sizes_is_a_sentence(
    tmp_path: Path, options: IndexOptions, key: str, value: object
) -> None:
    from msa_core.errors import IndexFolderError

    archive, out = write_archive(tmp_path / "archive", 1), tmp_path / "out"
    build_index([archive], out, options)
    data = json.loads((out / MANIFEST_NAME).read_text())
    data["model"][key] = value
    (out / MANIFEST_NAME).write_text(json.dumps(data))
    os.utime(archive / "scene0.tif", (1, 1))
    with pytest.raises(IndexFolderError, match="changed by hand") as caught:
        build_index([archive], out, options)
    assert MANIFEST_NAME in str(caught.value)
