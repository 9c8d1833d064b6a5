"""How a part of an answer begins: who wrote it, in which document, of when."""

from __future__ import annotations

from assistant.reply import Part
from corpus.document import Description, Role
from corpus.kinds import KIND_WORDS
from web.messages import message

KINDS_EN = {
    "amendement": "amendment",
    "begroting": "budget",
    "beleidsplan": "policy plan",
    "besluitenlijst": "list of decisions",
    "coalitieakkoord": "coalition agreement",
    "jaarverslag": "annual report",
    "motie": "motion",
    "nota": "memorandum",
    "overig": "document",
    "raadsvoorstel": "council proposal",
    "register": "register",
    "verordening": "by-law",
    "webpagina": "web page",
}
# Of these there is one of a municipality and period, so "the", with its article in Dutch.
ONLY = {
    "begroting": "de",
    "beleidsplan": "het",
    "coalitieakkoord": "het",
    "jaarverslag": "de",
    "verordening": "de",
}
# They look ahead: a plan is for its years.
AHEAD = frozenset({"beleidsplan", "coalitieakkoord"})
# In these something stands: nobody tells something there.
STANDS = frozenset({"amendement", "besluitenlijst", "motie", "raadsvoorstel", "register", "verordening"})
VOICES = frozenset({Role.FICTION, Role.PARTICIPATION})


def years_of(about: Description) -> str:
    """Return the years of a document: "2019", "2017-2020", or nothing."""
    if about.year_from is None:
        return ""
    return period(about.year_from, about.year_to or about.year_from)


def period(first: int, last: int) -> str:
    """Return the years from first to last: "2019", or "2017-2020"."""
    return str(first) if first == last else f"{first}-{last}"


def kind_word(kind: str, language: str = "nl") -> str:
    """Return the kind of a document in words: "beleidsplan", "policy plan"."""
    return (KINDS_EN if language == "en" else KIND_WORDS).get(kind, kind)


def kind_name(about: Description, language: str = "nl") -> str:
    """Return the kind of a document in words, with its status: "concept-beleidsplan"."""
    kind = kind_word(about.kind, language)
    if about.status == "concept":
        return f"draft {kind}" if language == "en" else f"concept-{kind}"
    return kind


def opening(part: Part, role: Role, language: str = "nl") -> str:
    """Return the beginning of the sentence that the quotes of a part end; ``role`` is that of the first.

    "Coevorden schreef in de begroting van 2019-2022", "In de verordening van Groningen (2026) staat".
    """
    about = part.document.description
    if not part.statements[0].literal:
        said = message("opening_figures", language, document=_document(about, language))
    elif about.summary_of and about.municipality:  # its words are not those of the municipality
        said = message("opening_summary", language, document=_whose(about, language))
    elif about.municipality is None:
        years = years_of(about)
        title = f"‘{about.title}’" + (f" ({years})" if years else "")
        said = message("opening_stands", language, document=title)
    elif about.kind in STANDS or role in VOICES:
        said = message("opening_stands", language, document=_whose(about, language))
    else:
        code = "opening_page" if about.kind == "webpagina" else "opening_wrote"
        document = _document(about, language)
        said = message(code, language, who=about.municipality, document=document)
    return f"{said} ({message('aside', language)})" if part.aside else said


def _document(about: Description, language: str) -> str:
    """Return a document with its article and years: "een concept-beleidsplan voor 2017-2020"."""
    years = years_of(about)
    name = f"{_article(about, language)} {kind_name(about, language)}"
    if not years:
        return name
    of, ahead = ("of", "for") if language == "en" else ("van", "voor")
    return f"{name} {ahead if about.kind in AHEAD else of} {years}"


def _whose(about: Description, language: str) -> str:
    """Return a document with whose it is: "de verordening van Groningen (2026)"."""
    years = years_of(about)
    of = "of" if language == "en" else "van"
    name = f"{_article(about, language)} {kind_name(about, language)} {of} {about.municipality}"
    return f"{name} ({years})" if years else name


def _article(about: Description, language: str) -> str:
    only = about.kind in ONLY and about.status != "concept" and about.year_from is not None
    if language != "en":
        return ONLY[about.kind] if only else "een"
    an = kind_name(about, language)[0] in "aeiou"
    return "the" if only else "an" if an else "a"
