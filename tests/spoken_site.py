"""A website with something on every page, to read what the pages say: tables, printed pages, two versions,
a comparison with amounts, and documents on trial in every stage."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask

from corpus.errors import ReadError
from index.files import File
from index.library import Library
from tests.compared import BUDGET, PLAN
from tests.encoders import WordEncoder
from tests.pdfs import pdf, text
from tests.test_web import build, ids, link_to, put, site
from web.app import service_of
from web.trial import Trial

PRINTED = ("Wij planten in dit jaar 300 bomen.", "Elke wijk krijgt een eigen park.")
MEMO = """# Nota groen 2021

## Parken

Elke wijk krijgt een eigen park. Zie ook programma 3.

## Bomen

{trees}
"""
TRIED = """<!doctype html><html lang="nl"><title>Begroting 2021</title><h1>Begroting 2021 gemeente Emmen</h1>
<h2>Leescafés voor volwassenen</h2><p>Wij openen twee leescafés voor volwassenen in de bibliotheek.</p>
<h2>Lasten zorg</h2><p>Bedragen x € 1.000</p>
<table><tr><th>Lasten</th><th>2021</th></tr><tr><td>Jeugdzorg</td><td>1.250</td></tr></table></html>"""
# What is put into an address between < and >: the id of a document or of a trial.
DOCUMENT_PAGES = (
    "/documenten",
    "/documenten?jaar=2021",
    "/documenten?gemeente=Emmen&soort=begroting",
    "/documenten/<taalplan.md>",
    "/documenten/<beleidsplan.md>",
    "/documenten/<budget.md>",
    "/documenten/<bomen.pdf>",
    "/documenten/<bomen.pdf>?bladzijde=2",
    "/documenten/<bomen.pdf>#Elke wijk krijgt een eigen park.",
    "/documenten/<nota.md>",
    "/documenten/<oud.md>",
    "/documenten/<nota.md>/wijzigingen",
    "/documenten/<begroting.md>/tabellen",
    "/documenten/<begroting.md>/tabellen?tabel=1",
    "/documenten/<taalplan.md>/tabellen",
    "/documenten/nergens",
    "/documenten/<taalplan.md>?start=1",
)
COMPARE_PAGES = (
    "/vergelijken",
    "/vergelijken?q=schuldhulpverlening",
    "/vergelijken?q=schuldhulpverlening&gemeente=Tubbergen&rijen=jaar",
    "/vergelijken?q=schuldhulpverlening&gemeente=Tubbergen&rijen=document",
    "/vergelijken?q=schuldhulpverlening&rijen=zomaar",
    "/vergelijken?q=",
)
TRIAL_PAGES = (
    "/proberen",
    "/proberen/<trial:reading>",
    "/proberen/<trial:failed>",
    "/proberen/<trial:broken>",
    "/proberen/<trial:done>",
    "/proberen/weg",
)


@dataclass(frozen=True, slots=True)
class SpokenSite:
    """The website, its library, and what the names in the addresses above stand for."""

    app: Flask
    library: Library
    names: dict[str, str]

    def address(self, page: str) -> str:
        """Return an address with its names filled in; behind a # a quote, to link to."""
        page, _, quote = page.partition("#")
        for name, key in self.names.items():
            page = page.replace(f"<{name}>", key)
        if quote:
            return link_to(self.app, self.library, page.rpartition("/")[2], quote).partition("#")[0]
        return page

    def content(self) -> list[str]:
        """Return the texts of all documents."""
        with self.library.store.snapshot() as snapshot:
            return [snapshot.text(record.document_id) or "" for record in snapshot.documents()]

    def without_titles(self, html: str) -> str:
        """Return a page with no titles of documents in its <title>, which can be in one language only."""
        before, opened, rest = html.partition("<title>")
        title, closed, after = rest.partition("</title>")
        with self.library.store.snapshot() as snapshot:
            for record in snapshot.documents():
                title = title.replace(record.description.title, "")
        return f"{before}{opened}{title}{closed}{after}"


def spoken_site(folder: Path) -> SpokenSite:
    """Return the website, over a library in a folder."""
    library = build(folder, WordEncoder())
    add = partial(put, library, folder / "stukken")
    add("plan.md", PLAN, municipality="Emmen", kind="beleidsplan", year_from=2020, year_to=2023)
    budget: dict[str, object] = {"municipality": "Tubbergen", "kind": "begroting", "year_from": 2021}
    add("budget.md", BUDGET, **budget, part_of="programma 2 van de begroting 2021", status="vastgesteld")
    add("rekening.md", BUDGET.replace("2021", "2020").replace("310", "295"), **budget | {"year_from": 2020})
    memo: dict[str, object] = {"municipality": "Emmen", "kind": "nota", "title": "Nota groen 2021"}
    add("oud.md", MEMO.format(trees="Wij planten 100 bomen."), **memo, status="concept")
    add("nota.md", MEMO.format(trees="Wij planten 300 bomen en linden."), **memo, status="geamendeerd")
    path = folder / "bomen.pdf"
    path.write_bytes(pdf(text("Plan bomen 2022", PRINTED[0]), text(PRINTED[1]), lambda _: None))
    (outcome,) = library.add([File(path, path.name, {"summary_of": "Bomenplan 2022"})])
    assert outcome.error is None, outcome.error
    app = site(library, trials=True)
    names = ids(library)
    return SpokenSite(app, library, names | {f"trial:{name}": key for name, key in _tried(app).items()})


def _tried(app: Flask) -> dict[str, str]:
    """Return the keys of documents on trial by how far they are."""
    trials = service_of(app).trials
    done = trials.start(TRIED.encode(), "begroting.html")
    assert done is not None
    for _ in range(600):
        if done.stage in ("done", "failed"):
            break
        time.sleep(0.05)
    assert done.stage == "done"
    nowhere, now = Path("nergens"), time.monotonic()
    others = {
        "reading": Trial("reading", "plan.pdf", nowhere, now, "reading", 2, 9),
        "failed": Trial("failed", "plan.pdf", nowhere, now, "failed"),
        "broken": Trial(
            "broken", "plan.pdf", nowhere, now, "failed", error=ReadError("encrypted", source="plan.pdf")
        ),
    }
    trials._trials.update(others)
    return {"done": done.key} | {name: trial.key for name, trial in others.items()}
