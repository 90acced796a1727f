"""The training loop on a tiny model and made pictures: going on, running out of memory, not-a-number, ending early."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from msa_core.errors import Cancelled, MsaError
from msa_core.memory import is_out_of_memory
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.progress import JsonProgress, Progress
from msa_core.training.learn import validation
from msa_core.training.learn.loop import train
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.learn.recipe.schedule import Rates
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.step import NotFiniteError
from msa_core.training.learn.training_feed import TrainingData
from tests.support.coloured_fields import write_pictures
from tests.support.tiny_model import tiny_model

RECIPE = Recipe(epochs=3, batch=8, rates=Rates(trunk=1e-3, text=1e-3, new=3e-3), amp=False, workers=1)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Any:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TrainingData:
    images = write_pictures(tmp_path_factory.mktemp("pictures"))
    return TrainingData(train=images[:40], val={"fields": images[40:]})


def run(
    data: TrainingData,
    out: Path,
    recipe: Recipe = RECIPE,
    model: MSA | None = None,
    progress: Progress | None = None,
) -> float:
    return train(model or tiny_model(), data, recipe, RunFolder(out), {}, progress or Progress())


def log(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]


def state(out: Path) -> dict[str, Any]:
    return torch.load(out / "last" / "trainer.pt", weights_only=True)


class StopAfter(Progress):
    """Asks to stop at the n-th report."""

    def __init__(self, reports: int) -> None:
        super().__init__(self._is_over)
        self._left = reports

    def _is_over(self) -> bool:
        self._left -= 1
        return self._left < 0


def before_each_image_batch(model: MSA, action: Callable[[int, torch.Tensor], None]) -> MSA:
    """Call ``action(how many batches came before, images)`` in training, before the images are encoded."""
    encode, seen = model.encode_images, [0]

    def wrapped(images: torch.Tensor) -> Any:
        if model.training:
            action(seen[0], images)
            seen[0] += 1
        return encode(images)

    model.encode_images = wrapped  # type: ignore[method-assign]
    return model


@dataclass(frozen=True)
class Whole:
    """A run that nothing disturbed.

    Attributes:
        out: its folder.
        colours: of each picture that went into the model, in order.
        events: of its progress.
    """

    out: Path
    colours: list[list[float]]
    events: list[dict[str, Any]]


def colours_of(images: torch.Tensor) -> list[list[float]]:
    return images.float().mean(dim=(1, 2, 3)).tolist()


@pytest.fixture(scope="module")
def whole(data: TrainingData, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    out = tmp_path_factory.mktemp("whole") / "run"
    colours: list[list[float]] = []
    stream = io.StringIO()
    model = before_each_image_batch(tiny_model(), lambda _, images: colours.append(colours_of(images)))
    run(data, out, model=model, progress=JsonProgress(stream, interval_s=0.0))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    return Whole(out, colours, [event for event in events if event["event"] != "figures"])


@pytest.mark.parametrize("reports", [2, 5, 8])  # between steps, at the end of an epoch, within a validation
def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(
    data: TrainingData, whole: Whole, tmp_path: Path, reports: int
) -> None:
    with pytest.raises(Cancelled):
        run(data, tmp_path / "run", progress=StopAfter(reports))
    run(data, tmp_path / "run")
    resumed = log(tmp_path / "run")
    assert [line["epoch"] for line in resumed] == [1, 2, 3]
    for one, other in zip(log(whole.out), resumed, strict=True):
        assert {**one, "seconds": 0} == {**other, "seconds": 0}
    weights = state(tmp_path / "run")["model"]
    for name, value in state(whole.out)["model"].items():
        assert torch.equal(value, weights[name]), name


def test_a_state_of_the_first_version_is_gone_on_with(data: TrainingData, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(data, tmp_path / "run", progress=StopAfter(3))
    old = state(tmp_path / "run")
    old["state"] = {key: old["state"][key] for key in ("epoch", "step", "best")}
    old["random"] = torch.get_rng_state()
    torch.save(old, tmp_path / "run" / "last" / "trainer.pt")
    run(data, tmp_path / "run")
    assert [line["epoch"] for line in log(tmp_path / "run")] == [1, 2, 3]


def test_a_run_folder_from_before_recipes_is_gone_on_with(data: TrainingData, tmp_path: Path) -> None:
    out = tmp_path / "run"
    with pytest.raises(Cancelled):
        run(data, out, progress=StopAfter(3))
    # run.json knew no at_once; what is a chunk now was a part in trainer.pt.
    settings = json.loads((out / "run.json").read_text("utf-8"))
    del settings["recipe"]["at_once"]
    (out / "run.json").write_text(json.dumps({**settings, "version": "0.1.0"}), "utf-8")
    old = state(out)
    old["state"]["parts"] = 2 * old["state"].pop("chunks")
    torch.save(old, out / "last" / "trainer.pt")
    run(data, out)
    assert [line["epoch"] for line in log(out)] == [1, 2, 3]
    assert state(out)["state"]["chunks"] == 2, "the memory that there is has not grown"
    assert "parts" not in state(out)["state"]


LINUX = "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: 2 bytes."


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError(LINUX),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 2 bytes."),
    ],
    ids=["gpu", "linux", "windows"],
)
def test_a_lack_of_memory_is_known_on_every_device(error: Exception) -> None:
    assert is_out_of_memory(error)


def test_when_memory_runs_out_the_batch_is_halved_and_the_same_pictures_follow(
    data: TrainingData, whole: Whole, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sizes: list[int] = []
    colours: list[list[float]] = []

    def small_memory(count: int, images: torch.Tensor) -> None:
        if count >= 2 and len(images) > 4:  # the third batch is too much
            raise RuntimeError(LINUX)
        sizes.append(len(images))
        colours.append(colours_of(images))

    run(data, tmp_path / "run", model=before_each_image_batch(tiny_model(), small_memory))
    assert sizes == [8, 8] + [4] * (2 * 13)
    assert [*chain.from_iterable(colours)] == [*chain.from_iterable(whole.colours)]  # the same views in order
    assert state(tmp_path / "run")["state"]["chunks"] == 2
    note = next(line["note"] for line in log(tmp_path / "run") if "note" in line)
    assert "2 parts of 4 pictures" in note
    assert note in caplog.text
    assert len([line for line in log(tmp_path / "run") if "val" in line]) == 3


def test_the_update_of_a_batch_in_parts_is_the_mean_of_the_parts(data: TrainingData) -> None:
    from msa_core.training.data.batches.batch_feed import rows_of
    from msa_core.training.data.batches.sampler import Sampler
    from msa_core.training.learn.distributed import Team
    from msa_core.training.learn.step import Learner

    batch = Sampler(data.train, 8, 2, 0).epoch(0)[0]
    images = torch.randint(0, 255, (8, 3, 64, 64), dtype=torch.uint8)
    # In eval mode of nothing: dropout off, so that both ways see the same network.
    gradients = []
    for way in ("parts", "by hand"):
        model = tiny_model()
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        learner = Learner(model, replace(RECIPE, clip=1e9), Team())
        if way == "parts":
            learner.step(batch, images, 0.0, chunks=2)
        else:
            model.train()
            for rows in (slice(0, 4), slice(4, 8)):
                learner._averaged(rows_of(batch, rows), images[rows], chunks=1)
        share = 1.0 if way == "parts" else 0.5
        gradients.append({name: share * p.grad for name, p in model.named_parameters() if p.grad is not None})
    assert gradients[0].keys() == gradients[1].keys()
    for name, gradient in gradients[0].items():
        torch.testing.assert_close(gradient, gradients[1][name], msg=name)
    half = rows_of(batch, slice(4, 8))
    assert half.texts == batch.texts[8:]
    assert np.array_equal(half.positive, batch.positive[4:, 8:])


def test_memory_for_not_even_two_pictures_ends_in_words(data: TrainingData, tmp_path: Path) -> None:
    def no_memory(count: int, images: torch.Tensor) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    with pytest.raises(
        MsaError, match=r"not enough memory even for two pictures.*No checkpoint had been saved"
    ):
        run(data, tmp_path / "run", model=before_each_image_batch(tiny_model(), no_memory))


def test_another_fault_of_torch_is_not_taken_for_a_lack_of_memory(data: TrainingData, tmp_path: Path) -> None:
    def broken(count: int, images: torch.Tensor) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="mat1 and mat2"):
        run(data, tmp_path / "run", model=before_each_image_batch(tiny_model(), broken))


def test_a_loss_that_is_no_number_stops_at_the_last_good_state(data: TrainingData, tmp_path: Path) -> None:
    model = tiny_model()

    def poison(count: int, images: torch.Tensor) -> None:
        if count == 7:  # in the second epoch
            with torch.no_grad():
                model.image_encoder.w1.weight[0, 0] = float("nan")

    out = tmp_path / "run"
    with pytest.raises(NotFiniteError, match=r"loss became nan.*best checkpoint so far is kept.*--init"):
        run(data, out, model=before_each_image_batch(model, poison))
    checkpoint.load(out / "best")  # refuses weights that are not numbers
    saved = state(out)
    for part in (saved["model"], saved["average"]["state"]):
        assert all(torch.isfinite(value.float()).all() for value in part.values())
    assert saved["state"]["epoch"] == 1


def test_a_gradient_that_is_no_number_leaves_the_weights_alone(data: TrainingData, tmp_path: Path) -> None:
    model = tiny_model()
    weight = model.image_encoder.w1.weight
    before = weight.detach().clone()
    weight.register_hook(lambda gradient: gradient * float("inf"))
    with pytest.raises(NotFiniteError, match=r"gradient became.*No checkpoint"):
        run(data, tmp_path / "run", model=model)
    assert torch.equal(weight, before)


def test_patience_ends_a_run_that_gets_no_better(
    data: TrainingData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([10.0, 20.0, 15.0, 20.0, 90.0])
    keys = [f"{way}_r{k}" for way in ("i2t", "t2i") for k in (1, 5, 10)]
    monkeypatch.setattr(
        validation, "evaluate", lambda *_, **__: {"cosine": dict.fromkeys([*keys, "mR"], next(figures))}
    )
    out = tmp_path / "run"
    recipe = replace(RECIPE, epochs=5, patience=2)
    assert run(data, out, recipe) == 20.0
    assert [line["val_mean_mR"] for line in log(out)] == [10.0, 20.0, 15.0, 20.0]
    assert run(data, out, recipe) == 20.0  # repeated, it does nothing more
    assert len(log(out)) == 4


def test_progress_tells_the_time_left_and_what_is_being_done(whole: Whole) -> None:
    events = whole.events
    fractions = [event["fraction"] for event in events]
    assert fractions == sorted(fractions)
    assert events[-1]["fraction"] == 1.0
    assert all(isinstance(event["eta_s"], float) for event in events[2:])
    assert any("validating on fields" in event["text"] for event in events)
    assert any(
        "epoch 2/3, step 1/5, loss" in event["text"] or "epoch 2/3, step 1/5" in event["text"]
        for event in events
    )


def test_the_run_folder_gets_curves_after_each_validation(
    data: TrainingData, whole: Whole, tmp_path: Path
) -> None:
    run(data, tmp_path / "run", replace(RECIPE, epochs=1))
    first = (tmp_path / "run" / "curves.png").read_bytes()
    with Image.open(whole.out / "curves.png") as image:
        assert image.size == (1680, 600)
        assert len(image.getcolors(1 << 20)) > 100  # lines, smooth, on the paper
    assert (whole.out / "curves.png").read_bytes() != first
