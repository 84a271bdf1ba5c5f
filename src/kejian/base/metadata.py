"""What is said of documents beforehand: a JSON file, or the year alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from kejian.errors import BaseError
from kejian.model import About

_MOST = 64 * 2**20
_Text = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00]*\Z")]  # no database keeps a NUL
_Year = Annotated[int, msgspec.Meta(ge=1000, le=9999)]
_Date = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}(-\d\d(-\d\d)?)?\Z")]


class Placing(msgspec.Struct, frozen=True, kw_only=True):
    """What the one who adds a document says of its work.

    ``work`` names the work; ``draft_of`` the owner of a draft, seen by nobody else but ``shared_with``.
    """

    work: str | None = None
    draft_of: str | None = None
    shared_with: tuple[str, ...] = ()

    @property
    def visibility(self) -> dict[str, str]:
        """The columns that tell drafts from what is published."""
        if self.draft_of:
            return {"visibility": "draft", "owner": self.draft_of}
        return {"visibility": "published", "owner": ""}


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is said of one document: the fields of `About`, the work it is an edition of, who sees it.

    ``draft_of`` makes it a draft of that person, seen by nobody else but ``shared_with``.
    """

    title: _Text | None = None
    genre: _Text | None = None
    report_year: _Year | None = None
    published: _Date | None = None
    publisher: _Text | None = None
    work: _Text | None = None
    draft_of: _Text | None = None
    shared_with: tuple[_Text, ...] = ()

    @property
    def about(self) -> About:
        """The part that the extraction is told."""
        return About(
            title=self.title,
            genre=self.genre,
            report_year=self.report_year,
            published=self.published,
            publisher=self.publisher,
        )

    @property
    def placing(self) -> Placing:
        """The part that the base is told."""
        return Placing(work=self.work, draft_of=self.draft_of, shared_with=self.shared_with)

    @property
    def given(self) -> str:
        """The canonical JSON that is kept to see when something else is said."""
        return msgspec.json.encode(self, order="sorted").decode()


class Metadata(msgspec.Struct, frozen=True):
    """What is said of each document by its name (without ending), and of all others."""

    named: Mapping[str, Said] = {}
    others: Said = Said()

    def of(self, name: str) -> Said:
        """What is said of a document; what its own entry leaves out is said by that of all."""
        own = self.named.get(name)
        if own is None:
            return self.others
        said = {f: v for f, v in msgspec.structs.asdict(own).items() if v not in (None, ())}
        return msgspec.structs.replace(self.others, **said)


def read_metadata(path: Path | None, *, others: Said | None = None) -> Metadata:
    """Read a file ``{"NAME": {"title": …, "report_year": …}, …}``; raises `BaseError` with the place."""
    if path is None:
        return Metadata({}, others or Said())
    try:
        if path.stat().st_size > _MOST:
            raise BaseError(
                f"more than {_MOST} bytes", where=str(path), hint="give the metadata of fewer documents"
            )
        named = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return Metadata({name: _said(name, value, path) for name, value in named.items()}, others or Said())
    except OSError as error:
        raise BaseError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check the path"
        ) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BaseError(
            f"not metadata: {error}",
            where=str(path),
            hint='write {"NAME": {"title": "…", "report_year": 2022}}',
        ) from error


def _said(name: str, value: Any, path: Path) -> Said:
    try:
        return msgspec.convert(value, type=Said)
    except msgspec.ValidationError as error:
        fields = ", ".join(Said.__struct_fields__)
        raise BaseError(f"{name}: {error}", where=str(path), hint=f"the fields are {fields}") from error
