from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import check, joined_verbs, named_phrases, understand, wanted, years
from assistant.reply import Wants
from corpus.errors import QuestionError

LIBRARY = {"Coevorden", "Borger-Odoorn", "Emmen"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_question"),
        ("  \n\t ", "empty_question"),
        ("?!... --", "wordless_question"),
        ("12 34", "wordless_question"),
        ("wat \x00 is dit", "unreadable_question"),
        ("wat\x1b[31m is dit", "unreadable_question"),
        ("a" * 10_000, "long_question"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_code(text: str, code: str) -> None:
    """A question that is empty, too long, wordless or unreadable has its own error."""
    with pytest.raises(QuestionError) as caught:
        check(text)
    assert caught.value.code == code


@given(st.text(max_size=300))
def test_any_text_is_either_understood_or_refused(text: str) -> None:
    """No text makes understanding fail in any other way than with a QuestionError."""
    try:
        question = check(text)
    except QuestionError:
        return
    understood = understand(question, LIBRARY)
    assert set(understood.municipalities) <= LIBRARY


def test_municipalities_in_and_outside_the_library_are_told_apart() -> None:
    """A municipality without documents is understood as such, by former and other names too."""
    understood = understand("Vergelijk Emmen met Den Haag en borger-odoorn", LIBRARY)
    assert understood.municipalities == ("Emmen", "Borger-Odoorn")
    assert understood.unknown == ("'s-Gravenhage",)


def test_a_word_that_is_also_a_municipality_is_not_taken_for_one() -> None:
    """The words "buren" and "houten" name no municipality, "de gemeente Houten" does."""
    assert understand("Mijn buren hebben een houten schuur", LIBRARY).unknown == ()
    assert understand("Wat doet de gemeente Houten?", LIBRARY).unknown == ("Houten",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2019 en 2021", (2019, 2021)),
        ("van 2017-2019", (2017, 2018, 2019)),
        ("2017 tot en met 2018", (2017, 2018)),
        ("bedrag 2.019 of 12019", ()),
        ("zonder jaar", ()),
    ],
)
def test_years_are_found_spans_written_out(text: str, found: tuple[int, ...]) -> None:
    """Years stand alone; an amount of four digits with a separator is none."""
    assert years(text) == found


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Hoeveel begroot de gemeente voor sport?", Wants.AMOUNT),
        ("Wat kost een paspoort?", Wants.AMOUNT),
        ("Welk bedrag staat er voor jeugd?", Wants.AMOUNT),
        ("Hoeveel mensen kregen een baan?", Wants.NUMBER),
        ("Hoeveel cursussen over geld waren er?", Wants.NUMBER),
        ("Hoeveel procent is tevreden?", Wants.PERCENTAGE),
        ("wat doen we aan armoede?", Wants.TEXT),
        ("Gezondheidszorg, begroting 2022?", Wants.AMOUNT),
    ],
)
def test_the_kind_of_answer_follows_from_the_question(text: str, wants: Wants) -> None:
    """Amounts, numbers, percentages and plain text are asked for in different words."""
    assert wanted(text) is wants


def test_a_name_of_several_words_must_stand_literally() -> None:
    """A name with capitals inside the sentence, or words in quotes, are kept as phrases."""
    assert named_phrases("Wanneer is de Visie op Wonen vastgesteld?") == ("visie op wonen",)
    assert named_phrases("Wie tekende ‘samen sterk’?") == ("samen sterk",)
    assert named_phrases("Wat doen wij aan schulden?") == ()


def test_a_separable_verb_is_put_together() -> None:
    """The question "wie voert de wet uit?" asks about "uitvoeren"; a preposition is no particle."""
    assert "uitvoeren" in joined_verbs("Wie voert de wet uit voor ons?")
    assert joined_verbs("Is er hulp bij het werk?") == ()


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("What do you do about debt?", True),
        ("Nie umiem dobrze pisać po niderlandzku", True),
        ("Ev kiramı ödeyemiyorum, kim yardım eder?", True),
        ("Де я можу отримати допомогу?", True),
        ("أين يمكنني الحصول على المساعدة؟", True),
        ("me ex en ik maken allen maar ruzi om de kinders", False),
        ("wat doen jullie aan laageletterdheit", False),
    ],
)
def test_another_language_is_recognised(text: str, foreign: bool) -> None:
    """A question in another language is told from Dutch with spelling mistakes."""
    assert understand(text, LIBRARY).foreign is foreign
