"""What staff answered to reports: a note that stays beside the report for as long as that is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from web.staff.accounts import now
from web.staff.file import reading, writing

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    report INTEGER PRIMARY KEY,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL
);
"""
MOST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """The note to a report: whose, when (ISO, UTC) and what it says."""

    report: int
    who: str
    at: str
    note: str


class ReportAnswers:
    """The notes in the staff file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, report: int, who: str, note: str) -> None:
        """Keep the note to a report, in the place of an earlier one."""
        with writing(self._path, SCHEMA) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", (report, who, now(), note[:MOST_NOTE])
            )

    def of(self, reports: Collection[int]) -> dict[int, ReportAnswer]:
        """Return the notes to these reports, which are all that there are: notes to others, erased by
        now, are erased too."""
        with reading(self._path, SCHEMA) as connection:
            rows = list(connection.execute("SELECT report, who, at, note FROM answers"))
        found = {int(row[0]): ReportAnswer(*row) for row in rows}
        if gone := found.keys() - set(reports):
            with writing(self._path, SCHEMA) as connection:
                connection.executemany("DELETE FROM answers WHERE report = ?", [(n,) for n in gone])
        return {number: answer for number, answer in found.items() if number not in gone}
