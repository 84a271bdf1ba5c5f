"""When two figures are of the same thing: one small notion, kept here alone.

Two figures are the same only if the same words name what is measured, of the same subject, for the same
period, and nothing else in their clauses narrows them.
"""

import regex

from kejian.language.normal import normal
from kejian.linking.measures import Match, match
from kejian.linking.placing import Placed, place
from kejian.linking.subjects import place_of
from kejian.model import Aspect, Facts

# words of a clause that do not change what is measured
_NEUTRAL = regex.compile(
    r"""(?:(?:截至|截止|到|至)?(?:[12]\d{3}年|本年|当年|全年|年内|年末|年底|期末|月末|季末|去年|上年|今年|同期)(?:末|底|度|内|全年)?
      |前[一二三]季度|[一二三四]季度|[上下]半年|前\d+个月|1月?[-—–至~]\d{1,2}月份?
      |而(?=[上前一二三四全去])|(?<=年|季度|月)就(?!业|医|读)|就(?=达|超|突破|，)
      |(?:已|共)?累计(?:建成|建设|建立|培育|认定|引进|获批|组建|设立|形成|促成|登记|发放|举办|完成|创建|布局)
      |仅仅?|尚|只有|不过|(?<=^|，)而且?(?=，|$)
      |全市|本市|我市|全州|本州|我州|全县|本县|我县|全区|本区|我区|其中
      |已经?|共计?|共有|实现|完成|达到|达|为|是|有|约|近|取得|获得|获|拥有|投入|支出|累计|新增|净增|新增至|增至|增加到|增加至|增长到|增长至
      |壮大[到至]|扩容[到至]|攀升[到至]|跃升[到至]|发展到|扩充[到至]|提高到|提高至|提升到|提升至|上升到|上升至|升至|降至|下降到|下降至|扩大到|扩大至|首次|突破|超过?
      |总[数量]|的|了|，|,|、|（|）|\(|\)|[“”"'《》\s:：]|\|)""",
    regex.VERBOSE,
)
_SPELLINGS = (
    (regex.compile(r"研究与试验发展|研究与开发|研究开发|科学研究与试验发展|R&D", regex.I), "研发"),
    (regex.compile(r"研发(?:投入)?经费(?:内部)?(?:投入|支出)?|研发投入|研发支出"), "研发经费"),
    (regex.compile(r"全社会|合计|总计|的|达到?|累计|新增|全年|年末|年底"), ""),
    (regex.compile(r"[\s“”\"'《》（）()、，,：:]"), ""),
)
_HAVING = regex.compile(r"^:?(?:拥有|现有|共有|建有|设有|有|集聚|汇聚|聚集|达到?|我市|全市)*")
_MAKING = regex.compile(
    r"^(?:建成|建设|建立|组建|培育|认定|引进|获批|登记|设立|发放|举办|开展|布局|创建|促成|形成|实现|完成|"
    r"提交|拿下|斩获|核发|签发|开通|牵头承担|承担|手握|坐拥|发表|(?:企业)?享受|建)+|(?:建成|认定|获批|入库|登记|设立)$"
)
# words for one thing, and verbs and ends that say only that there is such a thing
_ALIKE = (
    (regex.compile(r"规模以上"), "规上"),
    (regex.compile(r"高企(?=$|总|数|领)"), "高新技术企业"),
    (regex.compile(r"技术(?:交易|成交)额"), "技术合同成交额"),
    (regex.compile(r"营收(?!入)"), "营业收入"),
    (regex.compile(r"^(?:园区|区内|辖区)(?=企业)"), ""),
    (regex.compile(r"孵化器(?=在孵)"), ""),
    (regex.compile(r"科技(?:型?企业)?(?=孵化器)"), ""),
    (regex.compile(r"科学技术(?=支出|投入|经费|贷款)"), "科技"),
    (regex.compile(r"交易|(?<=合同)金额"), "成交"),
    (regex.compile(r"成交成交"), "成交"),
    (regex.compile(r"总?(?:金额|总额|总值|总规模|总数|总量)|总(?=产值|收入)"), "额"),
    (regex.compile(r"额额"), "额"),
    (regex.compile(r"(?<=产)额|(?<=产)值额"), "值"),
    (regex.compile(r"信贷|贷款资金"), "贷款"),
    (regex.compile(r"专利授权|授权专利|获授权?专利|专利获权"), "专利授权"),
    (regex.compile(r"^(?:地方)?财政(?:科技|科学技术)(?:投入|支出|经费|拨款)+$"), "财政科技支出"),
    (regex.compile(r"占(?:地区生产总值|GDP|生产总值)(?:的?比[重例])?$", regex.I), "强度"),
    (regex.compile(r"(?:总|建成)面积"), "面积"),
    (regex.compile(r"^(?:获得|取得|得到)?贷款(?:支持)?的?(?=科技企业|科技型|企业)"), "获贷"),
    (regex.compile(r"^贷(?=科技企业|科技型|企业)"), "获贷"),
    (regex.compile(r"(?<=论文)发表|(?<=博士|硕士|院士)人才"), ""),
    (regex.compile(r"接待(?:参观|观众|游客)(?:者|人次|人数)?|参观(?:者|人次|人数)"), "参观"),
    (regex.compile(r"用上(?=\p{Han})"), "使用"),
    (regex.compile(r"实现|完成(?=成交|产值|收入)|从事|活动(?=人员)"), ""),
)
_WEIGHTLESS = regex.compile(
    r"经?登记|经?认定|成交|签订|输出(?=$)|发放|建成|培育|引进|获批|兑[付现]|拨付|入库|完成|实现|取得|获得|拥有|新增|累计|年度|各类|全部|国家(?=高新技术企业)|[的了]"
)
_END = regex.compile(r"(?:队伍|群体|阵营|总数|数量|总量|总额|金额|拥有量|保有量|数|量|额)$")
_BODY_END = regex.compile(
    r"(?:(?:研究|科学|医|学)?院|(?:研究)?所|大学|学校|(?:股份|有限|责任)*公司|集团|(?:\p{Han}{2})?中心|实验室"
    r"|(?:\p{Han}{2})馆|园区|高新区|开发区|新区)$"
)
# how the short names of companies end: 翼澄航空
_COMPANY = regex.compile(
    r"(?:航空|航天|动力|测绘|软件|生物|智控|智能|机器人|电气|电子|精密|科技|股份|医药|制药|装备|仪器|环保|能源|新材|半导体|微电子"
    r"|信息|传媒|种业|重工|机械|光电|通信|汽车|化工|资本|银行)$"
)
_DEICTIC = {
    "院": ("全院", "本院", "我院"),
    "所": ("全所", "本所", "我所"),
    "学": ("全校", "本校", "我校", "学校"),
    "校": ("全校", "本校", "我校"),
    "司": ("本公司", "公司"),
    "团": ("本集团", "集团公司"),
    "心": ("本中心", "中心"),
    "室": ("本室", "全室"),
    "馆": ("本馆", "全馆"),
    "区": ("全区", "本区", "园区"),
}
_ASSIGNED = regex.compile(r"^(?:安排|下达|拨付|落实|到位|拿出|共)+(?=\p{Han}{2})")
_RANKED = regex.compile(r"(?:[中在]?全[国省市球])?中?(?:的?(?:综合)?(?:排名|排行|排位|位次|名次))?$")
_BODY = regex.compile(
    r"[市区县省乡镇园]$|公司|集团|大学|学院|研究[所院]|实验室|医院|银行|基金|中心|委员会|[局厅部]$"
)
_ADDED = regex.compile(r"新增加?|净增加?")
_SO_FAR = regex.compile(r"历年来?|迄今|截至目前|目前|截止目前|至今|现已|已有|累计获")
_TWICE = regex.compile(r"(?:研发){2,}")
_ACCRUES = regex.compile(r"专利授权|专利申请|技术合同|成交|立项|论文")
_IN_FORCE = regex.compile(r"有?效期内|规模(?=$)|总$|提供|各类")
_SHORTEST = 3
PEOPLE = ("博士", "博士后", "硕士", "院士", "专家")
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_OF_LEVELS = (Aspect.GROWTH, Aspect.CHANGE, Aspect.RATIO)
_OWN = regex.compile(r"^(?:全|本|我)(?:市|省|区|县|州)$")
_SEAT = regex.compile(r"(?<=\p{Han}{2})市$")
_YEAR_END = regex.compile(r"-12-31$")
_NEW_YEAR = regex.compile(r"^(\d{4})-01-01$")


