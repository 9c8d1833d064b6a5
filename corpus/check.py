"""Whether a document that another process made is one: types, sizes, and spans inside its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from corpus.assemble import version_of
from corpus.document import Document, Span

# A value and the length of the text that spans point into.
Check = Callable[[Any, int], bool]
# The library keeps numbers of 64 bits; no page, level or year comes near this.
MOST = 2**31


def is_sound(document: Document) -> bool:
    """Tell whether all parts have the types they should, every span lies in the text, every section
    names blocks that exist, and the version is that of the text.
    """
    return (
        checker(Document)(document, len(document.text))
        and document.text_version == version_of(document.text)
        and all(0 <= block < len(document.blocks) for s in document.sections for block in s.blocks)
    )


@cache
def checker(kind: Any) -> Check:
    """Return the check for values of a type, as it stands in a dataclass."""
    if kind is Span:
        return _is_span
    if is_dataclass(kind):
        return _dataclass(kind)
    if get_origin(kind) in (Union, UnionType):
        options = tuple(checker(option) for option in get_args(kind))
        return lambda value, length: any(check(value, length) for check in options)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    return SIMPLE.get(kind, lambda value, _: type(value) is kind)


def _dataclass(kind: Any) -> Check:
    hints = get_type_hints(kind)
    checks = tuple((field.name, checker(hints[field.name])) for field in fields(kind))
    return lambda value, length: (
        type(value) is kind and all(check(getattr(value, name), length) for name, check in checks)
    )


def _tuple(kinds: tuple[Any, ...]) -> Check:
    checks = tuple(checker(kind) for kind in kinds if kind is not Ellipsis)
    if kinds[-1] is Ellipsis:
        item = checks[0]
        return lambda value, length: type(value) is tuple and all(item(part, length) for part in value)
    return lambda value, length: (
        type(value) is tuple
        and len(value) == len(checks)
        and all(check(part, length) for check, part in zip(checks, value, strict=True))
    )


def _is_span(value: Any, length: int) -> bool:
    return (
        type(value) is Span
        and type(value.start) is int
        and type(value.end) is int
        and 0 <= value.start <= value.end <= length
    )


def _is_text(value: Any, _: int) -> bool:
    """Tell whether this is text that can be stored: half a surrogate pair cannot."""
    if type(value) is not str:
        return False
    try:
        return value.isascii() or bool(value.encode("utf-8"))
    except UnicodeEncodeError:
        return False


SIMPLE: dict[Any, Check] = {
    str: _is_text,
    int: lambda value, _: type(value) is int and abs(value) < MOST,
    float: lambda value, _: type(value) in (int, float) and isfinite(value) and abs(value) < MOST,
}
