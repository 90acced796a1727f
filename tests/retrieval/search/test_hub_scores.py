"""An index of a model that makes up for hubs: searched, told what a picture shows, explained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.model import checkpoint
from msa_core.model.hubness import MORE
from msa_core.model.msa import MSA
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.query.picture_query import read_picture
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
        [folder / "archive"], folder / "index", IndexOptions(Tiling(tile_m=(100.0,)), folder / "model", "cpu")
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
    query = Query((QueryTerm("image", str(path)),))
    scores = sorted(hit.score for hit in engine.search(query, 10_000, EVERY).hits)
    with torch.no_grad():
        view = model.prepare([read_picture(path, model.input_px)])
        v = model.encode_images(view).embedding[0, : model.config.dim].numpy()
    tiles = engine.opened.rows.embedding[:, : model.config.dim]
    cosines = tiles @ v / np.linalg.norm(tiles, axis=1) / np.linalg.norm(v)
    np.testing.assert_allclose(scores, np.sort(cosines), atol=2e-3)


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
