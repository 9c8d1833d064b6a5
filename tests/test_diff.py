"""What changed between two documents is told in pieces that a person reads."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.diff import Change, ChangeKind, compare_words, differences
from corpus.document import Document
from corpus.reader import read_bytes
from web.differences import diff_json, diff_text

Read = Callable[..., Document]

OLD = """\
# Plan voor sport

## Doel

Wij willen dat in het jaar 2026 alle inwoners van het dorp vaker kunnen sporten.

## Aanpak

De buurtsportcoach gaat elke week langs bij de scholen en de verenigingen in het dorp.

Het zwembad blijft open tot het einde van het jaar, daarna beslist de raad opnieuw.

## Kosten

Bedragen x € 1.000

| Post | 2024 | 2025 |
| --- | --- | --- |
| Zwembad | 800 | 810 |
| Sportcoach | 50 | 60 |
"""


def changes(read: Read, old: str, new: str) -> list[Change]:
    """Return what changed between two Markdown texts."""
    return list(differences(read(old, "oud.md"), read(new, "nieuw.md")))


def marked(change: Change) -> list[tuple[str, str]]:
    """Return the words of a change that went or came."""
    return [(word.kind.value, word.text) for word in change.words if word.kind]


def test_a_text_has_no_changes_to_itself(read: Read) -> None:
    """The same text has no differences, whatever its layout."""
    assert changes(read, OLD, OLD) == []
    assert changes(read, OLD, OLD.replace("\n\n", "\n\n\n")) == []


def test_changed_words_are_marked_in_their_paragraph(read: Read) -> None:
    """Of a paragraph in which a few words changed, those words are shown and the rest stays."""
    (change,) = changes(read, OLD, OLD.replace("elke week", "twee keer per week"))
    assert change.kind is ChangeKind.CHANGED
    assert change.section == ("Plan voor sport", "Aanpak")
    assert marked(change) == [("removed", "elke"), ("added", "twee keer per")]


def test_a_changed_cell_is_a_change_of_its_row(read: Read) -> None:
    """A row of a table with another amount is one change, found by its label."""
    (change,) = changes(read, OLD, OLD.replace("| 800 | 810", "| 1.200 | 1.350"))
    assert change.kind is ChangeKind.CHANGED
    assert change.old is not None
    assert change.old.text.startswith("Zwembad")
    assert [text for _, text in marked(change)][-1].endswith("1.350")


def test_added_and_removed_paragraphs_stand_whole(read: Read) -> None:
    """What came and what went are each shown in full under their own heading."""
    paragraph = "Het zwembad blijft open tot het einde van het jaar, daarna beslist de raad opnieuw.\n\n"
    motto = "Iedereen doet mee, jong en oud, ook wie dat lastig vindt.\n\n"
    new = OLD.replace(paragraph, "").replace("## Aanpak", motto + "## Aanpak")
    added, removed = changes(read, OLD, new)
    assert (added.kind, removed.kind) == (ChangeKind.ADDED, ChangeKind.REMOVED)
    assert added.new is not None
    assert added.new.text == motto.strip()
    assert added.section[-1] == "Doel"
    assert removed.old is not None
    assert removed.old.text == paragraph.strip()
    assert removed.section[-1] == "Aanpak"


def test_a_moved_section_is_one_change(read: Read) -> None:
    """A section that stands elsewhere is said to be moved, not removed and added."""
    start, end = OLD.index("## Doel"), OLD.index("## Aanpak")
    new = OLD[:start] + OLD[end:] + "\n" + OLD[start:end]
    (change,) = changes(read, OLD, new)
    assert change.kind is ChangeKind.MOVED
    assert change.new is not None
    assert change.new.text.startswith("Doel\n")
    assert "vaker kunnen sporten" in change.new.text


def test_a_short_text_elsewhere_is_no_move(read: Read) -> None:
    """A word that went here and came there is not followed."""
    kinds = {
        c.kind
        for c in changes(read, "# Nota\n\nJa.\n\nWij gaan door.\n", "# Nota\n\nWij gaan door.\n\nJa.\n")
    }
    assert ChangeKind.MOVED not in kinds


def test_bullets_are_no_change(read: Read) -> None:
    """Other marks before the items of a list are not what changed."""
    old = "# Nota\n\n- eerst vragen wij het aan\n- daarna beslist de raad\n"
    assert changes(read, old, old.replace("- ", "* ")) == []


@given(st.lists(st.sampled_from("aan bij de een het sport wonen".split())), st.data())
def test_the_words_of_both_sides_can_be_read_back(before: list[str], data: st.DataObject) -> None:
    """What stayed and went is the old text, what stayed and came is the new one."""
    after = data.draw(st.permutations(before))[: data.draw(st.integers(0, 9))]
    words = compare_words(" ".join(before), " ".join(after))
    for side, other in ((before, ChangeKind.ADDED), (after, ChangeKind.REMOVED)):
        assert " ".join(w.text for w in words if w.kind is not other).split() == list(side)


@given(st.lists(st.integers(0, 8), max_size=12), st.lists(st.integers(0, 8), max_size=12))
def test_every_unit_is_the_same_or_told_of(before: list[int], after: list[int]) -> None:
    """Nothing is lost: each paragraph that is in one document only stands in a change."""
    texts = [f"Alinea over onderwerp{n} met woord{n * 7} en nog eens onderwerp{n}." for n in range(9)]
    old, new = (
        read_bytes(("# Kop\n\n" + "\n\n".join(texts[n] for n in numbers)).encode(), "a.md")
        for numbers in (before, after)
    )
    found = differences(old, new)
    told = " ".join(side.text for c in found for side in (c.old, c.new) if side)
    for n in set(before) ^ set(after):
        assert texts[n] in told
    assert bool(found) == (before != after)
    for change in found:
        for side, document in ((change.old, old), (change.new, new)):
            assert side is None or side.span.of(document.text) == side.text


def test_a_long_document_takes_seconds(read: Read) -> None:
    """Two documents of some 300 pages with little in common are compared in seconds."""
    old, new = (
        "# Plan\n\n"
        + "\n\n".join(
            f"## Kop {n}\n\n" + " ".join(f"{word}{n * k % 997}" for k in range(1, 300)) for n in range(600)
        )
        for word in ("oud", "nieuw")
    )
    documents = read(old, "a.md"), read(new, "b.md")
    started = perf_counter()
    assert differences(*documents)
    assert perf_counter() - started < 10


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "[weg: elke] [nieuw: iedere]"), ("en", "[out: elke] [in: iedere]")]
)
def test_changes_are_told_in_words(read: Read, language: str, words: str) -> None:
    """The text names the section and the kind of change, and marks the words in brackets."""
    old, new = read(OLD, "oud.md"), read(OLD.replace("elke", "iedere"), "nieuw.md")
    found = differences(old, new)
    shown = diff_text(old, new, found, language)
    assert "oud.md → nieuw.md" in shown
    assert "Plan voor sport › Aanpak" in shown
    assert words in shown
    same = diff_text(old, old, (), language)
    assert same.count("\n") == 1
    as_json = diff_json(old, new, found)
    assert as_json["changed"] == 1
    (change,) = as_json["changes"]
    assert new.text[change["new"]["start"] : change["new"]["end"]] == change["new"]["quote"]
