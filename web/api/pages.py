"""The documentation of the interface as a page of the website, made from its OpenAPI document."""

from __future__ import annotations

from functools import partial

from flask import Flask, render_template

from assistant.settings import Settings
from web.api.manual import manual
from web.api.openapi import openapi
from web.api.operations import OPERATIONS
from web.language import current_language
from web.well_known import site_address


def api_page(settings: Settings) -> str:
    """Show what there is, in the language of the request."""
    document = openapi(OPERATIONS, current_language(), settings, site_address(settings))
    return render_template("api.html", manual=manual(document))


def add_page(app: Flask, settings: Settings) -> None:
    """Add the page to the application."""
    app.add_url_rule("/api", "api_page", partial(api_page, settings))
