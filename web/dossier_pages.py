"""The page of a dossier and its files. What is done to it comes in a form and goes out on the page: nothing
of it is kept here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, abort, render_template, request, send_file, url_for

from assistant.settings import Settings
from corpus.errors import LibraryError
from web.days import day_words
from web.documents import OpenEngine, file_name
from web.dossier import MOST_CARRIED, MOST_ENTRIES, MOST_SEALED, Dossier, DossierSealer
from web.dossier_items import Item, items_of
from web.export_dossier import FILES, dossier_file
from web.language import current_language, t
from web.well_known import site_address

PAGE, FILE = "dossier", "dossier_file"
# A form holds the dossier as it was, and its remarks once more.
MOST_BYTES = 2 * MOST_SEALED
MOST_FIELDS = 1_000
ACTION = re.compile(r"(up|down|remove)-([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Changed:
    """A dossier after what a form asks, and what must be said of it."""

    dossier: Dossier
    notice: str = ""


def allow_form() -> bool:
    """Allow a request its larger body where it brings a dossier; False for all others."""
    if request.endpoint not in (PAGE, FILE) or (request.content_length or 0) > MOST_BYTES:
        return False
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    request.max_form_parts = MOST_FIELDS
    return True


def changed(sealer: DossierSealer) -> Changed:
    """Return the dossier that the request brings, after what it asks."""
    form = request.form
    given = form.get("dossier", "") if request.method == "POST" else request.args.get("d", "")
    dossier = sealer.open(given)
    if dossier is None:
        return Changed(Dossier().added(form.getlist("add")), "dossier_bad")
    if "title" in form:
        dossier = dossier.written(form["title"], form.getlist("note"))
    wanted = dossier.added(form.getlist("add"))
    asked = len({entry.key for entry in dossier.entries} | set(form.getlist("add")))
    if asked > MOST_ENTRIES:
        return Changed(wanted, "dossier_full")
    action = form.get("do", "")
    if action == "clear":
        return Changed(Dossier())
    if action == "save":
        return Changed(wanted, "dossier_saved")
    return Changed(_acted(wanted, action))


def _acted(dossier: Dossier, action: str) -> Dossier:
    match = ACTION.fullmatch(action)
    if not match:
        return dossier
    place = int(match[2])
    if match[1] == "remove":
        return dossier.without(place)
    return dossier.moved(place, -1 if match[1] == "up" else 1)


def dossier_page(engine: OpenEngine, settings: Settings, sealer: DossierSealer) -> Response:
    """Show a dossier after what a form asks of it."""
    after = changed(sealer)
    sealed = sealer.seal(after.dossier)
    carried = sealed if 0 < len(sealed) <= MOST_CARRIED else None
    page = render_template(
        "dossier.html",
        dossier=after.dossier,
        notice=t(after.notice, most=MOST_ENTRIES) if after.notice else "",
        bad=after.notice in ("dossier_bad", "dossier_full"),
        items=_items(engine, settings, after.dossier),
        sealed=sealed,
        link=_link(settings, sealed),
        further=url_for("search", dossier=carried),
        back=_back(request.form.get("back", ""), carried),
        files=FILES,
    )
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(back: str, carried: str | None) -> str:
    """Return the address of the search that passages came from, taking the dossier along; nothing where it
    is no search of this website."""
    try:
        parts = urlsplit(back)
    except ValueError:  # a bracket without its pair
        return ""
    if parts.scheme or parts.netloc or parts.path != url_for("search"):
        return ""
    given = [(name, value) for name, value in parse_qsl(parts.query) if name != "dossier"]
    query = urlencode([*given, *([("dossier", carried)] if carried else [])])
    return f"{parts.path}?{query}" if query else parts.path


def _link(settings: Settings, sealed: str) -> str:
    """Return the address of a dossier; nothing for an empty one and for one too large for an address."""
    if not 0 < len(sealed) <= MOST_CARRIED:
        return ""
    return f"{site_address(settings)}{url_for(PAGE, d=sealed)[len(request.script_root) :]}"


def _items(engine: OpenEngine, settings: Settings, dossier: Dossier) -> list[Item]:
    if not dossier.entries:
        return []
    try:
        with engine().snapshot() as snapshot:
            return items_of(snapshot, dossier, site_address(settings), current_language())
    except LibraryError:
        return [Item(entry, notice="dossier_gone") for entry in dossier.entries]


def file_page(engine: OpenEngine, settings: Settings, sealer: DossierSealer, form: str) -> Response:
    """Send a dossier as a file."""
    if form not in FILES:
        abort(404)
    dossier = changed(sealer).dossier
    items = _items(engine, settings, dossier)
    title, language = dossier.title or t("dossier_default"), current_language()
    data = dossier_file(
        form, title, items, settings.name, day_words(datetime.now(UTC).date().isoformat()), language
    )
    response = send_file(
        BytesIO(data),
        mimetype=FILES[form],
        as_attachment=True,
        download_name=file_name(f"{title}.{form}".replace("/", "-")),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def add_routes(app: Flask, engine: OpenEngine, settings: Settings, sealer: DossierSealer) -> None:
    """Add the page and the files of a dossier to the application."""
    page = partial(dossier_page, engine, settings, sealer)
    app.add_url_rule("/dossier", PAGE, page, methods=["GET", "POST"])
    sent = partial(file_page, engine, settings, sealer)
    app.add_url_rule("/dossier/<form>", FILE, sent, methods=["GET", "POST"])
