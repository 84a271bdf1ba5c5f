"""Every number, quantity, date and period of a text as a `Mention`."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from kejian import kinds
from kejian.language import amounts, bounds, codes, ordinals, periods, times, words
from kejian.language.english_times import english_at
from kejian.language.expressions import Quantity
from kejian.language.idiomatic import is_idiomatic
from kejian.language.lists import carry
from kejian.language.normal import normal
from kejian.language.numerals import HAN
from kejian.language.ranges import expression_at
from kejian.language.seeds import FIRST, LATIN, WORD
from kejian.language.units import unit_at
from kejian.model import Mention, Reference
from kejian.model import MentionKind as Kind

_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # of lines, as `str.splitlines` knows them
_DIGITS = re.compile(r"[0-9]++(?:[.,][0-9]++){0,8}")
_ROW_LENGTH = 200
_ROW = re.compile(rf"[0-9][0-9,.:/~+-]{{{_ROW_LENGTH},}}+")  # data, no text: one code
_HAN_RUN = re.compile(rf"[{HAN}]++")
_JOINERS = frozenset("-_./·₀₁₂₃₄₅₆₇₈₉")
_COUNTING = frozenset("个家项件名万亿%多余元位条台人套所座只款米吨倍次")  # no date or code goes on so
_TIMELY = frozenset('年月日季世号时点:~—-至到”’"')  # of times and names that Chinese numerals begin
_NEAR = 7  # characters: among so many
_MEDICINE = re.compile(r"[一二三四]类(?=创?新药|化学?药|生物制品|中药|医疗器械|器械|改良)")
_LABELS = re.compile(r"(?:表|图|附件|附表|附图|专栏|附录|案例) ?$")
_LABEL_ENDS = frozenset("表图件栏录例 ")


def mentions(text: str, *, reference: Reference | None = None) -> list[Mention]:
    """Mentions of ``text`` in order of start, not overlapping, none across a line end or a tab.

    Times resolve against ``reference``; without it they keep what the text says (``--11-25``).

    >>> [(m.surface, m.unit, str(m.value)) for m in mentions("近百亿元，占12.5%，居第二")]
    [('近百亿元', 'CNY', '10000000000'), ('12.5%', '1', '0.125'), ('第二', 'rank', '2')]
    """
    plain = normal(text)
    currency = amounts.home_currency(plain)
    found: list[Mention] = []
    for at, line in _lines(plain):
        first = FIRST.search(line)
        for mention in _Reader(line, reference).read(first) if first else ():
            if currency != "CNY" and mention.get("unit"):
                amounts.in_currency(line, mention, currency)
            mention["start"] = start = mention["start"] + at
            mention["end"] = end = mention["end"] + at
            mention["surface"] = text[start:end]
            found.append(Mention(**mention))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` and what tabs part in them, each with where it begins."""
    at = 0
    for whole in text.splitlines(keepends=True):
        start = at
        for line in whole.rstrip(_ENDS).split("\t"):
            if line:
                yield start, line
            start += len(line) + 1
        at += len(whole)


