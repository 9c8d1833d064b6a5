from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Assistant, Request
from assistant.converse import read
from assistant.question import understand
from assistant.reply import Answer, Reason, answer_to_json
from assistant.talk import ask_in_turn, turn_of
from assistant.turn import Cited, Turn
from assistant.wording import theme, with_places, with_years, without_kind
from index.embed import SentenceEncoder
from index.files import File, find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.shared import SHARED
from web.demo import sample_files
from web.present import answer_text

TALKS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "conversations.toml").read_text(encoding="utf-8")
)["talk"]
NAMES = [f"{number}-{talk['about']}" for number, talk in enumerate(TALKS, 1)]
PLACES = (
    "Aa en Hunze",
    "Almere",
    "Bernheze",
    "Borger-Odoorn",
    "Coevorden",
    "Den Helder",
    "Emmen",
    "GGD Flevoland",
    "Groningen",
    "Ooststellingwerf",
    "Tubbergen",
    "Wassenaar",
)
OF_LIBRARY = {
    "corpus": ("Borger-Odoorn", "Coevorden", "Emmen", "Ooststellingwerf", "Tubbergen"),
    "files": ("Aa en Hunze", "Almere", "Bernheze", "Den Helder", "GGD Flevoland", "Groningen", "Wassenaar"),
}
# The answers are made elsewhere: so many expectations on them, of the 122 turns, may be missed.
MOST_UNANSWERED = 6
SAMPLE = Path(__file__).parents[1] / "corpus" / "voorbeeld"


def missed(turn: dict[str, Any], read_as: str, places: tuple[str, ...], **found: Any) -> list[str]:
    """Return what a turn does not carry over as expected."""
    understood = understand(read_as, places)
    line = read_as.casefold()
    faults = []
    named = {*understood.municipalities, *understood.unknown}
    if "places" in turn and named != set(turn["places"]):
        faults.append(f"municipalities {sorted(named)}")
    if "years" in turn and list(understood.years) != turn["years"]:
        faults.append(f"years {understood.years}")
    faults += [f"without {word!r}" for word in turn.get("words", ()) if word.casefold() not in line]
    faults += [f"with {word!r}" for word in turn.get("not_words", ()) if word.casefold() in line]
    if turn.get("alone") and read_as != turn["ask"]:
        faults.append("changed")
    faults += [f"not carried: {what}" for what in turn.get("carried", ()) if what not in found["carried"]]
    if "kinds" in turn and list(found["kinds"]) != turn["kinds"]:
        faults.append(f"kinds {found['kinds']}")
    if "excluded" in turn and found["excluded"] != (turn["excluded"],):
        faults.append(f"left out {found['excluded']}")
    if turn.get("fault") != found["fault"] and "fault" in turn:
        faults.append(f"fault {found['fault']}")
    return [f"{turn['ask']!r} read as {read_as!r}: {fault}" for fault in faults]


@pytest.mark.parametrize("talk", TALKS, ids=NAMES)
def test_a_conversation_is_read_as_a_person_would(talk: dict[str, Any]) -> None:
    """Every turn is read as the whole question that is meant, or left as it is."""
    places = OF_LIBRARY[talk["library"]]
    last: Turn | None = None
    faults: list[str] = []
    for turn in talk["turns"]:
        reading = read(turn["ask"], last, places)
        carried = {item.what for item in reading.carried}
        faults += missed(
            turn,
            reading.question,
            places,
            carried=carried,
            kinds=reading.kinds,
            excluded=reading.excluded,
            fault=reading.fault,
        )
        understood = understand(reading.question, places)
        named = (*understood.municipalities, *understood.unknown)
        cited = tuple(Cited(f"d{n}", n, n + 9, n, name) for n, name in enumerate(named or places[:2], 1))
        last = Turn(
            reading.question, named, understood.years, reading.kinds, reading.excluded, (2019,), cited
        )
    assert not faults, "\n".join(faults)


