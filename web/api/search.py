"""Exact search: every passage that has what is asked for, with filters that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.exact_search import Found, FoundDocument, Order, SearchRequest, SearchResult
from assistant.facets import UNKNOWN, Facet
from corpus.decisions import STATUS_NAMES
from corpus.document import Role
from index.engine import Snapshot, only
from index.search_query import MOST_CHARACTERS, QUOTES, read_query
from web.api.context import Context
from web.api.documents import document_item
from web.api.fields import NO_CONTROL, Choice, Field, Flag, Text, Year
from web.api.filters import LIMITS, all_documents, filters_of, organisations
from web.api.operation import Asked, Reply
from web.api.schema import Says, Schema
from web.language import root_of_site
from web.permalink import passage_address


class Terms:
    """Words, "phrases", -exclusions, titel:words and alternatives with OF."""

    def schema(self) -> Schema:
        """Return the schema of a value: quotation marks in pairs, and somewhere a letter or digit."""
        text, mark = NO_CONTROL.replace("]", f"{QUOTES}]"), f"[{QUOTES}]"
        word = r"[\p{L}\p{N}]"
        any_ = f"(?:{text}|{mark}{text}*{mark})*"
        pattern = f"^{any_}(?:{word}|{mark}{text}*{word}{text}*{mark}){any_}$"
        return {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": pattern}

    def read(self, value: object) -> str:
        """Return the words; raises QuestionError as ``read_query`` does, and as a text on one line does."""
        text = value if isinstance(value, str) else ""
        read_query(text)
        return Text(MOST_CHARACTERS).read(text)


SEARCHING = (
    Field(
        "q",
        Terms(),
        Says(
            'Woorden; "woorden achter elkaar"; -niet; titel:woord; dit OF dat.',
            'Words; "words in a row"; -not; title:word; this OR that.',
        ),
        required=True,
        example='"sociaal domein" -jeugd',
    ),
    *LIMITS,
    Field(
        "year",
        Year(),
        Says("Alleen van dit jaar; mag vaker.", "Only of this year; more than once is possible."),
        many=True,
    ),
    Field(
        "status",
        Choice((*STATUS_NAMES, UNKNOWN)),
        Says("Alleen met deze status; mag vaker.", "Only with this status; more than once is possible."),
        many=True,
    ),
    Field(
        "body",
        Text(120),
        Says(
            "Alleen wat dit orgaan besloot; mag vaker.",
            "Only what this body decided; more than once is possible.",
        ),
        many=True,
    ),
    Field(
        "role",
        Choice(tuple(role.value for role in Role)),
        Says("Alleen dit soort tekst; mag vaker.", "Only this kind of text; more than once is possible."),
        many=True,
    ),
    Field(
        "order",
        Choice(tuple(order.value for order in Order)),
        Says("Wat eerst komt.", "What comes first."),
        default=Order.RELEVANCE.value,
    ),
    Field(
        "byDocument",
        Flag(),
        Says("Documenten, met van elk de eerste passages.", "Documents, with the first passages of each."),
        default=False,
    ),
    Field(
        "decisionsFirst",
        Flag(),
        Says(
            "Besluiten eerst; als u niets zegt, beslissen uw woorden.",
            "Decisions first; where you say nothing, your words decide.",
        ),
    ),
)
FACETS = (Facet.KIND, Facet.STATUS, Facet.BODY, Facet.ROLE)


def search(context: Context, asked: Asked) -> Reply:
    """Search exactly; the counts of ``options`` are those of the whole search, not of this page."""
    with context.engine().snapshot() as snapshot:
        request = _request(snapshot, asked)
    limit, offset = asked["limit"], asked["offset"]
    number, skipped = divmod(offset, limit)
    result = context.search(replace(request, page=number + 1, size=limit))
    pages = [result]
    if skipped:
        pages.append(context.search(replace(request, page=number + 2, size=limit)))
    # A page that is not there is the last one again.
    there = [page for place, page in enumerate(pages, number + 1) if page.page == place and page.total]
    found = [item for page in there for item in page.found][skipped : skipped + limit]
    grouped = [item for page in there for item in page.documents][skipped : skipped + limit]
    return Reply(_content(result, found, grouped), total=result.total)


def _request(snapshot: Snapshot, asked: Asked) -> SearchRequest:
    """Return the request; limits that have no counts of their own become the documents that fit them."""
    filters = filters_of(asked, organisations(all_documents(snapshot)))
    chosen: dict[Facet, tuple[str, ...]] = {facet: asked[facet.value] for facet in FACETS}
    chosen[Facet.MUNICIPALITY] = filters.municipalities
    chosen[Facet.YEAR] = tuple(str(year) for year in asked["year"])
    scope: tuple[str, ...] = ()
    if filters.documents or filters.from_year or filters.to_year:
        within = snapshot.documents(replace(filters, municipalities=(), kinds=()))
        scope = only(record.document_id for record in within)
    return SearchRequest(
        asked["q"],
        chosen,
        Order(asked["order"]),
        asked["byDocument"],
        filters.all_versions,
        scope,
        asked["decisionsFirst"],
    )


def _content(
    result: SearchResult, found: Sequence[Found], documents: Sequence[FoundDocument]
) -> dict[str, Any]:
    return {
        "question": result.query.text,
        "ignored": list(result.query.ignored),
        "loose": list(result.query.loose),
        "as_phrase": result.query.as_phrase,
        "decisions_first": result.decisions_first,
        "total": result.total,
        "passages_total": result.passages_total,
        "documents_total": result.documents_total,
        "options": {
            facet.value: [
                {"value": option.value, "count": option.count, "chosen": option.chosen} for option in options
            ]
            for facet, options in result.options.items()
        },
        "passages": [_passage(item) for item in found],
        "documents": [
            {
                "document": document_item(item.record),
                "count": item.passages,
                "passages": [_passage(first) for first in item.first],
            }
            for item in documents
        ],
    }


def _passage(found: Found) -> dict[str, Any]:
    passage, decided = found.passage, found.decided
    about, document = passage.document.description, passage.document
    told = decided.date or decided.body or decided.decision
    return {
        "document_id": document.document_id,
        "municipality": about.municipality,
        "title": about.title,
        "kind": about.kind,
        "years": [about.year_from, about.year_to],
        "start": passage.span.start,
        "end": passage.span.end,
        "quote": passage.text,
        "marks": [{"start": mark.start, "end": mark.end} for mark in found.marks],
        "above": list(found.above),
        "section": list(passage.section),
        "role": passage.role.value,
        "speaker": passage.speaker,
        "page": passage.page,
        "page_label": document.coverage.label(passage.page),
        "decision": {"date": decided.date, "body": decided.body, "decision": decided.decision}
        if told
        else None,
        "score": round(found.score, 4),
        "link": passage_address(document, passage.span, passage.text, root_of_site()),
    }
