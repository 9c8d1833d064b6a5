from __future__ import annotations

import socket
import time
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.isolate import Worker
from corpus.reader import read_bytes
from corpus.safe_xml import children, parse
from tests.isolated import read_apart
from tests.office import W, docx_parts, odt_parts, p, packed

LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
BODY = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>'
PLAIN = BODY.replace("&e11;", "Tekst.")
DOCTYPE = f"<!DOCTYPE d [{LAUGHS}]>"
OUTSIDE = '<!DOCTYPE d SYSTEM "http://127.0.0.1:{port}/x.dtd">'

HOSTILE: dict[str, bytes] = {
    "laughs": (DOCTYPE + BODY).encode(),
    "laughs after a declaration": (f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}{BODY}').encode(),
    "marked": b"\xef\xbb\xbf" + (DOCTYPE + BODY).encode(),
    "UTF-16": (DOCTYPE + BODY).encode("utf-16"),
    "UTF-16 unmarked": (DOCTYPE + BODY).encode("utf-16-le"),
    "UTF-16 the other way": (DOCTYPE + BODY).encode("utf-16-be"),
    "UTF-16 the other way, marked": b"\xfe\xff" + (DOCTYPE + BODY).encode("utf-16-be"),
    "UTF-32": ("\ufeff" + DOCTYPE + BODY).encode("utf-32-le"),
    "UTF-7": (
        '<?xml version="1.0" encoding="UTF-7"?>' + (DOCTYPE + BODY).replace("<!", "+ADwAIQ-")
    ).encode(),
    "EBCDIC": ('<?xml version="1.0" encoding="cp037"?>' + DOCTYPE + BODY).encode("cp037"),
    "a file of this machine": b'<!DOCTYPE d [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>' + BODY.encode(),
    "parameter entities": b'<!DOCTYPE d [<!ENTITY % a "<!ENTITY e11 \'x\'>">%a;]>' + BODY.encode(),
    "behind a comment": ("<!-- " + "x" * 5_000 + " -->" + DOCTYPE + BODY).encode(),
    "declared as another": ('<?xml version="1.0" encoding="IBM037"?>' + PLAIN).encode(),
}  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("place", ["word/document.xml", "word/styles.xml", "content.xml", "meta.xml"])
def test_a_document_type_is_refused_in_every_encoding(part: bytes, place: str) -> None:
    """Entities cannot be declared, in whatever character set and part, and nothing is read of it."""
    parts = (
        odt_parts("<text:p>Tekst.</text:p>") if place in ("content.xml", "meta.xml") else docx_parts(p("T"))
    )
    start = time.monotonic()
    with pytest.raises(ReadError) as error:
        read_bytes(packed(parts | {place: part}), "stuk")
    assert error.value.code == "unsafe_markup"
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE.keys())
def test_another_process_refuses_it_too(worker: Worker, part: bytes) -> None:
    """As it is read in production the refusal comes through, from a DOCX and from an ODT."""
    for parts in (docx_parts(p("T")) | {"word/document.xml": part}, odt_parts("") | {"content.xml": part}):
        assert read_apart(worker, packed(parts), "stuk.docx").code == "unsafe_markup"


def test_no_connection_is_made() -> None:
    """A document type on a server is refused without asking the server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        part = OUTSIDE.format(port=listener.getsockname()[1]) + BODY
        with pytest.raises(ReadError):
            read_bytes(packed(docx_parts("") | {"word/document.xml": part}), "stuk")
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_honest_xml_is_read_in_every_encoding(encoding: str) -> None:
    """What has no document type is read, with its accents."""
    text = PLAIN.replace("Tekst.", "Eén café.")
    assert (
        read_bytes(packed(docx_parts("") | {"word/document.xml": text.encode(encoding)}), "s").text
        == "Eén café."
    )


@pytest.mark.parametrize("part", ["", "Tekst zonder haken", "<a><b></a>", "<a", PLAIN[:-20], "<a>\0</a>"])
@pytest.mark.parametrize("place", ["word/document.xml", "word/styles.xml"])
def test_broken_xml_is_damaged(part: str, place: str) -> None:
    """XML that is not well formed is reported with the format it was to be."""
    with pytest.raises(ReadError) as error:
        read_bytes(packed(docx_parts(p("Tekst.")) | {place: part}), "stuk.docx")
    assert error.value.code in ("damaged", "unsafe_markup")


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_parts_without_end_are_refused(depth: int) -> None:
    """Elements thousands deep are refused, not followed."""
    data = packed(docx_parts("<w:sdt><w:sdtContent>" * depth), zipfile.ZIP_STORED)
    with pytest.raises(ReadError) as error:
        read_bytes(data, "stuk")
    assert error.value.code in ("unsafe_markup", "damaged")


def test_a_named_entity_that_nobody_declared_is_damage() -> None:
    """Without a document type only the five entities of XML exist."""
    with pytest.raises(ReadError) as error:
        parse(b"<a>&nbsp;</a>", "stuk", "ODT")
    assert error.value.code == "damaged"
    assert error.value.parameters["format"] == "ODT"


def test_children_are_forgotten_after_their_turn() -> None:
    """However many children there are, no more are kept than one bite of the file holds."""
    data = b"<r><b>" + b"<c><d>tekst</d></c>" * 20_000 + b"</b></r>"
    kept = []
    for child in children(data, frozenset({"b"}), "stuk", "DOCX"):
        assert child[0].text == "tekst"
        parent = child.getparent()
        assert parent is not None
        kept.append(len(parent))
    assert len(kept) == 20_000
    assert max(kept) < 2_000
