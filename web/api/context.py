"""What the views of the interface work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.ask import Request
from assistant.compare import CompareRequest
from assistant.comparison import Comparison
from assistant.contacts import Contacts
from assistant.exact_search import SearchRequest, SearchResult
from assistant.reply import Answer
from assistant.settings import Settings
from assistant.turn import Turn
from index.engine import Engine
from web.api.jobs import Jobs
from web.reports import Reports
from web.turns import Sealer

# Who (the name of a key) did what (a code of the list of changes) with what (a number, or a name).
Audit = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Context:
    """The library, the assistant, and what an installation keeps beside them; ``audit`` is told of every
    change."""

    settings: Settings
    engine: Callable[[], Engine]
    ask: Callable[[Request, Turn | None], Answer]
    search: Callable[[SearchRequest], SearchResult]
    compare: Callable[[CompareRequest], Comparison]
    contacts: Contacts
    sealer: Sealer
    reports: Reports
    jobs: Jobs
    audit: Audit