def measure_key(measure: str | None) -> str:
    """The words that name a measure, in one spelling.

    >>> measure_key("全社会R&D经费投入") == measure_key("研发经费")
    True
    """
    key = normal(measure or "")
    for pattern, spelling in _SPELLINGS:
        key = pattern.sub(spelling, key)
    return key


def subject_key(subject: str | None, *, main: str) -> str:
    """Whose a figure is, in one spelling; ``main`` is whom the document is about.

    >>> subject_key("青砚市", main="") == subject_key("全市", main="青砚")
    True
    """
    if subject is None or (_OWN.match(subject) and not _wider(subject, main)):
        return main
    return _SEAT.sub("", regex.sub(r"[\s“”\"'《》]|^的", "", normal(subject)))


def _wider(deictic: str, main: str) -> bool:
    """`全市` in what a district says is not the district."""
    if main.endswith(("区", "县")):
        return deictic[-1] in "市省"
    return deictic[-1] in "区县" or (deictic[-1] == "省" and not main.endswith("省"))


def period_key(period: str | None) -> str:
    """The slot of a series: the end of a year meets the year, its first day the year before.

    >>> period_key("2022-12-31"), period_key("2022-01-01"), period_key("2022-08")
    ('2022', '2021', '2022-08')
    """
    if found := _NEW_YEAR.match(period or ""):
        return str(int(found[1]) - 1)
    return _YEAR_END.sub("", period or "")


