"""``msa caption --overlays``: where in a picture the words of its caption are seen."""

from __future__ import annotations

from pathlib import Path

import pytest
import rasterio

from msa_core.engine import Engine
from msa_core.retrieval.query.picture_window import picture_tile
from tests.cli.conftest import Run
from tests.support.scenes import write_scene


def test_words_are_shown_in_a_picture_of_no_index_and_add_up(
    run: Run, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    picture, out = tmp_path / "scene.tif", tmp_path / "out"
    write_scene(picture, seed=3)
    asked = ("caption", picture, "--model", tiny_checkpoint, "--overlays", out, "--words", "a river")
    told = run(*asked)
    assert told.code == 0, told.err
    names = {f"rank001_scale{scale}.tif" for scale in (1, 2, 3, 4)} | {"rank001_ranking.tif"}
    assert names <= {file.name for file in out.iterdir()}
    assert (out / "rank001_sheet.png").is_file()
    for name in names:
        with rasterio.open(out / name) as written, rasterio.open(picture) as source:
            tags = written.tags()
            assert written.read(1).sum() + float(tags["constant"]) == pytest.approx(
                float(tags["total"]), abs=1e-3
            )
            assert written.crs == source.crs
            assert written.bounds == pytest.approx(source.bounds, abs=1e-3), "over all of the picture"
            assert tags["text"] == "a river"
            assert str(out / name) in told.err
    engine = Engine(model=tiny_checkpoint)
    explanation = engine.explain(picture_tile(str(picture)), "a river")
    with rasterio.open(out / "rank001_scale2.tif") as written:
        assert written.read(1) == pytest.approx(explanation.find(2).values, abs=1e-4)


def test_without_words_there_is_nothing_to_show(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> None:
    picture = tmp_path / "scene.tif"
    write_scene(picture, seed=3)
    refused = run(
        "caption", picture, "--model", tiny_checkpoint, "--overlays", tmp_path / "out", "--words", " "
    )
    assert refused.code == 2
    assert not (tmp_path / "out").exists()
