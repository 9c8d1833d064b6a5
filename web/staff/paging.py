"""Lists that come in pages."""

from __future__ import annotations

from flask import request

A_PAGE = 50


def asked_page(count: int) -> tuple[int, int]:
    """Return which page of a list of so many lines is asked for, from 1, and how many pages there are; of
    one that is not there the nearest."""
    pages = max(1, -(-count // A_PAGE))
    return min(max(1, request.args.get("pagina", 1, int)), pages), pages
