"""The thing that an event is about: cut out of its clause and freed of counts, claims and lead-ins."""

from collections.abc import Sequence

import msgspec
import regex

from kejian.extraction.claims import Claim, find_claim
from kejian.extraction.events_lexicon import words

# where an adverbial of place, means or company begins inside a subject
_ADVERBIAL = regex.compile(
    r"""(?<!现|存|正|所|实|外|潜|自)在(?!线|研|建|轨|职|校|编|读|役|用|册)
      | (?<![关位属基用由对鉴便等高低大小源限终])于
      | (?<!伴|跟)随(?!机|身) | 搭载(?!了) | 被(?![动子]) | 依据 | 依托 | 按照 | 根据 | 针对
      | (?<![面方定导转走横纵取双单多径轴志意流])向(?!上|下|量|导|心) | (?<![\p{Han}])经(?!济|营|验|费|络) | (?<=[”》号])从""",
    regex.VERBOSE,
)
_LEAD = regex.compile(
    r"""(?:\s|其中|此外|另外|同时|同步|目前|据悉|据了解|全年|年内|全[市省区国](?![首唯第最])|随后|此后|此前|今年以来|报告期内|期间|现场|同[日月年]|当[日月天年]|
      [一二三四]季度|上半年|下半年|年初|年底|年末|日前|近日|今日|昨日|并|且|还|也|已|由此|从而|至此|为此|
      \p{Han}{2,12}(?:方面|领域)(?=[，,]|$))+""",
    regex.VERBOSE,
)
_FRAME = regex.compile(r"(?:在|据|按|经|从|对|就|为|以|随着?|根据|依托|通过)[^，]{1,40}?(?:会上|发布会上|会议上|大会上|论坛上|期间|中(?![国央心科外药医等小试期])|上(?![线市海])|后|方面|领域|下(?![线水]))(?=.)")
_MODIFIER = regex.compile(r"^(?:聚焦|位于|总投资|面积|投资|落户|坐落于?|规划|占地|历时|备受|服务|面向|主攻|专注)[^的]{1,30}的(?=.{3,})")
_COUNT = regex.compile(
    r"(?<=[^等\d.,第])(?:共|合计|总计|累计|近|约|超|逾|首批)?\d[\d.,]*[万亿]?(?:余|多)?(?:个|项|家|件|场|次|人|台|套|条|门|款|支|份|张|亩|万|亿|美|元|株|粒|盆|股|名|批|篇|座|部|种|只|期|"
    r"万元|亿元|平方米)(?:共.{0,10}|[（(][^（）]{0,12}[)）])?$"
)
_COUNTED = regex.compile(r"^(?:[\p{Han}]{0,4}共有?|近|约|超|逾|新增|推荐|已有)?\d[\d.,]*[万亿]?(?:余|多)?(?:个|项|家|件|场|次|人|名|台|套|款|份|张|篇|户|架|座|种|支|只|笔|条)")
_TITLES = regex.compile(r"《[^《》]+》")
_BETWEEN = regex.compile(r"^[、和及与,，\s]*$")
_KIND_OF_TITLE = regex.compile(r"(?:法规|条例|标准|规划|政策|文件|办法|意见|方案|规范|规章|细则|报告|蓝皮书|白皮书|榜单|制度|首部|首个)$")
_MEETING = regex.compile(r"(?:大会|论坛|会议|年会|峰会|大赛|博览会|交易会|科技节|科学节|活动周|科技周|研讨会|展览会|创新周|挑战赛|节|展)$")
_TRAIL = regex.compile(r"(?:等(?:高端)?(?:论坛|活动|会议|专门)?(?:措施|政策|文件|活动|大会)?|以来|工作|等)$")
_AMOUNT = regex.compile(r"[近约超逾]?[\d.,]+[%％]?[万亿百千]*\p{L}{0,2}以?[上下多]?|[百千万亿]+元.{0,2}")
_AGREED = regex.compile(r"同意\p{Han}{0,8}?(?:建设|设立|创建|组建|成立|开展)")
_DEFINED = regex.compile(r"[（(][^（）()]*(?:简称|英文|代码)[^（）()]*[）)]")
_NUMBER_LAST = regex.compile(r"(?P<stem>.*?)(?P<n>\d+)$")
_NUMBER_FIRST = regex.compile(r"(?P<n>\d+)(?P<rest>.*)$")
_ASIDE = regex.compile(r"[（(][^（）()]*[）)]$")
_VAGUE = regex.compile(
    r"(?:稳步推进|持续推进|取得.{0,4}进展|取得.{0,6}成[效果]|新进展|有力|放缓|活跃|提供便利|为牵引|目标|\d[%％]|转化|优势|领先|格局|实践|效果|基础上)$|^(?:从|美好|为|至|到|较|比|占|约|以及|等)|"
    r"^(?:一批|一系列|一些|一大批|多项|若干|数十|系列|各类|有关|相关|多个|多家|更多|部分|不少|大量|许多|何|什么|更|新的|显著|明显|重要|积极|较大|长足|阶段性)|"
    r"^(?:进展|成效|突破|成果|新进展|新突破|工作|活动|合作|任务|目标|共识|意向|基础|条件|收入|利润|营业收入|产值|仪式|项目|企业|机制|格局|发展|公司|阶段)$"
)


