"""What is read from files, made safe to print: a terminal obeys control characters, so none reaches it."""

import codecs
import os
import sys
from typing import Any

import typer

# control characters become their pictures (␛), marks that turn the direction of writing a question mark:
# one for one, so that places in the text stay where they are
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_PICTURES |= dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_PICTURES |= dict.fromkeys((0x2028, 0x2029), 0x2424)
_ON_A_LINE = _PICTURES | {0x09: 0x2409, 0x0A: 0x240A}


def printable(text: str) -> str:
    r"""``text`` with control characters shown instead of obeyed; as long as it was.

    >>> printable("a\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_PICTURES)


def on_a_line(text: str) -> str:
    r"""The same, and line ends too: for names and messages.

    >>> on_a_line("two\nlines.pdf")
    'two␊lines.pdf'
    """
    return text.translate(_ON_A_LINE)


def say(text: str, *, err: bool = False) -> None:
    """Print one line, to standard error with ``err``."""
    typer.echo(on_a_line(text), err=err)


def speak_utf8() -> None:
    """Let files and pipes have UTF-8, whatever the locale says; no character ends a command.

    A terminal that has another encoding (and what is asked for by PYTHONIOENCODING) gets that, what it lacks
    as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        wanted = "PYTHONIOENCODING" in os.environ or stream.isatty()
        if wanted and codecs.lookup(stream.encoding).name != "ascii":
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
