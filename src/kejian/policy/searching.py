"""Policies found in words: BM25 over pairs of characters of title, keywords, conditions and benefits."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log

from kejian.base.words import fold
from kejian.model import Value
from kejian.policy.model import Leaf, Policy, RuleBook
from kejian.policy.timeline import conditions_of

# what a part of a policy weighs: its terms are counted so often
_TITLE, _KEYWORDS, _WHO, _REST = 3, 4, 2, 1
_K1, _B = 1.2, 0.6
_LONGEST = 500
_RUN = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*|[\u3400-\u9fff]+")
# characters of a question that say nothing of its subject
_EMPTY = re.compile(
    "我们|我司|本公司|公司|企业|想要|想|可以|能不能|能否|能|什么|哪些|怎么|如何|有没有|申请|享受|优惠|政策|去年|今年|请问|多少|需要|了解|一下|吗|呢|的|是|做|在|有"
)


class Found(Value, frozen=True, kw_only=True):
    """A policy and how well it answers; ``words`` are the terms that it shares with the question."""

    policy: str
    score: float
    words: tuple[str, ...]


def search(words: str, *, book: RuleBook, region: str | None = None, limit: int = 10) -> tuple[Found, ...]:
    """The policies that ``words`` concern, best first; ``region`` keeps only those of that region.

    >>> from kejian.policy.loading import rules
    >>> search("临港的人工智能企业所得税", book=rules())[0].policy
    'lingang'
    """
    counts, weights = _index(book.policies.values())
    average = sum(c.total() for c in counts.values()) / max(len(counts), 1)
    asked = Counter(terms(_EMPTY.sub(" ", fold(words[:_LONGEST]))))
    found = []
    for policy in book.policies.values():
        if region is not None and policy.region != region:
            continue
        has = counts[policy.id]
        length = _K1 * (1 - _B + _B * has.total() / average)
        shared = [term for term in asked if term in has]
        score = sum(weights[t] * has[t] * (_K1 + 1) / (has[t] + length) for t in shared)
        if score > 0:
            found.append(Found(policy=policy.id, score=round(score, 6), words=tuple(shared)))
    return tuple(sorted(found, key=lambda f: -f.score)[:limit])


def terms(text: str) -> list[str]:
    """Pairs of neighbouring ideographs and whole words of letters, of text in normal form.

    >>> terms("car-t细胞治疗")
    ['car-t', '细胞', '胞治', '治疗']
    """
    found = []
    for run in _RUN.findall(text):
        if run[0] < "\u3400":
            found.append(run)
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
