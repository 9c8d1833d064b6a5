"""What programs look for at a fixed address: security.txt, robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from xml.etree import ElementTree

from flask import Flask, Response, request, url_for

from assistant.settings import LANGUAGES, Settings
from corpus.errors import LibraryError
from index.engine import Engine
from web.language import address_in, root_of_site, t
from web.statements import STATEMENTS, contact_address

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MOST_LISTED = 50_000  # of one sitemap
# RFC 9116 recommends less than a year; a website that stands still must not look alive.
VALID_DAYS = 180
ROBOTS = """User-agent: *
Disallow: /*?q=
Disallow: /*&q=
Disallow: /api/
Disallow: /melden
Disallow: /*/melden

Sitemap: {address}/sitemap.xml
"""


def text_response(text: str, status: int = 200) -> Response:
    """Return plain text."""
    return Response(text, status, mimetype="text/plain")


def site_address(settings: Settings) -> str:
    """Return the address of the website: that of the settings, else the one that was asked."""
    return (settings.address or root_of_site()).rstrip("/")


def security_text(contact: str, address: str | None, today: date) -> str:
    """Return the contents of security.txt (RFC 9116)."""
    expires = today + timedelta(days=VALID_DAYS)
    lines = [
        f"Contact: {contact_address(contact)}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
    ]
    if address:
        lines.append(f"Canonical: {address.rstrip('/')}/.well-known/security.txt")
    return "\n".join(lines) + "\n"


def security_page(settings: Settings) -> Response:
    """Say where to report a leak; 404 with the reason where no contact is set."""
    if not settings.administrator:
        return text_response(t("no_administrator") + "\n", 404)
    return text_response(security_text(settings.administrator, settings.address, datetime.now(UTC).date()))


def robots_page(settings: Settings) -> Response:
    """Say what search engines may read: not the answers to questions."""
    return text_response(ROBOTS.format(address=site_address(settings)))


def sitemap(address: str, paths: Iterable[str]) -> bytes:
    """Return the sitemap (XML) of these paths, each with its address in every language."""
    ElementTree.register_namespace("", SITEMAP)
    ElementTree.register_namespace("xhtml", XHTML)
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for path in paths:
        entry = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
        ElementTree.SubElement(entry, f"{{{SITEMAP}}}loc").text = address + path
        for code in LANGUAGES:
            href = address + address_in(code, path)
            ElementTree.SubElement(
                entry, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": code, "href": href}
            )
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def sitemap_page(settings: Settings, engine: Callable[[], Engine]) -> Response:
    """List the pages and the current version of every document."""
    names = ["start", "documents", *STATEMENTS.values(), "word_list"]
    root = request.script_root
    paths = [url_for(name)[len(root) :] for name in names]
    try:
        with engine().snapshot() as snapshot:
            current = [r.document_id for r in snapshot.documents() if r.newer is None]
    except LibraryError:
        current = []  # not there yet: the pages are
    paths += [url_for("document", document_id=name)[len(root) :] for name in current]
    return Response(sitemap(site_address(settings), paths[:MOST_LISTED]), mimetype="application/xml")


def add_routes(app: Flask, settings: Settings, engine: Callable[[], Engine]) -> None:
    """Add the files to the application."""
    app.add_url_rule("/.well-known/security.txt", "security", partial(security_page, settings))
    app.add_url_rule("/robots.txt", "robots", partial(robots_page, settings))
    app.add_url_rule("/sitemap.xml", "sitemap", partial(sitemap_page, settings, engine))
