"""Captions by grammar: true of the labels, none where a window cut an aircraft, none that the panel asks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.training.data.captioned_image import normalise
from msa_core.training.data.datasets.read import read_dataset
from tests.benchmarks.panel import parts, rasters
from tests.made_captions import aircraft, buildings
from tests.made_captions.__main__ import main
from tests.made_captions.buildings import Chip
from tests.made_captions.words import counted, roundly, spelt

FORTY = [np.random.default_rng(seed) for seed in range(40)]


def grid(count: int) -> np.ndarray:
    """Boxes of alike aircraft, spread over a square."""
    side = int(np.ceil(np.sqrt(max(1, count))))
    places = np.array([(k % side, k // side) for k in range(count)]).reshape(-1, 2)
    return np.concatenate([places / side * 0.9 + 0.02, np.full((count, 2), 0.5 / side)], axis=1)


def test_numbers_are_spelt_and_rounded_as_one_says_them_at_a_glance() -> None:
    assert [spelt(n) for n in (0, 1, 9, 10, 15, 16, 19, 20, 25, 40, 99, 120)] == [
        "no", "one", "nine", "ten", "fifteen", "sixteen", "nineteen", "twenty", "twenty-five", "forty", "ninety-nine",
        "120",
    ]  # fmt: skip
    assert [roundly(n) for n in (1, 9, 11, 13, 22, 23, 48, 54, 83)] == [1, 9, 10, 15, 20, 25, 50, 50, 80]


@pytest.mark.parametrize("count", [4, 7, 12, 17, 25, 60])
def test_a_number_from_four_on_is_never_said_as_if_it_were_sure(count: int) -> None:
    for rng in FORTY:
        said = counted(count, "ship", "ships", rng)
        exact = f"{spelt(roundly(count))} ships"
        assert exact not in said or said.startswith("about "), said


def test_a_few_are_few_and_many_are_many() -> None:
    for count, wrong in ((1, "ships"), (2, "many"), (3, "several"), (12, "few"), (30, "several")):
        said = {counted(count, "ship", "ships", rng) for rng in FORTY}
        assert len(said) > 1
        assert not [way for way in said if wrong in way.split()]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 30])
def test_sentences_are_different_and_say_the_count(count: int) -> None:
    for rng in FORTY:
        said = aircraft.sentences(grid(count), rng)
        assert len({normalise(sentence) for sentence in said}) == len(said) == 5
        words = " ".join(said).split()
        assert not {"left", "right", "terminal", "runway", "parked"} & {*words}
        assert " a a" not in " " + " ".join(said).replace(" a airport", " a a")
        if count == 0:
            assert all({"no", "not", "without", "empty"} & {*sentence.split()} for sentence in said)
        if count == 1:
            assert not {"planes", "airplanes", "are"} & {*words}


def test_what_stands_in_a_row_is_said_to_and_what_does_not_is_not() -> None:
    row = np.array([[0.1 * k, 0.5, 0.05, 0.05] for k in range(8)])
    said = " ".join(" ".join(aircraft._details(row, rng)) for rng in FORTY)
    assert "row" in said
    assert "different sizes" not in said
    spread = " ".join(" ".join(aircraft._details(grid(9), rng)) for rng in FORTY)
    assert "row" not in spread
    assert "spread over the ground" in spread


def test_views_cut_no_aircraft_and_hold_the_boxes_that_they_say() -> None:
    boxes = np.array([[0.0, 0.4, 0.1, 0.2], [0.3, 0.3, 0.1, 0.2], [0.6, 0.6, 0.08, 0.2]])
    picture = parts.Boxes(Path("a.png"), (256, 144), boxes)
    seen = 0
    for rng in FORTY:
        for view in aircraft.views(picture, rng):
            x0, y0, x1, y1 = view.window
            assert parts.aircraft_in(picture, view.window) == (len(view.boxes), 0)
            assert (view.boxes >= 0).all()
            assert (view.boxes[:, :2] + view.boxes[:, 2:] <= 1 + 1e-9).all()
            # The first aircraft lies at the picture's own edge, where it may be cut.
            assert x0 >= 25 or (x1 - x0, y1 - y0) != (256, 144)
            seen += 1
    assert seen > 20


def chip(cover: float, whole: int, side_m: float = 76.0) -> Chip:
    return Chip((Path("a.png"),), side_m, cover, whole)


def test_cover_decides_what_is_said_of_roofs() -> None:
    empty, full = chip(0.0, 0), chip(0.6, 20)
    for rng in FORTY:
        nothing, crowded = (" ".join(buildings.sentences(c, rng)) for c in (empty, full))
        assert "crowded" not in nothing
        assert "densely" not in nothing
        assert not {"nothing", "without", "scattered"} & {*crowded.split()}
        # One roof that fills a close view is not a settlement, and many little ones far below are hardly any.
        near = " ".join(buildings.sentences(chip(0.5, 1, 38.0), rng))
        assert "crowded" not in near
        assert "settlement" not in near
        far = " ".join(buildings.sentences(chip(0.05, 30, 300.0), rng))
        assert "hardly" not in far
        assert "almost no" not in far


def test_no_sentence_is_one_that_the_panel_asks() -> None:
    asked = {normalise(text) for text in (*parts.THIRDS.values(), parts.FULL, parts.EMPTY, *rasters.QUERIES)}
    made = set()
    for rng in FORTY:
        for count in (0, 1, 2, 3, 5, 8, 12, 30):
            made.update(normalise(s) for s in aircraft.sentences(grid(count), rng))
        for cover, whole, side in (
            (0.0, 0, 38.0),
            (0.03, 1, 76.0),
            (0.1, 3, 76.0),
            (0.3, 9, 76.0),
            (0.7, 30, 76.0),
        ):
            made.update(normalise(s) for s in buildings.sentences(chip(cover, whole, side), rng))
    assert len(made) > 100
    assert not made & asked


def test_the_command_writes_a_set_that_training_reads_and_leaves_the_panel_s_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    airports, drone = data / "hrplanes", data / "oam_drone_buildings"
    for folder in (airports, drone):
        (folder / "images").mkdir(parents=True)
    boxes = [[0.3, 0.3, 0.1, 0.2], [0.6, 0.6, 0.08, 0.2]]
    rows = []
    for name, code, turned in (
        ("a", None, False),
        ("b", "GBG", False),
        ("kept", "JOH", False),
        ("turned", None, True),
    ):
        Image.new("RGB", (256, 144), (90, 120, 60)).save(airports / "images" / f"{name}.png")
        rows.append({
            "file": f"{name}.png", "airport_code": code, "rotated_copy": turned, "width": 256, "height": 144,
            "boxes_xywh_norm": boxes,
        })  # fmt: skip
    (airports / "labels.json").write_text(json.dumps({"images": rows}))
    chips = []
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0)]
    for number, colour in enumerate(colours):
        x, y = number % 2 + 11, number // 2 + 20
        file = f"z_z20_{x}_{y}.png"
        Image.new("RGB", (64, 64), colour).save(drone / "images" / file)
        place = {
            "file": file,
            "place": "Zanzibar",
            "m_per_px": 0.15,
            "building_cover": 0.2,
            "buildings_centred": 2,
        }
        chips.append(place)
    chips.append({**chips[0], "place": "Nairobi", "file": "n_z20_1_1.png"})
    (drone / "labels.json").write_text(json.dumps({"images": chips}))
    main(["--data", str(data), "--out", str(tmp_path / "out")])
    found = read_dataset(tmp_path / "out" / "captions.json", splits=("all",))
    assert all(len(image.sentences) >= 4 for image in found)
    named = [image.path.name for image in found]
    assert {name[:12] for name in named if name.startswith("airport")} == {"airport_0000", "airport_0001"}
    made = [name for name in named if name.startswith("chip")]
    assert len(made) == 5
    with Image.open(tmp_path / "out" / "images" / made[-1]) as joined:
        pixels = np.asarray(joined.convert("RGB")).astype(int)
    corners = [pixels[y, x] for y in (40, 210) for x in (40, 210)]
    assert all(np.abs(corner - colour).max() < 40 for corner, colour in zip(corners, colours, strict=True))
    joined_chip = buildings.chips(drone)[-1]
    assert (joined_chip.side_m, joined_chip.whole) == (pytest.approx(2 * 256 * 0.15), 8)
    assert joined_chip.cover == pytest.approx(0.2)
