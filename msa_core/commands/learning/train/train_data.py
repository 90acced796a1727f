"""The pictures and captions that ``msa-train`` learns from and is measured on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import DataOptions
from msa_core.commands.options import terminal
from msa_core.errors import NothingUsableError, UsageError
from msa_core.progress import JsonProgress, Progress, SubProgress

if TYPE_CHECKING:
    from msa_core.training.data.captioned_image import CaptionedImage
    from msa_core.training.data.datasets.read import SetPath
    from msa_core.training.learn.training_feed import TrainingData

FEW_VAL = 15
"""Validation pictures below which is said how little figures of them say: of 15, chance has two thirds in R@10."""


def read_data(options: DataOptions, fine: FinePoints, progress: Progress | None = None) -> TrainingData:
    """Training pictures of all sets, and each set's validation pictures by its name.

    What had to be left out, and how a missing validation split was made, is told to ``progress`` or on stderr.

    Raises:
        UsageError: the options contradict each other, or a file or a row of it is wrong.
        NothingUsableError: there is no picture to train on, or none to choose the best checkpoint by.
    """
    from msa_core.commands.learning.raster_pictures import RasterPictures
    from msa_core.training.data.captioned_image import merge_sentences
    from msa_core.training.data.changes.caption_noise import shuffle_captions
    from msa_core.training.data.datasets.read import ALL, SetPath, open_sets
    from msa_core.training.learn.training_feed import TrainingData

    report = progress or Progress()
    before = SubProgress(report, 0.0, 0.0)
    source = RasterPictures()
    sets = pair_sets(options.captions, options.images or [])
    found = open_sets(sets, source, ("train", "val"), options.val_share, options.guard_m, before)
    tell(found.notes, report)
    train, val = found.of("train"), found.of("val")
    if not train or not val:
        lacking = "train" if not train else "val"
        raise NothingUsableError(
            f'No captions name a usable picture of the "{lacking}" split: give the split of each picture, or of none.'
        )
    extra = []
    if options.extra:
        # All splits: of pictures that only join the training, none is set aside as val.
        made_up = open_sets([SetPath(options.extra)], source, (ALL,), progress=before)
        tell(made_up.notes, report)
        extra = next(iter(made_up.of("train").values()), [])
    if options.class_words or fine.per_class:
        train, extra = _with_class_captions(train, extra)
    pictures, shuffled = merge_sentences(list(train.values())), None
    if fine.caption_noise:
        pictures, shuffled = shuffle_captions(pictures, fine.caption_noise)
        sentence = (
            f"On purpose (caption_noise of the recipe) {shuffled.sum()} of {len(pictures)} training pictures bear "
            "another picture's captions."
        )
        tell((sentence,), report)
    tell(tuple(doubts([*pictures, *extra], val)), report)
    return TrainingData(train=pictures, val=val, extra=extra, load=source.load, shuffled=shuffled)


def doubts(train: Sequence[CaptionedImage], val: Mapping[str, Sequence[CaptionedImage]]) -> list[str]:
    """What the captions cannot carry, in sentences; empty when nothing speaks against them.

    Args:
        train: all pictures that are trained on.
        val: validation pictures by the name of their set.
    """
    told = []
    if len({text for image in train for text in image.sentences}) == 1:
        told.append(
            "All training pictures have one and the same caption: there is no other to tell it from, so nothing is "
            "learnt. Add pictures with other captions; for votes, msa review --rehearse does."
        )
    for name, images in val.items():
        if len(images) < FEW_VAL:
            told.append(
                f"{name}: only {len(images)} validation picture{'s' * (len(images) != 1)}. Among so few the right one "
                "is easily found: a high mR says nothing then, and the best checkpoint is chosen almost by chance."
            )
    return told


def describe_data(options: DataOptions, fine: FinePoints) -> dict[str, Any]:
    """What ``run.json`` keeps of the data: a run goes on only with the same."""
    from msa_core.training.data.splits import VAL_SHARE

    described: dict[str, Any] = {
        "captions": [str(file) for file in options.captions],
        "extra": str(options.extra) if options.extra else None,
    }
    # Written only when chosen: a run that an older program began lacks them.
    if options.val_share != VAL_SHARE:
        described["val_share"] = options.val_share
    if fine.caption_noise:
        described["caption_noise"] = fine.caption_noise
    if options.guard_m is not None:
        described["guard_m"] = options.guard_m
    return described


def pair_sets(captions: list[Path], images: list[Path], option: str = "--captions") -> list[SetPath]:
    """Each of ``captions`` with its folder of pictures: given for every file, or for none. Folders need none.

    ``option`` is what the user knows ``captions`` by.
    """
    from msa_core.training.data.datasets.read import SetPath

    files = [path for path in captions if not path.is_dir()]
    if len(images) not in (0, len(files)):
        raise UsageError(
            f"Give one --images for each {option} that is a file, or none at all ({len(files)} and {len(images)} "
            "were given)."
        )
    folders = dict(zip(range(len(files)), images, strict=False))
    positions = iter(range(len(files)))
    return [SetPath(path, None if path.is_dir() else folders.get(next(positions))) for path in captions]


def _with_class_captions(
    train: dict[str, list[CaptionedImage]], extra: list[CaptionedImage]
) -> tuple[dict[str, list[CaptionedImage]], list[CaptionedImage]]:
    from msa_core.training.data.datasets.class_captions import with_class_captions

    named = {name: with_class_captions(images) for name, images in train.items()}
    extra = with_class_captions(extra)
    if not any(image.class_sentences for images in (*named.values(), extra) for image in images):
        raise UsageError(
            "--class-words, and per_class of a recipe: no set of captions names classes, neither beside its captions "
            "nor by its file names (airport_1.jpg). Leave them out."
        )
    return named, extra


def tell(notes: tuple[str, ...], progress: Progress) -> None:
    """Say ``notes`` on stderr, or as progress lines where the caller wants those."""
    for note in notes:
        if isinstance(progress, JsonProgress):
            progress.source("note", "captions", note)
        else:
            terminal.note(note)
