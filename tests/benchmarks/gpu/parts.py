"""The parts of the measurement on a GPU. Rasters, FAISS and the window are not imported before a part needs them."""

from __future__ import annotations

import importlib.util
import logging
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.table import note

CAPTION_WORDS = 13
_WARM_UP = 3
_NEEDS = {
    "step": ("torch", "torchvision", "transformers"),
    "match": ("torch", "torchvision", "transformers"),
    "index": ("torch", "torchvision", "transformers", "rasterio", "pyproj", "shapely", "pyarrow"),
    "limit": ("torch", "torchvision", "transformers"),
    "halving": ("torch", "torchvision", "transformers", "tensorboardX"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What is measured.

    Attributes:
        trunks: names of the table of trunks; the text encoder is of BERT-base's size.
        batch: pictures and texts in a training step, and pictures in a forward pass.
        steps: timed training steps.
        tiny: a model of a few thousand weights in place of those.
    """

    device: str
    trunks: tuple[str, ...]
    batch: int
    steps: int
    tiny: bool


def run_part(name: str, setting: Setting) -> None:
    """Measure a part, or say why not."""
    lacking = [module for module in _NEEDS[name] if importlib.util.find_spec(module) is None]
    if lacking:
        note(name, f"not measured: {', '.join(lacking)} not installed")
        return
    import torch

    if setting.device == "cuda" and not torch.cuda.is_available():
        note(name, "not measured: no GPU that torch can use")
        return
    if setting.device == "cpu":
        torch.set_num_threads(1)
    else:
        print(torch.cuda.get_device_name(), "torch", torch.__version__, flush=True)
    PARTS[name](setting)


def _step(setting: Setting) -> None:
    """Training steps a second, and the memory they take."""
    for trunk in setting.trunks:
        seconds, peak = _time_steps(setting, trunk, with_match=True)
        rate = f"{1 / seconds:.2f} steps/s, {setting.batch / seconds:.0f} pictures/s"
        note(f"training, {trunk}, B = {setting.batch}", rate, peak)


def _match(setting: Setting) -> None:
    """What MSCMAT and its two losses add to a step."""
    for trunk in setting.trunks:
        whole = _time_steps(setting, trunk, with_match=True)[0]
        without = _time_steps(setting, trunk, with_match=False)[0]
        note(
            f"MSCMAT's share of a step, {trunk}, B = {setting.batch}", f"{1e3 * (whole - without):.1f} ms",
            f"the whole step {1e3 * whole:.1f} ms", (whole - without) / whole,
        )  # fmt: skip


def _index(setting: Setting) -> None:
    """Tiles a second of an index that is made, against the forward pass alone."""
    from msa_core.config import IndexOptions, Tiling
    from msa_core.indexing.build.index_archive import build_index
    from msa_core.indexing.folder.opened.tile_index import TileIndex
    from msa_core.model.running.embedder import Embedder
    from tests.benchmarks.scene import write_large_scene

    for trunk in setting.trunks:
        with tempfile.TemporaryDirectory() as place:
            model, scenes = _checkpoint(setting, trunk, Path(place)), Path(place) / "scenes"
            for number in range(1 if setting.tiny else 4):
                size = (1024, 1024) if setting.tiny else (16384, 8192)
                write_large_scene(scenes / f"{number}.tif", *size)
            embedder = Embedder(model, setting.device)
            dtype = embedder.choose_dtype(setting.batch)
            forward = _forward_rate(embedder, setting.batch)
            started = time.perf_counter()
            options = IndexOptions(
                model=model, device=setting.device, batch=setting.batch, tiling=Tiling(tile_m=(40.0,))
            )
            build_index([scenes], Path(place) / "index", options)
            tiles = len(TileIndex(Path(place) / "index"))
            rate = tiles / (time.perf_counter() - started)
        note(
            f"indexing, {trunk}, {dtype}, {tiles} tiles, with the model loaded", f"{rate:.0f} tiles/s",
            f"forward {forward:.0f} tiles/s", rate / forward,
        )  # fmt: skip


def _limit(setting: Setting) -> None:
    """What a process takes at most under ``--vram-limit``."""
    import torch

    from msa_core.model.running.embedder import Embedder

    if setting.device != "cuda":
        note("--vram-limit", f"not measured: without effect on {setting.device}")
        return
    with tempfile.TemporaryDirectory() as place:
        model = _checkpoint(setting, setting.trunks[0], Path(place))
        embedder = Embedder(model, "cuda", vram_limit_gb=2.0)
        embedder.embed_tiles(_tiles(embedder.input_px, 2048))
    held = torch.cuda.max_memory_reserved() / 1e9
    note("--vram-limit 2, 2,048 tiles at once", f"{held:.2f} GB reserved at most", "2.00 GB", held / 2.0)
    if held > 2.0:
        raise SystemExit("the limit did not hold")


def _halving(setting: Setting) -> None:
    """Indexing and training with less memory than the batch needs: on with halves, with the same result."""
    import torch

    if setting.device != "cuda":
        note("halving when memory runs out", f"not measured: {setting.device} has no limit to run into")
        return
    with tempfile.TemporaryDirectory() as place:
        _halved_embedding(_checkpoint(setting, setting.trunks[0], Path(place)))
    torch.cuda.set_per_process_memory_fraction(1.0)
    torch.cuda.empty_cache()
    with tempfile.TemporaryDirectory() as place:
        _halved_training(setting, Path(place))


def _halved_embedding(model: Path) -> None:
    from msa_core.model.running.embedder import Embedder, limit_vram

    embedder = Embedder(model, "cuda")
    tiles = _tiles(embedder.input_px, 2048)
    told = _Told()
    logging.getLogger("msa_core.model.running.embedder").addHandler(told)
    few = embedder.embed_tiles(tiles[:32]).embedding
    limit_vram(1.5)
    many = embedder.embed_tiles(tiles).embedding
    apart = float(np.abs(many[:32] - few).max())
    note("2,048 tiles at once in 1.5 GB", f"{len(told.texts)} halvings", f"apart by {apart:.1e} at most")
    if not told.texts or apart > 1e-2:
        raise SystemExit("no halving was told of, or it changed the embeddings")


def _halved_training(setting: Setting, place: Path) -> None:
    import torch

    from msa_core.progress import Progress
    from msa_core.training.learn.loop import train
    from msa_core.training.learn.recipe.recipe import Recipe
    from msa_core.training.learn.run.run_folder import RunFolder
    from msa_core.training.learn.training_feed import TrainingData
    from tests.support.coloured_fields import write_pictures

    images = write_pictures(place, 4 * setting.batch)
    data = TrainingData(train=images[: 3 * setting.batch], val={"fields": images[3 * setting.batch :]})
    model = _model(setting, setting.trunks[0]).to("cuda")
    taken = torch.cuda.memory_allocated()
    # Room for the weights, their gradients, AdamW's two moments and the average, and little for the batch.
    room = 6 * taken + (1 << 30)
    torch.cuda.set_per_process_memory_fraction(room / torch.cuda.get_device_properties(0).total_memory)
    told = _Told()
    logging.getLogger("msa_core.training.learn.loop").addHandler(told)
    recipe = Recipe(epochs=1, batch=setting.batch, amp=False, workers=2)
    train(model, data, recipe, RunFolder(place / "run"), {}, Progress())
    said = [text for text in told.texts if "Memory ran out" in text]
    note(
        f"training, {setting.trunks[0]}, in {room / 1e9:.1f} GB",
        f"{len(said)} halvings",
        "; ".join(said[-1:]),
    )


def _time_steps(setting: Setting, trunk: str, with_match: bool) -> tuple[float, str]:
    """Seconds of a training step, the median of several, and the most memory in words (empty on a CPU)."""
    import torch

    from msa_core.training.data.batches.sampler import Batch
    from msa_core.training.learn.distributed import Team
    from msa_core.training.learn.recipe.losses import LossWeights
    from msa_core.training.learn.recipe.recipe import Recipe
    from msa_core.training.learn.step import Learner

    model = _model(setting, trunk).to(setting.device).to(memory_format=torch.channels_last)
    recipe = Recipe(batch=setting.batch, amp=setting.device == "cuda")
    if not with_match:
        recipe = replace(recipe, weights=LossWeights(0.0, 0.0))
    learner = Learner(model, recipe, Team())
    texts = _captions(setting.batch)
    rows = np.arange(setting.batch)
    batch = Batch(
        rows=rows,
        texts=texts,
        positive=np.eye(setting.batch, dtype=bool),
        sources=[(text,) for text in texts],
    )
    px = model.input_px
    images = torch.randint(0, 256, (setting.batch, 3, px, px), dtype=torch.uint8)
    seconds = []
    for step in range(_WARM_UP + setting.steps):
        started = time.perf_counter()
        learner.step(batch, images, 1.0)
        _finish(setting.device)
        if step >= _WARM_UP:
            seconds.append(time.perf_counter() - started)
    peak = ""
    if setting.device == "cuda":
        peak = f"{torch.cuda.max_memory_allocated() / 1e9:.1f} GB at most"
        torch.cuda.reset_peak_memory_stats()
    return float(np.median(seconds)), peak


def _forward_rate(embedder: Any, batch: int) -> float:
    """Tiles a second through the model alone, in the format that was chosen."""
    tiles = _tiles(embedder.input_px, batch)
    seconds = []
    for _ in range(_WARM_UP + 5):
        started = time.perf_counter()
        embedder.embed_tiles(tiles)
        _finish(embedder.device)
        seconds.append(time.perf_counter() - started)
    return batch / float(np.median(seconds[_WARM_UP:]))


def _finish(device: str) -> None:
    import torch

    if device == "cuda":
        torch.cuda.synchronize()


def _model(setting: Setting, trunk: str) -> Any:
    import torch

    from msa_core.model.config import presets
    from msa_core.model.network.msa import MSA
    from tests.benchmarks.bench_training import BERT_BASE
    from tests.support.tiny_model import tiny_model, tiny_tokenizer

    torch.manual_seed(0)
    return tiny_model() if setting.tiny else MSA(presets.msa(trunk, dict(BERT_BASE)), tiny_tokenizer())


def _checkpoint(setting: Setting, trunk: str, folder: Path) -> Path:
    from msa_core.model.stored import checkpoint

    checkpoint.save(_model(setting, trunk), folder / "model")
    return folder / "model"


def _captions(count: int) -> list[str]:
    from tests.support.tiny_model import WORDS

    rng = random.Random(0)
    return [" ".join(rng.choices(WORDS, k=CAPTION_WORDS)) for _ in range(count)]


def _tiles(side_px: int, count: int) -> Sequence[np.ndarray]:
    noise = np.random.default_rng(0).integers(0, 255, (32, side_px, side_px, 3), np.uint8)
    return [noise[number % 32] for number in range(count)]


class _Told(logging.Handler):
    """Keeps what is logged as a warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


PARTS: dict[str, Callable[[Setting], None]] = {
    "step": _step,
    "match": _match,
    "index": _index,
    "limit": _limit,
    "halving": _halving,
}
