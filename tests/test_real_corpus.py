"""Five real documents, read as they lie beside the project; skipped where they are absent."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from corpus.clean import is_navigation
from corpus.describe import load_descriptions, override
from corpus.document import BlockKind, Document, Role, Section, Table
from corpus.figure import Figure
from corpus.figures import figures
from corpus.reader import described, read_file
from corpus.sentences import block_sentences
from index.chunk import passages
from tests import test_offsets

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
NAMES = {
    "Borger-Odoorn": "borger-odoorn-beleidsplan-sociaal-domein-2017-2020.txt",
    "Coevorden": "coevorden-programmabegroting-2019-programma-2.txt",
    "Emmen": "emmen-jaarstukken-2023-programma-9.txt",
    "Ooststellingwerf": "ooststellingwerf-jaarverslag-2019-programma-1.txt",
    "Tubbergen": "tubbergen-programmabegroting-2021-samen-redzaam.txt",
}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is absent"),
]
each_document = pytest.mark.parametrize("place", NAMES)


@cache
def inferred(place: str) -> Document:
    """Return a document with what is inferred about it."""
    return read_file(CORPUS / NAMES[place])[0]


@cache
def document(place: str) -> Document:
    """Return a document with what ``documents.json`` says about it."""
    found = inferred(place)
    said = load_descriptions(CORPUS)[NAMES[place]]
    return described(found, override(found.description, said))


def titles(place: str, section: Section) -> tuple[str, ...]:
    """Return the titles above a section, outermost first."""
    return tuple(span.of(document(place).text) for span in section.path)


def outline(place: str) -> list[tuple[int | None, str]]:
    """Return level and title of each heading."""
    found = document(place)
    return [(b.level, b.span.of(found.text)) for b in found.blocks if b.kind is BlockKind.HEADING]


def sections(place: str, title: str) -> list[Section]:
    """Return the sections with this title."""
    return [s for s in document(place).sections if titles(place, s)[-1:] == (title,)]


def tables(place: str) -> list[Table]:
    """Return the tables of a document."""
    return [block.table for block in document(place).blocks if block.table]


def figure(place: str, label: str, **of: object) -> Figure:
    """Return the one figure in a row with this label that has these fields."""
    text = document(place).text
    found = [
        f
        for f in figures(document(place))
        if f.label.of(text) == label and all(getattr(f, name) == value for name, value in of.items())
    ]
    assert len({(f.number, f.cell.of(text)) for f in found}) == 1, found
    return found[0]


@each_document
def test_every_span_is_a_slice(place: str) -> None:
    """What is true of every text is true of the real ones."""
    test_offsets.check_all(document(place))


@each_document
def test_no_navigation_is_left(place: str) -> None:
    """No line of the site's navigation, no progress bar and no build stamp is in the text."""
    lines = document(place).text.split("\n")
    assert [line for line in lines if is_navigation(line)] == []
    assert "Complete" not in document(place).text
    assert "Terug naar navigatie" not in document(place).text
    assert "Deze pagina is gebouwd" not in document(place).text


@each_document
def test_no_paragraph_is_lost(place: str) -> None:
    """Every line of the source that is no navigation stands in the text, in order."""
    text = "".join(document(place).text.replace("|", " ").split())
    position = 0
    for line in (CORPUS / NAMES[place]).read_text(encoding="utf-8").splitlines():
        line = re.sub(r"^\s*[•-]\s*", "", line)
        if is_navigation(" ".join(line.split())):
            continue
        words = "".join(line.replace("|", " ").split())
        found = text.find(words, position)
        assert found >= 0, line[:60]
        position = found + len(words)


@each_document
def test_every_word_is_in_a_passage(place: str) -> None:
    """No paragraph, list item or row is left out of what can be found."""
    found = document(place)
    spans = [passage.span for passage in passages(found)]
    for block in found.blocks:
        parts = [row.span for row in block.table.rows] if block.table else [block.span]
        if block.kind is not BlockKind.HEADING:
            assert all(any(s.start < p.end and p.start < s.end for s in spans) for p in parts)


@each_document
def test_passages_are_of_a_size_that_can_be_read(place: str) -> None:
    """No passage has over 160 words, and few are of a few words only."""
    found = document(place)
    sizes = [len(p.span.of(found.text).split()) for p in passages(found) if not p.is_row]
    assert max(sizes) <= 160
    assert sum(size < 10 for size in sizes) <= len(sizes) * 0.1


