"""Text and Markdown files: bytes in, blocks out, and a clear error for what is no text."""

from __future__ import annotations

import codecs
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document
from corpus.errors import ReadError
from corpus.reader import MOST_BYTES, read_bytes, read_file

Read = Callable[..., Document]

ACCENTS = "Eén café in Súdwest-Fryslân kost € 3,50 – zei de ‘noaber’ naïef."
SENTENCE = "De gemeente helpt inwoners met schulden zo vroeg mogelijk."


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    """Return the text of each block, or of each block of one kind."""
    blocks = [b for b in document.blocks if kind in (None, b.kind)]
    return [block.span.of(document.text) for block in blocks]


@pytest.mark.parametrize(
    "data",
    [
        ACCENTS.encode("utf-8"),
        codecs.BOM_UTF8 + ACCENTS.encode("utf-8"),
        codecs.BOM_UTF16_LE + ACCENTS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + ACCENTS.encode("utf-16-be"),
        ACCENTS.encode("cp1252"),
        codecs.BOM_UTF8 + ACCENTS.encode("cp1252"),
        ACCENTS.replace("é", "e\u0301").replace("ï", "i\u0308").encode("utf-8"),
    ],
    ids=["utf8", "utf8-bom", "utf16le", "utf16be", "cp1252", "cp1252-bom", "decomposed"],
)
def test_accents_are_exact_in_every_encoding(data: bytes) -> None:
    """Accents, dashes, quotes and the euro sign come out as they were written."""
    assert read_bytes(data, "stuk.txt").text == ACCENTS


def test_one_damaged_byte_does_not_garble_the_other_accents() -> None:
    """A UTF-8 file with one broken byte stays UTF-8."""
    data = (ACCENTS + "\n\n" + ACCENTS).encode().replace(b"naar", b"") + b"\n\nEinde \xff hier."
    text = read_bytes(data, "stuk.txt").text
    assert text.count(ACCENTS) == 2
    assert text.endswith("hier.")


def test_bytes_that_windows_1252_leaves_undefined_are_read() -> None:
    """A Windows file with one of the five undefined bytes is still read."""
    text = read_bytes("Café en thee, ".encode("cp1252") + b"\x81" + b" met melk.", "stuk.txt").text
    assert text.startswith("Café en thee,")
    assert text.endswith("met melk.")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_endings_make_no_difference(read: Read, end: str) -> None:
    """Unix, Windows and old Mac line endings give the same text."""
    lines = ["Wonen", "", "Wij bouwen woningen.", "", "Zorg", "", "Wij helpen mensen."]
    assert read(end.join(lines)).text == read("\n".join(lines)).text


def test_hyphens_that_are_not_printed_do_not_cut_words(read: Read) -> None:
    """Soft hyphens, also at the end of a line, and characters of no width disappear."""
    text = "Verant\u00adwoorde\u00ad\nlijkheid voor jeugd\u200bhulp.\ufeff"
    assert read(text).text == "Verantwoordelijkheid voor jeugdhulp."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n\t\n ",
        codecs.BOM_UTF8,
        "\u00a0\u200b\n\u00ad".encode(),
        b"...\n---\n***\n",
        b"# \n# \n",
        b"Naar boven\n\nTerug naar navigatie - Doelen\n",
    ],
    ids=["nothing", "white", "mark", "invisible", "signs", "bare-headings", "navigation"],
)
def test_a_file_without_words_is_refused(data: bytes) -> None:
    """Nothing to read is an error, never an empty document."""
    with pytest.raises(ReadError) as error:
        read_bytes(data, "leeg.txt")
    assert error.value.code == "empty"
    assert error.value.parameters["source"] == "leeg.txt"


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog >> endobj\n"


