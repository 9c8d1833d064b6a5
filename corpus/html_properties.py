"""What a web page says of itself: title, address and date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from corpus.html_tree import Node, nodes, text_of
from corpus.raw import Properties

JSON_LD = re.compile(r"<script\b[^<>]*\bapplication/ld\+json\b[^<>]*>(.{0,100000}?)</script", re.I | re.S)
SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
ISO_DATE = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
DUTCH_DATE = re.compile(r"\b(\d{1,2})-(\d{1,2})-((?:19|20)\d{2})\b")
DATES = (
    "article:published_time",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.issued",
    "datepublished",
    "dcterms.modified",
    "article:modified_time",
    "overheid.datum",
    "date",
)
PUBLISHED = ("datePublished", "dateModified")
MOST_SCRIPTS = 20


def properties(page: Node, source: str) -> Properties:
    """Return the properties of a page; ``source`` is its untamed source, for what scripts say."""
    meta = _meta(page)
    site = meta.get("og:site_name", "")
    titles = [n for n in nodes(page) if n.tag == "title"]
    title = meta.get("og:title") or (text_of(titles[0]) if titles else "")
    if not title:
        title = next((text_of(n) for n in nodes(page) if n.tag == "h1"), "")
    return Properties(_without_site(title, site) or None, _address(page, meta), _date(page, meta, source))


def _meta(page: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in nodes(page):
        if node.tag == "meta":
            name = node.get("property") or node.get("name") or node.get("itemprop")
            content = " ".join(node.attributes.get("content", "").split())
            if name and content:
                found.setdefault(name, content)
    return found


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site at its end, or at its start where that is known."""
    parts = [part for part in SEPARATOR.split(" ".join(title.split())) if part]
    if len(parts) < 2:
        return title.strip()
    if site and parts[0].casefold() == site.casefold():
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    bar = title.rstrip().rfind("|")
    if bar > 0:
        return title[:bar].strip(" |")
    # A dash may belong to the title: what follows it is the site only where the page says so.
    last = parts[-1].casefold()
    named = last.startswith(("gemeente ", "provincie ")) or (bool(site) and last in site.casefold())
    return title[: len(title.rstrip()) - len(parts[-1])].rstrip(" |–—·•»:-") if named else title.strip()


def _address(page: Node, meta: dict[str, str]) -> str | None:
    links = [n for n in nodes(page) if n.tag == "link" and "canonical" in n.get("rel").split()]
    for address in [*(n.attributes.get("href", "").strip() for n in links), meta.get("og:url", "")]:
        if _is_web(address):
            return address
    return None


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = address.isprintable() and not re.search(r"\s", address) and len(address) <= 2000
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _date(page: Node, meta: dict[str, str], source: str) -> str | None:
    said = [meta[name] for name in DATES[:6] if name in meta]
    said += list(_scripted(source))
    said += [meta[name] for name in DATES[6:] if name in meta]
    said += [n.attributes.get("datetime", "") for n in nodes(page) if n.tag == "time"]
    return next((day for text in said if (day := _day(text))), None)


def _scripted(source: str) -> Iterator[str]:
    """Yield the dates in the page's JSON-LD, without going deep into it."""
    for number, match in enumerate(JSON_LD.finditer(source)):
        if number == MOST_SCRIPTS:
            return
        try:
            data = json.loads(match.group(1))
        except (ValueError, RecursionError):
            continue
        tops = data if isinstance(data, list) else [data]
        graphs = [top.get("@graph") for top in tops if isinstance(top, dict)]
        tops = [*tops, *(item for graph in graphs if isinstance(graph, list) for item in graph)]
        for name in PUBLISHED:
            yield from (str(top[name]) for top in tops if isinstance(top, dict) and name in top)


def _day(text: str) -> str | None:
    """Return the ISO date in a text; None where there is none, or no such day."""
    if match := ISO_DATE.search(text):
        year, month, day = (int(group) for group in match.groups())
    elif match := DUTCH_DATE.search(text):
        day, month, year = (int(group) for group in match.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
