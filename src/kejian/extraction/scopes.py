"""What a stretch of a document is about: what was, what is planned, or what a policy sets."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

import msgspec

from kejian import kinds
from kejian.model import About, Document
from kejian.vocabulary.patterns import Pattern, compiled, pieces

_FILE = "scopes.yaml"
_TITLE = re.compile(r"《([^《》]{2,80})》")
_SHORT = re.compile(r"[^《》]{0,40}?简称[：:为]?\s*[《“]([^《》“”]{2,30})[》”]")
_PROGRAMME = re.compile(r"[“]([^“”]{2,12}计划)[”]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_MARKED = re.compile(r"[“\"《][^”\"》]{0,60}[”\"》]")
_ISSUE = re.compile(r"\s*[（(][^（）()]{1,20}[)）]\s*$")
_MATCHED = frozenset(
    {"article", "policy_label", "section_mark"}
)  # of others it is asked whether they are there
_SHORTEST_TITLE = 8  # characters: 政策措施 heads a section, not a policy


class Regime(StrEnum):
    """How the numbers of a stretch are meant unless their own sentence says otherwise."""

    FACT = "fact"
    PLAN = "plan"
    POLICY = "policy"


# each looked up once: Python 3.11 takes a call for it
_FACT, _PLAN, _POLICY = Regime.FACT, Regime.PLAN, Regime.POLICY


class Scope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What holds for a sentence: the regime, and the title of the policy it speaks of, if any."""

    regime: Regime = _FACT
    policy: str | None = None


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """A sentence as it matters here: its text, its block and the blocks that one stands under."""

    text: str
    block: int
    parents: tuple[int, ...]


@cache
def _patterns() -> dict[str, Pattern]:
    return {
        name: compiled(text, file=_FILE, key=name, anchored=True, seen=name not in _MATCHED)
        for name, text in pieces(_FILE).items()
    }


def read_scopes(document: Document, *, about: About, stretches: Sequence[Stretch]) -> Iterator[Scope]:
    """The scope of each of ``stretches``, which stand in reading order."""
    patterns, whole = _patterns(), _whole(about)
    headings: dict[int, tuple[Scope | None, bool]] = {}
    inside: dict[tuple[int, ...], Scope] = {}  # what those that stand under the same blocks inherit
    policy: str | None = None  # the one last named in this block
    articles: Scope | None = None  # the policy whose articles have begun
    known: dict[str, str] = {}  # short title → full title
    block = planned = -1
    for stretch in stretches:
        kind = document.blocks[stretch.block].kind
        if stretch.block != block:
            block, policy = stretch.block, None
        text, parents = stretch.text, stretch.parents
        if patterns["article"].match(text):
            articles = Scope(regime=_POLICY, policy=_own_title(document, stretch, about))
        elif kind is kinds.HEADING:
            articles = None
        if kind is kinds.HEADING:
            yield whole
            continue
        if articles is None and patterns["policy_label"].match(text):
            yield Scope(regime=_POLICY)
            continue
        if articles is None and parents not in inside:
            inside[parents] = _inherited(document, parents, headings, about=about, whole=whole)
        inherited = articles or inside[parents]
        if planned == stretch.block and inherited.regime is _FACT:
            inherited = Scope(regime=_PLAN)
        elif "目标" in text and patterns["goals"].search(text):
            planned = stretch.block  # what goes on behind 主要预期目标是：
        policy = _named(text, known) or policy
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
        return Scope(regime=_PLAN if plan else _POLICY, policy=title or None)
    if patterns["reporting_genre"].search(genre):
        return Scope()
    if _is_policy(title) or patterns["call_title"].search(title):
        return Scope(regime=_POLICY, policy=title)
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
    document: Document,
    parents: Sequence[int],
    headings: dict[int, tuple[Scope | None, bool]],
    *,
    about: About,
    whole: Scope,
) -> Scope:
    """The scope that the nearest telling block above gives, else that of the whole document.

    Under the title of a policy (成果 of 促进成果转化) few headings tell of what was, and one about what is
    granted is of that policy.
    """
    told: Scope | None = None
    for index in parents:
        if index not in headings:
            headings[index] = _of_block(document, index, about.report_year)
        scope, sure = headings[index]
        if scope is None:
            continue
        if scope.regime is _POLICY and scope.policy is not None:
            return scope
        if told is None:
            told = scope
            if sure:
                return scope
    if told is None or (whole.regime is _POLICY and told.regime is not _PLAN):
        return whole
    return told


def _of_block(document: Document, index: int, year: int | None) -> tuple[Scope | None, bool]:
    """The scope that a block gives, and whether it holds whatever the blocks above it give."""
    block = document.blocks[index]
    text = document.text[block.start : block.end]
    scope = _of_heading(text, year) if block.kind is kinds.HEADING else _of_lead(text)
    if scope is None or scope.regime is not _FACT:
        return scope, scope is not None and scope.regime is _PLAN
    return scope, _patterns()["past_in_policy"].search(text) is not None


def _of_heading(text: str, year: int | None) -> Scope | None:
    patterns = _patterns()
    title = text.strip().strip("《》")
    if _is_policy(title) and not patterns["past_heading"].search(title):
        return Scope(regime=_POLICY, policy=_ISSUE.sub("", title))
    bare = _MARKED.sub("", text)
    if patterns["past_heading"].search(bare):
        return Scope()
    ahead = year is not None and any(int(y) > year for y in _YEAR.findall(bare))
    if ahead or patterns["plan_heading"].search(bare):
        return Scope(regime=_PLAN)
    if patterns["call_title"].search(bare):
        return Scope(regime=_POLICY, policy=_ISSUE.sub("", title))
    return Scope(regime=_POLICY) if patterns["policy_heading"].search(bare) else None


def _of_lead(text: str) -> Scope | None:
    if _patterns()["plan_lead"].search(text):
        return Scope(regime=_PLAN)
    if _TITLE.search(text) and _patterns()["policy_lead"].search(text):
        return Scope(regime=_POLICY)
    if _patterns()["grant_lead"].search(text):
        return Scope(regime=_POLICY)
    return None


def _named(text: str, known: dict[str, str]) -> str | None:
    """The last policy that ``text`` names, by its full title.

    ``known`` keeps full titles by their short ones; the word that a title ends in (《意见》) is short for it.
    """
    if "《" not in text:
        quoted = _PROGRAMME.search(text) if "计划”" in text else None
        return quoted[1] if quoted else None
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
    if lead.kind is kinds.HEADING:
        return None
    return _named(document.text[lead.start : lead.end], known)


def _own_title(document: Document, stretch: Stretch, about: About) -> str | None:
    """The title of the policy that an article belongs to: the nearest heading above that reads like one."""
    for index in stretch.parents:
        block = document.blocks[index]
        title = document.text[block.start : block.end].strip().strip("《》")
        if block.kind is kinds.HEADING and _is_policy(title):
            return _ISSUE.sub("", title)
    return (about.title or "").strip("《》 ") or None
