"""A conversation on the command line: questions one after another, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import click

from assistant.ask import Assistant, Request
from assistant.contacts import Contacts, contacts_for
from assistant.talk import ask_in_turn, turn_of
from assistant.turn import Turn
from corpus.errors import QuestionError
from web import show
from web.guidance import help_before_error
from web.messages import error_message, message


def not_together(given: Mapping[str, bool]) -> None:
    """Raise QuestionError ``not_together`` where more than one of these options is given."""
    names = [name for name, is_given in given.items() if is_given]
    if len(names) > 1:
        raise QuestionError("not_together", first=names[0], second=names[1])


def converse(assistant: Assistant, request: Request, language: str, contacts: Contacts) -> None:
    """Answer questions, the one in the request first, until an empty line or the end of the input."""
    turn: Turn | None = None
    question = request.question
    if not question:
        click.echo(message("talk_start", language))
    while question or (question := _line(language)):
        try:
            with help_before_error(question):
                answer = ask_in_turn(assistant, replace(request, question=question), turn)
        except QuestionError as error:
            click.echo(error_message(error, language), err=True)
        else:
            near = contacts_for(answer, contacts, request.home)
            click.echo(f"\n{show.answer_page(answer, language, near, turn)}\n")
            turn = turn_of(answer, turn)
        question = ""


def _line(language: str) -> str:
    try:
        return str(click.prompt(message("talk_prompt", language), default="", show_default=False)).strip()
    except click.Abort:
        return ""
