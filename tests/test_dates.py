"""Dates and years in Dutch text."""

from __future__ import annotations

import pytest

from corpus.dates import dates, first_date, month_of, period_in, usual_year


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("op 15 oktober 2019 vastgesteld", "2019-10-15"),
        ("d.d. 4 okt. 2016", "2016-10-04"),
        ("van 1 mrt 2024", "2024-03-01"),
        ("29-6-2015", "2015-06-29"),
        ("16.05.2024", "2024-05-16"),
        ("2024-05-31", "2024-05-31"),
        ("op vijftien april tweeduizend vierentwintig", "2024-04-15"),
        ("de drieëntwintigste mei tweeduizend negentien", "2019-05-23"),
        ("31 februari 2024", None),
        ("artikel 2.10.2024.5", None),
        ("nummer 12-34-2024", None),
        ("mei 2024", None),
    ],
)
def test_a_date_is_found_in_figures_and_in_words(text: str, iso: str | None) -> None:
    """A day with month and year is one ISO date; an impossible one is none."""
    assert first_date(text) == iso


def test_places_of_dates_are_exact() -> None:
    """Every date is the slice in which it stands."""
    text = "Van 3 mei 2024 tot 04-06-2025."
    assert [text[d.start : d.end] for d in dates(text)] == ["3 mei 2024", "04-06-2025"]


def test_a_month_with_a_year_is_less_than_a_date() -> None:
    """A month is kept as year and month."""
    assert month_of("uitgave oktober 2023") == "2023-10"
    assert month_of("in oktober") is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Begroting 2024", (2024, 2024)),
        ("Beleidsplan 2017-2020", (2017, 2020)),
        ("Beleidsplan 2017 – 2020", (2017, 2020)),
        ("Plan 2021 t/m 2024", (2021, 2024)),
        ("Agenda 2024/28", (2024, 2028)),
        ("Begroting 2025 en meerjarenraming 2026-2028", (2026, 2028)),
        ("Notitie van 3 mei 2019 over 2021", (2021, 2021)),
        ("Vergadering 29 juni 2015", None),
        ("Bedrag 2.024 of 2024,50", (2024, 2024)),
        ("nummer 120193", None),
    ],
)
def test_years_are_those_outside_a_date(text: str, years: tuple[int, int] | None) -> None:
    """A period counts before a year; the year of a date is none."""
    assert period_in(text) == years


def test_the_usual_year_is_the_one_of_the_budget() -> None:
    """The year after "begroting" counts more than one in passing."""
    assert usual_year("In 2022 en 2022 groeide het. De begroting 2024 volgt.") == (2024, 2024)
    assert usual_year("niets") is None
