"""The last turn of a conversation as a value that travels: packed, and signed so that it comes back
as it went out.

Nothing of it stays on the server. It is readable by who holds it, as the question in the address is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from assistant.question import MOST_CHARACTERS
from assistant.turn import Cited, Turn

FORMAT = 1
SALT = "beurt"
# An address with a question of 2,000 characters stays well below what servers and browsers take.
MOST_SEALED = 6_000
MOST_LISTED = 60


def pack(turn: Turn) -> list[Any]:
    """Return a turn as plain JSON values, its format first."""
    return [
        FORMAT,
        turn.question,
        turn.municipalities,
        turn.years,
        turn.kinds,
        turn.excluded,
        turn.about_years,
        [_packed(cited) for cited in turn.cited],
        [_packed(cited) for cited in turn.seen],
    ]


def unpack(value: object) -> Turn | None:
    """Return the turn that was packed; None for anything else, an older format too."""
    if not isinstance(value, list) or len(value) != 9 or value[0] != FORMAT:
        return None
    question, *rest = value[1:]
    if not isinstance(question, str) or not 0 < len(question) <= MOST_CHARACTERS * 2:
        return None
    if not all(isinstance(items, list) and len(items) <= MOST_LISTED for items in rest):
        return None
    places, years, kinds, excluded, about, cited, seen = rest
    words, numbers = (*places, *kinds, *excluded), (*years, *about)
    if not all(isinstance(word, str) for word in words) or not all(_is_number(n) for n in numbers):
        return None
    if not all(_is_cited(item) for item in (*cited, *seen)):
        return None
    return Turn(
        question,
        tuple(places),
        tuple(years),
        tuple(kinds),
        tuple(excluded),
        tuple(about),
        tuple(Cited(*item) for item in cited),
        tuple(Cited(*item) for item in seen),
    )


def _packed(cited: Cited) -> list[Any]:
    return [cited.document_id, cited.start, cited.end, cited.part, cited.municipality]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_cited(item: object) -> bool:
    if not isinstance(item, list) or len(item) != 5:
        return False
    name, start, end, part, place = item
    return isinstance(name, str) and isinstance(place, str) and all(map(_is_number, (start, end, part)))


class Sealer:
    """Signs turns with a secret, and opens what it signed."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt=SALT)

    def seal(self, turn: Turn) -> str:
        """Return a turn as a signed word for an address, at most ``MOST_SEALED`` characters: what was
        shown goes first, then the sources; an empty word where even the question is too long.
        """
        for smaller in (turn, replace(turn, seen=()), replace(turn, seen=(), cited=())):
            word = str(self._serializer.dumps(pack(smaller)))
            if len(word) <= MOST_SEALED:
                return word
        return ""

    def open(self, value: str) -> Turn | None:
        """Return the turn that was sealed; None where the value is not ours, too long or too old."""
        if not 0 < len(value) <= MOST_SEALED:
            return None
        try:
            return unpack(self._serializer.loads(value))
        except BadData:
            return None
