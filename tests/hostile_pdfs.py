"""PDF files made to do harm, one for each weakness that is known of programs that read PDF.

The classes are those of the published advisories of pypdf up to 7.1 (filters, cross-references, object
streams, trees, labels, ToUnicode, metadata, encryption), of what pdfium's fuzzers found (forms, fonts,
JBIG2, JPX), and of what a program that looks for columns and tables could be slow at. In each class the
ones that take little time come first.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from functools import partial

Make = Callable[[], bytes]
Objects = Mapping[int, bytes]

SENTENCE = b"BT /F1 10 Tf 60 700 Td (De gemeente helpt inwoners met schulden.) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
RESOURCES = b"<</Font<</F1 4 0 R>>>>"
MILLION = 1_000_000


# --- Building blocks -----------------------------------------------------------------------------


def stream(content: bytes, about: bytes = b"", pack: bool = False) -> bytes:
    """Return a stream object, packed with Flate or as it is."""
    if pack:
        content, about = zlib.compress(content, 9), about + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (about, len(content), content)


def file(objects: Objects, trailer: bytes = b"/Root 1 0 R", size: int | None = None) -> bytes:
    """Return a PDF of these objects with a table of where they stand."""
    parts, at = [b"%PDF-1.7\n"], 9
    places = {}
    for number, body in objects.items():
        places[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    parts.append(b"xref\n0 1\n0000000000 65535 f \n")
    parts += [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()]
    parts.append(
        b"trailer\n<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, size or max(objects) + 1, at)
    )
    return b"".join(parts)


def page(
    content: bytes = SENTENCE,
    more: Objects | None = None,
    *,
    resources: bytes = RESOURCES,
    about: bytes = b"/MediaBox[0 0 595 842]",
    catalog: bytes = b"",
    raw: bytes | None = None,
    trailer: bytes = b"/Root 1 0 R",
) -> bytes:
    """Return a PDF of one page with this content; ``raw`` is the content as a ready stream object."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/Resources%s/Contents 5 0 R%s>>" % (resources, about),
        4: FONT,
        5: raw or stream(content, pack=True),
    }
    return file(objects | dict(more or {}), trailer)


def words(*placed: tuple[float, float, bytes]) -> bytes:
    """Return content that prints each text at its place."""
    return b"".join(b"BT /F1 8 Tf %.1f %.1f Td (%s) Tj ET\n" % item for item in placed)


# --- Filters -------------------------------------------------------------------------------------


def filtered(content: bytes, *names: bytes, repeat: int = 1) -> bytes:
    """Return a page of which the content goes through these filters."""
    chain = b"/Filter[%s]" % (b"/" + b"/".join(names * repeat))
    return page(raw=stream(content, chain))


