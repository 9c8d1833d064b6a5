"""Dutch words become search terms, the same for documents and questions."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dutch import (
    STOP_WORDS,
    analyse,
    compound_terms,
    fold,
    split_compound,
    term,
    tokens,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("schuld", "schulden"),
        ("gezin", "gezinnen"),
        ("kind", "kinderen"),
        ("woning", "Woningen"),
        ("zwembad", "zwembaden"),
        ("vrijwilliger", "vrijwilligers"),
        ("geïndiceerde", "geindiceerde"),
        ("CAFÉ", "cafe"),
        ("1.943", "1943"),
        ("vereniging", "verenigingen"),
    ],
)
def test_forms_of_a_word_have_the_same_term(one: str, other: str) -> None:
    """Singular and plural, capitals, accents and thousands separators make no difference."""
    assert analyse(one).words == analyse(other).words != ()


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("schuldhulpverlening", "schulden"),
        ("schuldhulpverlening", "hulpverlening"),
        ("jeugdhulpverleners", "jeugd"),
        ("bijstandsuitkering", "uitkeringen"),
        ("vrijwilligerswerk", "vrijwilligers"),
        ("mantelzorgers", "mantel"),
        ("armoedebeleid", "armoede"),
        ("buurtsportcoach", "sport"),
        ("sportverenigingen", "vereniging"),
        ("onderwijsachterstandenbeleid", "achterstand"),
        ("laaggeletterdheid", "geletterdheid"),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, part: str) -> None:
    """The parts of a compound, parts of parts too, are terms beside the whole word."""
    assert set(analyse(part).words) <= set(analyse(compound).parts)


@pytest.mark.parametrize(
    "word", ["gemeente", "eenzaamheid", "kinderen", "zwembad", "regels", "ouders", "samenleving"]
)
def test_a_simple_word_has_no_parts(word: str) -> None:
    """A word with only an ending or a prefix is not taken apart."""
    assert split_compound(word) is None
    assert compound_terms(word) == ()


def test_words_without_meaning_are_no_terms() -> None:
    """Articles, pronouns and words that every document uses are left out."""
    assert analyse("het beleid van de gemeente en wat zij daar voor doen").words == ()
    assert analyse("Wat doet de gemeente aan sport?").words == ("sport",)


def test_terms_keep_the_order_of_the_words() -> None:
    """Terms come in reading order, a word that stands twice twice."""
    found = analyse("sport en zorg en sport").words
    assert found == (term("sport"), term("zorg"), term("sport"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("16-jarigen in 2024.", ["16", "jarigen", "in", "2024"]),
        ("jeugd.2019", ["jeugd", "2019"]),
        ("12,5%", ["12,5"]),
        ("€ 1.234.567,89", ["1234567,89"]),
        ("zorg_en_welzijn", ["zorg", "en", "welzijn"]),
        ("ＡＢＣ ﬁets", ["abc", "fiets"]),
        ("Groep 2E", ["groep", "2e"]),
        ("Украина, العربية", ["украина", "العربية"]),
        ("", []),
    ],
)
def test_words_and_numbers_are_told_apart(text: str, found: list[str]) -> None:
    """Numbers keep decimals and lose thousands separators; any script is read."""
    assert tokens(text) == found


@pytest.mark.parametrize("word", ["a" * 5_000, "zorg" * 500, "x1" * 3_000, "schuldhulpbeleid" * 40])
def test_a_word_without_end_is_one_term(word: str) -> None:
    """A row of letters that is no word is not taken apart."""
    assert analyse(word).words == (word,)
    assert analyse(word).parts == ()


def test_threads_do_not_disturb_each_other() -> None:
    """Analysed by many threads at once, words have the terms that they have alone."""
    heads, tails = ["wonen", "jeugd", "sport", "natuur", "water"], ["plannen", "banken", "mensen"]
    words = [f"{a}{b}{c}{d}en" for a in heads for b in tails for c in heads for d in tails]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(term, words, chunksize=1))
    finally:
        sys.setswitchinterval(switch)
    term.cache_clear()
    assert together == [term(word) for word in words]


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_any_text_has_terms(text: str) -> None:
    """Any text is analysed; no term is empty, has white space, or is a word without meaning."""
    found = analyse(text)
    for one in (*found.words, *found.parts):
        assert one
        assert len(one.split()) == 1
        assert '"' not in one
    assert analyse(text) == found


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_folding_twice_is_folding_once(word: str) -> None:
    """A folded word folds to itself."""
    assert fold(fold(word)) == fold(word)


def test_stop_words_are_written_as_they_are_compared() -> None:
    """Every stop word is one folded word, or it would never match."""
    assert [word for word in STOP_WORDS if tokens(word) != [word] and word not in ("één",)] == []
