"""What a document is: inferred from its text and name, or taken as said."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.describe import describe, find_references, load_descriptions, override
from corpus.document import Description, Document
from corpus.errors import ReadError
from corpus.raw import Properties
from corpus.serialise import description_from_json, description_to_json

Read = Callable[..., Document]

BODY = "\n\nWonen\n\nDe gemeente Emmen bouwt woningen. Emmen doet dat met Coevorden."


@pytest.mark.parametrize(
    ("source", "title", "kind"),
    [
        ("stuk.txt", "Programmabegroting 2024", "begroting"),
        ("stuk.txt", "Jaarstukken 2023", "jaarverslag"),
        ("stuk.txt", "Beleidsplan sociaal domein", "beleidsplan"),
        ("stuk.txt", "Cultuurvisie voor de streek", "beleidsplan"),
        ("stuk.txt", "Motie over de televisie", "motie"),
        ("stuk.txt", "Provisie en revisie", "overig"),
        ("stuk.txt", "Verordening jeugdhulp", "verordening"),
        ("stuk.txt", "Coalitieakkoord van vier partijen", "coalitieakkoord"),
        ("besluitenlijst-raad.txt", "Vergadering", "besluitenlijst"),
        ("stuk.txt", "Raadsvoorstel zwembad", "raadsvoorstel"),
        ("jaarverslag-2019.txt", "Samen verder", "jaarverslag"),
        ("stuk.txt", "Zomaar een titel", "overig"),
    ],
)
def test_the_kind_follows_from_title_or_name(read: Read, source: str, title: str, kind: str) -> None:
    """The title tells the kind, else the file name; what neither tells is "overig"."""
    assert read(title + BODY, source).description.kind == kind


@pytest.mark.parametrize(
    ("title", "source", "years"),
    [
        ("Begroting 2024", "stuk.txt", (2024, 2024)),
        ("Beleidsplan 2017-2020", "stuk.txt", (2017, 2020)),
        ("Plan 2017 tot en met 2020", "stuk.txt", (2017, 2020)),
        ("Plan 2021/2024", "stuk.txt", (2021, 2024)),
        ("Plan", "begroting-2019.txt", (2019, 2019)),
        ("Plan 2021-20125", "stuk.txt", (2021, 2021)),
        ("Plan", "stuk.txt", (None, None)),
        ("Nummer 120193", "stuk.txt", (None, None)),
    ],
)
def test_the_years_follow_from_title_or_name(
    read: Read, title: str, source: str, years: tuple[int | None, int | None]
) -> None:
    """One year, or the first and last of a period; a longer number is no year."""
    about = read(title + BODY, source).description
    assert (about.year_from, about.year_to) == years


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        ("Plan" + BODY, "stuk.txt", "Emmen"),
        ("Plan" + BODY, "coevorden-plan.txt", "Coevorden"),
        ("Plan\n\nWonen\n\nWij doen dit in Borger-Odoorn.", "stuk.txt", "Borger-Odoorn"),
        ("Plan\n\nWonen\n\nWij eten het best in de huizen.", "stuk.txt", None),
    ],
)
def test_the_municipality_follows_from_name_or_text(
    read: Read, text: str, source: str, place: str | None
) -> None:
    """The file name decides, else the municipality that the text is mostly about."""
    about = read(text, source).description
    assert about.municipality == place
    assert (about.municipality_code is not None) is (place is not None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Conceptbeleidsplan wonen" + BODY, "concept"),
        ("Plan\n\nWonen\n\nDit is de conceptversie.", "concept"),
        ("Ontwerpbegroting" + BODY, "concept"),
        ("Raadsvoorstel geamendeerd" + BODY, "geamendeerd"),
        ("Plan" + BODY + "\n\nVastgesteld door de raad op 3 mei.", "vastgesteld"),
        ("Plan" + BODY + "\n\nAldus vastgesteld in de openbare raadsvergadering.", "vastgesteld"),
        ("Plan\n\nWonen\n\nDe visie, vastgesteld in de raad van mei, is leidend.", None),
        ("Plan\n\nWonen\n\nHet concept positieve gezondheid is leidend.", None),
        ("Plan" + BODY, None),
    ],
)
def test_the_status_is_that_of_the_document_itself(read: Read, text: str, status: str | None) -> None:
    """A status counts where it is said of this document, not of another or of an idea."""
    assert read(text).description.status == status


def test_what_is_inferred_says_how_sure_it_is(read: Read) -> None:
    """Confidence is between 0 and 1, and lower for a guess from the text than from the title."""
    sure = dict(read("Begroting 2024" + BODY, "emmen.txt").description.confidence)
    guess = dict(read("Plan\n\nWonen\n\nOver de begroting van 2024.").description.confidence)
    assert all(0 <= value <= 1 for value in (*sure.values(), *guess.values()))
    assert sure["kind"] > guess["kind"] > 0
    assert sure["years"] > guess["years"] > 0


EXAMPLES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("example_descriptions.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_sort_of_document_is_described(read: Read, example: str) -> None:
    """From the text alone, whatever the file is called."""
    wanted = {name: value for name, value in EXAMPLES[example].items() if name not in ("text", "unknown")}
    about = read(EXAMPLES[example]["text"], "document.txt").description
    years = [about.year_from, about.year_to]
    found = {name: years if name == "years" else getattr(about, name) for name in wanted}
    found |= {"members": list(about.members)} if "members" in wanted else {}
    assert found == wanted
    assert [name for name in EXAMPLES[example].get("unknown", []) if getattr(about, name)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Afval scheiden\n\nIn de gemeente Goes scheiden we afval.", "webpagina"),
        ("Begroting 2026\n\nDe gemeente Goes maakte een begroting.", "webpagina"),
        ("Subsidieregister 2025\n\nDe gemeente Goes geeft subsidie.", "register"),
        ("Motie zwembad\n\nDe raad van Goes wil een zwembad.", "motie"),
        (
            "Programma 2 Wonen\n\nWat willen we bereiken?\n\nHuizen.\n\nWat gaan we doen?\n\nBouwen.",
            "begroting",
        ),
        ("Begroting 2026\n\n" + "De gemeente Goes doet veel. " * 600, "begroting"),
    ],
)
def test_a_short_page_about_a_plan_is_a_page(text: str, kind: str) -> None:
    """A page of a site is "webpagina", unless it is the plan itself, a chapter of it, or a form."""
    assert describe(text, (), "pagina.html").kind == kind


def test_properties_help_where_they_make_sense() -> None:
    """Title, form, address and date of the file itself are used; a title left from elsewhere is not."""
    text = "Onderwerp\n\nZwembad De Plons\n\nWij willen een zwembad in Goes."
    about = describe(
        text, (), "stuk.pdf", Properties("Voorstel aan de raad", "https://www.goes.nl/x", "2024-05-01")
    )
    assert (about.kind, about.title, about.date) == ("raadsvoorstel", "Zwembad De Plons", "2024-05-01")
    assert (about.municipality, about.url) == ("Goes", "https://www.goes.nl/x")
    assert dict(about.confidence)["date"] < 0.5
    stale = describe("Nota honden\n\nTekst over honden.", (), "stuk.pdf", Properties("Lijst van 3 mei 2008"))
    assert stale.title == "Nota honden"


def test_what_is_inferred_survives_keeping() -> None:
    """A description comes back from JSON as it was, and one that was kept earlier still opens."""
    about = describe(EXAMPLES["begroting van een GGD"]["text"], (), "stuk.txt")
    assert description_from_json(description_to_json(about)) == about
    assert description_from_json('{"title": "Oud", "refers_to": []}') == Description("Oud")


def test_the_part_of_the_whole_follows_from_the_title(read: Read) -> None:
    """A budget of one programme is part of the budget of that year."""
    about = read("Begroting 2024, programma 3" + BODY).description
    assert about.part_of == "programma 3 van de begroting 2024"
    assert read("Begroting 2024" + BODY).description.part_of is None


def test_what_a_person_said_counts_fully() -> None:
    """Given fields replace inferred ones, with full confidence; the rest stays."""
    inferred = Description("Plan", "Emmen", "gm0114", "overig", confidence=(("kind", 0.2),))
    said = override(inferred, {"municipality": "coevorden", "year_from": 2024, "unknown": 1})
    assert (said.municipality, said.municipality_code) == ("Coevorden", "gm0109")
    assert (said.kind, said.year_from) == ("overig", 2024)
    assert dict(said.confidence)["municipality"] == dict(said.confidence)["years"] == 1.0
    assert dict(said.confidence)["kind"] == 0.2


def test_saying_the_same_again_changes_nothing() -> None:
    """Fields that were said once may be said again, and nothing said leaves all as it is."""
    said = {"title": "Begroting 2024, programma 2", "kind": "begroting", "year_from": 2024}
    once = override(Description("Plan"), said)
    assert override(once, said) == once
    assert override(once, {"title": None}) == once


def test_an_organisation_that_is_no_municipality_keeps_its_name() -> None:
    """A joint body is named as it is given, without a code."""
    said = override(Description("Begroting"), {"municipality": "GGD Flevoland"})
    assert (said.municipality, said.municipality_code) == ("GGD Flevoland", None)


def test_descriptions_beside_the_files_are_read(tmp_path: Path) -> None:
    """``documents.json`` gives fields by file name; without it there are none."""
    assert load_descriptions(tmp_path) == {}
    (tmp_path / "documents.json").write_text('{"a.txt": {"title": "A", "year_from": 2020}}')
    assert load_descriptions(tmp_path) == {"a.txt": {"title": "A", "year_from": 2020}}


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"a.txt": 5}',
        '{"a.txt": {"year_from": "2020"}}',
        '{"a.txt": {"title": 5}}',
        '{"a.txt": {"title": "' + "x" * 3_000 + '"}}',
        r'{"a.txt": {"municipality": "Regio\nRand"}}',
        r'{"a.txt": {"municipality": "Regio \ud800"}}',
        '{"a.txt": {"year_from": true}}',
        '{"a.txt": {"date": 2020}}',
        '{"a.txt": {"date": "2020-13"}}',
        '{"a.txt": {"date": "20200131"}}',
        '{"a.txt": {"date": "2020-02-30"}}',
        "\xff",
        '{"a.txt": {"year_from": 20}}',
        '{"a.txt": {"year_from": 2021, "year_to": 2019}}',
        "[" * 200_000,
    ],
    ids=lambda content: content[:40],
)
def test_a_broken_description_file_says_what_is_wrong(tmp_path: Path, content: str) -> None:
    """Broken JSON, another shape or a wrong type is an error that names the file."""
    (tmp_path / "documents.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(ReadError) as error:
        load_descriptions(tmp_path)
    assert error.value.code == "bad_description"
    assert "documents.json" in str(error.value.parameters["source"])


def test_a_null_in_the_description_file_says_nothing(tmp_path: Path) -> None:
    """A field that is null leaves what was inferred."""
    (tmp_path / "documents.json").write_text(json.dumps({"a.txt": {"status": None}}))
    said = load_descriptions(tmp_path)["a.txt"]
    assert override(Description("Plan", status="concept"), said).status == "concept"


def test_members_stay_with_their_body() -> None:
    """Saying the same body again keeps its members; another owner has none of them."""
    about = Description("Begroting", "GGD Flevoland", members=("Almere", "Urk"))
    assert override(about, {"municipality": "GGD Flevoland"}).members == ("Almere", "Urk")
    assert override(about, {"municipality": "Almere"}).members == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nota\n\nDe Visie, vastgesteld in de gemeenteraad op 15 oktober 2019, is leidend." + BODY,
        "Nota" + BODY * 100 + "\n\nVastgesteld door de raad op 3 mei 2019: de visie." + BODY * 100,
    ],
    ids=["inside a sentence", "far from both ends"],
)
def test_a_decision_on_another_document_is_not_this_ones(text: str) -> None:
    """What the text tells of another document says nothing of this one."""
    about = describe(text, (), "stuk.txt")
    assert (about.decision, about.decided_by, about.status) == (None, None, None)


def test_references_are_to_other_programmes() -> None:
    """A part names the other parts that it refers to, and not itself."""
    text = "Dit is programma 9. Zie programma 6 en Programma 4 voor meer."
    about = Description("Begroting 2024, programma 9", kind="begroting")
    found = [(r.span.of(text), r.target) for r in find_references(text, about)]
    assert found == [("programma 6", "programma 6"), ("Programma 4", "programma 4")]
    assert find_references(text, Description("Beleidsplan")) == ()
