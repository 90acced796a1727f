from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from msa_core.errors import UsageError
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.datasets.class_captions import labels_of, words_of
from msa_core.training.measure.zero_shot import (
    ClassName,
    class_vectors,
    classes_of,
    classify,
    parse_classes,
)
from tests.support.tiny_model import tiny_model


def named(*names: str, group: str = "") -> list[CaptionedImage]:
    return [CaptionedImage(Path(name), (), group) for name in names]


@pytest.mark.parametrize(
    "label, words",
    [
        ("denseresidential", "dense residential"),
        ("StorageTanks", "storage tanks"),
        ("mobilehomepark", "mobile home park"),
        ("airplane", "airplane"),
        ("groundtrackfield", "ground track field"),
        ("overpass", "overpass"),
        ("tennis_court", "tennis court"),
        ("quarry", "quarry"),
        ("quarryfield", "quarryfield"),
    ],
)
def test_names_written_together_are_parted_when_all_of_it_is_known(label: str, words: str) -> None:
    assert words_of(label) == words


def test_labels_come_from_the_set_else_from_file_names() -> None:
    assert labels_of(named("1.png", "2.png", group="airport")) == ["airport", "airport"]
    files = named("a/airport_1.webp", "a/airport_20.webp", "lake03.png", "lake-4.png")
    assert labels_of(files) == ["airport", "airport", "lake", "lake"]
    assert labels_of(named("00010.jpg", "00011.jpg")) == ["", ""]
    # As many names as pictures are not classes, and a single name tells nothing apart.
    assert labels_of(named("berlin.tif", "paris.tif", "rome.tif")) == ["", "", ""]
    assert labels_of(named("tile_1.png", "tile_2.png")) == ["", ""]


def test_a_file_of_classes_gives_words_where_it_wants_to() -> None:
    classes = parse_classes("# land use\nstoragetanks = oil tanks | storage tanks\n\nGolf_Course\n", "c.txt")
    assert classes == (
        ClassName("storagetanks", ("oil tanks", "storage tanks")),
        ClassName("Golf_Course", ("golf course",)),
    )
    assert len(classes[0].sentences()) == 2 * len(classes[1].sentences())
    assert any(sentence.endswith(" a golf course") for sentence in classes[1].sentences())
    with pytest.raises(UsageError, match=r"c\.txt, line 2: .*golf course.* occurs twice"):
        parse_classes("GolfCourse\ngolf course\n", "c.txt")
    with pytest.raises(UsageError, match="names 1 classes"):
        parse_classes("lake\n", "c.txt")


def test_accuracies_equal_those_counted_by_hand() -> None:
    rng = np.random.default_rng(0)
    labels = [f"class {'abcdefgh'[i]}" for i in rng.integers(0, 7, 60)]
    classes = classes_of([*labels, "class h"])  # a class without pictures still attracts some
    vectors = F.normalize(torch.from_numpy(rng.normal(size=(8, 6))), dim=1).float()
    v = F.normalize(torch.from_numpy(rng.normal(size=(60, 6))), dim=1).float()
    result = classify(v, labels, classes, vectors)
    names = [name.label for name in classes]
    ranked = [[names[c] for c in np.argsort(-row)] for row in (v @ vectors.T).numpy()]
    first = np.array([order[0] == label for order, label in zip(ranked, labels, strict=True)])
    five = np.array([label in order[:5] for order, label in zip(ranked, labels, strict=True)])
    figures, intervals = result.figures(resamples=300)
    own = [np.array(labels) == label for label in sorted(set(labels))]
    assert figures == pytest.approx({
        "top1": 100 * first.mean(),
        "top5": 100 * five.mean(),
        "macro_top1": 100 * np.mean([first[o].mean() for o in own]),
        "macro_top5": 100 * np.mean([five[o].mean() for o in own]),
    })  # fmt: skip
    for name, (low, high) in intervals.items():
        assert 0 <= low < figures[name] < high <= 100
    rows = result.by_class()
    assert [row["class"] for row in rows] == names
    assert rows[-1]["pictures"] == 0
    assert rows[-1]["top1"] is None
    assert rows[0]["top1"] == pytest.approx(100 * first[own[0]].mean())
    wrong = [order[0] for order, label in zip(ranked, labels, strict=True) if label == names[0] != order[0]]
    assert wrong.count(str(rows[0]["taken_for"])) == max(wrong.count(name) for name in names)


def test_classes_that_cannot_be_told_apart_are_worth_chance() -> None:
    labels = ["a lake", "a river"] * 3
    result = classify(torch.ones(6, 4) / 2, labels, classes_of(labels), torch.ones(2, 4) / 2)
    figures, _ = result.figures(resamples=0)
    assert figures["top1"] == pytest.approx(50)
    assert figures["top5"] == pytest.approx(100)


def test_class_vectors_are_the_mean_direction_of_the_sentences() -> None:
    model = tiny_model()
    (vector,) = class_vectors(model, [ClassName("tanks", ("storage tanks", "white tanks"))])
    sentences = ClassName("tanks", ("storage tanks", "white tanks")).sentences()
    with torch.inference_mode():
        mean = torch.stack([model.encode_texts([s]).embedding[0] for s in sentences]).mean(dim=0)
    assert vector.numpy() == pytest.approx(F.normalize(mean, dim=0).numpy(), abs=1e-5)
