"""Split text into sentences, as spans of the canonical text."""

from __future__ import annotations

import re

from corpus.document import Block, BlockKind, Span

BOUNDARY = re.compile(r"(?<![.!?…])[.!?…]++[\"'’”)\]]*+\s++(?=[\"'‘’“(\[]*+[A-ZÀ-Þ0-9€])")
LONGEST_ABBREVIATION = 12
# Words that end in a full stop without ending a sentence.
ABBREVIATIONS = frozenset(
    "bijv bv blz ca cf dhr dr drs e.d etc evt excl hfst i.c i.p.v i.r.t i.s.m i.v.m incl ing ir jl "
    "m.b.t m.b.v m.i.v m.n m.u.v mevr min max mr mw n.a.v nl no nr o.a o.b.v o.l.v p par pag prof "
    "resp s.v.p st t.a.v t.b.v t.g.v t.m t.o.v t.w t/m vgl vs zgn zie z.s.m ds art lid c.q d.d d.m.v "
    "d.w.z ect bijz gem".split()
)


def sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences inside ``span``: in order, without the white space between them."""
    found: list[Span] = []
    start = span.start
    for match in BOUNDARY.finditer(text, span.start, span.end):
        if match.group().startswith(".") and _goes_on(text, start, match.start()):
            continue
        found.append(Span(start, match.start() + len(match.group().rstrip())))
        start = match.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether a full stop ends an abbreviation, an initial, or the number of a list item."""
    near = text[max(start, end - LONGEST_ABBREVIATION) : end]
    word = near.split()[-1].casefold().lstrip("(‘'“\"") if near.split() else ""
    numbers = end - start <= 2 and text[start:end].isdigit()
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()) or numbers


def block_sentences(text: str, block: Block) -> list[Span]:
    """Return the sentences of a block: a heading or list item of one sentence is one, a table row is one."""
    if block.kind is BlockKind.TABLE and block.table:
        return [row.span for row in block.table.rows]
    if block.kind is BlockKind.HEADING:
        return [block.span]
    return sentences(text, block.span)
