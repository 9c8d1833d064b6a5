from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError


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
