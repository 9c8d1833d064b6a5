from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assistant.axes import amount, measure_of, side_of, sort
from index.engine import FigureRecord
from tests.figure_records import document, record

RECORDS = st.lists(
    st.builds(
        record,
        number=st.integers(-5000, 5000),
        year=st.sampled_from([None, 2019, 2020, 2021]),
        label=st.sampled_from(["Sport", "1.2 Sport", "Cultuur", "Totaal lasten"]),
        measure=st.sampled_from([None, "begroting", "meerjarenraming", "rekening", "verschil"]),
        side=st.sampled_from([None, "lasten", "baten", "saldo"]),
        unit=st.sampled_from(["€", "%", ""]),
        doubt=st.sampled_from([None, None, "unit", "year", "sign", "total"]),
        of=st.sampled_from([document("Coevorden"), document("Emmen"), document("Almere")]),
    ),
    max_size=30,
)


@given(RECORDS)
def test_every_figure_is_in_one_group_or_left_out(records: list[FigureRecord]) -> None:
    """Nothing gets lost, and nothing is drawn twice."""
    found = sort(records)
    told = [*(r for g in found.groups for r in g.records), *(item.record for item in found.left_out)]
    assert Counter(map(id, told)) == Counter(map(id, records))


@given(RECORDS)
def test_an_axis_holds_one_measure_one_unit_and_one_side(records: list[FigureRecord]) -> None:
    """What stands in one picture is of one measure, unit and side, without serious doubts."""
    for group in sort(records).groups:
        figures = [r.figure for r in group.records]
        assert {measure_of(f) for f in figures} == {group.axis.measure}
        assert {f.unit for f in figures} == {group.axis.unit}
        assert {side_of(f) for f in figures} == {group.axis.side}
        assert all(f.year and set(f.doubts) <= {"total"} for f in figures)


@given(RECORDS)
def test_every_split_says_why(records: list[FigureRecord]) -> None:
    """The first group needs no reason, each further one has at least one."""
    groups = sort(records).groups
    assert [bool(group.apart) for group in groups] == [place > 0 for place in range(len(groups))]


def codes(records: list[FigureRecord]) -> list[list[str]]:
    """Return the reasons for each group after the first."""
    return [[reason.code for reason in group.apart] for group in sort(records).groups][1:]


def test_budget_and_account_do_not_share_an_axis() -> None:
    """What was planned does not stand beside what was spent, and the reason names both."""
    found = sort([record(measure="begroting"), record(measure="rekening")])
    (reason,) = found.groups[1].apart
    assert reason.code == "axis_measure"
    assert dict(reason.parameters) == {"first": "begroting", "second": "rekening"}


def test_a_multi_year_estimate_is_a_budget() -> None:
    """The years after the first of a budget stand on its axis."""
    assert len(sort([record(year=2019), record(year=2020, measure="meerjarenraming")]).groups) == 1


def test_other_units_and_sides_stand_apart() -> None:
    """Euros and percents, income and expenses: each a picture of its own."""
    assert codes([record(), record(unit="%")]) == [["axis_unit"]]
    assert codes([record(), record(side="baten")]) == [["axis_side"]]


def test_amounts_in_thousands_and_in_euros_are_one_unit() -> None:
    """€ 923.000 printed as 923 stands beside € 923.000 printed in full."""
    both = [record(923, multiplier=1000), record(923_000, multiplier=1)]
    assert len(sort(both).groups) == 1
    assert {amount(r.figure) for r in both} == {923_000}


def test_the_same_row_of_several_municipalities_shares_an_axis() -> None:
    """Sport of Coevorden and sport of Emmen are compared, whatever the number before the label."""
    found = sort(
        [record(of=document("Coevorden")), record(of=document("Emmen"), label="1.2 Sport", section="Anders")]
    )
    assert [group.axis.scope for group in found.groups] == ["Sport"]


def test_other_rows_of_several_municipalities_do_not_share_an_axis() -> None:
    """Sport of the one and culture of the other are two things."""
    assert codes([record(of=document("Coevorden")), record(of=document("Emmen"), label="Cultuur")]) == [
        ["axis_scope"]
    ]


def test_rows_of_one_taakveld_share_an_axis() -> None:
    """Labels that differ stand together where a taakveld says that they mean the same."""
    records = [record(of=document("Coevorden")), record(of=document("Emmen"), label="Sportbeleid")]
    found = sort(records, topic=lambda _: "5.1 Sportbeleid en activering")
    assert [group.axis.scope for group in found.groups] == ["5.1 Sportbeleid en activering"]


def test_rows_of_one_table_share_an_axis_but_not_with_their_total() -> None:
    """Programmes stand beside each other; their sum would dwarf them, and is no programme."""
    rows = [record(label=label) for label in ("Sport", "Cultuur", "Totaal lasten")]
    assert [len(group.records) for group in sort(rows).groups] == [2, 1]
    assert codes(rows) == [["axis_total"]]


def test_money_of_an_unknown_side_is_not_compared_between_documents() -> None:
    """It may be income in the one and expenses in the other."""
    rows = [record(side=None, of=document("Coevorden")), record(side=None, of=document("Emmen"))]
    assert len(sort(rows).groups) == 2


def test_doubtful_figures_are_left_out_with_the_reason() -> None:
    """No unit, no certain year, no certain sign, no measure: in no picture; a wrong total may stay."""
    doubtful = [
        record(doubt="unit", unit=""),
        record(doubt="year"),
        record(doubt="sign"),
        record(measure=None),
    ]
    found = sort([*doubtful, record(doubt="total")])
    assert [dict(item.reason.parameters)["doubt"] for item in found.left_out] == [
        "unit",
        "year",
        "sign",
        "measure",
    ]
    assert len(found.groups) == 1


def test_expenses_printed_with_a_minus_are_positive() -> None:
    """What costs money is drawn above zero, whatever the table prints; a loss below it."""
    assert amount(record(-7882, sign=-1).figure) == 7_882_000
    assert amount(record(-328, side="saldo").figure) == -328_000


def test_the_balance_of_a_table_stands_apart_from_its_rows() -> None:
    """What a table comes to is no row beside the others; "resultaatgericht" is only a word."""
    labels = ("Sport", "Resultaatgerichte hulp", "Saldo van baten en lasten", "Geraamd resultaat")
    assert [len(group.records) for group in sort([record(label=label) for label in labels]).groups] == [2, 2]
