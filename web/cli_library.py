"""The commands that change the library: add, remove, diff."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from tqdm import tqdm

from assistant.settings import Settings
from corpus.describe import check_said
from corpus.diff import differences
from corpus.document import Document
from corpus.errors import LibraryError, QuestionError
from corpus.isolate import Readers
from corpus.kinds import KIND_NAMES
from index.embed import SentenceEncoder
from index.engine import DocumentRecord, Filters, Snapshot
from index.files import as_text, find_files
from index.library import ADDED, REPLACED, Library, Outcome
from index.store import Store
from web.cli_audit import logged, note
from web.differences import diff_json, diff_text
from web.messages import message
from web.options import as_json, official, said_years, with_library
from web.present import document_label
from web.report import outcome_line, report_json, report_text

if TYPE_CHECKING:
    Bar = tqdm[NoReturn]

MOST_WORKERS = 2
MOST_OF_NAME = 40
YES = ("j", "ja", "y", "yes")
MOST_NAMED = 20
# What changes the library, of all that can become of a file.
CHANGES = frozenset({ADDED, REPLACED})


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BESTAND_OF_MAP..."
)
@click.option("--municipality", help="Gemeente van deze documenten.")
@click.option("--year", help="Jaar of jaren, zoals 2019 of 2017-2020.")
@click.option("--kind", type=click.Choice(sorted(KIND_NAMES)), help="Soort document.")
@click.option("--title", help="Titel van het document.")
@click.option(
    "--workers",
    type=click.IntRange(1, 16),
    help="Hoeveel documenten tegelijk; standaard hoogstens 2.",
)
@as_json
@with_library
def add(
    settings: Settings,
    paths: tuple[Path, ...],
    municipality: str | None,
    year: str | None,
    kind: str | None,
    title: str | None,
    workers: int | None,
    json_: bool,
) -> None:
    """Voeg bestanden, mappen of ZIP's toe; wat gelijk bleef, wordt overgeslagen."""
    said: dict[str, object] = {
        "municipality": municipality,
        "kind": kind,
        "title": title,
        **said_years(year),
    }
    check_said(said)
    files = find_files(paths, said)
    at_once = workers or min(MOST_WORKERS, os.cpu_count() or 1)
    store = Store(settings.library, create=True)
    encoder = SentenceEncoder(settings.model, dtype=settings.dtype)
    try:
        with (
            tqdm(total=len(files), unit="document", disable=None, leave=False) as bar,
            Readers(settings.limits, at_once) as readers,
        ):

            def read(data: bytes, source: str) -> Document:
                return readers.read(data, source, partial(_at_page, bar, source))

            library = Library(store, encoder, read, readers.unpack)
            added = _logged(settings, library.add(files, at_once))
            outcomes = _told(added, bar, settings.language, quiet=json_)
    except KeyboardInterrupt as stop:
        raise click.exceptions.Abort from stop
    if json_:
        click.echo(json.dumps(report_json(outcomes, settings.language), ensure_ascii=False, indent=1))
    else:
        click.echo(report_text(outcomes, settings.language))
    if any(outcome.error for outcome in outcomes):
        sys.exit(1)


