"""Office files without the moment they were made: the same contents are the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The first moment that a ZIP can say; office files carry it as their date too.
MOMENT = datetime(1980, 1, 1, tzinfo=UTC)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of these members in this order, all of one moment; ``mimetype`` is not packed, as
    OpenDocument asks."""
    target = BytesIO()
    with ZipFile(target, "w") as made:
        for name, content in members.items():
            info = ZipInfo(name, MOMENT.timetuple()[:6])
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            made.writestr(info, content)
    return target.getvalue()


def fixed(data: bytes) -> bytes:
    """Return a ZIP with the same members in the same order, all of one moment."""
    with ZipFile(BytesIO(data)) as old:
        return zipped({member.filename: old.read(member) for member in old.infolist()})
