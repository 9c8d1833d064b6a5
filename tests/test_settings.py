from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError
from corpus.limits import PRODUCTION


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A setting in the environment is taken before one in the settings file."""
    file = tmp_path / "settings.toml"
    file.write_text('language = "en"\nthreads = 2\nlibrary = "/a"\n', encoding="utf-8")
    settings = load_settings({"BELEIDSWIJZER_LANGUAGE": "nl"}, file)
    assert (settings.language, settings.threads, settings.library) == ("nl", 2, Path("/a"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('language = "fr"', "bad_setting"),
        ("threads = 0", "bad_setting"),
        ('threads = "veel"', "bad_setting"),
        ('kleur = "rood"', "unknown_setting"),
        ('municipality = "Nergenshuizen"', "unknown_municipality"),
        ("read_cpu_seconds = 0", "bad_setting"),
        ("read_memory_mb = 1.5", "bad_setting"),
        ('read_output_mb = "99999999999"', "bad_setting"),
        ('limits = "geen"', "unknown_setting"),
        ("dit is geen toml", "bad_file"),
    ],
)
def test_a_wrong_setting_is_refused_with_a_code(tmp_path: Path, content: str, code: str) -> None:
    """A value that cannot be used, a name that does not exist and a broken file each have an error."""
    file = tmp_path / "settings.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, file)
    assert caught.value.code == code


def test_without_file_or_environment_the_defaults_hold() -> None:
    """Nothing needs to be set."""
    assert load_settings({}).model == Settings(Path("x")).model


def test_every_limit_of_reading_is_a_setting(tmp_path: Path) -> None:
    """What reading a file may cost is set by the file or the environment; the rest stays as it is."""
    file = tmp_path / "settings.toml"
    file.write_text("read_cpu_seconds = 5\nread_memory_mb = 500\n", encoding="utf-8")
    limits = load_settings({"BELEIDSWIJZER_READ_CPU_SECONDS": "7"}, file).limits
    assert limits == replace(PRODUCTION, cpu_seconds=7, memory_mb=500)
    for field in fields(PRODUCTION):
        environ = {f"BELEIDSWIJZER_READ_{field.name.upper()}": "3"}
        assert getattr(load_settings(environ, tmp_path / "none.toml").limits, field.name) == 3
