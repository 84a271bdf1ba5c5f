"""What a number measures, told by the words beside it in its clause.

Works on the short form of a sentence (`lines.Line`): the phrase left of the number up to the clause's start or
the number before it, or the noun right of it (``178个1类创新药获批``).
"""

from functools import cache

import msgspec
import regex

from kejian.extraction.lines import NUMBER, TIME, Clause, Line
from kejian.model import Aspect
from kejian.vocabulary.patterns import pieces

FILE = "phrases.yaml"
_CURRENCY = regex.compile(r"[A-Z]{3}(?:/.*)?")
_PHYSICAL = regex.compile(r"[A-Za-zμΩ℃°%‰/·\d ]+")


_FRAME = regex.compile(
    r"^(?:在[^，#]{2,30}?(?=发表|布局|建立|开展|新增|建成|设立|完成)|(?:通过|以|按照?)[^，#]{2,24}?(?:方式)?(?=转化|完成|实现|引进|培育)"
    r"|连续[^，#]{1,3}年)"
)
_RATE = regex.compile(r"(?<=[达为到])每(?:小时|天|日|月|年|秒|分钟|平方米|吨|亩)$")
THRESHOLD = regex.compile(r"^(?P<of>[^，]{2,12}?)(?:超过|超|过|高于|低于|达到?|大于|小于|不足|处于|在)[^，]*的")


class Phrase(msgspec.Struct, frozen=True):
    """The words found for a number: what is measured (None where the clause names nothing of its own).

    ``whole`` is what a share or rank refers to, ``than`` what a change is compared with, as the clause words
    it. ``right`` says that the measure stands after the number, ``tail`` is a word that makes of a carried
    measure another (增速, 占比), ``by`` the left words before the noun (a verb that joins it).
    """

    measure: str | None = None
    whole: str | None = None
    than: str | None = None
    right: bool = False
    tail: str = ""


class Words(msgspec.Struct, frozen=True):
    """The compiled word lists."""

    tail: regex.Pattern[str]
    head: regex.Pattern[str]
    light: regex.Pattern[str]
    change: regex.Pattern[str]
    than: regex.Pattern[str]
    share: regex.Pattern[str]
    rank: regex.Pattern[str]
    region: regex.Pattern[str]
    rate: regex.Pattern[str]
    predicate: regex.Pattern[str]
    stop: regex.Pattern[str]


@cache
def words() -> Words:
    """The word lists of the vocabulary, compiled once."""
    w = pieces(FILE)
    return Words(
        tail=regex.compile(rf"(?r){w['link']}+$"),
        head=regex.compile(rf"{w['opener']}+"),
        light=regex.compile(rf"(?:{w['light']}了?(?=.{{2}}))"),
        change=regex.compile(rf"(?r){w['change']}(?:了|约|逾|超|近|至|到|为|将近)*$"),
        than=regex.compile(rf"(?:比|较|低于|高于|高出|超出|超过|与|同|由|从)(?P<than>[^，#]*?)(?:相比|的)?$"),
        share=regex.compile(r"^(?P<of>.*?)(?P<verb>所占|约占|占到|占了|占比|占(?!有)|完成(?=[^率]{2,}的)|贡献了?)(?P<whole>[^占]*)$"),
        rank=regex.compile(rf"^(?P<of>.*?){w['rank_verb']}(?P<whole>[^居列]*)$"),
        region=regex.compile(rf"{w['region']}(?:地级市|城市|同类城市|副省级城市|各[省市区县](?:市|区)?)?$"),
        rate=regex.compile(rf"{w['rate']}(?:[（(].*)?$"),
        predicate=regex.compile(w["predicate"]),
        stop=regex.compile(
            r"^(?:$|[、，；。和与及/~（(·\s]|以及|以上|以下|以内|左右|上下|占|同比|环比|比|较|并(?!购|网)|于|共(?!性|享|建)|合计|台阶|大关|关口|总(?=投)"
            r"|[升降增减压缩扩回落改调]\p{Han}?(?:至|到|为)|(?:发展|延长|爬坡)(?:至|到)"
            r"|增长|增加|提高|提升|上升|下降|降低|减少|回落|前移)"
        ),
    )


