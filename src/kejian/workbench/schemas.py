"""What the API's questions and answers are made of, for its description."""

from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, StringConstraints


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("it holds characters that no database keeps (NUL or half a surrogate pair)")
    return text


# text that a database keeps, bounded
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_storable)]


class Body(Schema):
    """What is sent; a field that is not known is a mistake, not nothing."""

    model_config = ConfigDict(extra="forbid")


class ErrorBody(Schema):
    """What went wrong: a word for programs, a sentence, where, and what to do."""

    code: str
    message: str
    where: str = ""
    hint: str = ""


class Error(Schema):
    """The one shape of errors."""

    error: ErrorBody
