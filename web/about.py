"""What is known about a document in words, with what is doubtful about it."""

from __future__ import annotations

from corpus.document import Description
from web.messages import message
from web.opening import years_of

# Below this confidence a field is shown as doubtful.
SURE = 0.5


def is_doubtful(about: Description, name: str) -> bool:
    """Tell whether a field of the description is more a guess than known."""
    return dict(about.confidence).get(name, 1.0) < SURE


def marked(about: Description, value: str | None, name: str, nothing: str = "?") -> str:
    """Return the value of a field, with a question mark behind it where it is doubtful."""
    return f"{value}{'?' if is_doubtful(about, name) else ''}" if value else nothing


def description_lines(about: Description, language: str = "nl") -> list[str]:
    """Return the fields of a document that have a value, a line each, doubt in words."""
    fields = {
        "title": about.title,
        "municipality": about.municipality,
        "members": ", ".join(about.members),
        "kind": about.kind,
        "years": years_of(about),
        "status": about.status,
        "date": about.date,
        "decision": ", ".join(word for word in (about.decision, about.decided_by) if word),
        "part_of": about.part_of,
    }
    doubt = f" ({message('doubtful', language)})"
    return [
        f"{message(f'field_{name}', language)}: {value}{doubt if is_doubtful(about, name) else ''}"
        for name, value in fields.items()
        if value
    ]
