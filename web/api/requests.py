"""A request, checked: what it accepts, who makes it, and what it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import Request
from werkzeug.exceptions import BadRequest, Forbidden, NotAcceptable, TooManyRequests, UnsupportedMediaType
from werkzeug.http import parse_options_header

from web.api.fields import BODY, PATH, QUERY, InvalidInputError, Wrong, read_fields
from web.api.operation import FORM, Body, Operation
from web.guard import Limit, from_elsewhere

# Wrong keys in so many seconds; after that only a right one is answered at once.
MOST_WRONG, SECONDS = 10, 300


class NoKeyError(Exception):
    """A key is needed; ``code`` says whether none was given, or one that is not known."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_accepted(request: Request, mimetype: str) -> None:
    """End the request with 406 where its sender cannot take what would be given."""
    accepted = request.accept_mimetypes
    if accepted and not accepted.quality(mimetype):
        raise NotAcceptable("not_acceptable")


def key_of(request: Request, name_of: Callable[[str], str | None], limit: Limit) -> str:
    """Return whose key a request has.

    It ends with 403 where a browser sends it from another website, and with 429 after too many wrong
    keys. Raises NoKeyError where it has none, or one that nobody has.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if origin == "null" or from_elsewhere(site, origin, request.host):
        raise Forbidden("key_from_elsewhere")
    given = bearer(request.headers.get("Authorization", ""))
    if not given:
        raise NoKeyError("need_key")
    name = name_of(given)
    if name is None:
        if wait := limit.wait():
            raise TooManyRequests("too_many_wrong_keys", retry_after=wait)
        raise NoKeyError("wrong_key")
    return name


def bearer(authorization: str) -> str:
    """Return the key in a header, nothing where there is none."""
    scheme, _, given = authorization.partition(" ")
    return given.strip() if scheme.casefold() == "bearer" else ""


def path_values(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the path says; raises InvalidInputError for what leads nowhere."""
    return read_fields(operation.path_fields, {name: [value] for name, value in given.items()}, PATH)


def values_of(operation: Operation, request: Request) -> dict[str, Any]:
    """Return what the query and the body say; raises InvalidInputError with all that is wrong in both."""
    found: dict[str, Any] = {}
    faults: list[Wrong] = []
    body = _sent(operation.body, request) if operation.body else {}
    for where, given in ((QUERY, dict(request.args.lists())), (BODY, body)):
        fields = operation.query_fields if where == QUERY else operation.places[BODY]
        try:
            found |= read_fields(fields, given, where)
        except InvalidInputError as error:
            faults += error.wrong
    if faults:
        raise InvalidInputError(faults)
    return found


def _sent(body: Body, request: Request) -> Mapping[str, Sequence[object]]:
    """Return what was sent along, the values of each field."""
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    if kind != body.form or (kind == FORM and not options.get("boundary")):
        raise UnsupportedMediaType("bad_media_type")
    if body.form == FORM:
        # A file without a name comes as a field like any other, and is then no file.
        parts: dict[str, list[object]] = {}
        for name, value in (*request.form.items(multi=True), *request.files.items(multi=True)):
            parts.setdefault(name, []).append(value)
        return parts
    return _object(request, {field.name for field in body.fields if field.many})


def _object(request: Request, many: Collection[str]) -> dict[str, list[object]]:
    """Return the values of a JSON object; a list stands for its items only where there may be several."""
    try:
        content = json.loads(request.get_data().decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadRequest("bad_json") from error
    if not isinstance(content, dict):
        raise BadRequest("bad_json")
    return {
        name: value if name in many and isinstance(value, list) else [[value] if name in many else value]
        for name, value in content.items()
    }


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON object; one with a name twice says two things, and others read another one of them."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found
