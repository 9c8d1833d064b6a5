"""Draws pictures to look at: of a library, and of numbers that are hard to draw.

    python -m tools.charts FOLDER [LIBRARY]

writes FOLDER/hard.html, FOLDER/real.html (from the library) and the stylesheets; ``narrow-*.html`` show
the same in a frame as wide as a phone.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from markupsafe import Markup

from index.engine import FigureRecord, Filters
from index.store import Store
from web.chart import svg
from web.chart_data import ChartData, Kind, Series, Value
from web.chart_words import short
from web.heads import charts_per_head
from web.pictures import Chart, charts_of

STATIC = Path("web/static")
SHEETS = ("vendored/nl-design-system.css", "theme.css", "site.css", "chart.css")
PHONE = 390
MOST = 12
Row = tuple[str, list[int | None]]


def main(folder: str, library: str | None = None) -> None:
    """Write the pages and say where they are."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    copy_sheets(target)
    pages = {"hard": hard()}
    if library:
        with Store(Path(library)).snapshot() as snapshot:
            pages["real"] = real(snapshot.figures(Filters()))
    for name, body in pages.items():
        (target / f"{name}.html").write_text(page(body), encoding="utf-8")
        frame = f'<iframe src="{name}.html" width="{PHONE}" height="20000" title="{name}"></iframe>'
        (target / f"narrow-{name}.html").write_text(frame, encoding="utf-8")
    print(f"{', '.join(pages)}: {target}")


def copy_sheets(folder: Path) -> None:
    """Lay the stylesheets of the site, and the fonts that they ask for, in a folder."""
    for source in (*(STATIC / sheet for sheet in SHEETS), *(STATIC / "vendored").glob("*.woff2")):
        target = folder / source.relative_to(STATIC)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)


def page(figures: Iterable[Markup]) -> str:
    """Return a page as the site's own pages are, with these figures."""
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in SHEETS)
    return (
        '<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{links}'
        f'<body class="utrecht-root"><main class="page"><div class="answer">{"".join(figures)}</div></main>'
        "</body></html>"
    )


def hard() -> list[Markup]:
    """Return numbers that are hard to draw, as bars and as lines."""
    many = [f"Gemeente {n}" for n in range(1, 41)]
    years = [str(year) for year in range(2019, 2025)]
    long = "Maatschappelijke ondersteuning en arbeidsparticipatievoorzieningen voor inwoners"
    cases: list[tuple[str, list[str], list[Row]]] = [
        ("Een staaf", ["Sport"], [("2021", [923_000])]),
        ("Veertig gemeenten", many, [("2024", [n * n * 37_000 for n in range(1, 41)])]),
        ("Niets bekend", years, [("Sport", [None] * 6), ("Cultuur", [None] * 6)]),
        ("Alles gelijk", years, [("Sport", [923_000] * 6)]),
        ("Alles onder nul", years, [("Saldo", [-5_000_000, -4_103_000, -1, -900_000, -2_500_000, -70_000])]),
        ("Boven en onder nul", years, [("Saldo", [72_000, 812_000, -2_561_000, None, -868_000, 0])]),
        ("Zeer ver uiteen", ["klein", "groter", "groot"], [("2024", [1, 25_000, 4_200_000_000])]),
        ("Zes reeksen", years, [(f"Programma {n}", _walk(n)) for n in range(1, 7)]),
        (
            "Lange namen",
            [long, "Onafgebrokenwoordzondereinde" * 20, "<script>alert(1)</script> & “’”"],
            [(long, [4_100_000, 2_000_000, None]), ("<b>2022</b>", [None, 350_000, 1_250_000])],
        ),
    ]
    return [svg(example(*case, kind)) for case in cases for kind in Kind]


def _walk(n: int) -> list[int | None]:
    return [None if (n + k) % 7 == 0 else 1_000_000 * n + 170_000 * k * (-1) ** n for k in range(6)]


def example(title: str, categories: list[str], rows: list[Row], kind: Kind, unit: str = "€") -> ChartData:
    """Return a picture of these numbers, None for what is missing."""
    series = tuple(Series(name, tuple(_value(number, unit) for number in numbers)) for name, numbers in rows)
    return ChartData(
        kind, title, title, unit, "begroting", title, tuple(categories), series, ("n.b.: niet bekend",)
    )


def _value(number: int | None, unit: str) -> Value:
    return Value(None, "n.b.") if number is None else Value(Decimal(number), short(Decimal(number), unit))


def real(records: list[FigureRecord]) -> list[Markup]:
    """Return the largest pictures of each document of a library, and the reasons for the others."""
    shown: list[Markup] = []
    documents = {record.document.document_id: record.document for record in records}
    for key, document in documents.items():
        own = [record for record in records if record.document.document_id == key]
        drawn = charts_of(own)
        shown.append(
            Markup("<h2>{}</h2>").format(f"{document.description.speaker}: {document.description.title}")
        )
        for one in drawn[:MOST]:
            if isinstance(one, Chart):
                shown += [svg(one.data), *(Markup("<p>{}</p>").format(why) for why in one.apart)]
        shown += [Markup("<p>{}</p>").format(one.why) for one in drawn if not isinstance(one, Chart)][:MOST]
        shown += [svg(one.data) for one in charts_per_head(own)[:1] if isinstance(one, Chart)]
    return shown


if __name__ == "__main__":
    main(*sys.argv[1:])
