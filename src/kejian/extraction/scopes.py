"""What a stretch of a document is about: what was, what is planned, or what a policy sets."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

import msgspec

from kejian.model import About, BlockKind, Document
from kejian.vocabulary.patterns import Pattern, compiled, pieces

_FILE = "scopes.yaml"
_TITLE = re.compile(r"《([^《》]{2,80})》")
_SHORT = re.compile(r"[^《》]{0,40}?简称[：:为]?\s*[《“]([^《》“”]{2,30})[》”]")
_PROGRAMME = re.compile(r"[“]([^“”]{2,12}计划)[”]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_MARKED = re.compile(r"[“\"《][^”\"》]{0,60}[”\"》]")
_ISSUE = re.compile(r"\s*[（(][^（）()]{1,20}[)）]\s*$")
_SHORTEST_TITLE = 8  # characters: 政策措施 heads a section, not a policy


class Regime(StrEnum):
    """How the numbers of a stretch are meant unless their own sentence says otherwise."""

    FACT = "fact"
    PLAN = "plan"
    POLICY = "policy"


class Scope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What holds for a sentence: the regime, and the title of the policy it speaks of, if any."""

    regime: Regime = Regime.FACT
    policy: str | None = None


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """A sentence as it matters here: its text, its block and the blocks that one stands under."""

    text: str
    block: int
    parents: tuple[int, ...]


@cache
def _patterns() -> dict[str, Pattern]:
    return {name: compiled(text, file=_FILE, key=name, anchored=True) for name, text in pieces(_FILE).items()}


def read_scopes(document: Document, *, about: About, stretches: Sequence[Stretch]) -> Iterator[Scope]:
    """The scope of each of ``stretches``, which stand in reading order."""
    whole = _whole(about)
    headings: dict[int, Scope | None] = {}
    policy: str | None = None  # the one last named in this block
    articles: Scope | None = None  # the policy whose articles have begun
    known: dict[str, str] = {}  # short title → full title
    block = planned = -1
    for stretch in stretches:
        kind = document.blocks[stretch.block].kind
        if stretch.block != block:
            block, policy = stretch.block, None
        if _patterns()["article"].match(stretch.text):
            articles = Scope(regime=Regime.POLICY, policy=_own_title(document, stretch, about))
        elif kind is BlockKind.HEADING:
            articles = None
        if kind is BlockKind.HEADING:
            yield whole
            continue
        if articles is None and _patterns()["policy_label"].match(stretch.text):
            yield Scope(regime=Regime.POLICY)
            continue
        inherited = articles or _inherited(document, stretch, headings, about=about, whole=whole)
        if planned == stretch.block and inherited.regime is Regime.FACT:
            inherited = Scope(regime=Regime.PLAN)
        elif _patterns()["goals"].search(stretch.text):
            planned = stretch.block  # what goes on behind 主要预期目标是：
        policy = _named(stretch.text, known) or policy
        if policy is None and stretch.parents:
            policy = _lead_policy(document, stretch, known)
        same = policy is None or policy == inherited.policy
        yield inherited if same else msgspec.structs.replace(inherited, policy=policy)


def _whole(about: About) -> Scope:
    """The scope of a whole document, as its genre tells, or else its title."""
    title, genre = (about.title or "").strip("《》 "), about.genre or ""
    patterns = _patterns()
    if patterns["policy_genre"].search(genre):
        plan = patterns["plan_title"].search(title) is not None
        return Scope(regime=Regime.PLAN if plan else Regime.POLICY, policy=title or None)
    if patterns["reporting_genre"].search(genre):
        return Scope()
    if _is_policy(title) or patterns["call_title"].search(title):
        return Scope(regime=Regime.POLICY, policy=title)
    return Scope()


def _is_policy(title: str) -> bool:
    patterns = _patterns()
    if len(title) < _SHORTEST_TITLE or patterns["policy_title"].search(title) is None:
        return False
    if patterns["no_policy_title"].search(_MARKED.sub("", title)):
        return False
    return patterns["section_mark"].match(title) is None or patterns["sure_title"].search(title) is not None


