"""The command for the staff: what visitors reported."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from assistant.settings import Settings
from web.cli_audit import logged
from web.messages import message
from web.options import as_json, with_library
from web.reports import Report, Reports, reports_file


@click.command()
@click.option("--close", "number", type=click.IntRange(1), metavar="NUMMER", help="Deze melding is klaar.")
@click.option("--closed", is_flag=True, help="Toon de meldingen die klaar zijn en nog niet gewist.")
@as_json
@with_library
def reports(settings: Settings, number: int | None, closed: bool, json_: bool) -> None:
    """Toon wat bezoekers van de webpagina meldden, of zeg dat een melding klaar is.

    Een melding die klaar is, wordt na 30 dagen gewist.
    """
    kept = Reports(reports_file(settings))
    if number is not None:
        with logged(settings, "report_closed", str(number)):
            kept.close(number)
        click.echo(message("report_closed", settings.language, number=number))
        return
    found = kept.listed(closed)
    if json_:
        click.echo(json.dumps([asdict(report) for report in found], ensure_ascii=False, indent=1))
    elif not found:
        click.echo(message("no_reports", settings.language))
    else:
        click.echo("\n\n".join(report_text(report, settings.language) for report in found))


def report_text(report: Report, language: str = "nl") -> str:
    """Return a report as a few lines."""
    what = message(f"report_of_{report.kind.value}", language)
    lines = [f"{report.number}. {report.date}  {what}  {report.page}"]
    lines += [f"   {line}" for line in report.text.splitlines()]
    if report.question:
        lines.append(f"   {message('report_question', language, question=report.question)}")
    if report.closed:
        lines.append(f"   {message('report_closed_on', language, date=report.closed)}")
    return "\n".join(lines)
