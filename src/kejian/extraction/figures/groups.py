"""Those whom a number counts and the text goes on to speak of: 568家企业享受…，减免…"""

import re

from kejian.extraction.figures.drafts import LEVEL, Draft
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import is_count, words
from kejian.vocabulary.edges import begun

_DOERS = re.compile(r"(?:共|有|@|，|全年)*(?P<name>[^，#@]{2,24}(?:企业|单位|机构|院所|高校|医院))")
_DO = re.compile(r"#(?:共)?(?:实现|完成|拥有|开展|投入|承担|获得|享受|申请)")
_COUNTED = re.compile(
    r"(?P<name>#[^，#、]{0,20}?"
    + begun(
        r"企业|单位|银行|联合体|高校(?:院所)?(?:[和与](?:医院|企业|院所))?|院所|医院|学校|项目|公司|机构|载体|孵化器|高新区|经开区|开发区|园区|合作社"
        r"|(?:产业)?集群|产业链|(?:联合|重点|重大|科技)?专项|基金|(?<!创新)平台"
    )
    + r")(?P<verb>[^，、#]*)"
)
_LISTED = re.compile(r"[^，、的@]{2,20}等$")
_ONLY_LINKS = re.compile(r"等$|^(?:全[省市县区州]|我[省市县区]|有|已有|另有|@|，)+$")
_TO_WHOM = tuple("与和同跟为向给对")


def set_groups(line: Line, drafts: list[Draft], subjects: dict[int, Subject], text: str) -> None:
    """Those counted in a clause are whom what follows speaks of: 568家企业享受…，减免…"""
    for draft in drafts:
        clause = line.clauses[draft.clause]
        if draft.unit is None or not is_count(draft.unit) or clause.depth or draft.aspect is not LEVEL:
            continue
        m = _COUNTED.match(line.s, draft.k, clause.hi)
        if m is None and not _DO.match(line.s, draft.k):
            continue
        subject = subjects.get(draft.clause)
        left = max(
            clause.lo,
            line.s.rfind("#", clause.lo, draft.k) + 1,
            subject.end if subject is not None and subject.end <= draft.k else 0,
        )
        if m is None:
            if doers := _DOERS.fullmatch(line.s, left, draft.k):
                draft.group = line.words(doers.start("name"), draft.k, text)
            continue
        verb = m["verb"] or _after_bracket(line, draft.clause)
        if not verb or verb[0] in "和与及的" or line.s[draft.k - 1 : draft.k] in _TO_WHOM:
            continue
        front = words().head.sub("", line.s[left : draft.k], 1) if left < draft.k else ""
        if front and not _ONLY_LINKS.search(front):
            continue
        listed = _LISTED.search(line.s[left : draft.k])
        if listed and line.s[left + listed.start()] in _TO_WHOM:
            continue  # 园区与省农科院等9家单位共建…
        lo = left + listed.start() if listed else draft.k
        draft.group = line.words(lo, m.end("name"), text)


def _after_bracket(line: Line, number: int) -> str:
    """The words behind the bracket that a clause is followed by: 全省12家园区（国家级3家）产值…"""
    if line.s[line.clauses[number].hi : line.clauses[number].hi + 1] not in ("（", "("):
        return ""
    after = next((c for c in line.clauses[number + 1 :] if not c.depth), None)
    return line.s[after.lo : after.hi] if after is not None and after.cut in "）)" else ""
