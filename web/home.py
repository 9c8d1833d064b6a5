"""The visitor's own municipality: chosen once, and kept in the address of every page from there on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request

from web.text import printable

OWN, BESIDE_FILTER = "gemeente", "mijn"
# Where "gemeente" in the address already says which documents are shown.
FILTERED = frozenset({"documents", "compare", "search"})
# What is no page that a visitor goes on from: files, pictures and what programs read keep clean addresses.
PAGES = FILTERED | {
    "start",
    "document",
    "tables",
    "changes",
    "how_it_works",
    "privacy",
    "accessibility",
    "word_list",
    "report",
    "report_thanks",
    "try_document",
    "try_upload",
    "trial",
    "try_away",
    "dossier",
    "api_page",
}
LONGEST = 100


def name_on(endpoint: str | None) -> str:
    """Return the name that the own municipality has in the address of a page."""
    return BESIDE_FILTER if endpoint in FILTERED else OWN


def keep_home(value: str | None) -> None:
    """Keep this own municipality in the links of the page that is being made, whatever its address says."""
    g.kept_home = value


def kept_home() -> str | None:
    """Return the own municipality that links carry: "" for "no matter which", None where none was chosen."""
    # A path that leads nowhere has no endpoint, and a page that helps on.
    if not has_request_context() or not (request.endpoint is None or request.endpoint in PAGES):
        return None
    if "kept_home" in g:
        return str(g.kept_home) if g.kept_home is not None else None
    given = request.args.get(name_on(request.endpoint))
    return None if given is None else printable(given).strip()[:LONGEST]


def with_home(path: str) -> str:
    """Return the address of a page of a document, with the own municipality in it."""
    home = kept_home()
    return path if home is None else f"{path}{'&' if '?' in path else '?'}{urlencode({OWN: home})}"


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in PAGES and (home := kept_home()) is not None:
        values.setdefault(name_on(endpoint), home)


def add_home(app: Flask) -> None:
    """Let every link to a page carry the own municipality."""
    app.url_default_functions.setdefault(None, []).append(_carry)
    app.jinja_env.globals.update(kept_home=kept_home)
