"""Stylesheets, scripts, fonts and pictures: compressed once, and kept by browsers for as long as they like.

Each is asked for with a digest of its content in the address. With it the answer may be kept for a year,
for another content has another address; without it a browser asks each time whether it is still the same.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
}
# What else a municipality may lay beside its own stylesheet.
BESIDE = frozenset((*KINDS, ".png", ".webp", ".woff"))
PACKED = frozenset((".woff", ".woff2", ".png", ".webp"))
FOREVER = "public, max-age=31536000, immutable"
LEAST = 400


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: its bytes, these compressed where that makes them smaller, and a digest."""

    body: bytes
    packed: bytes | None
    kind: str
    digest: str


def load_asset(path: Path) -> Asset:
    """Return a file, ready to be sent; raises OSError where it cannot be read."""
    body = path.read_bytes()
    packed = None if path.suffix in PACKED or len(body) < LEAST else gzip.compress(body, 9, mtime=0)
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain; charset=utf-8"
    return Asset(body, packed, kind, hashlib.sha256(body).hexdigest()[:12])


def load_assets(folder: Path) -> dict[str, Asset]:
    """Return the files in a folder and below it, by their path in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): load_asset(path) for path in files}


def load_theme(sheet: Path) -> dict[str, Asset]:
    """Return a stylesheet and the fonts and pictures that lie in the same folder, by name."""
    return {path.name: load_asset(path) for path in sorted(sheet.parent.iterdir()) if path.suffix in BESIDE}


def response(assets: dict[str, Asset], filename: str) -> Response:
    """Return one of the assets, compressed for who takes that; 404 where there is no such file."""
    asset = assets.get(filename)
    if asset is None:
        abort(404)
    packed = asset.packed if request.accept_encodings.quality("gzip") else None
    sent = Response(packed or asset.body, content_type=asset.kind)
    sent.set_etag(f"{asset.digest}-gzip" if packed else asset.digest)
    if packed:
        sent.headers["Content-Encoding"] = "gzip"
    if asset.packed:
        sent.headers["Vary"] = "Accept-Encoding"
    sent.headers["Cache-Control"] = FOREVER if request.args.get("v") == asset.digest else "no-cache"
    sent.make_conditional(request)
    return sent


def address(assets: dict[str, Asset], endpoint: str, filename: str) -> str:
    """Return the address of an asset with the digest of its content."""
    return url_for(endpoint, filename=filename, v=assets[filename].digest)


def add_routes(app: Flask, theme: Path | None) -> None:
    """Serve the files of the pages at ``/static``, and those beside a municipality's own stylesheet
    ``theme`` at ``/thema``; templates get ``asset(name)`` and ``themes``, a function that lists the
    addresses of the own stylesheets."""
    own = load_assets(FOLDER)
    app.add_url_rule("/static/<path:filename>", "static", partial(response, own))
    app.jinja_env.globals["asset"] = partial(address, own, "static")
    beside = load_theme(theme) if theme else {}
    sheets = [theme.name] if theme else []
    app.add_url_rule("/thema/<path:filename>", "theme", partial(response, beside))
    app.jinja_env.globals["themes"] = lambda: [address(beside, "theme", name) for name in sheets]
