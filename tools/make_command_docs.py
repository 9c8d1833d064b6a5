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
            parts += _pages(name, command, group)
    return "\n\n".join(parts) + "\n"


def _pages(name: str, command: click.Command, parent: click.Context) -> list[str]:
    """Return heading and help of a command, and of each command in it."""
    own = Context(command, parent=parent, info_name=name)
    parts = [f"## {own.command_path.partition(' ')[2]}", _page(command, own)]
    if isinstance(command, click.Group):
        for inner in command.list_commands(own):
            if found := command.get_command(own, inner):
                parts += _pages(inner, found, own)
    return parts


def _page(command: click.Command, context: click.Context) -> str:
    return f"```\n{command.get_help(context).rstrip()}\n```"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(command_docs(), encoding="utf-8")
