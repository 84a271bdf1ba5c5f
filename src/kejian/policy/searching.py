"""Policies found in words: BM25 over pairs of characters of title, keywords, conditions and benefits."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log

from msgspec.structs import replace

from kejian.base.words import fold
from kejian.model import Value
from kejian.policy.model import Leaf, Policy, RuleBook
from kejian.policy.timeline import conditions_of

# what a part of a policy weighs: its terms are counted so often
_TITLE, _KEYWORDS, _WHO, _REST = 3, 4, 2, 1
_K1, _B = 1.2, 0.6
_LONGEST = 500
_ALIKE = 0.8  # of their terms; no two of the rules that come with Kejian share more than a third
_RUN = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*|[\u3400-\u9fff]+")
_PLURAL = re.compile(r"(?<=[a-z]{2})(?<!s)s$")
_SUPERSEDED = 0.8  # what a policy counts that another has taken the place of
# words of a question that say nothing of its subject
_SILENT = re.compile(
    "a|about|after|ago|an|and|any|are|as|at|be|been|by|can|could|do|does|for|from|get|give|given|had|has|have"
    "|how|i|if|in|into|is|it|its|long|make|many|may|more|much|my|of|on|or|our|per|put|should|so|that|the|their|there"
    "|they|this|to|two|us|was|we|were|what|when|where|which|who|will|with|work|would|year|you|your"
)
# characters of a question that say nothing of its subject
_EMPTY = re.compile(
    "我们|我司|本公司|公司|企业|想要|想|可以|能不能|能否|能|什么|哪些|怎么|如何|有没有|申请|享受|优惠|政策|去年|今年|请问|多少|需要|了解|一下|吗|呢|的|是|做|在|有"
)


class Found(Value, frozen=True, kw_only=True):
    """A policy and how well it answers; ``words`` are the terms that it shares with the question.

    ``alike`` are policies further down that say nearly the same (versions of one rule under several ids, a
    draft of it): shown folded under this one.
    """

    policy: str
    score: float
    words: tuple[str, ...]
    alike: tuple[str, ...] = ()


def search(
    words: str,
    *,
    book: RuleBook,
    region: str | None = None,
    issuer: str | None = None,
    limit: int = 10,
    folded: bool = True,
) -> tuple[Found, ...]:
    """The policies that ``words`` concern, best first.

    ``region`` keeps only those of that region, ``issuer`` those whose issuer or document number holds it (an
    issuer is often not known, but 沪科规〔2020〕8号 names one). ``folded`` puts policies that say nearly the
    same under the best of them.

    >>> from kejian.policy.loading import rules
    >>> search("临港的人工智能企业所得税", book=rules())[0].policy
    'lingang'
    """
    counts, weights = _index(book.policies.values())
    average = sum(c.total() for c in counts.values()) / max(len(counts), 1)
    asked = Counter(t for t in terms(_EMPTY.sub(" ", fold(words[:_LONGEST]))) if not _SILENT.fullmatch(t))
    found = []
    for policy in book.policies.values():
        if (region is not None and policy.region != region) or not _issued(policy, issuer):
            continue
        has = counts[policy.id]
        length = _K1 * (1 - _B + _B * has.total() / average)
        shared = [term for term in asked if term in has]
        score = sum(weights[t] * has[t] * (_K1 + 1) / (has[t] + length) for t in shared)
        score *= _SUPERSEDED if policy.superseded_by else 1
        if score > 0:
            found.append(Found(policy=policy.id, score=round(score, 6), words=tuple(shared)))
    ordered = sorted(found, key=lambda f: -f.score)
    return tuple((_folded(ordered, counts) if folded else ordered)[:limit])


def _issued(policy: Policy, issuer: str | None) -> bool:
    """Whether a policy is of ``issuer``, by its name or by the head of a document number."""
    if issuer is None:
        return True
    wanted = fold(issuer.strip())
    said = (policy.issuer, *(version.document for version in policy.versions))
    return any(wanted in fold(text) for text in said if text)


def _folded(found: list[Found], counts: dict[str, Counter[str]]) -> list[Found]:
    """Each policy under the first of those before it whose terms it nearly has."""
    kept: list[Found] = []
    for one in found:
        at = next((i for i, k in enumerate(kept) if _alike(counts[k.policy], counts[one.policy])), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = replace(kept[at], alike=(*kept[at].alike, one.policy))
    return kept


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    """Whether two texts share nearly all their terms (a weighted Jaccard index)."""
    both = (one & other).total()
    return both >= _ALIKE * (one.total() + other.total() - both)


def terms(text: str) -> list[str]:
    """Pairs of neighbouring ideographs and whole words of letters in the singular, of text in normal form.

    >>> terms("car-t细胞治疗"), terms("high-tech enterprises")
    (['car-t', 'car', '细胞', '胞治', '治疗'], ['high-tech', 'high', 'tech', 'enterprise'])
    """
    found = []
    for run in _RUN.findall(text):
        if run[0] < "\u3400":
            one = _PLURAL.sub("", run)
            found.append(one)
            found.extend(part for part in one.split("-") if len(part) > 2 and part != one)
        else:
            found.extend(map("".join, pairwise(run)) if len(run) > 1 else [run])
    return found


def _index(policies: Iterable[Policy]) -> tuple[dict[str, Counter[str]], dict[str, float]]:
    counts = {policy.id: _counts(policy) for policy in policies}
    holding = Counter(term for count in counts.values() for term in count)
    size = len(counts)
    weights = {t: log(1 + (size - n + 0.5) / (n + 0.5)) for t, n in holding.items()}
    return counts, weights


def _counts(policy: Policy) -> Counter[str]:
    found: Counter[str] = Counter()
    inner = [c.text for c in conditions_of(policy) if isinstance(c, Leaf)]
    options = [text for v in policy.versions for o in v.options for text in (o.title, o.benefit.text)]
    documents = [v.document or "" for v in policy.versions]
    rest = (*dict.fromkeys([*inner, *options, *documents]), policy.note or "")
    for weight, texts in (
        (_TITLE, (policy.title,)), (_KEYWORDS, policy.keywords), (_WHO, (policy.who,)), (_REST, rest)
    ):  # fmt: skip
        for text in texts:
            for term in terms(fold(text)):
                found[term] += weight
    return found
