"""The README is held to what it says: its commands run, its files exist."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.sample import write_documents
from tools.make_command_docs import TARGET, command_docs
from web.cli import cli, main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Started as a server below, and by the demonstration's own test.
SERVERS = ("serve", "demo")


def commands() -> list[list[str]]:
    """Return the commands of the program in the README, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("beleidswijzer ")]


def test_every_command_of_the_readme_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command in the README ends well on a library of one's own."""
    library = ["--library", str(tmp_path / "bibliotheek")]
    documents = write_documents(tmp_path / "stukken")
    questions, answers = tmp_path / "vragen.jsonl", tmp_path / "antwoorden.jsonl"
    gold = {"municipality": "Emmen", "quote": "De bibliotheek voert de cursussen uit."}
    row = {"id": "a", "question": "Wie voert de cursussen uit?", "kind": "fact", "gold": [gold]}
    questions.write_text(json.dumps(row), encoding="utf-8")
    main(["add", str(documents), *library])
    ran = set()
    for words in commands():
        if words[0] in SERVERS:
            continue
        capsys.readouterr()
        main(["list", "--json", *library])
        listed = json.loads(capsys.readouterr().out)
        places = {
            "DOCUMENTEN": str(documents),
            "NUMMER": listed[-1]["document_id"],
            "ANDER_NUMMER": listed[0]["document_id"],
            "VRAGEN": str(questions),
            "ANTWOORDEN": str(answers),
            "BEDRAGEN.ods": str(tmp_path / "bedragen.ods"),
        }
        main([*(places.get(word, word) for word in words), *library])
        ran.add(words[0])
        if words[0] == "remove":
            main(["add", str(documents), *library])
    assert ran == set(cli.commands) - set(SERVERS)


def test_files_that_the_readme_names_exist() -> None:
    """Each relative link and picture of the README leads to a file, or to one of its headings."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert len(links) >= 5
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    within = {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert [link for link in links if link not in within and not (ROOT / link).exists()] == []


def test_the_page_of_commands_is_what_help_says() -> None:
    """The generated page of commands is the same as the help now."""
    assert TARGET.read_text(encoding="utf-8") == command_docs()


@pytest.mark.slow
def test_serve_answers_and_stops(tmp_path: Path) -> None:
    """The server says where it is, answers a question, and stops at an interrupt."""
    documents = write_documents(tmp_path / "stukken")
    library = tmp_path / "bibliotheek"
    main(["add", str(documents), "--library", str(library)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "web", "serve", "--library", str(library), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.25)
        with urllib.request.urlopen(
            f"{address}/api/v1/answer?q=wie+voert+cursussen+uit", timeout=60
        ) as reply:
            assert json.loads(reply.read())["citations"]
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


@pytest.mark.slow
def test_the_demonstration_builds_once_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """The first start builds the sample library of five municipalities, the second finds it there."""
    main(["demo", "--once"])
    first = capsys.readouterr().out
    assert "voorbeeldbibliotheek wordt gemaakt" in first
    assert "In een samenvatting van de begroting van Coevorden" in first
    assert "samenvattingen, niet uit de officiële tekst" in first
    main(["demo", "--once"])
    second = capsys.readouterr().out
    assert "wordt gemaakt" not in second
    assert (
        second.strip().splitlines()[1:] == first.strip().splitlines()[-len(second.strip().splitlines()) + 1 :]
    )
