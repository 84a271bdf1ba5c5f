"""Who gives, bears or gets how much of what was told before: 企业贡献了其中的八成, 其中学校出了1.2亿元."""

import re

import msgspec

from kejian.extraction.figures.phrases import noun
from kejian.model import Aspect

_LEVEL, _SHARE = Aspect.LEVEL, Aspect.SHARE  # looked up once: they take as long to find as a call

_OFTEN = r"(?:就|只|仅|也|还|则|又|已|各|共|便|却|都|大约|全部|合计|一家|一地|一项|独自|分别)*"
_PART = re.compile(
    rf"[，@\s]*(?:其中|而|却|但|由|光|单|仅)*[，@]?(?P<who>[^，#@：]{{2,24}}?)??{_OFTEN}"
    r"(?P<verb>贡献|承担|负担|分担|占去|拿走|分走|分得|得到|撑起|扛起|买走|用去|消化|吸收|拿下|揽下)(?:了|着)?(?P<of>其中的?|当中的?|里面的?)?"
    r"(?:约|近|超|大约|将近|接近|超过|逾|不到|不足)*"
)
_PAID = re.compile(
    rf"[，@\s]*(?:其中|而|却|但|由|光|单|仅)*[，@]?(?P<who>[^，#@：]{{2,16}}?)??{_OFTEN}"
    r"(?P<verb>出资|出了|掏了|拿出了?|负担了?|承担了?|分担了?|得到了?|分得了?|分到了?|拿到了?)(?:约|近|超|大约|将近|接近|超过|逾)*"
)
_WARES = ("用户", "客户", "订单", "产品", "业务")  # are parts themselves, and give nothing
_OWN_MONEY = re.compile(r"出|掏|拿出")


class Given(msgspec.Struct, frozen=True):
    """A part that somebody gave or got: ``who`` if the clause says it, its own name if not the whole's."""

    who: str | None
    called: str | None = None


def read_given(left: str, right: str, *, aspect: Aspect | None, unit: str | None) -> Given | None:
    """The part that the number between ``left`` and ``right`` is, if somebody gives or gets it.

    >>> read_given("民营企业贡献了其中的", "，", aspect=Aspect.SHARE, unit="1")
    Given(who='民营企业', called=None)
    >>> read_given("其中大学出了", "", aspect=Aspect.LEVEL, unit="CNY")
    Given(who='大学', called='出资')
    """
    if aspect is _SHARE:
        m = _PART.fullmatch(left)
        if m is None or noun(right) is not None or (m["who"] or "").endswith(_WARES):
            return None
        return Given(m["who"])
    if aspect is _LEVEL and unit == "CNY":
        m = _PAID.fullmatch(left)
        if m is None or noun(right) is not None:
            return None
        own = _OWN_MONEY.match(m["verb"])
        return Given(m["who"], "出资" if own else None) if m["who"] or not own else None
    return None