def read_phrase(
    line: Line, k: int, clause: Clause, *, aspect: Aspect | None, unit: str | None, after: int = 0
) -> Phrase:
    """What the clause of the number at ``k`` of the short form says about it.

    ``after`` is where the clause's subject ends, which is no part of the measure.
    """
    left, right = beside(line, k, clause, after=after)
    start = k - len(left) - 1
    if left and start >= clause.lo and line.s[start] == NUMBER:
        behind = _behind(left)
        if behind == left and not right and regex.fullmatch(r"\p{Han}{1,4}", left):
            # the noun belongs to the number before: 出口58个国家2000万人份
            left, _ = beside(line, start, clause, after=after)
        else:
            left = behind
    if aspect in (Aspect.GROWTH, Aspect.CHANGE):
        return _change(left, right)
    if aspect is Aspect.SHARE:
        return _share(left, right)
    if aspect is Aspect.RANK:
        return _rank(left, right)
    if aspect is Aspect.RATIO and unit == "1":
        return _ratio(left, right)
    return _amount(left, right, counted=is_count(unit))


def beside(line: Line, k: int, clause: Clause, *, after: int = 0) -> tuple[str, str]:
    """The words left and right of a number, to the next number or the ends of its clause."""
    s = line.s
    lo = max(clause.lo, after, s.rfind(NUMBER, clause.lo, k) + 1)
    hi = s.find(NUMBER, k + 1, clause.hi)
    return s[lo:k], s[k + 1 : clause.hi if hi < 0 else hi]


def _behind(left: str) -> str:
    """Of the words between two numbers those that belong to the second: what follows the verb of the first's noun."""
    if left[0] in "，、和与及，；":
        return left
    verb = words().predicate.search(left, 1)
    if verb is None or regex.search(r"^(?:的|以上|左右)", left):
        return left
    return left[verb.end() :] if len(left) - verb.end() >= 2 else left[verb.start() :]


def is_count(unit: str | None) -> bool:
    """Whether ``unit`` counts things (个, 家, 项), so that a noun may follow the number."""
    return unit is not None and not _CURRENCY.fullmatch(unit) and not _PHYSICAL.fullmatch(unit)


def clean(text: str) -> str | None:
    """The noun phrase in ``text``, the words left of a number: links, openers and light verbs taken off."""
    w = words()
    text = _after_time(w.tail.sub("", text.strip()))
    text = _FRAME.sub("", text)
    head = w.head.match(text)
    if head and (len(text) - head.end() >= 2 or head.end() == len(text)):
        text = text[head.end() :]
    light = w.light.match(text)
    if light:
        text = text[light.end() :]
    text = _short(text.strip(" ，、·和与及"))
    return text if len(text) > 1 else None


def _after_time(text: str) -> str:
    at = text.rfind(TIME)
    if at < 0:
        return text
    rest = text[at + 1 :].lstrip("的末底，、")
    before = text[:at]
    return rest if len(rest) >= 2 else before.rstrip("在于自从由")


def _short(text: str) -> str:
    """Without a long attribute: what follows its last 的."""
    if len(text) > 16 and "的" in text and not THRESHOLD.match(text):
        rest = text[text.rfind("的") + 1 :]
        if len(rest) >= 3:
            return rest
    return text


def _amount(left: str, right: str, *, counted: bool) -> Phrase:
    if m := _RATE.search(left):
        left, right = left[: m.start()], ""
    own = clean(left)
    noun = _noun(right)
    if own is None and noun is None and not left.strip(" @") and right[:1] in " @\u3000":
        noun = _noun(right.strip(" @\u3000"))
    if noun and counted and own and len(noun) <= 2 and len(own) <= 12:
        return Phrase(own + noun, right=True)
    if noun and counted:
        return Phrase(_join(left, noun), right=True)
    if own:
        return Phrase(own)
    return Phrase(noun, right=True) if noun else Phrase()


