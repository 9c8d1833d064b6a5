"""The space and the words of the topics as a file: made once for an encoder, and kept.

That of the embedded model comes with the package (``taxonomy/maps.npz``, made by
``python -m tools.make_topic_maps``); that of another model is kept in the user's cache.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.topic_space import TopicSpace, build_space
from assistant.topic_words import TopicWords, build_words
from assistant.topics import TAXONOMY, Topic
from index.embed import Encoder
from index.engine import Matrix
from index.model import cache_folder

log = logging.getLogger(__name__)
PACKED = "maps.npz"


@dataclass(frozen=True, slots=True)
class TopicMaps:
    """Where the topics lie, and which words say them."""

    space: TopicSpace
    words: TopicWords


def build_maps(topics: Sequence[Topic], encoder: Encoder) -> TopicMaps:
    """Return the maps of these topics; it takes a minute."""
    return TopicMaps(build_space(topics, encoder), build_words(topics))


def topic_maps(topics: Sequence[Topic], encoder: Encoder) -> TopicMaps:
    """Return the maps of the topics, from where they are kept if anywhere."""
    key = key_of(topics, encoder)
    with as_file(TAXONOMY.joinpath(PACKED)) as packed:
        known = load(packed, key)
    kept = cache_folder() / f"topics-{key[:24]}.npz"
    known = known or load(kept, key)
    if known is None:
        known = build_maps(topics, encoder)
        try:
            save(kept, key, known)
        except OSError as error:  # the next start makes it again
            log.warning("the maps of the topics cannot be kept in %s: %s", kept, error.strerror)
    return known


def key_of(topics: Sequence[Topic], encoder: Encoder) -> str:
    """Return the digest of the topics' texts and of the encoder."""
    digest = hashlib.sha256(encoder.record.digest.encode())
    for topic in topics:
        for text in (topic.id, topic.name, *topic.terms, *topic.sayings, *topic.words):
            digest.update(b"\0" + text.encode())
    return digest.hexdigest()


def save(file: Path, key: str, maps: TopicMaps) -> None:
    """Write the maps beside, then in place, so that nobody reads half a file. Points are rounded to
    bytes, the rest to half precision: cosines change by less than 0.01."""
    space, words = maps.space, maps.words
    points, scales = _packed(space.points)
    file.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(prefix=".topics-", suffix=".npz", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as out:
            np.savez_compressed(
                out,
                key=key,
                middle=space.middle,
                projection=space.projection.astype(np.float16),
                points=points,
                scales=scales,
                owners=space.owners.astype(np.int16),
                centres=space.centres.astype(np.float16),
                policy=space.policy.astype(np.float16),
                words="\n".join(words.words),
                starts=words.starts,
                topics=words.topics,
                shares=words.shares.astype(np.float16),
            )
        Path(draft).chmod(0o644)
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)


def load(file: Path, key: str) -> TopicMaps | None:
    """Return the maps in a file; None where it is missing, damaged or of other texts."""
    try:
        with np.load(file) as kept:
            if str(kept["key"]) != key:
                return None
            words = TopicWords(
                size=len(kept["centres"]),
                words=tuple(str(kept["words"]).split("\n")),
                starts=kept["starts"],
                topics=kept["topics"],
                shares=kept["shares"].astype(np.float32),
            )
            space = TopicSpace(
                middle=kept["middle"].astype(np.float32),
                projection=kept["projection"].astype(np.float32),
                points=kept["points"].astype(np.float32) * kept["scales"][:, np.newaxis],
                owners=kept["owners"].astype(np.int64),
                centres=kept["centres"].astype(np.float32),
                policy=kept["policy"].astype(np.float32),
            )
            return TopicMaps(space, words)
    except Exception:  # whatever is wrong with it: zipfile, zlib and numpy have no error in common
        return None


def _packed(vectors: Matrix) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    scales = np.abs(vectors).max(axis=1) / 127
    return np.round(vectors / scales[:, np.newaxis]).astype(np.int8), scales.astype(np.float32)
