"""What a sentence says of a named thing that happened, read from the text: thing, verb, day, numbers, first.

Things are what is quoted, coded or ends in a word for a place, a meeting or a work; the figures of the
sentence are kept with the words around them, so that two tellings can be held against each other however
each was extracted.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile

import regex

from kejian.auditing.body import main_subject
from kejian.auditing.doers import roles
from kejian.auditing.model import Read
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, BlockKind, Figure, Passage, Role, Value

_LONGEST = 400  # characters of a sentence
_MOST = 2000  # sentences of a document
_COUNTERS = frozenset("名位人个家支")
_NEAR = 8  # characters before a number that say what it counts
_SHORTEST = 5  # characters of a name that stands without marks of quotation
_CODE = r"[A-Za-z]{1,8}[-‐]?[A-Za-z0-9]*\d[A-Za-z0-9-]{0,12}"
_PRODUCT = regex.compile(
    rf"“(?<brand>[^”\n]{{2,16}})”(?:号|牌|系列)?(?<code>{_CODE})?|《(?<work>[^》\n]{{4,60}})》|(?<![A-Za-z0-9-])(?<bare>{_CODE})(?![A-Za-z0-9-])"
)
_SORTS = (
    "中心|平台|基地|实验室|装置|设施|库|场|区|园|馆|塔|桥|厂|产线|生产线|中试线|示范线|测试区|示范区|产业园|研究院|研究所|学院|医院|大楼|总部|港|站|"
    "实验楼|大厦|实验舱|枢纽|电站|隧道|机房|样本库|资源库|"
    "决赛|总决赛|创客节|文化节|嘉年华|对接周|训练营|展示会|推介会|"
    "大会|论坛|峰会|研讨会|年会|博览会|展览会|展会|大赛|对接会|洽谈会|发布会|交流会|会议|科技节|科技周|活动周|比赛|挑战赛|仪式"
)
_PLACED = regex.compile(
    rf"\p{{Han}}{{2,24}}?(?:{_SORTS})(?!\p{{Han}}?(?:建设|负责|主任|内|里|工作|管理办|领导|代表))"
)
_LEFT = regex.compile(
    r".*(?:[的在于由与和向对为将把]|位于|来自|参加|出席|牵头|负责|投资|建设|承建|承办|主办|举办|召开|举行|建成|启用|揭牌|成立|开工|打造|成为|"
    r"我[市国省区]|全[市国省区]|本市|[今明去当]年|年度|首届|第\p{Han}{1,3}届|国家级|省级|市级|备受瞩目|[是有到了以从])"
)
_GENERIC = regex.compile(
    r"^(?:国际|科技|科学|技术|创新|产业|研发|服务|公共|重点|开发|示范|高新技术|经济技术|新型|企业|人才|成果|转化|省级|市级|国家级|国家|区域)*"
    rf"(?:{_SORTS}|联合体|联盟|团队|专班|工作站|基金)$"
)
_BY = regex.compile(r"由[^,，。;；、]{2,24}?(?:牵头|承建|建设|主办|承办|联合|研制|运营|发起|负责)的?")
_DOERS = regex.compile(r"(?:研究院|研究所|学院|医院|实验室|总部)$")
_YEAR_IN = regex.compile(r"(?:19|20)\d{2}年?")
ACTS: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    ("founded", regex.compile(r"揭牌|挂牌|成立|设立|组建")),
    (
        "ground broken",
        regex.compile(r"开工|奠基|动工|启动建设|启动施工|开始施工|开始建设|破土|开建|始建|兴建"),
    ),
    ("finished", regex.compile(r"建成|竣工|落成|完工|封顶|通车")),
    (
        "opened",
        regex.compile(
            r"启用|投用|投入使用|交付使用|投入运[行营]|投运|开通|上线|试运[行营]|正式运[行营]|正式开放|对外开放|开业|投产|开园|开馆"
        ),
    ),
    ("launched", regex.compile(r"发射|升空|入轨")),
    ("approved", regex.compile(r"获批|获准|批准|通过验收|验收|通过鉴定|通过评审")),
    ("first flown", regex.compile(r"首飞|下水|首航|并网|点火|下线|试飞")),
    ("published", regex.compile(r"发布|推出|亮相|问世|首发|印发|出台|颁布|公布|面世")),
    ("held", regex.compile(r"举办|举行|召开|开幕|启幕|拉开帷幕|打响|开赛")),
    ("in force", regex.compile(r"施行|生效|起实施")),
)
_ANY_ACT = regex.compile(
    "|".join(pattern.pattern for _, pattern in ACTS) + "|交付|落户|研制|建设|投资|施行|实施|签约|参会|吸引"
)
DATE = regex.compile(
    r"(?:(?<y>(?:19|20)\d{2})年|(?<last>去年)|(?<this>今年|当年))?(?<![\d.])(?<m>1[0-2]|[1-9])月(?:(?<d>[12]\d|3[01]|[1-9])[日号]|(?<part>[上中下]旬|初|底|末))?"
    r"(?!\d|份?[至到—~-])"
)
BRACKETS = regex.compile(r"[（(][^（()）\n]{0,60}[)）]")
_FILL = regex.compile(
    r"[“”《》（）()\s:：|]|(?:总|共|合)?计|[达为是近超共有已的了于在]|项目|该|其|预计|其中|首期|一期|将|现场|当日|首日|规模"
)
# what a number counts, by the words around it and, where two counters are used for it, whatever its unit
_COUNTED = (
    ("invested", regex.compile(r"投资|投入|造价|概算"), False),
    ("signed", regex.compile(r"签约|签订|成交|意向|订单"), False),
    ("guests", regex.compile(r"嘉宾|代表|参会|与会|出席|专家|学者|观众"), True),
    ("teams", regex.compile(r"团队"), True),
    ("countries", regex.compile(r"国家|地区"), False),
    ("area", regex.compile(r"面积|占地|亩"), False),
    ("delivered", regex.compile(r"交付|首批"), False),
    ("articles", regex.compile(r"措施|举措|条款|条文|全文|任务"), False),
)
_LAST_NOUN = regex.compile(r"\p{Han}{2,}$")
_NEXT_NOUN = regex.compile(r"^(?:多|余)?(?:具体|重点|首批)?(?<noun>\p{Han}{2,6})")
_NOT_FIXED = regex.compile(
    r"用户数|服务企业|服务人|下载|访问|注册|营业|收入|销售|累计|目前|截至|增长|同比|比上年|年均|每年|全市|全省"
)
_SORT_END = regex.compile(
    rf"(?:{_SORTS}|条例|办法|规定|指引|指南|细则|方案|计划|意见|措施|规划|政策|纲要)》?$"
)
_TO_ACT = 6  # characters from a name to what happened
_SHORTEST_STEM = 4  # characters
_THIS = regex.compile(r"^\s*(?:这|该|其|它|此次|本次|本届)")
_FIRST = regex.compile(
    r"(?<where>全球|世界|国际|全国|国内|我国|中国|国产|亚洲|全省|省内|我省|全市|本市|我市|业内|业界)(?:第一|首)(?:次|创)?"
    r"(?:[个台款家座条颗项例部艘套批架只支张种辆株片](?:具有)?)(?<kind>[^,，。;；:：\n]{0,60})"
)
_PLACES = {
    "世界": "全球", "国际": "全球", "国内": "全国", "我国": "全国", "中国": "全国", "国产": "全国",
    "省内": "全省", "我省": "全省", "本市": "全市", "我市": "全市", "业界": "业内",
}  # fmt: skip
_KIND_ENDS = regex.compile(
    rf"[“《（(]|{_CODE}|——|通过|下线|发布|获[批得准]|由|在(?!线|轨|岗|用)|已|于|投[入用产]|正式|成功|研制|亮相|建成|问世|启[动用]|落[户地]|挂牌|揭牌|开[工通园]|首[飞航]|上市|完成|进入|实现|诞生|交付|的?[是为]"
)


class Counted(Value, frozen=True, kw_only=True):
    """A figure that is told of a thing, with the words around it that say what it counts."""

    label: str
    unit: str
    hard: Interval
    passage: Passage


class Happening(Value, frozen=True, kw_only=True, tag_field="is", tag="happening"):
    """A sentence about one named thing.

    ``names`` are its name and ``code``, ``dates`` the days told, each with the sort of its verb, ``claims``
    the firsts that it claims as ``where|kind``, ``doers`` who made, hosted or built it. ``year`` is that of
    the sentence.
    """

    document: int
    passage: Passage
    names: tuple[str, ...]
    code: str
    year: str
    dates: tuple[tuple[str, str], ...]
    counts: tuple[Counted, ...]
    claims: tuple[str, ...]
    doers: tuple[tuple[str, str], ...] = ()

    @property
    def stem(self) -> str:
        """Its name without the word for its sort, which another writer may replace: 论坛, 峰会."""
        name = self.names[0]
        if self.code or not _SORT_END.search(name):
            return ""
        stem = _SORT_END.sub("", name).strip("《》")
        return stem if len(stem) >= _SHORTEST_STEM else ""


def happenings(number: int, read: Read) -> Iterator[Happening]:
    """The sentences of a document that tell something of exactly one named thing, in reading order."""
    text, about = normal(read.document.text), read.facts.about
    main = main_subject(read.facts).removesuffix("市")
    if about.publisher and not about.publisher.startswith(main):
        main = _beginning(main, about.publisher) or main  # whose institute it is
    figures = [
        f
        for f in read.facts.figures
        if f.role in (Role.OBSERVATION, Role.SPEC)
        and f.value is not None
        and f.unit
        and f.aspect in (None, Aspect.LEVEL)
    ]
    starts = [f.passage.start for f in figures]
    names: tuple[str, ...] = ()
    code = ""
    for start, end in list(_sentences(read, text))[:_MOST]:
        words = text[start:end]
        if len(words) > _LONGEST or not (_ANY_ACT.search(words) or _FIRST.search(words)):
            names = ()
            continue
        before, names, code = (names, code), *named_things(words, main)
        if not names and _THIS.match(words) and not _PRODUCT.search(words):
            names, code = before  # 这是全省首个…
        if not names:
            continue
        year = _year(read, words)
        yield Happening(
            document=number,
            passage=read.document.passage(start, end),
            names=names,
            code=code,
            year=year,
            dates=tuple(_dates(words, year)),
            counts=tuple(
                _counts(text, start, end, figures[bisect_left(starts, start) : bisect_left(starts, end)])
            ),
            claims=tuple(f"{where}|{kind}" for where, kind in claims(words)),
            doers=tuple(roles(words)),
        )


def _beginning(one: str, other: str) -> str:
    """What two names begin with alike."""
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _sentences(read: Read, text: str) -> Iterator[tuple[int, int]]:
    for block in read.document.blocks:
        if block.kind in (BlockKind.ROW, BlockKind.CELL, BlockKind.HEADING):
            continue
        start = block.start
        for mark in regex.finditer(r"[。！？;；\n]", text[block.start : block.end]):
            yield start, block.start + mark.end()
            start = block.start + mark.end()
        yield start, block.end


def named_things(words: str, main: str) -> tuple[tuple[str, ...], str]:
    """The name of the one thing that a sentence is about, and its code; nothing if it names several.

    >>> named_things("“逐浪”VQ-903在云湖下线", "云湖")
    (('逐浪', 'VQ-903'), 'VQ-903')
    >>> named_things("5月3日，云湖深海环境模拟装置正式启用", "云湖")
    (('深海环境模拟装置',), '')
    """
    products = [m for m in _PRODUCT.finditer(words) if not _is_word(words, m)]
    works = {m["work"] for m in products if m["work"]}
    brands = {(m["brand"], m["code"] or m["bare"]) for m in products if not m["work"]}
    if len(works) == 1 and not brands:
        return (f"《{_plain(next(iter(works)), main)}》",), ""
    if len(brands) == 1 and not works:
        brand, code = next(iter(brands))
        return tuple(name for name in (brand, code) if name), code or ""
    if works or brands:
        return (), ""
    places, acting = set(), set()
    without = _BY.sub("", words)
    for match in _PLACED.finditer(without):
        name = _plain(match[0], main)
        if len(name) >= _SHORTEST - (main in match[0]) and not is_generic(name):
            places.add(name)
            if first_act(without[match.end() : match.end() + _TO_ACT]):
                acting.add(name)
    if len(places) > 1 and len(acting) == 1:
        places = acting
    if len(places) > 1:  # who does it is no thing of the sentence
        places = {name for name in places if not _DOERS.search(name)}
    kept = [name for name in places if not any(name != other and name in other for other in places)]
    return ((kept[0],), "") if len(kept) == 1 else ((), "")


def is_generic(name: str) -> bool:
    """Whether a name says only what sort of thing it is: 省级重点实验室.

    >>> is_generic("省级重点实验室"), is_generic("深海环境模拟装置")
    (True, False)
    """
    return _GENERIC.match(name) is not None


def _is_word(words: str, match: "regex.Match[str]") -> bool:
    """Something quoted that is no name: a word, a slogan, an abbreviation as 5G or R&D."""
    if match["bare"]:
        return len(match["bare"]) < 4
    if match["brand"] is None or match["code"]:
        return False
    return regex.search(
        r"[,，、。]|^[一二三四五六七八九十\d]+[个大位网]", match["brand"]
    ) is not None or bool(
        regex.match(
            r"(?:驱动|战略|行动|计划|工程|模式|机制|政策|改革|理念|精神|格局|体系|的|等|创新链)",
            words[match.end() :],
        )
    )


def _plain(name: str, main: str) -> str:
    """A name without what stands before it and without the city's own."""
    cut = _LEFT.sub("", _YEAR_IN.sub("", name))
    cut = cut or name
    if main and cut != main:
        cut = cut.removeprefix(f"{main}市").removeprefix(main)
    return cut


