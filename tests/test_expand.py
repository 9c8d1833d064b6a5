"""A question in everyday words is searched in words of policy, as far as its own words fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.bridge import MatchWeights, TopicMatch, TopicMatcher
from assistant.expand import BridgeWeights, bridges, expanded, need
from assistant.find import Finder, Found
from assistant.judge import JudgeLimits, no_evidence
from assistant.question import understand
from assistant.reply import Understood, Wants
from assistant.retrieve import Bridge, Weighted, once, query_terms
from index.dutch import analyse
from index.engine import Filters
from index.library import Library
from index.search import Query, Searcher
from tests.encoders import WordEncoder
from tests.small_topics import DEBT, LITERACY, OTHER_MATTERS, TOPICS

WEIGHTS = BridgeWeights()
VECTOR = WordEncoder().question("schulden")
PLAIN = Understood(wants=Wants.NUMBER)
Add = Callable[..., str]
share = st.floats(0, 1)


def bridge(confidence: float = 1.0, everyday: bool = True) -> Bridge:
    """Return a topic of two terms, together worth all of it, and a word of residents."""
    return Bridge(
        terms=((("bewindvoer",), 2.0), (("problematisch", "schuld"), 4.0)),
        everyday=((("rekening",), 3.0),) if everyday else (),
        confidence=confidence,
        enough=6.0,
        vector=VECTOR,
    )


@given(share, share, st.booleans(), st.booleans())
def test_need_falls_with_coverage(one: float, other: float, personal: bool, broad: bool) -> None:
    """The better a passage has the question's own words, the less others are needed; always 0..1."""
    understood = Understood(personal=personal, wants=Wants.TEXT if broad else Wants.NUMBER)
    low, high = sorted((one, other))
    assert 1.0 >= need(understood, low, 0.0, WEIGHTS) >= need(understood, high, 0.0, WEIGHTS) >= 0.0


def test_who_tells_needs_more_than_who_asks() -> None:
    """At one coverage, own situations and other languages need other words most; all need them where
    nothing is covered, none where everything is."""
    told, foreign = replace(PLAIN, personal=True), replace(PLAIN, language="pl")
    assert need(told, 0.4, 0.0, WEIGHTS) == need(foreign, 0.4, 0.0, WEIGHTS) == 1.0
    assert need(PLAIN, 0.4, 0.0, WEIGHTS) == 0.0
    assert [need(u, 0.0, 0.0, WEIGHTS) for u in (told, foreign, PLAIN)] == [1.0, 1.0, 1.0]
    assert [need(u, 1.0, 0.0, WEIGHTS) for u in (told, foreign, PLAIN)] == [0.0, 0.0, 0.0]


def test_a_fact_in_policy_words_is_not_expanded() -> None:
    """A question for a number, a name or what is counted, covered by a passage, stays as it is; only an
    open question is searched a little wider."""
    named = Understood(phrases=("visie op samenleven",))
    counted = Understood(counted="inwoner")
    assert (
        need(PLAIN, 0.8, 0.0, WEIGHTS)
        == need(named, 0.8, 0.0, WEIGHTS)
        == need(counted, 0.8, 0.0, WEIGHTS)
        == 0.0
    )
    assert need(Understood(), 0.8, 0.0, WEIGHTS) == WEIGHTS.broad


@given(st.lists(st.tuples(share, st.booleans()), max_size=4), share)
def test_the_shares_of_expansions_stay_below_one(topics: list[tuple[float, bool]], part: float) -> None:
    """Whatever the topics and the need, the question keeps a share of its own search, and a topic that
    is hardly sure takes no part."""
    found = [bridge(confidence, everyday) for confidence, everyday in topics]
    query = Query("q", VECTOR, analyse("q"))
    wide, weighted = expanded(query, Weighted((), {}), found, part, WEIGHTS)
    sure = [b for b in found if b.confidence >= WEIGHTS.least]
    total = sum(expansion.share for expansion in wide.expansions)
    assert total == pytest.approx(WEIGHTS.most * part if sure else 0.0)
    assert total < 1
    assert [b for b, _ in weighted.bridges] == sure
    assert all(0 <= strength <= WEIGHTS.strength * part + 1e-9 for _, strength in weighted.bridges)


def test_terms_of_policy_and_everyday_words_are_searched_apart() -> None:
    """Each gets its part of the topic's share, an expression as one term; without terms of policy in the
    library the everyday words get all of it."""
    weights = replace(WEIGHTS, most=0.8, everyday=0.25)
    query = Query("q", VECTOR, analyse("q"))
    wide, _ = expanded(query, Weighted((), {}), [bridge()], 0.5, weights)
    assert [(e.terms, e.share) for e in wide.expansions] == [
        (("bewindvoer", "problematisch schuld"), pytest.approx(0.3)),
        (("rekening",), pytest.approx(0.1)),
    ]
    alone, _ = expanded(query, Weighted((), {}), [replace(bridge(), terms=())], 0.5, weights)
    assert [(e.terms, e.share) for e in alone.expansions] == [(("rekening",), pytest.approx(0.4))]


def test_an_expression_matches_only_with_all_its_words() -> None:
    """One word of an expression says nothing of its topic; all of them say what it is worth."""
    topic = bridge()
    assert topic.coverage(frozenset({"schuld"})) == 0.0
    assert topic.coverage(frozenset({"schuld", "problematisch"})) == pytest.approx(4 / 6)
    assert topic.coverage(frozenset({"schuld", "problematisch", "bewindvoer"})) == 1.0


