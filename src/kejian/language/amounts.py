"""Amounts whose currency the number does not say: 产值达32亿, 出口额1.3兆, and the 元 of Taiwan, Macau
or Hong Kong.

All functions take text in normal form.
"""

import re
from typing import Any

from kejian import kinds
from kejian.language.bounds import plain
from kejian.language.times import republic_at

_REACH = 24  # characters before a number in which the noun of an amount stands
# nouns of amounts of money, right before a number or with the verb that leads to it
_MONEY = re.compile(
    r"(?:(?:成交|交易|销售|合同|进口|出口|进出口|贸易|营业|投资|融资|贷款|金|总|余|差|授信|质押|资助|补助|筹资|募资|捐赠|产)额"
    r"|(?:产|总|增加|市|估|交货|原|净)值|收入|营收|经费|资金|支出|投入|投资|融资|利润|利税|税收|纳税|成本|费用?|预算|贷款|授信|补贴|补助|奖励"
    r"|注资|造价|总价|作价|出资|注册资本|募集|债券|GDP|生产总值|(?<=市场|产业|经济|行业|资产|基金)规模|(?<=[进出])口)"
    r"(?:规模|总量|总额|金额|合计|累计|总计)?[^,。;:、\d]{0,4}?"
    r"(?:约|近|超过?|达到?|达至|突破|逾|为|了|到|至|过|不足|不到|共|仅|高达|首次|只有|有|合计|累计|在| )*$"
)
_LARGE = frozenset("万亿兆")
_FUNDS = frozenset(["资金", "投资", "贷款", "融资", "经费", "补贴", "债券", "货款", "税款", "善款", "收入"])
_ISLAND = re.compile(r"民国 ?1\d\d|国科会|新?台币[^,。;]{0,12}兆")
_REPUBLIC = re.compile(r"1[01]\d(?= ?年)")
_MACAU = re.compile(r"澳门元|澳门币|葡币|本澳")
# some of these words stand in every text that the patterns are found in
_OF_ISLAND = ("民国", "国科会", "台币")
_OF_MACAU = ("澳门", "葡币", "本澳")
_OF_HONG_KONG = ("本港", "香港", "港府", "本地生产总值")
_HONG_KONG = re.compile(r"本港(?![口区务站湾])|本地生产总值|香港特区政府|港府")
_LOOKED = 20_000  # characters in which a text shows whose 元 it counts in
_NAMED = re.compile(r"人民币|RMB|CNY|yuan|¥")


def home_currency(text: str) -> str:
    """The currency that a bare 元 is in ``text``: of Taiwan, which counts its own years, Macau, Hong Kong.

    >>> home_currency("112年经费4,500亿元,较111年成长2%"), home_currency("收入12亿元")
    ('TWD', 'CNY')
    """
    text = text[:_LOOKED]
    if text.isascii() or "人民币" in text:
        return "CNY"
    if any(republic_at(text, m.start()) for m in _REPUBLIC.finditer(text)):
        return "TWD"
    if any(word in text for word in _OF_ISLAND) and _ISLAND.search(text):
        return "TWD"
    if any(word in text for word in _OF_MACAU) and _MACAU.search(text):
        return "MOP"
    if any(word in text for word in _OF_HONG_KONG) and _HONG_KONG.search(text):
        return "HKD"
    return "CNY"


def as_money(line: str, row: dict[str, Any]) -> None:
    """Make an amount of the bare number ``row`` (…亿, 1.3兆) where a noun of money stands beside it."""
    start, end = row["start"], row["end"]
    if row["value"] is None and row["kind"] is not kinds.RANGE:
        return
    if row["unit"] == "M" and row["kind"] is kinds.QUANTITY and line[end - 1] == "兆":
        scale = 10**12
    elif row["unit"] in _FUNDS and line[end - len(row["unit"]) - 1] in _LARGE:
        row |= {"kind": kinds.MONEY, "unit": "CNY", "end": end - len(row["unit"])}
        return
    elif row["unit"] is None and row["kind"] in (kinds.NUMBER, kinds.RANGE) and line[end - 1] in _LARGE:
        scale = 1
    else:
        return
    if not _MONEY.search(line, max(0, start - _REACH), start):
        return
    row["unit"] = "CNY"
    if row["kind"] is not kinds.RANGE:
        row["kind"] = kinds.MONEY
    for key in ("value", "lower", "upper", "usual_lower", "usual_upper"):
        if scale > 1 and row.get(key) is not None:
            row[key] = plain(row[key] * scale)


def in_currency(line: str, row: dict[str, Any], currency: str) -> None:
    """Give an amount in 元 the ``currency`` of the text, unless its own words name one."""
    unit = row.get("unit") or ""
    if unit.split("/")[0] == "CNY" and not _NAMED.search(line, max(0, row["start"] - 4), row["end"] + 4):
        row["unit"] = currency + unit[3:]
