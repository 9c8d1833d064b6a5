"""The page on which is searched exactly, and the feed of a search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from flask import Flask, Response, render_template, request, url_for

from assistant.exact_search import ExactSearcher, Order, SearchRequest, SearchResult
from assistant.settings import Settings
from corpus.errors import QuestionError
from index.search_query import Item
from web.days import date_words
from web.dossier import DossierSealer
from web.language import ROOT, current_language, t
from web.messages import error_message
from web.search_address import Address, address_of, read_search
from web.search_feed import MEDIA_TYPE, Entry, feed
from web.search_view import search_view
from web.text import shortened
from web.well_known import site_address

SHOWN_IN_TITLE = 120
FEED_SIZE = 50
# Of a longer search is not tried what it finds without each of its words.
MOST_LEFT_OUT = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """Another search: what it is called, how many passages it finds, and its address."""

    name: str
    passages: int
    href: str


@dataclass(frozen=True, slots=True)
class Instead:
    """What can be searched for instead: each word by itself, all without one word, the same in earlier
    versions too, and the same with nothing chosen; the last three only where they find something."""

    each: tuple[Counted, ...]
    fewer: tuple[Counted, ...]
    earlier: Counted | None
    anywhere: Counted | None


def search_page(searcher: ExactSearcher, settings: Settings, sealer: DossierSealer) -> tuple[str, int]:
    """Show the form; with a search in the address what it finds too."""
    asked = read_search(request.args)
    carried = sealer.carried(request.args.get("dossier", ""))
    shown = {"asked": asked, "carried": carried, "date_words": date_words, "address_of": address_of}
    if "q" not in request.args:
        return render_template("search.html", **shown), 200
    try:
        result = searcher.search(asked)
        instead = None if result.passages_total else _instead(searcher, result)
    except QuestionError as error:
        fault = error_message(error, current_language())
        return render_template("search.html", **shown, fault=fault), 400
    view = search_view(result, site_address(settings), carried)
    heading = shortened(asked.text, SHOWN_IN_TITLE)
    return render_template("search.html", **shown, view=view, heading=heading, instead=instead), 200


def _instead(searcher: ExactSearcher, result: SearchResult) -> Instead:
    """Return what finds something where a search finds nothing, within the same choices."""
    asked = replace(result.request, page=1)
    wider = {
        "earlier": None if asked.all_versions else replace(asked, all_versions=True),
        "anywhere": replace(asked, chosen={}, documents=()) if asked.chosen or asked.documents else None,
    }
    each = map(_typed, result.query.wanted)
    earlier, anywhere = (_counted(searcher, name, one) if one else None for name, one in wider.items())
    return Instead(
        tuple(_counted(searcher, text, replace(asked, text=text)) for text in each),
        tuple(
            one
            for text, rest in _fewer(result)
            if (one := _counted(searcher, text, replace(asked, text=rest))).passages
        ),
        earlier if earlier and earlier.passages else None,
        anywhere if anywhere and anywhere.passages else None,
    )


def _typed(item: Item) -> str:
    """Return a word or phrase as it is typed."""
    text = f'"{item.text}"' if item.verbatim else item.text
    return f"{'-' if item.excluded else ''}{'titel:' if item.title else ''}{text}"


def _fewer(result: SearchResult) -> list[tuple[str, str]]:
    """Return each word or phrase, or those with OF between them, with a search for all the rest."""
    clauses = result.query.clauses
    texts = [" OF ".join(map(_typed, clause.items)) for clause in clauses]
    wanted = [at for at, clause in enumerate(clauses) if not all(item.excluded for item in clause.items)]
    if not 2 < len(wanted) <= MOST_LEFT_OUT:  # of two that is the other one
        return []
    return [(texts[at], " ".join(texts[:at] + texts[at + 1 :])) for at in wanted]


def _counted(searcher: ExactSearcher, name: str, asked: SearchRequest) -> Counted:
    """Return a search with how many passages it finds."""
    return Counted(name, searcher.search(asked).passages_total, url_for("search", **address_of(asked)))


def feed_page(searcher: ExactSearcher, settings: Settings) -> Response:
    """Send the documents that a search finds as a feed, the one added last first."""
    asked = replace(read_search(request.args), by_document=True, order=Order.ADDED, page=1, size=FEED_SIZE)
    asked = replace(asked, decisions_first=False)
    result = searcher.search(asked)
    site = site_address(settings)
    arguments = address_of(replace(asked, by_document=False, order=Order.RELEVANCE, decisions_first=None))
    entries = [
        Entry(
            shelf.record.document_id,
            shelf.record.description.title,
            f"{site}/documenten/{shelf.record.document_id}",
            shelf.record.added,
            [("\n".join(card.citing.paragraphs), card.citing.address) for card in shelf.cards],
        )
        for shelf in search_view(result, site).shelves
    ]
    content = feed(
        t("search_feed_title", site=settings.name, text=asked.text),
        t("search_feed_says"),
        settings.name,
        current_language(),
        site + _path("search_feed", arguments),
        site + _path("search", arguments),
        entries,
    )
    return Response(content, mimetype=MEDIA_TYPE)


def _path(name: str, arguments: Address) -> str:
    """Return the path of a page from the address of the website, its language kept."""
    return url_for(name, **arguments)[len(request.environ.get(ROOT, "")) :]


def add_routes(app: Flask, searcher: ExactSearcher, settings: Settings, sealer: DossierSealer) -> None:
    """Add the pages to the application."""
    app.add_url_rule("/zoeken", "search", partial(search_page, searcher, settings, sealer))
    app.add_url_rule("/zoeken.atom", "search_feed", partial(feed_page, searcher, settings))