def policy_in_heading(text: str) -> tuple[int, str] | None:
    """The title of a policy that a heading gives, and where in it; None where the heading only speaks of one.

    >>> policy_in_heading("一、云麓市研发补助办法（试行）")
    (2, '云麓市研发补助办法（试行）')
    """
    patterns = _patterns()
    mark = patterns["section_mark"].match(text)
    start = mark.end() if mark else 0
    title = text[start:].strip()
    start += text[start:].index(title) + (title[:1] == "《")
    title = title.strip("《》")
    if not _is_policy(title) or patterns["sure_title"].search(title) is None:
        return None
    return None if patterns["about_policy"].search(title) else (start, title)


def _inherited(
    document: Document, stretch: Stretch, headings: dict[int, Scope | None], *, about: About, whole: Scope
) -> Scope:
    """The scope that the nearest telling block above gives, else that of the whole document.

    Under the title of a policy (成果 of 促进成果转化) few headings tell of what was, and one about what is
    granted is of that policy.
    """
    told: Scope | None = None
    for index in stretch.parents:
        if index not in headings:
            headings[index] = _of_block(document, index, about.report_year)
        scope = headings[index]
        if scope is None:
            continue
        if scope.regime is Regime.POLICY and scope.policy is not None:
            return scope
        if told is None:
            told = scope
            if scope.regime is Regime.PLAN or (scope.regime is Regime.FACT and _past(document, index)):
                return scope
    if told is None or (whole.regime is Regime.POLICY and told.regime is not Regime.PLAN):
        return whole
    return told


def _of_block(document: Document, index: int, year: int | None) -> Scope | None:
    block = document.blocks[index]
    text = document.text[block.start : block.end]
    return _of_heading(text, year) if block.kind is BlockKind.HEADING else _of_lead(text)


def _past(document: Document, index: int) -> bool:
    """Whether a block heads what was even within a policy."""
    block = document.blocks[index]
    return _patterns()["past_in_policy"].search(document.text, block.start, block.end) is not None


def _of_heading(text: str, year: int | None) -> Scope | None:
    patterns = _patterns()
    title = text.strip().strip("《》")
    if _is_policy(title) and not patterns["past_heading"].search(title):
        return Scope(regime=Regime.POLICY, policy=_ISSUE.sub("", title))
    bare = _MARKED.sub("", text)
    plan = patterns["plan_heading"].search(bare)
    past = patterns["past_heading"].search(bare)
    ahead = year is not None and any(int(y) > year for y in _YEAR.findall(bare))
    if (plan or ahead) and not past:
        return Scope(regime=Regime.PLAN)
    if patterns["call_title"].search(bare) and not past:
        return Scope(regime=Regime.POLICY, policy=_ISSUE.sub("", title))
    if patterns["policy_heading"].search(bare) and not past:
        return Scope(regime=Regime.POLICY)
    return Scope() if past else None


def _of_lead(text: str) -> Scope | None:
    if _patterns()["plan_lead"].search(text):
        return Scope(regime=Regime.PLAN)
    if _TITLE.search(text) and _patterns()["policy_lead"].search(text):
        return Scope(regime=Regime.POLICY)
    if _patterns()["grant_lead"].search(text):
        return Scope(regime=Regime.POLICY)
    return None


def _named(text: str, known: dict[str, str]) -> str | None:
    """The last policy that ``text`` names, by its full title.

    ``known`` keeps full titles by their short ones; the word that a title ends in (《意见》) is short for it.
    """
    last = None
    for match in _TITLE.finditer(text):
        title = known.get(match[1]) or match[1]
        if _patterns()["setting_title"].search(title):
            last = title
            word = _ISSUE.sub("", title)
            known |= {word[-n:]: title for n in range(2, 7) if len(word) > _SHORTEST_TITLE}
        short = _SHORT.match(text, match.end())
        if short:
            known[short[1]] = title
    quoted = _PROGRAMME.search(text) if last is None else None
    return quoted[1] if quoted else last


def _lead_policy(document: Document, stretch: Stretch, known: dict[str, str]) -> str | None:
    lead = document.blocks[stretch.parents[0]]
    if lead.kind is BlockKind.HEADING:
        return None
    return _named(document.text[lead.start : lead.end], known)


def _own_title(document: Document, stretch: Stretch, about: About) -> str | None:
    """The title of the policy that an article belongs to: the nearest heading above that reads like one."""
    for index in stretch.parents:
        block = document.blocks[index]
        title = document.text[block.start : block.end].strip().strip("《》")
        if block.kind is BlockKind.HEADING and _is_policy(title):
            return _ISSUE.sub("", title)
    return (about.title or "").strip("《》 ") or None
