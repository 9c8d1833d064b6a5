"""The secret with which an installation signs: from the settings, else made once and kept."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from assistant.settings import Settings, data_folder

NAME = "geheim"
LENGTH = 32


def secret_of(settings: Settings, folder: Path | None = None) -> str:
    """Return the secret of an installation.

    Without a setting it is made once and kept in the data folder, for its owner only. Where nothing
    can be kept there it lives as long as the process.
    """
    if settings.secret:
        return settings.secret
    path = (folder or data_folder()) / NAME
    try:
        return _kept(path) or _made(path)
    except OSError:
        return secrets.token_urlsafe(LENGTH)


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _made(path: Path) -> str:
    """Write a new secret where none is; of two processes that do so at once the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(LENGTH))
    try:
        if _kept(path) or not path.exists():
            _link(own, path)
        else:
            own.replace(path)  # what stands there is empty or damaged
    finally:
        own.unlink(missing_ok=True)
    return _kept(path)


def _link(own: Path, path: Path) -> None:
    try:
        path.hardlink_to(own)
    except FileExistsError:
        return