def flates(times: int, content: bytes) -> bytes:
    """Return content that was packed several times over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return filtered(content, *[b"FlateDecode"] * times)


def lzw_bomb() -> bytes:
    """Return LZW codes that double the text with each, over and over: twelve bits, all one."""
    bits = "".join(f"{code:09b}" for code in (256, 32, *range(258, 510)))
    bits += "".join(f"{code:010b}" for code in range(510, 1022))
    bits += "".join(f"{code:011b}" for code in range(1022, 2046))
    bits += "".join(f"{code:012b}" for code in range(2046, 4094)) + "111111111111" * 200_000
    return filtered(
        int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8)), b"LZWDecode"
    )


def predictor() -> bytes:
    """Return a stream whose predictor says that a row has two thousand million columns."""
    about = b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    return page(raw=stream(SENTENCE * 1000, about, pack=True))


FILTERS: dict[str, Make] = {
    "ASCII85 of zeros": lambda: filtered(b"z" * 5 * MILLION + b"~>", b"ASCII85Decode"),
    "runs": lambda: filtered(b"\x81 " * 2 * MILLION + b"\x80", b"RunLengthDecode"),
    "predictor of giant rows": predictor,
    "a thousand filters": lambda: filtered(b"41" * 5000 + b">", b"ASCIIHexDecode", repeat=1000),
    "Flate of 300 MB": lambda: flates(1, b" " * 300 * MILLION),
    "Flate in Flate": lambda: flates(2, b" " * 300 * MILLION),
    "Flate of 300 MB of operators": lambda: flates(1, b"q Q\n" * 75 * MILLION),
    "LZW": lzw_bomb,
}


# --- Cross-references ----------------------------------------------------------------------------


def prev(chain: int, cycle: bool = False) -> bytes:
    """Return a file with as many older tables, the oldest of which may point to the newest."""
    data = page()
    newest = len(data)
    before = data.rindex(b"xref\n0 1\n") if not cycle else newest
    for _ in range(chain):
        at = len(data)
        data += b"xref\n0 0\ntrailer\n<</Root 1 0 R/Size 6/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, at)
        before = at
    return data


def xref_stream(about: bytes, content: bytes = b"") -> bytes:
    """Return a file whose table is a stream."""
    body = page()
    body = body[: body.rindex(b"xref\n0 1\n")]
    table = stream(content, b"/Type/XRef/Root 1 0 R" + about)
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def long_table() -> bytes:
    """Return a file with a table of half a million places."""
    data = page()
    at = data.rindex(b"xref\n0 1\n")
    table = b"xref\n0 500000\n" + b"0000000009 00000 n \n" * 500_000
    return data[:at] + table + b"trailer\n<</Root 1 0 R/Size 500000>>\nstartxref\n%d\n%%%%EOF\n" % at


REFERENCES: dict[str, Make] = {
    "giant size": lambda: page(trailer=b"/Root 1 0 R/Size 2147483647"),
    "giant size and no root": lambda: page(trailer=b"/Size 2147483647"),
    "older table is itself": lambda: prev(1, cycle=True),
    "table stream with wide fields": lambda: xref_stream(b"/Size 10/W[1 2147483647 2]", bytes(100)),
    "table stream of a giant range": lambda: xref_stream(b"/Size 10/W[0 0 0]/Index[0 2147483647]"),
    "table stream that precedes itself": lambda: xref_stream(b"/Size 10/W[1 2 1]/Prev 9", bytes(40)),
    "ten thousand older tables": lambda: prev(10_000),
    "table of half a million": long_table,
    "a megabyte of spaces before the table": lambda: page().replace(
        b"startxref\n", b" " * MILLION + b"startxref\n1"
    ),
}


# --- Objects -------------------------------------------------------------------------------------


def object_stream(about: bytes, content: bytes) -> bytes:
    """Return a file with an object stream, and a catalog that asks for what is in it."""
    packed = {6: stream(content, b"/Type/ObjStm" + about)}
    data = page(more=packed, catalog=b"/Outlines 8 0 R")
    body, at = data[: data.rindex(b"xref\n0 1\n")], data.index(b"6 0 obj")
    rows = {0: (0, 0, 0), **{n: (1, data.index(b"%d 0 obj" % n), 0) for n in (1, 2, 3, 4, 5)}}
    rows |= {6: (1, at, 0), 7: (1, len(body), 0), 8: (2, 6, 0)}
    fields = b"".join(bytes([k]) + a.to_bytes(4) + bytes([b]) for k, a, b in (rows[n] for n in range(9)))
    table = stream(fields, b"/Type/XRef/Root 1 0 R/Size 9/W[1 4 1]")
    return body + b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def chain_of_references(count: int) -> bytes:
    """Return a file in which the length of the content stands behind many references."""
    links = {n: b"%d 0 R" % (n + 1) for n in range(10, 10 + count)}
    raw = b"<</Length 10 0 R>>\nstream\n%s\nendstream" % SENTENCE
    return page(more=links | {10 + count: b"%d" % len(SENTENCE)}, raw=raw)


OBJECTS: dict[str, Make] = {
    "length that is itself": lambda: page(raw=b"<</Length 5 0 R>>\nstream\n%s\nendstream" % SENTENCE),
    "object stream that extends itself": lambda: object_stream(b"/N 1/First 4/Extends 6 0 R", b"8 0 <<>>"),
    "object stream of a giant number": lambda: object_stream(b"/N 2147483647/First 4", b"8 0 <<>>"),
    "object stream in itself": lambda: object_stream(b"/N 1/First 4", b"6 0 6 0 R"),
    "arrays 100,000 deep": lambda: page(catalog=b"/A " + b"[" * 100_000 + b"]" * 100_000),
    "dictionaries 100,000 deep": lambda: page(catalog=b"/A" + b"<</A" * 100_000 + b"1" + b">>" * 100_000),
    "arrays without end in the content": lambda: page(b"[" * 5 * MILLION + SENTENCE),
    "references of references": lambda: chain_of_references(20_000),
    "a dictionary of a million names": lambda: page(catalog=b"".join(b"/N%d 1" % n for n in range(MILLION))),
}


# --- Pages ---------------------------------------------------------------------------------------


def empty_pages(count: int) -> bytes:
    """Return a file with many pages, all the same one."""
    return file(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count),
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        }
    )


def own_pages(count: int) -> bytes:
    """Return a file with many pages of their own."""
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 10 + count))
    pages = dict.fromkeys(range(10, 10 + count), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    top = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)}
    return file(top | pages)


def page_tree(depth: int, wide: int, count: int) -> bytes:
    """Return a file whose tree of pages is this deep, each node naming the next ``wide`` times."""
    nodes = {
        n: b"<</Type/Pages/Parent %d 0 R/Kids[%s]/Count %d>>" % (n - 1, b"%d 0 R " % (n + 1) * wide, count)
        for n in range(10, 10 + depth)
    }
    last = {10 + depth: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (9 + depth)}
    return file({1: b"<</Type/Catalog/Pages 10 0 R>>"} | nodes | last)


def kids(inside: bytes, count: bytes = b"1") -> bytes:
    """Return a page whose tree has these nodes."""
    data = page()
    return data.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[%s]/Count %s" % (inside, count))


PAGES: dict[str, Make] = {
    "tree in a circle": lambda: kids(b"2 0 R 3 0 R", b"2"),
    "two thousand million pages": lambda: kids(b"3 0 R", b"2147483647"),
    "20,000 empty pages": lambda: empty_pages(20_000),
    "4,000 pages of their own": lambda: own_pages(4_000),
    "tree 100,000 deep": lambda: page_tree(100_000, 1, 1),
    "tree that doubles thirty times": lambda: page_tree(30, 2, 1 << 30),
    "parent that is itself": lambda: page(about=b"").replace(b"/Parent 2 0 R", b"/Parent 3 0 R"),
}


# --- What the document says of itself ------------------------------------------------------------


def outline(items: Objects, first: int = 10) -> bytes:
    """Return a page with an outline of these items."""
    return page(
        more={9: b"<</Type/Outlines/First %d 0 R>>" % first} | dict(items), catalog=b"/Outlines 9 0 R"
    )


def wide_outline(count: int) -> bytes:
    """Return an outline of many items beside each other."""
    end = 10 + count
    return outline({n: b"<</Title(T%d)/Next %d 0 R>>" % (n, min(n + 1, end - 1)) for n in range(10, end)})


def deep_outline(count: int) -> bytes:
    """Return an outline of many items in each other."""
    return outline({n: b"<</Title(T%d)/First %d 0 R>>" % (n, n + 1) for n in range(10, 10 + count)})


def many_labels(count: int) -> bytes:
    """Return a thousand pages with many ranges of labels."""
    nums = b" ".join(b"%d<</S/D/St %d>>" % (n, n) for n in range(count))
    return empty_labelled(1000, b"/Nums[%s]" % nums)


def empty_labelled(count: int, labels: bytes) -> bytes:
    """Return pages with text and these labels."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/PageLabels<<%s>>>>" % labels,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents 5 0 R>>" % RESOURCES,
        4: FONT,
        5: stream(SENTENCE),
    }
    return file(objects)


