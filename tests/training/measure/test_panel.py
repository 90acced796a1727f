"""The panel: its weights, its truth, and a whole run on pictures made here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.model.stored import checkpoint
from msa_core.training.data.datasets.windows import split_window
from tests.benchmarks.panel import parts, rasters
from tests.benchmarks.panel.__main__ import main
from tests.benchmarks.panel.captions import drawn_tiles, worth
from tests.benchmarks.panel.class_words import claims, names
from tests.benchmarks.panel.number import PARTS, number
from tests.support.tiny_model import tiny_model


def picture(file: Path, seed: int, size: tuple[int, int] = (40, 40)) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file)


def karpathy(folder: Path, name: str, rows: list[tuple[str, str, str]]) -> None:
    """An annotation file and its pictures; a row is split, class, sentence."""
    entries = []
    for number_, (split, kind, sentence) in enumerate(rows):
        picture(folder / "images" / f"{number_}.png", number_)
        entries.append({
            "filename": f"{number_}.png", "split": split, "class_name": kind, "sentences": [{"raw": sentence}],
        })  # fmt: skip
    (folder / name).write_text(json.dumps({"images": entries}))


def airport(file: str, code: str | None, boxes: list[list[float]]) -> dict[str, object]:
    return {"file": file, "airport_code": code, "width": 64, "height": 32, "boxes_xywh_norm": boxes}


def test_the_weights_are_shares_of_one_number() -> None:
    assert sum(part.weight for part in PARTS.values()) == pytest.approx(1.0)
    perfect = dict.fromkeys(PARTS, 1.0)
    assert number(perfect) == pytest.approx((100.0, 1.0))
    found, share = number({**dict.fromkeys(PARTS, 0.5), "ucm captions": 1.0, "ucm classes": 1.0}, ["ucm"])
    assert (found, share) == pytest.approx((50.0, 0.7))
    with pytest.raises(ValueError, match="no part"):
        number({"ucm captions": 0.3}, ["ucm"])


def test_aircraft_are_whole_in_a_window_or_cut_by_its_edge() -> None:
    boxes = np.array([[0.0, 0.0, 0.1, 0.2], [0.45, 0.5, 0.1, 0.2], [0.8, 0.5, 0.1, 0.2]])
    wide = parts.Boxes(Path("a.png"), (64, 32), boxes)
    assert parts.aircraft_in(wide, (0, 0, 32, 32)) == (1, 1)
    assert parts.aircraft_in(wide, (32, 0, 64, 32)) == (1, 1)
    assert parts.aircraft_in(wide, (0, 0, 64, 32)) == (3, 0)
    assert parts.aircraft_in(wide, (20, 0, 28, 32)) == (0, 0)


def test_windows_that_cut_an_aircraft_are_of_no_kind() -> None:
    cut = np.array([[0.45, 0.5, 0.1, 0.2]])
    left = np.array([[0.1, 0.1, 0.1, 0.2]])
    many = np.array([[0.05 * k, 0.1, 0.04, 0.2] for k in range(8)])
    between = many[:5]
    found = parts.crops_by_kind([
        parts.Boxes(Path(name), (64, 32), boxes)
        for name, boxes in (("cut", cut), ("left", left), ("many", many), ("between", between))
    ])  # fmt: skip
    named = {kind: [split_window(path) for path in paths] for kind, paths in found.items()}
    whole, other = (0, 0, 32, 32), (32, 0, 64, 32)
    assert named["few"] == [(Path("left"), whole)]
    assert named["many"] == [(Path("many"), whole)]
    assert named["none"] == [(Path("left"), other), (Path("many"), other), (Path("between"), other)]


def test_thirds_are_all_right_all_wrong_or_chance() -> None:
    truth = {kind: np.tile(np.eye(3)[column], (20, 1)) for column, kind in enumerate(parts.TEN)}
    assert parts.thirds(truth) == 1.0
    assert parts.thirds({kind: -scores for kind, scores in truth.items()}) < 0.15
    noise = np.random.default_rng(1)
    assert parts.thirds({kind: noise.random((200, 3)) for kind in truth}) == pytest.approx(0.34, abs=0.03)


def test_a_raster_takes_part_at_the_nearest_size_it_has() -> None:
    names = np.array(["fine", "fine", "fine", "coarse"])
    ground = np.array([80.0, 160.0, 160.0, 2560.0])
    assert sorted(rasters.at_size(names, ground, 160)) == [1, 2, 3]
    assert sorted(rasters.at_size(names, ground, 80)) == [0, 3]
    assert sorted(rasters.at_size(names, ground, 1280)) == [1, 2, 3]


def test_a_query_is_worth_its_first_right_tile_and_its_first_five() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert rasters.value_of(scores, [True] * 5 + [False]) == 1.0
    assert rasters.value_of(scores, [False, True, False, False, False, True]) == pytest.approx(
        (0.5 + 0.2) / 2
    )
    with pytest.raises(ValueError, match="no raster"):
        rasters.value_of(scores, [False] * 6)


def test_saying_nothing_is_worth_half_of_what_is_true() -> None:
    right = [[True, False, False], [False, True], [], [False]]
    assert worth(right) == pytest.approx(
        {"first": 0.25, "silent": 0.25, "worth": 0.375, "any": 0.5, "each": 1 / 3}
    )


def test_words_of_a_class_count_and_not_inside_the_name_of_another() -> None:
    assert names("pond", "A small lake; trees")
    assert names("park", "a park or gardens")
    assert not names("park", "a car park beside a road")
    assert names("parkinglot", "a large car park")
    assert not names("storagetanks", "round settling tanks of a sewage works")
    assert not names("river", "a drive through the desert")


def test_what_a_drawn_tile_does_not_show_is_no_true_claim() -> None:
    assert claims("an airport; planes", frozenset(("runway",))) == (1, 1)
    assert claims("a golf course; boats", frozenset(("golf_course", "pond"))) == (2, 1)
    assert claims("something green", frozenset(("forest",))) == (0, 0)


def test_drawn_tiles_bring_what_they_show() -> None:
    tiles = drawn_tiles(90_001, 3)
    assert all(tile.shape == (224, 224, 3) and seen for tile, seen in tiles)


def test_a_whole_run_measures_what_was_kept_for_it_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    captions = tmp_path / "captions"
    rows = [
        ("val" if n % 3 else "train", "river" if n % 2 else "forest", f"a river number {n}") for n in range(9)
    ]
    rows.append(("test", "test pictures must not be opened", "a lake"))
    for name in ("rsicd", "ucm"):
        karpathy(captions / name, f"dataset_{name}.json", rows)
        (captions / name / "images" / "9.png").write_bytes(b"not a picture")
    many = [[0.05 * k, 0.1, 0.04, 0.2] for k in range(8)]
    planes = [airport("g.png", "GBG", []), airport("none.png", None, [])]
    for n in range(5):
        planes += [airport(f"m{n}.png", "AAA", many), airport(f"f{n}.png", "BBB", many[:2])]
        for name in ("m", "f"):
            picture(captions / "hrplanes" / "images" / f"{name}{n}.png", n, (64, 32))
    (captions / "hrplanes" / "labels.json").write_text(json.dumps({"images": planes}))
    chips = [
        {"file": f"{n}.png", "place": "Nairobi" if n else "Zanzibar", "building_cover": n / 9}
        for n in range(9)
    ]
    for n in range(1, 9):
        picture(captions / "oam_drone_buildings" / "images" / f"{n}.png", n)
    (captions / "oam_drone_buildings" / "labels.json").write_text(json.dumps({"images": chips}))
    checkpoint.save(tiny_model(), tmp_path / "model")
    arguments = [
        "--data",
        tmp_path,
        "--model",
        tmp_path / "model",
        "--seen",
        "ucm",
        "--only",
        *parts.PICTURES,
    ]
    values = main([str(argument) for argument in (*arguments, "--no-amp", "--json", tmp_path / "v.json")])
    assert values.keys() == PARTS.keys() - {"rasters", "captions"}
    assert all(-1.0 <= value <= 1.0 for value in values.values())
    assert json.loads((tmp_path / "v.json").read_text()) == values
    said = capsys.readouterr().out
    assert f"panel: {number(values, ['ucm'])[0]:.1f} (of 45% of the weights)" in said
    assert said.count("seen in training") == 2
