"""Damaged files: every sample of every format that can be read, changed in thousands of ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.isolate import Readers
from corpus.limits import Limits
from corpus.reader import readable
from corpus.reply import REPORTED

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "voorbeeld"
PLAIN = (
    "Beleidsplan\r\n\r\nDe raad besluit:\n1. geld;\n\n\t€ 1.250\t2024\n\x0cBijlage é\n".encode("cp1252") * 9
)
# One file of each format, the smallest; new formats join when there is a reader for them.
FILES = {
    path.suffix: path
    for path in sorted(SAMPLES.rglob("*.*"), key=lambda path: -path.stat().st_size)
    if path.suffix != ".json" and readable(path)
}
CONTENTS = {"stuk.txt": PLAIN, **{f"stuk{suffix}": path.read_bytes() for suffix, path in FILES.items()}}
# Damage that a reader answers with a sentence; how a reader was stopped is not among them.
REFUSALS = REPORTED.keys() - {"reader_failed", "too_much_memory"}
LIMITS = Limits(cpu_seconds=10, silence_seconds=20)

TOKENS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"|",
        b"\n| --- |\n",
        b"# ",
        b"<table>",
        b"</td>",
        b"&#x;",
    ),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"]]>",
        b"%PDF-1.7\n",
        b"endobj",
        b"stream\n",
        b"PK\x05\x06",
        b"/Count ",
    ),
    *(b"-1", b"99999999999", b"1e999", b"<<", b">>", b"(", b"\\", b"\xcc\x81" * 40, b"\xe2\x80\xae", b"["),
)
PLACES = st.floats(0, 1, exclude_max=True)
CHANGES = st.lists(
    st.tuples(st.sampled_from("fdirt"), PLACES, st.integers(1, 200), st.sampled_from(TOKENS)),
    min_size=1,
    max_size=8,
)


def changed(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    """Return the file with bytes flipped, deleted, inserted or repeated, or its end cut off."""
    for what, place, size, token in changes:
        at = int(place * len(data))
        before, part, after = data[:at], data[at : at + size], data[at + size :]
        data = {
            "f": before + bytes(byte ^ (size | 1) for byte in part[:3]) + part[3:] + after,
            "d": before + after,
            "i": before + token + part + after,
            "r": before + part * 3 + after,
            "t": before + part if place > 0.5 else data,
        }[what]
    return data


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Return one reader, so that a parser that hangs or crashes shows as an error."""
    with Readers(LIMITS, 1) as made:
        yield made


def damage(readers: Readers, name: str, changes: list[tuple[str, float, int, bytes]]) -> None:
    """Read a damaged file: a sound document comes of it, or a refusal that says what is wrong."""
    try:
        document = readers.read(changed(CONTENTS[name], changes), name)
    except ReadError as error:
        if error.code not in REFUSALS:
            raise
    else:
        assert document.blocks
        assert all(block.span.of(document.text).strip() for block in document.blocks)


@pytest.mark.parametrize("name", sorted(CONTENTS))
@settings(max_examples=-(-2000 // len(CONTENTS)))
@given(changes=CHANGES)
def test_a_damaged_file_is_read_or_refused(
    readers: Readers, name: str, changes: list[tuple[str, float, int, bytes]]
) -> None:
    """Whatever happens to a file, a sound document or a clear refusal comes of it: 2,000 in all."""
    damage(readers, name, changes)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(CONTENTS))
@settings(max_examples=5000)
@given(changes=CHANGES)
def test_a_file_damaged_in_many_ways_is_read_or_refused(
    readers: Readers, name: str, changes: list[tuple[str, float, int, bytes]]
) -> None:
    """The same, 5,000 times for each format."""
    damage(readers, name, changes)
