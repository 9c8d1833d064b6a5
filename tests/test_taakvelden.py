"""Rows of budget tables are brought to the taakvelden of Iv3, with what is not the same said."""

from __future__ import annotations

import pytest

from assistant.taakveld_lists import Scope, known_words, names_of_codes
from assistant.taakvelden import RowMeaning, row_meaning
from assistant.topics import load_topics, taakvelden
from web.messages import message

BY_TAAKVELD = "Saldo van baten en lasten per taakveld"


def taakveld(label: str, *around: str) -> str | None:
    """Return the taakveld of a label that stands in this section."""
    found = row_meaning(label, section=around)
    return found.taakveld if found else None


def meaning(label: str, *around: str) -> RowMeaning:
    """Return what a label means, which must be known."""
    found = row_meaning(label, section=around)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("6.3 Inkomensregelingen", "6.3"),
        ("Taakveld 7.3 Afval", "7.3"),
        ("0.7 Alg uitk. & ov. uitk. gemeentefonds", "0.7"),
        ("5.3 Cultuurpresent.,-prod.en-particip", "5.3"),
        ("0.4 | Overhead", "0.4"),
        ("6.71a Hulp bij het huishouden (WMO)", "6.71"),
        ("6.74a Jeugd beh. GGZ zonder verblijf", "6.72"),
        ("Overige maatwerkarrangementen (WMO) (6.71d)", "6.71"),
        ("6.60 Hulpmiddelen en diensten (WMO)", "6.6"),
        ("6.751 Jeugdhulp ambulant lokaal", "6.72"),
        ("6-72 Maatwerkdienstverlening 18- (tot 2022)", "6.72"),
        ("8.2  Grondexploitatie (niet-bedrijv", "8.2"),
        ("6.22 Toegang en eerstelijnsvoorz. Jeugd", "6.2"),
    ],
)
def test_a_printed_code_is_the_surest(label: str, code: str) -> None:
    """A code beside its own name, also cut off, is certain; a finer one counts within its taakveld."""
    found = meaning(label)
    assert (found.taakveld, found.confidence) == (code, 1.0)


def test_the_number_of_a_chapter_is_no_code() -> None:
    """A number that looks like a code but has other words behind it is not believed."""
    assert taakveld("1.1 Thema Jeugd") == "6.72"
    assert taakveld("5.1 Jeugd en gezin") is None
    assert taakveld("1.2 Riolering") == "7.2"


def test_a_code_beside_a_short_word_is_less_sure() -> None:
    """The word "Sport" behind 5.1 may be a chapter on all of sport, unless the table is one of taakvelden."""
    assert meaning("5.1 Sport").confidence < 1.0
    assert meaning("5.1 Sport", "Lasten per taakveld").confidence == 1.0


def test_words_that_are_joined_count_where_they_are_of_one_taakveld() -> None:
    """Two names in one row lead to their taakveld if it is the same, and else to none."""
    assert taakveld("Brandweer en rampenbestrijding") == "1.1"
    assert taakveld("Openbaar groen en speelvoorzieningen") == "5.7"
    assert taakveld("Jeugd en onderwijs") is None
    assert taakveld("Wmo en jeugd") is None


def test_a_bare_code_counts_only_in_a_table_of_taakvelden() -> None:
    """Where the name is lost the code is believed only if the table says what its rows are."""
    assert row_meaning("5.3") is None
    found = row_meaning("5.3", header=BY_TAAKVELD)
    assert found is not None
    assert (found.taakveld, found.confidence) == ("5.3", 0.9)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Wmo", "6.6"),
        ("Maatschappelijke ondersteuning", "6.6"),
        ("6.6 Maatwerkvoorzieningen (WMO)", "6.6"),
        ("Thema WMO (incl. AWBZ)", "6.6"),
        ("OZB niet woningen (E+G)", "0.62"),
        ("Maatwerkdienstverlening 18-", "6.72"),
        ("Maatwerkdienstverlening 18+", "6.71"),
        ("Geëscaleerde zorg 18-", "6.82"),
        ("Wmo beschermd wonen", "6.81"),
        ("Wmo begeleiding en dagbesteding", "6.71"),
        ("Onderwijsbeleid en leerlingenzaken", "4.3"),
        ("Sport", "5.1"),
        ("Gezondheidszorg", "7.1"),
        ("Leerlingenvervoer", "4.3"),
        ("Heffing vennootschapsbelasting", "0.9"),
        ("Toeristenbelasting", "3.4"),
    ],
)
def test_names_and_known_words_lead_to_one_row(label: str, code: str) -> None:
    """What municipalities call the same subject can stand in one row of a table."""
    assert taakveld(label) == code


