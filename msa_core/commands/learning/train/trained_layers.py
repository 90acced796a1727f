"""Which layers of the model ``msa-train`` changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.commands.learning.train.train_options import ModelOptions, RecipeOptions, RunOptions
from msa_core.errors import UsageError

if TYPE_CHECKING:
    from msa_core.model.network.msa import MSA
    from msa_core.training.learn.distributed import Team


def check_trained(
    options: ModelOptions, recipe: RecipeOptions, fine: FinePoints, run: RunOptions, team: Team
) -> ModelOptions:
    """The options with ``freeze`` saying what --match-only says.

    Raises:
        UsageError: what is asked for does not go with training from kept features.
    """
    from msa_core.training.learn.kept.kept_training import KEPT
    from msa_core.training.learn.recipe.adapters import FUSION, MATCH

    if options.match_only:
        if options.freeze not in ("none", MATCH):
            raise UsageError(f"--match-only freezes all but MSCMAT: leave out --freeze {options.freeze}.")
        options = replace(options, freeze=MATCH)
    if options.freeze in KEPT and team.size > 1:
        raise UsageError(
            f"--freeze {options.freeze} takes minutes in one process: start it without torchrun."
        )
    if options.freeze == MATCH and (run.blend is not None or recipe.hubs is not None):
        raise UsageError("--match-only leaves the ranking as it is: leave out --blend and --hubs.")
    if options.freeze == FUSION and (fine.mscma is not None or fine.csmmc is not None):
        raise UsageError(
            f"--freeze {FUSION} trains by the loss of the ranking alone: leave mscma and csmmc out of the recipe."
        )
    return options


def choose_trained(model: MSA, options: ModelOptions) -> None:
    """Freeze layers of ``model``, or all of it but adapters that are put in.

    Raises:
        UsageError: the options contradict each other.
    """
    from msa_core.training.learn.recipe.adapters import add_adapters, freeze

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
