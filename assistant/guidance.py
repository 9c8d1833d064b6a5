"""Fixed sentences in the asker's language: help in danger, and the introduction beside Dutch quotes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.language import DUTCH, OTHER
from assistant.reply import Danger

RIGHT_TO_LEFT = frozenset({"ar"})
# Named in the sentence above the numbers, so not once more among them.
EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Number:
    """Whom to call: the number as it is printed, as it is dialled (both may be empty), and for what."""

    number: str
    tel: str
    text: str


@dataclass(frozen=True, slots=True)
class Help:
    """Help in one language; ``first`` where it stands above all else, with ``now`` about acute danger,
    a sentence on each kind and one on traces where somebody may be watching; else only the numbers, below
    the answer."""

    language: str
    kinds: tuple[str, ...]
    first: bool
    title: str
    now: str
    texts: tuple[str, ...]
    numbers: tuple[Number, ...]

    @property
    def direction(self) -> str:
        """The direction of the writing: "ltr" or "rtl"."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What somebody who asks in another language must know, in that language."""

    language: str
    name: str
    dutch: str
    translate: str
    contact: str
    nothing: str
    unsure: str

    @property
    def direction(self) -> str:
        """The direction of the writing: "ltr" or "rtl"."""
        return direction(self.language)


def direction(language: str) -> str:
    """Return the direction of the writing of a language: "ltr" or "rtl"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def help_for(danger: Danger | None, language: str) -> Help | None:
    """Return the help for a danger, in English where the language has no words of its own."""
    if danger is None:
        return None
    table = _table("danger.toml")
    spoken = _spoken(language)
    words = table[spoken]
    names = dict.fromkeys(name for kind in danger.kinds for name in table["kinds"][kind])
    watched = (words["watched"],) if set(table["watched"]).intersection(danger.kinds) else ()
    return Help(
        language=spoken,
        kinds=danger.kinds,
        first=danger.first,
        title=words["title"] if danger.first else words["quiet"],
        now=words["now"] if danger.first else "",
        texts=(*(words["kinds"][kind] for kind in danger.kinds), *watched) if danger.first else (),
        numbers=tuple(
            Number(**table["numbers"][name], text=words["numbers"][name])
            for name in names
            if not (danger.first and name == EMERGENCY)
        ),
    )


def help_to_json(help_: Help | None) -> dict[str, Any] | None:
    """Return help as the documented JSON object."""
    return asdict(help_) if help_ else None


def introduction(language: str, municipality: str | None = None) -> Introduction | None:
    """Return the introduction for a language, None for Dutch; ``municipality`` is one whose contact
    point is shown below."""
    if language == DUTCH:
        return None
    spoken = _spoken(language)
    words = _table("languages.toml")[spoken]
    contact = words["own"].format(name=municipality) if municipality else words["contact"]
    told = {name: words[name] for name in ("name", "dutch", "translate", "nothing", "unsure")}
    return Introduction(language=spoken, contact=contact, **told)


def _spoken(language: str) -> str:
    return "en" if language == OTHER else language


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("assistant").joinpath(name).read_text(encoding="utf-8"))
