"""The interface for programs: answers as JSON, faults as ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import partial

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict

from assistant.ask import Request
from assistant.contacts import Contacts, beside_json
from assistant.guidance import help_to_json
from assistant.reply import answer_to_json
from assistant.talk import turn_of
from corpus.errors import LibraryError, QuestionError
from corpus.kinds import KIND_NAMES
from corpus.municipalities import find_municipality
from index.engine import Filters
from web.documents import OpenEngine
from web.guidance import help_by_rule
from web.pages import Ask
from web.present import answer_text
from web.text import title_of
from web.turns import Sealer

State = Callable[[], str]


def json_response(content: object, status: int = 200, mimetype: str = "application/json") -> Response:
    """Return content as JSON, in the order it was given."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return Response(body + "\n", status, mimetype=mimetype)


def problem(status: int, detail: str, language: str) -> Response:
    """Return a fault as ``application/problem+json`` (RFC 9457), with help where the question in the
    address tells of danger."""
    content: dict[str, object] = {"status": status, "title": title_of(status, language), "detail": detail}
    first = help_by_rule(request.args.get("q", ""))
    if first:
        content["help"] = help_to_json(first)
    return json_response(content, status, "application/problem+json")


def read_request(arguments: MultiDict[str, str], own: str | None, known: Collection[str]) -> Request:
    """Return what the address asks; raises QuestionError for a value that cannot be.

    ``municipality`` (more than once is possible), ``kind``, ``from_year`` and ``to_year`` limit
    what is searched; ``gemeente`` is the asker's own municipality, answered first. ``known`` are
    the organisations in the library that are no municipality.
    """
    kinds = tuple(kind.casefold() for kind in arguments.getlist("kind") if kind)
    for kind in kinds:
        if kind not in KIND_NAMES:
            raise QuestionError("unknown_kind", value=kind, known=", ".join(sorted(KIND_NAMES)))
    first, last = year(arguments.get("from_year")), year(arguments.get("to_year"))
    places = tuple(place(name, known) for name in arguments.getlist("municipality") if name)
    home = arguments.get("gemeente")
    return Request(
        arguments.get("q", ""),
        Filters(places, kinds, (), first, last),
        place(home, known) if home else own,
    )


def place(name: str, known: Collection[str]) -> str:
    """Return the official name of a municipality, or of an organisation that the library knows."""
    official = find_municipality(name)
    if official:
        return official.name
    found = next((other for other in known if other.casefold() == name.strip().casefold()), None)
    if found is None:
        raise QuestionError("unknown_municipality", name=name)
    return found


def year(value: str | None) -> int | None:
    """Return a year of four digits, None where none is given; raises QuestionError."""
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise QuestionError("bad_year", value=value)
    return int(value)


def answer(
    engine: OpenEngine, ask: Ask, own: str | None, language: str, contacts: Contacts, sealer: Sealer
) -> Response:
    """Answer the question in the address; ``previous`` is the turn before it, as it was handed out.

    One that cannot be read counts as none, and ``turn_lost`` says so.
    """
    with engine().snapshot() as snapshot:
        known = {r.description.municipality or "" for r in snapshot.documents()}
    if not known:
        raise LibraryError("empty_library")
    given = request.args.get("previous", "")
    turn = sealer.open(given)
    asked = read_request(request.args, own, known)
    found = ask(asked, turn)
    beside = beside_json(found, contacts, asked.home)
    content = answer_to_json(found, answer_text(found, language), beside=beside)
    content["previous"] = sealer.seal(turn_of(found, turn))
    content["turn_lost"] = bool(given) and turn is None
    return json_response(content)


def health(state: State) -> Response:
    """Say at once that the server runs, and whether the language model is there yet."""
    return json_response({"status": "ok", "model": state()})


def add_routes(
    app: Flask,
    engine: OpenEngine,
    ask: Ask,
    state: State,
    own: str | None,
    language: str,
    contacts: Contacts,
    sealer: Sealer,
) -> None:
    """Add the interface for programs to the application."""
    answering = partial(answer, engine, ask, own, language, contacts, sealer)
    app.add_url_rule("/api/v1/answer", "api_answer", answering)
    app.add_url_rule("/healthz", "health", partial(health, state))
