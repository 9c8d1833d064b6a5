"""Invented documents of two invented policies, for tests that need a small library."""

from __future__ import annotations

from pathlib import Path

DOCUMENTS: dict[str, str] = {
    "emmen.md": """# Beleidsplan taal 2020-2023

## Laaggeletterdheid

Wij openen twee leescafés voor laaggeletterden. In 2021 volgden 48 inwoners een cursus lezen.
De bibliotheek voert de cursussen uit.

## Schulden

De schuldhulpverlening ligt bij het Budgetbureau. Inwoners met schulden krijgen binnen vier weken
een gesprek. Het bureau kreeg € 85.000 van de gemeente.

## Sport

Kinderen uit arme gezinnen mogen gratis naar de sportclub.
""",
    "tubbergen.md": """# Begroting 2021

## Wonen

Ouderen wonen langer thuis met hulp van de wijkzuster.

## Schulden

Wij bellen aan bij inwoners met betalingsachterstanden. Zo voorkomen wij problematische schulden.

## Lasten programma zorg

Bedragen x € 1.000

| Lasten | 2021 | 2022 | 2023 |
| --- | --- | --- | --- |
| Jeugdzorg | 1.250 | 1.300 | 1.325 |
| Sport | 310 | 305 | 300 |
| Totaal lasten | 1.560 | 1.605 | 1.625 |
""",
}


def write_documents(folder: Path) -> Path:
    """Write the documents to a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
