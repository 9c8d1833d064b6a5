"""What is said beside an answer: hard words explained, the region, errors printed in the source.

Added after the answer was checked: these are our words, never part of a quote.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.glossary import explained
from assistant.misprints import misprints
from assistant.regions import region_of
from assistant.reply import Answer, Citation
from index.engine import Snapshot


def remarked(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer with its hard words explained and its citations marked."""
    citations = tuple(marked(citation, snapshot) for citation in answer.citations)
    texts = [statement.text for part in answer.parts for statement in part.statements]
    quotes = [citation.slice.quote for citation in citations]
    return replace(answer, citations=citations, glossary=explained(dict.fromkeys([*texts, *quotes])))


def marked(citation: Citation, snapshot: Snapshot) -> Citation:
    """Return a citation with the region that it is about and the errors of its source."""
    quote, about = citation.slice.quote, citation.document.description
    municipality = None if about.members else about.municipality
    return replace(
        citation,
        region=region_of(quote, citation.section, municipality),
        misprints=misprints(quote, citation.slice.span.start, snapshot.frequencies),
    )
