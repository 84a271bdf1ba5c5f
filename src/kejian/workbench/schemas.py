"""What the API's answers are made of, for its description."""

from ninja import Schema


class ErrorBody(Schema):
    """What went wrong: a word for programs, a sentence, where, and what to do."""

    code: str
    message: str
    where: str = ""
    hint: str = ""


class Error(Schema):
    """The one shape of errors."""

    error: ErrorBody
