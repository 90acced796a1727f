"""``msa models``: the models of a user, imported whole or not at all, and found again by the indexes made with them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from msa_core import config
from msa_core.commands.learning.models import weights_in
from msa_core.errors import UsageError
from msa_core.model.stored.known_models import folder_of, known_models, new_model
from msa_core.model.stored.model_folder import fingerprint
from tests.cli.conftest import Run
from tests.support.tiny_clip import clip_tokenizer, open_clip_state


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MSA_ANALYST_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def names(run: Run) -> list[str]:
    return [row["name"] for row in json.loads(run("models", "list", "--json").out)["models"]]


def test_a_checkpoint_is_imported_listed_and_removed(run: Run, tiny_checkpoint: Path, home: Path) -> None:
    assert names(run) == ["starter"]
    done = run("models", "import", tiny_checkpoint, "--name", "my model", "--json-progress")
    assert done.code == 0, done.err
    assert done.out.strip() == str(home / "models" / "my model")
    assert '"event": "done"' in done.err
    assert fingerprint(home / "models" / "my model") == fingerprint(tiny_checkpoint)
    listed = run("models", "list").out.splitlines()
    assert listed[1].startswith(f"my model\timported\t{fingerprint(tiny_checkpoint)[:16]}")
    taken = run("models", "import", tiny_checkpoint, "--name", "my model")
    assert (taken.code, "under another name" in taken.err) == (2, True)
    assert run("models", "remove", "my model").code == 0
    assert names(run) == ["starter"]
    assert not list((home / "models").iterdir())


def test_a_training_run_gives_its_best_checkpoint(
    run: Run, tiny_checkpoint: Path, tmp_path: Path, home: Path
) -> None:
    shutil.copytree(tiny_checkpoint, tmp_path / "fine" / "best")
    (tmp_path / "fine" / "run.json").write_text("{}")
    assert run("models", "import", tmp_path / "fine").code == 0
    assert (home / "models" / "fine" / "model.safetensors").is_file()
    shutil.move(tmp_path / "fine", home / "models" / "taught here")
    (home / "models" / "not yet").mkdir()
    (home / "models" / "not yet" / "run.json").write_text("{}")
    found = {model.name: model for model in known_models()}
    assert found["taught here"].origin == "trained"
    assert found["taught here"].folder == home / "models" / "taught here" / "best"
    assert "has kept no checkpoint yet" in found["not yet"].problem


@pytest.mark.parametrize("shape", ["file", "hub"])
def test_a_clip_in_a_file_or_a_folder_of_the_hub_is_converted(
    run: Run, tmp_path: Path, home: Path, shape: str
) -> None:
    folder = tmp_path / "models--someone--small-clip" / "snapshots" / "0a1b"
    folder.mkdir(parents=True)
    torch.save(open_clip_state(), folder / "open_clip_pytorch_model.bin")
    clip_tokenizer().save_pretrained(folder)
    source = folder / "open_clip_pytorch_model.bin" if shape == "file" else folder.parents[1]
    done = run("models", "import", source)
    assert done.code == 0, done.err
    name = "open_clip_pytorch_model" if shape == "file" else "small-clip"
    assert names(run) == ["starter", name]
    assert "Made by `msa convert`" in known_models()[1].card


def test_what_is_no_model_is_a_sentence_and_leaves_nothing(run: Run, tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "noise.pt").write_bytes(b"noise")
    (tmp_path / "two").mkdir()
    for name in ("a.bin", "b.bin"):
        (tmp_path / "two" / name).write_bytes(b"")
    for source, words in (
        ("empty", "holds no model"),
        ("noise.pt", "noise.pt"),
        ("two", "2 weights files (a.bin"),
    ):
        done = run("models", "import", tmp_path / source)
        assert done.code != 0
        assert words in done.err
    with pytest.raises(UsageError):
        weights_in(tmp_path / "two")
    assert not list((home / "models").glob("*"))


def test_an_import_that_is_interrupted_leaves_nothing(home: Path) -> None:
    def interrupted() -> None:
        with new_model("half") as folder:
            (folder / "model.safetensors").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not list((home / "models").iterdir())


@pytest.mark.parametrize("name", [" ", "../up", "a/b", ".hidden", "starter", "a\nb", "c:d"])
def test_a_name_that_is_no_folder_s_is_refused(run: Run, tiny_checkpoint: Path, name: str) -> None:
    done = run("models", "import", tiny_checkpoint, f"--name={name}")
    assert done.code == 2
    assert "cannot be the name" in done.err


def test_the_starter_and_what_is_not_there_are_not_removed(run: Run) -> None:
    assert "stays" in run("models", "remove", "starter").err
    assert "no model 'other'" in run("models", "remove", "other").err
    assert config.starter_model().is_dir()


def test_an_index_finds_its_model_among_the_users_when_it_was_moved(
    run: Run, scenes: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(tiny_checkpoint, moved)
    out = tmp_path / "index"
    assert run("index", scenes, "--out", out, "--model", moved, "--tile-m", "100").code == 0
    shutil.rmtree(moved)
    lost = run("search", out, "a plane")
    assert lost.code != 0
    assert "msa models import" in lost.err
    assert run("models", "import", tiny_checkpoint, "--name", "found again").code == 0
    assert folder_of(fingerprint(tiny_checkpoint)) == config.models_folder() / "found again"
    found = run("search", out, "a plane")
    assert found.code == 0, found.err
