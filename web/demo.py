"""The demonstration: the sample library, one answer, and the web page."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import click
from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.settings import Settings, data_folder
from corpus.describe import load_descriptions
from corpus.errors import BeleidswijzerError
from corpus.isolate import Readers
from corpus.reader import readable
from index.embed import SentenceEncoder
from index.files import File
from index.library import Library
from index.rerank import cross_reranker
from index.search import Searcher
from index.store import Store
from web import show
from web.messages import error_message, message

QUESTION = "wat doen we aan laaggeletterdheid?"


def run_demo(settings: Settings, host: str, port: int, once: bool = False) -> None:
    """Build the sample library where it is missing, print an answer, then serve the page.

    The sample library has its own folder, so that a library of one's own is never touched.
    """
    from web.serve import check_port, serve

    if not once:
        check_port(host, port)
    chosen = replace(settings, library=sample_folder(), municipality=None, trials=True)
    encoder = SentenceEncoder(chosen.model, dtype=chosen.dtype)
    build_sample(chosen, encoder)
    reranker = cross_reranker(chosen.reranker, chosen.dtype)
    assistant = Assistant(Searcher(Store(chosen.library), encoder, reranker=reranker))
    click.echo(f"\n> {QUESTION}\n")
    click.echo(show.answer_page(assistant.ask(Request(QUESTION)), chosen.language))
    click.echo("")
    if not once:
        serve(chosen, host, port, assistant)


def sample_folder() -> Path:
    """Return where the sample library is kept."""
    return data_folder() / "voorbeeld"


def build_sample(settings: Settings, encoder: SentenceEncoder) -> None:
    """Add the sample documents; what is there already is skipped."""
    with as_file(files("corpus").joinpath("voorbeeld")) as folder:
        wanted = sample_files(folder)
        store = Store(settings.library, create=True)
        if is_built(store, wanted):
            return
        click.echo(message("building_sample", settings.language))
        library = Library(store, encoder, Readers(settings.limits).read)
        try:
            with tqdm(total=len(wanted), unit="document", disable=None, leave=False) as bar:
                for outcome in library.add(wanted):
                    bar.update()
                    if outcome.error:
                        click.echo(error_message(outcome.error, settings.language), err=True)
            remove_others(library, {file.origin for file in wanted})
        except KeyboardInterrupt as stop:
            raise click.exceptions.Abort from stop
        click.echo(message("sample_ready", settings.language, folder=settings.library))


def sample_files(folder: Path) -> list[File]:
    """Return one file for each sample document: the format that people have where it can be read,
    else its Markdown source.
    """
    described = load_descriptions(folder)
    found = []
    for source in sorted((folder / "bron").glob("*.md")):
        made = next((p for p in sorted(folder.glob(f"{source.stem}.*")) if readable(p)), source)
        found.append(File(made, made.name, described.get(made.name, {}), f"voorbeeld:{source.stem}"))
    return found


def remove_others(library: Library, origins: set[str]) -> None:
    """Remove what an earlier version of the sample library had and this one has not."""
    with library.store.snapshot() as snapshot:
        others = [record.document_id for record in snapshot.documents() if record.origin not in origins]
    for document_id in others:
        library.remove(document_id)


def is_built(store: Store, wanted: list[File]) -> bool:
    """Tell whether the library has all sample documents, as they are now."""
    digests = {sha256(file.path.read_bytes()).hexdigest() for file in wanted}
    try:
        with store.snapshot() as snapshot:
            return digests == {record.sha256 for record in snapshot.documents()}
    except BeleidswijzerError:
        return False