def laughs() -> bytes:
    """Return a page with metadata in XML in which entities multiply."""
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    xml = f"<!DOCTYPE x [<!ENTITY e0 'lol'>{entities}]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&e11;</x:xmpmeta>"
    return page(more={9: stream(xml.encode(), b"/Type/Metadata/Subtype/XML")}, catalog=b"/Metadata 9 0 R")


ABOUT: dict[str, Make] = {
    "outline whose next is itself": lambda: outline({10: b"<</Title(T)/Next 10 0 R>>"}),
    "outline inside itself": lambda: outline({10: b"<</Title(T)/First 10 0 R/Next 9 0 R>>"}),
    "labels in Roman numerals from 100 million": lambda: empty_labelled(50, b"/Nums[0<</S/R/St 100000000>>]"),
    "labels in letters from 2 thousand million": lambda: empty_labelled(9, b"/Nums[0<</S/a/St 2147483647>>]"),
    "labels whose children are themselves": lambda: page(
        more={9: b"<</Kids[9 0 R 9 0 R]/Limits[0 99]>>"}, catalog=b"/PageLabels 9 0 R"
    ),
    "names whose children are themselves": lambda: page(
        more={9: b"<</Dests<</Kids[9 0 R]>>/Kids[9 0 R 9 0 R]>>"}, catalog=b"/Names 9 0 R/Dests 9 0 R"
    ),
    "entities in the metadata": laughs,
    "title of 20 MB": lambda: page(
        more={9: b"<</Title(%s)>>" % (b"Titel " * 3_500_000)}, trailer=b"/Root 1 0 R/Info 9 0 R"
    ),
    "outline of 100,000": lambda: wide_outline(100_000),
    "outline 20,000 deep": lambda: deep_outline(20_000),
    "labels of 100,000 ranges": lambda: many_labels(100_000),
}


