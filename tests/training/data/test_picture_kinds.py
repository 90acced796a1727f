"""Pictures of all kinds in a training set: read as search reads them, or left out and counted with the reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from msa_core.commands.learning.raster_pictures import RasterPictures
from msa_core.training.data.datasets.read import SetPath, open_sets
from msa_core.training.data.datasets.sources import PictureSource
from tests.support.picture_files import ORDINARY, OTHERS
from tests.support.picture_files import giant as make_giant


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    """A table of a giant, a deep, an ordinary, a cut-off and an untrue picture."""
    make_giant(tmp_path / "giant.png", 1)
    OTHERS["deep.png"](tmp_path / "deep.png")
    ORDINARY["quartered.jpg"](tmp_path / "plain.jpg")
    ORDINARY["rgb.png"](tmp_path / "cut.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "cut.png").read_bytes()[:-900])
    (tmp_path / "untrue.jpg").write_bytes(b"no picture")
    names = ("giant.png", "deep.png", "plain.jpg", "cut.png", "untrue.jpg")
    rows = [f"{name},test,a lake beside a wood" for name in names]
    (tmp_path / "captions.csv").write_text("\n".join(["path,split,caption", *rows]) + "\n", "utf-8")
    return tmp_path / "captions.csv"


def test_giants_and_deep_pictures_are_trained_on_and_damaged_ones_are_counted(captions: Path) -> None:
    source = RasterPictures()
    found = open_sets([SetPath(captions, captions.parent)], source, ("test",))
    kept = [image.path.name for image in found.of("test")["captions"]]
    assert kept == ["giant.png", "deep.png", "plain.jpg"]
    assert len([note for note in found.notes if note.startswith("2 ") and "cannot be read" in note]) == 1
    assert source.load(captions.parent / "deep.png").std() > 40
    assert max(source.load(captions.parent / "giant.png").shape) == 2048


def test_without_gdal_what_would_look_otherwise_is_left_out_and_counted(captions: Path) -> None:
    found = open_sets([SetPath(captions, captions.parent)], PictureSource(), ("test",))
    assert [image.path.name for image in found.of("test")["captions"]] == ["plain.jpg"]
    notes = " ".join(found.notes)
    assert "4 " in notes
    assert "cannot be read" in notes


def test_pixels_of_an_ordinary_picture_are_the_same_with_and_without_gdal(captions: Path) -> None:
    path = captions.parent / "plain.jpg"
    assert np.array_equal(PictureSource().load(path), RasterPictures().load(path))
    with Image.open(path) as image:
        assert np.array_equal(PictureSource().load(path), np.asarray(image.convert("RGB")))