HEADINGS = {
    "Coevorden": [
        (1, "Programma 2 | Werk, jeugd en zorg"),
        (2, "Bestuurlijke hoofdlijnen"),
        (2, "Individuele voorzieningen"),
        (3, "Wat willen wij bereiken?"),
        (3, "Wat gaan wij daarvoor doen?"),
        (4, "Individuele voorzieningen en minimabeleid"),
        (4, "Inkomen, beschut werk en baanafspraakbanen"),
        (4, "Participatie en laaggeletterdheid"),
        (4, "Preventie en Ouderen"),
        (2, "Sport"),
        (4, "Zwembaden"),
        (2, "Gezondheidszorg"),
        (2, "Lasten programma 2"),
    ],
    "Ooststellingwerf": [
        (1, "Programma 1 | Sociaal domein"),
        (2, "Thema 1.1 Jeugd"),
        (3, "Wat willen we bereiken"),
        (3, "Wat hebben we bereikt"),
        (4, "Ontmoetingsplekken"),
        (3, "Beleidskaders"),
        (2, "Thema 1.3 Uitvoering Participatiewet"),
        (4, "Regionaal werkbedrijf ‘Fryslân Werkt!’"),
        (4, "Specifiek over statushouders"),
        (2, "Thema 1.4 Inkomensverstrekking, armoedebeleid, schuldhulpverlening"),
        (3, "Wat heeft het gekost"),
        (2, "Tabel belangrijkste afwijkingen"),
        (5, "Jeugdgezondheidszorg, nadeel € 328.000"),
        (5, "Bijzondere bijstand, voordeel € 43.000"),
    ],
    "Tubbergen": [
        (1, "Samen redzaam, gezond meedoen"),
        (2, "Langer gezond"),
        (3, "Wat gaan we daar in 2021 voor doen?"),
        (4, "Sport als middel"),
        (2, "Zorg meer nabij"),
        (4, "Eén toegang sociaal domein"),
        (4, "Integratieproces statushouders"),
        (4, "Armoedepreventie"),
        (2, "Meer inwoners kunnen meedoen"),
        (2, "Samen redzaam, gezond meedoen - financieel"),
        (4, "(Financiële) Stand van zaken uitvoeringsplan sociaal domein"),
    ],
    "Emmen": [
        (1, "Programma 9 Sociaal Domein"),
        (2, "Trends en ontwikkelingen"),
        (3, "Domein overstijgend"),
        (3, "Brede SPUK-sport, bewegen, cultuur, gezondheid en sociale basis"),
        (3, "Loonkostensubsidie"),
        (3, "Samenwerkingsverband AT7"),
    ],
    "Borger-Odoorn": [
        (2, "De route van de expeditie"),
        (3, "Relaties met ander sociaal beleid"),
        (2, "CASE: Nieuwe mogelijkheden voor gezin De Vrieze"),
        (3, "Leeswijzer"),
        (2, "Gezin en sociaal netwerk"),
        (3, "Mantelzorg en vrijwilligers"),
        (3, "ACTIEPUNTEN"),
        (4, "Kwetsbare inwoners"),
        (2, "Algemene voorzieningen"),
        (4, "Aanpak laaggeletterdheid"),
        (2, "Collectieve en individuele voorzieningen"),
        (3, "Schuldhulpverlening"),
        (2, "Tot slot"),
        (2, "Bijlage 1"),
        (2, "Bijlage 2"),
        (4, "Cultuurcoach"),
        (5, "3.Wat zijn aandachtspunten?"),
    ],
}


