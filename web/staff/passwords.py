"""Passwords of staff: what one must be, and how it is kept."""

from __future__ import annotations

from werkzeug.security import check_password_hash, generate_password_hash

# N = 2^15, r = 8, p = 3: 32 MiB, one of the equal choices for scrypt in OWASP's Password Storage Cheat
# Sheet. scrypt is in Python's own library; argon2id would be one more dependency in C.
METHOD = "scrypt:32768:8:3"
LEAST = 12
MOST = 200
LEAST_DIFFERENT = 5
# A row of the keyboard or of the alphabet, and the words that everybody takes.
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
TAKEN = ("wachtwoord", "password", "welkom", "gemeente", "beleidswijzer", "beheer")
OWN_LETTERS = 6


def hashed(password: str, method: str = METHOD) -> str:
    """Return what is kept of a password."""
    return generate_password_hash(password, method=method)


def fits(kept: str, password: str) -> bool:
    """Tell whether a password is the one of which this was kept; as long for a wrong one."""
    return check_password_hash(kept, password[: MOST + 1])


def weakness(password: str, name: str) -> str | None:
    """Return the code of what is the matter with a new password for an account; None where all is well.

    Length counts and guessable words do not; no signs are asked for (NIST SP 800-63B, ASVS 5.0 6.2).
    """
    if not LEAST <= len(password) <= MOST:
        return "password_length"
    if len(set(password)) < LEAST_DIFFERENT:
        return "password_simple"
    own = password.casefold()
    for word in (*TAKEN, name.casefold()):
        own = own.replace(word, "")
    in_a_row = any(part in row or part[::-1] in row for row in ROWS for part in [own] if part)
    return "password_simple" if len(own) < OWN_LETTERS or in_a_row else None
