"""Settings: from the environment and a TOML file; the only place that reads either.

Every setting ``name`` can stand in the file, or in the environment as ``BELEIDSWIJZER_NAME``, which wins.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from corpus.errors import SettingsError
from corpus.limits import PRODUCTION, Limits
from corpus.municipalities import find_municipality
from index.model import EMBEDDED

PREFIX = "BELEIDSWIJZER_"
LANGUAGES = ("nl", "en")
DTYPES = ("auto", "float32", "bfloat16")
# The settings of reading: ``read_`` and the name of a limit, whole numbers.
LIMITS = {f"read_{field.name}": field.name for field in fields(Limits)}
MOST = 1_000_000
LEAST_SECRET = 16
NUMBER = re.compile("[0-9]{1,7}")
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
WEB = re.compile(r"https?://[^\s<>\"/?#@]+(?:/[^\s<>\"]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of an installation.

    Of the website: ``administrator`` is the e-mail address or web page for visitors and for who finds a
    leak; ``address`` where the website stands, such as ``https://beleid.example.nl``; ``reports`` the file
    with what visitors report, beside the library where nothing is set.

    ``library`` is the folder of the library; ``model`` a sentence-transformers model by name or
    folder; ``dtype`` the arithmetic (auto, float32, bfloat16); ``municipality`` the own one, answered
    first; ``language`` of messages (nl, en); ``name`` what the page calls itself; ``threads`` how many
    requests are answered at once; ``secret`` signs what travels through a visitor's browser, one is
    made where none is set; ``limits`` what reading a file may cost, each limit a setting with ``read_``
    before its name, such as ``read_cpu_seconds``; ``contacts`` is the TOML file with the contact points
    of municipalities; ``reranker`` is a sentence-transformers CrossEncoder by name or folder that looks
    at the best passages again, none where nothing is set; ``trials`` lets who sits at the machine try a
    document of their own; ``staff`` is the file with the accounts of who keeps the library, beside the
    library where nothing is set; ``theme`` is a css file that changes colours, font
    or sizes of the pages, what lies beside it (fonts, pictures) is served with it.
    """

    library: Path
    model: str = EMBEDDED
    dtype: str = "auto"
    municipality: str | None = None
    language: str = "nl"
    name: str = "Beleidswijzer"
    threads: int = 4
    administrator: str | None = None
    address: str | None = None
    reports: Path | None = None
    secret: str | None = field(default=None, repr=False)
    limits: Limits = PRODUCTION
    contacts: Path | None = None
    reranker: str | None = None
    theme: Path | None = None
    trials: bool = False
    staff: Path | None = None

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise SettingsError(
                "bad_setting", name="language", value=self.language, known=", ".join(LANGUAGES)
            )
        if self.dtype not in DTYPES:
            raise SettingsError("bad_setting", name="dtype", value=self.dtype, known=", ".join(DTYPES))
        if not 1 <= self.threads <= 64:
            raise SettingsError("bad_setting", name="threads", value=self.threads, known="1-64")
        if self.secret is not None and len(self.secret) < LEAST_SECRET:
            raise SettingsError("bad_setting", name="secret", value="…", known=f">= {LEAST_SECRET}")
        if self.administrator and not (
            EMAIL.fullmatch(self.administrator) or WEB.fullmatch(self.administrator)
        ):
            known = "naam@example.nl, https://example.nl/contact"
            raise SettingsError("bad_setting", name="administrator", value=self.administrator, known=known)
        if self.address and not WEB.fullmatch(self.address):
            raise SettingsError(
                "bad_setting", name="address", value=self.address, known="https://beleid.example.nl"
            )
        if self.municipality and not find_municipality(self.municipality):
            raise SettingsError("unknown_municipality", name=self.municipality)
        if self.theme and not self.theme.is_file():
            raise SettingsError("bad_setting", name="theme", value=str(self.theme), known="a css file")


def load_settings(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Return the settings; raises SettingsError ``bad_setting``, ``unknown_setting``, ``bad_file``."""
    given = os.environ if environ is None else environ
    path = file or Path(given.get(f"{PREFIX}SETTINGS", config_folder(given) / "settings.toml"))
    values: dict[str, object] = {**_from_file(path), **_from_environment(given)}
    known = _names()
    for name in values:
        if name not in known:
            raise SettingsError("unknown_setting", name=name, known=", ".join(sorted(known)))
    reports = values.pop("reports", None)
    library = Path(str(values.pop("library", default_library(given)))).expanduser()
    contacts, theme = _path(values.pop("contacts", None)), _path(values.pop("theme", None))
    trials = _truth("trials", values.pop("trials", "false"))
    staff = _path(values.pop("staff", None))
    settings = Settings(
        library, limits=_limits(values), contacts=contacts, theme=theme, trials=trials, staff=staff
    )
    try:
        typed = {k: int(str(v)) if k == "threads" else str(v) for k, v in values.items() if k not in LIMITS}
    except ValueError as error:
        raise SettingsError("bad_setting", name="threads", value=values["threads"], known="1-64") from error
    settings = replace(settings, reports=Path(str(reports)).expanduser() if reports else None)
    return replace(settings, **typed)  # type: ignore[arg-type]  # names and types are checked above


def _truth(name: str, value: object) -> bool:
    """Return a setting that is on or off; raises SettingsError ``bad_setting``."""
    said = str(value).strip().casefold()
    if said not in ("true", "false"):
        raise SettingsError("bad_setting", name=name, value=str(value), known="true, false")
    return said == "true"


def _path(value: object) -> Path | None:
    return Path(str(value)).expanduser() if value else None


def _names() -> set[str]:
    """Return the names of all settings."""
    return {field.name for field in fields(Settings)} - {"limits"} | LIMITS.keys()


def _limits(values: Mapping[str, object]) -> Limits:
    """Return the limits among these settings; raises SettingsError ``bad_setting``."""
    given: dict[str, int] = {}
    for name in LIMITS.keys() & values.keys():
        text = str(values[name])
        if not (NUMBER.fullmatch(text) and 1 <= int(text) <= MOST):
            raise SettingsError("bad_setting", name=name, value=text, known=f"1-{MOST}")
        given[LIMITS[name]] = int(text)
    return replace(PRODUCTION, **given)


def default_library(environ: Mapping[str, str]) -> Path:
    """Return where the library lies when nothing says so: in the user's data folder."""
    return data_folder(environ) / "bibliotheek"


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the user's data folder for this program."""
    given = os.environ if environ is None else environ
    base = given.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "beleidswijzer"


def config_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's folder for settings of this program."""
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "beleidswijzer"


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise SettingsError("bad_file", path=str(path), reason=str(error)) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    names = {f"{PREFIX}{name.upper()}": name for name in _names()}
    return {names[key]: value for key, value in environ.items() if key in names and value}
