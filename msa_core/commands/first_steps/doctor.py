"""``msa doctor``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.options import Json


def doctor(
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint folder. Default: the bundled starter.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what is installed, what is missing, and whether it will work."""
    from msa_core.diagnostics import WIDTH, examine

    findings = []
    terminal.end_bar()
    for finding in examine(model):
        findings.append(finding)
        if not as_json:
            terminal.say(f"{finding.what:<{WIDTH}}  {finding.value}")
            sys.stdout.flush()
    if as_json:
        rows = [{"what": f.what, "value": f.value, "problem": f.problem} for f in findings]
        terminal.say_json({"findings": rows})
    problems = [finding.problem for finding in findings if finding.problem]
    if not as_json:
        for problem in problems:
            terminal.say(f"! {problem}")
        verdict = (
            "Something is missing: see the lines marked !."
            if problems
            else "All is well: MSA Analyst will work."
        )
        sys.stdout.write(f"{verdict}\n")
    if problems:
        raise typer.Exit(3)