class _Reader:
    """Reads the mentions of one line in normal form."""

    def __init__(self, line: str, reference: Reference | None) -> None:
        self.line, self.reference = line, reference
        self._asked = (-1, False)  # the place asked for last, and whether an idiom covers it
        self.floor = 0  # where the last mention ended
        self.found: list[dict[str, Any]] = []
        self.year: tuple[int, int] | None = None  # the year named last, and where the words behind it begin

    def _is_barred(self, at: int) -> bool:
        """Whether an idiom covers ``at``."""
        if self._asked[0] != at:
            self._asked = at, is_idiomatic(self.line, at)
        return self._asked[1]

    def read(self, first: re.Match[str] | None) -> list[dict[str, Any]]:
        """The mentions of the line, in which one can begin at ``first`` and nowhere before."""
        line, at = self.line, self._heading()
        first = FIRST.search(line, at) if at else first
        while first:
            at = first.start()
            if line[at] in LATIN and not WORD.match(line, at):
                at += 1
            elif mention := self._at(at):
                self.found.append(mention)
                at = self.floor = mention["end"]
                kind = mention["kind"]
                if (kind is kinds.DATE or kind is kinds.PERIOD) and (
                    year := periods.named_year(line, mention["start"])
                ):
                    self.year = year, at
            else:
                run = _DIGITS.match(line, at) or (None if self._is_barred(at) else _HAN_RUN.match(line, at))
                at = run.end() if run else at + 1
            first = FIRST.search(line, at)
        if len(self.found) > 1:
            carry(line, self.found)
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
        if "0" <= char <= "9":
            return self._digits(at)
        if named := periods.weekday_at(line, at, self.floor) or periods.lunar_at(line, at, self.floor):
            return self._time(named)
        if self._is_barred(at) and not line.startswith("分之", at + 1):
            classed = line.startswith("类", at + 1) and _MEDICINE.match(line, at)
            place = ordinals.phase_at(line, at) if classed else None
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
            return self._plain(at, at + 2, kinds.RANK, Decimal(1), "rank")
        if char in "₀₁₂₃₄₅₆₇₈₉":
            span = codes.latin_at(line, at, self.floor)
            return self._code(span) if span else None
        if "①" <= char <= "⑳":
            return self._plain(at, at + 1, kinds.STRUCTURE)
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
            label = _LABELS.search(line, max(floor, at - 4), at) if before in _LABEL_ENDS else None
            if label and (place := ordinals.label_at(line, at - len(label.group()))):
                return self._place(place)
            if before == "(" and (item := ordinals.item_at(line, at)):
                return self._place(item)
        if money:
            return self._quantity(at, money=money[1], start=money[0])
        if before == " " and (span := codes.product_at(line, at, floor)):
            return self._code(span)
        if len(line) > at + _ROW_LENGTH and (row := _ROW.match(line, at)):
            return self._code(row.span())
        for reader in self._readers(at):
            if found := reader(self, at):
                return found
        return self._quantity(at)

    def _readers(self, at: int) -> tuple[Callable[["_Reader", int], dict[str, Any] | None], ...]:
        """Who may read more than a quantity from the digits at ``at``, by what stands behind them."""
        line = self.line
        run = _DIGITS.match(line, at)
        assert run is not None
        number, behind = run.group(), line[run.end() : run.end() + 1]
        if behind in _COUNTING and number[0] != "0":
            return ()
        if (
            len(number) > 10  # to call
            or (number[0] == "0" and number[1:2].isdigit())
            or number.endswith(".0")  # a version
            or number.count(".") > 1
            or behind.isdecimal()  # of another script
            or line.endswith(("top ", "Top "), self.floor, at)
        ):
            return _READERS
        return _BY_BEHIND.get(behind, ())

    def _season(self, at: int) -> dict[str, Any] | None:
        time = periods.season_at(self.line, at)
        return self._time(time) if time else None

    def _era(self, at: int) -> dict[str, Any] | None:
        time = periods.era_at(self.line, at, self.floor)
        return self._time(time) if time else None

    def _date(self, at: int) -> dict[str, Any] | None:
        time = times.date_at(self.line, at, self._relative_year(at))
        return self._time(time) if time else None

    def _clock(self, at: int) -> dict[str, Any] | None:
        line = self.line
        time = times.clock_at(line, at, self.floor)
        if time and line[time.start : time.end].count(":") == 1 and bounds.is_ratio(line, time.start):
            return None
        return self._time(time) if time else None

    def _english_date(self, at: int) -> dict[str, Any] | None:
        time = english_at(self.line, at, self.reference)
        return self._time(time) if time else None

    def _english_ordinal(self, at: int) -> dict[str, Any] | None:
        place = words.english_ordinal_at(self.line, at, self.floor)
        return self._place(place) if place else None

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
        if "五" in line[at + 1 : at + 3] and (plan := periods.plan_at(line, at)):
            return self._time(plan)
        item = ordinals.item_at(line, at)
        if item:
            return self._place(item)
        if line[at] == "翻" and (growth := words.doubling_at(line, at)):
            return self._bounded(growth)
        if _TIMELY.isdisjoint(line[at + 1 : at + _NEAR]):
            return self._counted(at)
        time = (
            periods.era_at(line, at, self.floor)
            or times.date_at(line, at, self._relative_year(at))
            or times.clock_at(line, at, self.floor)
        )
        if time:
            return self._time(time)
        return self._decade(at) or self._serial(at) or self._counted(at)

    def _counted(self, at: int) -> dict[str, Any] | None:
        """A class, or a quantity: what a Chinese numeral is that begins neither a time nor a name."""
        money = words.currency_before(self.line, at, self.floor)
        return self._phase(at) or self._quantity(at, money=money and money[1], start=money and money[0])

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
        return self._plain(*span, kinds.CODE)

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


# In the order of their trial, each with what can stand behind the digits it reads.
_BEHIND = (
    (_Reader._decade, "世年"),
    (_Reader._season, "/-—"),
    (_Reader._era, " 年"),
    (_Reader._date, " 年月日季—~-至到/"),
    (_Reader._clock, " :时点apAP"),
    (_Reader._english_date, " snrt"),
    (_Reader._english_ordinal, "snrt"),
    (_Reader._serial, '号”’"'),
    (_Reader._leading, " :比+版-—/×xX*#·•”’计工模格行战政高院布专ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (_Reader._phase, "强类期等级甲"),
)
_READERS = tuple(reader for reader, _ in _BEHIND)
_BY_BEHIND = {
    char: tuple(reader for reader, behind in _BEHIND if char in behind)
    for char in {char for _, behind in _BEHIND for char in behind}
}