def _logged(settings: Settings, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, what changed the library written down."""
    for outcome in outcomes:
        if outcome.done in CHANGES:
            note(settings, f"file_{outcome.done}", f"{outcome.document_id} {outcome.path.name}")
        yield outcome


def _at_page(bar: Bar, source: str, page: int, pages: int) -> None:
    """Show which page of which file is being read, beside the count and the time left."""
    bar.set_postfix_str(f"{Path(source).name[:MOST_OF_NAME]} {page}/{pages}")


def _told(outcomes: Iterable[Outcome], bar: Bar, language: str, quiet: bool) -> list[Outcome]:
    """Return the outcomes, each said when it is there."""
    kept: list[Outcome] = []
    for outcome in outcomes:
        kept.append(outcome)
        # An archive has more documents than the one file it is.
        bar.total = max(bar.total or 0, len(kept))
        bar.update()
        if not quiet:
            with bar.external_write_mode():
                click.echo(outcome_line(outcome, language), err=outcome.error is not None)
    return kept


@click.command()
@click.argument("names", nargs=-1, metavar="[NUMMER_OF_BESTAND]...")
@click.option("--municipality", help="Alle documenten van deze gemeente.")
@click.option("--yes", is_flag=True, help="Vraag niet of het zeker is.")
@with_library
def remove(settings: Settings, names: tuple[str, ...], municipality: str | None, yes: bool) -> None:
    """Verwijder documenten, in al hun versies: op nummer, op bestand of van een gemeente."""
    if not names and not municipality:
        raise QuestionError("nothing_to_remove")
    store = Store(settings.library)
    with store.snapshot() as snapshot:
        chosen = {r.document_id: r for name in names for r in _named(snapshot, name)}
        if municipality:
            place = official(municipality)
            found = snapshot.documents(Filters((place,), all_versions=True))
            if not found:
                raise LibraryError("no_documents_of", name=place)
            chosen |= {r.document_id: r for r in found}
    # Who names a number has looked it up; a name or a municipality may be more than was meant.
    if not yes and not set(names) >= chosen.keys():
        _confirm(list(chosen.values()), settings.language)
    with ExitStack() as changes:
        for document_id, record in chosen.items():
            about = f"{document_id} {record.description.title}"
            changes.enter_context(logged(settings, "removed", about))
        store.remove_all(list(chosen))
    for document_id in chosen:
        click.echo(message("removed", settings.language, document_id=document_id))


def _named(snapshot: Snapshot, name: str) -> list[DocumentRecord]:
    """Return the documents with this number, file name or path."""
    by_id = [r for r in snapshot.documents() if r.document_id == name]
    found = by_id or snapshot.by_name(as_text(name)) or snapshot.by_name(as_text(str(Path(name).resolve())))
    if not found:
        raise LibraryError("no_document", document_id=name)
    return found


def _confirm(records: list[DocumentRecord], language: str) -> None:
    click.echo(message("remove_which", language, count=len(records)))
    for record in records[:MOST_NAMED]:
        label = document_label(record.description, language)
        click.echo(f"- {record.document_id}  {record.description.speaker}: {record.source} ({label})")
    if len(records) > MOST_NAMED:
        click.echo(message("and_more", language, count=len(records) - MOST_NAMED))
    try:
        said = click.prompt(message("remove_sure", language), default="", show_default=False)
    except click.exceptions.Abort:
        said = ""
    if said.strip().casefold() not in YES:
        raise LibraryError("not_removed")


@click.command()
@click.argument("old", metavar="NUMMER")
@click.argument("new", metavar="[NUMMER]", required=False)
@as_json
@with_library
def diff(settings: Settings, old: str, new: str | None, json_: bool) -> None:
    """Toon wat er veranderd is tussen twee documenten, of tussen twee versies van één document."""
    with Store(settings.library).snapshot() as snapshot:
        pair = (_current(snapshot, old), _current(snapshot, new)) if new else _versions(snapshot, old)
    changes = differences(*pair)
    if json_:
        click.echo(json.dumps(diff_json(*pair, changes), ensure_ascii=False, indent=1))
    else:
        click.echo(diff_text(*pair, changes, settings.language))


def _current(snapshot: Snapshot, document_id: str) -> Document:
    document = snapshot.document(document_id)
    if document is None:
        raise LibraryError("no_document", document_id=document_id)
    return document


def _versions(snapshot: Snapshot, document_id: str) -> tuple[Document, Document]:
    """Return the last two versions of a document; where it has one, it and the document that it
    followed, or that followed it."""
    new = _current(snapshot, document_id)
    earlier = snapshot.text_versions(document_id)[:-1]
    before = snapshot.document(document_id, earlier[-1]) if earlier else None
    if before:
        return before, new
    for record in snapshot.documents():
        if record.newer == document_id:
            return _current(snapshot, record.document_id), new
        if record.document_id == document_id and record.newer:
            return new, _current(snapshot, record.newer)
    raise LibraryError("no_earlier_version", document_id=document_id)
