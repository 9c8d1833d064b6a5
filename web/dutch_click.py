"""Click in Dutch: headings of the help, and the sentences for a command that is typed wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from web.messages import message

HEADINGS = {"Options": "Opties", "Commands": "Opdrachten", "Arguments": "Argumenten"}


class Formatter(click.HelpFormatter):
    """Help with Dutch headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how to call the command."""
        super().write_usage(prog, args, prefix or "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what they mean; the default of an option in Dutch."""
        dutch = [(name, says.replace("[default: ", "[standaard: ")) for name, says in rows]
        super().write_dl(dutch, col_max, col_spacing)


class Context(click.Context):
    """A context whose help is in Dutch."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with Dutch help."""

    context_class = Context

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("options_metavar", "[OPTIES]")
        super().__init__(*arguments, **options)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help, with Dutch help of its own."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze hulp."
        return option


class Group(Command, click.Group):
    """A group of commands with Dutch help."""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("subcommand_metavar", "OPDRACHT [ARGUMENTEN]…")
        super().__init__(*arguments, **options)


def usage_message(error: click.ClickException, language: str) -> str:
    """Return the sentence for a command that was typed wrong."""
    if isinstance(error, click.NoSuchOption):
        return message("no_such_option", language, option=error.option_name)
    if isinstance(error, click.MissingParameter):
        return message("missing_parameter", language, name=_name(error))
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        if isinstance(kind, click.Choice):
            known = ", ".join(str(choice) for choice in kind.choices)
            return message("bad_choice", language, name=_name(error), known=known)
        if isinstance(kind, click.types.IntParamType):
            return message("bad_number", language, name=_name(error))
        return message("bad_parameter", language, name=_name(error))
    if isinstance(error, click.UsageError):
        return message("bad_usage", language)
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "?"
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx) if error.ctx else (error.param.name or "?")
