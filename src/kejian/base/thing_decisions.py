"""What people decide of names: that two are one thing's, that they are not, what a thing is to be called."""

from datetime import UTC, datetime

from kejian.base.connection import writing
from kejian.base.linking import Marks, settle
from kejian.base.linking_models import Name, Naming, ThingDecision, ThingVerdict
from kejian.base.placing import mark
from kejian.base.series import scopes
from kejian.errors import BaseError
from kejian.linking.names import form_of
from kejian.model import EntityType


def decide_things(
    alias: str,
    verdict: str,
    one: str,
    other: str,
    *,
    type: str,
    reason: str,
    who: str,
    viewer: str | None = None,
    at: datetime | None = None,
) -> int:
    """Say that two names are one thing's (``same``), not (``different``), or take it back (``withdraw``).

    ``name`` says that the thing with the name ``one`` is to be called ``other``; to withdraw ``one`` and
    ``one`` itself takes that back. Names are told apart by
    their normal form and ``type``; the last decision on a pair counts, outlives editions and linking
    again, and a ``different`` is never joined around. Returns the decision's number; raises `BaseError`.
    """
    forms = [form_of(one), form_of(other)]
    _check(verdict, forms, type, reason, who)
    shown = [one.strip(), other.strip()]
    if verdict != "name" and forms[0] > forms[1]:
        forms.reverse()
        shown.reverse()
    with writing(alias):
        touched = _touched(alias, forms if verdict != "name" else forms[:1], scopes(alias, viewer))
        if not touched:
            raise BaseError(f"nothing is named {one!r}", hint="give a name as `things` lists it")
        decision = ThingDecision(
            verdict=verdict,
            type=type,
            one=forms[0],
            other=forms[1],
            shown="\n".join(shown),
            reason=reason.strip(),
            who=who.strip(),
            at=at or datetime.now(UTC),
        )
        decision.save(using=alias)
        mark(alias, "name", touched)
        drafts = Naming.objects.using(alias).filter(name__in=touched, scope__gt=0)
        mark(alias, "draft", set(drafts.values_list("scope", flat=True)))
    settle(alias, only=Marks(names=frozenset(touched)))
    return decision.pk


def _check(verdict: str, forms: list[str], type_: str, reason: str, who: str) -> None:
    if verdict not in ThingVerdict.values:
        raise BaseError(f"{verdict!r} is no verdict", hint=f"one of {', '.join(ThingVerdict.values)}")
    if type_ not in list(EntityType):
        raise BaseError(f"{type_!r} is no type of thing", hint=f"one of {', '.join(EntityType)}")
    if not all(forms) or (forms[0] == forms[1] and verdict in ("same", "different")):
        raise BaseError("two names are needed that differ", hint="give them as documents print them")
    if not reason.strip() or not who.strip():
        raise BaseError("a decision needs a reason and a person", hint="say why, and who says so")


def _touched(alias: str, forms: list[str], seen: list[int]) -> set[int]:
    """The names of these forms that the viewer may know of."""
    known = Name.objects.using(alias).filter(form__in=forms, namings__scope__in=seen)
    return set(known.values_list("pk", flat=True))
