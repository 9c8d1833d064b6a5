"""Serve the operations of the interface: check the request, call the view, give JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, request

from assistant.settings import Settings
from corpus.errors import LibraryError, QuestionError
from index.engine import EVERYTHING
from web.api.context import Context
from web.api.fields import BODY, QUERY, InvalidInputError, Wrong
from web.api.filters import municipality_names, organisations
from web.api.keys import Keys, keys_file
from web.api.openapi import openapi
from web.api.operation import FORM, JSON, Asked, Operation, Reply
from web.api.operations import OPERATIONS
from web.api.problems import json_response, problem
from web.api.requests import (
    MOST_WRONG,
    SECONDS,
    NoKeyError,
    bearer,
    check_accepted,
    key_of,
    path_values,
    values_of,
)
from web.guard import Limit
from web.language import current_language
from web.text import words
from web.try_page import MOST_UPLOAD
from web.well_known import site_address

BASE = "/api/v1"
NAME = "api"
MOST_FORM, MOST_PARTS = 200_000, 20
# Browsers ask first whether another website may do more than read; it may not.
PREFLIGHT = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"}
# Faults of a request of which every field by itself is right: two that contradict each other, and a part
# that is not there.
STATUSES = {"years_reversed": 409, "no_such_compare_page": 404}
UPLOADING = frozenset(f"{NAME}.{o.name}" for o in OPERATIONS if o.body and o.body.form == FORM)


def knows_key(settings: Settings, authorization: str) -> bool:
    """Tell whether a header has a key of a program that may send in files."""
    try:
        return Keys(keys_file(settings)).name_of(bearer(authorization)) is not None
    except LibraryError:
        return False


def allow_upload() -> bool:
    """Allow a request its larger body where it brings a file; False for all others."""
    if request.endpoint not in UPLOADING:
        return False
    request.max_content_length = MOST_UPLOAD
    request.max_form_memory_size = MOST_FORM
    request.max_form_parts = MOST_PARTS
    return (request.content_length or 0) <= MOST_UPLOAD


def serve(operation: Operation, context: Context, keys: Keys, limit: Limit, **path: str) -> Response:
    """Answer a request for an operation."""
    language = context.settings.language
    check_accepted(request, JSON)
    try:
        key = key_of(request, keys.name_of, limit) if operation.keyed else ""
    except NoKeyError as error:
        response = problem(401, words(error.code, language), language)
        response.headers["WWW-Authenticate"] = (
            "Bearer" if error.code == "need_key" else 'Bearer error="invalid_token"'
        )
        return response
    try:
        found = path_values(operation, path)
    except InvalidInputError as error:
        return _invalid(404, error, error.wrong, language)
    try:
        where = BODY if operation.body else QUERY
        asked = Asked({**found, **values_of(operation, request)}, key, where)
        reply = operation.view(context, asked)
    except InvalidInputError as error:
        return _invalid(400, error, error.wrong, language)
    except QuestionError as error:
        return _invalid(STATUSES.get(error.code, 400), error, (), language)
    return _answered(operation, asked, reply)


def _invalid(status: int, error: QuestionError, wrong: tuple[Wrong, ...], language: str) -> Response:
    return problem(status, words(error.code, language, error.parameters), language, wrong)


def _answered(operation: Operation, asked: Asked, reply: Reply) -> Response:
    if operation.gives is None:
        response = Response(status=operation.status)
        del response.headers["Content-Type"]
    else:
        response = json_response(reply.content, operation.status)
    response.headers.update(reply.headers)
    if operation.paged and reply.total is not None:
        response.headers["Link"] = ", ".join(_links(asked["limit"], asked["offset"], reply.total))
    if operation.keyed or operation.method != "GET":
        response.headers["Cache-Control"] = "no-store"
    elif "q" not in request.args:
        response.add_etag()
        response.make_conditional(request)
    return response


def _links(limit: int, offset: int, total: int) -> list[str]:
    """Return the addresses of the pages of a collection, for the header ``Link`` (RFC 8288)."""
    last = (max(total - 1, 0) // limit) * limit
    places = {"first": 0, "prev": max(offset - limit, 0), "next": offset + limit, "last": last}
    if offset == 0:
        del places["prev"]
    if offset + limit >= total:
        del places["next"]
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    return [
        f'<{request.base_url}?{urlencode([*others, ("offset", place)])}>; rel="{name}"'
        for name, place in places.items()
    ]


def description(context: Context) -> Response:
    """Give the OpenAPI document."""
    check_accepted(request, JSON)
    settings = context.settings
    try:
        with context.engine().snapshot() as snapshot:
            names = municipality_names(organisations(snapshot.documents(EVERYTHING)))
    except LibraryError:
        names = municipality_names(())
    found = openapi(OPERATIONS, current_language(), settings, site_address(settings), names)
    response = json_response(found)
    response.add_etag()
    response.make_conditional(request)
    return response


def health(state: Callable[[], str]) -> Response:
    """Say at once that the server runs, and whether the language model is there yet."""
    return json_response({"status": "ok", "model": state()})


def add_routes(app: Flask, context: Context, state: Callable[[], str]) -> None:
    """Add the interface for programs to the application."""
    keys, limit = Keys(keys_file(context.settings)), Limit(MOST_WRONG, SECONDS)
    blueprint = Blueprint(NAME, __name__, url_prefix=BASE)
    for operation in OPERATIONS:
        rule = operation.path.replace("{", "<").replace("}", ">")
        view = partial(serve, operation, context, keys, limit)
        blueprint.add_url_rule(rule, operation.name, view, methods=[operation.method])
    blueprint.add_url_rule("/openapi.json", "openapi", partial(description, context))
    blueprint.after_request(_for_other_websites)
    app.register_blueprint(blueprint)
    app.add_url_rule("/healthz", "health", partial(health, state))


def _for_other_websites(response: Response) -> Response:
    """Say what another website may do in a visitor's browser: read what needs no key."""
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    return response