def _year(read: Read, words: str) -> str:
    """The year told before the first day of a sentence, else that of the document.

    What stands in brackets is told of itself: `某平台（2021年9月开工）于3月竣工`.
    """
    outside = BRACKETS.sub("", words)
    words = outside if DATE.search(outside) else words
    first = DATE.search(words)
    told = regex.findall(r"((?:19|20)\d{2})年", words[: first.end()] if first else words)
    about = read.facts.about
    if told:
        return str(told[-1])
    of = about.report_year or (about.published or "")[:4]
    if not str(of).isdigit():
        return ""
    return str(int(of) - ("去年" in words))


def _dates(words: str, year: str) -> Iterator[tuple[str, str]]:
    """Each day or month with the verb behind it, which no other date stands before."""
    found = list(DATE.finditer(words))
    for at, match in enumerate(found):
        until = found[at + 1].start() if at + 1 < len(found) else len(words)
        act = first_act(words[match.end() : until])
        if not act and len(found) == 1:
            act = first_act(words[: match.start()])
        own = match["y"] or year
        if act and own:
            day = f"{own}-{int(match['m']):02}"
            yield act, day + (f"-{int(match['d']):02}" if match["d"] else "")


def first_act(words: str) -> str:
    """The sort of the verb that stands first."""
    found = [(m.start(), name) for name, pattern in ACTS if (m := pattern.search(words))]
    return min(found)[1] if found else ""


