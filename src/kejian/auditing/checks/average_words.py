"""What the words before an average say: of what count it is, and what it counts of each.

`平均每项合同成交`, `户均贷款`, `单笔平均`, `每万人口拥有`, `每百名职工拥有`, `每平方公里`, `日均`.
"""

from decimal import Decimal

import regex

from kejian.auditing.said import Said
from kejian.language.normal import normal
from kejian.model import Value

_KINDS = r"平方公里|平方千米|台套|[户家校所台套件项笔人名位个场篇村支座张份条辆艘株组批门亩]"
_SUM_OF = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_MANY = {"": 1, "十": 10, "百": 100, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6}
_EACH = (
    rf"(?:每(?P<times>\d{{1,4}}|一)?个?(?P<many>[十百]?万|[十百千])?|平均(?:下来|算下来|算来)?[，,]?一)"
    rf"(?P<kind>{_KINDS})"
)
_PEOPLE = (
    r"每(?P<times>\d{1,4})?(?P<many>[十百]?万|[百千])"
    r"(?P<people>常住人口|户籍人口|人口|居民|劳动力|从业人员|就业人员|职工)"
)
_MONEY = r"每(?P<sum>亿|千万|百万|万)元"
_SINGLE = r"单(?P<kind>[户笔项家台件个场])(?!位|独|一|纯|次|品)"
_PER = (
    r"(?<![一二两三四五六七八九十百几各\d])(?P<many>万(?=人))?(?P<kind>[户企人校台项笔件家院所场师生])均"
    r"(?![值匀衡已是在])|(?<![\d一二两三四五六七八九十百千几数每])(?P<many>万)(?P<kind>人)(?!次|才|员|口)"
)
_OVER_TIME = r"(?:平均)?每(?P<time>个?月|[天日])|(?P<time>[月日])均"
_AVERAGE = regex.compile(
    rf"^(?P<before>[^，。；]*?)(?:{_MONEY}|{_PEOPLE}|{_EACH}|{_SINGLE}|{_PER}|{_OVER_TIME})(?P<tail>[^，。；]{{0,24}})$"
)
# `平均投资额`: of what, nothing says
_MEAN = regex.compile(
    r"^(?P<before>[^，。；]*?)平均(?P<tail>\p{Han}{0,4}(?:额|金额|规模|面积|价格|人数|经费|数|值))?(?:[为达约]|达到)*$"
)
_UNITS = {
    "企": ("家", "户", "个"),
    "户": ("户", "家", "个"),
    "家": ("家", "户", "个"),
    "校": ("所", "个", "家"),
    "院": ("所", "家", "个"),
    "所": ("所", "家", "个"),
    "台": ("台套", "台", "套", "件"),
    "套": ("台套", "套", "台", "件"),
    "台套": ("台", "套", "台套", "件"),
    "件": ("件", "项", "个"),
    "项": ("项", "个", "件", "份"),
    "笔": ("笔", "项", "个", "单", "宗"),
    "个": ("个", "家", "项", "所", "座", "支"),
    "场": ("场", "次", "期", "个"),
    "村": ("个", "村"),
    "元": ("CNY",),
    "平方公里": ("km2",),
    "平方千米": ("km2",),
}
_PERSONS = ("人", "名", "位", "人口")
_SAID_BEFORE = regex.compile(
    r"也就是说|密度|水平|拥有量|换句话说|由此|据此|按此|折[合算]|测算|计算|换算|算下来|相当于|平均|全[市区县省院校所]|[我本][市区县省院校所]"
    r"|目前|现在|已经?|其|约|即|合|到|下来|[（(“：:]"
)
_WEIGHTLESS = regex.compile(
    r"拥有|保有|带着|聚集|集聚|汇聚|达到?|超过?|约|近|为|有(?!效|机|色)|是|的|了|在(?![孵校站职岗册研])|仅|也|平均|享有|共|已|可|就(?!业)|[\p{P}\p{S}\s]"
)
# a sum of its own: an average of it is of no other sum
_SUMS = regex.compile(
    r"产值|收入|利润|减税|税收|纳税|工资|薪酬|销售|成本|面积|投资|融资|补贴|奖励|高价值|增加值|研发(?=投入|经费|费用|支出)"
)
_SPELT = ((regex.compile(r"放款|信贷"), "贷款"), (regex.compile(r"R&D", regex.I), "研发"))
_COMMON = frozenset("额量数值金总规模费款成交投入支出经服务对外企业项目机构单位全年当年新人员拥获得")
_FILLERS = frozenset("额量数值约达到了共")
_HAN = regex.compile(r"\p{Han}|[A-Za-z]")
_ANOTHER = regex.compile(r"\d\p{Han}")  # the words go on behind the average: 每万人29.6个（按…
_FEW = 1  # characters that may be left over


