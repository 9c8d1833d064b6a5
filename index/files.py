"""Find the files to add: in folders, and in archives where each member is a document of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from corpus.describe import load_descriptions
from corpus.errors import ReadError
from corpus.reader import file_bytes

NOT_DOCUMENTS = frozenset({"documents.json"})
# Between an archive and a member of it in the name by which a document is known again.
IN_ARCHIVE = "!/"


class Archives(Protocol):
    """What can open an archive; the module ``corpus.archive`` does."""

    def is_archive(self, data: bytes) -> bool:
        """Tell whether these bytes are an archive of documents; an office document is not."""

    def members(self, data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of each member; raises ReadError for what is not safe to open."""


class NoArchives:
    """Opens nothing: an archive is a file like any other."""

    def is_archive(self, _data: bytes) -> bool:
        """Return False."""
        return False

    def members(self, _data: bytes, _source: str) -> Iterator[tuple[str, bytes]]:
        """Yield nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class File:
    """A file to add: ``source`` is its name for users, ``said`` what is known about it.

    ``origin`` tells the same document again when its contents have changed; by default its path.
    """

    path: Path
    source: str
    said: Mapping[str, object]
    origin: str = ""

    @property
    def known_as(self) -> str:
        """The name by which the same document is known again."""
        return self.origin or as_text(str(self.path.resolve()))


@dataclass(frozen=True, slots=True)
class Content:
    """A file, or a member of an archive, with its bytes, or with why there are none."""

    file: File
    data: bytes = field(default=b"", repr=False)
    error: ReadError | None = None


def find_files(paths: Sequence[Path], said: Mapping[str, object]) -> list[File]:
    """Return the files in these paths, folders searched, hidden and descriptive files left out.

    Raises ReadError ``no_such_path`` and ``no_documents``.
    """
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            members = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
            found.extend(_file(member, path, said) for member in members)
        elif path.exists():
            found.append(_file(path, path.parent, said))
        else:
            raise ReadError("no_such_path", path=str(path))
    if not found:
        raise ReadError("no_documents", path=", ".join(str(p) for p in paths))
    return found


def contents(files: Sequence[File], archives: Archives) -> Iterator[Content]:
    """Yield the files with their bytes, in order; of an archive its members, in their order."""
    for file in files:
        try:
            data = file_bytes(file.path, file.source)
            if not archives.is_archive(data):
                yield Content(file, data)
                continue
            for name, member in archives.members(data, file.source):
                if not _hidden(PurePosixPath(name)):
                    yield Content(_member(file, name), member)
        except ReadError as error:
            yield Content(file, error=error)


def _member(file: File, name: str) -> File:
    known = as_text(name)
    return replace(
        file,
        path=file.path / known,
        source=f"{file.source}/{known}",
        origin=f"{file.known_as}{IN_ARCHIVE}{known}",
    )


def _hidden(path: PurePosixPath | Path) -> bool:
    return path.name in NOT_DOCUMENTS or any(part.startswith(".") for part in path.parts)


def _file(path: Path, root: Path, said: Mapping[str, object]) -> File:
    beside = load_descriptions(path.parent).get(path.name, {})
    source = as_text(path.relative_to(root).as_posix() if path != root else path.name)
    return File(path, source, {**beside, **{k: v for k, v in said.items() if v is not None}})


def as_text(name: str) -> str:
    """Return a name that may have bytes that are no UTF-8 as text that can be stored and shown."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