def _counts(text: str, start: int, end: int, figures: list[Figure]) -> Iterator[Counted]:
    for at, figure in enumerate(figures):
        if figure.comparator != "=":
            continue
        before = text[figures[at - 1].passage.end if at else start : figure.passage.start]
        clause = regex.split(r"[,，、的]", before)[-1]
        if _NOT_FIXED.search(clause):
            continue
        lead = _LAST_NOUN.search(_FILL.sub("", regex.sub(r"(?<!签)约$", "", clause)))
        behind = _NEXT_NOUN.match(text[figure.passage.end : end])
        label = (lead[0] if lead else "") + "|" + (behind["noun"] if behind else "")
        sort, unit = _sort_of(f"{label}|{clause[-_NEAR:]}", figure.unit or "")
        yield Counted(
            label=sort or label,
            unit=unit,
            hard=Interval(figure.lower, figure.upper),
            passage=figure.passage,
        )


def _sort_of(words: str, unit: str) -> tuple[str, str]:
    """What a number counts in one word, and its unit where that tells it from others."""
    if unit == "条":
        return "articles", unit
    for name, pattern, any_unit in _COUNTED:
        if pattern.search(words):
            return name, "" if any_unit and unit in _COUNTERS else unit
    return "", unit


def claims(words: str) -> Iterator[tuple[str, str]]:
    """The firsts that a sentence claims: where, and of what kind of thing.

    >>> list(claims("发布国内首款“长庚”车载激光雷达芯片")), list(claims("这是全省首个手术机器人，已投用"))
    ([('全国', '车载激光雷达芯片')], [('全省', '手术机器人')])
    """
    for match in _FIRST.finditer(words):
        where = _PLACES.get(match["where"], match["where"])
        kind = _kind(match["kind"])
        if kind:
            yield where, kind


