from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.errors import NothingUsableError, SourceError, UsageError
from msa_core.training.data.batches.sampler import Sampler
from msa_core.training.data.captioned_image import CaptionedImage, merge_sentences, normalise
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.data.pictures import PictureCache, augment, load_batch, load_picture


def karpathy(folder: Path, entries: list[tuple[str, str, list[str]]]) -> Path:
    file = folder / "captions.json"
    for name, _, _ in entries:
        Image.new("RGB", (8, 8)).save(folder / name)
    images = [
        {"filename": n, "split": s, "sentences": [{"raw": t} for t in texts]} for n, s, texts in entries
    ]
    file.write_text(json.dumps({"images": images}))
    return file


def test_sentences_without_a_letter_are_left_out(tmp_path: Path) -> None:
    file = karpathy(
        tmp_path,
        [("a.png", "train", [".", "1 .", "A river ."]), ("b.png", "val", ["x"]), ("c.png", "train", ["."])],
    )
    (image,) = read_dataset(file, tmp_path, ("train",))
    assert image.sentences == ("A river .",)
    assert image.path == tmp_path / "a.png"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"images": 3}',
        '{"images": [{"split": "train"}]}',
        '{"images": [{"split":"train","filename": "a", "sentences": "no"}]}',
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_form_it_should_have(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(UsageError, match="is not a captions file"):
        read_dataset(tmp_path / "x.json", tmp_path, ("train",))


def test_a_split_without_pictures_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingUsableError, match="no captioned picture in the split test"):
        read_dataset(karpathy(tmp_path, [("a.png", "train", ["a b"])]), tmp_path, ("test",))


def test_sets_that_share_pictures_join_their_sentences(tmp_path: Path) -> None:
    a = CaptionedImage(tmp_path / "a", ("one",))
    assert merge_sentences(
        [[a], [CaptionedImage(tmp_path / "a", ("two",)), CaptionedImage(tmp_path / "b", ("x",))]]
    )[0].sentences == ("one", "two")


def test_letter_case_and_points_make_no_other_sentence() -> None:
    assert normalise("A plane , parked .") == normalise("a PLANE parked")


def make_images(count: int) -> list[CaptionedImage]:
    return [
        CaptionedImage(Path(f"{i}.png"), (f"picture number {i} .", "a piece of farmland ."))
        for i in range(count)
    ]


def test_an_epoch_shows_every_picture_once_and_is_a_pure_function_of_seed_and_epoch() -> None:
    sampler = Sampler(make_images(40), 8, 1, seed=3)
    rows = np.concatenate([b.rows for b in sampler.epoch(2)])
    assert sorted(rows) == list(range(40))
    again = Sampler(make_images(40), 8, 1, seed=3).epoch(2)
    assert [b.texts for b in again] == [b.texts for b in sampler.epoch(2)]
    assert [b.texts for b in sampler.epoch(3)] != [b.texts for b in again]


def test_a_sentence_that_also_belongs_to_another_picture_is_a_positive_of_both() -> None:
    (batch,) = Sampler(make_images(6), 6, 2, seed=0).epoch(0)
    shared = [j for j, text in enumerate(batch.texts) if text == "a piece of farmland ."]
    own = [j for j, text in enumerate(batch.texts) if text.startswith("picture")]
    assert batch.positive[:, shared].all()
    assert (batch.positive[:, own].sum(axis=0) == 1).all()


def test_the_extra_pictures_keep_their_share_of_every_batch() -> None:
    sampler = Sampler(
        make_images(40), 10, 1, 0, extra=[CaptionedImage(Path("x.png"), ("made up",))], share=0.1
    )
    for batch in sampler.epoch(0):
        assert (batch.rows >= 40).sum() == 1
        assert len(batch.rows) == 10


def test_views_of_a_picture_of_any_shape_are_square_and_repeatable(tmp_path: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (37, 150, 3), dtype=np.uint8)
    first = augment(picture, 64, np.random.default_rng(5), 0.6)
    assert first.shape == (64, 64, 3)
    assert np.array_equal(first, augment(picture, 64, np.random.default_rng(5), 0.6))
    Image.fromarray(picture).save(tmp_path / "a.png")
    with ThreadPoolExecutor(2) as pool:
        batch = load_batch([tmp_path / "a.png"] * 3, PictureCache(), 32, pool, (1, 2))
    assert batch.shape == (3, 3, 32, 32)
    assert not np.array_equal(batch[0], batch[1])


def test_a_picture_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(b"no picture")
    for name in ("a.png", "b.png"):
        with pytest.raises(SourceError, match=name):
            load_picture(tmp_path / name)