def built(documents: list[File], folder: Path, encoder: SentenceEncoder) -> Assistant:
    """Return an assistant over documents."""
    store = Store(folder / "bibliotheek", create=True)
    outcomes = Library(store, encoder).add(documents)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return Assistant(Searcher(store, encoder))


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.fixture(scope="module")
def sample(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant over the embedded sample library."""
    return built(sample_files(SAMPLE), tmp_path_factory.mktemp("voorbeeld"), encoder)


@pytest.fixture(scope="module")
def libraries(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assistant]:
    """Return an assistant over each of the two libraries of real documents."""
    made = {}
    for name in OF_LIBRARY:
        # A register of 1,300 subsidies takes longest to embed, and no conversation is about it.
        paths = [p for p in sorted((SHARED / name).iterdir()) if "register" not in p.name]
        made[name] = built(find_files(paths, {}), tmp_path_factory.mktemp(name), encoder)
    return made


def unanswered(turn: dict[str, Any], answer: Answer, before: Answer | None) -> list[str]:
    """Return what an answer does not have as expected."""
    text = " ".join([answer_text(answer), *(c.slice.quote for c in answer.citations)]).casefold()
    sources = {c.document.description.speaker for c in answer.citations}
    faults = []
    if "says" in turn and turn["says"].casefold() not in text:
        faults.append(f"does not say {turn['says']}")
    if "source" in turn and turn["source"] not in sources:
        faults.append(f"no source of {turn['source']}")
    if "only" in turn and sources != {turn["only"]}:
        faults.append(f"sources of {sorted(sources)}")
    if "abstains" in turn and turn["abstains"] != answer.abstained:
        faults.append(f"abstains: {answer.abstained}")
    if turn.get("new") and (answer.abstained or before is None or quotes(answer) & quotes(before)):
        faults.append("nothing new")
    return [f"{turn['ask']!r} read as {answer.read_as or answer.question!r}: {fault}" for fault in faults]


def quotes(answer: Answer) -> set[str]:
    """Return the quotes of an answer."""
    return {citation.slice.quote for citation in answer.citations}


@pytest.mark.skipif(
    not (SHARED / "files").is_dir(), reason="../shared is niet aanwezig: deze test leest echte documenten"
)
def test_conversations_over_real_documents_are_answered(libraries: dict[str, Assistant]) -> None:
    """Over the real documents every turn is read as expected, and nearly every one answered so."""
    misread: list[str] = []
    faults: list[str] = []
    for talk in TALKS:
        last: Turn | None = None
        before: Answer | None = None
        for turn in talk["turns"]:
            answer = ask_in_turn(libraries[talk["library"]], Request(turn["ask"]), last)
            misread += missed(
                turn,
                answer.read_as or answer.question,
                OF_LIBRARY[talk["library"]],
                # Which document is meant by "het tweede" depends on the answer.
                carried={item.what for item in answer.carried} | {"document"},
                kinds=answer.turn_limits[0],
                excluded=answer.turn_limits[1],
                fault=answer.fault,
            )
            faults += unanswered(turn, answer, before)
            last, before = turn_of(answer, last), answer
    assert not misread, "\n".join(misread)
    assert len(faults) <= MOST_UNANSWERED, "\n".join(faults)


def test_a_follow_up_is_answered_for_the_other_municipality(sample: Assistant) -> None:
    """The last question is asked of another municipality; the question stays as it was typed."""
    first = ask_in_turn(sample, Request("Wat doet Coevorden aan laaggeletterdheid?"), None)
    answer = ask_in_turn(sample, Request("en in Borger-Odoorn?"), turn_of(first))
    assert answer.question == "en in Borger-Odoorn?"
    assert answer.read_as == "Wat doet Borger-Odoorn aan laaggeletterdheid?"
    assert {part.municipality for part in answer.parts} == {"Borger-Odoorn"}


def test_a_reply_as_data_says_what_was_carried_over(sample: Assistant) -> None:
    """The JSON of an answer has the question as it was read, and each thing that was carried."""
    first = ask_in_turn(sample, Request("Wat doet Coevorden aan sport?"), None)
    assert answer_to_json(first, "")["understood"]["carried"] == []
    assert answer_to_json(first, "")["understood"]["read_as"] == "Wat doet Coevorden aan sport?"
    answer = ask_in_turn(sample, Request("wat kost dat?"), turn_of(first))
    understood = answer_to_json(answer, "")["understood"]
    assert understood["read_as"] == "Wat kost de aanpak van sport in Coevorden?"
    assert understood["carried"] == [
        {"what": "topic", "value": "sport"},
        {"what": "municipality", "value": "Coevorden"},
    ]


def test_what_was_shown_does_not_come_again(sample: Assistant) -> None:
    """Asking for more shows other passages every time, until there are none; then it says so."""
    answer = ask_in_turn(sample, Request("Wat doet Coevorden aan sport?"), None)
    turn = turn_of(answer)
    shown = quotes(answer)
    for _ in range(20):
        answer = ask_in_turn(sample, Request("laat meer zien"), turn)
        if answer.abstained:
            break
        assert not shown & quotes(answer)
        shown |= quotes(answer)
        turn = turn_of(answer, turn)
    assert answer.reason is Reason.NO_MORE


def test_what_a_question_is_limited_to_lasts(sample: Assistant) -> None:
    """One kind of document holds for the questions that lean on it, and not for a new one."""
    turn = turn_of(ask_in_turn(sample, Request("Wat doen we aan sport?"), None))
    answer = ask_in_turn(sample, Request("alleen de begroting"), turn)
    assert {c.document.description.kind for c in answer.citations} == {"begroting"}
    turn = turn_of(answer, turn)
    assert turn.kinds == ("begroting",)
    following = ask_in_turn(sample, Request("en schulden?"), turn)
    assert following.turn_limits[0] == ("begroting",)
    new = ask_in_turn(sample, Request("Wie helpt mensen met schulden?"), turn)
    assert new.turn_limits == ((), ())
    assert not new.carried


def test_a_document_that_is_gone_limits_nothing(sample: Assistant) -> None:
    """A turn that cites a document that the library no longer has is still a turn."""
    turn = Turn("Wat doet Coevorden aan sport?", ("Coevorden",), cited=(Cited("dweg", 0, 9),))
    answer = ask_in_turn(sample, Request("waar staat dat?"), turn)
    assert not answer.abstained


def test_a_word_can_be_kept_as_it_was_typed(sample: Assistant) -> None:
    """Where the asker says so, a word that nobody knows is not read as another."""
    question = "wat doen jullie aan laageletterdhijd"
    assert sample.ask(Request(question)).understood.corrected
    assert not sample.ask(Request(question, as_typed=True)).understood.corrected


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Wat doen we aan laaggeletterdheid?", "laaggeletterdheid"),
        ("Welke hulp is er voor mensen met schulden in Emmen?", "hulp voor mensen met schulden"),
        ("Wat begrootte Coevorden in 2019 voor sport?", "sport"),
        ("Hoe bestrijdt Emmen eenzaamheid?", "eenzaamheid"),
        ("ik kan mijn rekeningen niet meer betalen", "rekeningen"),
        ("Wat is er?", None),
    ],
)
def test_the_theme_is_what_a_question_is_about(question: str, subject: str | None) -> None:
    """Names, years, verbs of asking and words that only frame a question are none of its theme."""
    found = theme(question, PLACES)
    assert (found.text if found else None) == subject


@pytest.mark.parametrize(
    ("question", "places", "expected"),
    [
        ("Wat doet Emmen aan sport?", ("Assen",), "Wat doet Assen aan sport?"),
        ("Wat doet Emmen aan sport?", (), "Wat doet de gemeente aan sport?"),
        ("Is er sport in Emmen?", (), "Is er sport?"),
        ("Wat is het beleid van Emmen voor sport?", (), "Wat is het beleid van de gemeente voor sport?"),
        ("Is er sport in Emmen?", ("GGD Flevoland",), "Is er sport bij GGD Flevoland?"),
        ("Doen Coevorden en Emmen aan sport?", ("Assen",), "Doen de gemeenten aan sport in Assen?"),
        ("Wat kost sport?", ("Assen", "Emmen"), "Wat kost sport in Assen en Emmen?"),
    ],
)
def test_the_municipality_of_a_question_can_be_changed(
    question: str, places: tuple[str, ...], expected: str
) -> None:
    """Another name comes in the place of the one that stands there, or none."""
    assert with_places(question, places, PLACES) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("Wat doet Emmen aan sport?", "en in Exloo?", "Wat doet de gemeente aan sport in Exloo?"),
        ("Is er in Emmen hulp bij schulden?", "en in Gieten?", "Is er in Gieten hulp bij schulden?"),
        ("Is er in Emmen hulp?", "en in Rolde en Gieten?", "Is er in Rolde en Gieten hulp?"),
        ("Is er in Nieuw-Buinen hulp?", "en nieuw buinen", "Is er in Nieuw-Buinen hulp?"),
        ("Is er in Nieuw-Buinen hulp?", "en in Coevordn?", "Is er in Coevorden hulp?"),
        ("Ik woon in Gieten. Is er hulp?", "en in Coevorden?", "Ik woon in Coevorden. Is er hulp?"),
        ("Ik woon in Gieten. Is er hulp?", "en in andere gemeenten?", "Is er hulp?"),
        ("Is er in Gieten hulp bij schulden?", "wat kost dat?", "Wat kost hulp bij schulden in Aa en Hunze?"),
    ],
)  # fmt: skip
def test_a_village_changes_the_place_as_a_municipality_does(
    before: str, question: str, expected: str
) -> None:
    """A village, or a name with one letter wrong, is a place in a follow-up as it is in a question."""
    named = understand(before, PLACES).municipalities
    assert read(question, Turn(before, named), PLACES).question == expected


def test_the_year_and_kind_of_a_question_can_be_changed() -> None:
    """Another year comes in the place of the one that stands there; without one it goes, as a kind does."""
    assert with_years("Wat kostte sport in 2019?", (2020,)) == "Wat kostte sport in 2020?"
    assert with_years("Wat kostte sport sinds 2019?", (2020, 2021)) == "Wat kostte sport in 2020-2021?"
    assert with_years("Wat kostte sport in 2019?", ()) == "Wat kostte sport?"
    assert without_kind("Wat staat in de begroting over sport?") == "Wat staat over sport?"


@given(st.text(max_size=200), st.sampled_from(TALKS))
def test_no_question_breaks_a_conversation(question: str, talk: dict[str, Any]) -> None:
    """Whatever is typed, it is read as a question."""
    first = talk["turns"][0]["ask"]
    for text in (question, f"en {question}", f"{question} dat?"):
        assert isinstance(read(text, Turn(first, ("Emmen",), (2019,)), PLACES).question, str)


@pytest.mark.parametrize(
    "question",
    [
        "Hoe zit het met de jeugdzorg in Almere?",
        "Wat is het budget voor sport?",
        "Wat doet het college aan armoede?",
        "Klopt het dat ouderen langer thuis moeten wonen?",
        "Welke gezinnen die in armoede leven krijgen hulp?",
        "Bestaat er hulp voor mensen die niet goed kunnen lezen?",
        "Is er een regeling voor kinderen die willen sporten?",
        "Krijg ik geld terug van de gemeente voor mijn bril?",
        "Krijgen ouderen hulp als ze ziek zijn?",
        "Wie betaalt dat als mijn kind naar een pleeggezin gaat?",
        "Is het zwembad open?",
        "Waar vind ik hulp bij schulden?",
        "Hoeveel meer geld gaat er naar jeugd?",
        "schulden",
        "What does Almere do about debt?",
        "nee, dank je wel",
    ],
)
def test_a_question_on_its_own_is_not_changed(question: str) -> None:
    """A question that names its own subject takes nothing from the one before it."""
    turn = Turn("Wat doet Emmen aan eenzaamheid?", ("Emmen",), cited=(Cited("d1", 0, 5, 1, "Emmen"),))
    assert read(question, turn, PLACES).question == question
    assert not read(question, turn, PLACES).carried


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("hoeveel mensen zijn dat?", "Hoeveel mensen zijn dat bij de aanpak van eenzaamheid in Emmen?"),
        ("zijn daar ook cijfers over?", "Zijn er ook cijfers over de aanpak van eenzaamheid in Emmen?"),
        ("en voor ouderen in Coevorden?", "Wat doet Coevorden aan eenzaamheid voor ouderen?"),
        ("en hoe zit het met sport?", "Wat doet Emmen aan sport?"),
        ("en wat zegt Coevorden daarover?", "Wat doet Coevorden aan eenzaamheid?"),
        ("en wat als ik in Almere woon?", "Wat doet Almere aan eenzaamheid?"),
        ("what does it cost?", "What does eenzaamheid cost in Emmen?"),
        ("is that still valid?", "Is eenzaamheid still valid in Emmen?"),
        ("and the other municipalities?", "Wat doet de gemeente aan eenzaamheid?"),
        ("and the year before?", "Wat doet Emmen aan eenzaamheid in 2022?"),
        ("no, I mean Assen", "Wat doet Assen aan eenzaamheid?"),
        ("only the policy plan", "Wat doet Emmen aan eenzaamheid in het beleidsplan?"),
        (
            "wie kan daar gebruik van maken?",
            "Wie kan er gebruik van de aanpak van eenzaamheid maken in Emmen?",
        ),
    ],
)
def test_a_question_that_leans_on_the_last_one_is_made_whole(question: str, expected: str) -> None:
    """What is left out, or stands for something, comes from the question before it."""
    cited = (Cited("d1", 0, 5, 1, "Emmen"),)
    turn = Turn("Wat doet Emmen aan eenzaamheid?", ("Emmen",), about_years=(2023,), cited=cited)
    assert read(question, turn, PLACES).question == expected


@pytest.mark.parametrize(
    "question", ["waar staat dat?", "in welk document staat dat?", "op welke bladzijde?"]
)
def test_where_it_stands_is_asked_of_the_cited_documents(question: str) -> None:
    """To be told where something stands gives the same answer again, from the same documents."""
    turn = Turn("Wat doet Emmen aan eenzaamheid?", ("Emmen",), cited=(Cited("d1", 0, 5, 1, "Emmen"),))
    reading = read(question, turn, PLACES)
    assert (reading.question, reading.documents, reading.shown) == (turn.question, ("d1",), ())
