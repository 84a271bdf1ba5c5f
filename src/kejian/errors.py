"""The errors that Kejian raises on purpose; each says what was found, where, and what to do."""


class KejianError(Exception):
    """Base of all errors that a user can mend.

    The message is one or two plain sentences. ``where`` names the file, page, line or field; ``hint`` says
    what to do.

    >>> str(KejianError("not a PDF", where="a.pdf", hint="open it once and save it again"))
    'a.pdf: not a PDF; open it once and save it again'
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.message, self.where, self.hint = message, where, hint
        super().__init__((f"{where}: " if where else "") + message + (f"; {hint}" if hint else ""))


class ReadingError(KejianError):
    """A file that cannot be read. It costs that file, never the run."""


class LimitError(ReadingError):
    """A file that asks for more time, memory or depth than a reader grants."""


class VocabularyError(KejianError):
    """A vocabulary file that is not what it should be, with the place of the mistake."""


class BaseError(KejianError):
    """The evidence base cannot do what was asked."""
