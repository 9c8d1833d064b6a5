"""Names that a document gives to its own plan or programme, and whose they are.

"Samen Krachtig" or "de nuchtere noaber" stands in the documents of one municipality only: a question
that uses the name is about that municipality. Found in the passages that the question brought up
anyway, by how names are written; there is no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.question import PROPER_NAME
from assistant.reply import Understood
from assistant.retrieve import Evidence
from index.dutch import STOP_WORDS, analyse
from index.engine import Filters, PassageRecord, Snapshot

LEAST_WORDS = 2
MOST_WORDS = 6
# So many passages with the words of a name tell who uses it.
MOST_READ = 60
# A quoted phrase without a capital is a name where its owner uses it at least so often.
USED_OFTEN = 2
QUOTED = re.compile(r"[‘'“\"´]([^‘’'“”\"´\n]{4,80})[’'”\"´]")
NAMED = re.compile(
    r"\b(?:[Pp]rogramma|[Pp]roject|[Vv]isie|[Nn]ota|[Aa]anpak|[Pp]ilot|[Aa]ctieplan|[Cc]ampagne|[Mm]otto|[Tt]itel"
    r"|[Oo]nder de naam|[Gg]enaamd)\s+((?:[A-Z][\w-]+)(?:\s+(?:(?:op|van|voor|in|en|de|het|met|naar)\s+)"
    r"{0,2}[A-Z][\w-]+)+)"
)
ARTICLE = re.compile(r"^(?:de|het|een)\s+")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Told:
    """What one passage says with its headings, whose it is, and the same on one line in small letters."""

    owner: str
    text: str
    plain: str


def with_named_owner(understood: Understood, evidence: Sequence[Evidence], snapshot: Snapshot) -> Understood:
    """Return what was understood with the owner of a name that the question uses, if that is just one."""
    if understood.municipalities or understood.unknown or understood.foreign:
        return understood
    told = [_told(item.hit.passage) for item in evidence]
    for name in understood.phrases:
        owners = _users(name, [*told, *_told_with(name, snapshot)])
        if len(owners) == 1:
            return _of(understood, name, owners.pop())
    for name in _runs(understood.asked):
        owners = _users(name, told)
        if len(owners) == 1 and _is_name(name, told):
            return _of(understood, name, owners.pop())
    return understood


def _of(understood: Understood, name: str, owner: str) -> Understood:
    written = re.search(re.escape(name), understood.asked, re.IGNORECASE)
    shown = written.group() if written else name
    return replace(understood, municipalities=(owner,), by_name=((shown, owner),))


def _users(name: str, told: Iterable[_Told]) -> set[str]:
    return {one.owner for one in told if _holds(one.plain, name)}


def _holds(text: str, name: str) -> bool:
    """Tell whether the words of a name stand in a text, whole words only."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(name, at + 1)
    return False


def _told_with(name: str, snapshot: Snapshot) -> Iterator[_Told]:
    """Yield the passages of the whole library that have the words of a name."""
    terms = analyse(name)
    found = snapshot.by_terms(terms.words, terms.parts, MOST_READ, Filters())
    for passage in snapshot.passages([number for number, _ in found]):
        yield _told(passage)


def _told(passage: PassageRecord) -> _Told:
    about = passage.document.description
    whole = " \n ".join([about.title, *passage.section, passage.text])
    return _Told(about.speaker, whole, _plain(whole))


def _is_name(name: str, told: Sequence[_Told]) -> bool:
    """Tell whether documents write this as a name: with a capital in quotation marks, or in another
    way and more than once."""
    texts = [one for one in told if name in one.plain]
    bare = ARTICLE.sub("", name)
    if any(
        _bare(quoted) == bare and quoted[0].isupper() for one in texts for quoted in QUOTED.findall(one.text)
    ):
        return True
    often = sum(one.plain.count(name) for one in texts) >= USED_OFTEN
    return often and any(bare in _names_in(one.text) for one in texts)


def _names_in(text: str) -> set[str]:
    """Return what a text writes as a name: with capitals inside a sentence or after "programma", or in
    quotation marks."""
    found = [m.group() for m in PROPER_NAME.finditer(text)] + NAMED.findall(text) + QUOTED.findall(text)
    return {_bare(name) for name in found}


def _runs(asked: str) -> Iterator[str]:
    """Yield the runs of two to six words of a question that may be a name, the longest first."""
    words = [match.group().casefold() for match in WORD.finditer(asked)]
    for size in range(min(MOST_WORDS, len(words)), LEAST_WORDS - 1, -1):
        for first in range(len(words) - size + 1):
            run = words[first : first + size]
            if run[0] not in STOP_WORDS and run[-1] not in STOP_WORDS:
                yield " ".join(run)


def _bare(name: str) -> str:
    return ARTICLE.sub("", _plain(name))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
