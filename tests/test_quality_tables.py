"""The tables of quality: what they are measured with, and that a switch switches its part off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.bridge import TopicMatch, TopicMatcher
from assistant.expand import need
from assistant.judge import Signals, no_evidence
from assistant.question import understand
from assistant.topics import load_topics
from index.embed import SentenceEncoder
from tools.bench.figure import ROOT
from tools.quality.heldout import ranked
from tools.quality.libraries import JUDGED, PHRASINGS, read_rows
from tools.quality.table import Table, written
from tools.quality.variants import BY_MEANING, BY_WORDS, EVERYTHING, VARIANTS, WITHOUT_JUDGE, WITHOUT_TOPICS

DOCUMENT = ROOT / "docs" / "quality.md"


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.mark.slow
def test_the_topic_of_held_out_phrasings_is_among_the_first_three(encoder: SentenceEncoder) -> None:
    """Of phrasings that nobody who made the topics saw, 85 of 100 find a right topic."""
    rows = read_rows(PHRASINGS)
    found = ranked(TopicMatcher(encoder), rows, encoder.questions([row["text"] for row in rows]))
    wrong = [row["text"] for row, place in zip(rows, found, strict=True) if not place.among]
    assert 100 * (len(rows) - len(wrong)) >= 85 * len(rows), wrong


def test_held_out_phrasings_name_topics_that_exist_and_are_not_their_phrasings() -> None:
    """Every held-out phrasing has a topic of the taxonomy, and none stands in the taxonomy."""
    topics = load_topics()
    ids = {topic.id for topic in topics}
    known = {text.casefold() for topic in topics for text in topic.sayings}
    rows = read_rows(PHRASINGS)
    assert len(rows) >= 300
    assert all(row["topics"] and set(row["topics"]) <= ids for row in rows)
    assert not [row["text"] for row in rows if row["text"].casefold() in known]


def test_as_many_judged_questions_have_an_answer_as_have_none() -> None:
    """Sixty questions are answered by the documents and sixty are not."""
    assert Counter(row["answerable"] for row in read_rows(JUDGED)) == {True: 60, False: 60}


def test_variants_differ_from_the_whole_and_have_names_of_their_own() -> None:
    """Every variant but the first switches something off."""
    whole, *others = VARIANTS
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    for variant in others:
        same = (variant.search, variant.match, variant.bridging, variant.judging, variant.as_typed)
        assert same != (whole.search, whole.match, whole.bridging, whole.judging, whole.as_typed)


@pytest.mark.parametrize("question", ["Ik heb geld te kort, wie helpt mij?", "schulden", "I have debts"])
@pytest.mark.parametrize("covered", [0.0, 0.3, 1.0])
def test_without_topics_no_question_is_searched_by_topic(question: str, covered: float) -> None:
    """The switch for topics holds for every question and every coverage."""
    assert need(understand(question, ()), covered, 0.0, WITHOUT_TOPICS.bridging) == 0.0


def test_without_the_judge_nothing_is_silenced() -> None:
    """The switch for the judge lets evidence pass for which nothing speaks."""
    understood = understand("Wat kost een kameel?", ())
    nothing = Signals(words=0.0, meaning=0.0, bridged=0.0, missing_noun=True)
    assert no_evidence(understood, nothing, EVERYTHING.judging)
    assert no_evidence(understood, nothing, WITHOUT_JUDGE.judging) is None


@pytest.mark.slow
def test_a_topic_is_matched_by_words_or_by_meaning_alone(encoder: SentenceEncoder) -> None:
    """By words only the vector decides nothing, by meaning only the words decide nothing."""

    def ids(matches: Sequence[TopicMatch]) -> list[str]:
        return [match.topic.id for match in matches]

    debts, trees = encoder.questions(["ik kan mijn schulden niet betalen", "de boom voor mijn huis is ziek"])
    by_words = TopicMatcher(encoder, weights=BY_WORDS)
    by_meaning = TopicMatcher(encoder, weights=BY_MEANING)
    assert ids(by_words.match("schulden", debts)) == ids(by_words.match("schulden", trees))
    assert ids(by_meaning.match("schulden", trees)) == ids(by_meaning.match("boom", trees))
    assert ids(by_meaning.match("schulden", trees)) != ids(by_meaning.match("schulden", debts))


def test_a_table_reads_as_markdown() -> None:
    """Numbers have one decimal, what was not measured is empty, and columns are aligned."""
    table = Table("Wat", ("deel", "ms"), (("alles", 12.34), ("niets", None), ("aantal", 3)))
    assert table.markdown.splitlines() == [
        "### Wat",
        "",
        "| deel   |   ms |",
        "| ------ | ---: |",
        "| alles  | 12.3 |",
        "| niets  |      |",
        "| aantal |    3 |",
    ]


def test_tables_are_written_between_the_markers_only() -> None:
    """Writing tables twice gives the same document, and leaves the text around them as it is."""
    document = DOCUMENT.read_text(encoding="utf-8")
    once = written(document, "| a |")
    assert written(once, "| a |") == once
    assert once.startswith(document[: document.index("<!-- tables")])
    with pytest.raises(ValueError, match="no '<!-- tables"):
        written("zonder merktekens", "| a |")