@pytest.mark.parametrize(
    "data",
    [
        PDF,
        b"Een gewone regel tekst.\n" + PDF,
        b"%PDF-1.4 alleen ascii\nHallo wereld, dit is tekst.\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
        b"{\\rtf1\\ansi Hallo}",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"GIF89a" + bytes(40),
        b"<?xml version='1.0'?><a>Hallo</a>",
        "\ufeff<?xml version='1.0'?><!DOCTYPE a><a>Hallo</a>".encode("utf-16-be"),
    ],
)
@pytest.mark.parametrize("name", ["stuk.txt", "stuk.md"])
def test_another_format_under_a_text_name_is_named(data: bytes, name: str) -> None:
    """What a file is follows from its content, not its name."""
    with pytest.raises(ReadError) as error:
        read_bytes(data, name)
    assert error.value.code == ("damaged" if b"%PDF-" in data else "format")
    assert error.value.parameters["format"]


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(4_000),  # noqa: S311 - the same noise each time, no secret
        "Hallo".encode("utf-32"),
        SENTENCE.encode("utf-16-le"),
        b"Tekst" + b"\x00\x01\x02\x03" * 5,
    ],
    ids=["noise", "utf32", "utf16-unmarked", "control"],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """Bytes that are no text in any encoding are refused, not shown as rubbish."""
    with pytest.raises(ReadError) as error:
        read_bytes(data, "stuk.txt")
    assert error.value.code == "binary"


def test_a_sentence_about_a_format_is_text(read: Read) -> None:
    """Naming a format, or showing a tag, does not make a text that format."""
    text = "Een bestand begint met %PDF-1.7 of met <html>."
    assert read(text).text == text


def test_too_large_a_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    """A file over the limit is refused by its size, with the limit."""
    path = tmp_path / "groot.txt"
    path.touch()
    os.truncate(path, MOST_BYTES + 1)
    with pytest.raises(ReadError) as error:
        read_file(path)
    assert error.value.code == "too_large"
    assert error.value.parameters["megabytes"] == 50


@pytest.mark.parametrize("name", ["weg.txt", "."])
def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, name: str) -> None:
    """A missing file or a folder gives the reason of the system."""
    with pytest.raises(ReadError) as error:
        read_file(tmp_path / name)
    assert error.value.code == "unreadable"
    assert error.value.parameters["reason"]


def test_reading_a_file_gives_its_bytes_too(tmp_path: Path) -> None:
    """The original comes with the document, and the source is the file's name or the given one."""
    path = tmp_path / "nota.txt"
    path.write_bytes(ACCENTS.encode("cp1252"))
    document, data = read_file(path)
    assert (document.source, data) == ("nota.txt", path.read_bytes())
    assert read_file(path, "map/nota.txt")[0].source == "map/nota.txt"


WRAPPED = """\
Wonen
Wij bouwen de komende jaren woningen voor starters en voor ouderen, ver-
deeld over alle kernen. Dat doen wij samen met de corporaties in Borger-
Odoorn, met de provincie en met iedereen die zorg- en welzijnswerk
levert.
Post 2019 2020
Sport 12 13
Zorg en welzijn 14 15
De verdeling over de kernen wordt ieder jaar opnieuw met de raad bespro-
ken, zodat wij kunnen bijsturen als de vraag in een van de kernen snel
verandert.
"""


def test_a_paragraph_broken_at_a_margin_is_one_paragraph(read: Read) -> None:
    """Lines cut at a margin are joined, words and hyphens made whole as they were meant."""
    paragraphs = texts(read(WRAPPED), BlockKind.PARAGRAPH)
    assert paragraphs[0].startswith("Wij bouwen")
    assert "ouderen, verdeeld over" in paragraphs[0]
    assert "in Borger-Odoorn, met" in paragraphs[0]
    assert "zorg- en welzijnswerk levert." in paragraphs[0]
    assert paragraphs[1].endswith("snel verandert.")


def test_short_lines_in_a_wrapped_text_stay_lines(read: Read) -> None:
    """A heading and the rows of a table are not drawn into the paragraph beside them."""
    document = read(WRAPPED)
    assert "Wonen" in texts(document)
    (table,) = [b.table for b in document.blocks if b.table]
    assert [row.label.of(document.text) for row in table.rows] == ["Sport", "Zorg en welzijn"]


def test_long_lines_are_paragraphs_of_their_own(read: Read) -> None:
    """In an export with a long line for each paragraph, no lines are joined."""
    line = SENTENCE + " " + SENTENCE + " " + SENTENCE
    assert texts(read("\n".join([line] * 3))) == [line] * 3


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "●", "▪", "◦"])
def test_bullets_make_list_items_without_the_sign(read: Read, bullet: str) -> None:
    """A list item is its text; the sign in front of it is layout."""
    text = f"Wij doen dit:\n\n  {bullet} wandelen met buren;\n  {bullet} koken voor elkaar."
    assert texts(read(text), BlockKind.LIST_ITEM) == ["wandelen met buren;", "koken voor elkaar."]


