"""A run folder knows its run again, also when an older program began it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from msa_core.errors import UsageError
from msa_core.model.config.model_config import ModelConfig
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.run.run_folder import RunFolder

# As the first version of msa-train wrote it: settings that came later are not in it.
FIRST_RUN: dict[str, Any] = {
    "version": "0.1.0",
    "captions": ["captions.json"],
    "extra": None,
    "init": "starter",
    "recipe": {
        "epochs": 10, "batch": 64, "texts_per_image": 1, "train_px": 0, "crop": 0.6,
        "rates": {"trunk": 0.0003, "text": 5e-05, "new": 0.001, "weight_decay": 0.05},
        "weights": {"mscma": 0.25, "csmmc": 0.1},
        "warmup": 0.05, "ema": 0.998, "clip": 5.0, "amp": False, "seed": 1, "share": 0.0, "workers": 0, "eval_every": 1,
        "save_every_s": 0.0,
    },
}  # fmt: skip
UNWRITTEN: dict[str, Any] = {"recipe": asdict(Recipe())}


def begun(tmp_path: Path) -> RunFolder:
    (tmp_path / "run.json").write_text(json.dumps(FIRST_RUN))
    return RunFolder(tmp_path)


def now(**recipe: Any) -> dict[str, Any]:
    """Settings of today for the same run, with every field that was added since."""
    today = json.loads(json.dumps(asdict(Recipe(amp=False, workers=0, save_every_s=0.0))))
    return {**FIRST_RUN, "version": "9.0.0", "recipe": {**today, **recipe}}


def test_a_run_begun_by_the_first_version_goes_on(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    assert not folder.open(now(), UNWRITTEN)  # the same run, with no state yet
    (tmp_path / "last").mkdir()
    (tmp_path / "last" / "trainer.pt").touch()
    assert folder.open(now(), UNWRITTEN)


def test_a_setting_that_came_later_must_still_have_its_first_value(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    folder.open({**now(), "noise": None}, UNWRITTEN)
    with pytest.raises(UsageError, match="another noise"):
        folder.open({**now(), "noise": 0.4}, UNWRITTEN)
    with pytest.raises(UsageError, match=r"another recipe later \(0, now 3\)"):
        folder.open(now(later=3), {"recipe": {**UNWRITTEN["recipe"], "later": 0}})


def test_another_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"another recipe weights mscma \(0.25, now 1.0\)"):
        begun(tmp_path).open(now(weights={"mscma": 1.0, "csmmc": 0.1}), UNWRITTEN)


def test_a_model_configuration_from_before_a_field_existed_is_the_same(tmp_path: Path) -> None:
    model = ModelConfig().to_json()
    old = {key: value for key, value in model.items() if key != "attend_padding"}
    (tmp_path / "run.json").write_text(json.dumps({"model": old}))
    RunFolder(tmp_path).open({"model": model}, {"model": model})


def test_an_option_that_is_left_out_the_second_time_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({**FIRST_RUN, "caption_noise": 0.4}))
    with pytest.raises(UsageError, match=r"another caption_noise \(0.4, now None\)"):
        RunFolder(tmp_path).open(now(), UNWRITTEN)


def test_a_line_that_a_kill_left_half_written_is_passed_over_and_the_curves_are_drawn(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    recalls = {f"{way}_r{k}": 10.0 for way in ("i2t", "t2i") for k in (1, 5, 10)}
    first = {
        "epoch": 1, "seconds": 1.0, "loss": 2.0, "val_mean_mR": 10.0, "val": {"a": {**recalls, "mR": 10.0}},
    }  # fmt: skip
    folder.log(first)
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 2, "sec\n')
    assert folder.lines() == [first]
    folder.draw(first, 1)
    assert (tmp_path / "curves.png").stat().st_size > 1000


def test_after_a_line_that_a_kill_left_half_written_the_next_one_is_whole(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.log({"epoch": 1})
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 2, "lo')
    folder.log({"epoch": 3})
    folder.log({"epoch": 4})
    assert [line["epoch"] for line in folder.lines()] == [1, 3, 4]
