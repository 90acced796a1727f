"""The inverted index on the disk: damaged, of other vectors, switched off, made anew, and killed while that happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import Cancelled
from msa_core.indexing.folder.cached import cache
from msa_core.indexing.folder.nearest.lists import exact_best, make_lists, mend_lists, open_lists
from msa_core.indexing.folder.nearest.row_pages import RowPages
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.progress import Progress

_ROOT = Path(__file__).resolve().parents[4]
pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="FAISS is not used on macOS")
ROWS = 12_000


def clusters(count: int, seed: int = 1) -> np.ndarray:
    """Unit rows (count, 32) around 200 centres."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((200, 32)).astype(np.float32)
    rows = centres[generator.integers(0, 200, count)] / np.linalg.norm(centres, axis=1).mean()
    rows = rows + 0.08 * generator.standard_normal((count, 32)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, Path]:
    folder = tmp_path_factory.mktemp("made")
    matrix = clusters(ROWS)
    facts = make_lists(matrix, folder, Progress())
    assert facts is not None
    assert facts.kind.startswith("IVF")
    return matrix, folder


@pytest.fixture
def copied(
    made: tuple[np.ndarray, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[np.ndarray, Path]:
    """As made, to be damaged, and used as more rows are than are searched exactly."""
    monkeypatch.setenv("MSA_EXACT_UP_TO", "6000")
    for path in made[1].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return made[0], tmp_path


def shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def say_other_rows(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "rows": ROWS + 1}))


