"""Who gets in: every page of the staff passes here first, so that a new one cannot forget it."""

from __future__ import annotations

import hmac
import re
import secrets
import shlex
from typing import cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from web.guard import place_of
from web.nearby import is_nearby
from web.staff.desk import COOKIE, Desk
from web.staff.sessions import LONGEST_SECONDS, Session

NAME = "staff"
DEVICE_COOKIE = "beheer-toestel"
DEVICE_SECONDS = 180 * 24 * 3600
TOKEN = "bewijs"  # noqa: S105  # the name of a field
# Without being signed in; and what a reader may send too, since it changes nothing of the library.
OPEN = frozenset({"staff.sign_in"})
OWN = frozenset({"staff.sign_in", "staff.sign_out", "staff.password"})
UPLOAD = "staff.send"
MOST_UPLOAD = 200_000_000
MOST_FILES = 100
MOST_FIELD_BYTES = 200_000
# Where one may be led after signing in: a page of ours.
OWN_PAGE = re.compile(r"/beheer(?:/[a-z0-9-]{1,40}){0,3}")
HEADERS = {
    "Cache-Control": "no-store",
    # The browser says where a form comes from only to its own site.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def desk() -> Desk:
    """Return the desk of the application."""
    return cast(Desk, current_app.extensions[NAME])


def is_secure() -> bool:
    """Tell whether the website is on https, itself or through a program in front of it."""
    return request.is_secure or (desk().settings.address or "").startswith("https://")


def cookie_name(name: str = COOKIE) -> str:
    """Return the name of a cookie; on https one that no other website can set."""
    return f"__Host-{name}" if is_secure() else name


def set_cookie(response: AnyResponse, name: str, value: str, seconds: int) -> None:
    """Give a cookie that no script can read and that only pages of ours send."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(),
        httponly=True,
        samesite="Strict",
    )


def remove_session_cookie(response: AnyResponse) -> None:
    """Take the cookie of the session away."""
    set_cookie(response, COOKIE, "", 0)


def start_session(response: AnyResponse, cookie: str) -> None:
    """Give the cookie of a new session."""
    set_cookie(response, COOKIE, cookie, LONGEST_SECONDS)


def session() -> Session | None:
    """Return who is signed in, None for a visitor; looked up once a request."""
    if "staff_session" not in g:
        cookie = request.cookies.get(cookie_name(), "")
        g.staff_session = desk().sessions.find(cookie) if cookie else None
    return cast("Session | None", g.staff_session)


def signed_in() -> Session:
    """Return who is signed in, on a page that nobody else comes to."""
    found = session()
    if found is None:
        abort(403)
    return found


def who() -> str:
    """Return the name of who is signed in."""
    return signed_in().account.name


def known_device(name: str) -> str | None:
    """Return the mark of a browser in which this account signed in before; None for another."""
    opened = desk().signer.opened("toestel", request.cookies.get(cookie_name(DEVICE_COOKIE), ""))
    own, _, key = (opened or "").partition(":")
    return f"device {key}" if opened and own == _owner(name) else None


def remember_device(response: AnyResponse, name: str) -> None:
    """Let a browser be known again at this account."""
    sealed = desk().signer.sealed("toestel", f"{_owner(name)}:{secrets.token_hex(16)}")
    set_cookie(response, DEVICE_COOKIE, sealed, DEVICE_SECONDS)


def _owner(name: str) -> str:
    return desk().signer.mark("eigenaar", name.strip().casefold())[:32]


def from_here() -> bool:
    """Tell whether the browser says that a form comes from a page of ours; one that says nothing is not
    believed. Of pages that send no referrer the origin is "null", and only the newer header tells."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site and site != "same-origin":
        return False
    if origin in (None, "null"):
        return bool(site)
    own = {request.host.casefold(), place_of(desk().settings.address)} - {""}
    return place_of(origin) in own


def admit() -> AnyResponse | None:
    """Decide about a request for a page of the staff before anything is done with it."""
    if not desk().accounts.any():
        if desk().settings.address or not is_nearby():
            abort(404)
        library = shlex.quote(str(desk().settings.library))
        return Response(render_template("staff/no_accounts.html", library=library), 200)
    if request.endpoint in OPEN:
        return None
    found = session()
    if found is None:
        if request.method != "GET":
            return redirect(url_for("staff.sign_in", gedaan="expired"), 303)
        page = request.path if OWN_PAGE.fullmatch(request.path) else None
        return redirect(url_for("staff.sign_in", naar=page), 303)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        if request.endpoint not in OWN and not found.account.may_change:
            return refused("st_only_keepers")
        token = request.form.get(TOKEN, "").encode("utf-8", "replace")
        if not from_here() or not hmac.compare_digest(token, found.form_token.encode()):
            return refused("st_old_form")
    return None


def refused(code: str, status: int = 403) -> Response:
    """Say why something may not be done."""
    return Response(render_template("staff/refused.html", code=code), status)


def allow_upload() -> bool:
    """Allow a request its larger body where a keeper sends in files; False for other pages."""
    if request.endpoint != UPLOAD or request.method != "POST":
        return False
    found = session()
    if found is None or not found.account.may_change:
        return True  # turned away by admit before any of it is looked at
    if request.mimetype != "multipart/form-data":
        return False  # another form would be held in memory as a whole
    request.max_content_length = MOST_UPLOAD
    request.max_form_memory_size = MOST_FIELD_BYTES
    request.max_form_parts = MOST_FILES + 10
    return (request.content_length or 0) <= MOST_UPLOAD


def add_guard(app: Flask, blueprint: Blueprint) -> None:
    """Let every request for a page of this blueprint pass here; templates get ``staff``, who is signed
    in, on its pages."""
    blueprint.before_request(admit)
    blueprint.context_processor(lambda: {"staff": session(), "token_name": TOKEN})
    app.after_request(_private)


def _private(response: Response) -> Response:
    if request.blueprint == NAME:
        response.headers.update(HEADERS)
    return response
