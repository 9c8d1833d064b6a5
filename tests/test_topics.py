"""The taxonomy is sound, its maps are of its texts, and a question finds its topics."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.bridge import MatchWeights, TopicMatcher
from assistant.danger_meaning import near_topics
from assistant.topic_files import PACKED, TopicMaps, build_maps, key_of, load, save, topic_maps
from assistant.topics import ELSEWHERE, TAXONOMY, Topic, load_topics, taakvelden
from index.embed import SentenceEncoder
from tests.encoders import WordEncoder
from tests.small_topics import DEBT, LITERACY, TOPICS, topic

ALL = load_topics()
NAMES = [topic.id for topic in ALL]
each_topic = pytest.mark.parametrize("found", ALL, ids=NAMES)
SMALL_TALK = "praatje"
SAMPLE = 60
SHIPPED = Path(str(TAXONOMY.joinpath(PACKED)))


def texts_of(found: Topic) -> list[str]:
    """Return every text of a topic that is read or shown."""
    shown = [text for text in (found.handled_by, found.handled_by_en) if text]
    return [found.id, found.name, found.name_en, *found.terms, *found.sayings, *found.words, *shown]


def bare(text: str) -> str:
    """Return a phrasing without what does not tell it from another: case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_taxonomy_is_broad() -> None:
    """There are at least 150 topics of the municipality, in at least sixteen fields."""
    municipal = [found for found in ALL if found.is_municipal]
    assert len(municipal) >= 150
    assert len({found.field for found in municipal}) >= 16
    assert {found.field for found in ALL if not found.is_municipal} == {ELSEWHERE}