class Average(Value, frozen=True, kw_only=True):
    """``kind`` is the measure word of what is divided by, ``many`` how many of it the average is of
    (10 000 of `每万人`), ``units`` the units that a count of it has; ``time`` is 月 or 日 of an average over
    time. ``before`` and ``tail`` are the words around, without those that say nothing."""

    kind: str
    many: Decimal
    units: tuple[str, ...]
    time: str
    before: str
    tail: str

    @property
    def of_people(self) -> bool:
        """Of so many thousand people: a population, unless the words name others."""
        return self.many >= _MANY["千"] and self.kind == "人"

    def covers(self, total: Said, count: Said | None) -> bool:
        """Whether total and count name all that the words around the average name."""
        known = _words(total) + (_words(count) if count else "")
        if any(match[0] not in known for match in _SUMS.finditer(self.tail)):
            return False
        return all(len(_left(words, known)) <= _FEW for words in (self.before, self.tail))

    def are_in(self, total: Said) -> bool:
        """Whether the total is told in all the words of the average."""
        return not _left(self.tail, _words(total), common=_FILLERS)

    def names(self, said: Said) -> bool:
        """Whether the words around the average are those of a figure, or some of them."""
        told = set(_HAN.findall(self.tail)) - _COMMON
        return bool(told & set(_words(said)))


def parsed(lead: str) -> Average | None:
    """The average that the words before a figure announce; None where they announce none.

    >>> parsed("平均每项合同成交").kind, parsed("每万人口发明专利拥有量为").many, parsed("全年共")
    ('项', Decimal('10000'), None)
    """
    found = _AVERAGE.match(normal(lead))
    if found is None or "其中" in found["before"] or _ANOTHER.search(found["tail"]):
        return None
    kind = "人" if found["people"] else found["kind"] or ""
    time = (found["time"] or "").removeprefix("个").replace("天", "日")
    times = found["times"] or ""
    if times.isdigit() and not found["many"]:
        return None  # 每4家就有1家 is a share
    many = Decimal(_MANY[found["many"] or ""] * (int(times) if times.isdigit() else 1))
    if found["sum"]:
        kind, many = "元", Decimal(_SUM_OF[found["sum"]])
    kind = "人" if kind in ("师", "生", *_PERSONS) else kind
    units = _PERSONS if kind == "人" else _UNITS.get(kind, (kind,))
    return Average(
        kind=kind,
        many=many,
        units=units,
        time=time,
        before=_WEIGHTLESS.sub("", _SAID_BEFORE.sub("", found["before"])),
        tail=_WEIGHTLESS.sub("", _spelt((found["people"] or "") + found["tail"])),
    )


def mean(lead: str) -> Average | None:
    """The average that only says that it is one: `平均投资额`, `横向合同的平均金额为`."""
    found = _MEAN.match(normal(lead))
    if found is None or "其中" in found["before"]:
        return None
    before = _WEIGHTLESS.sub("", _SAID_BEFORE.sub("", found["before"]))
    tail = _WEIGHTLESS.sub("", _spelt(found["tail"] or ""))
    return Average(kind="", many=Decimal(1), units=(), time="", before=before, tail=tail)


def _words(said: Said) -> str:
    return _spelt(said.clause + (said.figure.measure or ""))


def _spelt(words: str) -> str:
    spelt = normal(words)
    for pattern, spelling in _SPELT:
        spelt = pattern.sub(spelling, spelt)
    return spelt


def _left(words: str, known: str, *, common: frozenset[str] = _COMMON) -> set[str]:
    return set(_HAN.findall(words)) - set(known) - common
