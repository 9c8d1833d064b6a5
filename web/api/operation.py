"""What an operation of the interface is: its address, what it takes, what it gives, and what serves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from web.api.context import Context
from web.api.fields import BODY, PATH, QUERY, Field, Number
from web.api.schema import Says

JSON, FORM = "application/json", "multipart/form-data"
MOST_ITEMS, USUAL_ITEMS = 100, 20
PAGING = (
    Field(
        "limit",
        Number(1, MOST_ITEMS),
        Says("Hoeveel er hoogstens in het antwoord staan.", "How many the response holds at most."),
        default=USUAL_ITEMS,
    ),
    Field(
        "offset",
        Number(0, 1_000_000),
        Says("Hoeveel er worden overgeslagen.", "How many are skipped."),
        default=0,
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was checked: the values of all its fields by name, those of a field that may be said
    more than once as a tuple, the name of the key that it was made with, if any, and ``where`` it says
    what it asks."""

    values: Mapping[str, Any]
    key: str = ""
    where: str = QUERY

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a view gives: content for JSON, None for nothing; of a collection how many there are in all."""

    content: Any
    total: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tag:
    """A group of operations, as the documentation shows them."""

    name: str
    says: Says


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent along: fields of a JSON object, or of a form with a file; at least so many of them."""

    fields: tuple[Field, ...]
    form: str = JSON
    least: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked; ``gives`` is the type of the response, None where it is empty, ``keyed``
    is true where a key is needed, ``problems`` are the statuses that do not follow from the rest."""

    name: str
    method: str
    path: str
    tag: Tag
    title: Says
    view: Callable[[Context, Asked], Reply]
    gives: type | None
    says: Says | None = None
    path_fields: tuple[Field, ...] = ()
    query: tuple[Field, ...] = ()
    body: Body | None = None
    status: int = 200
    keyed: bool = False
    paged: bool = False
    problems: tuple[int, ...] = ()

    @property
    def query_fields(self) -> tuple[Field, ...]:
        """What may stand in the address behind the question mark."""
        return (*self.query, *(PAGING if self.paged else ()))

    @property
    def places(self) -> dict[str, tuple[Field, ...]]:
        """The fields by where they stand."""
        return {PATH: self.path_fields, QUERY: self.query_fields, BODY: self.body.fields if self.body else ()}

    @property
    def all_problems(self) -> tuple[int, ...]:
        """The statuses of what can go wrong."""
        found = {400, 406, 500, *self.problems}  # 400: what is not known in an address is refused everywhere
        if self.path_fields:
            found.add(404)
        if self.body:
            found |= {413, 415}
        if self.keyed:
            found |= {401, 403, 429}
        return tuple(sorted(found))
