from __future__ import annotations

import os

import pytest

from msa_core.commands.options import terminal
from msa_core.config import prepare_libraries

SETTINGS = {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "ARROW_DEFAULT_MEMORY_POOL", "GOMP_SPINCOUNT"}


@pytest.mark.parametrize("prepare", [prepare_libraries, terminal.prepare_streams])
def test_libraries_find_their_settings_and_what_the_user_set_stays(
    prepare: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"GOMP_SPINCOUNT": "7"}
    monkeypatch.setattr(os, "environ", environment)
    assert callable(prepare)
    prepare()
    assert environment.keys() >= SETTINGS
    assert environment["GOMP_SPINCOUNT"] == "7"
    assert environment["HF_HUB_OFFLINE"] == "1"
