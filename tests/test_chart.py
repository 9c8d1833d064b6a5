from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assistant.axes import amount
from corpus.document import Span
from index.engine import FigureRecord
from tests.figure_records import document, record
from tests.test_messages import fields
from web.chart import svg
from web.chart_data import MOST_SERIES, ChartData, Kind, Series, Value
from web.chart_scale import scale_of
from web.chart_words import clean, lines, short, width
from web.headers import CONTENT_SECURITY_POLICY
from web.messages import NL
from web.pictures import Chart, Refusal, charts_of

NBSP = "\N{NO-BREAK SPACE}"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = st.sampled_from(list(Kind))
NUMBERS = st.none() | st.integers(-(10**10), 10**10).map(Decimal)


def value(number: Decimal | int | None) -> Value:
    """Return a value as pictures print it."""
    if number is None:
        return Value(None, "n.b.")
    return Value(Decimal(number), short(Decimal(number), "€"))


def chart(
    kind: Kind = Kind.BARS,
    categories: tuple[str, ...] = ("2019", "2020", "2021"),
    rows: tuple[tuple[str, tuple[int | Decimal | None, ...]], ...] = (("Sport", (952_000, None, -923_000)),),
    title: str = "Sport",
) -> ChartData:
    """Return a picture of these numbers."""
    series = tuple(Series(name, tuple(map(value, numbers))) for name, numbers in rows)
    return ChartData(kind, title, f"Over {title}", "€", "begroting", title, categories, series, ("Noot.",))


def parsed(data: ChartData) -> etree._Element:
    """Return the picture as XML; fails where it is not well formed."""
    return etree.fromstring(str(svg(data)))


@st.composite
def charts(draw: st.DrawFn) -> ChartData:
    """Return any picture, with any names."""
    size = draw(st.integers(1, 8))
    names = st.text(max_size=60)
    rows = draw(st.lists(st.tuples(names, st.tuples(*[NUMBERS] * size)), min_size=1, max_size=MOST_SERIES))
    categories = draw(st.tuples(*[names] * size))
    return chart(draw(KINDS), categories, tuple(rows), draw(names))


@given(charts())
def test_any_names_and_numbers_give_well_formed_pictures(data: ChartData) -> None:
    """Whatever stands in a document, the picture is good XML, within its box and without script."""
    figure = parsed(data)
    assert [child.tag for child in figure] == ["figcaption", f"{SVG}svg", f"{SVG}svg", "ul"]
    for element in figure.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "foreignObject", "image", "a", "use"}
        for name, text in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert "href" not in name
            assert "nan" not in text or name in {"id", "aria-labelledby"}
    for drawing in figure.iter(f"{SVG}svg"):
        _, _, wide, high = map(float, drawing.get("viewBox", "").split())
        assert all(0 <= float(t.get("y", "0")) <= high for t in drawing.iter(f"{SVG}text"))
        assert all(float(r.get("width", "0")) <= wide for r in drawing.iter(f"{SVG}rect"))


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_names_are_text(kind: Kind) -> None:
    """Markup, quotes, control characters and 5,000 letters are shown as text, cut short."""
    bad = "<script>alert(1)</script>\" onload='x' \x00\x1b\u202e" + "x" * 5000
    text = str(svg(chart(kind, (bad, bad, bad), ((bad, (1, 2, 3)), (bad, (4, None, 6))), bad)))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert len(text) < 40_000
    assert etree.fromstring(text) is not None


