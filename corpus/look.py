"""What text looks like on paper, what cannot be seen of it, and the number in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# Half points. Nobody reads letters below two points.
TINY = 3
# White letters of fourteen points and more may be a title on a picture that lies behind the text.
LARGE = 28
# As light as paper.
LIGHT = 0xF4
COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """What text looks like; ``size`` in half points, ``colour`` as six digits or None for black."""

    bold: bool = False
    italic: bool = False
    size: int = 20
    colour: str | None = None
    vanish: bool = False
    shaded: bool = False
    raised: bool = False

    def why_hidden(self, backed: bool = False) -> str | None:
        """Return the word for why a reader of the page does not see this text; None where he does.

        ``backed`` tells that drawings lie behind the text.
        """
        if self.vanish:
            return "vanish"
        if self.size <= TINY:
            return "tiny"
        seen = self.shaded or (backed and self.size >= LARGE)
        return "white" if is_light(self.colour) and not seen else None

    def plain(self) -> Look:
        """Return the part of a look by which headings are told apart from text."""
        return replace(self, vanish=False, shaded=False, raised=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in front of a paragraph: ``text`` is "" for a bullet. ``outline`` says that it is
    a number of several parts ("2.1"), ``list`` which list it belongs to and ``depth`` how deep."""

    text: str
    depth: int
    list: str
    outline: bool


def is_light(colour: str | None) -> bool:
    """Tell whether a colour of six digits is white, or nearly."""
    if not colour or not COLOUR.fullmatch(colour):
        return False
    return all(int(colour[n : n + 2], 16) >= LIGHT for n in (0, 2, 4))
