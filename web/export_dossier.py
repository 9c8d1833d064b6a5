"""A dossier to take along: its passages in order, as a document or as a table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from web.dossier_items import Item
from web.export_csv import csv_cell
from web.export_dossier_docx import dossier_docx
from web.export_dossier_odt import ODT, dossier_odt
from web.export_rows import clean
from web.page_words import page_word

FILES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": ODT,
    "csv": "text/csv; charset=utf-8",
}
COLUMNS = (
    "number",
    "quote",
    "municipality",
    "title",
    "about",
    "date",
    "section",
    "above",
    "page",
    "link",
    "note",
)


def dossier_file(form: str, title: str, items: Sequence[Item], site: str, today: str, language: str) -> bytes:
    """Return a dossier as one of the ``FILES``; ``site`` is the name of the website,
    ``today`` the day in words. Passages that are
    no longer there are left out, and counted in the documents."""
    there = [item for item in items if item.citing]
    if form == "csv":
        return dossier_csv(there, language)
    intro = [page_word("dossier_file_made", language, site=site, date=today)]
    if len(there) < len(items):
        intro.append(page_word("dossier_file_missing", language, count=len(items) - len(there)))
    made = dossier_docx if form == "docx" else dossier_odt
    return made(title, intro, there, language)


def dossier_csv(items: Sequence[Item], language: str) -> bytes:
    """Return a table with a line for each passage, as a Dutch Excel opens it."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow([page_word(f"dossier_column_{name}", language) for name in COLUMNS])
    for number, item in enumerate(items, 1):
        cited = item.citing
        if cited:
            where = (" › ".join(item.section), "\n".join(item.above), cited.page, cited.address)
            words = (item.quote, cited.who, cited.title, cited.about, cited.date, *where, item.entry.note)
            writer.writerow([number, *(csv_cell(clean(word)) for word in words)])
    return lines.getvalue().encode("utf-8-sig")
