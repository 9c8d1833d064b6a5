"""Figures and comparisons that are taken along can be read back, with every number and quote."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import odfdo
import pytest
from flask import Flask

from assistant.comparison import Comparison
from corpus.reader import read_bytes
from index.engine import Filters, Snapshot
from index.files import find_files
from index.library import Library
from index.store import Store
from tests.comparisons import BUREAU, CALL, HELP, small_comparison
from tests.encoders import WordEncoder
from tests.sample import write_documents
from web.document_page import add_routes
from web.document_terms import number_text
from web.documents import Link, follow, passage_link
from web.export import MEDIA_TYPES, export_comparison, export_figures
from web.export_csv import csv_bytes, csv_cell
from web.export_ods import ods_bytes
from web.export_rows import Column, FigureLine, Sheet, clean, figure_lines
from web.permalink import passage_address, quote_digest

SITE = "https://beleid.example.nl"
FORMULAS = ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "-1-1", "＝1+1", "\r=1"]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Return a library of two small documents."""
    folder = tmp_path_factory.mktemp("meenemen")
    documents = write_documents(folder / "stukken")
    described = {"tubbergen.md": {"municipality": "Tubbergen", "kind": "begroting", "year_from": 2021}}
    (documents / "documents.json").write_text(json.dumps(described), encoding="utf-8")
    store = Store(folder / "bibliotheek", create=True)
    outcomes = list(Library(store, WordEncoder()).add(find_files((documents,), {})))
    assert not any(outcome.error for outcome in outcomes)
    with store.snapshot() as held:
        yield held
    store.close()


@pytest.fixture(scope="module")
def lines(snapshot: Snapshot) -> list[FigureLine]:
    """Return the figures of the library with their quotes."""
    return figure_lines(snapshot.figures(Filters()), lambda d: snapshot.text(d.document_id) or "", SITE)