# --- Fonts ---------------------------------------------------------------------------------------


def to_unicode(table: bytes, count: bytes = b"1") -> bytes:
    """Return a page in a font whose codes mean what this table says."""
    cmap = (
        b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<0000><ffff>endcodespacerange\n"
    )
    cmap += count + b" " + table + b"\nendcmap end"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return page(more={4: font, 6: stream(cmap, pack=True)})


def type3(glyph: bytes) -> bytes:
    """Return a page in a font of which a letter is this drawing."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 65"
        b"/Widths[9]/Encoding<</Differences[65/A]>>/CharProcs<</A 6 0 R>>/Resources<</Font<</F1 4 0 R>>>>>>"
    )
    return page(b"BT /F1 10 Tf 60 700 Td (AAAA) Tj ET", {4: font, 6: stream(b"9 0 d0 " + glyph)})


def cid_font(about: bytes, content: bytes = SENTENCE) -> bytes:
    """Return a page in a font of numbered letters."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    return page(content, {4: font, 6: below + b"/Supplement 0>>" + about + b">>"})


def many_fonts(count: int) -> bytes:
    """Return a page on which every word has a font of its own."""
    names = b"".join(b"/F%d %d 0 R" % (n, n) for n in range(10, 10 + count))
    text = b"".join(b"BT /F%d 9 Tf 60 %d Td (woord) Tj ET\n" % (n, n % 800) for n in range(10, 10 + count))
    fonts = {n: FONT.replace(b"/Encoding", b"/Name/F%d/Encoding" % n) for n in range(10, 10 + count)}
    return page(text, fonts, resources=b"<</Font<<%s>>>>" % names)


FONTS: dict[str, Make] = {
    "codes up to four thousand million": lambda: to_unicode(
        b"beginbfrange<00000000><ffffffff><0041>endbfrange"
    ),
    "codes of a giant text each": lambda: to_unicode(
        b"beginbfrange<0000><ffff><%s>endbfrange" % (b"0041" * 5000)
    ),
    "a letter that prints itself": lambda: type3(b"BT /F1 10 Tf (AAAA) Tj ET"),
    "widths up to two thousand million": lambda: cid_font(b"/W[0 2147483647 500]/DW 500"),
    "a font below itself": lambda: page(
        more={4: b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[4 0 R]>>"}
    ),
    "a font file of zeros": lambda: cid_font(
        b"/FontDescriptor<</Type/FontDescriptor/FontName/A/FontFile2 8 0 R>>"
    ).replace(b"xref\n0 1", b"8 0 obj\n%s\nendobj\nxref\n0 1" % stream(bytes(20 * MILLION), pack=True)),
    "half a million differences": lambda: page(
        more={4: b"<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</Differences[0%s]>>>>" % (b"/a" * 500_000)}
    ),
    "2,000 fonts": lambda: many_fonts(2_000),
    "half a million codes": lambda: to_unicode(
        b"beginbfchar" + b"".join(b"<%04x><0041>" % (n % 65536) for n in range(500_000)) + b"endbfchar"
    ),
}


# --- Drawings ------------------------------------------------------------------------------------


def form(content: bytes, number: int) -> bytes:
    """Return a form that draws with those of this number and the next."""
    names = b"<</Font<</F1 4 0 R>>/XObject<</X0 %d 0 R/X1 %d 0 R>>>>" % (number, number + 1)
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + names)


