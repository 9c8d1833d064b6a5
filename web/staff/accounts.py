"""Who may sign in: accounts with a role, in the staff file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock

import apsw

from corpus.errors import LibraryError, QuestionError
from web.staff.file import reading, writing
from web.staff.passwords import LEAST, METHOD, MOST, fits, hashed, weakness

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
# Who makes changes outside of the pages, in the list of changes; so nobody else may be called this.
COMMAND = "opdracht"
SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    made TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY,
    name TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    began REAL NOT NULL,
    seen REAL NOT NULL
) WITHOUT ROWID;
"""


class Role(StrEnum):
    """What somebody may do: look at everything, or change it too."""

    READER = "reader"
    KEEPER = "keeper"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; dates are ISO."""

    name: str
    role: Role
    made: str
    changed: str

    @property
    def may_change(self) -> bool:
        """True for who may change the library."""
        return self.role is Role.KEEPER


def now() -> str:
    """Return the time in UTC, to the second, as ISO."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Accounts:
    """The accounts in a file; ``method`` is how passwords are hashed. All calls raise LibraryError
    ``bad_staff_file`` where the file cannot be used."""

    def __init__(self, path: Path, method: str = METHOD, clock: Callable[[], str] = now) -> None:
        self.path = path
        self._method = method
        self._clock = clock
        self._nobody: str | None = None
        # One at a time: each takes 32 MiB.
        self._hashing = Lock()

    def any(self) -> bool:
        """Tell whether there is an account."""
        return bool(self.path.exists() and self.listed())

    def listed(self) -> list[Account]:
        """Return the accounts, by name."""
        with reading(self.path, SCHEMA) as connection:
            rows = connection.execute("SELECT name, role, made, changed FROM accounts ORDER BY name")
            return [_account(row) for row in rows]

    def add(self, name: str, role: Role, password: str) -> None:
        """Make an account; raises QuestionError ``bad_account_name``, ``account_exists`` and those of a
        weak password."""
        name = _checked(name)
        kept, today = self._kept(password, name), self._clock()
        with writing(self.path, SCHEMA) as connection:
            try:
                connection.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", (name, role.value, kept, today, today)
                )
            except apsw.ConstraintError as error:
                raise QuestionError("account_exists", name=name) from error

    def remove(self, name: str) -> None:
        """Remove an account, which signs it out; raises LibraryError ``no_account``."""
        self._change("DELETE FROM accounts WHERE name = ?", name)

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role, at once; raises LibraryError ``no_account``."""
        self._change("UPDATE accounts SET role = ? WHERE name = ?", role.value, name)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, which signs it out everywhere; raises LibraryError
        ``no_account``, and QuestionError for a weak one."""
        kept = self._kept(password, name)
        self._change(
            "UPDATE accounts SET password = ?, changed = ? WHERE name = ?", kept, self._clock(), name
        )

    def check(self, name: str, password: str) -> Account | None:
        """Return the account that this name and password belong to; None takes as long."""
        with reading(self.path, SCHEMA) as connection:
            row = connection.execute(
                "SELECT name, role, made, changed, password FROM accounts WHERE name = ?",
                (name.strip().casefold(),),
            ).fetchone()
        with self._hashing:
            if self._nobody is None:
                self._nobody = hashed("niemand", self._method)
            right = fits(str(row[4]) if row else self._nobody, password)
        return _account(row[:4]) if row and right else None

    def _kept(self, password: str, name: str) -> str:
        if code := weakness(password, name):
            raise QuestionError(code, least=LEAST, most=MOST)
        with self._hashing:
            return hashed(password, self._method)

    def _change(self, statement: str, *values: str) -> None:
        """Change the account that the last value names; who had it is signed out."""
        name = values[-1].strip().casefold()
        with writing(self.path, SCHEMA) as connection:
            connection.execute("DELETE FROM sessions WHERE name = ?", (name,))
            connection.execute(statement, (*values[:-1], name))
            if not connection.changes():
                raise LibraryError("no_account", name=name)


def _checked(name: str) -> str:
    own = name.strip().casefold()
    if not NAME.fullmatch(own) or own == COMMAND:
        raise QuestionError("bad_account_name", name=name)
    return own


def _account(row: tuple[object, ...]) -> Account:
    name, role, made, changed = (str(value) for value in row)
    return Account(name, Role(role), made, changed)