def test_screen_readers_get_title_and_description() -> None:
    """Each layout is an image named by its own title and description; no id is there twice."""
    figure = parsed(chart())
    ids = [e.get("id") for e in figure.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for drawing in figure.iter(f"{SVG}svg"):
        assert drawing.get("role") == "img"
        named = [drawing.find(f"*[@id='{name}']") for name in drawing.get("aria-labelledby", "").split()]
        assert [e is not None and e.text for e in named] == ["Sport", "Over Sport"]


def test_pictures_keep_to_the_policy_of_the_site() -> None:
    """The site forbids styles in the page: what a picture needs stands in its stylesheet."""
    assert "style-src 'self'" in CONTENT_SECURITY_POLICY
    text = str(svg(chart()))
    assert "style=" not in text
    assert "<style" not in text
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
    assert all(target.startswith("#chart-") for target in re.findall(r"url\(([^)]*)\)", text))


@pytest.mark.parametrize("kind", list(Kind))
def test_missing_is_said_and_never_drawn_as_zero(kind: Kind) -> None:
    """A missing number gives "n.b." in both layouts, and neither a bar nor a point."""
    figure = parsed(chart(kind, ("2019", "2020"), (("Sport", (952_000, None)),)))
    for drawing in figure.iter(f"{SVG}svg"):
        texts = [t.text for t in drawing.iter(f"{SVG}text")]
        assert texts.count("n.b.") == 1
        assert f"€{NBSP}952.000" in texts
        bars = [r for r in drawing.iter(f"{SVG}rect") if (r.get("class") or "").endswith("edge")]
        assert len(bars) == (1 if kind is Kind.BARS else 0)


def test_a_missing_year_breaks_the_line() -> None:
    """The line starts anew after a gap."""
    figure = parsed(chart(Kind.LINES, ("1", "2", "3", "4"), (("a", (1, None, 3, 4)),)))
    paths = [p.get("d", "") for p in figure.iter(f"{SVG}path") if p.get("class") == "chart-line"]
    assert [(d.count("M"), d.count("L")) for d in paths] == [(2, 1), (2, 1)]


def test_series_differ_without_colour() -> None:
    """Six series have six patterns as bars, six shapes and six dashes as lines."""
    rows = tuple((f"Reeks {n}", (n, n + 1, n + 2)) for n in range(1, MOST_SERIES + 1))
    bars = next(parsed(chart(rows=rows)).iter(f"{SVG}svg"))
    drawn = {
        re.sub(rb"chart-[0-9a-f]{10}.*?-p\d|chart-\d", b"", etree.tostring(p))
        for p in bars.iter(f"{SVG}pattern")
    }
    assert len(drawn) == MOST_SERIES
    lines_ = next(parsed(chart(Kind.LINES, rows=rows)).iter(f"{SVG}svg"))
    plotted = [
        p for p in lines_.iter(f"{SVG}path") if p.get("class") == "chart-line" and "L" in p.get("d", "")
    ]
    assert len({p.get("stroke-dasharray") for p in plotted}) == MOST_SERIES


def test_below_zero_lies_left_of_zero() -> None:
    """A negative bar ends where a positive one begins."""
    figure = parsed(chart(categories=("a", "b"), rows=(("s", (100, -50)),)))
    above, below = [
        r
        for r in next(figure.iter(f"{SVG}svg")).iter(f"{SVG}rect")
        if (r.get("class") or "").endswith("edge")
    ]
    start, left, wide = float(above.get("x", "")), float(below.get("x", "")), float(below.get("width", ""))
    assert left + wide == pytest.approx(start, abs=0.2)
    assert float(above.get("width", "")) == pytest.approx(2 * wide, abs=0.3)


@given(st.lists(NUMBERS.filter(lambda n: n is not None), max_size=20), st.booleans())
def test_an_axis_has_zero_and_everything_on_it(numbers: list[Decimal], whole: bool) -> None:
    """Every number lies on the axis, zero is a tick, and the ticks are few."""
    scale = scale_of(numbers, 5, whole)
    assert all(0 <= scale.share(number) <= 1 for number in numbers)
    assert 0 in scale.ticks
    assert 1 <= len(scale.ticks) <= 9


@pytest.mark.parametrize(
    ("number", "unit", "dutch", "english"),
    [
        ("923000", "€", "€ 923.000", "€ 923,000"),
        ("1234567", "€", "€ 1,2 mln", "€ 1.2 million"),
        ("-2561000", "€", "€ -2,6 mln", "€ -2.6 million"),
        ("4200000000", "€", "€ 4,2 mld", "€ 4.2 billion"),
        ("25.8", "€", "€ 25,80", "€ 25.80"),
        ("12.50", "%", "12,5%", "12.5%"),
        ("35", "fte", "35 fte", "35 fte"),
        ("0", "€", "€ 0", "€ 0"),
    ],
)
def test_numbers_are_printed_the_dutch_way(number: str, unit: str, dutch: str, english: str) -> None:
    """Dots between thousands and a comma before decimals, or the English way."""
    assert short(Decimal(number), unit).replace(NBSP, " ") == dutch
    assert short(Decimal(number), unit, "en").replace(NBSP, " ") == english


@given(st.text(max_size=600), st.integers(30, 300), st.integers(1, 3))
def test_names_are_wrapped_within_their_room(text: str, room: int, most: int) -> None:
    """No line is wider than its room, there are not too many, and what is cut says so."""
    shown = lines(text, 14, room, most)
    assert 1 <= len(shown) <= most
    assert all(width(line, 14) <= room for line in shown)
    kept = "".join(shown).replace("-", "").replace(" ", "")
    if not kept.endswith("…"):
        assert kept == clean(text).replace("-", "").replace(" ", "")


def test_a_picture_without_numbers_or_with_a_gap_in_its_data_is_refused() -> None:
    """A series has a value for each category, and there are no more series than patterns."""
    with pytest.raises(ValueError, match="category"):
        chart(categories=("2019",), rows=(("a", (1, 2)),))
    with pytest.raises(ValueError, match="needs"):
        chart(categories=(), rows=())
    with pytest.raises(ValueError, match="at most"):
        chart(rows=tuple((str(n), (1, 2, 3)) for n in range(MOST_SERIES + 1)))


def test_one_post_over_years_is_a_line_with_its_estimates_told() -> None:
    """Sport of four years is one line, a year in between that is missing is shown as such."""
    rows = [
        record(952, 2019, row=1),
        record(923, 2020, measure="meerjarenraming", row=1),
        record(923, 2022, measure="meerjarenraming", row=1),
    ]
    (drawn,) = charts_of(rows)
    assert isinstance(drawn, Chart)
    assert drawn.data.kind is Kind.LINES
    assert drawn.data.title == "Coevorden, lasten: Sport, 2019-2022"
    assert [v.text for v in drawn.data.series[0].values][2] == "n.b."
    assert drawn.data.notes[0] == "De getallen van 2020, 2022 zijn een meerjarenraming."
    assert f"2020: €{NBSP}923.000" in drawn.data.description


def test_municipalities_are_bars_side_by_side() -> None:
    """One post of three municipalities in one year: a bar each, by name."""
    rows = [record(n, of=document(place)) for n, place in ((923, "Coevorden"), (3_400, "Emmen"), (81, "Urk"))]
    (drawn,) = charts_of(rows)
    assert isinstance(drawn, Chart)
    assert (drawn.data.kind, drawn.data.categories) == (Kind.BARS, ("Coevorden", "Emmen", "Urk"))
    assert drawn.data.title == "Lasten: Sport, 2021"


def test_two_documents_that_contradict_each_other_are_both_shown() -> None:
    """The same post and year with other numbers in two documents: two bars, named by document."""
    rows = [
        record(923, of=document("Coevorden", "Begroting 2019")),
        record(1_005, of=document("Coevorden", "Begroting 2021")),
        record(800, of=document("Emmen")),
    ]
    (drawn,) = charts_of(rows)
    assert isinstance(drawn, Chart)
    assert drawn.data.categories == ("Coevorden (Begroting 2019)", "Coevorden (Begroting 2021)", "Emmen")


def test_rows_that_occur_twice_stay_two() -> None:
    """Two rows of one name in one table are two bars with names of their own."""
    for second in (2, 1):
        (drawn,) = charts_of([record(1, row=1), record(second, row=2), record(3, label="Cultuur", row=3)])
        assert isinstance(drawn, Chart)
        assert drawn.data.categories == ("Sport", "Sport (2)", "Cultuur")


def test_columns_of_one_year_are_all_shown() -> None:
    """What a row takes and gives in one year are two bars, named by their columns."""
    cells = [record(50, row=1), record(-20, row=1), record(7, label="Cultuur", row=2)]
    columns = ("Begroting 2021 Onttrekking", "Begroting 2021 Toevoeging", "Begroting 2021 Onttrekking")
    rows = [
        replace(one, figure=replace(one.figure, column=column, cell=Span(n, n + 2)))
        for n, (one, column) in enumerate(zip(cells, columns, strict=True))
    ]
    (drawn,) = charts_of(rows)
    assert isinstance(drawn, Chart)
    assert drawn.data.categories == (
        "Sport (Begroting Onttrekking)",
        "Sport (Begroting Toevoeging)",
        "Cultuur",
    )


def test_tables_of_one_name_are_told_apart_by_page() -> None:
    """A table of each programme under the same heading: pictures whose titles say the page."""
    rows = [
        replace(record(n, year, row=page), header=f"Tabel {page}", page=page)
        for page in (15, 29)
        for n, year in enumerate((2019, 2020), 900)
    ]
    titles = [one.data.title for one in charts_of(rows) if isinstance(one, Chart)]
    assert titles == [f"Coevorden, lasten: Sport, 2019-2020, bladzijde {page}" for page in (15, 29)]


def test_budget_and_account_are_two_pictures_with_the_reason() -> None:
    """Each has its own axis, and the second says why."""
    rows = [
        record(n, year, measure=measure, row=1)
        for n, (year, measure) in enumerate(
            [(2018, "rekening"), (2019, "rekening"), (2019, "begroting"), (2020, "begroting")], 900
        )
    ]
    first, second = charts_of(rows)
    assert isinstance(first, Chart)
    assert isinstance(second, Chart)
    assert first.apart == ()
    assert second.apart == (
        "‘rekening’ en ‘begroting’ zijn verschillende soorten getallen. Daarom staan ze in twee plaatjes.",
    )


def test_what_is_in_no_picture_is_said() -> None:
    """A single number, and numbers without a unit: a sentence for each, with their figures."""
    told = charts_of([record(), record(unit="", doubt="unit"), record(unit="", doubt="unit")])
    assert all(isinstance(one, Refusal) for one in told)
    assert [(one.why, len(one.records)) for one in told if isinstance(one, Refusal)] == [
        ("Van ‘Sport’ is er maar één getal van dezelfde soort. Daar is geen plaatje van.", 1),
        ("2 getallen staan niet in een plaatje, want de eenheid staat er niet bij.", 2),
    ]


def test_many_rows_and_years_are_cut_and_said() -> None:
    """Forty rows and six years at most; the rest is named and stands in the table."""
    rows = [record(n, year, label=f"Post {n}", row=n) for n in range(50) for year in range(2015, 2025)]
    (drawn,) = charts_of(rows)
    assert isinstance(drawn, Chart)
    assert (len(drawn.data.categories), len(drawn.data.series)) == (40, MOST_SERIES)
    assert "Hier staan 40 van de 50 regels. De rest staat in de tabel." in drawn.data.notes
    assert "Deze jaren staan alleen in de tabel: 2015-2018." in drawn.data.notes


def test_pictures_exist_in_english() -> None:
    """The words around the numbers are English where that is asked; names stay as printed."""
    (drawn,) = charts_of([record(952, 2019, row=1), record(923, 2021, row=1)], "en")
    assert isinstance(drawn, Chart)
    assert "Budget" not in drawn.data.measure
    assert drawn.data.title == "Coevorden, expenses: Sport, 2019, 2021"
    assert "in euros" in str(svg(drawn.data, "en"))


def test_every_doubt_has_words() -> None:
    """Each reason to leave a figure out can be said."""
    assert {code for code in NL if code.startswith("axis_doubt_")} == {
        f"axis_doubt_{word}"
        for word in ("unit", "year", "sign", "column", "decimal", "separator", "approximate", "measure")
    }
    assert fields(NL["axis_doubt"]) == {"count", "why"}


@given(
    st.lists(
        st.builds(
            record,
            number=st.integers(1, 4),
            year=st.sampled_from([2019, 2020]),
            label=st.sampled_from(["Sport", "Cultuur"]),
            row=st.integers(1, 3),
            of=st.sampled_from([document("Coevorden"), document("Emmen"), document("Emmen", "Nota")]),
        ),
        max_size=10,
    )
)
def test_no_number_is_dropped_from_a_picture(records: list[FigureRecord]) -> None:
    """Every different number of a document and year that a picture is of, is drawn in it."""
    for one in charts_of(records):
        if isinstance(one, Chart):
            drawn = {value.number for series in one.data.series for value in series.values}
            assert {amount(r.figure) for r in one.records} <= drawn
