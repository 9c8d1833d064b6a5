"""One exception tree. An error carries a code and parameters; the words are chosen where it is shown."""

from __future__ import annotations


class BeleidswijzerError(Exception):
    """Base of every error that a user may see; ``code`` selects the sentence, ``parameters`` fill it."""

    exit_code = 1

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.code}({details})"


class ReadError(BeleidswijzerError):
    """A file could not be made into a document."""


class LibraryError(BeleidswijzerError):
    """The library folder could not be opened, read or changed."""


class EncoderError(BeleidswijzerError):
    """The embedding model is missing, damaged, or not the one the library was made with."""


class QuestionError(BeleidswijzerError):
    """The question cannot be asked as it stands."""

    exit_code = 2


class SettingsError(BeleidswijzerError):
    """A setting has a value that cannot be used."""

    exit_code = 2
