"""Pages travel compressed, where nothing secret stands in them."""

from __future__ import annotations

import gzip

from flask import Response, request

TYPES = frozenset({"text/html", "application/atom+xml", "application/xml", "text/plain"})
LEAST = 1_000
# More takes longer than it saves.
LEVEL = 5


def compressed(response: Response) -> Response:
    """Return a page compressed for a browser that can read that.

    Not for who is signed in: the length of a page that holds both a secret and what somebody else put in
    its address would tell of the secret (breachattack.com). Public pages hold none, and set no cookie.
    """
    if response.mimetype not in TYPES or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    fits = response.status_code == 200 and "Content-Encoding" not in response.headers
    if not fits or request.cookies or "Set-Cookie" in response.headers or "ETag" in response.headers:
        return response
    body = response.get_data()
    if len(body) < LEAST or not request.accept_encodings.quality("gzip"):
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
