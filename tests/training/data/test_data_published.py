"""Published annotations, read as they are published: small made files in the shape of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from msa_core.errors import NothingUsableError, UsageError
from msa_core.training.data.datasets.read import SetPath, open_sets, read_dataset
from tests.support.pictures import make_pictures

FIVE = tuple(f"sentence {word} ." for word in ("one", "two", "three", "four", "five"))


def karpathy(filename: str, split: str, number: int, **more: Any) -> dict[str, Any]:
    """An entry as in dataset_rsicd.json, dataset_RSITMD.json and the dataset.json of UCM and Sydney."""
    ids = [number * 5 + k for k in range(5)]
    sentences = [
        {"tokens": text.split(), "raw": text, "imgid": number, "sentid": i}
        for text, i in zip(FIVE, ids, strict=True)
    ]
    return {
        "filename": filename,
        "imgid": number,
        "split": split,
        "sentids": ids,
        "sentences": sentences,
        **more,
    }


def write(file: Path, data: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data), "utf-8")
    return file


@pytest.mark.parametrize(
    "name, folder, pictures",
    [
        ("dataset_rsicd.json", "RSICD_images", ["airport_1.jpg", "airport_2.jpg", "bridge_1.jpg"]),
        ("dataset.json", "imgs", ["1.tif", "2.tif", "3.tif"]),
    ],
    ids=["RSICD", "UCM and Sydney"],
)
def test_karpathy_sets_are_read_with_their_pictures_found_beside(
    tmp_path: Path, name: str, folder: str, pictures: list[str]
) -> None:
    make_pictures(tmp_path / folder, pictures)
    entries = [
        karpathy(p, s, i) for i, (p, s) in enumerate(zip(pictures, ("train", "val", "test"), strict=True))
    ]
    file = write(tmp_path / name, {"images": entries, "dataset": name})
    for picture, split in zip(pictures, ("train", "val", "test"), strict=True):
        (image,) = read_dataset(file, None, (split,))
        assert image.path == tmp_path / folder / picture
        assert image.sentences == FIVE


def test_rsitmd_which_has_no_val_gives_up_a_tenth_of_train_and_its_test_stays(tmp_path: Path) -> None:
    train, test = [f"boat_{i}.tif" for i in range(40)], [f"port_{i}.tif" for i in range(5)]
    make_pictures(tmp_path / "images", train + test)
    entries = [karpathy(p, "train" if p in train else "test", i) for i, p in enumerate(train + test)]
    entries[3]["sentences"][1]["raw"] = "."  # blank sentences occur in the published file
    file = write(tmp_path / "dataset_RSITMD.json", {"dataset": "RSITMD", "images": entries})
    found = open_sets([SetPath(file)])
    sides = {
        split: {i.path.name for i in found.of(split)["dataset_RSITMD"]} for split in ("train", "val", "test")
    }
    assert len(sides["val"]) == 4
    assert sides["train"] | sides["val"] == set(train)
    assert sides["test"] == set(test)
    assert "4 of 40 pictures were set aside as val" in " ".join(found.notes)
    (images,) = found.of("all").values()
    assert {len(i.sentences) for i in images if i.path.name == "boat_3.tif"} == {4}
    assert {i.path.name for i in read_dataset(file, None, ("test",))} == set(test)


@pytest.mark.parametrize("nested", [True, False])
def test_nwpu_captions_nested_by_class_are_read_with_all_five_sentences(tmp_path: Path, nested: bool) -> None:
    data = {
        group: [
            {
                "filename": f"{group}_00{i}.jpg", "imgid": i, "split": split,
                "raw": FIVE[0], "sentids": 5 * i,
                **{f"raw_{k}": FIVE[k] for k in range(1, 5)}, **{f"sentids_{k}": 5 * i + k for k in range(1, 5)},
            }
            for i, split in enumerate(("train", "val", "test"))
        ]
        for group in ("airplane", "railway_station")
    }  # fmt: skip
    for group, rows in data.items():
        make_pictures(tmp_path / "NWPU_images" / (group if nested else ""), [row["filename"] for row in rows])
    file = write(tmp_path / "dataset_nwpu.json", data)
    images = read_dataset(file, tmp_path / "NWPU_images", ("val",))
    assert [image.group for image in images] == ["airplane", "railway_station"]
    assert images[0].sentences == FIVE
    assert images[0].path.name == "airplane_001.jpg"
    assert images == read_dataset(file, None, ("val",))


def test_two_sets_called_alike_keep_their_own_validation(tmp_path: Path) -> None:
    files = []
    for name in ("ucm", "sydney"):
        make_pictures(tmp_path / name / "imgs", [f"{name}1.tif", f"{name}2.tif"])
        entries = [karpathy(f"{name}1.tif", "train", 0), karpathy(f"{name}2.tif", "val", 1)]
        files.append(write(tmp_path / name / "dataset.json", {"images": entries}))
    assert set(open_sets([SetPath(file) for file in files]).of("val")) == {"ucm/dataset", "sydney/dataset"}


@pytest.mark.parametrize(
    "content, said",
    [
        ("{", "not JSON"),
        ("[]", "it must be JSON of the form"),
        ({"images": [3]}, "entry 1"),
        ({"images": [karpathy("a.png", "train", 0), {"split": "train"}]}, 'entry 2: .*"filename" is missing'),
        ({"images": [{"filename": "a.png", "split": "train", "sentences": "no"}]}, 'entry 1: .*"sentences"'),
        ({"images": [karpathy("a.png", "trian", 0)]}, "entry 1: there is no split 'trian'"),
        ({"airport": [{"filename": "a.png", "split": "train"}]}, "airport, entry 1: there is no caption"),
        ({"type": "FeatureCollection", "features": 3}, "no list of features"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_entry(tmp_path: Path, content: object, said: str) -> None:
    make_pictures(tmp_path, ["a.png"])
    file = tmp_path / "captions.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(UsageError, match=said) as caught:
        read_dataset(file, None, ("train",))
    assert "captions.json" in str(caught.value)


def test_a_split_of_another_name_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    make_pictures(tmp_path, ["a.png", "b.png"])
    file = write(
        tmp_path / "x.json", {"images": [karpathy("a.png", "train", 0), karpathy("b.png", "testA", 1)]}
    )
    assert [i.path.name for i in read_dataset(file, None, ("testA",))] == ["b.png"]
    with pytest.raises(NothingUsableError, match="no captioned picture in the split testB"):
        read_dataset(
            write(tmp_path / "y.json", {"images": [karpathy("a.png", "train", 0)]}), None, ("testB",)
        )


def test_the_published_sets_at_hand_are_read_whole(shared_data: Path) -> None:
    for name, count in (("rsicd/dataset_rsicd.json", 1027), ("ucm/dataset_ucm.json", 210)):
        images = read_dataset(shared_data / "captions" / name, None, ("test",))
        assert len(images) == count
        assert all(image.sentences for image in images)