def _noun(right: str) -> str | None:
    """The noun, with what is said of it, that begins the words right of a number."""
    w = words()
    text = right[1:] if right[:1] == "的" else right
    if w.stop.match(text):
        return None
    text = regex.sub(r"(?:[、和与及]|以及|并|在|于|的)+$", "", text.strip())
    text = text.replace(TIME, "")
    verb = w.predicate.search(text, 2)
    if verb and len(text) > 44:
        text = text[: verb.start()]
    return text if len(text) >= 2 or len(text) == 1 and "\u4e00" <= text <= "\u9fff" else None


def _join(left: str, noun: str) -> str:
    """The noun after the number with the verb right before it, where that verb makes it countable."""
    verb = regex.search(r"(惠及|覆盖|孵化|服务|出口|换|辅导|走访|进入|用于|导入|为)$", words().tail.sub("", left) or left)
    return verb[1] + noun if verb else noun


def _change(left: str, right: str) -> Phrase:
    w = words()
    text = w.tail.sub("", left) if not w.change.search(left) else left
    changed = w.change.search(text)
    if changed:
        text = text[: changed.start()]
    than = None
    if compared := regex.search(r"(?:(?<![占环同对相])比(?![重例率])|(?<!相)较|低于|高于|高出|超出)(?P<than>[^比较]*)$", text):
        than = compared["than"]
        than = regex.sub(r"(?:相比|的|同比|净|累计|仅|均|分别|又|再|已|约)+$", "", than) or None
        text = text[: compared.start()]
    elif changed is None and (outer := regex.search(r"^(?P<than>(?:低于|高于|高出)?[^，]*?)$", text)):
        pass
    text = regex.sub(r"(?:同比|环比|年均|年平均|每年|逐年|累计|分别|净|又|再|也|已|均|实现|保持|连续|的|同|仅|约|共|合计)+$", "", text)
    text = regex.sub(r"^[@，]*受[^，]{2,12}影响", "", text)
    own = clean(text) if text else None
    if own is None and _PACE.search(left):
        return Phrase(None, than=than, tail="增速")
    noun = _noun(right)
    if own is None and noun and than is None and not compared:
        return Phrase(noun, right=True)
    return _tailed(own, than=than)


_PACE = regex.compile(r"(?:加快|放缓|提速|收窄)(?:了|约)?$")
_TAILS = regex.compile(r"^(?:.{0,2}累计|同比|环比)?(?:增速|增幅|降幅|涨幅|占比|所?占比重|比重|差距|增长率)$")


def _tailed(own: str | None, *, than: str | None = None) -> Phrase:
    if own and _TAILS.match(own):
        if own == "差距":
            return Phrase(own, than=than)
        return Phrase(None, than=than, tail="占比" if "占" in own or "比重" in own else "增速")
    return Phrase(own, than=than)


def _share(left: str, right: str) -> Phrase:
    w = words()
    noun = _noun(right) if not right.startswith(("以上", "以下")) else None
    if noun and right[:1] == "的" or noun and not regex.search(r"[占达为至到率比]", left):
        region = regex.search(r"(全[国省市球区县]|世界|国内)[^，]{0,3}$", words().tail.sub("", left))
        return Phrase(noun, whole=region[1] if region else None, right=True)
    if noun and regex.match(r"为|是", right):
        return Phrase(right[1:], right=True)
    if m := regex.match(r"^(?P<of>.*?)(?P<own>对(?P<whole>[^，]{2,16}?)的?贡献(?:率|份额|度)?)", left):
        return Phrase(m["own"], whole=m["whole"])
    if m := w.share.match(left):
        whole = _whole(m["whole"])
        of = regex.sub(r"(?:分别|依次|约|均|合计|共|总量|共计|所|的)+$", "", m["of"])
        of = regex.sub(r"(?:总量|数量|合计|三者|二者|两者)$", lambda x: "" if x.end() - x.start() == len(of) else x[0], of)
        if m["verb"] in ("完成", "贡献", "贡献了") and whole is None:
            return Phrase(clean(left))
        return Phrase(clean(of) if of else None, whole=whole, tail="")
    return _tailed(clean(left))


