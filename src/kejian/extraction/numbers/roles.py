"""What each number is there for in its sentence.

Rules of the vocabulary say which numbers are times, names, parts of the layout, or pick out a thing. Whether
one of the others is planned, set by a policy or observed is told by its table, its sentence and the stretch
it stands in.
"""

from kejian import kinds
from kejian.extraction.context import Context
from kejian.extraction.numbers.plans import (
    is_granted,
    is_planned,
    is_stated,
    reported_year,
    speaks_of_grants,
    speaks_of_plans,
    states,
    tells_of_grants,
)
from kejian.extraction.numbers.role_rules import pattern, place, table
from kejian.extraction.scopes import Regime
from kejian.extraction.spots import Spot, spot
from kejian.model import Mention, Role

# each looked up once: Python 3.11 takes a call for it
_OBSERVATION, _TARGET, _TERM, _NAME = Role.OBSERVATION, Role.TARGET, Role.TERM, Role.NAME
_POLICY = Regime.POLICY
_NEVER_GRANTED = frozenset(
    {
        kinds.DATE,
        kinds.TIME,
        kinds.PERIOD,
        kinds.CODE,
        kinds.STRUCTURE,
        kinds.ORDINAL,
        kinds.RANK,
    }
)


def find_roles(context: Context) -> list[Role]:
    """The role of each of ``context.mentions``, in their order."""
    found: dict[int, Role] = {}
    year = reported_year(context)
    for sentence in context.sentences:
        if not sentence.mentions:
            continue
        plans = speaks_of_plans(sentence, year=year)
        grants = any(map(_grantable, sentence.mentions)) and speaks_of_grants(sentence)
        policy = sentence.scope.regime is _POLICY
        told, stated = policy and tells_of_grants(sentence), policy and states(sentence)
        titled = "《" in sentence.text or bool(context.tables.cells)
        for mention in sentence.mentions:
            at = spot(context, sentence, mention)
            tells = told or (stated and is_stated(at, year=year))
            if titled and _in_title(at):
                found[mention.start] = _NAME
            else:
                found[mention.start] = _role(at, year=year, plans=plans, grants=grants, told=tells)
    return [found.get(m.start, _OBSERVATION) for m in context.mentions]


def _role(at: Spot, *, year: int | None, plans: bool, grants: bool, told: bool) -> Role:
    """The role of one number; ``told`` says that a policy's sentence tells what was granted already."""
    granted = grants and _grantable(at.mention) and is_granted(at)
    rule = table().first_that_holds(at, granted=granted)
    if rule is not None and rule.role is not _OBSERVATION:
        return rule.role
    if at.cell is not None and place(at) == "body":
        return _in_table(at, year=year)
    planned = plans and is_planned(at, year=year)
    if at.regime is _POLICY and not told:
        return _TARGET if planned else _TERM
    if granted:
        return _TERM
    return _TARGET if planned else _OBSERVATION


def _grantable(mention: Mention) -> bool:
    """Whether a policy may grant or set such a number; a period alone where it says how long (前两年)."""
    return mention.kind not in _NEVER_GRANTED or (mention.kind is kinds.PERIOD and mention.unit is not None)


def _in_title(at: Spot) -> bool:
    """Whether the number stands between book-title marks."""
    opened = at.text.rfind("《", at.left, at.mention.start)
    if opened < 0 or at.text.rfind("》", opened, at.mention.start) >= 0:
        return False
    return at.text.find("》", at.mention.end, at.right) >= 0


def _in_table(at: Spot, *, year: int | None) -> Role:
    cell = at.cell
    if cell is None:
        return _OBSERVATION
    if pattern("cell_serial").fullmatch(cell.column_head):
        return Role.STRUCTURE
    if at.mention.kind is kinds.NUMBER and _looks_like_text(at):
        return _NAME
    if at.regime is _POLICY:
        return _TERM
    heads = f"{cell.column_head}\t{cell.row_head}"
    if pattern("cell_plan").search(heads) and not pattern("cell_fact").search(heads):
        return _TARGET
    ahead = pattern("cell_year").search(cell.column_head)
    if year is not None and ahead and int(ahead[1]) > year and not pattern("cell_fact").search(heads):
        return _TARGET
    return _OBSERVATION


def _looks_like_text(at: Spot) -> bool:
    """Whether letters stand right beside a bare number in its cell: a code the grammar did not know."""
    around = at.text[max(at.left, at.mention.start - 1) : at.mention.start]
    around += at.text[at.mention.end : min(at.right, at.mention.end + 1)]
    return any(c.isascii() and c.isalpha() for c in around)
