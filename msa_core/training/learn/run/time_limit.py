"""How many steps a run may have so that it ends in time."""

from __future__ import annotations

PACE_STEPS = 8
"""Steps after which the pace is first known; the very first ones are slower."""


def steps_in_time(done: int, spent_s: float, minutes: float, planned: int) -> int:
    """Steps of the whole run, at the pace of those done: never more than ``planned``, and one more at least.

    Args:
        done: steps done, 1 or more.
        spent_s: seconds that they took, with all that lay between them.
        minutes: the longest the run may take; 0 leaves the plan as it is.
        planned: steps planned until now.
    """
    if not minutes:
        return planned
    left = int((minutes * 60.0 - spent_s) * done / max(spent_s, 1e-6))
    return min(planned, done + max(1, left))


def epochs_in_time(done: int, left_s: float, spent_s: float, planned: int) -> int:
    """Epochs of the whole run, of which ``done`` took ``spent_s``: never more than ``planned``, nor fewer than done."""
    return max(done, min(planned, done + int(left_s * done / max(spent_s, 1e-6))))
