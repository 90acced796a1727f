"""Training tiles: pictures and captions in the form that msa-train reads, from seeds nobody else uses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.demo import training_tiles
from msa_core.demo.__main__ import main
from msa_core.demo.land.plans.geometry import Site
from msa_core.demo.land.plans.plan import Plan, new_plan
from msa_core.demo.land.plans.style import TEMPERATE
from msa_core.demo.scenes.mixtures import mixture, vary
from msa_core.errors import UsageError


def small_mixture(seed: int) -> tuple[Plan, float]:
    plan = new_plan(TEMPERATE, 300, 260, seed)
    plan.add("lake", Site((110, 120), 0.2, (120, 80)).ring)
    for u in (200, 240):
        plan.put("tennis_court", Site((u, 180), 0, (36, 18)), colour=(70, 106, 152), surround=(72, 118, 88))
    return plan, 1.0


def test_tiles_and_captions_are_written_as_the_trainer_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_tiles, "mixture", small_mixture)
    monkeypatch.setattr(training_tiles, "TILES_PER_LANDSCAPE", 4)
    written = training_tiles.make_training_tiles(tmp_path, 11, 6, size_px=64)
    images = json.loads((tmp_path / "captions.json").read_text())["images"]
    assert len(images) == 6
    assert written == sum(len(image["sentences"]) for image in images) >= 12
    for image in images:
        assert image["split"] == "train"
        assert all(sentence["raw"].endswith(".") for sentence in image["sentences"])
        with Image.open(tmp_path / image["filename"]) as tile:
            assert tile.size == (64, 64)
            assert tile.mode == "RGB"
            assert np.asarray(tile).std() > 3


def test_a_developer_makes_tiles_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(training_tiles, "mixture", small_mixture)
    main(["tiles", str(tmp_path / "tiles"), "--seed", "11", "--count", "2", "--side", "32"])
    assert len(json.loads((tmp_path / "tiles" / "captions.json").read_text())["images"]) == 2
    with pytest.raises(SystemExit):
        main(["tiles", str(tmp_path / "none"), "--seed", "7"])
    assert "stays unseen" in capsys.readouterr().err


def test_the_same_seed_makes_the_same_tiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_tiles, "mixture", small_mixture)
    for name in ("a", "b"):
        training_tiles.make_training_tiles(tmp_path / name, 12, 3, size_px=48)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_demos_own_seed_and_empty_orders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unseen"):
        training_tiles.make_training_tiles(tmp_path / "t", 7, 3)
    with pytest.raises(UsageError, match="at least one"):
        training_tiles.make_training_tiles(tmp_path / "t", 11, 0)
    assert not (tmp_path / "t").exists()


def test_mixtures_are_of_many_kinds_and_depend_on_their_seed_alone() -> None:
    plans = [mixture(seed) for seed in (100_001, 100_002, 100_001)]
    assert [f.kind for f in plans[0][0].features] == [f.kind for f in plans[2][0].features]
    assert plans[0][1] == plans[2][1]
    assert plans[0][0].style != plans[1][0].style


def test_varied_styles_stay_within_sane_light() -> None:
    for seed in range(20):
        style = vary(TEMPERATE, np.random.default_rng(seed))
        assert 0.5 < style.sun_height < 1.2
        assert all(0 <= channel <= 255 for channel in (*style.grass, *style.sea_deep, *style.forest))
        assert style.roofs == TEMPERATE.roofs
