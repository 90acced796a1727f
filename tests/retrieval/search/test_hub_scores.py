"""An index of a model that makes up for hubs: searched, told what a picture shows, explained."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import IndexFolderError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.merging import merge_indexes
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.rows.row_rules import row_faults
from msa_core.indexing.folder.rows.schema import HUBNESS
from msa_core.model.network.hub_layout import MORE
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.query.meaning.picture_query import read_picture
from msa_core.training.combine.averaging import with_hubs
from msa_core.training.data.captioned_image import CaptionedImage
from tests.support.scenes import picture, write_archive

EVERY = Listing(every_tile=True)
TEXT = "a plane beside a river"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> tuple[Engine, MSA]:
    folder = tmp_path_factory.mktemp("hubs")
    rng = np.random.default_rng(0)
    captioned = [CaptionedImage(Path(f"{n}"), (f"many planes {n}", "a lake")) for n in range(20)]
    shown = {
        image.path: rng.integers(0, 255, (40, 40, 3), dtype=np.uint8) // (1 + n % 4)
        for n, image in enumerate(captioned)
    }
    model = with_hubs(checkpoint.load(tiny_checkpoint), [captioned], shown.__getitem__)
    checkpoint.save(model, folder / "model", half=False)
    write_archive(folder / "archive", 2)
    build_index(
        [folder / "archive"],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=folder / "model", device="cpu"),
    )
    return Engine(folder / "index", device="cpu"), model


def test_the_score_is_the_inner_product_and_unlike_the_cosine(made: tuple[Engine, MSA]) -> None:
    engine, model = made
    result = engine.search(TEXT, 10_000, EVERY)
    tiles = engine.opened.rows.embedding
    assert tiles.shape[1] == model.config.dim + MORE
    np.testing.assert_allclose(np.linalg.norm(tiles, axis=1), 1.0, atol=1e-5)
    with torch.no_grad():
        text = model.encode_texts([TEXT]).embedding[0].numpy()
    wanted = np.sort(tiles @ text)[::-1]
    np.testing.assert_allclose([hit.score for hit in result.hits], wanted, atol=1e-5)
    plain = tiles[:, : model.config.dim] @ text[: model.config.dim]
    assert np.abs(np.sort(plain)[::-1] - wanted).max() > 1e-3


def test_pictures_are_compared_by_their_cosine(made: tuple[Engine, MSA], tmp_path: Path) -> None:
    engine, model = made
    path = tmp_path / "photo.png"
    Image.fromarray(picture(4, 120, 180)).save(path)
    query = Query(terms=(QueryTerm("image", str(path)),))
    scores = sorted(hit.score for hit in engine.search(query, 10_000, EVERY).hits)
    with torch.no_grad():
        view = model.prepare([read_picture(path, model.input_px)])
        v = model.encode_images(view).embedding[0, : model.config.dim].numpy()
    tiles = engine.opened.rows.embedding[:, : model.config.dim]
    cosines = tiles @ v / np.linalg.norm(tiles, axis=1) / np.linalg.norm(v)
    np.testing.assert_allclose(scores, np.sort(cosines), atol=2e-3)


@pytest.mark.parametrize("kind", ["tile", "spot"])
def test_tiles_of_the_index_are_examples_and_compared_by_their_cosine(
    made: tuple[Engine, MSA], kind: Literal["tile", "spot"]
) -> None:
    engine, model = made
    rows = engine.opened.rows
    west, south, east, north = np.asarray(rows.bounds)[3]
    value = engine.opened.tile(3).id if kind == "tile" else f"{west},{south},{east},{north}"
    others = np.asarray(rows.bounds)
    touched = (others[:, 0] <= east) & (others[:, 2] >= west)
    touched &= (others[:, 1] <= north) & (others[:, 3] >= south)
    unit = rows.embedding[:, : model.config.dim].astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    mean = unit[touched].mean(axis=0) if kind == "spot" else unit[3]
    example = QueryTerm(kind, value)
    hits = engine.search(Query(terms=(example,)), 10_000, EVERY).hits
    cosines = np.sort(unit @ mean / np.linalg.norm(mean))[::-1]
    np.testing.assert_allclose([hit.score for hit in hits], cosines, atol=1e-5)
    assert (hits[0].tile.id == value) is (kind == "tile")

    with_words = Query(terms=(QueryTerm("text", TEXT), example))
    best = engine.search(with_words, 1).hits[0]
    why = engine.explain(best.tile, TEXT, query=with_words)
    assert [part.kind for part in why.contributions] == ["text", kind, "hubness"]
    assert sum(part.amount for part in why.contributions) == pytest.approx(best.score, abs=1e-5)
    assert why.find(0).total == pytest.approx(best.score, abs=5e-3)


def test_captions_and_overlays_speak_of_the_same_score(made: tuple[Engine, MSA], tmp_path: Path) -> None:
    engine, model = made
    path = tmp_path / "photo.png"
    Image.fromarray(picture(4, 120, 180)).save(path)
    (tmp_path / "bank.txt").write_text("a lake\nmany planes\nwhite tanks\n")
    best = engine.caption(path, 3, bank=tmp_path / "bank.txt")
    with torch.no_grad():
        shown = model.encode_images(model.prepare([read_picture(path, model.input_px)])).embedding
        texts = model.encode_texts([caption.text for caption in best]).embedding
    np.testing.assert_allclose(
        [caption.score for caption in best], (texts @ shown.T)[:, 0].numpy(), atol=1e-3
    )
    assert [caption.score for caption in best] == sorted((c.score for c in best), reverse=True)
    hit = engine.search(TEXT, 1).hits[0]
    ranking = engine.explain(hit.tile, TEXT).find(0)
    assert ranking.total == pytest.approx(hit.score, abs=5e-3)


def shards(folder: Path) -> pa.Table:
    return pa.concat_tables([pq.read_table(file) for file in sorted((folder / "shards").glob("*.parquet"))])


def vectors(table: pa.Table) -> np.ndarray:
    column = table.column("embedding").combine_chunks()
    return np.asarray(pc.list_flatten(column)).reshape(len(table), -1)


def test_other_programs_read_unit_vectors_whose_inner_products_are_cosines(made: tuple[Engine, MSA]) -> None:
    engine, model = made
    table = shards(engine.opened.folder)
    v, hubness = vectors(table), table.column(HUBNESS).to_numpy()
    assert v.shape[1] == model.config.dim == engine.opened.info.dim
    np.testing.assert_allclose(np.linalg.norm(v, axis=1), 1.0, atol=1e-6)
    assert np.ptp(hubness) > 0
    with torch.no_grad():
        text = model.encode_texts([TEXT]).embedding
        g = model.globals_of(text)[0].numpy()
        d_g = -float(text[0, model.config.dim + 1]) / 1.5**0.5
    by_hand = np.sort(v @ g - hubness / 2 - d_g / 2)[::-1]
    scores = [hit.score for hit in engine.search(TEXT, 10_000, EVERY).hits]
    np.testing.assert_allclose(scores, by_hand, atol=1e-5)
    manifest = json.loads((engine.opened.folder / "manifest.json").read_text())
    assert manifest["model"]["hubness"] is True
    assert json.loads(table.schema.metadata[b"emb"])["dimensions"] == model.config.dim


def test_an_index_made_before_is_searched_and_brought_up_to_date_as_it_was_made(
    made: tuple[Engine, MSA], tmp_path: Path
) -> None:
    """One of format 2: hubness is part of its embeddings."""
    engine, model = made
    archive = engine.opened.folder.parent / "archive"
    now = engine.opened.manifest
    old = Manifest(
        model=dataclasses.replace(now.model, dim=model.embedding_dim, hubness=False),
        tiling=now.tiling,
        ground_sizes_m=now.ground_sizes_m,
    )
    (tmp_path / "old").mkdir()
    old.save(tmp_path / "old")
    content = json.loads((tmp_path / "old" / "manifest.json").read_text())
    del content["model"]["hubness"]
    (tmp_path / "old" / "manifest.json").write_text(json.dumps({**content, "format": 2}))
    options = IndexOptions(model=engine.opened.folder.parent / "model", device="cpu")
    build_index([archive], tmp_path / "old", options)
    table = shards(tmp_path / "old")
    assert vectors(table).shape[1] == model.config.dim + MORE
    assert HUBNESS not in table.schema.names
    before, after = (
        Engine(folder, model=engine.opened.folder.parent / "model", device="cpu").search(TEXT, 10_000, EVERY)
        for folder in (tmp_path / "old", engine.opened.folder)
    )
    assert [hit.tile.id for hit in before.hits] == [hit.tile.id for hit in after.hits]
    np.testing.assert_allclose([h.score for h in before.hits], [h.score for h in after.hits], atol=1e-5)
    example = Query(terms=(QueryTerm("tile", before.hits[0].tile.id),))
    alike, also = (
        Engine(folder, model=engine.opened.folder.parent / "model", device="cpu").search(example, 5)
        for folder in (tmp_path / "old", engine.opened.folder)
    )
    np.testing.assert_allclose([h.score for h in alike.hits], [h.score for h in also.hits], atol=1e-5)
    assert verify_index(tmp_path / "old").findings == []
    with pytest.raises(IndexFolderError, match="cannot be merged: the size of embeddings"):
        merge_indexes([tmp_path / "old", engine.opened.folder], tmp_path / "both")


def test_a_hubness_that_no_model_gives_is_told(made: tuple[Engine, MSA]) -> None:
    engine, _ = made
    table = shards(engine.opened.folder)
    place = table.schema.get_field_index(HUBNESS)
    values = table.column(HUBNESS).to_numpy().copy()
    values[1:3] = np.nan, 0.75
    broken = table.set_column(place, table.schema.field(place), pa.array(values, pa.float32()))
    assert row_faults(table, 1) == []
    said = row_faults(broken, 1)
    assert len(said) == 1
    assert f"2 of {len(table)} rows have a hubness outside -0.5 to 0.5" in said[0]
