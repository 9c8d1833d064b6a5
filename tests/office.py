"""Small DOCX and ODT files, made by hand: what a test is about is all there is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

ODF_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        **{word: word for word in ("office", "text", "style", "table", "meta", "manifest")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx_parts(body: str, namespace: str = W, **parts: str) -> dict[str, str | bytes]:
    """Return the parts of a DOCX with this body; other parts by name ("styles", "numbering",
    "footnotes", "core", "app"), the inside of their root."""
    roots = {"styles": "w:styles", "numbering": "w:numbering"} | {
        kind: f"w:{kind}" for kind in ("footnotes", "endnotes")
    }
    extra = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(
            {
                "officeDocument": "word/document.xml",
                "core-properties": "docProps/core.xml",
                "extended-properties": "docProps/app.xml",
            }
        ),
        "word/document.xml": (
            f'{HEAD}<w:document xmlns:w="{namespace}" {extra}><w:body>{body}</w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in roots}),
    }
    for kind, inside in parts.items():
        if kind in roots:
            root = roots[kind]
            files[f"word/{kind}.xml"] = f'{HEAD}<{root} xmlns:w="{namespace}">{inside}</{root}>'
        elif kind == "core":
            files["docProps/core.xml"] = (
                f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
                f"{inside}</cp:coreProperties>"
            )
        else:
            files["docProps/app.xml"] = f'{HEAD}<Properties xmlns="urn:x">{inside}</Properties>'
    return files


def _relations(targets: Mapping[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def docx(body: str, namespace: str = W, **parts: str) -> bytes:
    """Return a DOCX with this body and these other parts."""
    return packed(docx_parts(body, namespace, **parts))


def p(text: str, style: str = "", properties: str = "", run: str = "") -> str:
    """Return a Word paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f"<w:p><w:pPr>{named}{properties}</w:pPr>"
        f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def tc(text: str, properties: str = "", run: str = "") -> str:
    """Return a Word table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text, run=run)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a Word table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a Word table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def style(style_id: str, name: str, inside: str = "", kind: str = "paragraph") -> str:
    """Return a Word style."""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{inside}</w:style>'


def odt_parts(body: str, automatic: str = "", styles: str = "", meta: str = "") -> dict[str, str | bytes]:
    """Return the parts of an ODT with this text, automatic and named styles, and properties."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f"{HEAD}<manifest:manifest {ODF_SPACES}/>",
        "content.xml": (
            f"{HEAD}<office:document-content {ODF_SPACES}>"
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ),
        "styles.xml": (
            f"{HEAD}<office:document-styles {ODF_SPACES}><office:styles>{styles}</office:styles>"
            "</office:document-styles>"
        ),
        "meta.xml": (
            f'{HEAD}<office:document-meta xmlns:dc="http://purl.org/dc/elements/1.1/" {ODF_SPACES}>'
            f"<office:meta>{meta}</office:meta></office:document-meta>"
        ),
    }


def odt(body: str, automatic: str = "", styles: str = "", meta: str = "") -> bytes:
    """Return an ODT with this text."""
    return packed(odt_parts(body, automatic, styles, meta))
