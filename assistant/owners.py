"""Whose documents a question is about: a municipality's own, and those of the bodies it takes part in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reply import Understood
from index.engine import DocumentRecord, Filters

# A question that names the edition of a document is about earlier editions too.
EDITIONS = re.compile(
    r"\bamendement|\bgeamendeerd|\bgewijzigde?\s+(?:versie|voorstel|besluit)|\boorspronkelijke?\b"
    r"|\b(?:eerdere|vorige|nieuwe|oude|concept)[- ]?(?:versie|voorstel|ontwerp)",
    re.IGNORECASE,
)


def with_bodies(understood: Understood, documents: Sequence[DocumentRecord]) -> Understood:
    """Return what was understood with the joint bodies that answer for a municipality.

    A municipality without documents of its own is looked for in those of its bodies, where its name
    says which row or sentence is meant; one that has them only where the question names the body.
    """
    bodies: dict[str, list[str]] = {}
    for record in documents:
        about = record.description
        for member in about.members:
            bodies.setdefault(member, []).append(about.speaker)
    found = list(understood.municipalities)
    for name in understood.municipalities:
        found += [body for body in bodies.get(name, ()) if _is_named(body, understood.asked)]
    only_member = [name for name in understood.unknown if name in bodies]
    for name in only_member:
        found += bodies[name]
    words = " ".join(only_member)
    return replace(
        understood,
        municipalities=tuple(dict.fromkeys(found)),
        unknown=tuple(name for name in understood.unknown if name not in bodies),
        asked=f"{understood.asked} {words}".strip(),
        topic=f"{understood.topic} {words}".strip(),
    )


def _is_named(body: str, asked: str) -> bool:
    """Tell whether a question names a body by the word that its name begins with ("de GGD")."""
    return re.search(rf"\b{re.escape(body.split()[0])}\b", asked, re.IGNORECASE) is not None


def within(chosen: Filters, understood: Understood) -> Filters:
    """Return the filters of a search: what the asker chose wins; else the municipalities that the
    question names, in all editions where it asks for what was changed."""
    if EDITIONS.search(understood.asked):
        chosen = replace(chosen, all_versions=True)
    if chosen.municipalities or not understood.municipalities:
        return chosen
    return replace(chosen, municipalities=understood.municipalities)
