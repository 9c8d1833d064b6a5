"""Numbers in addresses: of a page of a long list, and of what is counted in the staff file."""

from __future__ import annotations

from flask import request

# More than the staff file can hold is the number of nothing.
NUMBER = "int(max=999999999)"


def page_of(count: int, a_page: int) -> tuple[int, int]:
    """Return which page of a list of ``count`` is asked for, ``a_page`` on each, and how many there are;
    past the end it is the last."""
    pages = max(1, -(-count // a_page))
    return min(max(1, request.args.get("pagina", 1, int)), pages), pages