def test_everyday_words_show_a_topic_but_do_not_cover_it() -> None:
    """Residents' words in a passage are a sign of its topic, and no term of policy."""
    said = frozenset({"rekening"})
    assert bridge().presence(said) == pytest.approx(0.5)
    assert bridge().coverage(said) == 0.0


def test_topics_may_stand_for_a_question_as_far_as_they_are_let() -> None:
    """A passage covers a question by its own words or by a topic, whichever is more; by a topic at most
    by the topic's part."""
    words = frozenset({"bewindvoer", "problematisch", "schuld"})
    plain = Weighted((("deurwaarder", 3.0), ("schuld", 1.0)), {})
    assert plain.coverage(words, frozenset()) == pytest.approx(0.25)
    wide = replace(plain, bridges=((bridge(), 0.8),))
    assert wide.coverage(words, frozenset()) == pytest.approx(0.8)
    assert wide.coverage(frozenset({"deurwaarder", "schuld"}), frozenset()) == 1.0
    assert replace(wide, weights=()).coverage(words, frozenset()) == pytest.approx(0.8)


def test_only_terms_that_the_library_has_take_part(library: Library, add: Add) -> None:
    """A topic keeps the terms of which every word stands in the library, worth more the rarer it is."""
    add("a.md", "# Nota\n\n## Een\n\nBewindvoering en schulden.\n\n## Twee\n\nSchulden.\n" + OTHER_MATTERS)
    matches = [TopicMatch(topic, 1.0, VECTOR) for topic in (DEBT, LITERACY)]
    with library.store.snapshot() as snapshot:
        debt, literacy = bridges(matches, snapshot, WEIGHTS)
    assert [term for term, _ in debt.terms] == [("bewindvoer",)]
    assert literacy.terms == literacy.everyday == ()
    add("b.md", "# Nota\n\nBewindvoering, problematische schulden en rekeningen.\n")
    with library.store.snapshot() as snapshot:
        (debt,) = bridges(matches[:1], snapshot, WEIGHTS)
    assert dict(debt.terms)[("problematisch", "schuld")] > dict(debt.terms)[("bewindvoer",)] > 0
    assert [term for term, _ in debt.everyday] == [("reken",)]


@pytest.fixture
def find(library: Library, add: Add) -> Callable[[str], Found]:
    """Return a way to find evidence in a library on many matters, one of them in policy words."""
    add("nota.md", f"# Nota\n\n{OTHER_MATTERS}", municipality="Emmen")
    add(
        "schuld.md",
        "# Nota armoede\n\nSchuldhulpverlening en bewindvoering liggen bij het Budgetbureau.\n",
        municipality="Emmen",
    )
    searcher = Searcher(library.store, library.encoder)
    finder = Finder(searcher, TopicMatcher(library.encoder, TOPICS, MatchWeights(words=10.0)), WEIGHTS)

    def finding(question: str) -> Found:
        understood = understand(question, ("Emmen",))
        with library.store.snapshot() as snapshot:
            query = searcher.query(question, query_terms(understood))
            return finder.find(understood, query, finder.topics(understood, query), Filters(), snapshot)

    return finding


def test_everyday_words_find_the_policy(find: Callable[[str], Found]) -> None:
    """A question without a word of the passage finds it by its topic, and the judge lets it pass."""
    found = find("er staat een deurwaarder voor de deur, ik kan de rekeningen niet betalen")
    assert found.signals.words == 0.0
    assert found.query.expansions
    assert "Budgetbureau" in found.evidence[0].hit.passage.text
    assert found.evidence[0].in_context > 0.5
    assert found.understood.topics[0][0].id == DEBT.id
    assert no_evidence(found.understood, found.signals, JudgeLimits()) is None


def test_policy_words_find_without_help(find: Callable[[str], Found]) -> None:
    """A question for a number in the words of the passage is searched with those alone."""
    found = find("Hoeveel kost de bewindvoering bij het Budgetbureau?")
    assert found.query.expansions == ()
    assert found.weighted.bridges == ()
    assert "Budgetbureau" in found.evidence[0].hit.passage.text


def test_a_topic_that_the_library_lacks_leaves_no_sign(find: Callable[[str], Found]) -> None:
    """Without a term of the topic in any passage nothing speaks for it."""
    found = find("mijn vader kan niet lezen en begrijpt de brieven niet")
    assert found.understood.topics[0][0].id == LITERACY.id
    assert found.signals.bridged < JudgeLimits().bridged


def test_what_is_said_twice_is_kept_once(find: Callable[[str], Found]) -> None:
    """The better of two equal pieces of one municipality stays; of two municipalities, or where they
    differ or are short, both do; rows of tables always."""
    item = find("bewindvoering")
    first = item.evidence[0]
    long = replace(first, terms=frozenset(f"woord{n}" for n in range(20)))
    nearly = replace(long, score=0.1, terms=long.terms | {"extra"})
    other = replace(long, score=0.1, terms=long.terms | {f"extra{n}" for n in range(10)})
    short = replace(long, terms=frozenset({"kort"}))
    row = replace(long, hit=replace(long.hit, passage=replace(long.hit.passage, is_row=True)))
    about = long.hit.passage.document
    elsewhere = replace(about, description=replace(about.description, municipality="Coevorden"))
    theirs = replace(long, hit=replace(long.hit, passage=replace(long.hit.passage, document=elsewhere)))
    assert once([long, nearly]) == [long]
    for pair in ([long, other], [short, short], [row, row], [long, theirs], [long, row]):
        assert once(pair) == pair