def _kind(words: str) -> str:
    """What kind of thing follows, whether its name stands in front of it or behind."""
    bare = regex.sub(rf"^(?:“[^”]*”(?:号|牌)?(?:{_CODE})?|{_CODE})", "", words)
    cut = _KIND_ENDS.search(bare)
    kind = regex.sub(r"[的了]|自主|可|具备", "", bare[: cut.start()] if cut else bare).strip()
    return kind if len(kind) >= 3 else ""


def clash(one: Happening, other: Happening) -> tuple[Counted, Counted] | None:
    """Two numbers under words that share two characters, each the only such one in its sentence."""
    for a in one.counts:
        theirs = [b for b in other.counts if _alike(a, b)]
        ours = [b for b in one.counts if _alike(a, b)]
        if len(theirs) == len(ours) == 1 and not a.hard.meets(theirs[0].hard):
            return a, theirs[0]
    return None


def _alike(a: Counted, b: Counted) -> bool:
    """One unit, and two characters that the words around both numbers share."""
    if a.label.isascii() or b.label.isascii():
        return (a.label, a.unit) == (b.label, b.unit)
    pairs = [{label[i : i + 2] for i in range(len(label) - 1)} for label in (a.label, b.label)]
    return a.unit == b.unit and any("|" not in pair for pair in pairs[0] & pairs[1])