@pytest.fixture(scope="module")
def comparison(snapshot: Snapshot) -> Comparison:
    """Return the small comparison."""
    return small_comparison(snapshot)


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """Return the lines of a CSV by the names of its header."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_every_figure_is_in_the_csv_with_what_makes_it_mean_something(lines: list[FigureLine]) -> None:
    """A line has the number as printed, unit, euros, year, measure, document and permalink."""
    rows = csv_rows(export_figures(lines, "csv"))
    assert len(rows) == len(lines) == 9
    row = next(r for r in rows if r["Regel"] == "Jeugdzorg" and r["Jaar"] == "2022")
    assert (row["Zoals in de tabel"], row["Eenheid"], row["Bedrag in euro"]) == (
        "1.300",
        "× € 1.000",
        "1300000",
    )
    assert (row["Gemeente"], row["Begroot of werkelijk"]) == ("Tubbergen", "meerjarenraming")
    assert (row["Taakveld"], row["Hoe zeker"]) == ("6.72", "0,7")
    assert row["Letterlijk in het stuk"] == "Jeugdzorg | 1.250 | 1.300 | 1.325"
    assert row["Link"].startswith(f"{SITE}/documenten/")


def test_a_link_leads_to_the_row(lines: list[FigureLine], snapshot: Snapshot) -> None:
    """The address of a figure is a permalink that the web page follows to its row."""
    line = lines[0]
    place = {key: values[0] for key, values in parse_qs(urlsplit(line.link).query).items()}
    document = line.record.document
    text = snapshot.text(document.document_id) or ""
    link = Link(line.record.figure.row, place["version"], place["digest"])
    assert place["digest"] == quote_digest(line.quote)
    assert follow(link, text, document.text_version, None).mark == line.record.figure.row


def test_the_address_is_the_one_of_the_web_page(lines: list[FigureLine]) -> None:
    """Commands make the same permalink as the pages do."""
    app = Flask("web")
    add_routes(app, lambda: pytest.fail("no page is opened"), lambda *_: pytest.fail("nor drawn"))
    record, span = lines[0].record, lines[0].record.figure.row
    with app.test_request_context():
        of_page = passage_link(record.document, span, lines[0].quote)
    assert passage_address(record.document, span, lines[0].quote) == of_page


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text: str) -> None:
    """What a spreadsheet would run gets an apostrophe in CSV, and is a text cell in ODS."""
    assert csv_cell(text) == f"'{text}"
    sheet = Sheet("x", (Column("row"),), ((text,),))
    rows = list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0][0] == "'"
    cell = odfdo.Document(io.BytesIO(ods_bytes((sheet,), "x"))).body.tables[0].get_cell((0, 1))
    assert cell.type == "string"
    assert cell.formula is None


@pytest.mark.parametrize("value", [Decimal("-7882"), Decimal("0.5"), "-7.882", "+3,5%", -12, "1.234,5"])
def test_numbers_stay_numbers(value: Decimal | str | int) -> None:
    """A negative number is no formula: it has no apostrophe, and a decimal has a comma."""
    assert csv_cell(value) == str(value).replace(".", "," if isinstance(value, Decimal) else ".")


def test_the_spreadsheet_has_real_amounts(lines: list[FigureLine]) -> None:
    """In ODS an amount is a currency, a year a number, and the header row is repeated on each page."""
    document = odfdo.Document(io.BytesIO(export_figures(lines, "ods")))
    figures, sources = document.body.tables
    assert (figures.name, sources.name) == ("Bedragen", "Bronnen")
    titles = [str(value) for value in figures.get_row_values(0)]
    row = next(r for r in figures.rows if r.get_value(titles.index("Regel")) == "Totaal lasten")
    amount = row.get_cell(titles.index("Bedrag in euro"))
    assert (amount.type, amount.currency, amount.value) == ("currency", "EUR", 1_560_000)
    assert row.get_cell(titles.index("Jaar")).value == 2021
    assert figures.get_elements("table:table-header-rows")
    assert document.meta.language == "nl-NL"


def test_the_same_input_gives_the_same_bytes(lines: list[FigureLine], comparison: Comparison) -> None:
    """An export does not carry the moment it was made."""
    for form in MEDIA_TYPES:
        assert export_figures(lines, form) == export_figures(lines, form)
        assert export_comparison(comparison, form) == export_comparison(comparison, form)


def test_no_figures_are_a_file_too() -> None:
    """With nothing in it every kind of file is still a good one."""
    for form in MEDIA_TYPES:
        assert export_figures([], form)
    assert docx.Document(io.BytesIO(export_figures([], "docx"))).tables


def test_what_xml_cannot_hold_is_left_out() -> None:
    """Control signs and halves of characters go; letters, line ends and signs stay."""
    assert clean("a\x00b\x0bc\ud800d\ufffee\n€ ’ \U0001f600") == "abcde\n€ ’ \U0001f600"


def test_the_document_gives_the_quotes_word_for_word(comparison: Comparison) -> None:
    """The program itself reads from the DOCX each quote, its document and its page."""
    data = export_comparison(comparison, "docx", site=SITE)
    text = read_bytes(data, "vergelijking.docx").text
    for quote in (HELP, BUREAU, CALL):
        assert quote in text
    assert "begroting 2021, p. 3" in text
    assert "€ 1.250.000 (1.250, × € 1.000)" in text.replace("\u00a0", " ")
    assert "Niets gevonden in 1 document (2020-2023)." in text
    assert "Coevorden" in text


def test_the_document_is_across_in_dutch_with_real_headings(comparison: Comparison) -> None:
    """A4 lies across, the language is Dutch, headings are styles and headers are repeated."""
    document = docx.Document(io.BytesIO(export_comparison(comparison, "docx", site=SITE)))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert document.core_properties.language == "nl-NL"
    heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads == ["Wat meer gemeenten zeggen", "Wat er één zegt", "Vergelijking", "Bedragen", "Bronnen"]
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    addresses = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert len(addresses) == len(comparison.citations)
    assert all(address.startswith(SITE) for address in addresses)


def test_the_sheets_of_a_comparison(comparison: Comparison) -> None:
    """ODS has the grid as people read it, the figures and the sources, a sheet each."""
    tables = odfdo.Document(io.BytesIO(export_comparison(comparison, "ods", site=SITE))).body.tables
    assert [table.name for table in tables] == ["Vergelijking", "Bedragen", "Bronnen"]
    grid = [[str(value or "") for value in row] for row in tables[0].get_values()]
    assert grid[0] == ["Gemeente", "Wat doet men?", "Met wie?", "Wat kost het?"]
    assert grid[1][0] == "Emmen"
    assert "[1]" in grid[1][1]
    assert grid[3][1:] == ["Er zijn geen stukken."] * 3
    assert len(tables[2].get_values()) == 1 + len(comparison.citations)


def test_a_comparison_as_lines(comparison: Comparison) -> None:
    """CSV has a line for each quote, each figure and each empty cell."""
    rows = csv_rows(export_comparison(comparison, "csv", site=SITE))
    assert len(rows) == 3 + 3 + 1 + 1 + 3
    costs = [row for row in rows if row["Vraag"] == "Wat kost het?" and row["Naam"] == "Tubbergen"]
    assert [row["Bedrag in euro"] for row in costs] == ["1250000", "1300000", "1325000"]


def test_json_has_the_same_fields(lines: list[FigureLine], comparison: Comparison) -> None:
    """Figures in JSON have the fields of the table; a cell names its sources and its figures."""
    figures = json.loads(export_figures(lines, "json"))["figures"]
    assert figures[0]["amount_euro"] == 1_250_000
    assert figures[0]["year"] == 2021
    content = json.loads(export_comparison(comparison, "json", site=SITE))
    assert content["figures"][0].keys() == figures[0].keys()
    cells = content["rows"][1]["cells"]
    assert cells["actions"] == {"sources": [3], "figures": []}
    assert [content["figures"][n]["year"] for n in cells["costs"]["figures"]] == [2021, 2022, 2023]
    assert content["sources"][0]["quote"] == HELP
    assert content["common"] == [
        {"what": "hulp bij schulden", "rows": ["Emmen", "Tubbergen"], "sources": [1, 3]}
    ]


def test_hostile_words_of_a_document_do_no_harm(add: Callable[..., str], store: Store) -> None:
    """A label that is a formula or holds markup is text in every kind of file."""
    add(
        "kwaad.md",
        "# Begroting 2021\n\n| Bedragen x € 1.000 | 2021 |\n| --- | --- |\n"
        "| =cmd\\|' /C calc'!A0 <b>&x | 12 |\n",
    )
    with store.snapshot() as held:
        found = figure_lines(held.figures(Filters()), lambda d: held.text(d.document_id) or "")
    assert found
    for row in csv_rows(export_figures(found, "csv")):
        assert not any(value.startswith(("=", "@")) for value in row.values())
    assert b"<b>" not in export_figures(found, "docx")
    assert odfdo.Document(io.BytesIO(export_figures(found, "ods"))).body.tables


def test_a_number_is_written_the_dutch_way() -> None:
    """Points part thousands, a comma the decimals, and nothing is written for nothing."""
    written = [number_text(n) for n in (Decimal("-1234567.50"), Decimal(1000), Decimal("0.05"), None)]
    assert written == ["-1.234.567,5", "1.000", "0,05", ""]


def test_a_library_path_is_not_in_an_export(lines: list[FigureLine], tmp_path: Path) -> None:
    """Where the library stands on this computer is nobody's business."""
    assert str(tmp_path.parent).encode() not in export_figures(lines, "json")
