"""Documents for audits, made from a text."""

from kejian.auditing import Read
from kejian.extraction import extract
from kejian.model import About
from kejian.reading import read_bytes


def read(name, text, *, year=2023, published=None):
    """A Markdown text as read, with the facts that the extraction finds in it."""
    (document,) = read_bytes(text.encode(), source=f"{name}.md")
    about = About(title="云湖市科技创新年报", genre="yearly report", report_year=year, published=published)
    return Read(document=document, facts=extract(document, about=about))
