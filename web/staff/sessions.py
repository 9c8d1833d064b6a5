"""Who is signed in: a random token in a signed cookie, of which the staff file keeps only a digest."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from web.staff.accounts import SCHEMA, Account, Role
from web.staff.file import reading, writing

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 3600
# How often it is written down that somebody is still there.
SEEN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in; ``form_token`` stands in each of their forms."""

    account: Account
    token: str
    form_token: str


class Signer:
    """Signs what travels through a browser, each for one purpose, with the secret of the installation."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def mark(self, purpose: str, text: str) -> str:
        """Return the mark of a text for a purpose."""
        return hmac.new(self._secret, f"{purpose}\0{text}".encode(), sha256).hexdigest()

    def sealed(self, purpose: str, text: str) -> str:
        """Return a text with its mark; the text has no point in it."""
        return f"{text}.{self.mark(purpose, text)}"

    def opened(self, purpose: str, sealed: str) -> str | None:
        """Return the text that was sealed for this purpose; None for anything else."""
        text, _, mark = sealed.partition(".")
        right = hmac.compare_digest(mark.encode("utf-8", "replace"), self.mark(purpose, text).encode())
        return text if right else None


class Sessions:
    """The sessions in the staff file; ``clock`` is the time in seconds."""

    def __init__(self, path: Path, signer: Signer, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._signer = signer
        self._clock = clock

    def start(self, account: Account) -> str:
        """Return the cookie of a new session, always with a token of its own; old sessions are swept."""
        now = self._clock()
        token = f"{int(now)}-{secrets.token_urlsafe(32)}"
        with writing(self._path, SCHEMA) as connection:
            connection.execute(
                "DELETE FROM sessions WHERE seen <= ? OR began <= ?",
                (now - IDLE_SECONDS, now - LONGEST_SECONDS),
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)", (_digest(token), account.name, now, now)
            )
        return self._signer.sealed("sessie", token)

    def may_be_open(self, cookie: str) -> bool:
        """Tell by mark and age whether a cookie can be of an open session, without looking it up."""
        began = (self._signer.opened("sessie", cookie) or "").partition("-")[0]
        return began.isdecimal() and self._clock() < int(began) + LONGEST_SECONDS

    def find(self, cookie: str) -> Session | None:
        """Return the session of a cookie; None where it is not ours, has ended, or was idle too long."""
        token = self._signer.opened("sessie", cookie)
        if token is None:
            return None
        now = self._clock()
        with reading(self._path, SCHEMA) as connection:
            row = connection.execute(
                "SELECT a.name, a.role, a.made, a.changed, s.began, s.seen FROM sessions s "
                "JOIN accounts a USING (name) WHERE s.digest = ?",
                (_digest(token),),
            ).fetchone()
        if row is None or now >= row[5] + IDLE_SECONDS or now >= row[4] + LONGEST_SECONDS:
            return None
        if now > row[5] + SEEN_SECONDS:
            with writing(self._path, SCHEMA) as connection:
                connection.execute("UPDATE sessions SET seen = ? WHERE digest = ?", (now, _digest(token)))
        account = Account(str(row[0]), Role(row[1]), str(row[2]), str(row[3]))
        return Session(account, token, self._signer.mark("formulier", token))

    def end(self, session: Session) -> None:
        """End a session: its cookie opens nothing any more."""
        with writing(self._path, SCHEMA) as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(session.token),))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
