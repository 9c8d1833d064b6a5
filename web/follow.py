"""What was understood as items that can be dropped or changed, and questions to go on with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from assistant.ask import Request
from assistant.reply import Answer, Reason, Wants
from assistant.wording import with_places, with_years, without_kind
from corpus.kinds import KIND_NAMES
from corpus.municipalities import find_municipality
from index.engine import DocumentRecord, Filters
from web.messages import message
from web.opening import kind_word
from web.page_words import page_word
from web.present import listed

Address = Callable[..., str]
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was understood: what it is, its value, and the address without it."""

    label: str
    value: str
    href: str
    without: str


def changed(arguments: MultiDict[str, str], known: Collection[str]) -> Request:
    """Return the question in an address, changed as the address says.

    ``plaats``, ``jaar`` and ``soort`` set the municipality, year and kind of document; empty they
    drop it. What is no municipality, year or kind changes nothing. ``letterlijk`` keeps every word
    as it was typed.
    """
    question = arguments.get("q", "")
    if question and "plaats" in arguments:
        name = arguments["plaats"].strip()
        place = find_municipality(name)
        official = place.name if place else next((n for n in known if n.casefold() == name.casefold()), None)
        if official or not name:
            question = with_places(question, (official,) if official else (), known)
    if question and "jaar" in arguments:
        year = arguments["jaar"].strip()
        if not year or (len(year) == 4 and year.isascii() and year.isdigit()):
            question = with_years(question, (int(year),) if year else ())
    kind = arguments.get("soort", "").strip().casefold()
    if question and "soort" in arguments and not kind:
        question = without_kind(question)
    kinds = (kind,) if kind in KIND_NAMES else ()
    return Request(question, Filters(kinds=kinds), as_typed="letterlijk" in arguments)


def items(
    answer: Answer,
    home: str | None,
    address: Address,
    corrections: Sequence[tuple[str, str]],
    language: str = "nl",
) -> list[Item]:
    """Return what was understood of a question, each with the address of the question without it."""
    understood = answer.understood
    question = answer.read_as or answer.question
    kinds, excluded = answer.turn_limits
    kept = {"soort": kinds[0]} if kinds else {}

    def at(**given: str) -> str:
        return address(q=question, gemeente=home, **{**kept, **given})

    def item(label: str, value: str, href: str, without: str) -> Item:
        return Item(page_word(label, language), value, href, page_word(without, language))

    found = [
        item("item_read_as", f"{written} → {right}", at(letterlijk="1"), "drop_correction")
        for written, right in corrections
    ]
    places = [
        *understood.municipalities,
        *(page_word("not_in_library", language, name=name) for name in understood.unknown),
    ]
    found += [item("municipality", name, at(plaats=""), "all_municipalities") for name in places]
    if excluded:
        found.append(item("item_not", listed(list(excluded), language), at(), "drop_not"))
    if understood.years:
        years = listed([str(year) for year in understood.years], language)
        label = "item_since" if understood.since else "year"
        found.append(item(label, years, at(jaar=""), "all_years"))
    kind = kinds[0] if kinds else understood.kind
    if kind:
        label = "item_only" if kinds else "kind_of_document"
        found.append(item(label, kind_word(kind, language), at(soort=""), "all_kinds"))
    if home and home not in understood.municipalities:
        elsewhere = address(q=question, gemeente="", **kept)
        found.append(item("item_home", home, elsewhere, "no_matter"))
    return found


def years_in(records: Sequence[DocumentRecord]) -> list[int]:
    """Return every year that documents are about, newest first."""
    spans = [(r.description.year_from, r.description.year_to or r.description.year_from) for r in records]
    found = {year for first, last in spans if first and last for year in range(first, last + 1)}
    return sorted(found, reverse=True)


def kinds_of(records: Sequence[DocumentRecord]) -> list[str]:
    """Return the kinds of the documents, in order of the alphabet."""
    return sorted({record.description.kind for record in records})


def suggestions(answer: Answer, places: Collection[str], language: str = "nl") -> list[str]:
    """Return two or three questions that one may want to ask next, in the order of how likely."""
    if answer.reason in (Reason.OTHER_MUNICIPALITY, Reason.NO_DOCUMENTS, Reason.NO_MORE):
        return [message("next_others", language)]
    understood = answer.understood
    found = []
    if answer.abstained:
        found += [message("next_others", language)] if understood.municipalities else []
        return found
    if understood.wants is Wants.AMOUNT and understood.years:
        found.append(message("next_year_before", language))
    if understood.wants is Wants.TEXT:
        found.append(message("next_cost", language))
    if len(answer.parts) > 1:
        found.append(message("next_second", language))
    elif len(understood.municipalities) == 1:
        named = {*understood.municipalities, *answer.without}
        other = next((place for place in (*answer.more, *places) if place not in named), None)
        if other:
            found.append(message("next_place", language, name=other))
    if understood.wants is not Wants.AMOUNT and len(answer.hits) > len(answer.citations):
        found.append(message("next_more", language))
    return found[:MOST_SUGGESTIONS]