class Phrase(msgspec.Struct, frozen=True):
    """A phrase and where in the document it starts."""

    text: str
    start: int


def subject(text: str, masked: str, begin: int, end: int, *, times: Sequence[tuple[int, int]]) -> Phrase:
    """The subject in ``begin:end``: without dates, adverbials of place or means, and adverbs of the verb.

    ``text`` and ``masked`` are the document's; ``times`` are the spans of dates inside.
    """
    begin = lead_in(masked, begin, end, times=times)
    for start, stop in times:
        if begin < start < end and _only_adverbs(masked, stop, end):
            end = start
            break
    adverbial = _ADVERBIAL.search(masked, begin + 1, end)
    if adverbial:
        end = adverbial.start()
    elif _ADVERBIAL.match(masked, begin, end):
        end = begin
    kept = words().adverbs.sub("", masked[begin:end].rstrip(" 于由自从起")).rstrip(" 于由自从起")
    phrase = text[begin : begin + len(kept)]
    modifier = _MODIFIER.match(phrase)
    if modifier:
        phrase, begin = phrase[modifier.end() :], begin + modifier.end()
    return Phrase(phrase.strip(), begin + len(phrase) - len(phrase.lstrip()))


def _only_adverbs(masked: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and adverbials stands between a date and its verb."""
    rest = masked[start:end].strip(" 起，")
    return not rest or bool(words().adverbs.fullmatch(rest)) or bool(_ADVERBIAL.match(rest))


def lead_in(masked: str, begin: int, end: int, *, times: Sequence[tuple[int, int]]) -> int:
    """Where the words of a clause begin behind its date, connectives and frames (在…会上)."""
    moved = True
    while moved and begin < end:
        moved = False
        for start, stop in times:
            if begin <= start <= begin + 1 and stop <= end:
                begin, moved = stop, True
                while begin < end and masked[begin] in "，, ":
                    begin += 1
        for pattern in (_LEAD, _FRAME):
            match = pattern.match(masked, begin, end)
            if match and match.end() > begin:
                begin, moved = match.end(), True
    return begin


def claimed(phrase: Phrase) -> tuple[Phrase, Claim | None]:
    """The phrase without the claim it begins with or carries before the thing, and the claim.

    >>> claimed(Phrase("全省首座海上换电站", 0))[0].text
    '海上换电站'
    """
    claim = find_claim(phrase.text)
    if claim is None or claim.start > 24 or "《" in phrase.text[: claim.start]:
        return phrase, claim
    rest = phrase.text[claim.end :]
    cut = claim.end
    if rest.startswith("的"):
        cut += 1
    elif regex.match(r"专门|[^的]{2,16}的(?=.{4,})", rest) and claim.start <= 1 and rest.startswith("专门"):
        cut += rest.index("的") + 1
    if len(phrase.text) - cut < 2:
        return phrase, claim
    return Phrase(phrase.text[cut:].lstrip(), phrase.start + cut), claim


def clean(phrase: Phrase) -> Phrase:
    """The phrase without a trailing count, aside or collective noun, and without the verb's particle."""
    text, start = phrase.text, phrase.start
    text = _DEFINED.sub("", text)
    agreed = _AGREED.match(text)
    if agreed:
        text, start = text[agreed.end() :], start + agreed.end()
    if text.startswith("了"):
        text, start = text[1:], start + 1
    for pattern in (_ASIDE, _TRAIL, _COUNT, _ASIDE):
        shorter = pattern.sub("", text).rstrip(" ，,、")
        if len(shorter) >= 2:
            text = shorter
    return Phrase(text.strip(), start)


def split(phrase: Phrase) -> list[Phrase]:
    """The things of a list that are told apart: titles, conferences, things with their own makers.

    >>> [p.text for p in split(Phrase("《甲办法》《乙细则》", 0))]
    ['《甲办法》', '《乙细则》']
    """
    text = phrase.text
    bare = regex.sub(r"(?<=》)等[\p{Han}]{0,10}$", "", text)
    titles = list(_TITLES.finditer(text))
    if titles and bare.endswith("》"):
        between = _TITLES.sub("", bare)
        if _BETWEEN.match(between):
            return [Phrase(t.group(), phrase.start + t.start()) for t in titles]
        if len(titles) == 1 and _KIND_OF_TITLE.search(text[: titles[0].start()]):
            return [Phrase(titles[0].group(), phrase.start + titles[0].start())]
    parts, begin = [], 0
    for piece in regex.split(r"、|，", text):
        parts.append(Phrase(piece, phrase.start + begin))
        begin += len(piece) + 1
    if len(parts) > 1 and (
        all(_MEETING.search(_TRAIL.sub("", p.text)) for p in parts)
        or all(regex.search(r"(?:研发|研制|开发|建造)的", p.text) for p in parts)
        or (all(p.text.startswith("“") or regex.match(r"[^、]{0,2}“", p.text) for p in parts) and "等" not in text)
    ):
        return parts
    return [phrase]


def parallel(text: str, count: int) -> list[str] | None:
    """The ``count`` things of a list whose members share a name: 一号01、02、03星.

    >>> parallel("观澜一号01、02、03星", 3)
    ['观澜一号01星', '观澜一号02星', '观澜一号03星']
    """
    parts = regex.split(r"、|和|及", _ASIDE.sub("", text))
    if len(parts) != count or count < 2:
        return None
    first, last = _NUMBER_LAST.match(parts[0]), _NUMBER_FIRST.match(parts[-1])
    if first is None or last is None or not all(p.isalnum() and p[0].isdigit() for p in parts[1:-1]):
        return parts
    return [first["stem"] + n + last["rest"] for n in (first["n"], *parts[1:-1], last["n"])]


def vague(text: str) -> bool:
    """Whether the phrase names no particular thing."""
    return len(text) < 2 or bool(_VAGUE.search(text)) or bool(_AMOUNT.fullmatch(text))


def amount(text: str) -> bool:
    """Whether the phrase begins with an amount and names nothing: 百亿元, 4万吨."""
    match = _AMOUNT.match(text)
    return match is not None and len(text) - match.end() <= 3 and not regex.search(r"[“”《》的]", text)


def counted(text: str) -> bool:
    """Whether the phrase begins with a count of things: 3家单位."""
    return bool(_COUNTED.match(text))


def tally(text: str) -> bool:
    """Whether the phrase counts things: 对接活动67场."""
    count = _COUNT.search(text)
    return (count is not None and "元" not in count.group()) or bool(regex.search(r"\d(?:项|件|家|个|人|场)、", text))
