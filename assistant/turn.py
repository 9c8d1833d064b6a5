"""What passes from one question of a conversation to the next."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reply import Carried


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote of an answer: its document, where it stands there, and which part of the answer it
    was in (counted from 1)."""

    document_id: str
    start: int
    end: int
    part: int = 1
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the next question may lean on: the question as it was read, what was understood of it,
    and what the answer cited.

    ``kinds`` and ``excluded`` (municipalities) limited the search; ``about_years`` are those of the
    document that the answer led with; ``cited`` is in the order of the numbers of the answer,
    ``seen`` what was shown in the turns before it on the same question.
    """

    question: str
    municipalities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    about_years: tuple[int, ...] = ()
    cited: tuple[Cited, ...] = ()
    seen: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is read: the whole question, what was carried over into it, and what the
    search is limited to besides.

    ``shown`` are the quotes not to show again; ``fault`` is the code of what could not be followed
    ("no_such_part", "which_year"), if anything.
    """

    question: str
    carried: tuple[Carried, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    shown: tuple[Cited, ...] = ()
    fault: str | None = None
