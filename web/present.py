"""Answers to words: the text of an answer and the notes beside it, in Dutch or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.reply import Answer, Citation, Part, Reason, Searched, Understood
from assistant.scope import MONTH
from corpus.document import Description, Role
from index.dutch import term, tokens
from web.document_terms import part_word
from web.messages import message
from web.opening import kind_name, opening, period, years_of
from web.text import counted

MOST_NAMED = 8
# From this confidence on, what a question is about is said.
SURE_OF_TOPIC = 0.5


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside an answer; ``code`` says which, ``text`` is its wording."""

    code: str
    text: str


def document_label(about: Description, language: str = "nl") -> str:
    """Return kind, status and years of a document: "concept-beleidsplan 2017-2020"."""
    return f"{kind_name(about, language)} {years_of(about)}".strip()


def one_line(text: str) -> str:
    """Return a quote with its line ends as spaces, for running text."""
    return " ".join(text.split())


def part_text(part: Part, citations: Mapping[int, Citation], language: str = "nl") -> str:
    """Return the text of a part: who, in which document, and the statements with their numbers."""
    head = part_opening(part, citations, language)
    pieces = []
    for statement in part.statements:
        numbers = "".join(f"[{n}]" for n in statement.citations)
        origin = origin_of(citations[statement.citations[0]], language)
        lead = f"({origin}) " if origin else ""
        text = one_line(statement.text)
        quoted = f"“{text}”" if statement.literal else text
        pieces.append(f"{lead}{quoted} {numbers}")
    return f"{head}: {' '.join(pieces)}"


def part_opening(part: Part, citations: Mapping[int, Citation], language: str = "nl") -> str:
    """Return who wrote a part, where and when: the beginning of a sentence that its quotes end."""
    return opening(part, citations[part.statements[0].citations[0]].role, language)


def origin_of(citation: Citation, language: str = "nl") -> str:
    """Return who speaks in a citation where that is not the municipality itself, else nothing."""
    return voice(citation.role, citation.speaker, language)


def voice(role: Role, speaker: str | None, language: str = "nl") -> str:
    """Return who speaks in a text with this role where that is not the municipality itself."""
    if role is Role.FICTION:
        return message("fiction", language)
    if role is Role.PARTICIPATION:
        return (
            message("said_by", language, speaker=speaker) if speaker else message("participation", language)
        )
    return ""


def citation_marks(citation: Citation, language: str = "nl") -> list[str]:
    """Return what a reader must know of a quote: that it is about the region, who carries it out, and
    which errors stand in the source itself."""
    marks = []
    region, municipality = citation.region, citation.document.description.speaker
    if region and region.by:
        by = region.by[0].upper() + region.by[1:]
        marks.append(message("carried_out", language, by=by, municipality=municipality))
    elif region and region.name and region.name != "regio":
        marks.append(message("regional_named", language, name=region.name))
    elif region:
        marks.append(message("regional", language))
    marks += [message("misprint", language, text=one_line(item.text)) for item in citation.misprints]
    return marks


def glossary_lines(answer: Answer, language: str = "nl") -> list[tuple[str, str]]:
    """Return the hard words of an answer, each with its explanation."""
    return [(item.word, item.en if language == "en" else item.nl) for item in answer.glossary]


def answer_text(answer: Answer, language: str = "nl") -> str:
    """Return the answer as running text; for the lack of one, why and what was searched."""
    if answer.abstained:
        lines = [
            message("not_found", language),
            reason_text(answer, language),
            searched_text(answer, language),
        ]
        return " ".join(line for line in lines if line)
    known = {citation.n: citation for citation in answer.citations}
    lines = [direct_text(answer, language), *(part_text(part, known, language) for part in answer.parts)]
    return "\n".join(line for line in lines if line)


def direct_text(answer: Answer, language: str = "nl") -> str:
    """Return the short answer, with the names where it is that of several: "Kort: 124 banen [3]"."""
    known = {citation.n: citation for citation in answer.citations}
    several = len({part.municipality for part in answer.parts if not part.aside}) > 1
    items = []
    for item in answer.direct:
        who = f"{known[item.citation].document.description.speaker}: " if several else ""
        items.append(f"{who}{one_line(item.text)} [{item.citation}]")
    return message("direct", language, items="; ".join(items)) if items else ""


