"""What a request may say: each field with the schema that is published and the check that is done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol

from werkzeug.datastructures import FileStorage

from assistant.question import MOST_CHARACTERS, check
from corpus.characters import LETTER_OR_DIGIT, is_readable
from corpus.dates import POSSIBLE_YEARS
from corpus.errors import BeleidswijzerError, QuestionError
from web.api.schema import Says, Schema

QUERY, PATH, BODY = "query", "path", "body"
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
# Characters that no text has, as a regular expression of JSON Schema says it.
NO_CONTROL = r"[^\u0000-\u001f\u007f-\u009f]"
NO_CONTROL_BUT_LINES = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
MOST_REPEATED = 400
# Of names that are not known so many are told: of thousands the answer would be much longer than the request.
MOST_UNKNOWN = 20
# The schema of municipalities, and how long a name may be.
MUNICIPALITY, MOST_OF_A_NAME = "Municipality", 120


class Kind(Protocol):
    """What values a field takes."""

    def schema(self) -> Schema:
        """Return the schema of a value."""

    def read(self, value: object) -> object:
        """Return the value as it is meant, from a text or from JSON; raises QuestionError."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text without control characters, with ``lines`` of more than one line; a ``name`` has a letter or
    digit in it."""

    most: int
    least: int = 1
    lines: bool = False
    name: bool = False

    def schema(self) -> Schema:
        """Return the schema of a value."""
        any_ = f"{NO_CONTROL_BUT_LINES if self.lines else NO_CONTROL}*"
        pattern = rf"^{any_}[\p{{L}}\p{{N}}]{any_}$" if self.name else f"^{any_}$"
        return {"type": "string", "minLength": self.least, "maxLength": self.most, "pattern": pattern}

    def read(self, value: object) -> str:
        """Return the text; raises QuestionError ``bad_text`` or ``unreadable_text``."""
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            raise QuestionError("bad_text", least=self.least, most=self.most)
        if not is_readable(value, but="\r\n\t" if self.lines else ""):
            raise QuestionError("unreadable_text")
        if self.name and not LETTER_OR_DIGIT.search(value):
            raise QuestionError("nameless_text")
        return value


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text that a regular expression fits, such as a number of a document."""

    shape: str

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "string", "pattern": f"^{self.shape}$"}

    def read(self, value: object) -> str:
        """Return the text; raises QuestionError ``bad_shape``."""
        if not isinstance(value, str) or not re.fullmatch(self.shape, value, re.ASCII):
            raise QuestionError("bad_shape", shape=self.shape)
        return value


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or organisation. Which there are the library knows: whoever reads the field looks its
    name up."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"$ref": f"#/components/schemas/{MUNICIPALITY}"}

    def read(self, value: object) -> str:
        """Return the name; raises QuestionError ``bad_text`` or ``unreadable_text``."""
        return Text(MOST_OF_A_NAME).read(value)


