"""What a spreadsheet and a text of OpenDocument have in common: their parts, and what they are packed in."""

from __future__ import annotations

from xml.sax.saxutils import escape

from web.export_rows import clean
from web.export_zip import MOMENT, zipped

NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        **{
            name: f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"
            for name, path in {
                "office": "office",
                "style": "style",
                "table": "table",
                "text": "text",
                "number": "datastyle",
                "meta": "meta",
                "fo": "xsl-fo-compatible",
            }.items()
        },
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LANGUAGES = {"nl": ("nl", "NL"), "en": ("en", "GB")}
FONT = ' style:font-name="Arial" fo:font-family="Arial"'


def packed(media_type: str, content: str, styles: str, title: str, language: str) -> bytes:
    """Return a file of this kind with these parts; its other parts are made here."""
    return zipped(
        {
            "mimetype": media_type,
            "META-INF/manifest.xml": _manifest(media_type),
            "content.xml": content,
            "styles.xml": styles,
            "meta.xml": _meta(title, language),
        }
    )


def part(name: str, inside: str) -> str:
    """Return a part of a file: "content", "styles" or "meta"."""
    root = f"office:document-{name}"
    return f'{HEAD}<{root} {NAMESPACES} office:version="1.3">{inside}</{root}>'


def _manifest(media_type: str) -> str:
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        ' manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
        f' manifest:media-type="{media_type}"/>'
        f"{parts}</manifest:manifest>"
    )


def _meta(title: str, language: str) -> str:
    """Return title, language and maker; the moment is always the same, so that the bytes are."""
    moment = MOMENT.replace(tzinfo=None).isoformat()
    return part(
        "meta",
        f"<office:meta><meta:generator>Beleidswijzer</meta:generator><dc:title>{escape(clean(title))}"
        f"</dc:title><meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date>"
        f"<dc:language>{'-'.join(LANGUAGES[language])}</dc:language></office:meta>",
    )