def reason_text(answer: Answer, language: str = "nl") -> str:
    """Return the sentence that says why there is no answer."""
    if answer.reason is None:
        return ""
    years = listed([str(year) for year in answer.understood.years], language)
    if answer.reason is Reason.OTHER_YEAR and answer.available:
        available = ", ".join(str(year) for year in answer.available)
        return message("reason_other_year_available", language, years=years, available=available)
    # Of the year itself there may well be something: it is the month that is missing.
    if answer.reason is Reason.OTHER_YEAR and (not years or MONTH.search(answer.understood.asked)):
        return message("reason_other_time", language)
    if answer.reason is Reason.ELSEWHERE:
        topic = answer.understood.topics[0][0]
        who = topic.handled_by_en if language == "en" else topic.handled_by
        return message("reason_elsewhere" if who else "reason_no_policy", language, who=who)
    names = listed(list(answer.understood.unknown), language)
    return message(f"reason_{answer.reason.value}", language, years=years, names=names)


def searched_text(answer: Answer, language: str = "nl") -> str:
    """Return what was searched: documents, municipalities and years."""
    searched = answer.searched
    if not searched.documents:
        return ""
    count, years = documents_text(searched, language), years_text(searched)
    names = listed(list(searched.municipalities), language) or "?"
    return message("searched", language, documents=count, municipalities=names, years=years)


def documents_text(searched: Searched, language: str = "nl") -> str:
    """Return how many documents were searched, with the word: "3 documenten"."""
    one, more = ("document", "documenten") if language == "nl" else ("document", "documents")
    return counted(searched.documents, one, more)


def years_text(searched: Searched) -> str:
    """Return the years of what was searched, in brackets after a space: " (2017-2020)"."""
    return f" ({period(*searched.years)})" if searched.years else ""


def notes(answer: Answer, this_year: int, language: str = "nl") -> list[Note]:
    """Return the remarks that a reader needs to judge the answer."""
    found: list[tuple[str, dict[str, object]]] = _about_reading(answer, language)
    found.extend((name, {}) for name in ("uncertain", "compared", "contradicted") if getattr(answer, name))
    found.extend(_about_places(answer.understood, language))
    if answer.understood.corrected or answer.understood.read_as:
        words = ", ".join(f"{written} → {read}" for written, read in corrections(answer))
        found.append(("corrected", {"words": words}))
    if answer.understood.unknown and not answer.abstained:
        found.append(("also_unknown", {"names": listed(list(answer.understood.unknown), language)}))
    if not answer.abstained:
        found.extend(_about_documents(answer, this_year))
        if answer.more:
            names = [*answer.more[:MOST_NAMED], *(["…"] if len(answer.more) > MOST_NAMED else [])]
            found.append(("more", {"names": listed(names, language)}))
        literal = all(s.literal for part in answer.parts for s in part.statements)
        found.append(("literal" if literal else "figures_from_table", {}))
    found.extend(_about_topic(answer, language))
    if answer.searched.parts and answer.abstained:
        found.append(
            (
                "searched_parts",
                {"parts": listed([part_word(part, language) for part in answer.searched.parts], language)},
            )
        )
    if answer.searched.unread and answer.abstained:
        found.append(("searched_unread", {"places": unread_places(answer.searched.unread, language)}))
    if answer.searched.refers_to and answer.abstained:
        found.append(("refers_to", {"targets": listed(list(answer.searched.refers_to), language)}))
    return [Note(code, message(code, language, **parameters)) for code, parameters in found]


def _about_reading(answer: Answer, language: str) -> list[tuple[str, dict[str, object]]]:
    """Return how a question that leans on the one before it was read."""
    found: list[tuple[str, dict[str, object]]] = []
    kinds, excluded = answer.turn_limits
    if answer.fault:
        found.append((f"fault_{answer.fault}", {}))
    if answer.carried:
        found.append(("read_as", {"question": answer.read_as}))
        if excluded:
            found.append(("left_out", {"names": listed(list(excluded), language)}))
        if kinds:
            found.append(("limited", {"kinds": listed(list(kinds), language)}))
    return found


