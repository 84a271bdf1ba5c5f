from collections.abc import Callable

import pytest

from kejian.extraction.context import Context, context
from kejian.language import mentions
from kejian.model import About, Reference
from kejian.reading.markdown import read_markdown


@pytest.fixture
def lay_out() -> Callable[..., Context]:
    """A Markdown text as the rules of the extraction see it."""

    def build(text: str, **about: object) -> Context:
        document = read_markdown(text.encode(), name="text", source="text.md", digest="0" * 64)
        known = About(**about)  # type: ignore[arg-type]
        reference = Reference(year=known.report_year, published=known.published)
        return context(document, about=known, mentions=mentions(document.text, reference=reference))

    return build
