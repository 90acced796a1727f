"""Which layers of the model ``msa-train`` changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msa_core.commands.train.train_options import ModelOptions
from msa_core.errors import UsageError

if TYPE_CHECKING:
    from msa_core.model.msa import MSA


def choose_trained(model: MSA, options: ModelOptions) -> None:
    """Freeze layers of ``model``, or all of it but adapters that are put in.

    Raises:
        UsageError: the options contradict each other.
    """
    from msa_core.training.learn.adapters import add_adapters, freeze

    if not options.light:
        freeze(model, options.freeze)
        return
    if options.init == "scratch":
        raise UsageError("--light changes little of a trained model: there is none with --init scratch.")
    if options.freeze != "none":
        raise UsageError("--light freezes everything but its adapters: leave out --freeze.")
    add_adapters(model, options.rank)


def describe_trained(options: ModelOptions) -> dict[str, Any]:
    """What ``run.json`` keeps of it; written only when chosen, for a run that an older program began lacks it."""
    if options.light:
        return {"light": {"rank": options.rank}}
    return {} if options.freeze == "none" else {"freeze": options.freeze}
