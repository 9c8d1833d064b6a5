"""Office files without the moment they were made: the same contents are the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The first moment that a ZIP can say; office files carry it as their date too.
MOMENT = datetime(1980, 1, 1, tzinfo=UTC)


def fixed(data: bytes) -> bytes:
    """Return a ZIP with the same members in the same order, all of one moment."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w") as new:
        for member in old.infolist():
            info = ZipInfo(member.filename, MOMENT.timetuple()[:6])
            info.compress_type = ZIP_STORED if member.filename == "mimetype" else ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(member))
    return target.getvalue()
