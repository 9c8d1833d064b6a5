"""The last question on the command line, for ``ask --continue``: one small file of the user's own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from assistant.turn import Turn
from web.turns import pack, unpack

NAME = "laatste-vraag.json"
MOST_BYTES = 64 * 1024


def state_file(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the last turn lies: in the user's folder for state."""
    given = os.environ if environ is None else environ
    base = given.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "beleidswijzer" / NAME


def remember(turn: Turn, path: Path | None = None) -> None:
    """Keep this turn in the place of the one before it, for its owner only.

    Where nothing can be written nothing is kept: the answer is not withheld for it.
    """
    kept = path or state_file()
    own = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(pack(turn), file)
        own.replace(kept)
    except OSError:
        own.unlink(missing_ok=True)


def recall(path: Path | None = None) -> Turn | None:
    """Return the turn that was kept; None where there is none, or none that can be read."""
    kept = path or state_file()
    try:
        with kept.open("rb") as file:
            return unpack(json.loads(file.read(MOST_BYTES)))
    except (OSError, ValueError):
        return None


def forget(path: Path | None = None) -> None:
    """Remove what was kept."""
    (path or state_file()).unlink(missing_ok=True)
