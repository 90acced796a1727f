"""A bucket on a range server that answers signed requests alone: AWS's signature, version 4, worked out again here.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import unquote

from tests.support.range_server import Behaviour, Request

_FORM = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<id>[^/]+)/"
    r"(?P<scope>(?P<date>\d+)/(?P<region>[^/]+)/(?P<service>\w+)/aws4_request), ?"
    r"SignedHeaders=(?P<names>[^,]+), ?Signature=(?P<signature>\w+)"
)


def only_signed(key_id: str, secret: str) -> Behaviour:
    """Send a file to who signs with this key, 403 to others."""

    def answer(request: Request) -> None:
        found = _FORM.match(request.headers.get("Authorization", ""))
        if found is None or found["id"] != key_id or _signature(request, found, secret) != found["signature"]:
            request.fail(403)
        else:
            request.send_file()

    return answer


def _signature(request: Request, found: re.Match[str], secret: str) -> str:
    names = found["names"].split(";")
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    path, _, query = request.path.partition("?")
    payload = request.headers.get("x-amz-content-sha256", "")
    asked = "\n".join((request.command, path, query, headers, found["names"], payload))
    digest = hashlib.sha256(asked.encode()).hexdigest()
    text = "\n".join(("AWS4-HMAC-SHA256", request.headers.get("x-amz-date", ""), found["scope"], digest))
    key = f"AWS4{secret}".encode()
    for word in (found["date"], found["region"], unquote(found["service"]), "aws4_request"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