def laughing_forms(depth: int, times: int) -> bytes:
    """Return a page with forms that each draw the next many times."""
    forms = {n: form(b"/X1 Do " * times, n) for n in range(10, 10 + depth)}
    forms[10 + depth] = form(SENTENCE, 10 + depth)
    names = b"<</Font<</F1 4 0 R>>/XObject<</X0 10 0 R>>>>"
    return page(SENTENCE + b" /X0 Do", forms, resources=names)


def rules(count: int, seed: int = 1) -> bytes:
    """Return content with many short lines anywhere."""
    chance = random.Random(seed)  # noqa: S311  # a drawing, no secret
    spots = [(chance.randrange(550), chance.randrange(800)) for _ in range(5000)]
    return b"".join(b"%d %d 40 .5 re f\n" % spots[n % 5000] for n in range(count))


def grid(step: int) -> bytes:
    """Return content with a grid of this step over the whole page, a number in every cell."""
    lines = [b"%d 0 m %d 842 l S\n" % (x, x) for x in range(0, 595, step)]
    lines += [b"0 %d m 595 %d l S\n" % (y, y) for y in range(0, 842, step)]
    cells = ((x + 1, y + 1, b"7") for x in range(0, 595, step) for y in range(0, 842, step))
    return b"".join(lines) + words(*cells)


PATTERN = b"<</Font<</F1 4 0 R>>/Pattern<</P1 6 0 R>>>>"
TILE = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001"

DRAWINGS: dict[str, Make] = {
    "a form that draws itself": lambda: page(
        SENTENCE + b" /X0 Do", {10: form(b"/X0 Do /X0 Do", 10)}, resources=b"<</XObject<</X0 10 0 R>>>>"
    ),
    "a pattern of tiny tiles": lambda: page(
        SENTENCE + b" /Pattern cs /P1 scn 0 0 595 842 re f",
        {6: stream(b"0 0 1 1 re f", TILE + b"/Resources<<>>")},
        resources=PATTERN,
    ),
    "a hundred thousand saved states": lambda: page(b"q " * 100_000 + SENTENCE),
    "a path of a million parts": lambda: page(SENTENCE + b" 0 0 m " + b"9 9 l 8 8 l " * 500_000 + b"S"),
    "a million operators": lambda: page(b"0 g " * MILLION + SENTENCE),
    "forms that laugh": lambda: laughing_forms(12, 10),
    "4,000 lines": lambda: page(SENTENCE + b"\n" + rules(4_000)),
    "a million lines": lambda: page(SENTENCE + b"\n" + rules(MILLION)),
    "a grid of 20,000 cells": lambda: page(grid(5)),
}


# --- Text ----------------------------------------------------------------------------------------


def anywhere(count: int, seed: int = 1) -> bytes:
    """Return content with words and numbers scattered over a page."""
    chance = random.Random(seed)  # noqa: S311  # a layout, no secret
    return words(
        *(
            (chance.randrange(550), chance.randrange(800), b"%d" % n if n % 2 else b"woord")
            for n in range(count)
        )
    )


def columns(lines: int, wide: int) -> bytes:
    """Return content of many columns, each of many lines, none in line with the next."""
    return words(
        *((x * 3.0 + 5, 835 - (y * 830 / lines) - x * 0.37, b"ab") for y in range(lines) for x in range(wide))
    )


