"""Take the components and tokens of NL Design System that the pages use into ``web/static/vendored``.

Run where npm is, at development time only: ``python -m tools.vendor_design_system``. What is installed by
npm runs no script of its own, and nothing of it is needed where the pages are served. The stylesheet holds
the components as they were published and of the 2,300 tokens of the theme only those that they ask for.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "web" / "static" / "vendored"
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource/noto-sans"
WEIGHTS = (400, 700)
COMPONENTS = {
    "@nl-design-system-candidate/button-css": "1.1.0",
    "@nl-design-system-candidate/data-badge-css": "1.0.5",
    "@nl-design-system-candidate/heading-css": "1.1.3",
    "@nl-design-system-candidate/link-css": "2.0.3",
    "@nl-design-system-candidate/mark-css": "1.0.5",
    "@nl-design-system-candidate/paragraph-css": "2.1.3",
    "@nl-design-system-candidate/skip-link-css": "1.0.5",
    "@utrecht/alert-css": "4.0.2",
    "@utrecht/form-label-css": "3.0.1",
    "@utrecht/page-footer-css": "4.0.2",
    "@utrecht/page-header-css": "3.0.2",
    "@utrecht/root-css": "4.1.1",
    "@utrecht/select-css": "3.0.1",
    "@utrecht/table-css": "3.0.1",
    "@utrecht/textarea-css": "4.0.1",
    "@utrecht/textbox-css": "4.0.1",
}
VERSIONS = {**COMPONENTS, THEME: "7.4.1", FONT: "5.3.0"}
# Our own stylesheets use tokens of the theme too.
OWN = ("theme.css", "site.css")
LICENCES = {"LICENSE-EUPL-1.2.md": (THEME, "LICENSE.md"), "LICENSE-OFL-1.1.txt": (FONT, "LICENSE")}

DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
ASKED = re.compile(r"var\(\s*(--[\w-]+)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Package:
    """A package as npm installed it: its folder, and what it says of itself."""

    name: str
    folder: Path
    version: str
    licence: str


def main() -> int:
    """Write the stylesheet, the fonts, the licences and the README; returns the exit status."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not installed; try: apt-get install npm", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: installed(Path(folder), name) for name in install(npm, Path(folder))}
        FOLDER.mkdir(exist_ok=True)
        css = [component_css(packages[name]) for name in sorted(COMPONENTS)]
        own = [(FOLDER.parent / name).read_text("utf-8") for name in OWN]
        theme = (packages[THEME].folder / "dist" / "theme.css").read_text("utf-8")
        used = tokens_used(dict(DECLARATION.findall(theme)), [*css, *own])
        sheet = stylesheet(packages.values(), used, css)
        (FOLDER / "nl-design-system.css").write_text(sheet, "utf-8")
        for weight in WEIGHTS:
            name = f"noto-sans-latin-{weight}-normal.woff2"
            shutil.copyfile(packages[FONT].folder / "files" / name, FOLDER / name)
        for target, (name, source) in LICENCES.items():
            shutil.copyfile(packages[name].folder / source, FOLDER / target)
        (FOLDER / "README.md").write_text(readme(packages.values()), "utf-8")
    print(f"{len(used)} tokens, {len(sheet):,} characters")
    return 0


def install(npm: str, folder: Path) -> list[str]:
    """Install the pinned versions in a folder; returns the names of the packages."""
    wanted = [f"{name}@{version}" for name, version in VERSIONS.items()]
    (folder / "package.json").write_text("{}")
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--save-exact")
    subprocess.run([npm, "install", *options, *wanted], cwd=folder, check=True)
    return list(VERSIONS)


def installed(folder: Path, name: str) -> Package:
    """Return what npm installed under a name."""
    at = folder / "node_modules" / name
    about = json.loads((at / "package.json").read_text("utf-8"))
    return Package(name, at, about["version"], about["license"])


def component_css(package: Package) -> str:
    """Return the css of a component, on one line, without its comments."""
    dist = package.folder / "dist"
    named = dist / f"{package.folder.name.removesuffix('-css')}.css"
    file = next(f for f in (dist / "index.min.css", named) if f.is_file())
    return COMMENT.sub("", SOURCE_MAP.sub("", file.read_text("utf-8"))).strip()


def tokens_used(tokens: Mapping[str, str], css: Iterable[str]) -> dict[str, str]:
    """Return the tokens that stylesheets ask for, and those that these ask for in turn, in their order."""
    wanted: set[str] = set()
    asked = {name for text in css for name in ASKED.findall(text)}
    while asked:
        wanted |= asked
        asked = {name for token in asked for name in ASKED.findall(tokens.get(token, ""))} - wanted
    return {name: " ".join(value.split()) for name, value in tokens.items() if name in wanted}


def stylesheet(packages: Iterable[Package], tokens: Mapping[str, str], css: Iterable[str]) -> str:
    """Return the tokens and the components as one stylesheet, with where they come from."""
    names = ", ".join(f"{package.name} {package.version}" for package in packages if package.name != FONT)
    declared = "".join(f"{name}:{value};" for name, value in tokens.items())
    head = f"/* Made by tools/vendor_design_system.py; do not edit. Licence: EUPL-1.2. From: {names}. */"
    return "\n".join((head, f":root{{{declared}}}", *css, ""))


def readme(packages: Iterable[Package]) -> str:
    """Return the README of the folder: what is in it, from which package, under which licence."""
    rows = "\n".join(f"| `{p.name}` | {p.version} | {p.licence} |" for p in packages)
    return f"""# What was taken over

Made by `python -m tools.vendor_design_system`; change that script rather than these files.

- `nl-design-system.css`: components of NL Design System, and the tokens of its neutral example theme that
  they use. EUPL-1.2, kept apart from our own stylesheets; its text is in `LICENSE-EUPL-1.2.md`.
- `noto-sans-latin-400-normal.woff2`, `noto-sans-latin-700-normal.woff2`: the typeface Noto Sans. OFL-1.1;
  its text is in `LICENSE-OFL-1.1.txt`.

Colours, font and focus are set in `../theme.css`. No house style of a municipality is in here.

| package | version | licence |
| --- | --- | --- |
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
