"""Words of ``msa_core`` that the window shows in its own language. The rest of what comes from there stays English.

The core writes English, for the command line as well; here are the sentences that everybody meets, as templates.
"""

from __future__ import annotations

import re

from app.translation import mark, tr

FORMS_OF_COORDINATES = (
    mark("Decimal degrees"),
    mark("Degrees, minutes, seconds"),
    mark("UTM"),
    mark("MGRS"),
    mark("Coordinates of the map"),
)
"""The values of ``msa_core.coordinates.FORM_NAMES``, which are translated where they are shown."""
TEMPLATES = (
    mark(
        "Nothing of {words} is a word that the model knows: the ranking means nothing for it. "
        "Write it in the language that the model was trained on."
    ),
    mark("The model does not know {words}: the rest of the text alone was searched for."),
    mark("{name} {percent}%, {time} left of it  {tiles} tiles, {rate}/s"),
    mark("{name} {percent}%  {tiles} tiles, {rate}/s"),
    mark("{tiles} tiles, {rate}/s"),
    mark("looking for rasters"),
    mark("loading the model"),
    mark("gathering the index"),
    mark("making the search quick"),
    mark("done"),
)
"""Hints about the words of a query, and what indexing is doing."""


def in_own_language(sentence: str) -> str:
    """A sentence of the core as the window says it; as it is, where no template is like it."""
    for template in TEMPLATES:
        parts = re.split(r"\{(\w+)\}", template)
        pattern = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
        if (match := re.fullmatch(pattern, sentence, re.DOTALL)) is not None:
            return tr(template, **match.groupdict())
    return sentence
