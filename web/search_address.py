"""A search as it stands in an address: read from it, and written to it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from assistant.exact_search import Order, SearchRequest
from assistant.facets import Chosen, Facet
from corpus.document import Role
from web.text import printable

NAMES = {
    Facet.MUNICIPALITY: "gemeente",
    Facet.KIND: "soort",
    Facet.YEAR: "jaar",
    Facet.STATUS: "status",
    Facet.BODY: "orgaan",
    Facet.ROLE: "onderdeel",
}
ORDERS = {"": Order.RELEVANCE, "nieuw": Order.NEWEST, "oud": Order.OLDEST, "toegevoegd": Order.ADDED}
DECISIONS = {"ja": True, "nee": False}
# The only filter whose values have words of ours: a document cannot bring another one.
ROLES = frozenset(Role)
MOST_VALUES, LONGEST_VALUE = 60, 100

Address = dict[str, Any]


def read_search(arguments: MultiDict[str, str]) -> SearchRequest:
    """Return what an address asks for; what it cannot mean is left out."""
    chosen = {facet: _values(arguments, name) for facet, name in NAMES.items()}
    chosen[Facet.ROLE] = tuple(value for value in chosen[Facet.ROLE] if value in ROLES)
    page = arguments.get("pagina", "1")
    return SearchRequest(
        printable(arguments.get("q", "")),
        {facet: values for facet, values in chosen.items() if values},
        ORDERS.get(arguments.get("volgorde", ""), Order.RELEVANCE),
        arguments.get("per") == "document",
        arguments.get("versies") == "alle",
        _values(arguments, "document"),
        DECISIONS.get(arguments.get("besluiten", "")),
        int(page) if page.isascii() and page.isdecimal() and len(page) <= 6 else 1,
    )


def _values(arguments: MultiDict[str, str], name: str) -> tuple[str, ...]:
    given = (value.strip()[:LONGEST_VALUE] for value in arguments.getlist(name))
    return tuple(dict.fromkeys(value for value in given if value))[:MOST_VALUES]


def address_of(request: SearchRequest) -> Address:
    """Return the arguments of the address that asks for this, those that say nothing left out."""
    order = next(word for word, order in ORDERS.items() if order is request.order)
    decisions = {value: word for word, value in DECISIONS.items()}
    given: Address = {
        "q": request.text,
        **{NAMES[facet]: list(values) for facet, values in request.chosen.items()},
        "volgorde": order,
        "per": "document" if request.by_document else "",
        "versies": "alle" if request.all_versions else "",
        "document": list(request.documents),
        "besluiten": "" if request.decisions_first is None else decisions[request.decisions_first],
        "pagina": "" if request.page == 1 else str(request.page),
    }
    return {name: value for name, value in given.items() if value}


def toggled(request: SearchRequest, facet: Facet, value: str) -> SearchRequest:
    """Return the request with a value chosen, or no longer chosen, from its first page."""
    now = request.chosen.get(facet, ())
    values = tuple(other for other in now if other != value) if value in now else (*now, value)
    return replace(request, chosen=_chosen(request.chosen, facet, values), page=1)


def _chosen(chosen: Chosen, facet: Facet, values: tuple[str, ...]) -> Mapping[Facet, tuple[str, ...]]:
    return {f: v for f, v in {**chosen, facet: values}.items() if v}