@each_document
def test_headings_have_their_levels(place: str) -> None:
    """Titles, chapters, sections and subjects are found at their level, in order."""
    rest = iter(outline(place))
    missing = [heading for heading in HEADINGS[place] if heading not in rest]
    assert missing == []


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("Coevorden", ("Participatie", "Wat gaan wij daarvoor doen?", "Participatie en jongeren")),
        ("Ooststellingwerf", ("Thema 1.2 WMO", "Wat heeft de inwoner daarvan gemerkt")),
        ("Tubbergen", ("Wat gaan we daar in 2021 voor doen?", "Sociale Hypotheek")),
        ("Borger-Odoorn", ("Algemene voorzieningen", "ACTIEPUNTEN", "Cliëntondersteuning")),
        ("Borger-Odoorn", ("Bijlage 2", "Interactieve beleidsvorming", "Cultuurcoach")),
    ],
)
def test_a_section_stands_below_its_chapter(place: str, path: tuple[str, ...]) -> None:
    """The path of a section ends in chapter, part and subject."""
    assert any(titles(place, s)[-len(path) :] == path for s in document(place).sections)


@pytest.mark.parametrize(
    ("place", "title", "role"),
    [
        ("Coevorden", "Participatie en laaggeletterdheid", Role.ACTIONS),
        ("Coevorden", "Bestuurlijke hoofdlijnen", Role.POLICY),
        ("Coevorden", "Lasten programma 2", Role.FIGURES),
        ("Ooststellingwerf", "Wat heeft het gekost", Role.FIGURES),
        ("Ooststellingwerf", "Ontmoetingsplekken", Role.POLICY),
        ("Tubbergen", "Armoedepreventie", Role.ACTIONS),
        ("Tubbergen", "Inleiding", Role.INTRODUCTION),
        ("Emmen", "Loonkostensubsidie", Role.POLICY),
        ("Borger-Odoorn", "Leeswijzer", Role.INTRODUCTION),
        ("Borger-Odoorn", "Preventie en vroegsignalering", Role.POLICY),
        ("Borger-Odoorn", "1 portemonnee", Role.POLICY),
        ("Borger-Odoorn", "Kwetsbare inwoners", Role.ACTIONS),
        ("Borger-Odoorn", "Groep 2", Role.PARTICIPATION),
        ("Borger-Odoorn", "Werkgroep laaggeletterdheid", Role.PARTICIPATION),
    ],
)
def test_a_section_has_its_role(place: str, title: str, role: Role) -> None:
    """Goals, actions, figures, annexes and what others said are told apart."""
    found = sections(place, title)
    assert found
    assert {section.role for section in found} == {role}


def test_the_invented_family_is_fiction_everywhere() -> None:
    """Every section about the family De Vrieze is marked, and only those."""
    chapters = {
        "CASE: Nieuwe mogelijkheden voor gezin De Vrieze",
        "De eerste kennismaking",
        "Een open gesprek",
        "Op zoek naar oplossingen",
        "Op naar de toekomst",
    }
    place = "Borger-Odoorn"
    for section in document(place).sections:
        path = titles(place, section)
        story = len(path) > 1 and path[1] in chapters
        assert (section.role is Role.FICTION) is story, path
    people = re.compile(r"\b(?:Hilbert|Rika|Marieke|Bert-Jan|Marion)\b")
    text = document(place).text
    for section in document(place).sections:
        if people.search(section.span.of(text)):
            assert section.role is Role.FICTION, titles(place, section)


@pytest.mark.parametrize("place", [name for name in NAMES if name != "Borger-Odoorn"])
def test_other_documents_hold_no_fiction(place: str) -> None:
    """Where nothing is invented, nothing is marked so."""
    assert all(section.role is not Role.FICTION for section in document(place).sections)


def test_each_speaker_of_the_annex_is_named() -> None:
    """What was heard from others carries their name, to the last of them."""
    place = "Borger-Odoorn"
    found = document(place)
    speakers = [
        s.speaker
        for s in found.sections
        if "Interactieve beleidsvorming" in titles(place, s)
        and any(found.blocks[i].kind is BlockKind.PARAGRAPH for i in s.blocks)
    ]
    assert list(dict.fromkeys(speakers)) == [
        "Gezin Nieuw-Buinen",
        "Werkgroep laaggeletterdheid",
        "Uit gesprekken met professionals over informele zorg",
        "Coördinator Boodschappen PlusBus",
        "Stichting Ouderen Activiteiten Borger-Odoorn",
        "Uit Brede School overleg",
        "Cultuurcoach",
        "MEE Drenthe (specialistische cliëntondersteuning)",
        "Het LSR (vertrouwenspersonen)",
        "Naar aanleiding van onderzoek voor ‘bibliotheeknota’",
        "Welzijngsgroep Andes",
        "Accare (2e lijns jeugdhulp)",
        "Beter Thuis Wonen (thuiszorg)",
        "Coöperatie BOOZ (kleinschalige aanbieders jeugdhulp en Wmo)",
    ]


