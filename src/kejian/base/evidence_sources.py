"""What the lookups of `kejian.base.evidence` share: whose eyes they have, and the documents they met."""

from functools import lru_cache
from typing import Any

from kejian.answering.evidence import Source
from kejian.base.series import scopes
from kejian.linking.subjects import Subject, place_of
from kejian.model import About


class Sources:
    """The documents that an answer quotes, by name, as a viewer of an open base sees it."""

    def __init__(self, alias: str, *, viewer: str | None = None) -> None:
        self.alias, self.viewer = alias, viewer
        self._sources: dict[str, Source] = {}
        self._scopes = scopes(alias, viewer)

    def source(self, document: str) -> Source | None:
        """A document of an answer by its name."""
        return self._sources.get(document)

    def _source(self, row: dict[str, Any]) -> Source:
        return self._keep(
            row["document_name"],
            row["title"],
            row["genre"],
            row["report_year"],
            row["published"],
            row["publisher"],
            row["number"],
        )

    def _keep(
        self, name: str, title: str, genre: str, year: int | None, published: str, publisher: str, number: int
    ) -> Source:
        found = Source(
            name=name,
            title=title or name,
            genre=genre,
            year=year,
            published=published,
            place=_place(title, publisher),
            number=number,
        )
        return self._sources.setdefault(name, found)


@lru_cache(maxsize=20_000)
def _place(title: str, publisher: str) -> Subject | None:
    """What a document is about, by its title and publisher."""
    return place_of(About(title=title or None, publisher=publisher or None), [])
