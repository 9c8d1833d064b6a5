"""The command line: ``beleidswijzer``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.contacts import beside_json, contacts_for, load_contacts
from assistant.evaluate import table_text
from assistant.question import check
from assistant.reply import answer_to_json
from assistant.settings import LANGUAGES, Settings, load_settings
from assistant.talk import ask_in_turn, turn_of
from corpus.errors import BeleidswijzerError, LibraryError, QuestionError
from corpus.isolate import Readers
from index.embed import SentenceEncoder
from index.engine import Filters
from index.library import Library
from index.rerank import cross_reranker
from index.search import Searcher
from index.store import Store
from web import cli_library, last_turn, show
from web.batch import answer_batch, measure, read_gold, read_questions
from web.cli_account import account
from web.cli_compare import compare
from web.cli_edit import edit
from web.cli_figures import figures
from web.cli_keys import key
from web.cli_reports import reports
from web.cli_search import exactly
from web.cli_talk import converse, not_together
from web.dutch_click import Group, usage_message
from web.guidance import help_before_error
from web.messages import error_message, message
from web.options import as_json, with_filters, with_library, with_settings
from web.present import answer_text

DEBUG = "BELEIDSWIJZER_DEBUG"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the process ends with 0, or with the error's exit code and its sentence."""
    language = _language(list(sys.argv[1:] if arguments is None else arguments))
    try:
        cli.main(
            args=None if arguments is None else list(arguments),
            prog_name="beleidswijzer",
            standalone_mode=False,
        )
    except BeleidswijzerError as error:
        click.echo(error_message(error, language), err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        click.echo(message("interrupted", language), err=True)
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(usage_message(error, language), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        reason = f"{type(error).__name__}: {error}"
        click.echo(message("unexpected", language, reason=reason, setting=f"{DEBUG}=1"), err=True)
        sys.exit(1)


def _language(arguments: list[str]) -> str:
    """Return the language of error sentences: ``--lang`` where it stands, else the setting."""
    for place, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else None
        if word == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            return value
    try:
        return load_settings().language
    except BeleidswijzerError:
        return "nl"


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="beleidswijzer",
    prog_name="beleidswijzer",
    message="%(prog)s %(version)s",
    help="Toon de versie.",
)
def cli() -> None:
    """Vragen over gemeentelijk beleid, beantwoord met de passages die het bewijzen."""


for command in (cli_library.add, cli_library.remove, cli_library.diff, edit, figures, compare, reports, key):
    cli.add_command(command)
cli.add_command(account)


def _encoder(settings: Settings) -> SentenceEncoder:
    return SentenceEncoder(settings.model, dtype=settings.dtype)


def _store(settings: Settings) -> Store:
    return Store(settings.library)


def _library(settings: Settings, store: Store) -> Library:
    return Library(store, _encoder(settings), Readers(settings.limits).read)


def _searcher(settings: Settings) -> Searcher:
    reranker = cross_reranker(settings.reranker, settings.dtype)
    return Searcher(_store(settings), _encoder(settings), reranker=reranker)


def _assistant(settings: Settings) -> Assistant:
    return Assistant(_searcher(settings))


@cli.command(name="list")
@with_filters
@as_json
@with_library
def list_(settings: Settings, filters: Filters, json_: bool) -> None:
    """Toon de documenten in de bibliotheek; bij wat niet zeker is, staat een vraagteken."""
    with _store(settings).snapshot() as snapshot:
        records = snapshot.documents(replace(filters, all_versions=True))
    if json_:
        click.echo(json.dumps([show.document_json(r) for r in records], ensure_ascii=False, indent=1))
    elif not records:
        raise LibraryError("empty_library")
    else:
        for record in records:
            click.echo(show.document_line(record, settings.language))


@cli.command(name="show")
@click.argument("document_id", metavar="NUMMER")
@as_json
@with_library
def show_(settings: Settings, document_id: str, json_: bool) -> None:
    """Toon hoe een document gelezen is: blokken, tabellen en passages."""
    with _store(settings).snapshot() as snapshot:
        document = snapshot.document(document_id)
    if document is None:
        raise LibraryError("no_document", document_id=document_id)
    click.echo(show.structure_json(document) if json_ else show.structure_text(document, settings.language))


@cli.command()
@with_library
def reindex(settings: Settings) -> None:
    """Verwerk alle documenten opnieuw, bijvoorbeeld met een ander taalmodel."""
    library = _library(settings, _store(settings))
    with library.store.snapshot() as snapshot:
        count = len(snapshot.documents())
    with tqdm(total=count, unit="document", disable=None, leave=False) as bar:
        library.reindex(bar.update)
    click.echo(message("reindexed", settings.language, count=count, model=settings.model))


@cli.command()
@click.argument("text", metavar="TEKST")
@click.option(
    "-k",
    "count",
    default=10,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Aantal passages.",
)
@click.option("--exact", is_flag=True, help='Alleen passages met al deze woorden en "letterlijke zinnen".')
@with_filters
@as_json
@with_library
def search(settings: Settings, text: str, count: int, exact: bool, filters: Filters, json_: bool) -> None:
    """Zoek passages, op betekenis en op woorden; met --exact precies op wat er staat."""
    if exact:
        click.echo(exactly(_store(settings), text, count, filters, settings.language, json_))
        return
    hits = _searcher(settings).search(check(text), count, filters)
    if json_:
        click.echo(json.dumps([show.hit_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    elif not hits:
        click.echo(message("nothing_found", settings.language))
    else:
        click.echo("\n\n".join(show.hit_text(n, hit) for n, hit in enumerate(hits, 1)))


@cli.command()
@click.argument("question", required=False, metavar="VRAAG")
@click.option("--batch", type=click.Path(path_type=Path), help="Bestand met per regel {id, question}.")
@click.option("--output", type=click.Path(path_type=Path), help="Bestand voor de antwoorden van --batch.")
@click.option("--home", help="Eigen gemeente; die komt eerst.")
@click.option("--continue", "go_on", is_flag=True, help='Vraag door op de vorige vraag: "en in Emmen?".')
@click.option("--talk", is_flag=True, help="Stel vragen na elkaar; een lege regel stopt.")
@click.option("--forget", "erase", is_flag=True, help="Bewaar deze vraag niet, en wis de vorige.")
@with_filters
@as_json
@with_library
def ask(
    settings: Settings,
    question: str | None,
    batch: Path | None,
    output: Path | None,
    home: str | None,
    go_on: bool,
    talk: bool,
    erase: bool,
    filters: Filters,
    json_: bool,
) -> None:
    """Stel een vraag; het antwoord noemt bij elke zin de bron.

    De laatste vraag blijft bewaard voor --continue, in een bestand dat alleen u kunt lezen. Met
    --forget niet. Bij --batch en --talk wordt niets bewaard.
    """
    own = home or settings.municipality
    not_together({"--batch": bool(batch), "--continue": go_on, "--talk": talk})
    if batch:
        request = Request("", filters, own)
        rows = read_questions(batch)
        answer_batch(_assistant(settings), rows, output, request, settings.language)
        return
    turn = last_turn.recall() if go_on else None
    if erase:
        last_turn.forget()
    if talk:
        contacts = load_contacts(settings.contacts)
        converse(_assistant(settings), Request(question or "", filters, own), settings.language, contacts)
        return
    if question is None:
        if not erase:
            raise QuestionError("empty_question")
        click.echo(message("forgotten", settings.language))
        return
    if go_on and turn is None:
        raise QuestionError("no_previous")
    contacts = load_contacts(settings.contacts)
    with help_before_error(question):
        check(question)
        answer = ask_in_turn(_assistant(settings), Request(question, filters, own), turn)
    if not erase:
        last_turn.remember(turn_of(answer, turn))
    if json_:
        text = answer_text(answer, settings.language)
        content = answer_to_json(answer, text, beside=beside_json(answer, contacts, own))
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        near = contacts_for(answer, contacts, own)
        click.echo(show.answer_page(answer, settings.language, near, turn))


@cli.command()
@click.argument("questions", type=click.Path(path_type=Path), metavar="VRAGEN")
@as_json
@with_library
def evaluate(settings: Settings, questions: Path, json_: bool) -> None:
    """Meet de antwoorden op een bestand met vragen en gouden passages."""
    rows = read_gold(questions)
    table = measure(_assistant(settings), rows)
    click.echo(json.dumps(table, ensure_ascii=False) if json_ else table_text(table))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
@with_library
def serve(settings: Settings, host: str, port: int) -> None:
    """Start de webpagina."""
    from web.serve import serve as run

    run(settings, host, port)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
@click.option("--once", is_flag=True, help="Toon alleen het antwoord en stop.")
@with_settings
def demo(settings: Settings, host: str, port: int, once: bool) -> None:
    """Probeer het met de voorbeeldbibliotheek: een antwoord, en daarna de webpagina."""
    from web.demo import run_demo

    run_demo(settings, host, port, once)
