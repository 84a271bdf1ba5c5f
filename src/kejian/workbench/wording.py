"""How values, words of the model and periods are said to a reader, in Chinese or English."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_MONEY = {"CNY": ("元", "CNY"), "USD": ("美元", "USD"), "EUR": ("欧元", "EUR"), "JPY": ("日元", "JPY")}
# counters of Chinese that English does without, since the measure says what is counted, and those it says
_COUNTERS = frozenset(
    "个家项件张份款篇颗株台套座条种部本支只所处批艘架辆枚场起例期门组对幅块片间栋幢层卷册盒瓶箱道类级类别次站点"
) | {"台(套)", "台套", "台/套", "家次", "项次", "count"}
_IN_ENGLISH = {
    "人": "people", "名": "people", "位": "people", "人次": "person-times", "人年": "person-years",
    "场次": "sessions", "户": "households", "倍": "times", "人份": "doses", "剂": "doses", "剂次": "doses",
    "亩": "mu", "年": "years", "天": "days", "个月": "months", "平方米": "m²",
}  # fmt: skip
_IN_CHINESE = {"h": "小时", "km": "公里", "t": "吨", "kW": "千瓦", "kWh": "千瓦时", "ha": "公顷"}
_MYRIAD, _HUNDRED_MILLION, _TRILLION = Decimal(10) ** 4, Decimal(10) ** 8, Decimal(10) ** 12
_MILLION, _BILLION = Decimal(10) ** 6, Decimal(10) ** 9
_ENDLESS, _OF_ENDLESS = 15, 4  # digits that only a fraction such as 1/3 has, and how many of them are shown
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def tongue() -> Literal["zh", "en"]:
    """The reader's language, as what speaks both names it (the rules, answers, findings)."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


