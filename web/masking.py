"""Personal numbers and addresses in a text that is kept, made unreadable."""

from __future__ import annotations

import re

MASK = "[…]"
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
# Nine digits, together or in groups, as a BSN is written; or a Dutch telephone number.
NUMBER = re.compile(r"(?<![\w,.])(?:\d[ .-]?){8}\d(?!\w)")
PHONE = re.compile(r"(?<![\w,.])(?:\+31|0031|0)[ -]?(?:\(0\)[ -]?)?[1-9](?:[ -]?\d){8}(?!\w)")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def masked(text: str) -> str:
    """Return the text without e-mail addresses, account numbers, telephone numbers and BSNs."""
    for pattern in (EMAIL, IBAN, PHONE):
        text = pattern.sub(MASK, text)
    return NUMBER.sub(lambda match: MASK if is_bsn(match.group()) else match.group(), text)


def is_bsn(text: str) -> bool:
    """Tell whether the nine digits in a text pass the test of the citizen service number ("elfproef")."""
    digits = [int(c) for c in text if c.isdigit()]
    return sum(d * w for d, w in zip(digits, BSN_WEIGHTS, strict=True)) % 11 == 0 and any(digits)
