"""Faults as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, NotRequired, TypedDict

from flask import Response, request

from assistant.guidance import Help, help_to_json
from web.api.fields import BODY, Wrong
from web.api.schema import Says
from web.guidance import help_by_rule
from web.text import title_of, words

PROBLEM = "application/problem+json"
# What the interface says of a request that it refuses, as the descriptions of HTTP errors.
OWN_WORDS = (
    "bad_json",
    "bad_media_type",
    "key_from_elsewhere",
    "link_unknown",
    "link_wrong",
    "no_such_job",
    "no_such_report",
    "not_acceptable",
    "too_many_files",
    "too_many_reports",
    "too_many_wrong_keys",
)
CODES = {404: "no_such_address", 405: "no_such_method", 413: "too_large_request", 500: "server_error"}


class Location(TypedDict):
    """Where in a request something is wrong: the name of a parameter, or a JSON pointer into the body."""

    name: NotRequired[str]
    pointer: NotRequired[str]


Fault = TypedDict(
    "Fault",
    {
        "in": Annotated[str, Says("query, path of body.", "query, path or body.")],
        "location": Location,
        "code": str,
        "detail": str,
    },
)


class Problem(TypedDict):
    """What went wrong, and what helps."""

    status: int
    title: str
    detail: Annotated[str, Says("Wat er mis is en wat helpt.", "What is wrong and what helps.")]
    errors: NotRequired[
        Annotated[
            list[Fault],
            Says("Alles wat er mis is met de invoer.", "Everything that is wrong with the input."),
        ]
    ]
    help: NotRequired[
        Annotated[
            Help,
            Says(
                "Hulp bij gevaar, als de vraag daarover gaat.",
                "Help in danger, where the question is about it.",
            ),
        ]
    ]


def json_response(content: object, status: int = 200, mimetype: str = "application/json") -> Response:
    """Return content as JSON, in the order it was given."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"
    return Response(body.encode("utf-8", "replace"), status, mimetype=mimetype)


def problem(status: int, detail: str, language: str, wrong: Sequence[Wrong] = ()) -> Response:
    """Return a fault, with help where the question in the address tells of danger."""
    content: dict[str, object] = {"status": status, "title": title_of(status, language), "detail": detail}
    if wrong:
        content["errors"] = [_fault(item, language) for item in wrong]
    first = help_by_rule(request.args.get("q", ""))
    if first:
        content["help"] = help_to_json(first)
    return json_response(content, status, PROBLEM)


def _fault(item: Wrong, language: str) -> dict[str, object]:
    escaped = item.name.replace("~", "~0").replace("/", "~1")
    return {
        "in": item.where,
        "location": {"pointer": f"/{escaped}"} if item.where == BODY else {"name": item.name},
        "code": item.error.code,
        "detail": words(item.error.code, language, item.error.parameters),
    }