def white_on_boxes(count: int) -> bytes:
    """Return content of many white words and many dark boxes elsewhere."""
    boxes = b"".join(b"%d 10 9 9 re f\n" % (n % 500) for n in range(count))
    return boxes + b"1 g " + words(*((60, 100 + n % 700, b"wit") for n in range(count)))


def repeated_pages(count: int, content: bytes) -> bytes:
    """Return many pages with the same content."""
    return empty_labelled(count, b"").replace(stream(SENTENCE), stream(content))


TEXT: dict[str, Make] = {
    "a word of two million letters": lambda: page(
        b"BT /F1 .01 Tf 60 700 Td (%s) Tj ET" % (b"a" * 2 * MILLION)
    ),
    "a million spaces": lambda: page(SENTENCE + b"BT /F1 1 Tf 60 600 Td (%s) Tj ET" % (b" " * MILLION)),
    "3,000 words at one spot": lambda: page(words(*[(60, 700, b"woord")] * 3_000)),
    "3,000 words anywhere": lambda: page(anywhere(3_000)),
    "200,000 words at one spot": lambda: page(words(*[(60, 700, b"woord")] * 200_000)),
    "50,000 words anywhere": lambda: page(anywhere(50_000)),
    "columns that never meet": lambda: page(columns(400, 180)),
    "white words and dark boxes": lambda: page(white_on_boxes(15_000)),
    "3,000 pages of text": lambda: repeated_pages(
        3_000, words(*((60, 700 - n * 9, b"Wij helpen") for n in range(60)))
    ),
    "300 pages of scattered words": lambda: repeated_pages(300, anywhere(2_000)),
}


# --- Pictures ------------------------------------------------------------------------------------


def picture(about: bytes, content: bytes, media: bytes = b"/MediaBox[0 0 595 842]") -> bytes:
    """Return a page with a picture over all of it, and no text."""
    image = stream(content, b"/Type/XObject/Subtype/Image" + about)
    names = b"<</XObject<</I 6 0 R>>>>"
    return page(b"595 0 0 842 0 0 cm /I Do", {6: image}, resources=names, about=media)


def sized(wide: int, high: int, bits: int = 1, space: bytes = b"/DeviceGray") -> bytes:
    """Return what is said of a picture of this size."""
    return b"/Width %d/Height %d/BitsPerComponent %d/ColorSpace%s" % (wide, high, bits, space)


JPX = (
    bytes.fromhex("ff4fff51002f0000")
    + b"\x7f\xff\xff\xff" * 2
    + bytes(8)
    + b"\x7f\xff\xff\xff" * 2
    + bytes(40)
)
JPEG = bytes.fromhex("ffd8ffc0001108fffffffe03012200021101031101ffda000c03010002110311003f00") + bytes(1000)
JBIG2 = (
    b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\x7f\xff\xff\xff" * 2 + bytes(11) + b"\0\0\0\1\x26\0\1\xff\xff\xff\xff"
)
FLATE = b"/Filter/FlateDecode"


