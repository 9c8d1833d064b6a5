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
        near = max(start, match.start() - LONGEST_ABBREVIATION)
        word = text[near : match.start()].rsplit(None, 1)[-1:]
        bare = (word[0] if word else "").casefold().lstrip("(‘'“\"")
        initial = match.group().startswith(".") and len(bare) == 1 and bare.isalpha()
        if match.group().startswith(".") and (bare in ABBREVIATIONS or initial):
            continue
        end = match.start() + len(match.group().rstrip())
        found.append(Span(start, end))
        start = match.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found


def block_sentences(text: str, block: Block) -> list[Span]:
    """Return the sentences of a block: a heading or list item of one sentence is one, a table row is one."""
    if block.kind is BlockKind.TABLE and block.table:
        return [row.span for row in block.table.rows]
    if block.kind is BlockKind.HEADING:
        return [block.span]
    return sentences(text, block.span)
