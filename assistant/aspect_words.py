"""The signs of an aspect in a Dutch sentence, and in the heading over it: ``aspect_signs.toml``.

A strong sign says an aspect by itself, a weak one only where something else speaks for it too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

from assistant.comparison import Aspect
from assistant.excerpt import PROVES
from assistant.reply import Wants
from corpus.organisations import BODY

PIECE = re.compile(r"<(\w+)>")
AMOUNT = PROVES[Wants.AMOUNT]
_READ = tomllib.loads(files("assistant").joinpath("aspect_signs.toml").read_text(encoding="utf-8"))
_PIECES: dict[str, str] = {"amount": AMOUNT.pattern, "body": BODY.pattern}


def _joined(patterns: Sequence[str]) -> str:
    """Return one pattern for any of these, the pieces in their places."""
    return "(?:" + "|".join(PIECE.sub(lambda piece: _PIECES[piece[1]], one) for one in patterns) + ")"


for _name, _patterns in _READ["pieces"].items():  # a piece may hold those above it
    _PIECES[_name] = _joined(_patterns)


def _sign(name: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(_joined(_READ["signs"][name]), flags)


STRONG: Mapping[Aspect, re.Pattern[str]] = {
    Aspect.AIMS: _sign("aim"),
    Aspect.ACTIONS: _sign("action"),
    Aspect.TARGETS: _sign("target"),
    Aspect.PARTNERS: _sign("partner"),
    Aspect.COSTS: _sign("cost"),
    Aspect.PERIOD: _sign("period"),
}
# Names are written with capitals.
PARTNER_NAME = _sign("partner_name", 0)
WEAK: Mapping[Aspect, re.Pattern[str]] = {
    Aspect.AIMS: _sign("aim_weak"),
    Aspect.ACTIONS: _sign("action_weak"),
    Aspect.TARGETS: _sign("target_weak"),
    Aspect.PARTNERS: PARTNER_NAME,
    Aspect.COSTS: _sign("cost_weak"),
    Aspect.PERIOD: _sign("period_weak"),
}
TARGET_DIRECT = _sign("target_direct")
ACTIVE = _sign("active")
ACTS = _sign("acts")
PROBLEM = _sign("problem")
ACCOUNT = _sign("account")
STATE = _sign("state")
OTHERS = _sign("others")
DEFINITION = _sign("definition")
PURPOSE = _sign("purpose")
GOVERNS = _sign("governs")
HEADINGS: Mapping[Aspect, re.Pattern[str]] = {
    aspect: re.compile(_joined(_READ["headings"][aspect.value]), re.IGNORECASE) for aspect in Aspect
}
