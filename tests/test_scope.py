"""Whether evidence is of the years, the month and the part that a question names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.ask import Assistant, Request
from assistant.bridge import MatchWeights, TopicMatcher
from assistant.question import understand
from assistant.reply import Reason
from assistant.retrieve import Evidence
from assistant.scope import is_of_the_part, is_of_the_time
from corpus.document import Description, Role, Span
from index.engine import DocumentRecord, PassageRecord
from index.library import Library
from index.search import Hit, Searcher
from tests.small_topics import OTHER_MATTERS, TOPICS
from web.messages import message
from web.present import answer_text

Add = Callable[..., str]


def evidence(text: str = "Wij sporten.", **about: object) -> Evidence:
    """Return evidence from a document of which this is known."""
    described = Description("Stuk", "Emmen", **about)  # type: ignore[arg-type]
    record = DocumentRecord("d1", "v1", "a.txt", "/a.txt", "0", described, 1, "")
    span = Span(0, len(text))
    passage = PassageRecord(1, record, span, text, (span,), (), (), Role.POLICY, None, False, None)
    return Evidence(Hit(passage, 1.0, 0.9, (0.9,)), 1.0, 0.5, 0.5, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("question", "item", "timely"),
    [
        ("Wat doet Emmen aan sport?", evidence(year_from=2015), True),
        ("Wat deed Emmen in 2016 aan sport?", evidence(year_from=2015, year_to=2018), True),
        ("Wat deed Emmen in 2019 aan sport?", evidence(year_from=2015, year_to=2018), False),
        ("Wat deed Emmen in 2019 aan sport?", evidence("In 2019 sportten wij.", year_from=2015), True),
        ("Wat deed Emmen in 2019 aan sport?", evidence(), True),
        # a budget holds the three years after it, another document does not
        ("Wat doet Emmen in 2022 aan sport?", evidence(kind="begroting", year_from=2019), True),
        ("Wat doet Emmen in 2023 aan sport?", evidence(kind="begroting", year_from=2019), False),
        ("Wat doet Emmen in 2022 aan sport?", evidence(kind="nota", year_from=2019), False),
        # since a year: what came later counts too
        ("Wat doet Emmen sinds 2016 aan sport?", evidence(year_from=2020), True),
        ("Wat doet Emmen sinds 2016 aan sport?", evidence(year_from=2012), False),
        # a month in which something was decided
        ("Wat besloot de raad in september 2015?", evidence(year_from=2015, date="2015-06-15"), False),
        ("Wat besloot de raad in juni 2015?", evidence(year_from=2015, date="2015-06-15"), True),
        ("Wat besloot de raad in juni 2015?", evidence(year_from=2015, date="2015-06"), True),
        (
            "Wat besloot de raad in september 2015?",
            evidence("In September 2015 volgt meer.", year_from=2015, date="2015-06-15"),
            True,
        ),
        # the month of something else than a decision, or a document of which no month is known
        ("Hoe was het weer in september 2015?", evidence(year_from=2015, date="2015-06-15"), True),
        ("Wat besloot de raad in september 2015?", evidence(year_from=2015, date="2015"), True),
        ("Wat besloot de raad in september 2015?", evidence(year_from=2015), True),
    ],
)
def test_evidence_is_of_the_time_asked_for(question: str, item: Evidence, timely: bool) -> None:
    """The years and the month of a document, or those that its text names, decide."""
    assert is_of_the_time(item, understand(question, ("Emmen",))) is timely


@pytest.mark.parametrize(
    ("question", "part_of", "fits"),
    [
        ("Wat staat er in programma 4?", "programma 9", False),
        ("Wat staat er in programma 4?", "Programma 4", True),
        ("Wat staat er in Programma 4?", "programma 4 Zorg", True),
        ("Wat staat er in programma 4?", "programma 40", False),
        ("Wat staat er in hoofdstuk 4?", "programma 9", True),
        ("Wat staat er in het programma?", "programma 9", True),
        ("Wat staat er in programma 4?", None, True),
    ],
)
def test_evidence_is_of_the_part_asked_for(question: str, part_of: str | None, fits: bool) -> None:
    """A document that is another numbered part of the same kind is left out, no other one is."""
    assert is_of_the_part(evidence(part_of=part_of), understand(question, ("Emmen",))) is fits


@pytest.fixture
def assistant(library: Library) -> Assistant:
    """Return an assistant over the empty library, to be filled by the test."""
    matcher = TopicMatcher(library.encoder, TOPICS, MatchWeights())
    return Assistant(Searcher(library.store, library.encoder), matcher=matcher)


def test_another_programme_is_said_to_be_missing(assistant: Assistant, add: Add) -> None:
    """Of a library that only has programma 9, programma 4 is not answered from what programma 9 says
    of it."""
    add(
        "jaarstukken.md",
        "# Jaarstukken 2023 programma 9\n\nDe sporthal van programma 4 krijgt een vloer.\n\n" + OTHER_MATTERS,
        municipality="Emmen",
        year_from=2023,
        part_of="programma 9",
    )
    nine = assistant.ask(Request("Wat zegt programma 9 over de vloer van de sporthal?"))
    assert "sporthal" in nine.citations[0].slice.quote
    four = assistant.ask(Request("Wat zegt programma 4 over de vloer van de sporthal?"))
    assert four.reason is Reason.OTHER_PART
    assert not four.citations
    for language in ("nl", "en"):
        assert message("reason_other_part", language) in answer_text(four, language)


def test_another_month_is_said_to_be_missing(assistant: Assistant, add: Add) -> None:
    """A decision of September 2015 is not answered from the list of decisions of June 2015."""
    add(
        "besluitenlijst.md",
        "# Besluitenlijst\n\nDe raad besluit de sporthal een nieuwe vloer te geven.\n\n" + OTHER_MATTERS,
        municipality="Emmen",
        year_from=2015,
        year_to=2015,
        date="2015-06-15",
    )
    june = assistant.ask(Request("Wat besloot de raad in juni 2015 over de vloer van de sporthal?"))
    assert "nieuwe vloer" in june.citations[0].slice.quote
    later = assistant.ask(Request("Wat besloot de raad in september 2015 over de vloer van de sporthal?"))
    assert later.reason is Reason.OTHER_YEAR
    assert not later.citations
    for language in ("nl", "en"):
        assert message("reason_other_time", language) in answer_text(later, language)
