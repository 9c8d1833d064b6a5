"""How much may be sent in, decided by the server itself when it has read the headers: before any of it
is kept, and before the application is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from werkzeug.sansio.http import parse_cookie

# Where files are sent in, below the address of a language and perhaps below a folder.
UPLOADS = re.compile(r"/(beheer/toevoegen|proberen|api/v1/documents(?:/[^/]+/versions)?)$")
STAFF, TRY, API = "beheer/toevoegen", "proberen", "api/"


def channel_class(most: Callable[[str, str, str], int]) -> type[HTTPChannel]:
    """Return connections of a server that let ``most(page, cookies, authorization)`` bytes come in;
    ``page`` is one where files are sent in, or "" for any other, the rest headers as they came."""

    class Parser(HTTPRequestParser):
        """A request that knows how much of it there may be."""

        adj: Adjustments

        def parse_header(self, header_plus: bytes) -> None:
            """Read the headers, and set the limit by them."""
            super().parse_header(header_plus)
            found = UPLOADS.search(str(getattr(self, "path", "")))
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = most(
                found.group(1) if found else "",
                self.headers.get("COOKIE", ""),
                self.headers.get("AUTHORIZATION", ""),
            )

    class Channel(HTTPChannel):
        """A connection whose requests do."""

        parser_class = Parser

        def handle_read(self) -> None:
            """Read what came in; a small request that drips in counts as silence from its first byte on,
            so that nobody holds a connection for longer than the timeout with next to nothing."""
            unfinished, began = self.request, self.last_activity
            super().handle_read()
            if unfinished and unfinished is self.request and not self._is_upload(unfinished):
                self.last_activity = began

        def _is_upload(self, request: HTTPRequestParser) -> bool:
            return bool(
                request.headers_finished
                and request.adj.max_request_body_size > self.adj.max_request_body_size
            )

    return Channel


def cookies_of(header: str) -> dict[str, str]:
    """Return the cookies in a header, as the application reads them.

    That of Python's own library takes seconds for some headers of 60 kB (CVE-2024-7592), in which the
    whole server would stand still.
    """
    return dict(parse_cookie(header))