COLUMNS = {
    ("Coevorden", 2): [("2019", 2019), ("2020", 2020), ("2021", 2021), ("2022", 2022)],
    ("Ooststellingwerf", 0): [
        ("Rekening 2018", 2018),
        ("Primitieve Begroting", None),
        ("Actuele Begroting", None),
        ("Rekening 2019", 2019),
        ("Verschil", None),
    ],
    ("Ooststellingwerf", 1): [("Verschil", None)],
    ("Tubbergen", 0): [
        ("Begroting 2019", 2019),
        ("Werkelijk 2019", 2019),
        ("Saldo 2019", 2019),
        ("Begroting 2020", 2020),
        ("Werkelijk 2020", 2020),
        ("Saldo 2020", 2020),
    ],
    ("Tubbergen", 1): [("2019", 2019), ("2020", 2020), ("2021", 2021), ("2022", 2022)],
    ("Borger-Odoorn", 0): [("Score", None), ("Motivatie", None)],
}


@pytest.mark.parametrize(("place", "number"), COLUMNS)
def test_tables_have_their_columns(place: str, number: int) -> None:
    """Names and years of the columns are those that are printed above them."""
    table = tables(place)[number]
    assert [(column.name, column.year) for column in table.columns] == COLUMNS[place, number]


@pytest.mark.parametrize(
    ("place", "number", "unit", "rows"),
    [
        ("Coevorden", 0, None, 3),
        ("Coevorden", 2, "Bedragen x €1.000", 8),
        ("Ooststellingwerf", 0, "x € 1.000", 15),
        ("Ooststellingwerf", 1, "x € 1.000", 8),
        ("Tubbergen", 0, "Bedragen × € 1.000", 10),
        ("Tubbergen", 1, "(bedragen x €1.000)", 5),
        ("Borger-Odoorn", 0, None, 10),
        ("Borger-Odoorn", 1, None, 10),
        ("Borger-Odoorn", 2, None, 10),
    ],
)
def test_tables_have_their_unit_and_all_their_rows(
    place: str, number: int, unit: str | None, rows: int
) -> None:
    """The printed unit and every row of a table are found."""
    table = tables(place)[number]
    assert (table.unit.of(document(place).text) if table.unit else None) == unit
    assert len(table.rows) == rows


def test_rows_stand_under_their_groups() -> None:
    """Lasten, baten and reserves are the groups of the rows below them, until their total."""
    place = "Ooststellingwerf"
    text = document(place).text
    parents = [[p.of(text) for p in row.parents] for row in tables(place)[0].rows]
    balance = "Saldo van baten en lasten"
    assert parents == [
        *[[balance, "Lasten"]] * 5,
        *[[balance, "Baten"]] * 5,
        [balance],
        *[["Mutatie reserves"]] * 3,
        [],
    ]
    rows = tables("Coevorden")[2].rows
    assert {p.of(document("Coevorden").text) for row in rows for p in row.parents} == {"Lasten"}


