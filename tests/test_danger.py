from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import danger_meaning
from assistant.ask import Assistant, Request
from assistant.danger import Meant, danger_in, kinds
from assistant.danger_meaning import HARMLESS, Meaning
from assistant.guidance import help_for, introduction
from assistant.language import LANGUAGES, language_of
from index.embed import SentenceEncoder
from index.engine import EncoderRecord

HERE = Path(__file__).parent
SPOKEN = ("nl", "en", "pl", "tr", "ar", "uk")


def table(path: Path) -> dict[str, Any]:
    """Return a data file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", [*LANGUAGES, "other"])
def test_the_language_of_a_question_is_recognised(language: str) -> None:
    """Of over 25 questions in each language, short and misspelt ones among them, all but one are right."""
    asked = table(HERE / "languages.toml")[language]
    wrong = [question for question in asked if language_of(question) != language]
    assert len(asked) > 25
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    "question",
    ["Mijn man slaat mij", "My husband hits me", "Mój mąż mnie bije", "Kocam beni dövüyor", "زوجي يضربني",
     "Мій чоловік б'є мене", "Мій чоловік б’є мене"],
)  # fmt: skip
def test_violence_at_home_is_recognised_by_rule_in_six_languages(question: str) -> None:
    """The same sentence puts help first in every language, before anything is searched."""
    danger = danger_in(question)
    assert danger
    assert danger.first
    assert "home" in danger.kinds
    told = help_for(danger, language_of(question))
    assert told
    assert told.language == language_of(question)
    assert "0800-2000" in [number.number for number in told.numbers]


def test_a_question_about_policy_gets_the_numbers_below_its_answer() -> None:
    """Who asks what is done against violence is not told first that help is there."""
    asked = [q for qs in table(HERE / "danger.toml")["subject"].values() for q in qs]
    found = [danger_in(question) for question in asked]
    assert all(danger and not danger.first for danger in found)


def test_policy_asked_by_somebody_in_danger_is_danger() -> None:
    """A question that names the municipality and tells of danger too puts help first."""
    danger = danger_in("Mijn man slaat mij, wat kan de gemeente doen tegen huiselijk geweld?")
    assert danger
    assert danger.first


@pytest.mark.slow
def test_held_out_sentences_of_danger_are_found_by_rule_or_meaning() -> None:
    """At least 85 of 90 in six languages put help first; at most 13 of 128 that only look like it do."""
    encoder = SentenceEncoder()
    meaning = Meaning(encoder)
    rows = table(HERE / "danger.toml")
    told = [question for pairs in rows["told"].values() for _, question in pairs]
    harmless = [question for part in rows["harmless"].values() for question in part]

    def first(question: str, vector: Any) -> bool:
        danger = danger_in(question, meaning.kind(vector))
        return bool(danger and danger.first)

    found = sum(map(first, told, encoder.questions(told)))
    false = sum(map(first, harmless, encoder.questions(harmless)))
    assert (len(told), len(harmless)) == (90, 128)
    assert found >= 85
    assert false <= 13


def test_every_kind_and_number_has_words_in_every_language() -> None:
    """No sentence is missing in any of the six languages."""
    words = table(HERE.parent / "assistant" / "danger.toml")
    for language in SPOKEN:
        assert words[language]["kinds"].keys() == words["kinds"].keys()
        assert words[language]["numbers"].keys() == words["numbers"].keys()
    assert all(number in words["numbers"] for listed in words["kinds"].values() for number in listed)
    examples = table(HERE.parent / "assistant" / "danger_phrases.toml")
    assert examples.keys() == {*kinds(), HARMLESS}
    assert all(set(SPOKEN) == set(by_language) for by_language in examples.values())


def test_each_other_language_has_an_introduction() -> None:
    """Dutch needs none; what has no words of its own gets English."""
    assert introduction("nl") is None
    for language in SPOKEN[1:]:
        told = introduction(language, "Emmen")
        assert told
        assert told.language == language
        assert "Emmen" in told.contact
    german = introduction("other")
    assert german
    assert german.language == "en"
    arabic = introduction("ar")
    assert arabic
    assert arabic.direction == "rtl"


def test_another_encoder_says_nothing_of_danger(library: Any, add: Any) -> None:
    """The examples are calibrated for the embedded model; with another one rules alone decide."""
    from index.search import Searcher

    add("a.txt", "Wij helpen inwoners met schulden.", municipality="Emmen")
    assistant = Assistant(Searcher(library.store, library.encoder))
    assert assistant.ask(Request("wie helpt met schulden?")).danger is None
    told = assistant.ask(Request("mijn man slaat mij")).danger
    assert told
    assert told.first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("ik heb afscheidsbrieven geschreven", True),
        ("I have written goodbye letters", True),
        ("napisałam listy pożegnalne", True),
        ("veda mektupları yazdım", True),
        ("كتبت رسائل الوداع", True),
        ("я написала прощальні листи", True),
        ("ik schrijf een afscheidsbrief aan mijn collega's", False),
        ("I am writing a farewell letter because I retire", False),
    ],
)
def test_letters_of_farewell_are_danger_unless_somebody_leaves_work(question: str, first: bool) -> None:
    """A letter of farewell puts help first; to colleagues, or at a pension, it does not."""
    danger = danger_in(question)
    assert bool(danger and danger.first) is first


def test_a_meaning_that_is_not_sure_puts_the_numbers_below() -> None:
    """By itself it asks for less than a rule does, and beside a rule it adds its kind."""
    unsure, sure = Meant("elder", sure=False), Meant("elder", sure=True)
    alone = danger_in("de hulp komt niet meer bij oma", unsure)
    assert alone
    assert not alone.first
    certain = danger_in("de hulp komt niet meer bij oma", sure)
    assert certain
    assert certain.first
    beside = danger_in("mijn man slaat mij", unsure)
    assert beside
    assert beside.first
    assert danger_in("wat kost de ouderenzorg in de gemeente", unsure) is None


@pytest.mark.slow
def test_sentences_that_changed_nothing_are_mostly_read_right() -> None:
    """Of 30 that tell of danger at least 23 put help first and 27 give numbers; of 30 others at most 4."""
    encoder = SentenceEncoder()
    meaning = Meaning(encoder)
    rows = table(HERE / "danger_unseen.toml")
    told = [question for pairs in rows["told"].values() for _, question in pairs]
    harmless = [question for part in rows["harmless"].values() for question in part]
    found = [danger_in(q, meaning.kind(v)) for q, v in zip(told, encoder.questions(told), strict=True)]
    others = [
        danger_in(q, meaning.kind(v)) for q, v in zip(harmless, encoder.questions(harmless), strict=True)
    ]
    assert (len(told), len(harmless)) == (30, 30)
    assert sum(bool(danger and danger.first) for danger in found) >= 23
    assert sum(danger is not None for danger in found) >= 27
    assert sum(bool(danger and danger.first) for danger in others) <= 4


class Reduced:
    """An encoder whose vectors are as long as those of arithmetic in bfloat16; counts its calls."""

    record = EncoderRecord("gereduceerd", "1" * 64, 2)

    def __init__(self) -> None:
        self.calls = 0

    def questions(self, texts: list[str]) -> Any:
        """Return vectors that are nearly of unit length."""
        self.calls += 1
        return np.tile(np.array([[0.6, 0.803]], np.float32), (len(texts), 1))

    passages = questions


def test_the_vectors_of_the_examples_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second start reads what the first one kept, also of a model in reduced precision."""
    monkeypatch.setattr(danger_meaning, "cache_folder", lambda: tmp_path)
    encoder = Reduced()
    first = danger_meaning._vectors(encoder, ["een", "twee"])
    again = danger_meaning._vectors(encoder, ["een", "twee"])
    assert encoder.calls == 1
    assert np.array_equal(first, again)
