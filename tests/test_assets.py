from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError
from tests.test_web import Page
from tools.vendor_design_system import ASKED, FOLDER, VERSIONS, tokens_used
from web import assets
from web.app import create_app

STATIC = FOLDER.parent
SHEETS = ("vendored/nl-design-system.css", "theme.css", "site.css", "chart.css")
MOST_SCRIPT_LINES = 100


def serving(theme: Path | None = None) -> FlaskClient:
    """Return a client of an application that only serves assets."""
    app = Flask("web", static_folder=None)
    assets.add_routes(app, theme)
    app.add_url_rule("/", "start", lambda: " ".join(app.jinja_env.globals["themes"]()))  # type: ignore[operator]
    return app.test_client()


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_is_sent_compressed_to_who_takes_that(name: str) -> None:
    """With gzip a fraction of the bytes comes, the same once unpacked; without it the bytes themselves."""
    client = serving()
    plain = client.get(f"/static/{name}")
    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, br"})
    assert plain.data == (STATIC / name).read_bytes()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_only_the_address_with_the_right_digest_may_be_kept() -> None:
    """With the digest an asset is kept for a year; with none or another one it is asked for again."""
    client = serving()
    digest = assets.load_asset(STATIC / "site.css").digest
    kept = client.get(f"/static/site.css?v={digest}").headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
    for query in ("", "?v=000000000000"):
        response = client.get(f"/static/site.css{query}")
        assert response.headers["Cache-Control"] == "no-cache"
        same = client.get(f"/static/site.css{query}", headers={"If-None-Match": response.headers["ETag"]})
        assert same.status_code == 304
        assert same.data == b""


def test_the_fonts_in_the_theme_are_asked_for_with_their_digest() -> None:
    """Each address in the theme is that of a file here, at the digest of its content."""
    client = serving()
    found = re.findall(r'url\("([^"]+)"\)', (STATIC / "theme.css").read_text("utf-8"))
    assert len(found) == 2
    for address in found:
        response = client.get(f"/static/{address}")
        assert response.mimetype == "font/woff2"
        assert "immutable" in response.headers["Cache-Control"]


def test_what_is_no_asset_is_not_found() -> None:
    """Files beside or above the folder are not served, and no folder is listed."""
    client = serving()
    for address in (
        "/static/",
        "/static/vendored",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/thema/x.css",
    ):
        assert client.get(address).status_code == 404, address


def test_a_theme_of_a_municipality_comes_after_ours(tmp_path: Path) -> None:
    """The setting adds its stylesheet to every page; fonts beside it are served, other files are not."""
    for name in ("gemeente.css", "letter.woff2", "settings.toml"):
        (tmp_path / name).write_text(f":root {{ --x: {name} }}")
    client = serving(tmp_path / "gemeente.css")
    address = client.get("/").text
    assert address.startswith("/thema/gemeente.css?v=")
    assert "--x: gemeente.css" in client.get(address).text
    assert client.get("/thema/letter.woff2").status_code == 200
    assert client.get("/thema/settings.toml").status_code == 404
    app = create_app(Settings(library=tmp_path / "none", theme=tmp_path / "gemeente.css", name="Dorp"))
    text = app.test_client().get("/").text
    sheets = [link["href"] or "" for link in Page(text).all("link") if link["rel"] == "stylesheet"]
    assert [re.sub(r"\?.*", "", sheet) for sheet in sheets][1:4] == [
        "/static/theme.css",
        "/thema/gemeente.css",
        "/static/site.css",
    ]
    assert "Dorp" in text


def test_a_theme_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    """A theme that is no file is told when the settings are read."""
    with pytest.raises(SettingsError) as raised:
        load_settings({"BELEIDSWIJZER_THEME": str(tmp_path / "weg.css")}, tmp_path / "none.toml")
    assert raised.value.code == "bad_setting"


def test_the_vendored_stylesheet_names_its_versions_and_asks_nothing_of_others() -> None:
    """Every package stands with version in the stylesheet or README; no address of elsewhere is in it."""
    sheet = (FOLDER / "nl-design-system.css").read_text("utf-8")
    readme = (FOLDER / "README.md").read_text("utf-8")
    for name, version in VERSIONS.items():
        assert f"| `{name}` | {version} |" in readme
    assert not re.search(r"url\(|@import|https?:", sheet)
    assert (FOLDER / "LICENSE-EUPL-1.2.md").is_file()
    assert (FOLDER / "LICENSE-OFL-1.1.txt").is_file()


def test_every_token_that_a_stylesheet_asks_for_is_there() -> None:
    """Our own stylesheets use no token without a value, here or in the vendored stylesheet."""
    texts = {name: (STATIC / name).read_text("utf-8") for name in SHEETS}
    given = {name for text in texts.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    for name in SHEETS[1:]:
        assert set(ASKED.findall(texts[name])) <= given, name


def test_tokens_are_kept_with_those_that_they_ask_for() -> None:
    """A token that a stylesheet asks for comes with what it is made of; the others stay behind."""
    tokens = {"--a": "var(--b)", "--b": "var(\n --c, red)", "--c": "1px", "--unused": "var(--a)"}
    assert list(tokens_used(tokens, ["p { color: var(--a) } q { color: var(--own) }"])) == [
        "--a",
        "--b",
        "--c",
    ]


@pytest.mark.parametrize("name", ["ask.js", "trial.js"])
def test_a_script_stays_small_and_asks_only_its_own_site(name: str) -> None:
    """A script is at most a hundred lines, names no address, and makes no markup of text."""
    script = (STATIC / name).read_text("utf-8")
    assert len(script.splitlines()) <= MOST_SCRIPT_LINES
    assert not re.search(r"https?:|innerHTML|eval\(|\.style\b", script)