def test_a_topic_has_its_own_name() -> None:
    """No two topics share an id, or what they are called in either language."""
    for names in (NAMES, [found.name for found in ALL], [found.name_en for found in ALL]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


@each_topic
def test_a_topic_is_said_in_many_ways(found: Topic) -> None:
    """Every topic has at least twelve phrasings and ten terms, none twice, two phrasings in each of five
    other languages, and taakvelden that exist."""
    assert len(set(map(bare, found.phrasings))) == len(found.phrasings) >= 12
    assert len(set(found.terms)) == len(found.terms) >= 10
    assert len(set(found.other)) == len(found.other) == 10
    assert set(found.taakvelden) <= taakvelden().keys()
    assert found.words


@each_topic
def test_the_texts_of_a_topic_are_clean(found: Topic) -> None:
    """No text is empty, has outer white space or invisible characters, or is not in normal form C."""
    for text in texts_of(found):
        assert text == text.strip() != "", found.id
        assert unicodedata.is_normalized("NFC", text), text
        assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") for sign in text), text


def test_no_phrasing_belongs_to_two_topics() -> None:
    """What residents say is a phrasing of one topic only, however it is spelt."""
    owners: dict[str, set[str]] = {}
    for found in ALL:
        for text in found.sayings:
            owners.setdefault(bare(text), set()).add(found.id)
    assert {text: ids for text, ids in owners.items() if len(ids) > 1} == {}


def test_what_another_body_handles_says_who() -> None:
    """Every topic elsewhere names in both languages who handles it, but for small talk; no topic of the
    municipality does."""
    silent = {found.id for found in ALL if not (found.handled_by and found.handled_by_en)}
    assert silent == {found.id for found in ALL if found.is_municipal} | {SMALL_TALK}


@pytest.fixture(scope="module")
def model(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.fixture(scope="module")
def shipped(model: SentenceEncoder) -> TopicMaps:
    """Return the maps that come with the package."""
    maps = load(SHIPPED, key_of(ALL, model))
    assert maps, f"{SHIPPED.name} is of other texts: run python -m tools.make_topic_maps"
    return maps


def test_the_shipped_maps_are_of_these_texts(shipped: TopicMaps) -> None:
    """The file has a point for each phrasing, name and term of each topic, in order, and every topic."""
    counts = [len((*found.sayings, found.name, *found.terms)) for found in ALL]
    assert np.bincount(shipped.space.owners).tolist() == counts
    assert (np.diff(shipped.space.owners) >= 0).all()
    assert len(shipped.space.centres) == len(shipped.space.policy) == shipped.words.size == len(ALL)


def test_a_sample_of_points_lies_where_the_model_puts_it(shipped: TopicMaps, model: SentenceEncoder) -> None:
    """Sixty points spread over the topics, encoded again, lie where the file has them."""
    texts = [text for found in ALL for text in (*found.sayings, found.name, *found.terms)]
    chosen = np.linspace(0, len(texts) - 1, SAMPLE).astype(int)
    kept = shipped.space.points[chosen]
    kept = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    again = shipped.space.place(model.questions([texts[number] for number in chosen]))
    assert (again * kept).sum(axis=1).min() > 0.98


def test_the_shipped_policy_vectors_are_those_of_the_terms(
    shipped: TopicMaps, model: SentenceEncoder
) -> None:
    """The vector that a topic is searched with is that of its name and its terms."""
    chosen = range(0, len(ALL), 20)
    again = model.questions([", ".join((ALL[number].name, *ALL[number].terms)) for number in chosen])
    assert (again * shipped.space.policy[list(chosen)]).sum(axis=1).min() > 0.98


@pytest.mark.parametrize(
    ("question", "topic_id"),
    [
        ("De lantaarn op de hoek is al een week donker", "straatverlichting"),
        ("wanneer wordt het oude papier bij ons opgehaald", "afval"),
        ("Hoeveel aow krijgt een weduwe?", "aow"),
    ],
)
@pytest.mark.usefixtures("shipped")
def test_a_question_that_is_no_phrasing_finds_its_topic(
    model: SentenceEncoder, question: str, topic_id: str
) -> None:
    """A sentence of a resident that no topic lists leads to the topic that it is about."""
    assert bare(question) not in {bare(text) for found in ALL for text in found.sayings}
    assert TopicMatcher(model).match(question, model.question(question))[0].topic.id == topic_id


@pytest.fixture(scope="module")
def small() -> TopicMaps:
    """Return the maps of three topics with the encoder that counts words."""
    return build_maps(TOPICS, WordEncoder())


def test_saving_keeps_order_and_scores(small: TopicMaps, tmp_path: Path) -> None:
    """What is read again has the same words in the same order, and scores that hardly differ."""
    file, encoder = tmp_path / "nieuw" / "maps.npz", WordEncoder()
    save(file, "sleutel", small)
    again = load(file, "sleutel")
    assert again
    assert again.words.words == small.words.words
    assert again.space.owners.tolist() == small.space.owners.tolist()
    for question in (text for found in TOPICS for text in (*found.phrasings, *found.words)):
        vector = encoder.question(question)
        near, near_again = small.space.scores(vector), again.space.scores(vector)
        assert near_again == pytest.approx(near, abs=0.02)
        assert np.argmax(near_again) == np.argmax(near)
        assert again.words.scores(question) == pytest.approx(small.words.scores(question), rel=0.002)


def test_saving_leaves_one_file(small: TopicMaps, tmp_path: Path) -> None:
    """Nothing lies beside the file, also after it was replaced, and others may read it."""
    for _ in range(2):
        save(tmp_path / "maps.npz", "sleutel", small)
    assert [(f.name, f.stat().st_mode & 0o777) for f in tmp_path.iterdir()] == [("maps.npz", 0o644)]


def test_a_file_of_other_texts_or_another_model_is_not_used(small: TopicMaps, tmp_path: Path) -> None:
    """The key changes with every text that the maps are made of, and with the encoder."""
    encoder = WordEncoder()
    keys = {
        key_of(TOPICS, encoder),
        key_of(TOPICS[:2], encoder),
        key_of(TOPICS, WordEncoder("ander", "1" * 64)),
        key_of((topic("schulden", "a", "b", "c"),), encoder),
        key_of((topic("schulden", "a", "b", "d"),), encoder),
        key_of((topic("schulden", "a", "d", "c"),), encoder),
        key_of((topic("schulden", "d", "b", "c"),), encoder),
    }
    assert len(keys) == 7
    save(tmp_path / "maps.npz", key_of(TOPICS, encoder), small)
    assert load(tmp_path / "maps.npz", key_of(TOPICS, encoder))
    assert load(tmp_path / "maps.npz", key_of(TOPICS[:2], encoder)) is None


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the user's cache."""
    monkeypatch.setenv("BELEIDSWIJZER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_maps_of_another_model_are_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start keeps the maps in the cache; the second reads them and encodes nothing."""
    first = topic_maps(TOPICS, WordEncoder())
    (kept,) = cache.iterdir()
    assert kept.name.startswith("topics-")
    monkeypatch.setattr(WordEncoder, "questions", None)
    second = topic_maps(TOPICS, WordEncoder())
    assert second.words.words == first.words.words


def damaged(data: bytes) -> dict[str, bytes]:
    """Return what may lie in the place of a file, by name."""
    broken = bytearray(data)
    broken[len(data) // 2 :: 11] = bytes(len(range(len(data) // 2, len(data), 11)))
    squeezed = bytearray(data)
    # The compressed bytes of the first array, after its header of about 60 bytes.
    squeezed[64:200] = bytes(value ^ 0x55 for value in data[64:200])
    return {
        "empty": b"",
        "truncated": data[: len(data) // 2],
        "without its end": data[:-1],
        "overwritten": bytes(broken),
        "damaged where it is compressed": bytes(squeezed),
        "a text": b"Dit zijn geen kaarten.\n",
        "another archive": b"PK\x05\x06" + bytes(18),
        "one array": b"\x93NUMPY\x01\x00\x46\x00"
        + b"{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }         \n",
    }


DAMAGE = ("empty", "truncated", "without its end", "overwritten", "damaged where it is compressed")


@pytest.mark.parametrize("kind", [*DAMAGE, "a text", "another archive", "one array"])
def test_a_damaged_or_foreign_file_is_made_anew(cache: Path, kind: str) -> None:
    """Whatever lies where the maps are kept, the maps are right and the file is whole again."""
    topic_maps(TOPICS, WordEncoder())
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damaged(whole)[kind])
    assert load(kept, key_of(TOPICS, WordEncoder())) is None
    again = topic_maps(TOPICS, WordEncoder())
    assert again.words.words == build_maps(TOPICS, WordEncoder()).words.words
    assert load(kept, key_of(TOPICS, WordEncoder()))
    assert [f.name for f in cache.iterdir()] == [kept.name]


def test_every_damaged_byte_is_noticed_or_harmless(small: TopicMaps, tmp_path: Path) -> None:
    """With any one byte changed, the file gives nothing, or exactly what it gave before."""
    file = tmp_path / "maps.npz"
    save(file, "sleutel", small)
    whole, right = file.read_bytes(), load(file, "sleutel")
    assert right
    for place in range(0, len(whole), 3):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        found = load(file, "sleutel")
        if found:
            assert found.words.words == right.words.words
            assert (found.space.points == right.space.points).all()


def test_a_cache_that_cannot_be_written_only_warns(
    cache: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """The maps are made all the same; the log says once where they could not be kept and why."""
    cache.write_text("een bestand, geen map")
    maps = topic_maps(TOPICS, WordEncoder())
    assert maps.words.size == len(TOPICS)
    (warning,) = [record for record in caplog.records if record.name == "assistant.topic_files"]
    assert warning.levelname == "WARNING"
    assert str(cache) in warning.getMessage()
    assert "None" not in warning.getMessage()
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("cache")
def test_words_and_place_lead_to_a_topic() -> None:
    """The topic of a phrasing comes first; another question of the same matcher changes nothing."""
    encoder, matcher = WordEncoder(), TopicMatcher(WordEncoder(), TOPICS, MatchWeights(words=10.0))
    for _ in range(2):
        for found in TOPICS:
            for text in found.phrasings:
                assert matcher.match(text, encoder.question(text))[0].topic is found


@pytest.mark.usefixtures("cache")
def test_a_match_carries_the_vector_of_its_policy_terms() -> None:
    """Each match has the unit vector that the passages of its topic are near to."""
    matcher = TopicMatcher(WordEncoder(), TOPICS)
    matches = {m.topic.id: m for m in matcher.match("rekeningen", WordEncoder().question("rekeningen"))}
    for found in TOPICS:
        own = WordEncoder().question(", ".join((found.name, *found.terms)))
        assert float(matches[found.id].vector @ own) == pytest.approx(1.0, abs=1e-3)


def test_a_word_says_most_of_the_topic_that_lists_it(small: TopicMaps) -> None:
    """A listed word counts fully, part of a compound less, and a word of no topic nothing."""
    listed, part, unknown = (
        small.words.scores(text) for text in ("deurwaarder", "schuldenlast", "wolkenlucht")
    )
    assert listed[0] > part[0] > 0
    assert not listed[1:].any()
    assert not unknown.any()


def test_a_rare_word_is_worth_more_than_one_of_every_topic() -> None:
    """A word that all topics list tells them apart less than a word of one."""
    topics = (topic("een", "alfa | gemeen", "x"), topic("twee", "beta | gemeen", "y"))
    words = build_maps(topics, WordEncoder()).words
    assert words.scores("alfa")[0] > words.scores("gemeen")[0] == words.scores("gemeen")[1]


def test_a_misspelt_word_is_read_as_the_nearest_of_a_topic(small: TopicMaps) -> None:
    """A long word that no dictionary knows counts as the listed word it is nearest to; a word that a
    dictionary knows stays itself."""
    misspelt = small.words.scores("deurwaardr")
    assert misspelt[0] > 0
    assert misspelt == pytest.approx(small.words.scores("deurwaarder"))
    assert not small.words.scores("schrijden").any()


@pytest.mark.usefixtures("cache")
def test_a_foreign_question_leans_less_on_words() -> None:
    """Shared words count less where the words of a language are not taken to their stems."""
    weights = MatchWeights(words=10.0, words_foreign=0.0)
    matcher = TopicMatcher(WordEncoder(), (DEBT, LITERACY), weights)
    vector = WordEncoder().question("basisvaardigheden taalhuis laaggeletterdheid")
    own = matcher.match("deurwaarder", vector)[0].topic
    foreign = matcher.match("deurwaarder", vector, foreign=True)[0].topic
    assert (own.id, foreign.id) == (DEBT.id, LITERACY.id)


@given(st.text(max_size=80))
def test_scores_are_finite_and_shares_sum_to_one(text: str) -> None:
    """For any text at all every topic has a finite score, and the shares of all sum to one."""
    matcher = TopicMatcher(WordEncoder(), TOPICS)
    vector = WordEncoder().question(text)
    assert np.isfinite(matcher.maps.space.scores(vector)).all()
    assert np.isfinite(matcher.maps.words.scores(text)).all()
    matches = matcher.match(text, vector, most=len(TOPICS))
    shares = [match.confidence for match in matches]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    assert {match.topic.id for match in matches} == {found.id for found in TOPICS}


def test_topics_that_danger_may_come_under_exist() -> None:
    """A topic that was renamed would silence the meaning of a question that tells of danger."""
    assert near_topics() <= {topic.id for topic in load_topics()}
