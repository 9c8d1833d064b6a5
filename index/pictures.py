"""Pictures of pages kept on disk beside the library: a cache, from which anything may be missing.

Every original has a folder of its own, so that its pictures go when it goes.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from corpus.page_picture import PagePicture, unpacked

FOLDER = "pictures"
# Of all pictures together; the ones that were used longest ago go first, down to this share.
MOST_BYTES, KEPT_SHARE = 200_000_000, 0.8
DIGEST = re.compile(r"[0-9a-f]{64}")


class Pictures:
    """The kept pictures in the folder of a library. May be used by several threads and processes."""

    def __init__(self, library: Path, most: int = MOST_BYTES) -> None:
        self._folder = library / FOLDER
        self._most = most

    def get(self, sha256: str, page: int, width: int) -> PagePicture | None:
        """Return a kept picture; None where there is none, or a damaged one."""
        path = self._path(sha256, page, width)
        try:
            picture = unpacked(path.read_bytes())
        except (OSError, ValueError):
            return None
        with suppress(OSError):
            os.utime(path)
        return picture

    def put(
        self, sha256: str, page: int, width: int, picture: PagePicture, is_kept: Callable[[], bool]
    ) -> None:
        """Keep a picture; where the disk does not allow it, nothing is kept.

        ``is_kept`` tells whether the original is still in the library: asked when the picture stands on
        the disk, so that a document that was removed meanwhile leaves none.
        """
        path = self._path(sha256, page, width)
        data = picture.packed()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        if is_kept():
            self._make_room()
        else:
            self.forget(sha256)

    def forget(self, sha256: str) -> None:
        """Remove every picture of an original."""
        shutil.rmtree(self._folder / sha256, ignore_errors=True)

    def keep_only(self, kept: Collection[str]) -> None:
        """Remove every picture of an original that is not among these."""
        for folder in self._folder.glob("*"):
            if folder.name not in kept:
                # A second time where a picture was just being put there.
                shutil.rmtree(folder, ignore_errors=True)
                if folder.exists():
                    shutil.rmtree(folder)

    def strangers(self, kept: Collection[str]) -> bool:
        """Tell whether there are pictures of an original that is not among these."""
        return any(folder.name not in kept for folder in self._folder.glob("*"))

    def _path(self, sha256: str, page: int, width: int) -> Path:
        if not DIGEST.fullmatch(sha256):
            raise ValueError("no digest")
        return self._folder / sha256 / f"{page}-{width}"

    def _make_room(self) -> None:
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self._most:
            return
        for _, size, path in sorted(found):
            path.unlink(missing_ok=True)
            total -= size
            if total <= self._most * KEPT_SHARE:
                return
