from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.axes import Reason
from assistant.per_head import PerHead, divide, people_of, per_head
from corpus.inhabitants import TRANSLATED, inhabitants
from corpus.municipalities import municipalities
from tests.figure_records import document, record
from web.heads import charts_per_head
from web.pictures import Chart


def test_every_municipality_has_its_inhabitants() -> None:
    """The vendored table fits the municipalities by code and name, and adds up to the country."""
    people = inhabitants()
    assert {(p.code, p.name) for p in people.values()} == {(m.code, m.name) for m in municipalities()}
    assert sum(p.number for p in people.values()) == 17_942_942
    assert {p.year for p in people.values()} == {2024}


def test_every_translated_name_is_known() -> None:
    """The names that are no former municipality are names of a municipality."""
    assert {name for place in municipalities() for name in place.other_names} >= TRANSLATED


def test_an_amount_per_inhabitant_can_be_done_again() -> None:
    """It says amount, inhabitants, their year and source, and the rounded division."""
    share = per_head(record(923, year=2024, of=document("Coevorden")))
    assert isinstance(share, PerHead)
    assert (share.euros, share.people, share.counted) == (Decimal(923_000), 35_725, 2024)
    assert share.result == Decimal("25.84")
    assert not share.other_year
    assert divide(share.euros, share.people) == share.result


def test_another_year_is_said() -> None:
    """A figure of 2019 is divided by the people of 2024, and says so."""
    share = per_head(record(year=2019, of=document("Coevorden")))
    assert isinstance(share, PerHead)
    assert share.other_year
    assert (share.year, share.counted) == (2019, 2024)


@pytest.mark.parametrize(
    "of",
    [
        document("GGD Flevoland", members=("Almere", "Lelystad")),
        document("GGD Flevoland"),
        document("Weesp"),
        document("Amsterdam", title="Begroting 2018 gemeente Weesp"),
    ],
)
def test_who_has_no_inhabitants_gets_none(of: object) -> None:
    """A joint body has none of its own, and a municipality that is gone has not those of its successor."""
    figure = record(of=of)  # type: ignore[arg-type]
    assert people_of(figure.document.description) is None
    answer = per_head(figure)
    assert isinstance(answer, Reason)
    assert answer.code == "head_no_people"


def test_what_merged_since_is_said() -> None:
    """Purmerend was smaller before Beemster joined: a figure of an earlier year carries that."""
    share = per_head(record(year=2019, of=document("Purmerend")))
    assert isinstance(share, PerHead)
    assert share.formerly == ("Beemster",)
    same = per_head(record(year=2024, of=document("Purmerend")))
    assert isinstance(same, PerHead)
    assert same.formerly == ()


def test_another_name_is_no_merger() -> None:
    """Den Haag and 's-Gravenhage are one municipality."""
    share = per_head(record(year=2019, of=document("'s-Gravenhage", title="Begroting Den Haag")))
    assert isinstance(share, PerHead)
    assert (share.people, share.formerly) == (566_221, ())


def test_no_money_and_doubts_are_not_divided() -> None:
    """A percentage has no share per inhabitant, nor has an amount of unknown size."""
    assert isinstance(per_head(record(unit="%")), Reason)
    assert isinstance(per_head(record(doubt="unit")), Reason)


def test_a_doubtful_year_is_not_said_to_be_the_same() -> None:
    """Where the year of a figure is not certain, it is not taken for that of the inhabitants."""
    share = per_head(record(year=2024, doubt="year"))
    assert isinstance(share, PerHead)
    assert share.other_year


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_the_division_is_right_to_half_a_cent(euros: int, people: int) -> None:
    """Result times people is the amount within half a cent a person."""
    result = divide(Decimal(euros), people)
    assert abs(result * people - euros) <= Decimal("0.005") * people


def test_a_picture_per_inhabitant_compares_large_and_small() -> None:
    """Bars of two municipalities, divided, with the source below; the joint body is left out with why."""
    records = [
        record(36_000, of=document("Coevorden")),
        record(109_000, of=document("Emmen")),
        record(5_000, of=document("GGD Flevoland")),
    ]
    chart, refusal = charts_per_head(records)
    assert isinstance(chart, Chart)
    (series,) = chart.data.series
    assert [value.number for value in series.values] == [Decimal("1007.70"), Decimal("996.84")]
    assert any("CBS" in note for note in chart.data.notes)
    assert not any("niet zeker" in note for note in chart.data.notes)
    assert any("2021" in note and "2024" in note for note in chart.data.notes)
    assert not isinstance(refusal, Chart)
    assert "GGD Flevoland" in refusal.why
