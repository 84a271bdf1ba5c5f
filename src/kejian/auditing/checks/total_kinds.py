"""The kinds that make up a whole by their definition, so that their numbers add up to it."""

from collections.abc import Sequence

import regex

from kejian.auditing.said import Said

# a kind that a text may leave out stands last, behind the number of those that must be told
_DIVISIONS = tuple(
    tuple(regex.compile(kind) for kind in kinds)
    for kinds in (
        ("基础研究", "应用研究", "试验发展"),
        ("技术开发", "技术转让", "技术咨询", "技术服务", "技术许可"),
        ("发明", "实用新型", "外观设计"),
        ("第一产业", "第二产业", "第三产业"),
        ("一等", "二等", "三等"),
        (
            "国家级|全国重点|国家重点|国家(?=工程|技术)",
            "省级|省重点|省(?=工程|技术)",
            "市级|市重点|市(?=工程|技术)",
        ),
        ("国家级|国家重点", "市级", "区级"),
        ("孵化器", "众创空间", "加速器"),
        ("男", "女"),
    )
)
# two sides: what is on neither is possible, so that too little is no error
_SIDES = tuple(
    (regex.compile(one), regex.compile(other))
    for one, other in (
        (r"市外|外市|异地|外地", r"市内|本市|本地|当地|就地"),
        (r"省外|外省", r"省内|本省|全省内"),
        (r"境外|国外|海外", r"境内|国内"),
        (r"城镇|城市", r"农村|乡村"),
        (r"外资|外商", r"内资"),
        (r"民办|私立", r"公办|公立"),
        (r"线上|网上", r"线下|现场"),
        (r"上半年", r"下半年"),
        (r"市本级|市级", r"区县级?|区级|县级"),
        (r"纵向", r"横向"),
        (r"中央|国家财政", r"地方"),
        (r"首次|初次|(?<!重)新认定", r"复审|复评|重新认定|续"),
        (r"中央级|部属|央属", r"省属|地方所属"),
    )
)
# kinds that make up a whole, whatever each is called: who does the work
_SECTORS = (
    regex.compile(r"企业|公司"),
    regex.compile(r"高校|大学|高等(?:学校|院校)|院校"),
    regex.compile(r"科研|研究"),
)
_BEFORE = regex.compile(r"^(?:其中)?(?:分别|依次)?(?:处于|为|有|是|在)?")
_MANY, _WORD = 3, 2
_SAYS = regex.compile(r"\p{Han}{2}")
_IN_TURN = regex.compile(r"(?:分别|依次|各)[有为达是]{0,2}$")
_NAMES = regex.compile(r"(?<![\d.])\p{Han}{3}")
_LEFT_OUT = "技术许可"


def is_division(parts: Sequence[Said]) -> bool:
    """The kinds that a thing is divided into by its definition: `发明`, `实用新型`, `外观设计`.

    A part can hold two of them: `一等奖、二等奖7项`.
    """
    leads = _leads(parts)
    for kinds in _DIVISIONS:
        told = [[kind for kind in kinds if kind.search(lead)] for lead in leads]
        named = [kind for inside in told for kind in inside]
        may_miss = any(kind.pattern == _LEFT_OUT for kind in kinds)
        if all(told) and len(set(named)) == len(named) >= len(kinds) - may_miss:
            return True
    return are_sectors(parts)


def are_sectors(parts: Sequence[Said]) -> bool:
    """Firms, universities and institutes."""
    leads = _leads(parts)
    if len(parts) != len(_SECTORS):
        return False
    sectors = [[kind for kind in _SECTORS if kind.search(lead)] for lead in leads]
    return all(len(s) == 1 for s in sectors) and len({id(s[0]) for s in sectors}) == len(_SECTORS)


def are_sides(parts: Sequence[Said]) -> bool:
    """Two kinds of which each thing is one: `输出到市外`, `在本市转化`."""
    if len(parts) != 2:
        return False
    first, second = _leads(parts)
    return any(
        bool(a.search(first)) != bool(b.search(first))
        and bool(a.search(second)) != bool(b.search(second))
        and bool(a.search(first)) != bool(a.search(second))
        for a, b in _SIDES
    )


def are_parallel(parts: Sequence[Said]) -> bool:
    """Three or more that are called alike: `初创期`, `成长期`, `成熟期`; `新建`, `升级`, `重组`."""
    names = [_BEFORE.sub("", lead) for lead in _leads(parts)]
    if len(names) < _MANY or len(set(names)) < len(names) or len({len(name) for name in names}) > 1:
        return False
    short = len(names[0]) == _WORD
    return short or (
        len(names[0]) > _WORD and (len({n[-1] for n in names}) == 1 or len({n[0] for n in names}) == 1)
    )


def is_one_of_them(whole: Said, parts: Sequence[Said]) -> bool:
    """What is itself a kind of the division that its neighbours are kinds of is not their whole."""
    told = regex.sub(r"\p{Han}级(?=及?以上)", "", whole.lead.rpartition("——")[2])
    return any(
        sum(any(kind.search(p.lead) for kind in kinds) for p in parts) > 1
        and any(k.search(told) for k in kinds)
        for kinds in _DIVISIONS
    )


def is_sector_beside(whole: Said, parts: Sequence[Said]) -> bool:
    """`高等学校14.3亿元，研究机构9.1亿元，其他3.8亿元`: one of those who do the work, beside another."""
    own = [kind for kind in _SECTORS if kind.search(whole.lead)]
    others = [kind for part in parts for kind in _SECTORS if kind.search(part.lead)]
    return len(own) == 1 and bool(others) and own[0] not in others


def _leads(parts: Sequence[Said]) -> list[str]:
    """What each part is called; `企业、高校、科研院所分别为` names all of them before the first."""
    first = _IN_TURN.search(parts[0].lead) if parts else None
    if first is not None and not any(_NAMES.search(p.lead) for p in parts[1:]):
        names = regex.split(r"、|和|与|及", parts[0].lead[: first.start()])
        if len(names) == len(parts):
            return names
    return [p.lead + ("" if _SAYS.search(p.lead) else p.measure) for p in parts]
