"""What a document says of a policy beside its terms: number, dates, issuer, windows, materials, for whom."""

from collections.abc import Iterator
from datetime import date, timedelta

import regex

from kejian.model import BlockKind, Document, Facts, Figure, MentionKind, Passage
from kejian.policy.drafting.clauses import Clauses
from kejian.policy.drafting.model import Particular

_NUMBER = regex.compile(r"\p{Han}{2,12}〔(?:19|20)\d\d〕\d{1,4}号|公告(?:19|20)\d\d年第\d{1,4}号")
_START = regex.compile(r"(?:起)?(?:正式)?(?:施行|实施|执行|生效|试行)")
_END = regex.compile(r"至|止|截止|有效期")
_VALID = regex.compile(r"有效期|试行期|施行期|执行期")
_OTHER = regex.compile(r"资格|证书|创新券|算力券|券")
_PRINTED = regex.compile(r"自(?:印发|发布|公布)之日起")
_PUBLISHED = regex.compile(r"^[，,]?[^。；]{0,24}(?:《|发布|出台|印发|公布)")
_APPLY = regex.compile(r"申报|申请|申领|受理|征集|报名")
_WHO = regex.compile(
    r"(?:支持|适用|奖补|申报|补贴|扶持|补助|资助|申领)(?:的)?(?:对象|范围)(?:为|是|：|:)?|(?:措施|办法|细则|政策)适用于"
)
_MATERIALS = regex.compile(r"(?:申报|申请|申领|提交)(?:的)?材料(?:包括|为|有|：|:)?")
_OFFICE = regex.compile(
    r"由(?P<one>[^，。；由\n]{3,24}?)(?:负责)?(?:集中)?(?:受理|负责(?=[。；]|$))|向(?P<two>[^，。；向\n]{3,24}?)(?:提出)?(?:申请|申报|申领|提交)"
    r"|受理(?:部门|单位|机构|地点)(?:为|是|：|:)?(?P<three>[^，。；：:\n]{3,30})?"
)
_ISSUER = regex.compile(r"(?:发布|印发|制定|发文)(?:机构|机关|单位|部门)[：:]\s*(?P<who>[^，。；\s]{3,30})")
_SIGNED = regex.compile(r"[\p{Han}、 　]{3,40}(?:局|委员会|政府|办公厅|办公室|部|厅|委|总局)")


def particulars(document: Document, facts: Facts, *, policy: str, own: bool) -> tuple[Particular, ...]:
    """What is said of ``policy``; ``own``: the document is the policy itself, not one that speaks of it."""
    reader = _Reader(document, facts, policy=policy, own=own)
    found: dict[str, Particular] = {}
    for item in reader.all():
        found.setdefault(item.name, item)
    return tuple(found.values())