@pytest.mark.parametrize(
    ("place", "label", "of", "number"),
    [
        ("Coevorden", "Sport", {"year": 2019, "measure": "begroting"}, "952"),
        ("Coevorden", "Sport", {"year": 2021, "measure": "meerjarenraming"}, "923"),
        ("Coevorden", "Gezondheidszorg", {"year": 2022, "side": "lasten"}, "459"),
        ("Coevorden", "Totaal Lasten", {"year": 2020}, "40215"),
        ("Coevorden", "Inkomsten", {"unit": "€", "side": "baten"}, "12647"),
        ("Coevorden", "Inkomsten", {"unit": "%"}, "11.85"),
        ("Coevorden", "Saldo", {"unit": "€"}, "-27613"),
        ("Ooststellingwerf", "1.1 Thema Jeugd", {"column": "Rekening 2019"}, "-8142"),
        ("Ooststellingwerf", "1.1 Thema Jeugd", {"measure": "actuele begroting"}, "-7814"),
        ("Ooststellingwerf", "1.1 Thema Jeugd", {"year": 2018, "side": "baten"}, "21"),
        ("Ooststellingwerf", "1.1 Thema Jeugd", {"measure": "verschil"}, "-328"),
        ("Ooststellingwerf", "1.3 Thema Participatie", {"column": "Verschil", "side": "baten"}, "543"),
        ("Ooststellingwerf", "Resultaat", {"measure": "primitieve begroting"}, "-18333"),
        ("Ooststellingwerf", "Bijzondere bijstand", {"measure": "verschil"}, "43"),
        ("Tubbergen", "Pilot Wijk GGD", {"year": 2020, "measure": "begroting"}, "58"),
        ("Tubbergen", "Pilot Wijk GGD", {"year": 2019, "measure": "rekening"}, "15"),
        ("Tubbergen", "Uitvoeringsplan sociaal domein*", {"column": "Saldo 2020"}, "320"),
        ("Tubbergen", "Beoogde besparing begroting 2019", {"year": 2021}, "520"),
        ("Tubbergen", "Behaalde besparing 2020 (PJ1)", {"year": 2020}, "-235"),
    ],
)
def test_figures_are_those_that_are_printed(
    place: str, label: str, of: dict[str, object], number: str
) -> None:
    """Number, year, measure and side of a cell are right, sign as printed."""
    found = figure(place, label, **of)
    assert found.number == Decimal(number)
    # The boxes of Coevorden and the differences of Ooststellingwerf name no year; Tubbergen counted
    # until September.
    assert set(found.doubts) <= {"year", "column", "partial"}
    assert found.multiplier == (1 if found.unit == "%" else 1000)


def test_doubts_are_those_of_the_page() -> None:
    """Amounts are sure but for years that are not printed; the scores of the council have no unit."""
    doubtful = {
        place: {doubt for f in figures(document(place)) if not f.in_text for doubt in f.doubts}
        for place in NAMES
    }
    assert doubtful == {
        "Borger-Odoorn": {"year", "unit"},
        "Coevorden": {"year", "column"},
        "Emmen": set(),
        "Ooststellingwerf": {"year"},
        "Tubbergen": {"partial"},
    }


def test_emmen_refers_to_other_programmes() -> None:
    """The part about programme 9 names the programmes that are elsewhere."""
    targets = {reference.target for reference in document("Emmen").references}
    assert targets == {"programma 4", "programma 6", "programma 8"}


@each_document
def test_municipality_kind_and_first_year_are_inferred(place: str) -> None:
    """Without a word of description, a document is known by its name and text."""
    about, said = inferred(place).description, document(place).description
    assert about.municipality == said.municipality == place
    assert about.municipality_code == said.municipality_code
    assert (about.kind, about.year_from) == (said.kind, said.year_from)
    assert about.status == said.status


@each_document
def test_what_is_said_is_taken_as_said(place: str) -> None:
    """Every field beside the file is the document's, and sure."""
    said = load_descriptions(CORPUS)[NAMES[place]]
    about = document(place).description
    for name, value in said.items():
        if value is not None:
            assert getattr(about, name) == value
            assert dict(about.confidence)[name] == 1.0


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("Coevorden", "programma 2 van de begroting 2019"),
        ("Ooststellingwerf", "programma 1 van de jaarstukken 2019"),
        ("Emmen", "programma 9 van de jaarstukken 2023"),
        ("Tubbergen", None),
        ("Borger-Odoorn", None),
    ],
)
def test_a_part_says_of_what(place: str, part: str | None) -> None:
    """A document that is one programme of a whole says so."""
    assert document(place).description.part_of == part


def test_sentences_of_the_real_texts_are_whole() -> None:
    """No sentence ends in an abbreviation, starts in lower case, or is only a number."""
    odd = []
    total = 0
    for place in NAMES:
        found = document(place)
        for block in found.blocks:
            if block.kind is BlockKind.PARAGRAPH:
                first, *rest = (s.of(found.text) for s in block_sentences(found.text, block))
                total += 1 + len(rest)
                odd += [s for s in (first, *rest) if re.search(r"\b(?:o\.a|d\.w\.z|bijv)\.$", s)]
                odd += [s for s in rest if s[0].islower() or s.rstrip(".").isdigit()]
    assert total > 800
    assert odd == []
