"""What the responses about reports and about files that were sent in are."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from web.api.schema import DATE, MOMENT, Says
from web.api.shapes import Coverage, Total


class Report(TypedDict):
    """Something that a visitor reported."""

    number: int
    date: Annotated[str, DATE]
    kind: Annotated[
        Literal["wrong", "missing"],
        Says("Er klopt iets niet, of er ontbreekt iets.", "Something is wrong, or missing."),
    ]
    text: str
    page: Annotated[str, Says("De pagina waar het over gaat.", "The page that it is about.")]
    question: Annotated[
        str | None, Says("De vraag, als de bezoeker die meegaf.", "The question, where the visitor gave it.")
    ]
    closed: Annotated[str | None, Says("Wanneer de melding is afgesloten.", "When it was closed."), DATE]


class Reports(TypedDict):
    """A list of reports."""

    total: Total
    reports: list[Report]


class AddedFile(TypedDict):
    """What became of one file."""

    path: Annotated[str, Says("Naam van het bestand.", "Name of the file.")]
    done: Literal["added", "replaced", "unchanged", "duplicate", "failed"]
    document_id: Annotated[str | None, Says("Nummer van het document.", "Number of the document.")]
    same_as: Annotated[str | None, Says("Bestand met dezelfde inhoud.", "File with the same content.")]
    passages: int
    coverage: Coverage
    code: Annotated[str | None, Says("Wat er misging, als code.", "What went wrong, as a code.")]
    reason: Annotated[str | None, Says("Wat er misging, in woorden.", "What went wrong, in words.")]


class Job(TypedDict):
    """A file that was sent in, and how far it is."""

    job_id: str
    state: Annotated[
        Literal["waiting", "reading", "done", "failed"],
        Says("Wacht, wordt gelezen, klaar of mislukt.", "Waiting, being read, done or failed."),
    ]
    file: str
    created: Annotated[str, MOMENT]
    finished: Annotated[str | None, MOMENT]
    files: Annotated[list[AddedFile], Says("Wat er van elk bestand werd.", "What became of each file.")]
    reason: Annotated[str | None, Says("Waarom het mislukte.", "Why it failed.")]


class Jobs(TypedDict):
    """A list of jobs."""

    total: Total
    jobs: list[Job]
