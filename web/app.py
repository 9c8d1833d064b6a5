"""The web application: a thin layer over the assistant and the library."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import cast

from flask import Flask, Response, abort, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from assistant.ask import Assistant, Request
from assistant.compare import Comparer, CompareRequest
from assistant.comparison import Comparison
from assistant.contacts import load_contacts
from assistant.exact_search import ExactSearcher
from assistant.question import check
from assistant.reply import Answer
from assistant.settings import Settings
from assistant.talk import ask_in_turn
from assistant.turn import Turn
from corpus.errors import BeleidswijzerError, EncoderError, QuestionError
from corpus.isolate import Readers
from index.embed import Encoder, SentenceEncoder
from index.engine import Engine
from index.rerank import cross_reranker
from index.search import Searcher
from index.store import Store
from web import (
    assets,
    changes,
    compare_pages,
    document_page,
    document_tables,
    documents,
    dossier_pages,
    library_page,
    page_pictures,
    pages,
    search_pages,
    try_page,
)
from web.again import opens_by_itself
from web.api import problems
from web.api.context import Context
from web.api.jobs import Jobs
from web.api.pages import add_page
from web.api.routes import add_routes as add_api
from web.api.routes import allow_upload
from web.around import add_around
from web.chart import svg
from web.compression import compressed
from web.document_terms import part_word, status_word
from web.dossier import DossierSealer, entry_key
from web.examples import topic_terms
from web.guidance import contact_rows, dialled, help_by_rule
from web.headers import API_PREFIX, secured
from web.home import add_home
from web.language import current_language, t
from web.opening import kind_word, years_of
from web.present import document_label, listed, one_line
from web.reports import Reports, reports_file
from web.secret import secret_of
from web.staff import guard
from web.staff import pages as staff_pages
from web.staff.desk import Desk
from web.text import shortened, title_of, unbroken, words
from web.trial import Trials
from web.turns import Sealer

log = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024
EMPTY = ("no_library", "empty_library")
# What a page of ours says of an address that leads nowhere.
OWN_WORDS = ("no_such_document", "no_earlier_version", "no_page_picture", "no_such_table", "try_gone")
API_WORDS = (*OWN_WORDS, *problems.OWN_WORDS)
CODES = {404: "no_such_page", 413: "sent_too_much", 500: "server_error"}
# What to tell staff when nothing can be written; visitors write nothing.
NOT_KEPT = {
    "disk": "st_not_kept",
    "bad_staff_file": "st_not_kept",
    "bad_reports": "st_not_kept",
    "busy": "st_busy",
}
EXTENSION = "beleidswijzer"


class Service:
    """The library and the assistant, each opened when it is first needed and then kept.

    A library that is not there yet is looked for again at the next request. The language model is
    loaded once; who asks meanwhile waits for it.
    """

    def __init__(self, settings: Settings, assistant: Assistant | None = None) -> None:
        self.settings = settings
        self.state = "ready" if assistant else "loading"
        # A website with an address of its own has visitors from elsewhere: nobody counts as nearby.
        self.tries = settings.trials and not settings.address
        self._assistant = assistant
        self._comparer: Comparer | None = None
        self._engine: Engine | None = assistant.searcher.engine if assistant else None
        self.drawer = page_pictures.Drawer(self.engine, settings.library)
        self.trials = Trials(self._encoder_at_hand, partial(Readers, settings.limits, 1))
        self.jobs = Jobs(settings.library, self._encoder_at_hand, partial(Readers, settings.limits, 1))
        self.desk = Desk(settings, self.engine, self._encoder_at_hand, partial(Readers, settings.limits, 1))
        self._encoder: SentenceEncoder | None = None
        self._opening = threading.Lock()
        self._loading = threading.Lock()
        self._warming = threading.Thread(target=self._warm, name="warm", daemon=True)

    def engine(self) -> Engine:
        """Return the library; raises LibraryError where there is none."""
        with self._opening:
            if self._engine is None:
                self._engine = Store(self.settings.library)
            return self._engine

    def encoder(self) -> SentenceEncoder:
        """Return the language model, loaded; raises EncoderError where it cannot be."""
        with self._loading:
            if self._encoder is None:
                self.state = "loading"
                encoder = SentenceEncoder(self.settings.model, dtype=self.settings.dtype)
                try:
                    encoder.question("warm")
                except BaseException:
                    self.state = "failed"
                    raise
                self._encoder = encoder
                self.state = "ready"
            return self._encoder

    def _encoder_at_hand(self) -> Encoder:
        """Return the language model of the assistant where there is one, so that none is loaded twice."""
        return self._assistant.searcher.encoder if self._assistant else self.encoder()

    def ask(self, question: Request, turn: Turn | None = None) -> Answer:
        """Return the answer to a question that may lean on the last turn, waiting for the language
        model where that must be."""
        check(question.question)
        return ask_in_turn(self._ready(), question, turn)

    def compare(self, asked: CompareRequest) -> Comparison:
        """Return a comparison, waiting for the language model where that must be."""
        check(asked.subject)
        if self._comparer is None:
            assistant = self._ready()
            self._comparer = Comparer(assistant.searcher, assistant.matcher)
        return self._comparer.compare(asked)

    def _ready(self) -> Assistant:
        if self._assistant is None:
            reranker = cross_reranker(self.settings.reranker, self.settings.dtype)
            searcher = Searcher(self.engine(), self.encoder(), reranker=reranker)
            self._assistant = Assistant(searcher)
        return self._assistant

    def warm(self) -> None:
        """Load the model and ask a question meanwhile, so that no visitor need wait for it."""
        self._warming.start()

    def _warm(self) -> None:
        try:
            self.encoder()
            topic_terms()
            self.ask(Request("waarmee kan ik beginnen"))
        except BeleidswijzerError as error:
            if isinstance(error, EncoderError):
                self.state = "failed"
            log.warning("not warm: %s", error)
        except Exception:
            log.exception("not warm")

    def close(self) -> None:
        """Release what was opened, after what is still being loaded: a process that ends while the
        language model works is aborted by the system."""
        if self._warming.is_alive():
            self._warming.join()
        self.desk.close()
        self.drawer.close()
        self.trials.close()
        self.jobs.close()
        if self._engine is not None:
            self._engine.close()


def create_app(settings: Settings, assistant: Assistant | None = None) -> Flask:
    """Return the application; without an assistant it makes one, its model loading meanwhile."""
    app = Flask("web", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.url_map.strict_slashes = True
    app.after_request(compressed)  # what is added first is done last, when the page is whole
    service = Service(settings, assistant)
    app.extensions[EXTENSION] = service
    contacts = load_contacts(settings.contacts)
    sealer = Sealer(secret_of(settings))
    pages.add_routes(app, service.engine, service.ask, settings.municipality, contacts, sealer)
    documents.add_routes(app, service.engine)
    document_page.add_routes(app, service.engine, service.drawer.draw)
    document_tables.add_routes(app, service.engine)
    library_page.add_routes(app, service.engine)
    page_pictures.add_routes(app, service.engine, service.drawer)
    changes.add_routes(app, service.engine)
    compare_pages.add_routes(app, service.engine, service.compare)
    dossiers = DossierSealer(secret_of(settings))
    # One for the pages and for programs: each keeps a table of the whole library.
    searcher = ExactSearcher(service.engine)
    search_pages.add_routes(app, searcher, settings, dossiers)
    dossier_pages.add_routes(app, service.engine, settings, dossiers)
    assets.add_routes(app, settings.theme)
    context = Context(
        settings,
        service.engine,
        service.ask,
        searcher.search,
        service.compare,
        contacts,
        sealer,
        Reports(reports_file(settings)),
        service.jobs,
        lambda who, did, subject: service.desk.audit.add(f"API: {who}", did, subject),
    )
    add_api(app, context, lambda: service.state)
    add_page(app, settings)
    try_page.add_routes(app, service.trials, service.tries)
    staff_pages.add_routes(app, service.desk)
    app.before_request(_limit)
    app.after_request(secured)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(BeleidswijzerError, _on_error)
    app.jinja_env.globals.update(opens_by_itself=opens_by_itself)
    app.jinja_env.globals.update(site=settings.name, years_of=years_of, svg=svg, entry_key=entry_key)
    app.context_processor(lambda: {"urgent": help_by_rule(request.args.get("q", ""))})
    app.jinja_env.filters.update(
        contact_rows=contact_rows,
        dialled=dialled,
        kind_word=kind_word,
        label=document_label,
        listed=listed,
        one_line=one_line,
        part_word=part_word,
        shortened=shortened,
        status_word=status_word,
        unbroken=unbroken,
    )
    add_home(app)
    add_around(app, settings, service.engine)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if assistant is None:
        service.warm()
    return app


def service_of(app: Flask) -> Service:
    """Return the library and assistant of an application."""
    return cast(Service, app.extensions[EXTENSION])


def _limit() -> None:
    allowed = try_page.allow_upload() or guard.allow_upload() or dossier_pages.allow_form() or allow_upload()
    if (request.content_length or 0) > MOST_BYTES and not allowed:
        abort(413)


def _on_http_error(error: HTTPException) -> Response:
    """Say what is the matter with a request; a fault of ours is told without its details."""
    status = error.code or 500
    for_programs = request.path.startswith(API_PREFIX)
    known, codes = (API_WORDS, problems.CODES) if for_programs else (OWN_WORDS, CODES)
    own = error.description if error.description in known else None
    response = _fault(status, own or codes.get(status, "bad_request"))
    if retry := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _on_error(error: BeleidswijzerError) -> Response:
    """Say what stands in the way of an answer; what only concerns the administrator is logged."""
    if isinstance(error, QuestionError):
        return _fault(400, error.code, **error.parameters)
    if error.code not in EMPTY:
        log.error("cannot answer: %s", error)
        own = NOT_KEPT.get(error.code) if request.blueprint == guard.NAME else None
        return _fault(503, own or "unavailable")
    if request.path.startswith(API_PREFIX):
        return _fault(503, "no_documents_yet")
    if request.endpoint in ("start", "documents", "compare", "search"):
        return Response(render_template("empty.html"), 200)
    return _fault(404, "no_such_document")


def _fault(status: int, code: str, **parameters: object) -> Response:
    if request.path.startswith(API_PREFIX):
        language = service_of(current_app).settings.language
        return problems.problem(status, words(code, language, parameters), language)
    title = title_of(status, current_language())
    page = render_template("error.html", title=title, text=t(code, **parameters), status=status)
    return Response(page, status)
