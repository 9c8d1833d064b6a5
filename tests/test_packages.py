from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["assistant", "corpus", "index", "web"])
def test_the_four_packages_are_ours(name: str) -> None:
    """Other distributions have packages of these names; what is imported is this project's."""
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == ROOT / name