def _whole(text: str) -> str | None:
    text = regex.sub(r"(?:(?:由|从)@?的?)$", "", text)
    text = regex.sub(rf"(?:总数|总量)?的(?:{pieces_link()})*$", lambda m: m[0][:2] if m[0][:2] in ("总数", "总量") else "", text)
    text = regex.sub(r"(?:的(?:比重|比例|份额|占比)|所占比重|比重|比例|的|约|近|超|分别|依次|了|到|为|达|由|从|升|降|提高|下降|合计|保持在|只有|仅有|仅|只)+$", "", text)
    text = regex.sub(r"(?<=全[国省市区球县])(?:总量|总数|总额)$", "", text.strip("了的约近 "))
    return None if text in ("", "比", "例", "重") else text


@cache
def pieces_link() -> str:
    """The pattern of the words that link a phrase to its number."""
    return pieces(FILE)["link"]


_BARE = ("数量", "总量", "总数", "总数量", "均", "位次", "排名", "规模", "总体规模", "数", "总")


def _rank(left: str, right: str) -> Phrase:
    w = words()
    text = w.tail.sub("", left)
    noun = _noun(right) if right else None
    if m := regex.search(r"在(?P<whole>[^，@#]{2,16}?)(?P<list>榜|强)?中(?:与[^，]*)?(?:位?居|位?列|排名?|名列|并列|升至)?$", text):
        return Phrase(m["whole"] + m["list"], whole=None) if m["list"] else Phrase(None, whole=m["whole"])
    if m := w.region.search(text):
        whole = m[0]
        before = text[: m.start()]
        of = regex.sub(rf"{pieces(FILE)['rank_verb']}+$", "", before)
        of = regex.sub(r"(?:继续|均|并|连续.*?年|稳|又|再|已|也|位次|排名|数量|总量|分别|数|从|由|@|的)+$", "", of)
        own = clean(of) if of else None
        own = None if own in _BARE else own
        if noun and len(noun) > 2:
            return Phrase(noun, whole=whole, right=True)
        return Phrase(own, whole=whole)
    if m := regex.fullmatch(rf"(?P<whole>{pieces(FILE)['region']})(?:排名|位次|名次|排位)", text):
        return Phrase(None, whole=m["whole"])
    if m := w.rank.match(text):
        inner = m["whole"].strip()
        r = regex.match(pieces(FILE)["region"], inner)
        if r and r.end() < len(inner):
            rest = inner[r.end() :]
            return Phrase(rest if not m["of"] or len(rest) > 4 else clean(m["of"]), whole=r[0])
        own = clean(regex.sub(r"(?:继续|均|并|连续.*?年|稳|又|再|已|也|分别)+$", "", m["of"]))
        return Phrase(own, whole=inner or None)
    r = regex.match(pieces(FILE)["region"], text)
    if r:
        own = clean(text[r.end() :])
        return Phrase(None if own in _BARE else own, whole=r[0])
    return Phrase(noun or clean(text), right=bool(noun))


def _ratio(left: str, right: str) -> Phrase:
    """A quotient: either of a thing to another (是@的#) or a rate with a name of its own."""
    if m := regex.match(r"^(?P<of>.*?)(?:约|仅|只|大约)?(?:是|为|相当于|接近|达|达到|不到|不足|超过|约)(?P<than>[^是为]*?)的(?:约|近)?$", left):
        if m["than"] and not regex.match(r"^[^@]*(?:由|从)", left):
            of = regex.sub(r"(?:约|仅|只|就|也|已)+$", "", m["of"])
            return Phrase(clean(of) if of else None, than=m["than"])
    if regex.search(r"(?:为|是|相当于|接近|达|不到|不足|超过|约|不)[^，]*的$", left) and TIME in left and "由" not in left and "从" not in left:
        return Phrase(None, than=TIME)
    if m := regex.match(r"^(?P<of>.*?)(?:所)?占(?P<rest>.+)$", left):
        rest = words().tail.sub("", m["rest"])
        rest = regex.sub(r"[@由从的]+$", "", rest)
        of = clean(m["of"]) if m["of"] else None
        return Phrase(f"{of}占{rest}" if of else None, tail="" if of else f"占{rest}")
    return Phrase(clean(left) or _noun(right.strip(" @\u3000")))
