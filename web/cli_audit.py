"""What commands change stands in the list of changes too, from when the installation keeps one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from assistant.settings import Settings
from web.staff.accounts import COMMAND
from web.staff.audit import Audit
from web.staff.file import staff_files


def logged(settings: Settings, what: str, about: str, after: str = "") -> AbstractContextManager[None]:
    """Write a change down, then let it be made, as :meth:`Audit.change` does."""
    audit = _audit(settings)
    return audit.change(COMMAND, what, about, after=after) if audit else nullcontext()


def note(settings: Settings, what: str, about: str) -> None:
    """Write down what was done."""
    if audit := _audit(settings):
        audit.add(COMMAND, what, about)


def _audit(settings: Settings) -> Audit | None:
    """Return the list; none where there are no accounts, and no program has changed anything yet."""
    path = staff_files(settings).audit
    return Audit(path) if path.is_file() else None
