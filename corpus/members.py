"""The files in an archive, as another process unpacked them: by name, kept on disk until they are read."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

from corpus.errors import ReadError
from corpus.reply import Listing, bad_reply


class Members:
    """The members of an archive, in its order; a context manager.

    Their bytes stand in ``file``, which has no name and is gone when it is closed.
    """

    def __init__(self, source: str, file: IO[bytes]) -> None:
        self._source = source
        self._file = file
        self._taken: list[tuple[int, int]] = []
        self._places: dict[str, tuple[int, int] | ReadError] = {}

    def take(self, content: bytearray) -> None:
        """Keep the bytes of the next member."""
        self._taken.append((self._file.tell(), len(content)))
        self._file.write(content)

    def named(self, listing: Listing) -> Members:
        """Return these members under their names; raises ReadError where the numbers differ."""
        taken = iter(self._taken)
        self._places = {name: error or next(taken, (-1, 0)) for name, error in listing}
        if any(place == (-1, 0) for place in self._places.values()) or next(taken, None):
            raise bad_reply(self._source)
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; raises ReadError where it could not be unpacked."""
        place = self._places[name]
        if isinstance(place, ReadError):
            raise place
        start, size = place
        self._file.seek(start)
        return self._file.read(size)

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
