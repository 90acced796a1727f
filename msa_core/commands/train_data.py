"""The pictures and captions that ``msa-train`` learns from and is measured on."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from msa_core.commands.train_options import DataOptions
from msa_core.errors import MsaError, UsageError

if TYPE_CHECKING:
    from msa_core.training.loop import TrainingData


def read_data(options: DataOptions) -> TrainingData:
    """Training pictures of all sets, and each set's validation pictures by its name.

    Raises:
        UsageError: the options contradict each other, a file is of another kind, or no set has a "val" split.
        NothingUsableError: a set has no training picture.
    """
    from msa_core.training.captions import merge_sentences, read_captions
    from msa_core.training.loop import TrainingData

    if len(options.captions) != len(options.images):
        raise UsageError(
            f"Give one --images for each --captions ({len(options.captions)} and {len(options.images)} were given)."
        )
    val = {}
    for file, folder in zip(options.captions, options.images, strict=True):
        with contextlib.suppress(MsaError):  # a set may have no validation split of its own
            val[file.stem] = read_captions(file, folder, ("val",))
    train = [
        read_captions(file, folder, ("train", "restval"))
        for file, folder in zip(options.captions, options.images, strict=True)
    ]
    if not val:
        raise UsageError('No captions file has a "val" split: the best checkpoint could not be chosen.')
    extra = read_captions(options.extra, options.extra.parent, ("train",)) if options.extra else []
    return TrainingData(merge_sentences(train), val, extra)


def describe_data(options: DataOptions) -> dict[str, Any]:
    """What ``run.json`` keeps of the data: a run goes on only with the same."""
    return {
        "captions": [str(file) for file in options.captions],
        "extra": str(options.extra) if options.extra else None,
    }
