"""A child process that tells of sources as the commands do, and then fails."""

from __future__ import annotations

import sys

from msa_core.progress import JsonProgress

if __name__ == "__main__":
    progress = JsonProgress()
    progress.source("note", "captions", "2 captions are empty.")
    progress.source("indexed", "whole.tif", "25 tiles")
    progress.source("refused", "cut.tif", "it is cut short.")
    progress.source("partial", "half.tif", "3 tiles could not be read.")
    sys.exit(3)
