from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuestionError
from index import phrases
from index.phrases import phrase_pattern, plain, word_spans
from index.search_query import read_query
from web.api.search import Terms


def shape(text: str) -> list[str]:
    """Return the clauses of a search as words: ``-`` excluded, quotes verbatim, ``titel:`` in the title."""
    return [
        "|".join(
            ("-" if item.excluded else "")
            + ("titel:" if item.title else "")
            + (f'"{item.text}"' if item.verbatim else item.text)
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
        ("schulden de en NIET de jeugd", ["schulden", "-jeugd"]),
        ("schulden OF de armoede", ["schulden|armoede"]),
        ("-schulden", ["-schulden"]),
        ('NIET "sociaal domein" -jeugd', ['-"sociaal domein"', "-jeugd"]),
        ("schulden OF -jeugd", ["schulden|-jeugd"]),
        ("schulden -de titel:de", ["schulden", '-"de"', 'titel:"de"']),
        ("-titel:de", ['-titel:"de"']),
        ("titel:***", ["titel:***"]),
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
    ("text", "clauses", "loose"),
    [
        ("OF schulden", ["schulden"], ("OF",)),
        ("schulden OR", ["schulden"], ("OR",)),
        ("schulden OF OF jeugd", ["schulden|jeugd"], ("OF",)),
        ("schulden NIET", ["schulden"], ("NIET",)),
        ("schulden NIET de", ["schulden"], ("NIET",)),
        ("schulden NIET OF jeugd", ["schulden|jeugd"], ("NIET",)),
        ("schulden NIET NOT jeugd", ["schulden", "-jeugd"], ("NIET",)),
    ],
)
def test_signs_with_nothing_to_work_on_are_told(
    text: str, clauses: list[str], loose: tuple[str, ...]
) -> None:
    """OF that is not between two words and NIET before none do not count, and are named."""
    assert shape(text) == clauses
    assert read_query(text).loose == loose


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("de het een", "de het een"), ("wat is dat?", "wat is dat?"), ("OF", "OF"), ("EN", "EN")],
)
def test_words_that_stand_everywhere_are_one_phrase_where_there_is_nothing_else(
    text: str, phrase: str
) -> None:
    """Who types stop words only searches for them in a row, and is told."""
    query = read_query(text)
    assert (shape(text), query.as_phrase, query.ignored) == ([f'"{phrase}"'], True, ())


PARTS = (
    "a",
    "schuld",
    "de",
    "OF",
    "NIET",
    "EN",
    "-",
    "–",
    '"',
    "“",
    "titel:",
    " ",
    "*",
    "é",
    "1",
    "™",
    "_",
    "\n",
    "\x85",
)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_is_published_of_a_search_is_what_is_read(text: str) -> None:
    """The interface for programs says of a search exactly what can be read, and what cannot."""
    fits = jsonschema_rs.validator_for(Terms().schema()).is_valid(text)
    try:
        Terms().read(text)
    except QuestionError:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_search"),
        (" ?! ", "empty_search"),
        ('"sociaal domein', "unclosed_quote"),
        ('-?! ""', "empty_search"),
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
        ("ΣΟΦΙΑ истанбул", "de σοφια ИСТАНБУЛ"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """Capitals, accents, line ends, kinds of quotation mark and cells of a table make no difference."""
    assert phrase_pattern(phrase).search(plain(text))


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
    assert not phrase_pattern(phrase).search(plain(text))


def test_words_are_marked_in_every_form() -> None:
    """A search term marks the forms of its word, and compounds with it in them."""
    text = "Schulden, een schuld, schuldhulpverlening en geen jeugd."
    (term,) = read_query("schuld").terms
    assert [text[s.start : s.end] for s in word_spans(text, {term})] == [
        "Schulden",
        "schuld",
        "schuldhulpverlening",
    ]


def test_a_phrase_is_marked_where_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phrase that begins in a passage is marked to its end, also behind the passage; one further on is not
    looked for, since that would read the rest of a long document for every passage."""
    text = f"Wij doen meer\n| in het Sociaal   Dómein.{' Wij doen meer.' * 100_000}"
    patterns = [phrase_pattern(phrase) for phrase in ("het sociaal domein", "meer in het", "ontbreekt")]
    lengths: list[int] = []

    def noted(stretch: str) -> str:
        lengths.append(len(stretch))
        return plain(stretch)

    monkeypatch.setattr(phrases, "plain", noted)
    found = phrases.phrase_spans(text, patterns, 4, text.index("Sociaal"))
    assert [text[s.start : s.end] for s in found] == ["het Sociaal   Dómein", "meer\n| in het"]
    assert not list(phrases.phrase_spans(text, patterns, 4, 9))
    assert max(lengths) < 2_000


def test_the_pattern_of_a_long_phrase_is_small() -> None:
    """Many patterns are kept, so that one of each letter in all its forms would fill the memory."""
    words = " ".join(["gemeentelijke"] * 140)
    assert len(phrase_pattern(words).pattern) < 2 * len(words)


def test_what_is_made_alike_stays_in_its_place() -> None:
    """Every character there is stays one character, so that places in the text stay right."""
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
    assert len(plain(text)) == len(text)
    assert plain("Eén İstanbul ’t “X” – Ångström") == 'een istanbul \'t "x" - angstrom'
