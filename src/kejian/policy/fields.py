"""The fields of a profile, as `fields.yaml` lists them."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from kejian.model import Value
from kejian.policy.places import Spot, compose

KINDS = ("text", "money", "count", "share", "number", "flag", "choice", "set", "date", "year", "age")
_COMPUTED = ("ratio", "since", "between", "year_number")


class Field(Value, frozen=True, kw_only=True):
    """One fact that an enterprise can state.

    ``kind`` says what it holds: ``money`` is given in yuan and kept in fen, ``share`` is a fraction of 1,
    ``age`` is the time between two dates. ``computed`` is how it follows from other fields (``parts``).
    """

    name: str
    kind: str
    label: str
    label_en: str
    question: str | None = None
    unit: str | None = None
    signed: bool = False
    most: int | None = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    said: dict[str, str] = msgspec.field(default_factory=dict)
    computed: str | None = None
    parts: tuple[str, ...] = ()

    def choice(self, text: str) -> str | None:
        """The choice that ``text`` names: by its name, as it is shown, or in other words (``said``).

        >>> fields()["industry"].choice(" 制造业 "), fields()["industry"].choice("Real estate")
        ('manufacturing', 'real_estate')
        """
        word = text.strip().casefold()
        plain = word.replace(" ", "_").replace("-", "_")
        return plain if plain in self.choices else self.said.get(word)


class Fields(Value, frozen=True, kw_only=True):
    """All fields by name, which cannot be above which, and how choices are called in Chinese.

    ``share_bounds``: above which value a share is taken for a slip (8 where 8% was meant).
    """

    by_name: dict[str, Field]
    not_above: tuple[tuple[str, str], ...]
    share_bounds: tuple[tuple[str, int], ...]
    names: dict[str, str]
    names_en: dict[str, str]

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def facts_of(self, name: str) -> tuple[str, ...]:
        """The fields to be stated for ``name``: itself, or the parts that it is computed from."""
        return self.by_name[name].parts or (name,)


@cache
def fields() -> Fields:
    """The fields that this version knows.

    >>> fields()["rd_staff_share"].parts
    ('rd_staff', 'staff')
    """
    text = (files("kejian.policy") / "fields.yaml").read_text(encoding="utf-8")
    parts = ("fields", "not_above", "names", "names_en", "said")
    root = compose(text, file="fields.yaml").mapping(needs=parts, may=())
    names = {name: spot.text() for name, spot in root["names"].mapping().items()}
    english = {name: spot.text() for name, spot in root["names_en"].mapping().items()}
    words = {name: spot.texts() for name, spot in root["said"].mapping().items()}
    found = {name: _field(name, spot) for name, spot in root["fields"].mapping().items()}
    said = {name: _said(field, (names, english), words) for name, field in found.items()}
    found = {name: replace(field, said=said[name]) for name, field in found.items()}
    pairs = tuple((a.one_of(tuple(found)), b.one_of(tuple(found))) for a, b in _pairs(root["not_above"]))
    for field in found.values():
        if not set(field.choices) <= set(names):
            root["names"].wrong("lacks choices", ", ".join(set(field.choices) - set(names)))
    bounds = tuple((f.name, 10 if f.signed else 1) for f in found.values() if f.kind == "share")
    return Fields(by_name=found, not_above=pairs, share_bounds=bounds, names=names, names_en=english)


def _said(
    field: Field, names: tuple[dict[str, str], ...], words: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """Which words name which choice of ``field``."""
    return {
        word.casefold(): one
        for one in field.choices
        for word in (*(shown[one] for shown in names if one in shown), *words.get(one, ()))
    }


def _pairs(spot: Spot) -> list[tuple[Spot, Spot]]:
    return [(pair.items()[0], pair.items()[1]) for pair in spot.items()]


def _field(name: str, spot: Spot) -> Field:
    entry = spot.mapping(
        needs=("kind", "label", "label_en"),
        may=("question", "unit", "signed", "most", "aliases", "choices", "computed"),
    )
    how: str | None = None
    parts: tuple[str, ...] = ()
    if "computed" in entry:
        ((how, what),) = entry["computed"].mapping(may=_COMPUTED).items()
        parts = what.texts() if isinstance(what.value, list) else (what.text(),)
    return Field(
        name=name,
        kind=entry["kind"].one_of(KINDS),
        label=entry["label"].text(),
        label_en=entry["label_en"].text(),
        question=entry["question"].text() if "question" in entry else None,
        unit=entry["unit"].text() if "unit" in entry else None,
        signed="signed" in entry and entry["signed"].flag(),
        most=int(entry["most"].number()) if "most" in entry else None,
        aliases=entry["aliases"].texts() if "aliases" in entry else (),
        choices=entry["choices"].texts() if "choices" in entry else (),
        computed=how,
        parts=parts,
    )
