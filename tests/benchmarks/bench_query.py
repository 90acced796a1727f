"""From text to ranked hits: on an index, and on 1,000,000 random vectors beside a flat FAISS search.

    python -m tests.benchmarks.bench_query [INDEX] [--rows 1000000] [--repeat 15]

On the random vectors the whole of a query is timed too: encoding the text, ranking, one hit per place, records.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from msa_core.config import IndexOptions, Tiling, starter_model
from msa_core.engine import Engine
from msa_core.indexing.build import build_index
from msa_core.indexing.vectors import VectorTable
from msa_core.records import Query, QueryTerm
from tests.support.scenes import write_archive

TEXTS = (
    "an airport with runways",
    "boats in a harbour",
    "storage tanks",
    "a river between fields",
    "a stadium",
)


def median_ms(action: Callable[[int], object], repeat: int) -> float:
    """Median milliseconds of ``action(trial)``, after one call that is not counted."""
    action(0)
    spent = []
    for trial in range(repeat):
        start_s = time.perf_counter()
        action(trial)
        spent.append(time.perf_counter() - start_s)
    return statistics.median(spent) * 1e3


def bench_index(folder: Path, repeat: int) -> np.ndarray:
    """Whole queries on an index; returns the query vectors for the next part."""
    engine = Engine(folder)
    start_s = time.perf_counter()
    engine.warm_up()
    warm_s = time.perf_counter() - start_s
    queries = [Query((QueryTerm("text", text),)) for text in TEXTS]
    whole_ms = median_ms(lambda trial: engine.search(queries[trial % len(queries)], 20), repeat)
    embedder = engine.load()
    text_ms = median_ms(lambda trial: embedder.encode_texts([TEXTS[trial % len(TEXTS)]]), repeat)
    say(
        f"index of {len(engine.index)} tiles: text to 20 ranked hits {whole_ms:.1f} ms "
        f"(the text alone {text_ms:.1f} ms)"
    )
    say(f"loading the model and the first query's libraries, once: {warm_s:.1f} s")
    return embedder.encode_texts(list(TEXTS)).embedding.float().cpu().numpy()


def bench_vectors(rows: int, texts: np.ndarray, repeat: int) -> None:
    """Ranking random unit vectors, against FAISS's flat index on the same."""
    dim = texts.shape[1]
    generator = np.random.default_rng(0)
    matrix = np.empty((rows, dim), np.float32)
    for start in range(0, rows, 100_000):
        block = generator.standard_normal((min(100_000, rows - start), dim), np.float32)
        matrix[start : start + len(block)] = block / np.linalg.norm(block, axis=1, keepdims=True)
    table = VectorTable(matrix)
    start_s = time.perf_counter()
    table.warm_up()
    build_s = time.perf_counter() - start_s
    ours_ms = median_ms(lambda trial: table.top(texts[trial % len(texts)], 160), repeat)
    some = generator.random(rows) < 0.1
    filtered_ms = median_ms(lambda trial: table.top(texts[trial % len(texts)], 160, some), repeat)
    say(f"{rows} vectors of {dim}: best 160 in {ours_ms:.1f} ms (prepared in {build_s:.1f} s, once)")
    say(f"with a filter that leaves a tenth: {filtered_ms:.1f} ms")
    try:
        import faiss
    except ImportError:
        say("FAISS is not installed: no baseline")
        return
    flat = faiss.IndexFlatIP(dim)
    flat.add(matrix)
    flat_ms = median_ms(lambda trial: flat.search(texts[trial % len(texts)][None], 160), repeat)
    same = sum(
        len(np.intersect1d(table.top(t, 160).rows, flat.search(t[None], 160)[1][0])) for t in texts
    ) / (160 * len(texts))
    say(f"FAISS flat: {flat_ms:.1f} ms; ratio {ours_ms / flat_ms:.2f}; the same rows: {same:.2%}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, nargs="?")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=15)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        index = arguments.index
        if index is None:
            write_archive(folder / "archive", 3)
            index = folder / "index"
            build_index([folder / "archive"], index, IndexOptions(Tiling(tile_m=(100.0,)), starter_model()))
        bench_vectors(arguments.rows, bench_index(index, arguments.repeat), arguments.repeat)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
