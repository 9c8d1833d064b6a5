"""The language of a request, which stands at the front of its path: ``/en/documenten``.

Without one the page is in the language of the installation. The prefix becomes part of the root of the
application, as a folder that it is mounted under would, so that every link on a page keeps its language,
and a permalink is the same page in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, has_request_context, request

from assistant.settings import LANGUAGES
from web.page_words import PAGE_WORDS, page_word
from web.text import words

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HERE = "beleidswijzer.language"
ROOT = "beleidswijzer.root"
DEFAULT = "beleidswijzer.default_language"
# What a language calls itself.
NAMES = {"nl": "Nederlands", "en": "English"}


class LanguagePrefix:
    """An application whose paths may begin with any language but that of the installation."""

    def __init__(self, inner: WSGIApplication, default: str) -> None:
        self._inner = inner
        self._default = default

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, its language taken off the front of its path."""
        root, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        first, slash, rest = path[1:].partition("/")
        own = path.startswith("/") and first in LANGUAGES and first != self._default
        environ[ROOT], environ[DEFAULT] = root, self._default
        environ[HERE] = first if own else self._default
        if own:
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"{root}/{first}", f"{slash}{rest}"
        return self._inner(environ, start_response)


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language that the page can be read in too: its code, its own name and the page's address."""

    code: str
    name: str
    href: str


def current_language() -> str:
    """Return the language of the request; Dutch outside of one."""
    return str(request.environ.get(HERE, "nl")) if has_request_context() else "nl"


def t(code: str, **parameters: object) -> str:
    """Return the words of a code in the language of the request, its parameters filled in.

    The codes are those of :mod:`web.page_words`, of :mod:`web.text` and of :mod:`web.messages`.
    """
    chosen = current_language()
    if code in PAGE_WORDS[chosen]:
        return page_word(code, chosen, **parameters)
    return words(code, chosen, parameters)


def count(number: int, one: str, more: str) -> str:
    """Return a number with the words of the code that fits: ``count(2, 'document', 'documents')``."""
    return f"{number} {t(one if number == 1 else more)}"


def root_of_site() -> str:
    """Return the address of the website as it was asked, without a language: ``https://example.nl``."""
    return f"{request.scheme}://{request.host}{request.environ.get(ROOT, '')}"


def address_in(code: str, path: str) -> str:
    """Return the path of a page in a language, from the root of the website."""
    default = request.environ.get(DEFAULT, "nl")
    # Two slashes at the front would be the address of another website.
    return f"{'' if code == default else f'/{code}'}/{quote(path.lstrip('/'))}"


def other_languages() -> list[OtherLanguage]:
    """Return the other languages of this page, each at the address that only differs in its prefix."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    root = request.environ.get(ROOT, "")
    return [
        OtherLanguage(code, NAMES[code], f"{root}{address_in(code, request.path)}{query}")
        for code in LANGUAGES
        if code != current_language()
    ]


def add_language(app: Flask, default: str) -> None:
    """Let paths begin with a language, and templates speak it."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app, default)  # type: ignore[method-assign]
    app.jinja_env.globals.update(t=t, count=count, language=current_language, other_languages=other_languages)
