"""Questions find passages by meaning and by words, exactly as the formulas say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EncoderError
from index.dutch import analyse
from index.embed import SentenceEncoder
from index.engine import Filters, PassageRecord
from index.files import File
from index.fuse import best_first, fuse, normalise
from index.library import Library
from index.search import Expansion, Query, Searcher, SearchWeights
from index.snapshot import PART_WEIGHT, WORD_WEIGHT, SqliteSnapshot
from index.store import Store
from tests.encoders import WordEncoder

Add = Callable[..., str]


def note(title: str, *sentences: str) -> str:
    """Return a Markdown text of one section, or of one section for each sentence."""
    return "\n\n".join([f"# {title}", *(f"## Kop {n}\n\n{s}" for n, s in enumerate(sentences))])


@pytest.fixture
def places(add: Add) -> dict[str, str]:
    """Add five documents of three municipalities; return their ids by name."""
    said = {
        "emmen-2019": {"municipality": "Emmen", "kind": "begroting", "year_from": 2019},
        "emmen-2021": {"municipality": "Emmen", "kind": "nota", "year_from": 2021},
        "coevorden": {"municipality": "Coevorden", "kind": "begroting", "year_from": 2020},
        "tubbergen": {"municipality": "Tubbergen", "kind": "nota", "year_from": 2017},
        "zonder-jaar": {"municipality": "Tubbergen", "kind": "motie"},
    }
    ends = {"tubbergen": 2020}
    return {
        name: add(
            f"{name}.md",
            note(name, "Wij bouwen woningen.", "Wij helpen bij schulden.", "Sport is gezond."),
            **{**fields, "year_to": ends.get(name, fields.get("year_from"))},
        )
        for name, fields in said.items()
    }


def searcher(library: Library) -> Searcher:
    """Return a searcher over a library."""
    return Searcher(library.store, library.encoder)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"emmen-2019", "emmen-2021", "coevorden", "tubbergen", "zonder-jaar"}),
        (Filters(municipalities=("Emmen",)), {"emmen-2019", "emmen-2021"}),
        (Filters(municipalities=("emmen", "Coevorden")), {"emmen-2019", "emmen-2021", "coevorden"}),
        (Filters(kinds=("begroting",)), {"emmen-2019", "coevorden"}),
        (Filters(municipalities=("Emmen",), kinds=("nota",)), {"emmen-2021"}),
        (Filters(from_year=2020), {"emmen-2021", "coevorden", "tubbergen", "zonder-jaar"}),
        (Filters(to_year=2018), {"tubbergen", "zonder-jaar"}),
        (Filters(from_year=2019, to_year=2019), {"emmen-2019", "tubbergen", "zonder-jaar"}),
        (Filters(municipalities=("Atlantis",)), set()),
        (Filters(kinds=("verordening",)), set()),
    ],
)
def test_filters_are_exact(
    library: Library, places: dict[str, str], filters: Filters, names: set[str]
) -> None:
    """By meaning, by words and together, all passages of the right documents and no others."""
    wanted = {places[name] for name in names}
    query = searcher(library).query("schulden en sport en woningen")
    with library.store.snapshot() as snapshot:
        by_meaning = snapshot.by_vector(query.vector, 100, filters)
        by_words = snapshot.by_terms(query.terms.words, query.terms.parts, 100, filters)
        listed = {record.document_id for record in snapshot.documents(filters)}
        for ranked in (by_meaning, by_words):
            found = snapshot.passages([i for i, _ in ranked])
            assert {p.document.document_id for p in found} == wanted
            assert len(found) == 3 * len(wanted)
    assert listed == wanted
    hits = searcher(library).search("schulden en sport en woningen", 100, filters)
    assert {hit.passage.document.document_id for hit in hits} == wanted


def test_a_filter_on_documents_is_exact(library: Library, places: dict[str, str]) -> None:
    """A search in one document finds nothing elsewhere."""
    chosen = Filters(documents=(places["coevorden"],))
    hits = searcher(library).search("schulden", 100, chosen)
    assert {hit.passage.document.document_id for hit in hits} == {places["coevorden"]}


@pytest.mark.usefixtures("places")
def test_a_filter_does_not_change_a_score(library: Library) -> None:
    """A passage has the same scores inside a filter as outside it."""
    query = searcher(library).query("hulp bij schulden")
    with library.store.snapshot() as snapshot:
        for filters in (Filters(municipalities=("Emmen",)), Filters(kinds=("motie",))):
            for search in (
                lambda f: snapshot.by_terms(query.terms.words, query.terms.parts, 100, f),
                lambda f: snapshot.by_vector(query.vector, 100, f),
            ):
                everywhere = dict(search(Filters()))
                assert all(everywhere[i] == pytest.approx(s) for i, s in search(filters))


def test_equal_passages_come_in_a_fixed_order(library: Library, add: Add) -> None:
    """Documents with the same text tie; they come in the order of adding, however many are asked."""
    text = "# Nota\n\nWij helpen inwoners met schulden.\n"
    for number in range(30):
        add(f"{number:02}.md", text)
    full = [h.passage.passage_id for h in searcher(library).search("schulden", 30)]
    assert full == sorted(full)
    for k in (1, 2, 7, 15, 29):
        hits = searcher(library).search("schulden", k)
        assert [hit.passage.passage_id for hit in hits] == full[:k]
        assert len({hit.score for hit in hits}) == 1


@pytest.mark.usefixtures("places")
def test_the_same_question_has_the_same_answer(library: Library) -> None:
    """Asked again, and from a library opened again, a question gives equal hits."""
    first = searcher(library).search("wonen en sport", 10)
    assert searcher(library).search("wonen en sport", 10) == first
    opened = Store(library.store.folder)
    assert Searcher(opened, WordEncoder()).search("wonen en sport", 10) == first
    opened.close()


def bm25(snapshot: SqliteSnapshot, records: list[PassageRecord], words: list[str]) -> dict[int, float]:
    """Return the score of each passage by the formula of BM25, worked out from the passages.

    Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75; a word in a part of a compound counts
    for less. The length of a passage includes the term for its document.
    """
    fields = {}
    for record in records:
        document = snapshot.document(record.document.document_id)
        assert document is not None
        context = " ".join(span.of(document.text) for span in record.context)
        found = analyse(f"{context} {record.text}")
        fields[record.passage_id] = (found.words, found.parts)
    lengths = {i: len(w) + len(p) + 1 for i, (w, p) in fields.items()}
    average = sum(lengths.values()) / len(lengths)
    scores: dict[int, float] = {}
    for word in dict.fromkeys(words):
        holding = [i for i, (w, p) in fields.items() if word in w or word in p]
        rarity = math.log((len(fields) - len(holding) + 0.5) / (len(holding) + 0.5))
        rarity = max(rarity, 1e-6)
        for i in holding:
            whole, parts = fields[i]
            count = WORD_WEIGHT * whole.count(word) + PART_WEIGHT * parts.count(word)
            norm = 1.2 * (1 - 0.75 + 0.75 * lengths[i] / average)
            scores[i] = scores.get(i, 0.0) + rarity * count * 2.2 / (count + norm)
    return scores


SENTENCES = [
    "Schuldhulpverlening helpt inwoners met schulden.",
    "Schulden, schulden en nog eens schulden.",
    "De sporthal krijgt een nieuwe vloer, nieuwe lampen en een nieuwe naam.",
    "Jeugdhulp en jeugdzorg zijn er voor de jeugd.",
    "Wij bouwen woningen in de kern en in het buitengebied, samen met bewoners en bouwers.",
    "Hulp bij het huishouden blijft.",
    "De bibliotheek leent boeken uit.",
    "In 2019 waren er 1.943 meldingen, in 2020 waren dat er 12,5% meer.",
]


@pytest.mark.parametrize(
    "question",
    [
        "schulden",
        "hulp bij schulden",
        "jeugd hulpverlening",
        "nieuwe woningen",
        "1943 meldingen",
        "12,5",
        "xyzzy",
    ],
)
def test_words_are_ranked_by_bm25(store: Store, add: Add, question: str) -> None:
    """Scores are those of the formula, for whole words and, at less weight, for parts."""
    add("a.md", note("Eerste nota", *SENTENCES[:5]))
    add("b.md", note("Tweede nota", *SENTENCES[5:]))
    terms = analyse(question)
    with store.snapshot() as snapshot:
        assert isinstance(snapshot, SqliteSnapshot)
        ids = [int(i) for i in snapshot.vectors_after(-1)[0]]
        records = snapshot.passages(ids)
        expected = bm25(snapshot, records, list(terms.words))
        for i, score in bm25(snapshot, records, list(terms.parts)).items():
            expected[i] = expected.get(i, 0.0) + PART_WEIGHT * score
        found = snapshot.by_terms(terms.words, terms.parts, 50, Filters())
    assert dict(found) == pytest.approx(expected)
    assert found == best_first(dict(found))


def test_frequencies_count_passages(store: Store, add: Add) -> None:
    """A term counts once for each passage that it stands in, as a word or as a part."""
    add("a.md", note("Nota", *SENTENCES))
    with store.snapshot() as snapshot:
        found = snapshot.frequencies(["schuld", "jeugd", "hulp", "12,5", "1943", "xyzzy"])
        known = snapshot.vocabulary()
        ids = {record.document_id for record in snapshot.documents()}
    assert found == {"schuld": 2, "jeugd": 1, "hulp": 3, "12,5": 1, "1943": 1, "xyzzy": 0}
    assert {"schuld", "jeugd", "12,5"} <= known
    assert not known & ids


@pytest.mark.parametrize("term", ['"', 'a" OR "b', "NEAR(", "*", "words:schuld", ""])
def test_a_term_is_never_a_command(store: Store, add: Add, term: str) -> None:
    """Signs that mean something to the word index are only looked up."""
    add("a.md", note("Nota", *SENTENCES))
    with store.snapshot() as snapshot:
        assert snapshot.by_terms((term,), (), 10, Filters()) == []


def test_an_empty_library_finds_nothing(library: Library) -> None:
    """Searching before anything was added gives nothing, not an error."""
    assert searcher(library).search("schulden") == []


@pytest.mark.parametrize("question", ["", "???", "de het een"])
@pytest.mark.usefixtures("places")
def test_a_question_without_words_is_searched_by_meaning(library: Library, question: str) -> None:
    """Where no word counts, the vectors decide."""
    assert len(searcher(library).search(question, 5)) == 5


@pytest.mark.usefixtures("places")
def test_another_encoder_cannot_search(library: Library) -> None:
    """A library made with another encoder is refused, with both names."""
    with pytest.raises(EncoderError) as error:
        Searcher(library.store, WordEncoder("ander", "1" * 64)).search("schulden")
    assert error.value.code == "other_encoder"
    assert error.value.parameters == {"library": "woorden", "setting": "ander"}


@pytest.mark.usefixtures("places")
def test_a_library_that_changed_its_encoder_is_noticed(library: Library) -> None:
    """A searcher that is kept open notices that the library was made again with another encoder."""
    found = searcher(library)
    found.search("schulden")
    Library(library.store, WordEncoder("ander", "1" * 64)).reindex()
    with pytest.raises(EncoderError):
        found.search("schulden")


def test_a_hit_says_how_near_each_sentence_is(library: Library, add: Add) -> None:
    """The similarity of a hit is that of its nearest sentence, worked out from the vectors."""
    add("a.md", "# Nota\n\nWij bouwen huizen. Wij helpen mensen met schulden.\n")
    (hit,) = searcher(library).search("mensen met schulden helpen wij", 1)
    encoder = WordEncoder()
    question = encoder.question("mensen met schulden helpen wij")
    sentences = ["Nota", "Wij bouwen huizen.", "Wij helpen mensen met schulden."]
    expected = encoder.passages(sentences) @ question
    assert hit.sentence_scores == pytest.approx(expected.tolist(), abs=1e-3)
    assert hit.similarity == pytest.approx(1.0, abs=1e-3)


def test_normalised_scores_run_from_one_to_zero() -> None:
    """The first of a list gets 1, the last 0, all 1 where they are equal."""
    assert normalise([(7, 5.0), (3, 4.0), (9, 1.0)]) == {7: 1.0, 3: 0.75, 9: 0.0}
    assert normalise([(7, 2.0), (3, 2.0)]) == {7: 1.0, 3: 1.0}
    assert normalise([(4, -3.0)]) == {4: 1.0}
    assert normalise([]) == {}


def test_lists_are_fused_by_their_weights() -> None:
    """The fused score is the weighted sum of the normalised ones; absence counts as 0."""
    words = [(1, 10.0), (2, 6.0), (3, 2.0)]
    meaning = [(3, 0.9), (4, 0.8), (1, 0.7)]
    fused = fuse([(words, 0.6), (meaning, 0.4)])
    assert [item for item, _ in fused] == [1, 3, 2, 4]
    assert [score for _, score in fused] == pytest.approx([0.6, 0.4, 0.3, 0.2])


def test_a_search_fuses_words_meaning_and_sentences(library: Library, add: Add) -> None:
    """The score of a hit is the weighted sum that can be worked out from the three lists."""
    add("a.md", note("Nota", *SENTENCES))
    weights = SearchWeights(words=0.5, sentence=0.4)
    found = Searcher(library.store, library.encoder, weights)
    query = found.query("hulp bij schulden in de kern")
    with library.store.snapshot() as snapshot:
        words = snapshot.by_terms(query.terms.words, query.terms.parts, 100, Filters())
        meaning = snapshot.by_vector(query.vector, 100, Filters())
        ids = [i for i, _ in meaning]
        vectors = snapshot.sentence_vectors(ids)
        nearest = best_first({i: float(np.max(vectors[i] @ query.vector)) for i in ids})
        hits = found.hits(snapshot, query, 8)
    expected = fuse([(words, 0.5), (meaning, 0.5 - 0.2), (nearest, 0.2)])[:8]
    assert [hit.passage.passage_id for hit in hits] == [i for i, _ in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected])


def expansion(text: str, share: float, *terms: str) -> Expansion:
    """Return other words for a question, with the vector of a text."""
    return Expansion(terms, WordEncoder().question(text), share)


SHARES = st.lists(st.floats(0.01, 1), min_size=1, max_size=4)


@given(SHARES, st.floats(0, 0.95), st.text(max_size=30))
def test_the_own_share_and_those_of_expansions_make_one(parts: list[float], most: float, text: str) -> None:
    """Whatever the expansions, all shares sum to one, and the blended vector has length one."""
    vector = WordEncoder().question(text)
    others = tuple(expansion(f"woord{n}", most * part / sum(parts)) for n, part in enumerate(parts))
    query = Query(text, vector, analyse(text), others)
    assert query.own_share == pytest.approx(1.0 - most)
    assert query.own_share + sum(e.share for e in query.expansions) == pytest.approx(1.0)
    assert float(np.linalg.norm(query.meaning)) == pytest.approx(1.0, abs=1e-6)
    assert query.meaning.dtype == np.float32


def test_the_blended_vector_lies_between_by_shares() -> None:
    """The vector of a query is the sum of its own and the others', each times its share, at length one;
    without others it is the question's own."""
    encoder = WordEncoder()
    own, other = encoder.question("schulden"), encoder.question("bewindvoering")
    alone = Query("schulden", own, analyse("schulden"))
    assert alone.own_share == 1.0
    assert alone.meaning == pytest.approx(own)
    both = replace(alone, expansions=(Expansion((), other, 0.25),)).meaning
    assert both == pytest.approx((0.75 * own + 0.25 * other) / np.linalg.norm(0.75 * own + 0.25 * other))
    assert float(both @ own) > float(both @ other) > 0


