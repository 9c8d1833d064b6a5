"""Whether what was found is evidence at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Assistant, Request
from assistant.bridge import MatchWeights, TopicMatcher
from assistant.judge import JudgeLimits, Signals, no_evidence
from assistant.reply import Answer, Reason, Understood
from assistant.topics import Topic, load_topics
from index.library import Library
from index.search import Searcher
from tests.small_topics import DEBT, OTHER_MATTERS, TOPICS, WATER
from web.present import answer_text

LIMITS = JudgeLimits()
NONE = Signals(words=0.0, meaning=0.0, bridged=0.0, missing_noun=False)
WHOLE = Signals(words=1.0, meaning=1.0, bridged=1.0, missing_noun=False)
share = st.floats(0, 1)
Add = Callable[..., str]


def about(topic: Topic | None = None, confidence: float = 0.0, personal: bool = False) -> Understood:
    """Return what was understood of a question about a topic."""
    return Understood(topics=((topic, confidence),) if topic else (), personal=personal)


@pytest.mark.parametrize(
    ("understood", "signals", "reason"),
    [
        # a clear topic: whether the library has its terms decides
        (about(DEBT, 0.9), replace(NONE, bridged=0.5), None),
        (about(DEBT, 0.9), replace(NONE, meaning=1.0), Reason.NOTHING),
        # no clear topic: a near passage decides
        (about(DEBT, 0.2), replace(NONE, meaning=0.9), None),
        (about(DEBT, 0.2), replace(NONE, meaning=0.8, bridged=1.0), Reason.NOTHING),
        (about(), NONE, Reason.NOTHING),
        # in between nothing is sure, so something may be there
        (about(DEBT, 0.5), NONE, None),
        # hardly a topic in what somebody tells is none, however near a passage
        (about(DEBT, 0.1, personal=True), replace(NONE, meaning=0.95), Reason.NOTHING),
        (about(DEBT, 0.1), replace(NONE, meaning=0.95), None),
        # a thing that the library never names
        (about(DEBT, 0.5), replace(NONE, missing_noun=True), Reason.NOTHING),
        (about(DEBT, 0.5, personal=True), replace(NONE, missing_noun=True), None),
        (about(DEBT, 0.5), replace(NONE, missing_noun=True, words=0.3), None),
        # another body, where that is sure and the library has not the words of the question
        (about(WATER, 0.9), replace(NONE, bridged=1.0), Reason.ELSEWHERE),
        (about(WATER, 0.9), replace(NONE, words=0.6), None),
        (about(WATER, 0.7), replace(NONE, bridged=1.0), None),
    ],
)
def test_words_topics_and_meaning_decide(
    understood: Understood, signals: Signals, reason: Reason | None
) -> None:
    """Each way to be silent has signals that bring it about, and one that prevents it."""
    assert no_evidence(understood, signals, LIMITS) is reason


@given(share, share, share, st.booleans(), st.sampled_from([*TOPICS, None]), share, st.booleans())
def test_words_of_the_question_always_speak_for_an_answer(
    words: float,
    meaning: float,
    bridged: float,
    missing: bool,
    topic: Topic | None,
    confidence: float,
    told: bool,
) -> None:
    """Where a passage has half of the question there is evidence; less of any signal never makes silence
    into evidence; another body is named only for a topic of its own."""
    understood = about(topic, confidence, told)
    signals = Signals(words, meaning, bridged, missing)
    reason = no_evidence(understood, signals, LIMITS)
    if words >= LIMITS.words:
        assert reason is None
    if reason is not None:
        assert no_evidence(understood, replace(NONE, missing_noun=missing), LIMITS) is not None
        assert (reason is Reason.ELSEWHERE) <= (topic is WATER)


def test_a_limit_can_be_set() -> None:
    """What counts as clear follows from the limits that are given."""
    understood = about(DEBT, 0.5)
    assert no_evidence(understood, NONE, LIMITS) is None
    assert no_evidence(understood, NONE, replace(LIMITS, clear=0.4)) is Reason.NOTHING


@pytest.fixture
def ask(library: Library, add: Add) -> Callable[[str], Answer]:
    """Return a way to ask a library that has nothing on any of three topics."""
    add("nota.md", f"# Nota\n\n{OTHER_MATTERS}", municipality="Emmen", year_from=2020)
    matcher = TopicMatcher(library.encoder, TOPICS, MatchWeights(words=10.0))
    assistant = Assistant(Searcher(library.store, library.encoder), matcher=matcher)
    return lambda question: assistant.ask(Request(question))


def test_a_library_without_the_words_of_a_topic_has_nothing(ask: Callable[[str], Answer]) -> None:
    """A question that is surely about a topic that no document has a term of gets no answer."""
    answer = ask("ik kan mijn rekeningen niet betalen")
    assert answer.understood.topics[0][0].id == DEBT.id
    assert answer.reason is Reason.NOTHING
    assert not answer.citations


def test_who_handles_it_is_named(ask: Callable[[str], Answer]) -> None:
    """A question for another body gets its name, in both languages, and no quote."""
    answer = ask("wie vangt de ratten in de sloot")
    assert answer.reason is Reason.ELSEWHERE
    assert not answer.citations
    assert "de waterbond" in answer_text(answer)
    assert "the water union" in answer_text(answer, "en")


@pytest.mark.parametrize("topic", [t for t in load_topics() if not t.is_municipal], ids=lambda t: t.id)
def test_every_topic_elsewhere_has_a_sentence(topic: Topic, ask: Callable[[str], Answer]) -> None:
    """Whoever handles it, the sentence is whole in both languages."""
    silent = replace(ask("wie vangt de ratten in de sloot"), understood=about(topic, 0.9))
    for language, who in (("nl", topic.handled_by), ("en", topic.handled_by_en)):
        text = answer_text(silent, language)
        assert who in text
        assert ("No" if language == "en" else "Niet gevonden") in text
        assert "{" not in text
        assert " ." not in text
