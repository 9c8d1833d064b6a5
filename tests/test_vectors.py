"""The FAISS cache: exact, never trusted when damaged, made again when it has to be."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import Matrix
from index.vectors import Ids, VectorFiles, VectorIndex, build, stack, write_durably

DIMENSION = 16


def unit(rows: np.ndarray) -> Matrix:
    """Return the rows as unit vectors that half precision holds exactly enough to compare."""
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    halves: Matrix = rows.astype(np.float16).astype(np.float32)
    return halves


def numbers(seed: int, count: int) -> Matrix:
    """Return random unit vectors."""
    return unit(np.random.default_rng(seed).normal(size=(count, DIMENSION)))


def plain_sort(ids: Ids, matrix: Matrix, vector: np.ndarray, allowed: set[int] | None = None) -> list[int]:
    """Return the ids by cosine, ties by id, as a plain sort of all scores gives them."""
    scores = (matrix.astype(np.float64) @ vector.astype(np.float64)).round(5)
    order = sorted(zip(-scores, ids.tolist(), strict=True))
    return [i for _, i in order if allowed is None or i in allowed]


class Rows:
    """What the database holds: an id and a vector for each row, and the generation of each."""

    def __init__(self, generations: list[int]) -> None:
        self.generations = np.array(generations)
        self.ids = np.arange(1, len(generations) + 1, dtype=np.int64)
        self.matrix = numbers(7, len(generations))
        self.asked: list[int] = []

    def after(self, generation: int) -> tuple[Ids, Matrix]:
        """Return the rows that came after a generation, and remember that it was asked."""
        self.asked.append(generation)
        chosen = self.generations > generation
        return self.ids[chosen], self.matrix[chosen]

    def until(self, generation: int) -> Callable[[int], tuple[Ids, Matrix]]:
        """Return ``after`` as a reader of that generation sees it."""

        def rows_after(first: int) -> tuple[Ids, Matrix]:
            ids, matrix = self.after(first)
            seen = self.generations[ids - 1] <= generation
            return ids[seen], matrix[seen]

        return rows_after


def load(files: VectorFiles, rows: Rows, generation: int, purged: int = 0) -> VectorIndex:
    """Load the index of a generation."""
    return files.load(generation, purged, DIMENSION, rows.until(generation))


def found(index: VectorIndex, vector: np.ndarray) -> list[int]:
    """Return all ids that an index holds, in its order; an id twice would show."""
    return [i for i, _ in index.search(vector.astype(np.float32), 10_000)]


def check(index: VectorIndex, rows: Rows, generation: int) -> None:
    """The index holds exactly the rows of its generation, ranked as a plain sort does."""
    vector = numbers(99, 1)[0]
    seen = rows.generations <= generation
    assert found(index, vector) == plain_sort(rows.ids[seen], rows.matrix[seen], vector)


@settings(max_examples=150)
@given(st.integers(1, 120), st.integers(1, 8), st.integers(1, 130), st.integers(0, 999), st.booleans())
def test_ranking_is_a_plain_sort(count: int, different: int, k: int, seed: int, limited: bool) -> None:
    """The nearest come first, equal ones by id, also where many vectors are the same."""
    random_ = np.random.default_rng(seed)
    matrix = numbers(seed, different)[random_.integers(0, different, count)]
    ids = np.sort(random_.choice(10_000, count, replace=False)).astype(np.int64)
    cut = count // 3
    parts = (build(ids[:cut], matrix[:cut], DIMENSION), build(ids[cut:], matrix[cut:], DIMENSION))
    vector = numbers(seed + 1, 1)[0]
    allowed = ids[::2] if limited else None
    hits = VectorIndex(1, DIMENSION, parts).search(vector, k, allowed)
    expected = plain_sort(ids, matrix, vector, None if allowed is None else set(allowed.tolist()))
    assert [i for i, _ in hits] == expected[:k]
    by_id = dict(zip(ids.tolist(), matrix @ vector, strict=True))
    assert all(abs(score - by_id[i]) < 1e-3 for i, score in hits)


def test_a_cosine_is_the_score() -> None:
    """The same direction scores 1, the opposite -1, a right angle 0."""
    axes = np.eye(DIMENSION, dtype=np.float32)
    matrix = np.stack([axes[0], -axes[0], axes[1]])
    index = VectorIndex(1, DIMENSION, (build(np.array([5, 6, 7]), matrix, DIMENSION),))
    assert index.search(axes[0], 3) == [(5, 1.0), (7, 0.0), (6, -1.0)]


def test_an_empty_index_finds_nothing() -> None:
    """Without vectors, or with none allowed, nothing is found."""
    vector = numbers(1, 1)[0]
    none = np.zeros(0, np.int64)
    empty = VectorIndex(1, DIMENSION, (build(none, stack([], DIMENSION), DIMENSION),))
    assert empty.search(vector, 5) == []
    one = VectorIndex(1, DIMENSION, (build(np.array([3]), numbers(2, 1), DIMENSION),))
    assert one.search(vector, 5, none) == []
    assert one.search(vector, 5, np.array([4])) == []


def test_what_was_made_is_kept_and_used_again(tmp_path: Path) -> None:
    """The second process reads the file and asks the database for nothing."""
    rows = Rows([1, 1, 2])
    check(load(VectorFiles(tmp_path), rows, 2), rows, 2)
    rows.asked.clear()
    check(load(VectorFiles(tmp_path), rows, 2), rows, 2)
    assert rows.asked == []


def test_new_rows_are_added_beside_the_old(tmp_path: Path) -> None:
    """A newer generation asks for the new rows only, and after many starts afresh."""
    rows = Rows([g for g in range(1, 31) for _ in range(3)])
    files = VectorFiles(tmp_path)
    for generation in range(1, 31):
        check(load(files, rows, generation), rows, generation)
    assert -1 in rows.asked[1:], "the many small files were never put together"
    assert len([g for g in rows.asked if g > 0]) >= 20
    assert len(list(tmp_path.glob("*.faiss"))) <= 12


def test_files_from_before_a_removal_are_not_used(tmp_path: Path) -> None:
    """What was removed is not found, even where its vectors still lie in a file."""
    rows = Rows([1, 1, 2])
    files = VectorFiles(tmp_path)
    load(files, rows, 2)
    left = Rows([1, 1])
    index = files.load(3, 3, DIMENSION, left.after)
    assert sorted(found(index, numbers(1, 1)[0])) == [1, 2]
    assert left.asked == [-1]


def test_an_older_reader_does_not_see_newer_files(tmp_path: Path) -> None:
    """A reader pinned to a generation gets that generation, whatever lies in the folder."""
    rows = Rows([1, 2, 3])
    files = VectorFiles(tmp_path)
    check(load(files, rows, 3), rows, 3)
    check(load(files, rows, 1), rows, 1)
    check(load(files, rows, 3), rows, 3)


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    """After clearing no file is left, drafts of a killed process included."""
    files = VectorFiles(tmp_path)
    load(files, Rows([1]), 1)
    (tmp_path / ".base-1.faiss-x7").write_bytes(b"half")
    files.clear()
    assert list(tmp_path.iterdir()) == []


def library_files(folder: Path) -> tuple[VectorFiles, Rows]:
    """Return a cache of a base and two deltas."""
    rows = Rows([1] * 40 + [2] * 5 + [3] * 5)
    files = VectorFiles(folder)
    for generation in (1, 2, 3):
        load(files, rows, generation)
    return files, rows


NAMES = [f"{part}.{end}" for part in ("base-1", "delta-2-2", "delta-3-3") for end in ("faiss", "json")]


def test_the_cache_has_the_files_that_are_damaged_below(tmp_path: Path) -> None:
    """The tests below damage every file that there is."""
    library_files(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_damage_is_noticed_and_repaired(tmp_path: Path, name: str) -> None:
    """Cut off or changed at any of many places, a file is not used, and the ranking stays right."""
    files, rows = library_files(tmp_path)
    whole = (tmp_path / name).read_bytes()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    random_ = random.Random(name)  # noqa: S311 - the same places each time, no secret
    bits = len(whole) * 8
    flips = range(bits) if bits < 900 else sorted(random_.sample(range(bits), 40))
    cuts = sorted({0, 1, len(whole) - 1, *random_.sample(range(len(whole)), 8)})
    damaged = [whole[:cut] for cut in cuts]
    for bit in flips:
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        damaged.append(bytes(changed))
    for data in damaged:
        for path in tmp_path.iterdir():
            path.unlink()
        for other, content in kept.items():
            (tmp_path / other).write_bytes(data if other == name else content)
        check(load(files, rows, 3), rows, 3)
    rows.asked.clear()
    check(load(files, rows, 3), rows, 3)
    assert rows.asked == [], "the damaged file was not replaced"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_made_again(tmp_path: Path, name: str) -> None:
    """Without any one of its files the cache still gives every row once."""
    files, rows = library_files(tmp_path)
    (tmp_path / name).unlink()
    check(load(files, rows, 3), rows, 3)


def test_files_of_another_library_do_not_fit(tmp_path: Path) -> None:
    """Two files that changed places are both noticed."""
    files, rows = library_files(tmp_path)
    one, other = tmp_path / "delta-2-2.faiss", tmp_path / "delta-3-3.faiss"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    check(load(files, rows, 3), rows, 3)


LEFTOVERS: dict[str, Callable[[Path], object]] = {
    "a draft": lambda f: (f / ".base-9.faiss-ab12").write_bytes(b"half"),
    "a note without data": lambda f: (f / "base-3.json").write_text(
        json.dumps({"from": 0, "to": 3, "sha256": "0" * 64})
    ),
    "data without a note": lambda f: (f / "base-3.faiss").write_bytes(b"half"),
    "a note of another shape": lambda f: (f / "base-2.json").write_text("[1, 2]"),
    "a note that is no text": lambda f: (f / "base-2.json").write_bytes(b"\xff\xfe\x00"),
    "an empty note": lambda f: (f / "delta-4-4.json").write_bytes(b""),
    "a folder": lambda f: (f / "base-3.faiss").mkdir(),
    "a full folder": lambda f: write_durably(mkdir(f / "oud") / "x", b"x"),
    "a link to nowhere": lambda f: (f / "base-3.json").symlink_to(f / "weg"),
    "a stranger's file": lambda f: (f / "notities.txt").write_text("van mij"),
}


def mkdir(path: Path) -> Path:
    """Make a folder and return it."""
    path.mkdir()
    return path


@pytest.mark.parametrize("leave", LEFTOVERS.values(), ids=LEFTOVERS.keys())
def test_leftovers_do_no_harm(tmp_path: Path, leave: Callable[[Path], object]) -> None:
    """Whatever else lies in the folder, the index is right, and a fresh base clears it away."""
    files, rows = library_files(tmp_path)
    leave(tmp_path)
    check(load(files, rows, 3), rows, 3)
    for path in tmp_path.glob("base-1.*"):
        path.unlink()
    for _ in range(2):
        check(load(files, rows, 3), rows, 3)
    assert {path.name for path in tmp_path.iterdir()} == {"base-3.faiss", "base-3.json"}


def test_without_a_place_to_write_only_speed_is_lost(tmp_path: Path) -> None:
    """Where a file stands in the place of the folder, every search still works."""
    (tmp_path / "vectors").write_text("in de weg")
    files, rows = VectorFiles(tmp_path / "vectors"), Rows([1, 2])
    check(load(files, rows, 2), rows, 2)
    check(load(files, rows, 2), rows, 2)
    assert (tmp_path / "vectors").read_text() == "in de weg"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """When the last step of writing fails, the old file stays and no draft is left."""
    target = tmp_path / "bestand"
    target.mkdir()
    (target / "inhoud").write_text("blijft")
    with pytest.raises(OSError, match="bestand"):
        write_durably(target, b"nieuw")
    assert [path.name for path in tmp_path.iterdir()] == ["bestand"]
    assert (target / "inhoud").read_text() == "blijft"