def _about_topic(answer: Answer, language: str) -> list[tuple[str, dict[str, object]]]:
    """Return what the question was taken to be about, where that was not said in words of policy."""
    understood = answer.understood
    if answer.reason is Reason.ELSEWHERE or not understood.topics:
        return []
    topic, confidence = understood.topics[0]
    if confidence < SURE_OF_TOPIC or not topic.is_municipal:
        return []
    name = topic.name_en if language == "en" else topic.name
    if answer.reason is Reason.NOTHING:
        return [("topic_nothing", {"name": name})]
    led = understood.personal or understood.foreign
    return [("topic", {"name": name})] if led and not answer.abstained else []


def understood_text(answer: Answer, language: str = "nl") -> str:
    """Return the municipalities, years and kind of document that were understood; nothing without."""
    understood = answer.understood
    values = (
        ("item_municipality", listed([*understood.municipalities, *understood.unknown], language)),
        ("item_year", listed([str(year) for year in understood.years], language)),
        ("item_kind", understood.kind or ""),
    )
    said = [message(code, language, value=value) for code, value in values if value]
    return message("understood", language, items=", ".join(said)) if said else ""


def _about_places(understood: Understood, language: str) -> list[tuple[str, dict[str, object]]]:
    """Return how the places and names of a question were understood."""
    found: list[tuple[str, dict[str, object]]] = []
    for village, municipality in understood.by_village:
        found.append(("by_village", {"village": village, "municipality": municipality}))
    for village, places in understood.shared_villages:
        names = listed(list(places), language)
        found.append(("shared_village", {"village": village, "municipalities": names}))
    for name, owner in understood.by_name:
        found.append(("by_name", {"name": name, "owner": owner}))
    return found


def corrections(answer: Answer) -> list[tuple[str, str]]:
    """Return each misspelt word with the word in the found passages that it was read as."""
    shown = list(answer.understood.read_as)
    words = [w for hit in answer.hits for w in tokens(hit.passage.text)]
    for written, read in answer.understood.corrected:
        shown.append((written, next((w for w in words if term(w) == read), read)))
    return shown


def _about_documents(answer: Answer, this_year: int) -> list[tuple[str, dict[str, object]]]:
    about = [part.document.description for part in answer.parts]
    found: list[tuple[str, dict[str, object]]] = []
    over = [a for a in about if (a.year_to or a.year_from or this_year) < this_year]
    years = sorted({year for a in over for year in (a.year_from, a.year_to) if year})
    if years:
        found.append(("older", {"years": period(years[0], years[-1])}))
    if any(a.year_from is None for a in about):
        found.append(("undated", {}))
    if any(a.status == "concept" for a in about):
        found.append(("concept", {}))
    if any(a.summary_of for a in about):
        found.append(("summary", {}))
    return found


def without_text(answer: Answer, language: str = "nl") -> str:
    """Return how many municipalities have nothing, or nothing where all have something."""
    count = len(answer.without)
    if not count:
        return ""
    return message("without_one" if count == 1 else "without_more", language, count=count)


def unread_places(unread: Sequence[tuple[str, tuple[int, ...]]], language: str = "nl") -> str:
    """Return of which documents which pages were not read: "van ‘Nota’ pagina's 3 en 4"."""
    places = [
        message("unread_place", language, title=title, pages=page_list(pages, language))
        for title, pages in unread[:MOST_NAMED]
    ]
    return "; ".join([*places, *(["…"] if len(unread) > MOST_NAMED else [])])


def page_list(pages: Sequence[int], language: str = "nl") -> str:
    """Return page numbers in words, three or more in a row as a range: "pagina's 3, 4 en 7-9"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    names = [
        name
        for run in runs
        for name in ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(page) for page in run])
    ]
    code = "page_one" if len(pages) == 1 else "page_more"
    return message(code, language, pages=listed(names, language))


def listed(names: list[str], language: str = "nl") -> str:
    """Return names as a list in a sentence: "a, b en c"."""
    joint = " and " if language == "en" else " en "
    return joint.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
