from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.embed import SentenceEncoder
from tests.compared import compared_library
from web.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    """Return the folder of a library with the invented documents."""
    folder = tmp_path_factory.mktemp("vergelijken")
    compared_library(folder, SentenceEncoder(cache=model_cache)).store.close()
    return folder / "bibliotheek"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a runner: ``run("schulden")`` is (exit code, output, errors)."""

    def runner(*arguments: str) -> tuple[int, str, str]:
        try:
            main(["compare", *arguments, "--library", str(folder)])
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


def test_rows_and_aspects_with_their_sources(run: Any) -> None:
    """Municipality by municipality and aspect by aspect, each quote with its source, within 80 columns."""
    code, output, _ = run("schulden")
    assert code == 0
    assert max(map(len, output.splitlines())) <= 80
    places = [output.index(name) for name in ("COEVORDEN", "EMMEN", "TUBBERGEN")]
    assert places == sorted(places)
    emmen = output[places[1] : places[2]]
    assert emmen.index("Wat willen ze?") < emmen.index("Wat doen ze?") < emmen.index("Sinds wanneer?")
    assert "beleidsplan 2020-2023, Schuldhulpverlening" in emmen
    assert "niets gevonden in 1 document (2019)" in " ".join(output[: places[1]].split())


def test_what_is_shared_comes_first(run: Any) -> None:
    """What several municipalities name stands above the rows, with who they are."""
    _, output, _ = run("schulden")
    assert output.index("Dit noemen er meer") < output.index("COEVORDEN")
    assert "vroegsignalering: Emmen, Tubbergen" in output


def test_only_the_named_ones(run: Any) -> None:
    """Municipalities are read as a person writes them; those without documents are named."""
    _, output, _ = run("schulden", "--municipality", "emmen", "--municipality", "Assen")
    assert "TUBBERGEN" not in output
    assert "Hiervan zijn er geen stukken in deze bibliotheek: Assen." in output


def test_documents_of_one(run: Any) -> None:
    """The documents of one municipality go in order of time."""
    code, output, _ = run("schulden", "--by", "document", "--municipality", "Tubbergen")
    assert code == 0
    assert output.startswith("Vergelijking van stukken van Tubbergen: schulden")
    assert output.index("PROGRAMMABEGROTING 2021") < output.index("JAARVERSLAG 2022")


def test_in_english(run: Any) -> None:
    """The words around the quotes are English where that is asked for."""
    _, output, _ = run("schulden", "--lang", "en")
    assert "What do they want?" in output
    assert "nothing found in 1 document (2019)" in " ".join(output.split())


def test_as_json(run: Any) -> None:
    """The same as JSON: rows with a cell for each aspect, and sources by number."""
    _, output, _ = run("schulden", "--json")
    content = json.loads(output)
    numbers = {source["source"] for source in content["sources"]}
    emmen = next(row for row in content["rows"] if row["name"] == "Emmen")
    assert emmen["cells"]["partners"]["sources"]
    assert set(emmen["cells"]["partners"]["sources"]) <= numbers
    assert content["pages"] == 1


@pytest.mark.parametrize("form", ["csv", "ods", "docx", "json"])
def test_to_a_file(run: Any, tmp_path: Path, form: str) -> None:
    """A comparison is taken along in the form that the name of the file asks for."""
    path = tmp_path / f"vergelijking.{form}"
    _, output, _ = run("schulden", "--output", str(path))
    assert "bewaard" in output
    assert path.stat().st_size > 500


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("schulden", "--by", "year"), "Kies precies één gemeente"),
        (("schulden", "--page", "9"), "Deel 9 is er niet"),
        (("",), "Typ uw vraag"),
        (("x" * 2_001,), "te lang"),
        (("schulden", "--by", "maan"), "kan niet"),
    ],
)
def test_what_cannot_be_is_a_sentence(run: Any, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be compared ends with a sentence that says what helps, and no traceback."""
    code, output, errors = run(*arguments)
    assert code != 0
    assert not output
    assert said in errors
    assert "Traceback" not in errors
