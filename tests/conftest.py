"""Fixtures and environment shared by all tests. The environment is set before any heavy import."""

from __future__ import annotations

import gc
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
# Tests read English, whatever the machine speaks.
os.environ["MSA_ANALYST_LANGUAGE"] = "en"
# Tests leave the user's own cache alone; their child processes share this one.
os.environ["MSA_CACHE"] = os.path.join(tempfile.gettempdir(), f"msa-test-cache-{os.getpid()}")  # noqa: PTH118

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from app.garbage import Collector
from tests.support.commands import Commands
from tests.support.range_server import RangeServer, range_server

# The fast tests try the same generated cases each time, so that a run can be repeated; `make slow` tries new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, database=None)
hypothesis.settings.register_profile("new-cases", derandomize=False, max_examples=500)
hypothesis.settings.load_profile("repeatable")

# Garbage is collected between tests, by their own thread: Python's collections come on any thread, and one that frees
# a window of an earlier test ends the worker.
gc.disable()
_COLLECTOR = Collector(max_at_once=sys.maxsize)

_REPO_ROOT = Path(__file__).resolve().parent.parent
_LONGEST = "test_demo_archive.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The file that takes minutes begins first, lest a worker be alone with it in the end; then those of many tests.

    (`--dist loadfile` alone puts files of few tests last, however long they take.)
    """
    count = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name != _LONGEST, -count[item.path]))


def pytest_collection_finish() -> None:
    """What is loaded by now stays, and is not looked through again and again."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """Collect what has come to be garbage, when Python would."""
    _COLLECTOR.collect_what_is_due()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real rasters, captions and weights beside the repository; skips when absent."""
    folder = _REPO_ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data beside the repository (real rasters and captions), which is absent")
    return folder


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs command lines as processes that need not load the libraries first."""
    made = Commands()
    yield made
    made.close()


@pytest.fixture(scope="session")
def light_commands() -> Iterator[Commands]:
    """The same for what needs no model; there at once."""
    made = Commands("light")
    yield made
    made.close()


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoint folder of a random model of a few thousand weights."""
    from msa_core.model.stored import checkpoint
    from tests.support.tiny_model import tiny_model

    folder = tmp_path_factory.mktemp("tiny") / "model"
    checkpoint.save(tiny_model(), folder, half=False)
    return folder


@pytest.fixture
def server() -> Iterator[RangeServer]:
    """A server of ranges on this machine, which can also be slow, lie and fail."""
    with range_server() as served:
        yield served