def series_keys(facts: Facts) -> dict[int, tuple[str, float]]:
    """The series that each figure of a document belongs to, and how surely its words name the measure.

    By the ``id`` of the figure. A figure without a measure or of an unknown subject is in no series.
    """
    placed, _ = place(facts)
    about = place_key(facts)
    found = {id(one.figure): _of(one, about) for one in placed if not one.subject.key.startswith("?")}
    # a growth or multiple has no unit to tell a measure by: it is of the level that its sentence names
    levels = {
        (one.figure.sentence.start, one.figure.measure, one.subject.key): found[id(one.figure)]
        for one in placed
        if one.figure.aspect is Aspect.LEVEL and one.accumulation != "new" and id(one.figure) in found
    }
    for one in placed:
        key = one.figure.sentence.start, one.figure.measure, one.subject.key
        if one.figure.aspect in _OF_LEVELS and key in levels:
            found[id(one.figure)] = levels[key]
    return found


def _of(one: Placed, about: str) -> tuple[str, float]:
    """`全市` in what a district says is not the district."""
    whose = one.figure.subject or ""
    key, named = _series(one, about)
    return (f"{whose}>{key}" if _OWN.match(whose) and _wider(whose, about) else key), named


def _series(one: Placed, about: str) -> tuple[str, float]:
    """Subject, measure and what is cumulative; a kind of things that is named as the subject
    (`高新技术产业` of `产值`) is read as a part of the measure."""
    kind = _is_kind(one, about)
    words = (one.subject.name if kind else "") + one.measure.name
    known = one.measure if one.measure.indicator and not kind else _known(words, one)
    whose = f"{about}|" if kind else f"{_whose(one, about)}|"
    if known is not None and known.indicator is not None:
        return f"{whose}{known.key}|{one.accumulation or ''}", known.score
    return f"{whose}{_key(one, words)}|{one.accumulation or ''}", 0.0


def _is_kind(one: Placed, about: str) -> bool:
    subject = one.subject
    return not (subject.key == about or subject.code or _BODY.search(subject.name)) and bool(about)


def _known(words: str, one: Placed) -> Match | None:
    """The indicator of words in another spelling."""
    unit = one.figure.unit if one.figure.aspect is Aspect.LEVEL else None
    return match(alike(words), unit=unit)


