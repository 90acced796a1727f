"""Answers: JSON with the media types of OGC API Features, and refusals in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from msa_core.names import printable

GEOJSON, JSON = "application/geo+json", "application/json"
# Nothing that a browser might run or keep, whatever a file in an archive is called.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
}


def as_json(value: Any, media_type: str = JSON) -> Response:
    """An answer; never NaN."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return Response(text.encode("utf-8", "backslashreplace"), media_type=media_type, headers=_SAFE)


def as_webp(data: bytes) -> Response:
    """A picture."""
    return Response(data, media_type="image/webp", headers=_SAFE)


def problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal: ``code`` and ``description`` as OGC API has them."""
    code = "".join(word.capitalize() for word in HTTPStatus(status).phrase.split())
    text = json.dumps({"code": code, "description": printable(sentence)})
    return Response(text, status, {**_SAFE, **(headers or {})}, JSON)