class _Reader:
    def __init__(self, document: Document, facts: Facts, *, policy: str, own: bool) -> None:
        self.document, self.facts, self.policy, self.own = document, facts, policy, own
        self.text, self.clauses = document.text, Clauses(document)

    def all(self) -> Iterator[Particular]:
        yield from self._title()
        yield from self._dates()
        if self.own:
            yield from self._own()

    def passage(self, start: int, end: int) -> Passage:
        return Passage(document=self.document.name, start=start, end=end, quote=self.text[start:end])

    def _title(self) -> Iterator[Particular]:
        at = self.text.find(self.policy)
        if at < 0:
            return
        span = self.passage(at, at + len(self.policy))
        yield Particular(name="title", value=self.policy, source=span)
        # a number of its own stands right behind the title, or among the first lines of its document
        reach = at + len(self.policy) + (200 if self.own else 4)
        number = _NUMBER.search(self.text, max(at - (120 if self.own else 0), 0), reach + 24)
        if number and number.start() <= reach:
            yield Particular(name="document", value=number[0], source=self.passage(*number.span()))

    def _dates(self) -> Iterator[Particular]:
        start: date | None = None
        for figure in self.facts.figures:
            mention = figure.mention
            if mention.kind is MentionKind.PERIOD and self._mine(figure):
                yield from self._period(figure)
            dated = mention.kind is MentionKind.DATE and mention.surface.endswith("日")
            if dated and not self._day(mention.iso) and self._publishes(mention.end):
                span = self.passage(mention.start, mention.end)
                yield Particular(name="published_about", value=mention.surface, source=span)
            if mention.kind is MentionKind.DATE and (day := self._day(mention.iso)):
                after = self.text[mention.end : mention.end + 8]
                before = self.text[max(mention.start - 14, 0) : mention.start]
                span = self.passage(mention.start, mention.end)
                if not self._mine(figure):
                    continue
                if _START.match(after) and start is None:
                    start = day
                    yield Particular(name="from", value=day, source=span)
                elif start and _END.search(before) and day > start:
                    yield Particular(name="to", value=day, source=span)
                elif self._publishes(mention.end):
                    yield Particular(name="published", value=day, source=span)
            if mention.kind is MentionKind.DURATION and start and self._mine(figure):
                yield from self._validity(figure, start)
        if self.own and self.facts.about.published and (day := self._day(self.facts.about.published)):
            yield from self._printed(day, start)

    def _printed(self, day: date, start: date | None) -> Iterator[Particular]:
        shown = self._spelt(day)
        if shown is None:
            return
        yield Particular(name="published", value=day, source=shown)
        from_print = _PRINTED.search(self.text)
        if start is None and from_print:
            yield Particular(name="from", value=day, source=self.passage(*from_print.span()))

    def _spelt(self, day: date) -> Passage | None:
        for figure in reversed(self.facts.figures):
            if figure.mention.iso == day.isoformat():
                return self.passage(figure.mention.start, figure.mention.end)
        return None

    def _publishes(self, end: int) -> bool:
        match = _PUBLISHED.match(self.text[end : end + 60 + len(self.policy)])
        return match is not None and self.policy in self.text[end : end + 60 + len(self.policy)]

    def _period(self, figure: Figure) -> Iterator[Particular]:
        mention = figure.mention
        first, _, last = (mention.iso or "").partition("/")
        start, end = self._day(first), self._day(last)
        span = self.passage(mention.start, mention.end)
        if self._applies(mention.start):
            if start and end:
                yield Particular(name="window", value=(start, end), source=span)
            else:
                yield Particular(name="yearly_window", value=mention.surface, source=span)
        elif start and end and self.text[max(mention.start - 1, 0)] == "自":
            yield Particular(name="from", value=start, source=span)
            yield Particular(name="to", value=end, source=span)

    def _applies(self, place: int) -> bool:
        start, end = self.clauses.at(place)
        if _APPLY.search(self.text[start:end]):
            return True
        block = self.clauses.block(place)
        above = self.text[max(block.start - 40, 0) : block.start].strip() if block else ""
        return _APPLY.search(above.splitlines()[-1] if above else "") is not None

    def _validity(self, figure: Figure, start: date) -> Iterator[Particular]:
        before = self.text[max(figure.mention.start - 8, 0) : figure.mention.start]
        years = figure.mention.value
        if not _VALID.search(before) or _OTHER.search(before) or years is None or figure.mention.unit != "年":
            return
        if years == int(years) and 0 < years < 100:
            span = self.passage(figure.mention.start, figure.mention.end)
            yield Particular(name="to", value=_later(start, int(years)) - timedelta(days=1), source=span)

    def _mine(self, figure: Figure) -> bool:
        """Whether a date is said of this policy: all are in its own document, else its name stands near."""
        if self.own:
            return True
        block = self.clauses.block(figure.mention.start)
        start = block.start if block else 0
        before = self.text[start : figure.mention.start]
        names = regex.findall(r"《([^《》]{2,60})》", before)
        return names[-1] == self.policy if names else self._publishes(figure.mention.end)

    @staticmethod
    def _day(iso: str | None) -> date | None:
        try:
            return date.fromisoformat(iso or "")
        except ValueError:
            return None

    def _own(self) -> Iterator[Particular]:
        yield from self._issuer()
        for name, pattern in (("who", _WHO), ("materials", _MATERIALS)):
            for match in pattern.finditer(self.text):
                span = self._told(match.end(), match.start())
                if span is not None:
                    yield Particular(name=name, value=self._value(name, span), source=span)
                    break
        for match in _OFFICE.finditer(self.text):
            group = next((g for g in ("one", "two", "three") if match[g]), None)
            span = self.passage(*match.span(group)) if group else self._told(match.end(), match.start())
            if span is not None and span.quote.strip():
                yield Particular(name="apply_at", value=span.quote.strip(), source=span)
                break

    def _value(self, name: str, span: Passage) -> str | tuple[str, ...]:
        if name == "materials":
            return tuple(
                part.strip() for part in regex.split("[、；;，,]|以及|和", span.quote) if part.strip()
            )
        return span.quote

    def _told(self, at: int, begun: int) -> Passage | None:
        """What follows in the same clause; behind a heading, the block under it."""
        _, end = self.clauses.at(begun)
        rest = self.text[at:end].strip(" 　：:").split("\n")[0]
        if rest and len(rest) > 1:
            first = self.text.find(rest[:1], at)
            return self.passage(first, min(first + len(rest), first + 200))
        block = self.clauses.block(begun)
        below = self.clauses.after(block) if block and at >= block.end - 1 else None
        if below is None:
            return None
        text = self.text[below.start : below.end].split("\n")[0].rstrip("。 ")
        return self.passage(below.start, below.start + min(len(text), 200))

    def _issuer(self) -> Iterator[Particular]:
        said = _ISSUER.search(self.text)
        if said:
            yield Particular(name="issuer", value=said["who"], source=self.passage(*said.span("who")))
            return
        last = [b for b in self.document.blocks if b.kind is not BlockKind.CELL][-3:]
        for block in last:
            text = self.text[block.start : block.end].strip()
            if _SIGNED.fullmatch(text):
                at = self.text.find(text, block.start)
                yield Particular(name="issuer", value=text, source=self.passage(at, at + len(text)))


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
