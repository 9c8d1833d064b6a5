"""Amounts in running text: where number, unit and sentence are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document, Span
from corpus.figure import Figure
from corpus.measures import measure_in, scale_in, years_in
from corpus.numbers import read_number
from corpus.sentences import sentences

DIGITS = r"\d[\d.,]*(?<![.,])"
AMOUNT = re.compile(
    rf"€\s*-?{DIGITS}(?:,-|,--)?(?:\s+(?:mln|miljoen|mld|mrd|miljard|duizend)\b\.?)?"
    rf"|(?<![\d.,€]){DIGITS}\s+(?:mln|miljoen|mld|mrd|miljard|duizend)?\s*euro\b",
    re.IGNORECASE,
)
EURO = re.compile(r"\s*euro$", re.IGNORECASE)


def text_figures(document: Document, span: Span) -> Iterator[Figure]:
    """Yield the amounts in euros in the sentences of a span. The year is the only one that the sentence
    names, the measure what it says; neither is taken from elsewhere."""
    for sentence in sentences(document.text, span):
        said = sentence.of(document.text)
        found = list(AMOUNT.finditer(said))
        if not found:
            continue
        years = years_in(AMOUNT.sub(" ", said))
        measure = measure_in(said)
        for match in found:
            number = read_number(EURO.sub("", match.group()))
            if number is None:
                continue
            yield Figure(
                value=number.printed,
                number=number.value,
                unit="€",
                multiplier=scale_in(number.words),
                year=years[0] if len(years) == 1 else None,
                measure=measure
                if measure in ("begroting", "rekening", "prognose", "meerjarenraming")
                else None,
                side=None,
                cell=Span(sentence.start + match.start(), sentence.start + match.end()),
                row=sentence,
                label=sentence,
                column="",
                parents=(),
                context=(),
                doubts=(*number.doubts, *(("year",) if len(years) != 1 else ())),
                in_text=True,
            )