# words of the model → what they are called
WORDS: dict[str, Any] = {
    "figure": _("Figure"),
    "milestone": _("Milestone"),
    "entity": _("Name"),
    "observation": _("Observation"),
    "term": _("Policy term"),
    "target": _("Target"),
    "spec": _("Specification"),
    "name": _("Part of a name"),
    "time": _("Time"),
    "structure": _("Structure"),
    "level": _("Level"),
    "growth": _("Growth"),
    "change": _("Change"),
    "share": _("Share"),
    "rank": _("Rank"),
    "ratio": _("Ratio"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "place": _("Place"),
    "product": _("Product"),
    "facility": _("Facility"),
    "policy": _("Policy"),
    "programme": _("Programme"),
    "event": _("Event"),
    "standard": _("Standard"),
    "published": _("Published"),
    "draft": _("Draft"),
    "confirm": _("Confirmed"),
    "reject": _("Rejected"),
    "correct": _("Corrected"),
    "confirmed": _("Confirmed"),
    "rejected": _("Rejected"),
    "corrected": _("Corrected"),
    "withdraw": _("Withdrawn"),
    "orphan": _("Decision no longer fits"),
    "undecided": _("Not reviewed"),
    "cumulative": _("Cumulative"),
    "new": _("New"),
    "reader": _("Reader"),
    "reviewer": _("Reviewer"),
    "editor": _("Editor"),
    "administrator": _("Administrator"),
    "waiting": _("Waiting"),
    "running": _("Running"),
    "done": _("Done"),
    "failed": _("Failed"),
    "during": _("during"),
    "as of": _("as of"),
    "value": _("Value"),
    "unit": _("Unit"),
    "measure": _("Measure"),
    "subject": _("Subject"),
    "period": _("Period"),
    "date": _("Date"),
    "aspect": _("Aspect"),
    "role": _("Role"),
    "comparator": _("Comparator"),
    "base": _("Compared with"),
    "action": _("Action"),
    "object": _("Object"),
    "claim": _("Claim"),
    "domain": _("Domain"),
    "type": _("Type"),
    "yearly report": _("Yearly report"),
    "statistical bulletin": _("Statistical bulletin"),
    "press article": _("Press article"),
    "work summary and policy": _("Work summary"),
    "health-emergency": _("Health emergency"),
    "integrated-circuits": _("Integrated circuits"),
    "biomedicine": _("Biomedicine"),
    "ai": _("Artificial intelligence"),
    "aerospace": _("Aerospace"),
    "marine": _("Marine"),
    "energy": _("Energy"),
    "new-materials": _("New materials"),
    "advanced-manufacturing": _("Advanced manufacturing"),
    "agriculture": _("Agriculture"),
    "environment": _("Environment"),
    "digital-city": _("Digital city"),
    "finance": _("Finance"),
    "tech-transfer": _("Technology transfer"),
    "talent": _("Talent"),
    "outreach": _("Outreach"),
    "cooperation": _("Cooperation"),
    "basic-research": _("Basic research"),
    "platforms": _("Platforms"),
    "enterprise": _("Enterprise"),
    "governance": _("Governance"),
    "work report": _("Work report"),
    "策源力": _("Sources of knowledge"),
    "引领力": _("Leadership in industry"),
    "吸引力": _("Attraction"),
    "配置力": _("Allocation of resources"),
    "突破力": _("Breakthroughs"),
    "error": _("Error"),
    "doubt": _("Doubt"),
    "style": _("Style"),
    "stock": _("Stock (at a day)"),
    "flow": _("Flow (over a period)"),
    "preliminary": _("Preliminary"),
    "estimated": _("Estimated"),
    "revised": _("Revised"),
    "final": _("Final"),
}


# what was asked, as the answer says how it read the question
QUESTIONS: dict[str, Any] = {
    "value": _("a value"),
    "agree": _("whether documents agree"),
    "growth": _("growth"),
    "change": _("a change"),
    "multiple": _("how many times as much"),
    "share": _("a share"),
    "rank": _("a rank"),
    "compare": _("a comparison"),
    "difference": _("a difference"),
    "times": _("how many times one is of the other"),
    "ranking": _("a ranking"),
    "trend": _("a course over the years"),
    "extreme": _("the most or the least"),
    "aggregate": _("a sum or a mean"),
    "since": _("since when"),
    "turns": _("when it turned"),
    "check": _("whether it is so"),
    "movers": _("what rose or fell"),
    "events": _("what happened"),
    "who": _("who did it"),
    "when": _("when it was"),
    "term": _("a term of a policy"),
    "target": _("a target"),
    "entity": _("what something is"),
    "documents": _("documents"),
    "definition": _("what a measure means"),
    "status": _("how final it is"),
    "where": _("where it says so"),
    "why": _("why (not answered)"),
    "forecast": _("a forecast (not answered)"),
    "unknown": _("not understood"),
}

# names of fields that are also words of another sense
_FIELDS: dict[str, Any] = {"name": _("Name"), "policy": _("Policy")}


def field_label(name: str) -> str:
    """What a field of a statement is called."""
    return str(_FIELDS.get(name) or WORDS.get(name, name))


def label(word: str) -> str:
    """What a word of the model is called; the word itself where it is not known.

    Verbs of decisions, kinds, roles, domains, genres, fields.
    """
    return str(WORDS.get(word, word))


def amount(value: Any, unit: str = "", *, language: str = "en") -> str:
    """A value with its unit as one writes it; every digit is kept, but of a fraction that has no end.

    >>> amount("0.3333333333333333333333333333", "1")
    '33.3333…%'
    >>> amount("400351000000", "CNY", language="zh-hans"), amount("400351000000", "CNY")
    ('4003.51亿元', 'CNY 400.351 billion')
    >>> amount("0.146", "1", language="zh-hans"), amount("71", "家", language="zh-hans")
    ('14.6%', '71家')
    """
    if value is None or value == "":
        return ""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    if unit == "1":
        return f"{plain(exact * 100)}%"
    chinese = language.startswith("zh")
    if unit in _MONEY:
        text = _short(exact, chinese=chinese)
        return f"{text}{_MONEY[unit][0]}" if chinese else f"{_MONEY[unit][1]} {text}"
    if unit == "rank":
        return f"第{plain(exact)}位" if chinese else f"no. {plain(exact)}"
    if chinese:
        unit = _IN_CHINESE.get(unit, unit)
    text = _short(exact, chinese=True) if chinese and abs(exact) >= _HUNDRED_MILLION else _grouped(exact)
    return f"{text}{unit}" if chinese else f"{text} {in_english(unit)}".strip()


def in_english(unit: str) -> str:
    """A unit as English says it: nothing for a counter, and the unit itself where nobody translated it.

    >>> in_english("家"), in_english("件/万人"), in_english("人年"), in_english("kWh")
    ('', '件/万人', 'person-years', 'kWh')
    """
    return "" if unit in _COUNTERS else _IN_ENGLISH.get(unit, unit)


def change_words(change: Any, *, unit: str, difference: bool, language: str = "en") -> str:
    """A change as one says it, rounded to a tenth.

    >>> change_words("0.1869", unit="CNY", difference=False)
    '+18.7%'
    >>> change_words("0", unit="家", difference=False)
    '0%'
    >>> change_words("0.002", unit="1", difference=True, language="zh-hans")
    '+0.2个百分点'
    >>> change_words("-2", unit="rank", difference=True)
    'up 2 places'
    """
    if change is None or change == "":
        return ""
    exact = Decimal(str(change))
    if not difference or unit == "1":
        exact *= 100
    text = f"{exact.quantize(Decimal('0.1')):+,}"
    text = text.removesuffix(".0")
    text = "0" if text in ("+0", "-0") else text
    if not difference:
        return f"{text}%"
    if unit == "1":
        return f"{text}个百分点" if language.startswith("zh") else f"{text} points"
    if unit == "rank" and text != "0":  # a smaller number is a better place
        places, up = text[1:], text[0] == "-"
        if language.startswith("zh"):
            return f"{'上升' if up else '下降'}{places}位"
        return f"{'up' if up else 'down'} {places} {'place' if places == '1' else 'places'}"
    return text


def plain(value: Decimal) -> str:
    """A number without exponent and without idle zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("2.50"))
    ('1000', '2.5')
    """
    text = format(value, "f")
    whole, dot, part = text.partition(".")
    if len(part) > _ENDLESS:
        return f"{whole}.{part[:_OF_ENDLESS]}…"
    return text.rstrip("0").rstrip(".") if dot else text


def _grouped(value: Decimal) -> str:
    whole, dot, part = plain(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if len(digits) > 4:
        digits = f"{int(digits):,}"
    return f"{sign}{digits}{dot}{part}"


def _short(value: Decimal, *, chinese: bool) -> str:
    steps: tuple[tuple[Decimal, str], ...] = (
        ((_HUNDRED_MILLION, "亿"), (_MYRIAD, "万"))
        if chinese
        else ((_TRILLION, " trillion"), (_BILLION, " billion"), (_MILLION, " million"))
    )
    for size, word in steps:
        if abs(value) >= size:
            return plain(value / size) + word
    return _grouped(value)


def period_words(iso: str, *, language: str = "en") -> str:
    """An ISO 8601 period as one writes it.

    >>> period_words("2022", language="zh-hans"), period_words("2022-08-05", language="zh-hans")
    ('2022年', '2022年8月5日')
    >>> period_words("2019-03/2019-05")
    '2019-03 – 2019-05'
    """
    if not iso:
        return ""
    first, slash, last = iso.partition("/")
    if not language.startswith("zh"):
        return f"{first} – {last}" if slash else first
    return f"{_chinese(first)}至{_chinese(last)}" if slash else _chinese(first)


def _chinese(iso: str) -> str:
    found = _PERIOD.fullmatch(iso)
    if found is None:
        return iso
    year, month, day = found.groups()
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
