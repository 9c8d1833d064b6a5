from __future__ import annotations

from pathlib import Path

import pytest

from assistant.contacts import Contact, load_contacts
from corpus.errors import SettingsError
from web.guidance import contact_rows

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "contacts.example.toml"


def test_without_a_file_there_are_no_contact_points() -> None:
    """Nothing is invented."""
    assert load_contacts(None) == {}


def test_the_example_file_can_be_used() -> None:
    """The file in the documentation is a valid one."""
    assert load_contacts(EXAMPLE)["Emmen"].phone


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[Nergenshuizen]\nphone = "1"', "unknown_municipality"),
        ('[Emmen]\nfax = "0591"', "unknown_contact"),
        ('Emmen = "0591"', "unknown_contact"),
        ('[Emmen]\nphone = "bel ons"', "bad_contact"),
        ('[Emmen]\nweb = "javascript:alert(1)"', "bad_contact"),
        ('[Emmen]\nemail = "emmen"', "bad_contact"),
        ("[Emmen]\nphone = 140591", "bad_contact"),
        ('[Emmen]\naddress = ""', "bad_contact"),
        ("geen toml", "bad_file"),
    ],
)
def test_a_wrong_contact_is_refused_with_a_code(tmp_path: Path, content: str, code: str) -> None:
    """A municipality, field or value that cannot be is told, with the file it stands in."""
    file = tmp_path / "contacts.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_contacts(file)
    assert caught.value.code == code


def test_numbers_and_addresses_are_links() -> None:
    """A telephone dials digits only; an address of a street is no link."""
    rows = contact_rows(Contact("Emmen", phone="14 0591", email="a@b.nl", address="Plein 1"))
    assert [href for _, _, href in rows] == ["tel:140591", "mailto:a@b.nl", ""]