@dataclass(frozen=True, slots=True)
class Question:
    """A question or a subject: words, on one line."""

    def schema(self) -> Schema:
        """Return the schema of a value: a letter of any alphabet stands in it, which a regular expression
        says in the Unicode mode that JSON Schema asks for."""
        pattern = rf"^{NO_CONTROL}*\p{{L}}{NO_CONTROL}*$"
        return {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": pattern}

    def read(self, value: object) -> str:
        """Return the question; raises QuestionError as :func:`assistant.question.check` does, and
        ``unreadable_question`` for more than one line."""
        text = value if isinstance(value, str) else ""
        if len(text) > MOST_CHARACTERS:
            raise QuestionError("long_question", most=MOST_CHARACTERS, length=len(text))
        question = check(text)
        if any(unicodedata.category(c) == "Cc" for c in text):
            raise QuestionError("unreadable_question")
        return question


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, both ends included."""

    least: int
    most: int

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, value: object) -> int:
        """Return the number; raises QuestionError ``bad_number_between``."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # to JSON 3.0 is the same number as 3
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not WHOLE.fullmatch(text) or not self.least <= int(text) <= self.most:
            raise QuestionError("bad_number_between", least=self.least, most=self.most)
        return int(text)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of four digits."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "integer", "minimum": POSSIBLE_YEARS.start, "maximum": POSSIBLE_YEARS.stop - 1}

    def read(self, value: object) -> int:
        """Return the year; raises QuestionError ``bad_year``."""
        try:
            return Number(POSSIBLE_YEARS.start, POSSIBLE_YEARS.stop - 1).read(value)
        except QuestionError as error:
            raise QuestionError("bad_year", value=shown(value)) from error


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these words."""

    of: tuple[str, ...]

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "string", "enum": list(self.of)}

    def read(self, value: object) -> str:
        """Return the word; raises QuestionError ``not_possible``."""
        if not isinstance(value, str) or value not in self.of:
            raise QuestionError("not_possible", value=shown(value), known=", ".join(self.of))
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "boolean"}

    def read(self, value: object) -> bool:
        """Return the truth; raises QuestionError ``not_possible``."""
        known = {"true": True, "false": False, True: True, False: False}
        if not isinstance(value, str | bool) or value not in known:
            raise QuestionError("not_possible", value=shown(value), known="true, false")
        return known[value]


@dataclass(frozen=True, slots=True)
class Yes:
    """True and nothing else: a thing that can be done and not undone."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "boolean", "const": True}

    def read(self, value: object) -> bool:
        """Return the truth; raises QuestionError ``not_possible``."""
        if value is not True:
            raise QuestionError("not_possible", value=shown(value), known="true")
        return True


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as ISO 8601 writes it."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "string", "format": "date"}

    def read(self, value: object) -> str:
        """Return the date; raises QuestionError ``bad_date``."""
        try:
            day = date.fromisoformat(
                value if isinstance(value, str) and len(value) == len("2026-01-31") else ""
            )
        except ValueError as error:
            raise QuestionError("bad_date", value=shown(value)) from error
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time in any time zone, as RFC 3339 writes it."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "string", "format": "date-time"}

    def read(self, value: object) -> datetime:
        """Return the moment; raises QuestionError ``bad_moment``."""
        try:
            if not isinstance(value, str) or not MOMENT.fullmatch(value):
                raise ValueError(value)
            return datetime.fromisoformat(value.upper())
        except ValueError as error:
            raise QuestionError("bad_moment", value=shown(value)) from error


@dataclass(frozen=True, slots=True)
class File:
    """A file, sent as a part of a form."""

    def schema(self) -> Schema:
        """Return the schema of a value."""
        return {"type": "string", "format": "binary"}

    def read(self, value: object) -> object:
        """Return what was sent; raises QuestionError ``no_file`` for a part that is no file."""
        if not isinstance(value, FileStorage):
            raise QuestionError("no_file")
        return value


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a request may say; with ``many`` more than once."""

    name: str
    kind: Kind
    says: Says
    required: bool = False
    many: bool = False
    default: object = None
    example: object = None

    def schema(self, language: str) -> Schema:
        """Return the schema of the field."""
        one = self.kind.schema()
        found = {"type": "array", "items": one, "maxItems": MOST_REPEATED} if self.many else one
        if self.default is not None:
            found["default"] = self.default
        return {**found, "description": self.says.of(language)}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is the matter with one field."""

    where: str
    name: str
    error: BeleidswijzerError


class InvalidInputError(QuestionError):
    """A request that cannot be, with all that is wrong in it."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(wrong[0].error.code, **wrong[0].error.parameters)
        self.wrong = tuple(wrong)


def wrong(where: str, field: str, code: str, /, **parameters: object) -> InvalidInputError:
    """Return the error of one field."""
    return InvalidInputError([Wrong(where, field, QuestionError(code, **parameters))])


def read_fields(
    fields: Iterable[Field], given: Mapping[str, Sequence[object]], where: str = QUERY
) -> dict[str, Any]:
    """Return the values of all fields, a tuple for one that may be said more than once.

    Raises InvalidInputError with everything that is missing, cannot be or is said twice, and with the first
    names that are not known.
    """
    known = {field.name: field for field in fields}
    code = "unknown_field" if known else "no_fields"
    faults = [
        Wrong(where, shown(name), QuestionError(code, name=shown(name), known=", ".join(known)))
        for name in islice((name for name in given if name not in known), MOST_UNKNOWN)
    ]
    values: dict[str, Any] = {}
    for field in known.values():
        try:
            values[field.name] = _value(field, given.get(field.name, ()))
        except QuestionError as error:
            faults.append(Wrong(where, field.name, error))
    if faults:
        raise InvalidInputError(faults)
    return values


def _value(field: Field, given: Sequence[object]) -> object:
    if len(given) > (MOST_REPEATED if field.many else 1):
        raise QuestionError("said_too_often", name=field.name, most=MOST_REPEATED if field.many else 1)
    if field.required and not given:
        raise QuestionError("missing_field", name=field.name)
    if field.many:
        return tuple(dict.fromkeys(field.kind.read(value) for value in given))
    return field.kind.read(given[0]) if given else field.default


def shown(value: object) -> str:
    """Return what was said, short and without what cannot be shown."""
    text = "".join(c for c in str(value) if c.isprintable())
    return text if len(text) <= 40 else f"{text[:39]}…"
