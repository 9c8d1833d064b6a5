from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant, Request
from assistant.converse import Cited, Turn, read
from assistant.question import understand
from assistant.reply import Answer, Reason
from assistant.talk import ask_in_turn, turn_of
from assistant.wording import theme, with_places, with_years, without_kind
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.shared import SHARED
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
# How many of the 122 turns have every expectation on the answer met, at least.
ANSWERED = 0


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
