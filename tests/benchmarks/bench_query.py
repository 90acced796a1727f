"""From text to ranked hits on an index of 1,000,000 made tiles, beside a flat FAISS search of the same vectors.

    python -m tests.benchmarks.bench_query [--rows 1000000] [--repeat 15] [--lists] [--keep FOLDER]

Every trial has a text and filters of its own, so that nothing is remembered from the last one; each includes the
histogram of all scores. Trials of what is compared are taken in turns. ``--lists`` adds the inverted index.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from msa_core.config import starter_model
from msa_core.engine import Engine
from msa_core.indexing.embedder import Embedder
from msa_core.indexing.vectors import VectorTable, has_faiss, make_lists
from msa_core.progress import Progress
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.query import parse_period
from tests.benchmarks.big_index import write_big_index

THINGS = ("an airport with runways", "boats in a harbour", "storage tanks", "a river", "a stadium", "fields")
PLACES = (
    "beside a road",
    "in a forest",
    "near the sea",
    "among houses",
    "in a desert",
    "under snow",
    "at a lake",
)


def text(trial: int) -> str:
    """A text that no other trial of 42 has."""
    return f"{THINGS[trial % len(THINGS)]} {PLACES[trial % len(PLACES)]}"


def plain(trial: int) -> Query:
    """The text alone."""
    return Query((QueryTerm("text", text(trial)),))


def filtered(trial: int) -> Query:
    """The text with an area, a box, dates, sources and ground sizes that leave about one tile in thirty."""
    shift = trial * 1.7
    area = f"POLYGON(({-120 + shift} -50, {60 + shift} -40, {40 + shift} 55, {-100 + shift} 45, {-120 + shift} -50))"
    return dataclasses.replace(
        plain(trial),
        bbox=(-100.0 + shift, -50.0, 80.0 + shift, 50.0),
        area=area,
        period=parse_period("2016", f"2021-{trial % 12 + 1:02d}"),
        sources=(f"201?/scene*[{trial % 10}{(trial + 3) % 10}{(trial + 5) % 10}].tif", "2021/*", "2020/*"),
        ground_m=(100.0, 200.0 + trial),
    )


def medians_ms(actions: dict[str, Callable[[int], object]], repeat: int) -> dict[str, float]:
    """Median milliseconds of each ``action(trial)``, taken in turns, after two of each that are not counted."""
    spent: dict[str, list[float]] = {name: [] for name in actions}
    for trial in range(repeat + 2):
        for name, action in actions.items():
            start_s = time.perf_counter()
            action(trial)
            if trial >= 2:
                spent[name].append(time.perf_counter() - start_s)
    return {name: statistics.median(seconds) * 1e3 for name, seconds in spent.items()}


def bench_index(folder: Path, repeat: int) -> None:
    """Opening an index and searching it."""
    start_s = time.perf_counter()
    engine = Engine(folder)
    open_s = time.perf_counter() - start_s
    engine.warm_up()
    embedder = engine.load()
    tiles = len(engine.opened)
    say(f"index of {tiles} tiles opened in {open_s:.2f} s")
    vector = embedder.encode_texts([text(0)]).embedding[0].float().numpy()
    rows, half = engine.opened.rows.embedding, engine.opened.vectors
    actions: dict[str, Callable[[int], object]] = {
        "the text alone": lambda trial: embedder.encode_texts([text(trial)]),
        "all scores, one product": lambda trial: half.ask(vector),
        "text to 20 hits": lambda trial: engine.search(plain(trial)),
        "with five filters": lambda trial: engine.search(filtered(trial)),
        "with re-rank": lambda trial: engine.search(plain(trial), listing=Listing(rerank=True)),
        "filters and re-rank": lambda trial: engine.search(filtered(trial), listing=Listing(rerank=True)),
    }
    if has_faiss():
        import faiss

        flat = faiss.IndexFlatIP(rows.shape[1])
        for start in range(0, tiles, 100_000):
            flat.add(np.ascontiguousarray(rows[start : start + 100_000]))
        actions["FAISS flat, 160 best"] = lambda trial: flat.search(vector[None], 160)
    found = medians_ms(actions, repeat)
    baseline = found.get("FAISS flat, 160 best")
    for name, ms in found.items():
        say(f"{name:24s} {ms:7.1f} ms" + ("" if baseline is None else f"  ratio {ms / baseline:.2f}"))
    passing = [engine.search(filtered(trial)).searched for trial in range(repeat)]
    say(f"the filters leave {min(passing)} to {max(passing)} tiles")
    if baseline is not None:
        same = len(np.intersect1d(half.ask(vector).best(160).rows, flat.search(vector[None], 160)[1][0]))
        say(f"of FAISS flat's 160 best {same} are found")


def bench_lists(matrix: np.ndarray, repeat: int) -> None:
    """The inverted index on ``matrix`` (N, D), beside the exact search."""
    folder = Path(tempfile.mkdtemp(prefix="msa-lists-"))
    try:
        half = matrix.astype(np.float16)
        start_s = time.perf_counter()
        facts = make_lists(matrix, half, folder, Progress())
        if facts is None:
            say("FAISS is not installed: no inverted index")
            return
        say(f"inverted index of {len(matrix)} vectors made in {time.perf_counter() - start_s:.0f} s: {facts}")
        exact, lists = VectorTable(matrix, half), VectorTable(matrix, half, folder)
        queries = matrix[:: len(matrix) // (repeat + 2)]
        found = medians_ms(
            {
                "exact": lambda trial: exact.ask(queries[trial]).best(100),
                "lists": lambda trial: lists.best_of_lists(queries[trial], 100, None),
            },
            repeat,
        )
        say(f"best 100: exact {found['exact']:.1f} ms, lists {found['lists']:.1f} ms, "
            f"ratio {found['lists'] / found['exact']:.2f}")  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--lists", action="store_true", help="also make and measure an inverted index")
    parser.add_argument("--keep", type=Path, help="folder for the index, used again when it is there")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        index = folder / f"index{arguments.rows}"
        if not index.exists():
            write_big_index(index, Embedder(starter_model()), arguments.rows)
        bench_index(index, arguments.repeat)
        if arguments.lists:
            bench_lists(np.array(Engine(index).index.rows.embedding), arguments.repeat)
    finally:
        if arguments.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
