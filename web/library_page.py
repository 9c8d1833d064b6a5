"""The list of documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby

from flask import Flask, render_template

from index.engine import Engine

OpenEngine = Callable[[], Engine]


def list_page(engine: OpenEngine) -> str:
    """Show the documents, by municipality."""
    with engine().snapshot() as snapshot:
        records = snapshot.documents()
    groups = [(place, list(group)) for place, group in groupby(records, lambda r: r.description.municipality)]
    return render_template("documents.html", groups=groups, total=len(records))


def add_routes(app: Flask, engine: OpenEngine) -> None:
    """Add the list of documents to the application."""
    app.add_url_rule("/documenten", "documents", partial(list_page, engine))
