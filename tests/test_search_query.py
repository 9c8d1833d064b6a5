from __future__ import annotations

import pytest

from corpus.errors import QuestionError
from index.phrases import phrase_pattern, word_spans
from index.search_query import read_query


def shape(text: str) -> list[str]:
    """Return the clauses of a search as words: ``-`` excluded, quotes verbatim, ``titel:`` in the title."""
    return [
        ("-" if clause.excluded else "")
        + "|".join(
            ("titel:" if item.title else "") + (f'"{item.text}"' if item.verbatim else item.text)
            for item in clause.items
        )
        for clause in read_query(text).clauses
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("schulden jeugd", ["schulden", "jeugd"]),
        ('"sociaal  domein" schulden', ['"sociaal domein"', "schulden"]),
        ("“sociaal domein”", ['"sociaal domein"']),
        ("schulden -jeugd", ["schulden", "-jeugd"]),
        ('schulden -"sociaal domein"', ["schulden", '-"sociaal domein"']),
        ("schulden NIET jeugd", ["schulden", "-jeugd"]),
        ("schulden NOT jeugd", ["schulden", "-jeugd"]),
        ("schulden OF armoede jeugd", ["schulden|armoede", "jeugd"]),
        ('schulden OR "hulp bij geld" OF armoede', ['schulden|"hulp bij geld"|armoede']),
        ("schulden EN jeugd", ["schulden", "jeugd"]),
        (
            'titel:begroting -titel:"ontwerp nota" jeugd',
            ["titel:begroting", '-titel:"ontwerp nota"', "jeugd"],
        ),
        ("psycho-sociaal 2019 - 2020", ["psycho-sociaal", "2019", "2020"]),
        ("schulden de en NIET de jeugd", ["schulden", "jeugd"]),
    ],
)
def test_what_is_asked(text: str, clauses: list[str]) -> None:
    """Words, phrases, exclusions, alternatives and titles are read as they are meant."""
    assert shape(text) == clauses


def test_words_that_do_not_count_are_told() -> None:
    """Stop words are left out by name, and count within quotation marks."""
    query = read_query('wat doet de raad, "de raad" schulden')
    assert query.ignored == ("wat", "doet", "de", "raad")
    assert [clause.items[0].text for clause in query.clauses] == ["de raad", "schulden"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_search"),
        (" ?! ", "empty_search"),
        ('"sociaal domein', "unclosed_quote"),
        ("-schulden", "only_excluded"),
        ('NIET "sociaal domein" -jeugd', "only_excluded"),
        ("de het een", "common_search"),
        ("OF schulden", "loose_or"),
        ("schulden OF", "loose_or"),
        ("schulden OF OF jeugd", "loose_or"),
        ("schulden OF -jeugd", "excluded_or"),
        ("schulden NIET", "loose_not"),
        ("schulden NIET OF jeugd", "loose_not"),
        ("x" * 2_001, "long_search"),
        ("schuld " * 41, "many_words"),
        ('"van de" ' * 6, "many_common"),
        ("schul\x07den", "unreadable_question"),
    ],
)
def test_what_cannot_be_asked(text: str, code: str) -> None:
    """What cannot be searched for is refused with a code for its sentence."""
    with pytest.raises(QuestionError) as refused:
        read_query(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sociaal domein", "het Sociaal\nDomein."),
        ("cafe", "een CAFÉ"),
        ("één plan", "een plan"),
        ("'s avonds", "’s avonds"),
        ("2019-2022", "2019–2022"),
        ("jeugdzorg 1.250", "Jeugdzorg | 1.250 | 1.300"),
        ("€ 1.250", "voor € 1.250."),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """Capitals, accents, line ends, kinds of quotation mark and cells of a table make no difference."""
    assert phrase_pattern(phrase).search(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("domein", "domeinen"),
        ("domein", "subdomein"),
        ("sociaal domein", "sociaal en domein"),
        ("schuld", "schulden"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    """A phrase is whole words, in this form and in this order."""
    assert not phrase_pattern(phrase).search(text)


def test_words_are_marked_in_every_form() -> None:
    """A search term marks the forms of its word, and compounds with it in them."""
    text = "Schulden, een schuld, schuldhulpverlening en geen jeugd."
    (term,) = read_query("schuld").terms
    assert [text[s.start : s.end] for s in word_spans(text, {term})] == [
        "Schulden",
        "schuld",
        "schuldhulpverlening",
    ]
