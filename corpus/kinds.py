"""Which kind of document it is: from its title, file name and opening."""

from __future__ import annotations

import re
from collections.abc import Sequence

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _patterns(*pairs: tuple[str, str]) -> Patterns:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in pairs)


# The words by which a question, too, names a kind of document.
KINDS: Patterns = _patterns(
    ("amendement", r"\bamendement\b"),
    ("motie", r"\bmotie\b"),
    ("besluitenlijst", r"besluitenlijst"),
    ("raadsvoorstel", r"raadsvoorstel|voorstel aan de raad"),
    ("verordening", r"verordening"),
    ("jaarverslag", r"jaarverslag|jaarstuk|jaarrekening|jaarverantwoording"),
    ("begroting", r"begroting|meerjarenraming|kadernota"),
    ("coalitieakkoord", r"coalitieakkoord|bestuursprogramma|collegeprogramma"),
    (
        "beleidsplan",
        r"beleidsplan|beleidsagenda|maatschappelijke agenda"
        r"|(?<!tele)(?<!super)(?<!pro)(?<!di)(?<!re)visie",
    ),
    ("register", r"register"),
    ("nota", r"\bnota\b|notitie"),
)
# Words that name a kind only in the title or the file name of a document.
TITLE_WORDS: Patterns = _patterns(
    ("webpagina", r"\bwebpagina\b"),
    ("besluitenlijst", r"\bbesluitlijst|\blijst van besluiten|\bbesluiten (?:college|b ?(?:en|&) ?w)\b"),
    ("raadsvoorstel", r"\braadsbesluit\b|\bvoorstel (?:voor|van|tot) de raad\b"),
    ("verordening", r"\bbeleidsregel|\bnadere regels?\b|\breglement\b|\bgemeenschappelijke regeling\b"),
    ("jaarverslag", r"\bprogrammarekening|\bprogrammaverantwoording|\bjaarbericht"),
    ("begroting", r"\bperspectiefnota|\biv-?3\b"),
    (
        "coalitieakkoord",
        r"akkoord 20\d\d|\b(?:bestuurs|raads|college|hoofdlijnen)akkoord|\bcollegewerkprogramma",
    ),
    (
        "beleidsplan",
        r"\buitvoerings(?:programma|plan|agenda)|\bactie(?:plan|programma)|beleids(?:kader|visie|programma)"
        r"|\bplan van aanpak|\bagenda 20\d\d"
        r"|\b(?:woon|sport|cultuur|jeugd|armoede|veiligheids)(?:plan|beleid)\b"
        r"|\bprogramma(?:plan)?\s+(?!\d)\w+.*20\d\d",
    ),
    ("nota", r"\w+nota\b|\bmemo\b|\braads(?:informatie)?brief\b|\bbestuursrapportage|\btussenrapportage"),
)
KIND_NAMES = frozenset({kind for kind, _ in KINDS} | {"webpagina", "overig"})
KIND_WORDS = {"jaarverslag": "jaarstukken", "overig": "document"}
# A document in one of these forms is that form, whatever it is about.
FORMS = ("webpagina", "amendement", "motie", "besluitenlijst", "raadsvoorstel")
FORM_LINE = _patterns(
    ("amendement", r"^(?:sub)?amendement\b"),
    ("motie", r"^motie\b"),
    ("besluitenlijst", r"^(?:openbare |concept-?)*besluitenlijst|^besluitlijst"),
    (
        "raadsvoorstel",
        r"^(?:geamendeerd )?raads(?:voorstel|besluit)\b|^voorstel (?:aan|voor) de (?:gemeente)?raad\b"
        r"|^aan de (?:gemeente)?raad\b",
    ),
    ("nota", r"^(?:raads(?:informatie)?brief|raadsmededeling|memo)\b"),
)
ORDAINS = re.compile(
    r"\bbesluit(?:en)?\W{1,3}(?:vast te stellen|tot vaststelling)[^.]{0,80}?"
    r"(?:verordening|beleidsregel|nadere regel|reglement)",
    re.IGNORECASE,
)
# The questions that every chapter of a budget, and of the report on it, answers.
BEFORE_THE_YEAR = re.compile(
    r"\bwat (?:gaan|gaat|willen|wil) (?:we|wij|de gemeente)\b[^.\n]{0,40}\b(?:doen|bereiken)\b"
    r"|\bwat (?:mag|gaat) (?:het|dat) kosten\b|\bwat kost het\b",
    re.IGNORECASE,
)
AFTER_THE_YEAR = re.compile(
    r"\bwat (?:hebben|heeft) (?:we|wij|de gemeente)\b[^.\n]{0,40}\b(?:gedaan|bereikt)\b"
    r"|\bwat heeft (?:het|dat) gekost\b|\bwat (?:wilden|zouden|wilde) (?:we|wij)\b"
    r"|\brealisatie\b|\bafwijking\b|\bterugblik\b",
    re.IGNORECASE,
)
# The formulas of motions, amendments and proposals.
MEETS = re.compile(r"\bin (?:openbare )?vergadering bijeen\b", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:roept|verzoekt|draagt) (?:het college|de raad|de burgemeester)\b"
    r"|\bgaat over tot de orde van de dag\b",
    re.IGNORECASE,
)
CHANGES = re.compile(
    r"\b(?:toe te voegen|te vervangen|te wijzigen|te schrappen|te laten vervallen)\b", re.IGNORECASE
)
PROPOSES = re.compile(
    r"^(?:voorgesteld (?:raads)?besluit|gevraagd (?:raads)?besluit"
    r"|de (?:gemeente)?raad (?:wordt|te) voorgesteld|wij stellen (?:u|de raad|uw raad) voor)\b",
    re.IGNORECASE,
)
PART_TITLE = re.compile(r"\b(?:programma|hoofdstuk|paragraaf|taakveld)\s+\d", re.IGNORECASE)
# A page of a site that tells about a plan is shorter than the plan itself.
LONGEST_PAGE = 12_000
ABOUT = frozenset({"begroting", "jaarverslag", "beleidsplan", "coalitieakkoord", "nota", "overig"})
WEB_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)