@pytest.mark.parametrize(
    "label",
    [
        "Totaal lasten",
        "Saldo van baten en lasten",
        "Almere",
        "Preventie",
        "Overlopende activa",
        "Tractie",
        "P2 Mens en Maatschappij",
        "",
        "—",
    ],
)
def test_what_is_unsure_has_no_taakveld(label: str) -> None:
    """No match is better than a guess."""
    assert taakveld(label) is None


def test_words_of_several_meanings_need_their_section() -> None:
    """The word "Participatie" is work in the social domain, and something else elsewhere."""
    assert taakveld("Participatie", "Werk, jeugd en zorg") == "6.5"
    assert taakveld("Participatie", "Bestuur en dienstverlening") is None


@pytest.mark.parametrize(
    "section",
    ["Berekening kostendekkendheid rioolheffing", "Reserves en voorzieningen", "Kwijtscheldingsbeleid"],
)
def test_rows_that_are_no_costs_of_a_task_have_none(section: str) -> None:
    """A reserve, a tariff or a remission with the name of a task is not what the task costs."""
    assert taakveld("Overhead") == "0.4"
    assert taakveld("Overhead", section) is None


def test_a_row_that_says_only_its_side_is_of_its_group() -> None:
    """A row "Lasten" below the heading of a taakveld is of that taakveld, and less sure."""
    found = row_meaning("Totale lasten", parents=("5.6 Media",))
    assert found is not None
    assert found.taakveld == "5.6"
    assert found.confidence < 1.0
    assert row_meaning("Totale lasten", parents=("Sport",)) is None


def test_the_topics_of_the_label_are_named() -> None:
    """The topics are those of the taakveld that the label has a term of."""
    assert "huishoudelijke-hulp" in meaning("6.71a Hulp bij het huishouden (WMO)").topics
    only = meaning("Valpreventie")
    assert only.taakveld is None
    assert set(only.topics) <= {topic.id for topic in load_topics()}


def test_what_does_not_mean_the_same_is_said() -> None:
    """How a row differs from its taakveld has a code, its parameters, and words in both languages."""
    theme, exact = meaning("Thema WMO (incl. AWBZ)"), meaning("6.6 Maatwerkvoorzieningen (WMO)")
    assert theme.scope is Scope.WIDER
    assert theme.taakveld == exact.taakveld
    assert [d.code for d in theme.differences][:2] == ["taakveld_wider", "taakveld_includes"]
    assert exact.differences == ()
    for difference in theme.differences:
        for language in ("nl", "en"):
            assert message(difference.code, language, **dict(difference.parameters))


def test_a_code_that_was_split_or_renamed_is_said_so() -> None:
    """An older code counts more than the finer ones of later years; an older name is explained."""
    whole, finer = meaning("6.72 Maatwerkdienstverlening 18-"), meaning("6.72a Jeugdhulp begeleiding")
    assert [d.code for d in whole.differences] == ["taakveld_split"]
    assert [d.code for d in finer.differences] == ["taakveld_part"]
    renamed = meaning("6.4 Begeleide participatie")
    assert dict(renamed.differences[0].parameters)["new"] == "WSW en beschut werk"


def test_a_programme_and_an_investment_are_not_the_yearly_costs_of_a_taakveld() -> None:
    """A whole programme and a credit may stand in the row, with their difference."""
    programme = meaning("P1 Veiligheid en Handhaving")
    assert "taakveld_programme" in {d.code for d in programme.differences}
    road = meaning("Wegen", "Investeringen")
    assert "taakveld_investment" in {d.code for d in road.differences}


def test_every_code_in_the_lists_exists() -> None:
    """Words and older names lead only to taakvelden that there are."""
    codes = taakvelden().keys()
    assert {within for within, _ in names_of_codes().values()} <= codes
    for words in known_words().values():
        assert {words.code, *words.covers} <= codes