def test_without_expansions_a_search_is_what_it_was(library: Library, add: Add) -> None:
    """A query without other words, or with others of no share, has exactly the hits of the question."""
    add("a.md", note("Nota", *SENTENCES))
    found = searcher(library)
    query = found.query("hulp bij schulden in de kern")
    nothing = replace(query, expansions=(expansion("nieuwe woningen", 0.0, "woning"),))
    with library.store.snapshot() as snapshot:
        plain = found.hits(snapshot, query, 8)
        unchanged = found.hits(snapshot, nothing, 8)
    assert plain == found.search("hulp bij schulden in de kern", 8)
    expected = {hit.passage.passage_id: hit.score for hit in plain}
    assert {h.passage.passage_id: h.score for h in unchanged} == pytest.approx(expected)


def test_an_expansion_finds_what_the_question_has_no_word_of(library: Library, add: Add) -> None:
    """A passage in policy words comes first once they have a share of the search."""
    add("a.md", note("Nota", *SENTENCES))
    found = searcher(library)
    query = found.query("de vloer van de sporthal")
    wide = replace(query, expansions=(expansion("de bibliotheek leent boeken uit", 0.7, "bibliothek"),))
    with library.store.snapshot() as snapshot:
        assert "bibliotheek" not in found.hits(snapshot, query, 1)[0].passage.text
        assert "bibliotheek" in found.hits(snapshot, wide, 1)[0].passage.text