def kind_of(title: str, name: str, lines: Sequence[str], text: str, source: str) -> tuple[str, float]:
    """Return the kind and how sure it is.

    ``name`` is the file name in words, ``lines`` the title that the file says of itself, if any, and
    the opening of the document line by line.
    """
    kind, sure = _kind(title, name, lines, text)
    page = WEB_NAME.search(source) and kind in ABOUT and len(text) < LONGEST_PAGE
    if page and not PART_TITLE.search(title) and not _chapter(text):
        return "webpagina", 0.6
    return kind, sure


def _kind(title: str, name: str, lines: Sequence[str], text: str) -> tuple[str, float]:
    named = [(kind_in(title), 0.9), (kind_in(name), 0.85)]
    label = _form_label(lines)
    if label:
        return label, 0.9
    for kind, sure in named:
        if kind in FORMS:
            return kind, sure
    if form := _form_by_content(lines, text):
        return form, 0.75
    for kind, sure in named:
        if kind:
            agreed = all(other in (None, kind) for other, _ in named)
            return kind, sure if agreed else sure - 0.2
    if ORDAINS.search(text):
        return "verordening", 0.7
    if chapter := _chapter(text):
        return chapter, 0.6
    opening = kind_in(text[:1500])
    return (opening, 0.45) if opening else ("overig", 0.2)


def _form_by_content(lines: Sequence[str], text: str) -> str | None:
    """Return the form that only the formulas tell, where no line names it."""
    if MEETS.search(text[:4000]):
        if ASKS.search(text):
            return "motie"
        if CHANGES.search(text):
            return "amendement"
    return "raadsvoorstel" if any(PROPOSES.search(line) for line in lines) else None


def _chapter(text: str) -> str | None:
    """Return whether this is a chapter of a budget or of the report on one, by what it asks."""
    before, after = len(BEFORE_THE_YEAR.findall(text)), len(AFTER_THE_YEAR.findall(text))
    if before + after < 2:
        return None
    return "jaarverslag" if after > before else "begroting"


def kind_in(words: str) -> str | None:
    """Return the kind that these words name: a form first, else the kind that is named first."""
    found = [
        (match.start(), kind)
        for kind, pattern in (*KINDS, *TITLE_WORDS)
        if (match := pattern.search(words)) is not None
    ]
    forms = [kind for form in FORMS for _, kind in found if kind == form]
    return forms[0] if forms else min(found, key=lambda one: one[0])[1] if found else None


def is_form_label(line: str) -> bool:
    """Tell whether a line names nothing but the form of the document ("Voorstel aan de raad").

    A list of decisions has no other title than its form.
    """
    bare = re.sub(r"\b(?:geamendeerd|concept|openbaar)\b|[\W\d_]", " ", line, flags=re.IGNORECASE).strip()
    return len(bare.split()) <= 4 and any(
        pattern.search(bare) for kind, pattern in FORM_LINE if kind != "besluitenlijst"
    )


def _form_label(lines: Sequence[str]) -> str | None:
    """Return the form that one of the first lines names at its start, if any."""
    for line in lines[:8]:
        for kind, pattern in FORM_LINE:
            if pattern.search(line) and len(line) < 200:
                return kind
    return None
