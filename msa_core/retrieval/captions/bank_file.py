"""Captions of a picture as a file of sentences, which ``msa caption --bank`` and the window take again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from msa_core.records import CaptionHit


def as_bank(captions: Sequence[CaptionHit], has_scores: bool) -> bytes:
    """One caption on a line; with scores a CSV with the columns ``caption`` and ``score``. UTF-8."""
    if not has_scores:
        return "".join(f"{' '.join(caption.text.split())}\n" for caption in captions).encode("utf-8")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["caption", "score"])
    writer.writerows([caption.text, f"{caption.score:.4f}"] for caption in captions)
    return text.getvalue().encode("utf-8")
