from __future__ import annotations

import os
from pathlib import Path

import pytest

from app import paths
from app.models.question.file_kinds import is_plain_picture
from app.settings import Settings
from app.units import resolution_label
from msa_core import config


def test_a_folder_keeps_its_index_inside_itself(tmp_path: Path) -> None:
    assert paths.new_index_location((str(tmp_path),)) == tmp_path / ".msa-index"
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


@pytest.mark.skipif(os.name == "nt", reason="permission bits do not stop a Windows administrator")
def test_a_read_only_archive_gets_its_index_in_the_users_folder(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(30, "Read-only file system")

    archive = tmp_path / "disc"
    archive.mkdir()
    real = paths.tempfile.TemporaryFile
    monkeypatch.setattr(
        paths.tempfile,
        "TemporaryFile",
        lambda **options: refuse() if Path(options["dir"]) == archive else real(**options),
    )
    place = paths.new_index_location((str(archive),))
    assert place.is_relative_to(home)
    assert place == paths.new_index_location((str(archive),)), "the same place the next time"


def test_loose_files_share_an_index_in_the_users_folder(tmp_path: Path, home: Path) -> None:
    a, b = str(tmp_path / "a.tif"), str(tmp_path / "b.tif")
    assert paths.new_index_location((a, b)).is_relative_to(home)
    assert paths.new_index_location((a, b)) == paths.new_index_location((b, a))
    assert paths.new_index_location((a, b)) != paths.new_index_location((a,))


def test_an_index_made_earlier_is_found_again(tmp_path: Path) -> None:
    assert paths.existing_index((str(tmp_path),)) is None
    place = paths.user_index_location((str(tmp_path),))
    place.mkdir(parents=True)
    (place / "manifest.json").write_text("{}")
    assert paths.existing_index((str(tmp_path),)) == place


def test_a_picture_with_a_world_file_is_a_raster(tmp_path: Path) -> None:
    picture = tmp_path / "photo.JPG"
    picture.touch()
    assert is_plain_picture(picture)
    (tmp_path / "photo.jgw").touch()
    assert not is_plain_picture(picture)
    assert not is_plain_picture(tmp_path / "scene.tif")


def test_preferences_outlive_the_window(tmp_path: Path) -> None:
    first = Settings(str(tmp_path / "s.ini"))
    assert (first.theme, first.device, first.model, first.recent) == ("system", "auto", None, [])
    first.theme, first.device, first.model = "dark", "cpu", "/models/mine"
    for number in range(12):
        first.add_recent(f"/archive/{number}")
    first.add_recent("/archive/5")
    first.save()
    second = Settings(str(tmp_path / "s.ini"))
    assert (second.theme, second.device, second.model) == ("dark", "cpu", "/models/mine")
    assert second.recent[:3] == ["/archive/5", "/archive/11", "/archive/10"]
    assert len(second.recent) == 8


def test_a_damaged_settings_file_means_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "s.ini"
    file.write_bytes(b"\x00\xff[[[look\ntheme=purple\n[look]\ntheme=purple\n")
    assert Settings(str(file)).theme == "system"


@pytest.mark.parametrize(
    "gsd_m,label", [(0.0746, "7.46 cm"), (0.9999, "1 m"), (30, "30 m"), (20_050, "20.1 km")]
)
def test_resolutions_are_written_for_people(gsd_m: float, label: str) -> None:
    assert resolution_label(gsd_m) == label


def test_the_users_models_lie_in_a_folder_each_where_window_and_command_line_find_them(home: Path) -> None:
    assert paths.models_folder() == config.models_folder() == home / "models"
