"""Whether a page that a form asked for can be opened without the form."""

from __future__ import annotations

from flask import current_app, request


def opens_by_itself() -> bool:
    """Tell whether the page that is being shown was asked for by a form, and has an address of its own."""
    if request.method != "POST":
        return False
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, "GET")
