"""A table as CSV that a Dutch Excel opens: UTF-8 with a mark, semicolons, commas in numbers."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO

from web.export_rows import Sheet, Value

# A cell that begins like this is a formula to Excel, LibreOffice and Google Sheets.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
PLAIN_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")


def csv_bytes(sheet: Sheet, language: str = "nl") -> bytes:
    """Return the table as CSV: a header and a line for each row."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.titles(language))
    writer.writerows([csv_cell(value) for value in row] for row in sheet.rows)
    return lines.getvalue().encode("utf-8-sig")


def csv_cell(value: Value) -> str:
    """Return a value as text; one that a spreadsheet would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    text = str(value)
    if text.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
