from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.cite import check, derive, euros
from assistant.reply import (
    Answer,
    Citation,
    Derivation,
    Part,
    Searched,
    Slice,
    Statement,
    Understood,
)
from corpus.document import Description, Role, Span
from index.engine import DocumentRecord

TEXT = "Bedragen x € 1.000\n\nSport 841 815\n\nWij sporten graag."
RECORD = DocumentRecord(
    "d1",
    "v1",
    "a.txt",
    "/a.txt",
    "0",
    Description("Begroting 2019", "Emmen", year_from=2019),
    1,
    "",
)
ROW = Slice(Span(20, 33), "Sport 841 815")
UNIT = Slice(Span(0, 18), "Bedragen x € 1.000")


def text_of(document_id: str, version: str) -> str | None:
    """Return the only text there is."""
    return TEXT if (document_id, version) == ("d1", "v1") else None


def answer(statement: Statement, citation: Citation | None = None) -> Answer:
    """Return an answer of one statement."""
    cited = citation or Citation(1, RECORD, ROW, (UNIT,), ("Sport",), Role.FIGURES, None, None)
    return Answer(
        "?",
        Understood(),
        Searched(("Emmen",), 1, (2019, 2019)),
        parts=(Part("Emmen", RECORD, (statement,)),),
        citations=(cited,),
    )


def derived(text: str, printed: str = "841", multiplier: int = 1000, result: str = "€ 841.000") -> Statement:
    """Return a statement with one derivation."""
    return Statement(text, (1,), False, (Derivation(printed, multiplier, result),))


def test_a_derived_amount_that_follows_from_the_row_is_proved() -> None:
    """An amount in euros is proved by the printed cell times its unit."""
    said = derived("Emmen begrootte € 841.000 in 2019 (in de tabel: 841, × € 1.000).")
    assert check(answer(said), text_of) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (derived("Emmen begrootte € 953.000.", result="€ 953.000"), "wrong derivation"),
        (derived("Emmen begrootte € 841.000 voor 17 clubs."), "unproved number 17"),
        (Statement("Emmen sport.", (), False), "without citation"),
        (Statement("Emmen sport.", (2,), False), "without citation"),
        (Statement("Sport 841 816", (1,), True), "not literal"),
    ],
)
def test_what_is_not_proved_is_found(statement: Statement, fault: str) -> None:
    """A wrong derivation, a stray number, a missing source and a changed quote are each found."""
    assert any(fault in found for found in check(answer(statement), text_of))


def test_a_quote_that_is_not_the_slice_is_found() -> None:
    """A citation whose offsets do not hold its quote is refused, its context too."""
    good = Citation(1, RECORD, ROW, (UNIT,), (), Role.FIGURES, None, None)
    literal = Statement(ROW.quote, (1,), True)
    assert check(answer(literal, good), text_of) == []
    shifted = replace(good, slice=Slice(Span(21, 34), ROW.quote))
    assert check(answer(literal, shifted), text_of)
    wrong_context = replace(good, context=(Slice(Span(0, 17), UNIT.quote),))
    assert check(answer(literal, wrong_context), text_of)
    gone = replace(good, document=replace(RECORD, text_version="v2"))
    assert check(answer(literal, gone), text_of)


@pytest.mark.parametrize(
    ("printed", "multiplier", "result"),
    [
        ("841", 1000, "€ 841.000"),
        ("-8.142", 1000, "€ -8.142.000"),
        ("1,4", 1_000_000, "€ 1.400.000"),
        ("12,50", 1, "€ 12,50"),
        ("0", 1000, "€ 0"),
    ],
)
def test_amounts_are_worked_out_and_written_the_dutch_way(printed: str, multiplier: int, result: str) -> None:
    """A printed number times its unit is written with Dutch separators."""
    assert derive(printed, multiplier) == result


def test_euros_keeps_cents() -> None:
    """Cents are two digits after a comma, thousands have a point."""
    assert euros(Decimal("1234.5")) == "€ 1.234,50"
