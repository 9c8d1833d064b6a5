"""The page on which is searched exactly, and the feed of a search."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import Flask, Response, render_template, request, url_for

from assistant.exact_search import ExactSearcher, Order, SearchRequest, SearchResult
from assistant.settings import Settings
from corpus.errors import QuestionError
from index.search_query import Item
from web.dossier import DossierSealer
from web.language import ROOT, current_language, t
from web.messages import error_message
from web.search_address import Address, address_of, read_search
from web.search_feed import MEDIA_TYPE, Entry, feed
from web.search_view import date_words, search_view
from web.text import shortened
from web.well_known import site_address

SHOWN_IN_TITLE = 120
FEED_SIZE = 50
# Of a longer search is not tried what it finds without each of its words.
MOST_LEFT_OUT = 6

Counted = tuple[str, int, str]


def search_page(searcher: ExactSearcher, settings: Settings, sealer: DossierSealer) -> tuple[str, int]:
    """Show the form; with a search in the address what it finds too."""
    asked = read_search(request.args)
    carried = sealer.carried(request.args.get("dossier", ""))
    shown = {"asked": asked, "carried": carried, "date_words": date_words, "address_of": address_of}
    if "q" not in request.args:
        return render_template("search.html", **shown), 200
    try:
        result = searcher.search(asked)
        each = [] if result.passages_total else _counted(searcher, _each(result))
        fewer = [] if result.passages_total else [one for one in _counted(searcher, _fewer(result)) if one[1]]
    except QuestionError as error:
        fault = error_message(error, current_language())
        return render_template("search.html", **shown, fault=fault), 400
    view = search_view(result, site_address(settings), carried)
    heading = shortened(asked.text, SHOWN_IN_TITLE)
    return render_template("search.html", **shown, view=view, heading=heading, each=each, fewer=fewer), 200


def _typed(item: Item) -> str:
    """Return a word or phrase as it is typed."""
    text = f'"{item.text}"' if item.verbatim else item.text
    return f"{'-' if item.excluded else ''}{'titel:' if item.title else ''}{text}"


def _each(result: SearchResult) -> list[tuple[str, str]]:
    """Return each word or phrase by itself, with what is then searched for."""
    return [(text, text) for text in map(_typed, result.query.wanted)]


def _fewer(result: SearchResult) -> list[tuple[str, str]]:
    """Return each word or phrase, or those with OF between them, with a search for all the rest."""
    clauses = result.query.clauses
    texts = [" OF ".join(map(_typed, clause.items)) for clause in clauses]
    wanted = [at for at, clause in enumerate(clauses) if not all(item.excluded for item in clause.items)]
    if not 2 < len(wanted) <= MOST_LEFT_OUT:  # of two that is the other one
        return []
    return [(texts[at], " ".join(texts[:at] + texts[at + 1 :])) for at in wanted]


def _counted(searcher: ExactSearcher, named: list[tuple[str, str]]) -> list[Counted]:
    """Return the name of each search, how many passages it finds, and its address."""
    asked = [(name, SearchRequest(text)) for name, text in named]
    return [
        (name, searcher.search(one).passages_total, url_for("search", **address_of(one)))
        for name, one in asked
    ]


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
