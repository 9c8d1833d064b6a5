"""The sample library is true to its sources, in its own words, marked, and reproducible."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "corpus" / "voorbeeld"
OFFICIAL = ROOT.parent / "shared" / "corpus"
SHEETS = sorted((LIBRARY / "bron").glob("*.md"))
OUTPUTS = sorted(p for p in LIBRARY.iterdir() if p.is_file() and p.name != "documents.json")
MARK = "Samenvatting, niet de officiële tekst."
RUN = 7
MUNICIPALITIES = 5
BREAK = "|"

FIGURE = re.compile(r"(?P<euro>€\s*)?-?\s*(?P<number>\d+(?:[.,]\d+)*)(?P<unit>\s*%|\s+miljoen\b|\s+euro\b)?")
SPELLED = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
NUMBER_WORDS = {word: str(value) for value, word in enumerate(SPELLED, start=2)}
QUOTED_NAME = re.compile("\u2018[^\u2018\u2019]{1,60}\u2019")

each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)


def official_text(sheet: Path) -> str:
    """Return the official source of a sheet, or skip where it is absent."""
    source = OFFICIAL / f"{sheet.stem.removeprefix('samenvatting-')}.txt"
    if not source.is_file():
        pytest.skip("the official texts are not at hand")
    return source.read_text(encoding="utf-8")


def figures(text: str) -> list[tuple[str, str]]:
    """List the numbers of a text in order, each with its unit; signs are left out."""
    found = []
    for match in FIGURE.finditer(text):
        euro = "€" if match["euro"] or "euro" in (match["unit"] or "") else ""
        unit = (match["unit"] or "").strip().replace("euro", "")
        found.append((match["number"], euro + unit))
    return found


def numbers(text: str) -> list[str]:
    """List the numbers of a text in order, without unit or sign."""
    return [number for number, _ in figures(text)]


def number_words(text: str) -> set[str]:
    """Find the numbers from two on that a text writes out in words."""
    return NUMBER_WORDS.keys() & set(re.findall(r"\w+", text.lower()))


def table_rows(markdown: str) -> Iterator[list[str]]:
    """Give the cells of every body row of every table."""
    in_body = False
    for line in markdown.splitlines():
        if not line.startswith("|"):
            in_body = False
        elif line.startswith("| ---"):
            in_body = True
        elif in_body:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def follows(part: list[str], whole: list[str]) -> bool:
    """Tell whether the items of ``part`` stand in ``whole`` in that order."""
    rest = iter(whole)
    return all(item in rest for item in part)


def words(text: str) -> list[str]:
    """Split a text into lower-case words; a break sign counts as one."""
    return re.findall(r"[^\W_]+|\|", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """Collect every run of consecutive words that crosses no break."""
    stream = words(text)
    spans = zip(*(stream[start:] for start in range(RUN)), strict=False)
    return {span for span in spans if BREAK not in span}


def own_prose(markdown: str) -> str:
    """Leave out tables, names in quotes, and the lines that name the official source."""
    kept = (
        BREAK if line.startswith(("|", "Bron: ", f"*{MARK}", "# ")) else line
        for line in markdown.splitlines()
    )
    return QUOTED_NAME.sub(BREAK, "\n".join(kept))


def catalogue() -> dict[str, dict[str, str | int | None]]:
    """Read the metadata of the sample library."""
    entries: dict[str, dict[str, str | int | None]] = json.loads(
        (LIBRARY / "documents.json").read_text(encoding="utf-8")
    )
    return entries


def visible_bytes(output: Path) -> bytes:
    """Return the stored text of an output; none of them is compressed."""
    if output.suffix == ".docx":
        with zipfile.ZipFile(output) as package:
            return package.read("word/document.xml")
    return output.read_bytes()


def test_each_municipality_has_one_sheet_and_one_output() -> None:
    """The library holds one sheet and one output of each of five municipalities."""
    municipalities = {catalogue()[path.name]["municipality"] for path in SHEETS}
    assert len(municipalities) == len(SHEETS) == MUNICIPALITIES
    assert [path.stem for path in SHEETS] == [path.stem for path in OUTPUTS]


@each_sheet
def test_every_number_stands_in_the_official_source(sheet: Path) -> None:
    """No sheet holds a number, in digits or words, that its source does not, unit included."""
    official, markdown = official_text(sheet), sheet.read_text(encoding="utf-8")
    with_unit, bare = set(figures(official)), set(numbers(official))
    unknown = [
        (number, unit)
        for number, unit in figures(markdown)
        if (number, unit) not in with_unit and (unit or number not in bare)
    ]
    spelled = number_words(official)
    unknown += [
        (word, "")
        for word in sorted(number_words(markdown))
        if word not in spelled and NUMBER_WORDS[word] not in bare
    ]
    assert unknown == []


@each_sheet
def test_every_table_row_stands_in_one_source_line(sheet: Path) -> None:
    """The label and figures of each table row stand in one line of the source, in that order."""
    lines = [" ".join(line.split()) for line in official_text(sheet).splitlines()]
    for label, *cells in table_rows(sheet.read_text(encoding="utf-8")):
        wanted = numbers(" ".join(cells))
        if wanted:
            rests = [line.removeprefix(label) for line in lines if line.startswith(f"{label} ")]
            assert any(follows(wanted, numbers(rest)) for rest in rests), (label, wanted)


@each_sheet
def test_no_run_of_words_is_copied(sheet: Path) -> None:
    """A sheet shares no run of seven words with its source, names and table rows aside."""
    official = official_text(sheet).replace(BREAK, " ")
    assert runs(own_prose(sheet.read_text(encoding="utf-8"))) & runs(official) == set()


@each_sheet
def test_every_section_names_its_source(sheet: Path) -> None:
    """Each section ends with a line that names sections of the official source."""
    _, *sections = sheet.read_text(encoding="utf-8").split("\n## ")
    assert sections
    assert all(section.strip().splitlines()[-1].startswith("Bron: ") for section in sections)


@each_sheet
def test_each_sheet_is_marked_as_a_summary(sheet: Path) -> None:
    """Title and first line say that this is a summary, of what, and not the official text."""
    about = catalogue()[sheet.name]
    title, _, mark = sheet.read_text(encoding="utf-8").splitlines()[:3]
    assert title == f"# Samenvatting: {about['summary_of']}"
    assert mark == f"*{MARK} Bron: {about['summary_of']}, gemeente {about['municipality']}.*"


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda path: path.name)
def test_each_output_is_marked_as_a_summary(output: Path) -> None:
    """The mark is text in every rendered output and its title is in the catalogue."""
    about = catalogue()[output.name]
    assert about["title"] == f"Samenvatting: {about['summary_of']}"
    mark = MARK.encode() if output.suffix != ".pdf" else rb"Samenvatting, niet de offici\353le"
    assert mark in visible_bytes(output)


@each_sheet
def test_the_catalogue_agrees_with_the_official_one(sheet: Path) -> None:
    """Sheet and output carry the metadata of the official document, under a summary's title."""
    official_text(sheet)
    entries = json.loads((OFFICIAL / "documents.json").read_text(encoding="utf-8"))
    official = entries[f"{sheet.stem.removeprefix('samenvatting-')}.txt"]
    title = official["title"]
    expected = {**official, "title": f"Samenvatting: {title}", "summary_of": title}
    found = {name: about for name, about in catalogue().items() if Path(name).stem == sheet.stem}
    assert set(found) == {sheet.name, *(p.name for p in OUTPUTS if p.stem == sheet.stem)}
    assert all(about == expected for about in found.values())


def test_rendering_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """The script reproduces the committed outputs byte for byte."""
    for module in ("docx", "markdown_it", "reportlab"):
        pytest.importorskip(module, reason=f"{module} is needed to render the sample library")
    command = [sys.executable, "-m", "tools.make_sample_library", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == [path.name for path in OUTPUTS]
    differing = [path.name for path in OUTPUTS if path.read_bytes() != made[path.name]]
    assert differing == []