def alike(words: str) -> str:
    """Words for one thing in one spelling.

    >>> alike("技术合同交易总额"), alike("技术合同成交金额")
    ('技术合同成交额', '技术合同成交额')
    """
    spelt = normal(words)
    for pattern, spelling in _ALIKE:
        spelt = pattern.sub(spelling, spelt)
    return spelt


def place_key(facts: Facts) -> str:
    """The place that a document is about; empty where it does not say which."""
    about = place_of(facts.about, [figure.subject for figure in facts.figures])
    return about.key if about is not None else ""


def _whose(one: Placed, about: str) -> str:
    """The subject, and whose it is: 企业 and 东岭区 are others in the documents of another city."""
    subject = one.subject
    return subject.key if subject.key == about or subject.code else f"{about}>{subject.key}"


def _key(one: Placed, words: str) -> str:
    """The words without those that say only that there is such a thing, in whatever order.

    Of what is counted cumulatively these are verbs too: 累计建成 and 累计认定 end in the same stock.
    """
    key = measure_key(alike(words))
    if one.figure.aspect is Aspect.RANK or one.figure.unit == "位":
        key = _RANKED.sub("", key)
    shorter = _HAVING.sub("", key)
    if one.accumulation == "cumulative":
        shorter = _MAKING.sub("", shorter)
    shorter = _END.sub("", _WEIGHTLESS.sub("", shorter))
    left = shorter if len(shorter) >= _SHORTEST else key
    return ":" + "".join(sorted(left))  # 登记技术合同 and 技术合同登记 are one


def in_short(short: str, long: str) -> bool:
    """Whether a name is a longer one told in short: some of its characters, in their order.

    >>> in_short("成交额", "技术合同成交额"), in_short("受理", "受理举报线索"), in_short("授权", "申请")
    (True, True, False)
    """
    rest = iter(long)
    return 1 < len(short) <= len(long) and all(c in rest for c in short)


def unassigned(words: str) -> str:
    """Words for money without the verb that says what is done with it.

    >>> unassigned("安排经费")
    '经费'
    """
    return _ASSIGNED.sub("", words)


def own_words(subject: str | None, main: str) -> tuple[str, ...]:
    """What a clause may call whose its figure is: the subject, a place with 市 or 县, 全院 of an institute.

    >>> "全院" in own_words(None, "临川研究院"), "临川县" in own_words("乡村", "临川")
    (True, True)
    """
    body = _BODY_END.search(main)
    seats = tuple(f"{main}{end}" for end in "市县区省州") if main and not body else ()
    deictic = _DEICTIC["司"] if _COMPANY.search(main) else _DEICTIC.get(body[0][-1], ()) if body else ()
    return (subject or "", main, *seats, *deictic, *((body[0],) if body else ()))


def words_key(words: str) -> str:
    """What the words of a clause name, without times, verbs and words that only say that it is.

    >>> words_key("5G基站累计建成") == words_key("截至2022年底，全市累计建成5G基站")
    True
    """
    kept = residue(_SO_FAR.sub("", _ADDED.sub("新", normal(words))), known=())
    key = _TWICE.sub("研发", measure_key(alike(kept)))
    if _ACCRUES.search(key):
        key = key.removeprefix("新")  # what accrues is new anyway
    shorter = _END.sub("", _WEIGHTLESS.sub("", _IN_FORCE.sub("", _MAKING.sub("", key))))
    return shorter if len(shorter) >= _SHORTEST or shorter in PEOPLE else key


def small_number(word: str) -> int:
    """A number below a hundred in Chinese numerals, or any in digits; other characters count for nothing.

    >>> small_number("12"), small_number("十二"), small_number("二十"), small_number("两")
    (12, 12, 20, 2)
    """
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + _HAN_DIGITS.get(ones, 0)


def residue(clause: str, *, known: tuple[str, ...]) -> str:
    """What is left of a clause without the words ``known`` and words that change nothing.

    >>> residue("全年实现技术合同成交额", known=("技术合同成交额",))
    ''
    >>> residue("规模以上企业技术合同成交额", known=("技术合同成交额",))
    '规模以上企业'
    """
    left = normal(clause)
    for word in sorted(filter(None, known), key=len, reverse=True):
        left = left.replace(normal(word), "，")
    return _NEUTRAL.sub("", left)
