"""Which numbers are planned, and which a sentence grants or requires."""

from collections import Counter

from kejian.extraction.context import Context, Sentence
from kejian.extraction.numbers.role_rules import pattern
from kejian.extraction.scopes import Regime
from kejian.extraction.spots import Spot

# each looked up once: Python 3.11 takes a call for it
_PLAN, _POLICY = Regime.PLAN, Regime.POLICY
_TOLD = frozenset({"=", "~", ">"})


def reported_year(context: Context) -> int | None:
    """The year that plans lie ahead of: the one reported on, of publication, or named most often."""
    if context.reference.year is not None:
        return context.reference.year
    published = (context.reference.published or "")[:4]
    if published.isdecimal():
        return int(published)
    named = Counter(m.iso[:4] for m in context.mentions if m.iso and m.iso[:4].isdecimal())
    return int(named.most_common(1)[0][0]) if named else None


def speaks_of_plans(sentence: Sentence, *, year: int | None) -> bool:
    """Whether anything in ``sentence`` may make its numbers planned: a quick look before the careful one."""
    if sentence.scope.regime is _PLAN:
        return True
    text = sentence.text
    if pattern("plan_cue", seen=True).search(text):
        return True
    if year is None or "20" not in text:
        return False
    return any(_ahead(m[1], year) for m in pattern("cell_year", searched=True).finditer(text))


def speaks_of_grants(sentence: Sentence) -> bool:
    """Whether anything in ``sentence`` may be a grant or a condition."""
    text = sentence.text
    cued = pattern("grant_cue", seen=True).search(text) is not None
    if cued and pattern("grant", seen=True).search(text) is not None:
        return True
    return pattern("grant_sure", seen=True).search(text) is not None


def tells_of_grants(sentence: Sentence) -> bool:
    """Whether ``sentence``, which stands where grants are set out, tells what was granted.

    That is so in reports; the articles of a policy itself only grant.
    """
    if sentence.scope.policy is not None:
        return False
    told = pattern("granted_here").search(sentence.text) is not None
    return told or pattern("grants_here").search(sentence.text) is None


def is_granted(at: Spot) -> bool:
    """Whether the part of the sentence up to the number grants or requires something."""
    sure = pattern("grant_sure", searched=True).search(at.text, at.clause, at.part_end)
    if sure is not None and sure.start() <= at.clause_end:
        return True
    match = pattern("grant", searched=True).search(at.text, at.part, at.part_end)
    if match is None or match.start() > _reach(at):
        return False
    said = min(match.start(), at.clause)  # 打分放款：80分以上的，可获… grants what follows
    if at.before(pattern("reached", backwards=True)) or pattern("told").search(at.text, said, at.part_end):
        return False
    told = pattern("turned").search(at.text, min(match.end(), at.mention.start), at.mention.start)
    if told and at.mention.comparator != "<=":  # 单家累计不超过24个月 is a limit
        return False
    return pattern("granted").search(at.text, at.part, match.start() + 2) is None


def states(sentence: Sentence) -> bool:
    """Whether anything in ``sentence``, one of a policy, may tell of what is there: a quick look first."""
    text = sentence.text
    return pattern("stated").search(text) is not None or pattern("stated_year").search(text) is not None


def is_stated(at: Spot, *, year: int | None) -> bool:
    """Whether a policy tells that a number was reached (截至2023年底…达1286家) and does not set it."""
    if at.mention.comparator not in _TOLD or at.after(pattern("stated_not")):
        return False
    since = at.last(pattern("stated", backwards=True), start=at.part)
    start = since.end() if since is not None else _past_year(at, year)
    return start >= 0 and pattern("stated_ends").search(at.text, start, at.mention.start) is None


def _past_year(at: Spot, year: int | None) -> int:
    """Where a year before ``year`` that opens a clause ends; -1 where none does."""
    if year is None:
        return -1
    years = pattern("stated_year").finditer(at.text, at.part, at.mention.start)
    return max((m.end() for m in years if int(m[1]) < year), default=-1)


def _reach(at: Spot) -> int:
    """Where what is granted must begin: in the number's clause, or in the next for who meets a condition."""
    if at.mention.comparator == "=" or not pattern("receiver", backwards=True).match(
        at.text, at.clause, at.clause_end
    ):
        return at.clause_end
    end = at.text.find("，", at.clause_end + 1, at.part_end)
    return end if end >= 0 else at.part_end


def is_planned(at: Spot, *, year: int | None) -> bool:
    """Whether the number is planned: the nearest word on it before the number decides, else the stretch.

    ``year`` is the one that plans lie ahead of.
    """
    if at.before(pattern("plan_share", backwards=True)):
        return False
    if at.before(pattern("plan_base", backwards=True)) and at.after(pattern("plan_base_after")):
        return False
    if at.after(pattern("plan_after")) or at.before(pattern("plan_here", backwards=True)):
        return True
    begins = max(_strong(at), _weak(at), _year_ahead(at, year))
    if begins < 0 and at.regime is not _PLAN:
        return False
    ends = at.last(pattern("plan_ends", backwards=True))
    return ends is None or ends.start() < begins


def _strong(at: Spot) -> int:
    if not pattern("plan_strong_cue", seen=True).search(at.text, at.left, at.mention.start):
        return -1
    match = at.last(pattern("plan_strong", backwards=True))
    return match.start() if match else -1


def _weak(at: Spot) -> int:
    """Where a word stands that makes a plan of its clause, or of one that goes on with it."""
    if at.regime is _POLICY:
        return -1
    if not pattern("plan_weak_cue", seen=True).search(at.text, at.left, at.mention.start):
        return -1
    start = at.clause
    if pattern("continues").match(at.text, start, at.mention.end):
        start = max(at.text.rfind("，", at.left, max(start - 1, at.left)) + 1, at.left)
    match = at.last(pattern("plan_weak", backwards=True), start=start)
    return match.start() if match else -1


def _year_ahead(at: Spot, year: int | None) -> int:
    """Where a year that lies ahead opens a clause (到2030年); -1 where none does."""
    if year is None or at.text.find("20", at.left, at.mention.start) < 0:
        return -1
    years = pattern("plan_year").finditer(at.text, at.left, at.mention.start)
    return max((m.start() for m in years if _ahead(m[1], year)), default=-1)


def _ahead(year: str, reported: int) -> bool:
    return int(year) > reported
