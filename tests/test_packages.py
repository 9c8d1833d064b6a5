from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["assistant", "corpus", "index", "web"])
def test_the_four_packages_are_ours(name: str) -> None:
    """Other distributions have packages of these names; what is imported is this project's."""
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == ROOT / name


@pytest.mark.parametrize("name", ["assistant", "corpus", "index", "web"])
def test_every_data_file_is_installed(name: str) -> None:
    """What lies beside the code is in the package that is installed, not only in a checkout."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    there = {f for f in (ROOT / name).rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc")}
    installed = {f for rule in (*data["*"], *data.get(name, ())) for f in (ROOT / name).glob(rule)}
    assert sorted(str(f.relative_to(ROOT)) for f in there - installed) == []