def flat(wide: int, high: int, bits: int, space: bytes) -> bytes:
    """Return a picture of one colour, packed as small as it can be."""
    channels = {b"/DeviceGray": 1, b"/DeviceRGB": 3, b"/DeviceCMYK": 4}[space]
    row = -(-wide * bits * channels // 8)
    packer = zlib.compressobj(1)
    parts = [packer.compress(bytes(row * (high // 100))) for _ in range(100)] + [packer.flush()]
    return picture(sized(wide, high, bits, space) + FLATE, b"".join(parts))


def many_pictures(count: int) -> bytes:
    """Return a page that draws one picture many times over."""
    image = stream(b"\xff" * 125_000, b"/Type/XObject/Subtype/Image" + sized(1000, 1000))
    return page(b"q 595 0 0 842 0 0 cm /I Do Q\n" * count, {6: image}, resources=b"<</XObject<</I 6 0 R>>>>")


PICTURES: dict[str, Make] = {
    "JBIG2 that lies": lambda: picture(sized(50_000, 50_000) + b"/Filter/JBIG2Decode", JBIG2 + bytes(1000)),
    "JPX that lies": lambda: picture(sized(9, 9, 8) + b"/Filter/JPXDecode", JPX + bytes(1000)),
    "JPEG that lies": lambda: picture(sized(65535, 65534, 8, b"/DeviceRGB") + b"/Filter/DCTDecode", JPEG),
    "fax that lies": lambda: picture(
        sized(50_000, 50_000)
        + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647/Rows 2147483647>>",
        bytes(1000),
    ),
    "inline picture without end": lambda: page(
        SENTENCE + b" BI /W 50000 /H 50000 /BPC 1 /CS /G ID " + bytes(99)
    ),
    "a mask that is itself": lambda: picture(sized(99, 99, 8) + b"/SMask 6 0 R/Mask 6 0 R", bytes(9801)),
    "a page of 100 kilometres": lambda: picture(
        sized(9, 9, 8), bytes(81), b"/MediaBox[0 0 300000000 300000000]"
    ),
    "a page of no size": lambda: picture(sized(9, 9, 8), bytes(81), b"/MediaBox[0 0 0 0]"),
    "50,000 by 50,000 dots": lambda: flat(50_000, 50_000, 1, b"/DeviceGray"),
    "20,000 by 20,000 dots in colour": lambda: flat(20_000, 20_000, 8, b"/DeviceRGB"),
    "one picture 2,000 times": lambda: many_pictures(2_000),
}


# --- Locks and damage ----------------------------------------------------------------------------


def locked(about: bytes) -> bytes:
    """Return a file that says it is encrypted, in this way."""
    return page(more={9: b"<</Filter/Standard%s>>" % about}, trailer=b"/Root 1 0 R/Encrypt 9 0 R/ID[(a)(b)]")


def cut(share: float) -> bytes:
    """Return the first part of a file, which ends anywhere."""
    data = page(SENTENCE * 2000, dict.fromkeys(range(10, 200), SENTENCE))
    return data[: int(len(data) * share)]


def noise(size: int, seed: int = 1) -> bytes:
    """Return a head with random bytes after it."""
    return b"%PDF-1.7\n" + random.Random(seed).randbytes(size)  # noqa: S311  # noise, no secret


DAMAGE: dict[str, Make] = {
    "lock of an odd length": lambda: locked(b"/V 4/R 4/Length -1/O(o)/U(u)/P -1"),
    "lock of giant keys": lambda: locked(
        b"/V 2/R 3/Length 2147483640/O(%s)/U(%s)/P -1" % (b"o" * MILLION, b"u" * MILLION)
    ),
    "lock of the sixth kind": lambda: locked(
        b"/V 5/R 6/Length 256/O(%s)/U(%s)/OE(%s)/UE(%s)/Perms(%s)/P -1/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF"
        % (b"o" * 48, b"u" * 48, b"e" * 32, b"e" * 32, b"p" * 16)
    ),
    "lock that is itself": lambda: page(more={9: b"9 0 R"}, trailer=b"/Root 1 0 R/Encrypt 9 0 R"),
    "head only": lambda: b"%PDF-1.7\n",
    "first third": partial(cut, 0.33),
    "first half": partial(cut, 0.5),
    "all but the end": partial(cut, 0.98),
    "a megabyte of noise": lambda: noise(MILLION),
    "a comment without end": lambda: b"%PDF-1.7\n" + b"%" * 5 * MILLION,
    "brackets without end": lambda: b"%PDF-1.7\n1 0 obj\n" + b"<<" * 2 * MILLION,
    "a million heads of objects": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * MILLION,
}

CLASSES: dict[str, dict[str, Make]] = {
    "filters": FILTERS,
    "references": REFERENCES,
    "objects": OBJECTS,
    "pages": PAGES,
    "about": ABOUT,
    "fonts": FONTS,
    "drawings": DRAWINGS,
    "text": TEXT,
    "pictures": PICTURES,
    "damage": DAMAGE,
}
BOMBS: dict[str, Make] = {
    f"{kind}: {name}": make for kind, made in CLASSES.items() for name, make in made.items()
}