MARKDOWN = """\
# Nota wonen

Eerste alinea met **vet** en een [verwijzing](https://example.org).

## Doelen

- een
- twee

  vervolg van twee

1. stap een
2. stap twee

```
letterlijk   zo
```

> aangehaald

<div class="kader">
Tekst in een <b>kader</b> &amp; meer.
<!-- weg --><script>ook weg</script>
</div>
"""


def test_markdown_keeps_its_own_structure(read: Read) -> None:
    """Headings with levels, items with their numbers, code, quotes and boxes all become blocks."""
    document = read(MARKDOWN, "nota.md")
    found = [(b.kind.value, b.level, b.span.of(document.text)) for b in document.blocks]
    assert found == [
        ("heading", 1, "Nota wonen"),
        ("paragraph", None, "Eerste alinea met vet en een verwijzing."),
        ("heading", 2, "Doelen"),
        ("list_item", None, "een"),
        ("list_item", None, "twee"),
        ("list_item", None, "vervolg van twee"),
        ("list_item", None, "1. stap een"),
        ("list_item", None, "2. stap twee"),
        ("paragraph", None, "letterlijk zo"),
        ("paragraph", None, "aangehaald"),
        ("paragraph", None, "Tekst in een kader & meer."),
    ]


def test_markdown_is_known_by_its_headings(read: Read) -> None:
    """A text file with several marked headings is Markdown; one such line is not enough."""
    marked = read("# Een\n\nTekst van een.\n\n# Twee\n\nTekst van twee.")
    assert texts(marked, BlockKind.HEADING) == ["Een", "Twee"]
    assert read("# 1 op de lijst staat wonen.\n\nDaarna zorg.").text.startswith("# 1")


def test_a_line_break_in_a_cell_is_a_space(read: Read) -> None:
    """A break inside a table cell does not glue two words together."""
    document = read("| Post | 2024 |\n| --- | --- |\n| Sport<br>en spel | 5 |\n", "t.md")
    assert "Sport en spel | 5" in document.text


@pytest.mark.parametrize(
    "table",
    ["| | |\n| --- | --- |\n| | |", "| | |\n| --- | --- |"],
    ids=["empty-row", "header-only"],
)
def test_an_empty_table_is_no_table(read: Read, table: str) -> None:
    """A table without any text leaves nothing behind."""
    document = read(f"# Titel\n\n{table}\n\n{SENTENCE}", "t.md")
    assert texts(document) == ["Titel", SENTENCE]


HOSTILE = {
    "stacked accents": "Tekst a" + "\u0300\u0316" * 100_000,
    "one long word": "a" * 500_000,
    "one long line of numbers": "Post 1 2\n" + "Post " + "1 " * 100_000,
    "dots": "Inhoud " + "." * 100_000 + " 7",
    "abbreviations": "o.a. Aap " * 50_000,
    "deep quotes": "# a\n# b\n" + ">" * 10_000 + " tekst",
    "open brackets": "# a\n# b\n" + "[" * 20_000 + " tekst",
    "deep list": "# a\n# b\n" + "".join("  " * i + "- x\n" for i in range(300)),
    "wrapped for ever": "een regel tekst van ongeveer zestig tekens die maar doorgaat\n" * 10_000,
    "never a full stop": ("een alinea van meer dan tachtig tekens die begint en eindigt midden "
                          "in een zin, zodat zij\n\n") * 5_000,
    "scores": "Onderwerp\n\n5\n\n" * 5_000,
    "names": "De Buren van Buren. " * 20_000,
    "rows": "Bedragen x € 1.000\nPost 2019 2020\n" + "Sport 1.234 5.678\n" * 5_000,
    "white": "woord" + " \u00a0\n" * 200_000 + "woord",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_made_to_be_slow_is_read(read: Read, text: str) -> None:
    """A text built to take for ever is read like any other."""
    assert read(text, "stuk.txt").blocks


def test_reading_is_repeatable(read: Read) -> None:
    """The same bytes give the same document."""
    assert read(WRAPPED) == read(WRAPPED)
    assert read(MARKDOWN, "nota.md") == read(MARKDOWN, "nota.md")
