"""How hard a Dutch text is to read: the formula of Flesch as Douma fitted it to Dutch."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
END = re.compile(r"[.!?:;]+(?:\s+|$)")
# Vowels that are one sound together stand before those that are not; a trema begins a sound.
SOUND = re.compile(r"aai|ooi|oei|eeuw?|ieuw?|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyáàâéèêëíïóôöúü]")


def syllables(word: str) -> int:
    """Return how many syllables a Dutch word has: its sounds of vowels, at least one."""
    return max(1, len(SOUND.findall(word.casefold())))


def sentences(paragraphs: Sequence[str]) -> list[list[str]]:
    """Return the words of each sentence; a sentence ends at its mark, or with its paragraph."""
    found = (WORD.findall(part) for text in paragraphs for part in END.split(text))
    return [words for words in found if words]


def reading_ease(paragraphs: Sequence[str]) -> float:
    """Return the reading ease of a text: 206.835 - 0.93 s - 77 w, where ``s`` is how many words a sentence
    has and ``w`` how many syllables a word has, on average.

    W.H. Douma, "De leesbaarheid van landbouwbladen" (Wageningen, 1960), after R. Flesch, "The Art of
    Readable Writing" (1949). His table: 60 to 70 is normal, 70 to 80 rather easy, for all who finished
    primary school. Plain language (B1) lies above 60.
    """
    found = sentences(paragraphs)
    words = [word for sentence in found for word in sentence]
    per_word = sum(map(syllables, words)) / len(words)
    return 206.835 - 0.93 * len(words) / len(found) - 77 * per_word
