"""What is not certain about an amount stands with it in the table below a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings
from index.embed import SentenceEncoder
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.compared import BUDGET
from tests.test_web import page
from web.app import create_app

UNIT = "Bedragen x € 1.000\n\n"


@pytest.mark.parametrize(("text", "told"), [(BUDGET, False), (BUDGET.replace(UNIT, ""), True)])
def test_a_unit_that_was_guessed_is_told(tmp_path: Path, model_cache: Path, text: str, told: bool) -> None:
    """An amount of which the table does not say the unit says so where it stands."""
    store = Store(tmp_path / "bibliotheek", create=True)
    encoder = SentenceEncoder(cache=model_cache)
    (tmp_path / "begroting.md").write_text(text, encoding="utf-8")
    said: dict[str, object] = {"municipality": "Tubbergen", "kind": "begroting", "year_from": 2021}
    (outcome,) = Library(store, encoder).add([File(tmp_path / "begroting.md", "begroting.md", said)])
    assert outcome.error is None
    app = create_app(Settings(library=store.folder), Assistant(Searcher(store, encoder)))
    shown = page(app.test_client(), "/vergelijken", q="schuldhulpverlening")
    assert ("De eenheid staat er niet bij" in shown.words) is told
    store.close()
