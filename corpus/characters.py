"""What a line of text must have, and what it cannot have."""

from __future__ import annotations

import re
from unicodedata import category

LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def is_readable(text: str, but: str = "") -> bool:
    """Tell whether a text has no control characters, other than those in ``but``, and no half characters."""
    return not any(category(c) in ("Cc", "Cs") and c not in but for c in text)
