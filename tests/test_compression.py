"""Pages that travel compressed."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

PACKED = {"Accept-Encoding": "gzip"}


def test_a_page_is_smaller_and_the_same(client: FlaskClient) -> None:
    """A browser that reads gzip gets the same page in fewer bytes; another gets it as it is."""
    plain, packed = client.get("/woordenlijst"), client.get("/woordenlijst", headers=PACKED)
    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert all("Accept-Encoding" in response.headers["Vary"] for response in (packed, plain))


def test_what_may_hold_a_secret_is_not_compressed(client: FlaskClient) -> None:
    """With a cookie, or for staff, a page stays as it is: its length tells nothing of a secret in it."""
    client.set_cookie("beheer", "x")
    assert "Content-Encoding" not in client.get("/woordenlijst", headers=PACKED).headers
    assert "Content-Encoding" not in client.get("/beheer/aanmelden", headers=PACKED).headers
