"""Every number, quantity, date and period of a text as a `Mention`."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

import ahocorasick

from kejian.language import amounts, bounds, codes, ordinals, periods, times, words
from kejian.language.english_times import english_at
from kejian.language.expressions import Quantity
from kejian.language.normal import normal
from kejian.language.numerals import HAN
from kejian.language.ranges import expression_at
from kejian.language.units import unit_at
from kejian.model import Mention, Reference
from kejian.model import MentionKind as Kind
from kejian.vocabulary.idioms import idioms

_LINE = re.compile(r"[^\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]+")
# what a seed can begin with: one class, which a scan finds much faster than the alternatives
_FIRST = re.compile(rf"[0-9₀-₉①-⑳第前{HAN}几数半过翻首榜大日天IVⅠⅡⅢⅣⅤⅥA-HJ-QSTaefhnostwſ]")
_SEED = re.compile(
    rf"[0-9₀-₉①-⑳]|第(?= ?[0-9一二三四五六七八九十百两])|前(?= ?[0-9一二三四五六七八九十百两])"
    rf"|[{HAN}几数半过翻十]|首位|榜首|大半"
    r"|(?<=星期|礼拜)[日天]"
    r"|(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3})(?=期|类|级)|[ⅠⅡⅢⅣⅤⅥ](?=期|类|级)"
    r"|(?<![A-Za-z])(?:Phase|Type|Level|Tier|Grade|Class|Stage|Article|No\.) ?(?=\d"
    r"|[IVX]{1,4}\b)"
    r"|(?<![A-Za-z])(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?=\d)"
    r"|(?:Q[1-4]|H[12]|FY|CY) ?(?:of )?(?=(?:FY)?\d{4})|https?://|www\.)"
    r"|(?<![A-Za-z-])(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|one[ -](?:third"
    r"|quarter|half|fifth|hundred|thousand|million|billion)|a (?:third|quarter|half|hundred"
    r"|thousand|million|billion|dozen)|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth)(?![A-Za-z])"
)
_DIGITS = re.compile(r"[0-9]++(?:[.,][0-9]++){0,8}+")
_ROW = re.compile(r"[0-9][0-9,.:/~+-]{200,}+")  # data, no text: one code
_HAN_RUN = re.compile(rf"[{HAN}]++")
_JOINERS = frozenset("-_./·₀₁₂₃₄₅₆₇₈₉")
_COUNTING = frozenset("个家项件名万亿%多余元位条台人套所座只款米吨倍次")  # no date or code goes on so
_DATES = (Kind.DATE, Kind.PERIOD)
_LISTED = ("、", "和", "与", "及", "以及")
_MEDICINE = re.compile(r"[一二三四]类(?=创?新药|化学?药|生物制品|中药|医疗器械|器械|改良)")
_LABELS = re.compile(r"(?:表|图|附件|附表|附图|专栏|附录|案例) ?$")


def mentions(text: str, *, reference: Reference | None = None) -> list[Mention]:
    """Mentions of ``text`` in order of start, not overlapping, none across a line end or a tab.

    Times resolve against ``reference``; without it they keep what the text says (``--11-25``).

    >>> [(m.surface, m.unit, str(m.value)) for m in mentions("近百亿元，占12.5%，居第二")]
    [('近百亿元', 'CNY', '10000000000'), ('12.5%', '1', '0.125'), ('第二', 'rank', '2')]
    """
    plain = normal(text)
    currency = amounts.home_currency(plain)
    found: list[Mention] = []
    for line in _LINE.finditer(plain):
        for mention in _Reader(line.group(), reference).read():
            if currency != "CNY" and mention.get("unit"):
                amounts.in_currency(line.group(), mention, currency)
            start, end = mention["start"] + line.start(), mention["end"] + line.start()
            mention |= {"start": start, "end": end, "surface": text[start:end]}
            found.append(Mention(**mention))
    return found


@cache
def _idioms() -> Any:
    automaton = ahocorasick.Automaton()
    for word in idioms():
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


_NUMERALS = frozenset(HAN + "几数半0123456789")
_CONTINUED = frozenset(HAN + "0123456789第")


def _barred(line: str) -> set[int]:
    """Places of the line that an idiom covers."""
    barred: set[int] = set()
    if line.isascii():
        return barred
    for last, length in _idioms().iter(line):
        start = last + 1 - length
        if start and line[start] in _NUMERALS and line[start - 1] in _CONTINUED:
            continue
        barred.update(range(start, last + 1))
    return barred


class _Reader:
    """Reads the mentions of one line in normal form."""

    def __init__(self, line: str, reference: Reference | None) -> None:
        self.line, self.reference = line, reference
        self.barred = _barred(line)
        self.floor = 0  # where the last mention ended
        self.found: list[dict[str, Any]] = []
        self.year: tuple[int, int] | None = None  # the year named last, and where the words behind it begin

    def read(self) -> list[dict[str, Any]]:
        at = self._heading()
        while first := _FIRST.search(self.line, at):
            at = first.start()
            if not _SEED.match(self.line, at):
                at += 1
                continue
            mention = self._at(at)
            if mention is None:
                run = _DIGITS.match(self.line, at) or (
                    None if at in self.barred else _HAN_RUN.match(self.line, at)
                )
                at = run.end() if run else at + 1
                continue
            self.found.append(mention)
            at = self.floor = mention["end"]
            if mention["kind"] in _DATES and (year := periods.named_year(self.line, mention["start"])):
                self.year = year, at
        self._carry()
        return self.found

    def _heading(self) -> int:
        start = len(self.line) - len(self.line.lstrip(" "))
        found = ordinals.heading_at(self.line, start)
        if not found:
            return 0
        if times.date_at(self.line, start, None) or english_at(self.line, start, None):
            return 0
        if self.line[found.end : found.end + 1] == " " and unit_at(self.line, found.end):
            return 0
        self.found.append(self._place(found))
        self.floor = found.end
        return found.end

    def _at(self, at: int) -> dict[str, Any] | None:
        line, char = self.line, self.line[at]
        if char.isdigit() and char.isascii():
            return self._digits(at)
        if named := periods.weekday_at(line, at, self.floor) or periods.lunar_at(line, at, self.floor):
            return self._time(named)
        if at in self.barred and not line.startswith("分之", at + 1):
            place = ordinals.phase_at(line, at) if _MEDICINE.match(line, at) else None
            return self._place(place) if place else None
        if char.isascii():
            return self._english(at)
        if char == "第":
            if span := codes.act_at(line, at):
                return self._code(span)
            found = times.date_at(line, at, self.reference)
            if found:
                return self._time(found)
            place = ordinals.ordinal_at(line, at, self.floor)
            return self._place(place) if place else None
        if char == "前":
            time = times.date_at(line, at, self.reference) or periods.front_at(line, at, self.reference)
            if time:
                return self._time(time)
            place = ordinals.top_at(line, at)
            return self._place(place) if place else None
        if char in "首榜":
            return self._plain(at, at + 2, Kind.RANK, Decimal(1), "rank")
        if char in "₀₁₂₃₄₅₆₇₈₉":
            span = codes.latin_at(line, at, self.floor)
            return self._code(span) if span else None
        if "①" <= char <= "⑳":
            return self._plain(at, at + 1, Kind.STRUCTURE)
        if char in "ⅠⅡⅢⅣⅤⅥ":
            place = ordinals.phase_at(line, at)
            return self._place(place) if place else None
        return self._han(at)

    def _digits(self, at: int) -> dict[str, Any] | None:
        line, floor = self.line, self.floor
        before = line[at - 1] if at > floor else ""
        money = words.currency_before(line, at, floor) if before else None
        if before and not money:
            spaced = before == " " and line[at - 2 : at - 1].isupper()  # GB/T 7714
            if spaced or before in _JOINERS or (before.isascii() and before.isalnum()):
                english = self._latin(at)
                if english:
                    return english
            if before in "〔[(【" and (span := codes.document_at(line, at, floor)):
                return self._code(span)
            label = _LABELS.search(line[max(floor, at - 4) : at])
            if label and (place := ordinals.label_at(line, at - len(label.group()))):
                return self._place(place)
            if before == "(" and (item := ordinals.item_at(line, at)):
                return self._place(item)
        if money:
            return self._quantity(at, money=money[1], start=money[0])
        if before == " " and (span := codes.product_at(line, at, floor)):
            return self._code(span)
        if row := _ROW.match(line, at):
            return self._code(row.span())
        run = _DIGITS.match(line, at)
        if run and line[at] != "0" and line[run.end() : run.end() + 1] in _COUNTING:
            return self._quantity(at)
        time = (
            self._decade(at)
            or periods.season_at(line, at)
            or periods.era_at(line, at, floor)
            or times.date_at(line, at, self._relative_year(at))
        )
        if time:
            return time if isinstance(time, dict) else self._time(time)
        clock = times.clock_at(line, at, floor)
        if clock and not (
            line[clock.start : clock.end].count(":") == 1 and bounds.is_ratio(line, clock.start)
        ):
            return self._time(clock)
        english_time = english_at(line, at, self.reference)
        if english_time:
            return self._time(english_time)
        place = words.english_ordinal_at(line, at, floor)
        if place:
            return self._place(place)
        return self._serial(at) or self._leading(at) or self._phase(at) or self._quantity(at)

    def _latin(self, at: int) -> dict[str, Any] | None:
        span = codes.latin_at(self.line, at, self.floor)
        if not span:
            return None
        return self._code(span)

    def _leading(self, at: int) -> dict[str, Any] | None:
        span = codes.leading_at(self.line, at)
        return self._code(span) if span else None

    def _serial(self, at: int) -> dict[str, Any] | None:
        span = codes.serial_at(self.line, at, self.floor)
        return self._code(span) if span else None

    def _phase(self, at: int) -> dict[str, Any] | None:
        place = ordinals.phase_at(self.line, at)
        return self._place(place) if place else None

    def _decade(self, at: int) -> dict[str, Any] | None:
        time = periods.decade_at(self.line, at, self.floor)
        return self._time(time) if time else None

    def _han(self, at: int) -> dict[str, Any] | None:
        line = self.line
        plan = periods.plan_at(line, at)
        if plan:
            return self._time(plan)
        item = ordinals.item_at(line, at)
        if item:
            return self._place(item)
        growth = words.doubling_at(line, at)
        if growth:
            return self._bounded(growth)
        time = (
            periods.era_at(line, at, self.floor)
            or times.date_at(line, at, self._relative_year(at))
            or times.clock_at(line, at, self.floor)
        )
        if time:
            return self._time(time)
        money = words.currency_before(line, at, self.floor)
        return (
            self._decade(at)
            or self._serial(at)
            or self._phase(at)
            or self._quantity(at, money=money and money[1], start=money and money[0])
        )

    def _english(self, at: int) -> dict[str, Any] | None:
        line = self.line
        if line.startswith(("http", "www."), at):
            span = codes.web_at(line, at)
            return self._code(span) if span else None
        time = english_at(line, at, self.reference)
        if time:
            return self._time(time)
        place = words.labelled_at(line, at) or ordinals.phase_at(line, at)
        if place:
            return self._place(place)
        word = words.english_word_at(line, at)
        return self._bounded(word) if isinstance(word, Quantity) else self._place(word) if word else None

    def _relative_year(self, at: int) -> Reference | None:
        known = self.reference
        if self.year and periods.still_named(self.line, self.year[1], at):  # 2021年动工,5月投产
            known = Reference(year=self.year[0], published=known.published if known else None)
        return periods.relative_reference(self.line, at, known)

    # --- results ---

    def _plain(
        self, start: int, end: int, kind: Kind, value: Decimal | None = None, unit: str | None = None
    ) -> dict[str, Any]:
        return {
            "start": start,
            "end": end,
            "kind": kind,
            "value": value,
            "unit": unit,
            "lower": value,
            "upper": value,
        }

    def _code(self, span: codes.Span) -> dict[str, Any]:
        return self._plain(*span, Kind.CODE)

    def _time(self, time: times.Time) -> dict[str, Any]:
        if time.iso and time.iso[0] == "-":
            time = periods.resolved(self.line, time, self.reference)
        row = self._plain(time.start, time.end, time.kind, time.value, time.unit)
        return row | {"iso": time.iso}

    def _place(self, place: ordinals.Place) -> dict[str, Any]:
        row = self._plain(place.start, place.end, place.kind, place.value, place.unit)
        if place.sign == "<=":
            row |= {"comparator": "<=", "lower": Decimal(1 if place.unit == "rank" else 0)}
        if place.last is not None:
            row |= {"value": None, "upper": place.last}
        return row

    def _quantity(
        self, at: int, *, money: str | None = None, start: int | None = None
    ) -> dict[str, Any] | None:
        quantity = expression_at(self.line, at, self.floor, money=money)
        if quantity is None:
            return None
        if not bounds.counts(self.line, quantity, self.floor):
            return None
        return self._bounded(quantity, start)

    def _bounded(self, quantity: Quantity, start: int | None = None) -> dict[str, Any]:
        row = bounds.bounded(self.line, quantity, self.floor, self.reference, start)
        amounts.as_money(self.line, row)
        return row

    def _carry(self) -> None:
        """What holds for the next member of a list: 第2、5位; 分别不超过50万元和100万元."""
        for first, second in zip(self.found, self.found[1:], strict=False):
            if ordinals.ranked_on(self.line, first, second):
                second |= {"kind": Kind.RANK, "unit": "rank"}
            if (
                second["kind"] is Kind.POINTS
                and first.get("unit") == "个"
                and self.line[first["end"] : second["start"]] in _LISTED
                and self.line[first["end"] - 1] == "个"
            ):
                first |= {"kind": Kind.POINTS, "unit": second["unit"]}  # 快48.8个和10.4个百分点
            sign = first.get("comparator", "=")
            if (
                sign == "="
                or second.get("comparator", "=") != "="
                or first.get("unit") != second.get("unit")
                or second.get("value") is None
            ):
                continue
            between = self.line[first["end"] : second["start"]]
            if between not in (*_LISTED, ",", "、最高"):
                continue
            ahead = self.line[max(0, first["start"] - 10) : first["start"] + 6]
            listed = "分别" in ahead or "依次" in ahead
            limits = sign in ("<=", ">=") or ahead[:10].endswith(("分别", "依次"))
            if first.get("carried") or (listed and limits):
                second |= {"comparator": sign, "carried": True}
                bounds.rebound(second)
        for row in self.found:
            row.pop("carried", None)
