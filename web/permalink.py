"""The address of a passage: its document and version, where it stands, and the digest of its quote."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from corpus.document import Span
from index.engine import DocumentRecord


def quote_digest(quote: str) -> str:
    """Return the digest of a quote: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def passage_address(record: DocumentRecord, span: Span, quote: str, site: str = "") -> str:
    """Return the address of a passage on the web page at ``site``; without one it begins with "/"."""
    version = record.text_version
    place = {"start": span.start, "end": span.end, "version": version, "digest": quote_digest(quote)}
    return f"{site.rstrip('/')}/documenten/{record.document_id}?{urlencode(place)}#passage"
