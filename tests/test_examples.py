from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.ask import Assistant, Request
from index.library import Library
from index.search import Searcher
from web.examples import Example, Examples, foremost, one_of_each_field, topic_terms

DEBTS = """# Schuldhulpverlening

De gemeente helpt inwoners met schuldhulpverlening. Wie schuldhulpverlening wil, belt de kredietbank.

## Aanbod

Schuldhulpverlening is gratis. Met schuldhulpverlening komt er een schuldregeling.

## Wachttijd

Schuldhulpverlening begint binnen vier weken. De schuldregeling duurt drie jaar.

## Nazorg

Na de schuldhulpverlening houdt de gemeente contact.
"""
BUDGET = """# Begroting 2024

Bedragen x € 1.000

| Lasten | Begroting 2024 |
| --- | --- |
| Overhead | 500 |
| Riolering | 841 |
"""


def questions(found: tuple[Example, ...]) -> list[str]:
    """Return the questions of examples."""
    return [example.question for example in found]


def test_examples_ask_what_the_library_is_about(library: Library, add: Callable[..., str]) -> None:
    """A topic of a document is asked for, in words of policy and of residents; another topic is not."""
    add("schulden.md", DEBTS, municipality="Emmen")
    with library.store.snapshot() as snapshot:
        found = Examples().of(snapshot)
    assert "Wat staat er over schuldhulpverlening?" in questions(found)
    assert any(example.shows == "example_own_words" for example in found)
    assert not any("laaggeletterd" in question for question in questions(found))


def test_the_example_of_an_amount_is_answered(library: Library, add: Callable[..., str]) -> None:
    """The amount is asked of a budget by municipality, year and a matter of its own, and found."""
    add("begroting.md", BUDGET, municipality="Emmen", kind="begroting", year_from=2024, year_to=2024)
    with library.store.snapshot() as snapshot:
        found = Examples().of(snapshot)
    assert questions(found)[-1] == "Wat begrootte Emmen in 2024 voor riolering?"
    answer = Assistant(Searcher(library.store, library.encoder)).ask(Request(questions(found)[-1]))
    assert not answer.abstained
    assert "841" in answer.citations[0].slice.quote


def test_examples_are_made_again_only_when_the_library_changed(
    library: Library, add: Callable[..., str]
) -> None:
    """The same library gives the very same examples; a new document gives new ones."""
    kept = Examples()
    add("begroting.md", BUDGET, municipality="Emmen")
    with library.store.snapshot() as snapshot:
        first = kept.of(snapshot)
        assert kept.of(snapshot) is first
    add("schulden.md", DEBTS, municipality="Emmen")
    with library.store.snapshot() as snapshot:
        assert kept.of(snapshot) != first


def test_an_empty_library_has_no_examples(library: Library) -> None:
    """Where there is nothing to ask about, nothing is proposed."""
    with library.store.snapshot() as snapshot:
        assert Examples().of(snapshot) == ()


def test_topics_are_ranked_by_their_terms_and_shown_one_of_a_field() -> None:
    """What stands in more passages comes first; a field shows its first topic only."""
    terms = topic_terms()
    often, seldom = [topic for topic in terms if topic.field == "sport" and terms[topic]][:2]
    counts = dict.fromkeys({word for own in terms.values() for _, word in own}, 0)
    counts |= {word: 3 for _, word in terms[seldom]}
    counts |= {word: 300 for _, word in terms[often]}
    ranked = foremost(terms, counts)
    assert ranked.index(often) < ranked.index(seldom)
    assert often in one_of_each_field(ranked)
    assert seldom not in one_of_each_field(ranked)
    assert one_of_each_field([replace(often, id="other"), often])[0].id == "other"
