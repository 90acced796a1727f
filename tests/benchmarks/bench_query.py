"""From text to ranked hits on an index of 1,000,000 made tiles, beside FAISS searching the same vectors.

    python -m tests.benchmarks.bench_query [--rows 1000000] [--repeat 15] [--lists N] [--keep FOLDER]

Every trial has a text and filters of its own, so that nothing is remembered from the last one; each includes the
histogram of all scores. Trials of what is compared are taken in turns; medians count. FAISS compares single precision
(flat), half precision (SQfp16) and bytes (SQ8), which is as exact as its codes are. ``--lists N`` also makes an
inverted index of N of the vectors, and measures its recall@100 by queries it was not chosen with.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.config import starter_model
from msa_core.engine import Engine
from msa_core.indexing.folder.nearest.lists import has_faiss, make_lists
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.parsing import parse_period
from tests.benchmarks.big_index import write_big_index
from tests.benchmarks.table import note

_BEST = 160
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
    return Query(terms=(QueryTerm("text", text(trial)),))


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


def medians_ms(actions: dict[str, Callable[[int], object]], repeat: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each ``action(trial)``, wall and CPU, taken in turns, after two that are not counted."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for trial in range(repeat + 2):
        for name, action in actions.items():
            start_s, cpu_s = time.perf_counter(), time.process_time()
            action(trial)
            if trial >= 2:
                spent[name].append((time.perf_counter() - start_s, time.process_time() - cpu_s))
    return {
        name: (statistics.median(w for w, _ in times) * 1e3, statistics.median(c for _, c in times) * 1e3)
        for name, times in spent.items()
    }


def bench_index(folder: Path, repeat: int) -> None:
    """Opening an index and searching it."""
    start_s, cpu_s = time.perf_counter(), time.process_time()
    engine = Engine(folder)
    open_s, open_cpu_s = time.perf_counter() - start_s, time.process_time() - cpu_s
    engine.warm_up()
    embedder = engine.load()
    opened = engine.opened
    tiles = len(opened)
    million = f"{tiles:,} tiles"
    note(f"opening an index of {million}", f"{open_s:.2f} s (CPU {open_cpu_s:.2f})", limit="2 s")
    vector = embedder.encode_texts([text(0)]).embedding[0].float().numpy()
    rows, half = opened.rows.embedding, opened.vectors
    actions: dict[str, Callable[[int], object]] = {
        "the text alone": lambda trial: embedder.encode_texts([text(trial)]),
        "all scores, one product": lambda trial: half.ask(vector),
        "160 best, exactly, from all scores": lambda trial: half.ask(vector).best(_BEST),
        "text to 20 hits, with histogram": lambda trial: engine.search(plain(trial)),
        "the same with five filters": lambda trial: engine.search(filtered(trial)),
    }
    limits = {
        "160 best, exactly, from all scores": "45 ms",
        "text to 20 hits, with histogram": "100 ms",
        "the same with five filters": "100 ms",
    }
    others = faiss_indexes(rows)
    for name, index in others.items():
        actions[name] = lambda trial, index=index: index.search(vector[None], _BEST)  # type: ignore[misc]
    found = medians_ms(actions, repeat)
    bases = {name: found.pop(name) for name in others}
    for name, (ms, cpu_ms) in found.items():
        note(f"{million}: {name}", f"{ms:.0f} ms (CPU {cpu_ms:.0f})", limit=limits.get(name, ""))
        for other, (base_ms, base_cpu_ms) in bases.items():
            beside = f"{other}, {_BEST} best: {base_ms:.0f} ms (CPU {base_cpu_ms:.0f})"
            note(f"{million}: {name}", f"{ms:.0f} ms", beside, ms / base_ms)
    passing = [engine.search(filtered(trial)).searched for trial in range(repeat)]
    say(f"the filters leave {min(passing)} to {max(passing)} tiles")
    mine = half.ask(vector).best(_BEST).rows
    for name, index in others.items():
        same = len(np.intersect1d(mine, index.search(vector[None], _BEST)[1][0]))
        note(f"{million}: of the {_BEST} best by {name} are ours", f"{same}", f"{_BEST}", same / _BEST)


def faiss_indexes(rows: np.ndarray) -> dict[str, Any]:
    """FAISS over the same vectors; nothing where it is not installed."""
    if not has_faiss():
        return {}
    import faiss

    dim, kind = rows.shape[1], faiss.ScalarQuantizer
    made = {
        "FAISS flat": faiss.IndexFlatIP(dim),
        "FAISS SQfp16": faiss.IndexScalarQuantizer(dim, kind.QT_fp16, faiss.METRIC_INNER_PRODUCT),
        "FAISS SQ8": faiss.IndexScalarQuantizer(dim, kind.QT_8bit, faiss.METRIC_INNER_PRODUCT),
    }
    for index in made.values():
        index.train(np.ascontiguousarray(rows[:: max(1, len(rows) // 100_000)]))
        for start in range(0, len(rows), 100_000):
            index.add(np.ascontiguousarray(rows[start : start + 100_000]))
    return made


def bench_lists(matrix: np.ndarray, repeat: int) -> None:
    """The inverted index on ``matrix`` (N, D), beside the exact search."""
    folder = Path(tempfile.mkdtemp(prefix="msa-lists-"))
    # Fewer rows would be scored exactly at any rate.
    os.environ["MSA_EXACT_UP_TO"] = str(len(matrix) // 2)
    try:
        half = matrix.astype(np.float16)
        start_s = time.perf_counter()
        facts = make_lists(matrix, folder, Progress())
        if facts is None:
            say("FAISS is not installed: no inverted index")
            return
        say(f"inverted index of {len(matrix)} vectors made in {time.perf_counter() - start_s:.0f} s: {facts}")
        if not facts.kind:
            note(
                f"recall@100 on {len(matrix):,} tiles",
                "no inverted index is good enough: the exact search is used",
            )
            return
        exact, lists = VectorTable(matrix, half), VectorTable(matrix, half, folder)
        queries = away_from(matrix, max(100, repeat + 2))
        recall = statistics.mean(
            len(np.intersect1d(lists.best_of_lists(q, 100, None).rows, exact.ask(q).best(100).rows)) / 100
            for q in queries
        )
        of = f"{facts.kind} on {len(matrix):,} tiles"
        note(f"recall@100 of {of}", f"{recall:.3f}", "exact 1.000", recall, "0.95 or more")
        found = medians_ms(
            {
                "exact": lambda trial: exact.ask(queries[trial]).best(100),
                "lists": lambda trial: lists.best_of_lists(queries[trial], 100, None),
            },
            repeat,
        )
        (wall, cpu), (base, base_cpu) = found["lists"], found["exact"]
        beside = f"exact {base:.1f} ms (CPU {base_cpu:.1f})"
        note(f"best 100 by {of}", f"{wall:.1f} ms (CPU {cpu:.1f})", beside, wall / base)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def away_from(matrix: np.ndarray, count: int) -> np.ndarray:
    """Unit queries (count, D) whose cosine with some row is 1.0 down to 0.3, as pictures and texts have."""
    generator = np.random.default_rng(11)
    rows = np.array(matrix[generator.integers(0, len(matrix), count)], np.float32)
    away = generator.standard_normal(rows.shape, np.float32)
    away -= np.einsum("nd,nd->n", away, rows)[:, None] * rows
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    cosine = np.linspace(1.0, 0.3, count, dtype=np.float32)[:, None]
    queries: np.ndarray = cosine * rows + np.sqrt(1 - cosine**2) * away
    return generator.permutation(queries)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument(
        "--lists", type=int, default=0, help="also measure an inverted index of so many tiles"
    )
    parser.add_argument("--keep", type=Path, help="folder for the index, used again when it is there")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        index = folder / f"index{arguments.rows}"
        if not index.exists():
            write_big_index(index, Embedder(starter_model()), arguments.rows)
        bench_index(index, arguments.repeat)
        if arguments.lists:
            bench_lists(np.array(Engine(index).opened.rows.embedding[: arguments.lists]), arguments.repeat)
    finally:
        if arguments.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
