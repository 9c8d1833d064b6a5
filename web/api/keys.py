"""Keys with which programs may change the library: made by a command, kept as digests beside it.

A key is 256 random bits, so a plain SHA-256 of it can be kept: there is nothing to guess it from.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from assistant.settings import Settings
from corpus.errors import LibraryError, QuestionError

PREFIX = "bwk_"
BYTES = 32
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: whose it is, the SHA-256 of the key itself, and since when (ISO date)."""

    name: str
    digest: str
    made: str


def keys_file(settings: Settings) -> Path:
    """Return the file with the keys, beside the library."""
    return settings.library.with_name(f"{settings.library.name}-sleutels.json")


class Keys:
    """The file with the keys, readable by its owner only. It is read again at each use, so that a key that
    was taken away no longer works from that moment on.

    Every call raises LibraryError ``bad_keys`` where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def listed(self) -> list[Key]:
        """Return the keys, in order of their names."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            found = [Key(**item) for item in content["keys"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LibraryError("bad_keys", path=str(self.path), reason=str(error)) from error
        return sorted(found, key=lambda key: key.name)

    def add(self, name: str, today: date | None = None) -> str:
        """Make a key and return it: it is not kept, so this is the only time that it can be seen.

        Raises QuestionError ``bad_key_name`` or ``key_exists``.
        """
        if not NAME.fullmatch(name):
            raise QuestionError("bad_key_name", name=name)
        known = self.listed()
        if any(key.name == name for key in known):
            raise QuestionError("key_exists", name=name)
        key = PREFIX + secrets.token_urlsafe(BYTES)
        day = today or datetime.now(UTC).date()
        self._write([*known, Key(name, _digest(key), day.isoformat())])
        return key

    def remove(self, name: str) -> None:
        """Take a key away; raises QuestionError ``no_key`` where there is none of this name."""
        known = self.listed()
        kept = [key for key in known if key.name != name]
        if len(kept) == len(known):
            raise QuestionError("no_key", name=name)
        self._write(kept)

    def name_of(self, given: str) -> str | None:
        """Return whose key this is, None where it is nobody's; as slow for a wrong key as for a right one."""
        digest, found = _digest(given), None
        for key in self.listed():
            if hmac.compare_digest(digest, key.digest):
                found = key.name
        return found

    def _write(self, keys: list[Key]) -> None:
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}")
        text = json.dumps({"keys": [asdict(key) for key in keys]}, indent=1) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise LibraryError("bad_keys", path=str(self.path), reason=str(error)) from error


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
