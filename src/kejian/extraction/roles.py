"""What each number is there for in its sentence.

Rules of the vocabulary say which numbers are times, names, parts of the layout, or pick out a thing. Whether
one of the others is planned, set by a policy or observed is told by its table, its sentence and the stretch
it stands in.
"""

from kejian.extraction.context import Context
from kejian.extraction.roles_rules import pattern, place, rules
from kejian.extraction.scopes import Regime
from kejian.extraction.spots import Spot, spot
from kejian.model import MentionKind, Role

_NEVER_GRANTED = frozenset(
    {
        MentionKind.DATE,
        MentionKind.TIME,
        MentionKind.PERIOD,
        MentionKind.CODE,
        MentionKind.STRUCTURE,
        MentionKind.ORDINAL,
        MentionKind.RANK,
    }
)


def find_roles(context: Context) -> list[Role]:
    """The role of each of ``context.mentions``, in their order."""
    found: dict[int, Role] = {}
    for sentence in context.sentences:
        for mention in sentence.mentions:
            found[mention.start] = _role(context, spot(context, sentence, mention))
    return [found.get(m.start, Role.OBSERVATION) for m in context.mentions]


def _role(context: Context, at: Spot) -> Role:
    if _in_title(at):
        return Role.NAME
    granted = at.mention.kind not in _NEVER_GRANTED and _granted(at)
    for rule in rules()[at.mention.kind]:
        if rule.holds(at, granted=granted):
            if rule.role is Role.OBSERVATION:
                break
            return rule.role
    if place(at) == "body":
        return _in_table(context, at)
    if at.regime is Regime.POLICY:
        return Role.TARGET if _planned(context, at, default=False) else Role.TERM
    if granted:
        return Role.TERM
    return Role.TARGET if _planned(context, at, default=at.regime is Regime.PLAN) else Role.OBSERVATION


def _in_title(at: Spot) -> bool:
    """Whether the number stands between book-title marks."""
    opened = at.text.rfind("《", at.left, at.mention.start)
    if opened < 0 or at.text.rfind("》", opened, at.mention.start) >= 0:
        return False
    return at.text.find("》", at.mention.end, at.right) >= 0


def _in_table(context: Context, at: Spot) -> Role:
    cell = at.cell
    if cell is None:
        return Role.OBSERVATION
    if pattern("cell_serial").fullmatch(cell.column_head):
        return Role.STRUCTURE
    if at.mention.kind is MentionKind.NUMBER and _looks_like_text(at):
        return Role.NAME
    if at.regime is Regime.POLICY:
        return Role.TERM
    heads = f"{cell.column_head}\t{cell.row_head}"
    if pattern("cell_plan").search(heads) and not pattern("cell_fact").search(heads):
        return Role.TARGET
    year = context.reference.year
    ahead = pattern("cell_year").search(cell.column_head)
    if year is not None and ahead and int(ahead[1]) > year and not pattern("cell_fact").search(heads):
        return Role.TARGET
    return Role.OBSERVATION


def _looks_like_text(at: Spot) -> bool:
    """Whether letters stand right beside a bare number in its cell: a code the grammar did not know."""
    around = at.text[max(at.left, at.mention.start - 1) : at.mention.start]
    around += at.text[at.mention.end : min(at.right, at.mention.end + 1)]
    return any(c.isascii() and c.isalpha() for c in around)


def _granted(at: Spot) -> bool:
    """Whether the part of the sentence up to the number grants or requires something."""
    if at.before(pattern("reached", backwards=True)):
        return False
    match = pattern("grant").search(at.text, at.part, at.part_end)
    if match is None or (match.start() > at.mention.start and match.start() > at.clause_end):
        return False
    if match.start() > at.mention.start and pattern("grant").search(at.text, at.clause, at.part_end) is None:
        return False
    if pattern("told").search(at.text, at.part, at.part_end):
        return False
    return pattern("granted").search(at.text, at.part, match.start() + 2) is None


def _planned(context: Context, at: Spot, *, default: bool) -> bool:
    """Whether the number is planned: the nearest word on it before the number decides, else ``default``."""
    if at.before(pattern("plan_share", backwards=True)):
        return False
    if at.before(pattern("plan_base", backwards=True)) and at.after(pattern("plan_base_after")):
        return False
    if at.after(pattern("plan_after")):
        return True
    year = context.reference.year
    strong = at.last(pattern("plan_strong", backwards=True))
    weak = None
    if at.regime is not Regime.POLICY:
        weak = at.last(pattern("plan_weak", backwards=True), start=at.clause)
    ends = at.last(pattern("plan_ends", backwards=True))
    ahead = [
        m for m in pattern("plan_year").finditer(at.text, at.left, at.mention.start) if _ahead(m[1], year)
    ]
    begins = max([m.start() for m in (strong, weak) if m] + [m.start() for m in ahead], default=-1)
    if begins < 0:
        return default and ends is None
    return ends is None or ends.start() < begins


def _ahead(year: str, reported: int | None) -> bool:
    return reported is not None and int(year) > reported