def test_a_term_of_several_words_is_found_as_a_phrase_only(library: Library, add: Add) -> None:
    """An expression matches where its words stand together, not where they stand apart."""
    add("a.md", note("Nota", "De nieuwe vloer is glad.", "De vloer ligt er en de lampen zijn nieuw."))
    with library.store.snapshot() as snapshot:
        ranked = snapshot.by_terms(("nieuw vloer",), (), 10, Filters())
        (passage,) = snapshot.passages([i for i, _ in ranked])
    assert "glad" in passage.text


@given(
    st.lists(st.tuples(st.integers(0, 20), st.floats(-5, 5)), max_size=15, unique_by=lambda h: h[0]),
    st.lists(st.tuples(st.integers(0, 20), st.floats(-5, 5)), max_size=15, unique_by=lambda h: h[0]),
)
def test_fusing_keeps_every_item_once(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
    """Whatever the lists, each item comes back once, best first, ties by item."""
    fused = fuse([(one, 0.7), (other, 0.3)])
    assert {i for i, _ in fused} == {i for i, _ in (*one, *other)}
    assert len(fused) == len({i for i, _ in fused})
    assert fused == sorted(fused, key=lambda hit: (-hit[1], hit[0]))
    assert all(0 <= score <= 1 + 1e-9 for _, score in fused)


@pytest.mark.slow
def test_the_embedded_model_finds_by_meaning(store: Store) -> None:
    """With the real model, a question in other words finds the passage that is meant."""
    library = Library(store, SentenceEncoder())
    path = store.folder.parent / "nota.md"
    path.write_text(
        note(
            "Nota",
            "Schuldhulpverlening is er voor wie de rekeningen niet meer kan betalen.",
            "De sporthal krijgt een nieuwe vloer.",
            "Ouderen die eenzaam zijn krijgen bezoek van een buur.",
        )
    )
    (outcome,) = library.add([File(path, "nota.md", {})])
    assert outcome.error is None
    hits = Searcher(store, library.encoder).search("opa ziet nooit iemand", 1)
    assert "eenzaam" in hits[0].passage.text
