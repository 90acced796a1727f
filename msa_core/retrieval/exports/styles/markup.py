"""XML as the writers of styles and of KML need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

# What XML 1.0 cannot hold at all, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(
    parent: ET.Element, tag: str, text: object = None, attributes: Mapping[str, object] | None = None
) -> ET.Element:
    """Append an element with text and attributes to ``parent``."""
    element = ET.SubElement(parent, tag, {key: clean(str(v)) for key, v in (attributes or {}).items()})
    if text is not None:
        element.text = clean(str(text))
    return element


def clean(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def document(root: ET.Element, doctype: str = "") -> bytes:
    """The document as UTF-8."""
    ET.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return (head + ET.tostring(root, encoding="unicode") + "\n").encode("utf-8")
