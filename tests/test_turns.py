from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings, load_settings
from assistant.turn import Cited, Turn
from corpus.errors import SettingsError
from web.last_turn import forget, recall, remember, state_file
from web.secret import secret_of
from web.turns import MOST_SEALED, Sealer, pack, unpack

TURN = Turn(
    "Wat begrootte Coevorden in 2019 voor sport?",
    ("Coevorden",),
    (2019,),
    ("begroting",),
    ("Emmen",),
    (2019, 2022),
    (Cited("d1", 3, 9, 1, "Coevorden"),),
    (Cited("d2", 1, 2, 2, "Tubbergen"),),
)


def test_a_turn_comes_back_as_it_went() -> None:
    """What is sealed and opened with one secret is the same turn."""
    sealer = Sealer("een geheim van een test")
    assert sealer.open(sealer.seal(TURN)) == TURN


def test_another_secret_does_not_open_a_turn() -> None:
    """A value that was signed elsewhere is no turn."""
    assert Sealer("een ander geheim, ook lang").open(Sealer("een geheim van een test").seal(TURN)) is None


@given(st.text(max_size=300))
def test_no_value_breaks_the_opening(value: str) -> None:
    """Whatever comes in, it is a turn of ours or none."""
    assert Sealer("een geheim van een test").open(value) is None


@given(st.integers(0, 400), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_letter_spoils_the_value(place: int, letter: str) -> None:
    """A value in which one character was changed is refused."""
    sealer = Sealer("een geheim van een test")
    value = sealer.seal(TURN)
    place %= len(value)
    changed = value[:place] + letter + value[place + 1 :]
    opened = sealer.open(changed)
    # The last letter of base64 has bits that say nothing: such a value is the same value.
    assert opened is None or opened == TURN


def test_a_value_has_a_largest_size() -> None:
    """Sources go first where there are too many; a question that is too long gives no value."""
    sealer = Sealer("een geheim van een test")
    many = tuple(Cited(os.urandom(20).hex(), n, n + 1, 1, "Coevorden") for n in range(60))
    value = sealer.seal(Turn("Wat doet Coevorden aan sport?", seen=many, cited=many[:3]))
    assert len(value) <= MOST_SEALED
    opened = sealer.open(value)
    assert opened is not None
    assert (opened.seen, opened.cited) in (((), many[:3]), ((), ()), (many, many[:3]))
    assert sealer.seal(Turn(os.urandom(9_000).hex())) == ""
    assert sealer.open("a" * 100_000) is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        [0, *pack(TURN)[1:]],
        pack(TURN)[:-1],
        [1, "", [], [], [], [], [], [], []],
        [1, "vraag", [3], [], [], [], [], [], []],
        [1, "vraag", [], ["2019"], [], [], [], [], []],
        [1, "vraag", [], [], [], [], [], [["d", 1]], []],
        [1, "vraag", [], [], [], [], [], [["d", 1, 2, True, "Emmen"]], []],
        [1, "vraag", [], list(range(1000)), [], [], [], [], []],
    ],
)
def test_what_is_no_turn_of_this_version_is_none(value: object) -> None:
    """An older format, a field of another kind or a list without end is not taken for a turn."""
    assert unpack(value) is None


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    """Every start of an installation signs with one secret, which nobody else can read."""
    settings = Settings(tmp_path)
    first = secret_of(settings, tmp_path / "gegevens")
    assert len(first) >= 32
    assert secret_of(settings, tmp_path / "gegevens") == first
    (kept,) = (tmp_path / "gegevens").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_an_empty_secret_is_made_again(tmp_path: Path) -> None:
    """A file that was cut off is no secret."""
    (tmp_path / "geheim").touch()
    assert len(secret_of(Settings(tmp_path), tmp_path)) >= 32


def test_where_no_secret_can_be_kept_it_lives_with_the_process(tmp_path: Path) -> None:
    """A folder that cannot be written does not stop the page."""
    blocked = tmp_path / "bestand"
    blocked.touch()
    assert len(secret_of(Settings(tmp_path), blocked / "gegevens")) >= 32


def test_a_secret_of_the_settings_is_used_and_never_shown(tmp_path: Path) -> None:
    """The secret of the settings signs; a short one is refused without repeating it."""
    given = {"BELEIDSWIJZER_SECRET": "zestien letters lang", "HOME": str(tmp_path)}
    settings = load_settings(given)
    assert secret_of(settings, tmp_path) == "zestien letters lang"
    assert "zestien" not in repr(settings)
    with pytest.raises(SettingsError) as error:
        load_settings({**given, "BELEIDSWIJZER_SECRET": "kort"})
    assert "kort" not in str(error.value)


def test_the_last_question_is_kept_for_its_owner_only_until_it_is_forgotten() -> None:
    """One file of the user holds the last turn; forgetting removes it."""
    assert recall() is None
    remember(TURN)
    assert recall() == TURN
    remember(Turn("Wat doet Emmen aan sport?"))
    assert recall() == Turn("Wat doet Emmen aan sport?")
    kept = state_file()
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_text("[1, kapot")
    assert recall() is None
    forget()
    forget()
    assert not kept.exists()
