"""What a model of the user may be called."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.errors import UsageError
from msa_core.model.stored.known_models import new_model, remove_model


@pytest.mark.parametrize("name", ["starter", "a.", "a ", ".a", "a/b", "", "a\nb"])
def test_a_name_that_not_every_system_can_keep_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_ANALYST_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="cannot be the name of a model"), new_model(name):
        pass
    assert not list((tmp_path).rglob("*"))


def test_a_model_of_a_name_that_is_no_longer_given_can_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_ANALYST_HOME", str(tmp_path))
    with new_model("kept") as folder:
        (folder / "config.json").write_text("{}")
    (tmp_path / "models" / "kept").rename(tmp_path / "models" / "kept.")
    remove_model("kept.")
    assert not list((tmp_path / "models").iterdir())
