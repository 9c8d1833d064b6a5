"""What reading one file may cost. The figures are settings; these are the ones in production."""

from __future__ import annotations

from dataclasses import dataclass, replace

MEGABYTE = 1_000_000
SMALL_MB = 3
# The largest file that is read, and the largest in an archive.
MOST_BYTES = 50 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading, in seconds and in megabytes of a million bytes.

    ``cpu_seconds`` is computing time, ``silence_seconds`` the wall time without a sign of life (a
    page that is done, the document), ``wall_seconds`` that of the whole file. ``memory_mb`` is address
    space, ``output_mb`` what may come back, ``open_files`` a number, ``file_mb`` the size of one
    temporary file. They hold for files up to 3 MB; each megabyte more adds what ``per_mb`` says.
    """

    cpu_seconds: int = 30
    silence_seconds: int = 30
    wall_seconds: int = 1800
    memory_mb: int = 1000
    output_mb: int = 50
    open_files: int = 64
    file_mb: int = 100
    seconds_per_mb: int = 10
    memory_mb_per_mb: int = 10
    output_mb_per_mb: int = 4

    def for_size(self, size: int) -> Limits:
        """Return the limits for a file of ``size`` bytes."""
        more = max(0, -(-size // MEGABYTE) - SMALL_MB)
        return replace(
            self,
            cpu_seconds=self.cpu_seconds + more * self.seconds_per_mb,
            silence_seconds=self.silence_seconds + more * self.seconds_per_mb,
            memory_mb=self.memory_mb + more * self.memory_mb_per_mb,
            output_mb=self.output_mb + more * self.output_mb_per_mb,
        )


PRODUCTION = Limits()
