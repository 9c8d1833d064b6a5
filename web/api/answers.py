"""Answers to questions."""

from __future__ import annotations

from assistant.ask import Request
from assistant.contacts import beside_json
from assistant.reply import answer_to_json
from assistant.talk import turn_of
from web.api.context import Context
from web.api.fields import Field, Place, Question, Text
from web.api.filters import LIMITS, filters_of, organisations_in, place
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.present import answer_text
from web.turns import MOST_SEALED

ASKING = (
    Field(
        "q",
        Question(),
        Says("De vraag.", "The question."),
        required=True,
        example="wat doen we aan laaggeletterdheid?",
    ),
    Field(
        "home",
        Place(),
        Says(
            "De eigen gemeente, die in het antwoord eerst komt.",
            "The asker's own municipality, which comes first in the answer.",
        ),
    ),
    Field(
        "previous",
        Text(MOST_SEALED, least=0),
        Says(
            "De waarde ‘previous’ uit het vorige antwoord, om door te vragen.",
            "The value ‘previous’ of the last answer, to ask on.",
        ),
    ),
    *LIMITS,
)


def answer(context: Context, asked: Asked) -> Reply:
    """Answer a question; a turn before it that cannot be read counts as none, and ``turn_lost`` says so."""
    known = organisations_in(context)
    given = asked["previous"] or ""
    turn = context.sealer.open(given)
    home = place(asked, "home", asked["home"], known) if asked["home"] else context.settings.municipality
    found = context.ask(Request(asked["q"], filters_of(asked, known), home), turn)
    content = answer_to_json(
        found,
        answer_text(found, context.settings.language),
        beside=beside_json(found, context.contacts, home),
    )
    content["previous"] = context.sealer.seal(turn_of(found, turn))
    content["turn_lost"] = bool(given) and turn is None
    return Reply(content)
