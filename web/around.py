"""What stands around the answers: pages about the website, reports, files for programs, languages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from assistant.settings import Settings
from index.engine import Engine
from web import report_pages, statements, well_known
from web.language import add_language


def add_around(app: Flask, settings: Settings, engine: Callable[[], Engine]) -> None:
    """Add all of it to the application, which lets a path begin with a language from here on."""
    report_pages.add_routes(app, settings)
    statements.add_routes(app, settings)
    well_known.add_routes(app, settings, engine)
    add_language(app, settings.language)
