"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.errors import QuestionError
from web.staff.accounts import Account
from web.staff.guard import (
    OWN_PAGE,
    desk,
    from_here,
    known_device,
    remember_device,
    remove_session_cookie,
    session,
    signed_in,
    start_session,
    who,
)
from web.staff.passwords import LEAST, MOST

# Of a name that nobody has, only that it was tried is written down: it may be a password.
NOBODY = "?"
FULL_SECONDS = 10


def form(fault: str = "", status: int = 200, minutes: int = 0, name: str = "") -> Response:
    """Show the form to sign in."""
    page = render_template(
        "staff/sign_in.html",
        fault=fault,
        minutes=minutes,
        name=name,
        stamp=desk().stamp.make(),
        to=_wanted(),
        told=request.args.get("gedaan") if request.method == "GET" else None,
    )
    return Response(page, status)


def sign_in() -> AnyResponse:
    """Sign in, or say that name and password do not belong together; a session is always a new one."""
    if request.method != "POST":
        return redirect(url_for("staff.overview"), 303) if session() else form()
    name, password = request.form.get("naam", "")[:100], request.form.get("wachtwoord", "")
    if not (from_here() and desk().stamp.fits(request.form.get("stempel", ""))):
        return form("st_old_form", 403, name=name)
    device = known_device(name)
    with desk().attempts.turn(device) as mine:
        return _tried(name, password, device) if mine else _later("st_many_at_once", name, FULL_SECONDS)


def _later(fault: str, name: str, seconds: int) -> Response:
    """Say that one has to wait, and for how long."""
    page = form(fault, 429, max(2, -(-seconds // 60)), name)  # "1 minuten" is no Dutch
    page.headers["Retry-After"] = str(seconds)
    return page


def _tried(name: str, password: str, device: str | None) -> AnyResponse:
    if wait := desk().attempts.wait(name, device):
        return _later("st_too_often", name, wait)
    account = desk().accounts.check(name, password)
    if account is None:
        known = {found.name for found in desk().accounts.listed()}
        own = name.strip().casefold()
        desk().audit.add(own if own in known else NOBODY, "sign_in_failed")
        return form("st_wrong", 403, name=name)
    desk().attempts.forget(name, device)
    desk().audit.add(account.name, "sign_in")
    return _let_in(account, f"{request.script_root}{_wanted()}" if _wanted() else url_for("staff.overview"))


def _let_in(account: Account, address: str) -> AnyResponse:
    """Begin a new session, in the place of the one that this browser may have had."""
    before = session()
    if before:
        desk().sessions.end(before)
    response = redirect(address, 303)
    start_session(response, desk().sessions.start(account))
    remember_device(response, account.name)
    return response


def _wanted() -> str:
    """Return the page that one wanted to see before signing in; nothing where it is none of ours."""
    page = request.values.get("naar", "")
    return page if OWN_PAGE.fullmatch(page) else ""


def sign_out() -> AnyResponse:
    """End the session, here and on the server."""
    desk().audit.add(who(), "sign_out")
    desk().sessions.end(signed_in())
    response = redirect(url_for("staff.sign_in", gedaan="signed_out"), 303)
    remove_session_cookie(response)
    return response


def password_page(fault: str = "", at: str = "", status: int = 200) -> Response:
    """Show the form to change one's password; ``at`` is the field that the fault is about."""
    page = render_template("staff/password.html", fault=fault, at=at, least=LEAST, most=MOST)
    return Response(page, status)


def password() -> AnyResponse:
    """Change one's own password, which ends every session of the account but this browser's new one."""
    if request.method != "POST":
        return password_page()
    account = signed_in().account
    old, new, again = (request.form.get(field, "") for field in ("oud", "nieuw", "nogmaals"))
    if desk().attempts.wait(account.name, f"password {account.name}"):
        return password_page("st_too_often_short", "oud", 429)
    if desk().accounts.check(account.name, old) is None:
        return password_page("st_wrong_old", "oud", 400)
    if new != again:
        return password_page("st_not_same", "nogmaals", 400)
    try:
        with desk().audit.change(account.name, "password", account.name):
            desk().accounts.set_password(account.name, new)
    except QuestionError as error:
        return password_page(error.code, "nieuw", 400)
    desk().attempts.forget(account.name, f"password {account.name}")
    return _let_in(account, url_for("staff.overview", gedaan="password"))


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages."""
    blueprint.add_url_rule("/aanmelden", "sign_in", sign_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/afmelden", "sign_out", sign_out, methods=["POST"])
    blueprint.add_url_rule("/wachtwoord", "password", password, methods=["GET", "POST"])
