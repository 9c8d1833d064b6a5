from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from corpus import read_pdf
from corpus.time_slice import OutOfTime, time_slice
from tests.pdfs import SENTENCE, pdf, text


def spin() -> None:
    """Compute without end, and catch every error."""
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: S110  # that is what it tests
            pass


def test_what_computes_too_long_is_stopped() -> None:
    """It is stopped in time, whatever it catches, and nothing is left of the limit."""
    began = time.process_time()
    with pytest.raises(OutOfTime), time_slice(0.1):
        spin()
    assert time.process_time() - began < 1
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_what_is_ready_in_time_goes_on() -> None:
    """A block that ends, or raises an error of its own, is left alone."""
    with time_slice(5):
        pass
    with pytest.raises(ValueError, match="eigen"), time_slice(5):
        raise ValueError("eigen")
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_another_thread_has_no_limit() -> None:
    """There is no signal for it, and it does its work."""
    done: list[bool] = []

    def work() -> None:
        with time_slice(0.01):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_text_is_kept_when_its_outline_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of the document before, and every page, is there."""

    def endless(_reader: pypdf.PdfReader) -> Iterator[Any]:
        spin()
        yield from ()

    monkeypatch.setattr(read_pdf, "_outline", endless)
    monkeypatch.setattr(read_pdf, "ABOUT_SECONDS", 0.3)

    def titled(canvas: Any) -> None:
        canvas.setTitle("Plan voor Emmen")
        text(SENTENCE)(canvas)

    reading = read_pdf.read_pdf(pdf(titled), "stuk.pdf")
    assert reading.properties.title == "Plan voor Emmen"
    assert reading.blocks[0].lines[0].text == SENTENCE
