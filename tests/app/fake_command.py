"""Stands in for the command line in tests of jobs: JSON lines on stderr, obedient or not."""

from __future__ import annotations

import json
import signal
import sys
import time


def say(**event: object) -> None:
    sys.stderr.write(json.dumps(event) + "\n")
    sys.stderr.flush()


def main() -> int:
    mode = sys.argv[1]
    # Tests started in the background of a shell inherit that Ctrl-C is ignored; the command line takes it back too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if mode == "crash":
        signal.raise_signal(signal.SIGKILL)
    if mode == "stubborn":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: list[int] = []
    if mode == "nearly done":
        signal.signal(signal.SIGINT, lambda number, _frame: asked.append(number))
    try:
        sys.stderr.write("a warning that is not JSON\n")
        say(event="progress", fraction=0.25, text="east.tif", eta_s=3.0)
        while mode == "silent":
            time.sleep(0.02)
        say(event="source", state="partial", source="east.tif", text="3 of 4 tiles", tiles=3)
        if mode == "fail":
            say(event="error", text="The disk is full: free some space and index again.")
            return 4
        while mode in ("wait", "stubborn") or (mode == "nearly done" and not asked):
            time.sleep(0.02)
    except KeyboardInterrupt:
        say(event="error", text="Cancelled. What was finished is kept.")
        return 130
    sys.stdout.write("a result\n")
    say(event="done", fraction=1.0, text="1 raster indexed.", eta_s=0.0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
