"""Who a term is for, and which of several phases or tiers each of a list of amounts belongs to."""

import regex

_FOR = regex.compile(
    r"对(?P<who>[^；。]{2,70}?)(?:的?[，,]|的)?(?=给予|予以|自|减按|免征|按|分别|依次|一次性|最高|择优|减按|实行|提供|发放|每|奖励|补)"
)
_INITIAL = regex.compile(
    r"(?:[^，。；：]{2,18}[：，]|[^，。；]{0,24}(?:提出|规定|明确)[，：])?"
    r"(?P<who>[^，。；：]{2,60}?(?:企业|机构|单位|团队|个人|项目|人才|平台|的))[，,]?(?:再|另|可|均)*"
    r"(?:按|给予|予以|分别|奖励|补助|补贴|资助|一次性|最高|享受|获)"
)
_RECEIVERS = "企业|权利人|机构|单位|团队|个人|项目|人才|平台|中心|实验室|产品|高校|院所|载体|孵化器"
# a receiver of its own, right before a later number: ，省级平台资助500万元
_LATER = regex.compile(
    rf"[，、,](?:对)?(?!单[个家项户]|每|同一|其中)(?P<who>[^，。；：、,\d]{{0,20}}?(?:{_RECEIVERS}))(?:给予|予以|一次性|再|另|资助|奖励|补助|补贴|最高|不超过|可达|为)*$"
)
# else what stands before the first comma: 新建测试中心，按…
_FIRST = regex.compile(
    r"(?:[^，。；]{0,40}(?:提出|规定|明确|要求)[，：,])?(?!每|同一|单[个家项]|本)(?P<who>[^，。；：,\d]{2,40})[，,]"
)
_NAMED = regex.compile(_RECEIVERS)
_ARTICLE = regex.compile(
    r"^[\s　]*(?:第[一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[\s　]*"
    r"(?:[（(][^（）()]{1,20}[）)])?[\s　]*"
)
_EDGES = "的，、：: ,;； \n\t"
_OR = regex.compile(r"[、或]|以及|和|及|与")
_VERBS = regex.compile(
    r"^.*(?:对|经|完成|开展|获得|获评|获批|通过|进入|处于|取得|新获|认定为?|评为|首次|按照?|属于|列入|为)"
)
_TAIL = regex.compile(
    r"(?:[一二两三四五六七八九十\d]+个|的|等(?![奖级])|阶段|临床|试验|认定|企业|产品|项目|单位|机构|研究).*$"
)
_RUN = regex.compile(r"[^，。；：,;:]{3,120}")
_BY = regex.compile(r"按照?不同的?(?P<what>[^，。；\d]{2,14}?(?:阶段|档次|等级|类别|级别|规模|类型))")


def receiver(clause: str, stated: str | None, before: int) -> str | None:
    """Who gets what stands at ``before`` in ``clause``; ``stated`` is what the extraction found.

    >>> receiver("提供检测的第三方机构，按合同额的5%奖励", None, 14)
    '提供检测的第三方机构'
    >>> receiver("企业采购首批次材料的，按采购额两成补贴", "企业", 14)
    '企业采购首批次材料'
    """
    known = _ARTICLE.sub("", stated or "").strip(_EDGES)
    later = _LATER.search(clause[:before])
    if later:
        return later["who"].strip(_EDGES)
    if _NAMED.fullmatch(known) and (doing := _doing(clause[:before], known)):
        return doing  # 企业采购首批次材料的，按采购额两成
    if known and _NAMED.search(known):
        return known
    found = None
    for match in _FOR.finditer(clause[: before + 8]):
        if match.start() < before:
            found = match
    found = found or _INITIAL.match(clause[: before + 8])
    if found is None and not known:
        found = _FIRST.match(clause[:before])
    return (found["who"].strip(_EDGES) if found else known) or None


def _doing(clause: str, known: str) -> str | None:
    """A mere 企业 with what it must do, as the clause opens with it."""
    found = regex.search(rf"(?:^|[；;，,：:。])\s*(?P<who>{known}[^，。；：,\d]{{2,40}}?)的[，,]", clause)
    return found["who"] if found else None


def phases(clause: str, start: int, count: int) -> tuple[str, ...]:
    """The ``count`` names of a list before ``start`` that a list of amounts there belongs to; else none.

    >>> phases("对完成样机、小批量、量产三个阶段的项目，分别给予", 20, 3)
    ('样机', '小批量', '量产')
    """
    if tiers(clause[:start]):  # graded by something that is not listed; what is listed is something else
        return ()
    best: tuple[str, ...] = ()
    for run in _RUN.finditer(clause[:start]):
        items = [item.strip() for item in _OR.split(run[0]) if item.strip()]
        for at in range(len(items) - count + 1):
            names = [*items[at : at + count]]
            names[0] = _VERBS.sub("", names[0]) or names[0]
            names[-1] = _TAIL.sub("", names[-1]) or names[-1]
            if all(1 <= len(name) <= 14 for name in names) and len(set(names)) == count:
                best = best or tuple(names)
    return best


def tiers(clause: str) -> str | None:
    """What a clause grades its amounts by without naming the grades (按照不同临床试验阶段)."""
    found = _BY.search(clause)
    return found["what"] if found else None
