"""Make the maps of the topics for the embedded model anew: ``python -m tools.make_topic_maps``.

Needed after every change of a text in ``assistant/taxonomy``; a test says so.
"""

from __future__ import annotations

from pathlib import Path

from assistant.topic_files import PACKED, build_maps, key_of, save
from assistant.topics import load_topics
from index.embed import SentenceEncoder


def main() -> None:
    """Write the file beside the taxonomy and say how large it is."""
    encoder, topics = SentenceEncoder(), load_topics()
    file = Path("assistant/taxonomy") / PACKED
    save(file, key_of(topics, encoder), build_maps(topics, encoder))
    print(f"{file}: {len(topics)} topics, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
