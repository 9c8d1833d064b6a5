"""Write ``docs/opdrachten.md`` from the help of the command line: ``python -m tools.make_command_docs``.

A test holds the file against the help, so that it cannot drift.
"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli import cli
from web.dutch_click import Context

TARGET = Path(__file__).resolve().parents[1] / "docs" / "opdrachten.md"
WIDTH = 88


def command_docs() -> str:
    """Return the help of every command as one Markdown page."""
    group = Context(
        cli,
        info_name="beleidswijzer",
        max_content_width=WIDTH,
        terminal_width=WIDTH,
        **cli.context_settings,
    )
    parts = [
        "# Opdrachten",
        "Gemaakt uit `beleidswijzer --help`. Opnieuw maken: `python -m tools.make_command_docs`.",
        _page(cli, group),
    ]
    for name in cli.list_commands(group):
        command = cli.get_command(group, name)
        if command is not None:
            context = Context(command, parent=group, info_name=name)
            parts += [f"## {name}", _page(command, context), *_below(command, context)]
    return "\n\n".join(parts) + "\n"


def _below(command: click.Command, context: click.Context) -> list[str]:
    """Return the pages of the commands within a command."""
    inner = command.commands if isinstance(command, click.Group) else {}
    return [
        part
        for name, below in sorted(inner.items())
        for part in (
            f"### {context.info_name} {name}",
            _page(below, Context(below, parent=context, info_name=name)),
        )
    ]


def _page(command: click.Command, context: click.Context) -> str:
    return f"```\n{command.get_help(context).rstrip()}\n```"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(command_docs(), encoding="utf-8")
