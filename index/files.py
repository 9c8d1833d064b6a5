"""Find the files to add: in folders, and in archives where each member is a document of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from corpus.describe import descriptions_in, load_descriptions, said_too
from corpus.errors import ReadError
from corpus.members import Members
from corpus.reader import file_bytes

DESCRIPTIONS = "documents.json"
# A file of descriptions in an archive is read here, so it has to be a small one.
MOST_OF_DESCRIPTIONS = 1_000_000
# Between an archive and a member of it in the name by which a document is known again.
IN_ARCHIVE = "!/"


# Opens an archive; None for a file that is none. `corpus.isolate.Readers.unpack` does it elsewhere.
Unpack = Callable[[bytes, str], Members | None]


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


def contents(files: Sequence[File], unpack: Unpack) -> Iterator[Content]:
    """Yield the files with their bytes, in order; of an archive its members, in their order."""
    for file in files:
        try:
            data = file_bytes(file.path, file.source)
            members = unpack(data, file.source)
            if members is None:
                yield Content(file, data)
                continue
            with members:
                yield from _members(file, members)
        except ReadError as error:
            yield Content(file, error=error)


def _members(archive: File, members: Members) -> Iterator[Content]:
    """Yield the documents in an archive; raises ReadError ``no_documents`` or ``bad_description``."""
    names = [name for name in members if not _hidden(PurePosixPath(name))]
    if not names:
        raise ReadError("no_documents", path=archive.source)
    said = _said_inside(archive, members)
    for name in names:
        file = _member(archive, name, said.get(name, {}))
        try:
            yield Content(file, members.read(name))
        except ReadError as error:
            yield Content(file, error=error)


def _said_inside(archive: File, members: Members) -> dict[str, Mapping[str, object]]:
    """Return what the files of descriptions in an archive say of the members beside them."""
    said: dict[str, Mapping[str, object]] = {}
    for name in members:
        if PurePosixPath(name).name != DESCRIPTIONS:
            continue
        source, data = f"{archive.source}/{name}", members.read(name)
        if len(data) > MOST_OF_DESCRIPTIONS:
            raise ReadError("too_large", source=source, megabytes=MOST_OF_DESCRIPTIONS // 1_000_000)
        for beside, fields in descriptions_in(data, source).items():
            said[str(PurePosixPath(name).parent / beside)] = fields
    return said


def _member(file: File, name: str, said: Mapping[str, object]) -> File:
    """Return a member as a file; what is said of the whole archive holds for each of them."""
    known = as_text(name)
    return File(
        file.path / known,
        f"{file.source}/{known}",
        said_too(said, file.said),
        f"{file.known_as}{IN_ARCHIVE}{known}",
    )


def _hidden(path: PurePosixPath | Path) -> bool:
    return path.name == DESCRIPTIONS or any(part.startswith(".") for part in path.parts)


def _file(path: Path, root: Path, said: Mapping[str, object]) -> File:
    beside = load_descriptions(path.parent).get(path.name, {})
    source = as_text(path.relative_to(root).as_posix() if path != root else path.name)
    return File(path, source, said_too(beside, {k: v for k, v in said.items() if v is not None}))


def as_text(name: str) -> str:
    """Return a name that may have bytes that are no UTF-8 as text that can be stored and shown."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
