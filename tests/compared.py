"""Invented documents of three municipalities that say something on every aspect of debts."""

from __future__ import annotations

from pathlib import Path

from index.embed import SentenceEncoder
from index.files import File
from index.library import Library
from index.store import Store

PLAN = """# Beleidsplan meedoen 2020-2023

## Schuldhulpverlening

Wij willen dat minder inwoners problematische schulden hebben. De uitvoering van de
schuldhulpverlening ligt bij de Kredietbank Drenthe. Sinds 2018 bellen wij aan bij inwoners die hun
huur niet betalen. Hiervoor gebruiken wij vroegsignalering. Schulden zijn ook elders een probleem.

## Inspraakreacties

De cliëntenraad: wij bieden inwoners met schulden liever een maatje.

## Casus: familie De Vries

Deze familie is fictief. Wij helpen meneer De Vries met zijn schulden.

## Sport

We organiseren elk jaar een sportdag voor kinderen uit gezinnen met een laag inkomen.
"""
BUDGET = """# Programmabegroting 2021

## Schulden

### Wat willen we bereiken?

Alle inwoners met schulden krijgen binnen vier weken een gesprek.

### Wat gaan we daarvoor doen?

Samen met de woningcorporatie en SchuldHulpMaatje starten wij een pilot vroegsignalering voor jongeren
met schulden. De pilot loopt van 2021 tot en met 2022. Voor schuldhulpverlening is € 85.000 beschikbaar.

## Lasten

Bedragen x € 1.000

| Lasten | 2021 | 2022 |
| --- | --- | --- |
| Schuldhulpverlening | 310 | 305 |
| Sport | 120 | 121 |
| Totaal lasten | 430 | 426 |
"""
REPORT = """# Jaarverslag 2022

## Schulden

We hebben in 2022 een budgetcursus gegeven aan 40 inwoners met schulden. De Kredietbank Drenthe
voerde de regelingen uit.
"""
PARKING = """# Nota parkeren 2019

## Parkeren

Bewoners van het centrum kunnen een vergunning aanvragen.
"""
Said = dict[str, object]
DOCUMENTS: dict[str, tuple[str, Said]] = {
    "plan.md": (PLAN, {"municipality": "Emmen", "kind": "beleidsplan", "year_from": 2020, "year_to": 2023}),
    "begroting.md": (BUDGET, {"municipality": "Tubbergen", "kind": "begroting", "year_from": 2021}),
    "verslag.md": (REPORT, {"municipality": "Tubbergen", "kind": "jaarverslag", "year_from": 2022}),
    "parkeren.md": (PARKING, {"municipality": "Coevorden", "kind": "nota", "year_from": 2019}),
}


def compared_library(folder: Path, encoder: SentenceEncoder) -> Library:
    """Return a library with these documents."""
    library = Library(Store(folder / "bibliotheek", create=True), encoder)
    for name, (text, said) in DOCUMENTS.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        (outcome,) = library.add([File(path, name, said)])
        assert outcome.error is None, outcome.error
    return library