DAMAGE = {
    "cut short": ("ivfpq.faiss", shorten),
    "empty": ("ivfpq.faiss", lambda path: path.write_bytes(b"")),
    "gone": ("ivfpq.faiss", Path.unlink),
    "other bytes": ("ivfpq.faiss", lambda path: path.write_bytes(b"\0" * path.stat().st_size)),
    "facts cut short": ("ivfpq.json", shorten),
    "facts of other rows": ("ivfpq.json", say_other_rows),
    "facts of another kind": ("ivfpq.json", lambda path: path.write_text("[1]")),
    "facts of an earlier version": (
        "ivfpq.json",
        lambda path: path.write_text('{"kind": "IVF8", "probes": 1, "recall": 1}'),
    ),
    "sample cut short": ("sample.npy", shorten),
    "sample gone": ("sample.npy", Path.unlink),
    "lists of rows cut short": ("list_of_row.npy", shorten),
    "lists of other rows": ("list_of_row.npy", lambda path: np.save(path, np.zeros(3, np.int32))),
    "sample of other rows": ("sample.npy", lambda path: np.save(path, np.zeros((3, 32), np.float16))),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_inverted_index_is_said_and_the_search_exact(
    copied: tuple[np.ndarray, Path], damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    matrix, folder = copied
    name, spoil = DAMAGE[damage]
    spoil(folder / name)
    table = VectorTable(matrix, matrix, folder)
    assert table.lists is None
    assert "damaged" in table.damage
    assert "msa index" in table.damage
    assert "not used" in caplog.text
    ranking = table.ask(matrix[5]).best(50)
    assert ranking.recall == 1.0
    assert set(ranking.rows) == set(exact_best(matrix, matrix[5][None], 50, Progress())[0])


def test_what_is_sound_is_not_made_again(copied: tuple[np.ndarray, Path]) -> None:
    matrix, folder = copied
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    mend_lists(matrix, folder, Progress())
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    (folder / "none").mkdir()
    mend_lists(matrix, folder / "none", Progress())
    assert not list((folder / "none").iterdir())


def test_mending_that_is_cancelled_leaves_what_was_there(copied: tuple[np.ndarray, Path]) -> None:
    matrix, folder = copied
    shorten(folder / "ivfpq.faiss")

    class Stop(Progress):
        def __call__(self, fraction: float, text: str = "") -> None:
            if text.startswith("making a search index, IVF"):
                raise Cancelled

    with pytest.raises(Cancelled):
        mend_lists(matrix, folder, Stop())
    assert sorted(path.name for path in folder.iterdir()) == [
        "ivfpq.faiss",
        "ivfpq.json",
        "list_of_row.npy",
        "sample.npy",
    ]
    assert VectorTable(matrix, matrix, folder).damage


def test_a_larger_number_of_tiles_to_be_compared_exactly_switches_it_off(
    copied: tuple[np.ndarray, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix, folder = copied
    assert VectorTable(matrix, matrix, folder).ask(matrix[1]).best(20).recall < 1.0
    monkeypatch.setenv("MSA_EXACT_UP_TO", str(ROWS))
    table = VectorTable(matrix, matrix, folder)
    assert (table.lists, table.damage) == (None, "")
    answer = table.ask(matrix[1])
    assert answer.rows is None
    assert answer.best(20).recall == 1.0


def test_of_the_few_tiles_that_a_filter_leaves_the_best_are_found_however_unlike_the_query(
    copied: tuple[np.ndarray, Path],
) -> None:
    matrix, folder = copied
    lists = open_lists(folder, ROWS)
    assert lists is not None
    found = 0
    for query in matrix[:140:7]:
        # All of the centre that is farthest from the query: nothing of it is in the lists that are read first.
        rows = np.flatnonzero(matrix @ matrix[np.argmin(matrix @ query)] > 0.7)
        candidates = lists.candidates(query, 200, rows)
        assert np.isin(candidates, rows).all()
        truth = rows[exact_best(matrix[rows], query[None], 20, Progress())[0]]
        found += len(np.intersect1d(candidates, truth))
    assert found / 400 >= 0.95


def test_pages_are_asked_for_of_a_mapped_file_alone_and_one_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    matrix = clusters(500)
    np.save(tmp_path / "m.npy", matrix)
    mapped = np.load(tmp_path / "m.npy", mmap_mode="r")
    rows = np.array([3, 499])
    for some in (matrix, mapped, mapped[5:]):
        RowPages(some).read(rows)
    pages = RowPages(mapped)
    (tmp_path / "m.npy").unlink()
    pages.read(rows)
    np.testing.assert_array_equal(mapped[rows], matrix[rows])


KILLED = """
import sys
from pathlib import Path
import numpy as np
from msa_core.indexing.folder.nearest.lists import mend_lists
from msa_core.progress import Progress

class Told(Progress):
    def __call__(self, fraction, text=""):
        print(text, flush=True)

folder = Path(sys.argv[1])
mend_lists(np.load(folder / "rows" / "embedding.npy", mmap_mode="r"), folder, Told())
"""


@pytest.mark.timeout(300)
def test_killed_while_it_is_made_anew_nothing_is_lost(copied: tuple[np.ndarray, Path]) -> None:
    matrix, folder = copied
    (folder / "rows").mkdir()
    np.save(folder / "rows" / "embedding.npy", matrix)
    shorten(folder / "ivfpq.faiss")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("making a search index, IVF"):
                break
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert VectorTable(matrix, matrix, folder).damage
    mend_lists(matrix, folder, Progress())
    mended = VectorTable(matrix, matrix, folder)
    assert (mended.damage, mended.lists is not None) == ("", True)


def test_an_index_with_a_damaged_inverted_index_is_searched_says_so_and_is_mended_by_msa_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_checkpoint: Path
) -> None:
    from msa_core.config import IndexOptions, Tiling
    from msa_core.engine import Engine
    from msa_core.indexing.build.index_archive import build_index
    from msa_core.records import Query, QueryTerm
    from tests.support.scenes import write_scene

    write_scene(tmp_path / "a.tif", 1, 500, 500, east_m=5e5)
    options = IndexOptions(tiling=Tiling(tile_m=(50.0,)), model=tiny_checkpoint, device="cpu")
    query = Query(terms=(QueryTerm("text", "a river"),))
    build_index([tmp_path / "a.tif"], tmp_path / "plain", options)
    monkeypatch.setenv("MSA_EXACT_UP_TO", "20")
    monkeypatch.setattr(cache, "FROM_ROWS", 20)
    build_index([tmp_path / "a.tif"], tmp_path / "many", options)
    # Too few tiles for an inverted index: a first pass in bytes takes its place, and halves are left out.
    (kept,) = (tmp_path / "many" / "cache").iterdir()
    assert {path.name for path in kept.iterdir()} >= {"codes.npy", "embedding.npy"}
    assert not {"half.npy", "ivfpq.json"} & {path.name for path in kept.iterdir()}
    (kept / "ivfpq.json").write_text("{")
    plain, many = (Engine(tmp_path / name, device="cpu").search(query, 1000) for name in ("plain", "many"))
    assert [(hit.tile.id, hit.score) for hit in many.hits] == [(hit.tile.id, hit.score) for hit in plain.hits]
    assert any("approximate index is damaged" in note for note in many.notes)
    assert not any("approximate" in note for note in plain.notes)
    # What was said to be there is gone, and too few tiles need none: that is no damage any more.
    build_index([tmp_path / "a.tif"], tmp_path / "many", options)
    again = Engine(tmp_path / "many", device="cpu").search(query, 1000)
    assert not any("approximate" in note for note in again.notes)


def test_a_search_says_that_it_is_approximate_and_how_much_of_the_best_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msa_core.indexing.folder.opened.tile_index import TileIndex
    from msa_core.records import Query, QueryTerm
    from msa_core.retrieval.search.tile_searcher import TileSearcher
    from tests.support.made_index import write_index

    monkeypatch.setenv("MSA_EXACT_UP_TO", "6000")
    write_index(tmp_path / "index", tmp_path / "archive", ["a.tif"], tiles=ROWS)
    index = TileIndex(tmp_path / "index")
    assert index.vectors.lists is not None
    query = Query(terms=(QueryTerm("tile", index.tiles([0])[0].id),))
    found = TileSearcher(index, None).search(query, k=5)
    share = int(index.vectors.lists.recall * 100)
    assert [note for note in found.notes if f"approximately: when it was made, {share} of the 100" in note]
    monkeypatch.setenv("MSA_EXACT_UP_TO", str(ROWS))
    exact = TileSearcher(TileIndex(tmp_path / "index"), None).search(query, k=5)
    assert not any("approximately" in note for note in exact.notes)
    assert len({hit.tile.id for hit in exact.hits} & {hit.tile.id for hit in found.hits}) >= 4
