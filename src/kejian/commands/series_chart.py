"""Series on a terminal: a list with a line each, and one series with a bar a period."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejian.commands.terminal import on_a_line
from kejian.linking.table import exact
from kejian.model import Aspect

if TYPE_CHECKING:
    from kejian.intervals import Interval
    from kejian.linking import Derived, Said, Series

_BAR = 24  # columns of a bar
_WIDTH = 140  # columns where the output is no terminal
_SPARKS = "▁▂▃▄▅▆▇█"
_SIGNS = {"~": "≈", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_MONEY = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元"}
_DIGITS = 20  # of a number before its point, up to which it is rounded for display
_NAMES = 3  # documents named in a row


def print_list(series: Iterable["Series"], *, out: TextIO) -> None:
    """A line a series: measure, subject, years, values, and how many statements stand behind them."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("measure", "subject", "periods"):
        grid.add_column(name, overflow="fold")
    grid.add_column("", no_wrap=True)
    for name in ("first", "last", "unit"):
        grid.add_column(name, no_wrap=True)
    grid.add_column("statements", justify="right", no_wrap=True)
    for one in series:
        scale = _Scale(one)
        said = [level for level in one.levels if level.slot]
        slots = one.slots
        first, last = (_one_value(said, slot, scale) for slot in (slots[0], slots[-1])) if slots else ("", "")
        periods = f"{slots[0].slot} … {slots[-1].slot}" if len(slots) > 1 else slots[0].slot if slots else ""
        grid.add_row(
            Text(on_a_line(one.name), style="bold" if one.measure.indicator else ""),
            Text(on_a_line(one.subject.name)),
            periods,
            _spark(one),
            first,
            last,
            Text(scale.unit),
            f"{len(one.said)}" + (f" + {len(one.derived)} implied" if one.derived else ""),
        )
    _console(out).print(grid)


def print_chart(one: "Series", *, out: TextIO) -> None:
    """One series: a row a value of a period, with what is said of it and which documents say so.

    Full bars are stated, ▒ reaches to the upper bound; hollow bars are implied by a growth or change, shown
    where no text states the period or where the implied value does not meet what is stated (≠).
    """
    console, scale = _console(out), _Scale(one)
    code = one.measure.indicator.code + ", " if one.measure.indicator else ""
    head = Text.assemble((on_a_line(one.name), "bold"), " · ", (on_a_line(one.subject.name), "bold"))
    console.print(head)
    console.print(Text(f"{code}{one.kind or 'kind not known'}, {scale.unit}", style="dim"))
    if one.measure.indicator:
        console.print(Text(one.measure.indicator.says, style="dim"))
    grid = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, width=_BAR)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(overflow="fold")
    for row in _rows(one, scale):
        grid.add_row(*row)
    console.print(grid)
    for each in one.breaks:
        name = on_a_line(each.said.figure.passage.document)
        console.print(
            Text(f"definition from {each.slot.slot}: “{on_a_line(each.words)}” ({name})", style="yellow")
        )
    console.print()


class _Scale:
    """The unit that a series is shown in, and the length of its bars."""

    def __init__(self, one: "Series") -> None:
        values = [level.value for level in one.levels if level.slot and level.value is not None]
        values += [end for each in one.derived if (end := each.bounds.upper) is not None]
        self.most = max((abs(value) for value in values), default=Decimal(0))
        self.bars = one.kind != "rank" and self.most > 0
        self.by, self.unit = Decimal(1), one.unit or ""
        if one.unit in _MONEY:
            self.by, ahead = next(
                (Decimal(by), word)
                for by, word in ((10**8, "亿"), (10**4, "万"), (1, ""))
                if self.most >= by or by == 1
            )
            self.unit = ahead + _MONEY[one.unit]
        elif one.unit == "1" and one.kind == "ratio" and self.most <= 2:
            self.by, self.unit = Decimal("0.01"), "%"

    def shown(self, value: Decimal) -> str:
        """A stated value."""
        return exact(value / self.by) or ""

    def range(self, bounds: "Interval") -> str:
        """Bounds, rounded outwards to what their width supports."""
        low, high = bounds.lower, bounds.upper
        width = high - low if low is not None and high is not None and high > low else None
        step = Decimal(1).scaleb((width / self.by).adjusted() - 1) if width else Decimal("0.0001")
        step = min(step, Decimal(1))
        first = "" if low is None else exact(_to(low / self.by, step, ROUND_FLOOR))
        last = "" if high is None else exact(_to(high / self.by, step, ROUND_CEILING))
        if first and first == last:
            return first
        return f"{first}–{last}" if first and last else f"≥ {first}" if first else f"≤ {last}"

    def columns(self, value: Decimal | None) -> int:
        """How long the bar of a value is."""
        if value is None or value <= 0 or not self.bars:
            return 0
        return max(round(_BAR * min(value / self.most, Decimal(1))), 1)


def _to(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    """The value in whole steps; one of very many digits as it is."""
    return value.quantize(step, rounding) if value.adjusted() < _DIGITS else value


def _rows(one: "Series", scale: _Scale) -> Iterator[tuple[str, Text, str, Text]]:
    slots = {said.slot.slot: said.slot for said in one.said if said.slot}
    slots |= {each.slot.slot: each.slot for each in one.derived}
    done: set[str] = set()
    last_year = None
    for slot in sorted(slots.values(), key=lambda each: each.order):
        if slot.slot.isdigit():
            for year in range((last_year or int(slot.slot)) + 1, int(slot.slot)):
                yield f"{year}", Text("·", style="dim"), "", Text("no statement", style="dim")
            last_year = int(slot.slot)
        yield from _of_slot(one, slot.slot, scale, done)
    undated = [said for said in one.levels if said.slot is None]
    for text, group in _alike(undated, scale):
        yield "undated", Text(""), text, _note(group, ())


def _of_slot(
    one: "Series", slot: str, scale: _Scale, done: set[str]
) -> Iterator[tuple[str, Text, str, Text]]:
    levels = [said for said in one.levels if said.slot and said.slot.slot == slot]
    others = [said for said in one.others if said.slot and said.slot.slot == slot]
    derived = [each for each in one.derived if each.slot.slot == slot]
    groups = _alike(levels, scale)
    for number, (text, group) in enumerate(groups):
        clash = any(not group[0].bounds.meets(other[0].bounds) for _, other in groups)
        yield slot, _bar(group[0], scale), text, _note(group, others if number == 0 else (), clash=clash)
    if not groups and others and not derived:
        yield slot, Text(""), "", _note((), others)
    for each in derived:
        meets = any(each.bounds.meets(said.bounds) for said in levels)
        if not meets:
            yield slot, _hollow(each, scale), scale.range(each.bounds), _implied(each, clash=bool(levels))


def _alike(levels: list["Said"], scale: _Scale) -> list[tuple[str, list["Said"]]]:
    """Statements with one value, under that value as it is shown."""
    groups: dict[str, list[Said]] = {}
    for said in levels:
        value = said.value
        text = scale.range(said.bounds) if value is None else scale.shown(value)
        groups.setdefault(_SIGNS.get(said.figure.comparator, "") + text, []).append(said)
    return list(groups.items())


def _bar(said: "Said", scale: _Scale) -> Text:
    full = scale.columns(said.value if said.value is not None else said.bounds.lower)
    reach = scale.columns(said.bounds.upper if said.bounds.upper is not None else said.usual.upper)
    text = Text("█" * full, style="cyan")
    text.append("▒" * min(max(reach - full, 0), _BAR - full), style="cyan")
    if said.bounds.upper is None and full < _BAR and scale.bars and said.bounds.lower is not None:
        text.append("›", style="cyan")
    return text


def _hollow(each: "Derived", scale: _Scale) -> Text:
    low, high = scale.columns(each.bounds.lower), scale.columns(each.bounds.upper)
    return Text("░" * low + "▒" * max(high - low, 0), style="magenta")


def _note(group: "Iterable[Said]", others: "Iterable[Said]", *, clash: bool = False) -> Text:
    group = list(group)
    parts = [Text("≠ ", style="bold red")] if clash else []
    beside = dict.fromkeys(_of(said) for said in others if said.figure.value is not None)
    if beside:
        parts.append(Text(", ".join(beside) + "  "))
    words = dict.fromkeys(word for said in group for word in (said.status, *said.definition) if word)
    if words:
        parts.append(Text(on_a_line("，".join(words)) + "  ", style="yellow"))
    return Text.assemble(*parts, Text(_documents(group or list(others)), style="dim"))


def _of(said: "Said") -> str:
    """A growth, change, share, rank or multiple in a few characters."""
    value, base = said.figure.value or Decimal(0), on_a_line(said.figure.base or "")
    since = f" on {said.against.slot}" if said.against else f" on {base}" if base else ""
    if said.aspect is Aspect.GROWTH:
        return f"{'+' if value > 0 else '−' if value < 0 else ''}{exact(abs(value) * 100)}%{since}"
    if said.aspect is Aspect.CHANGE:
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return f"{sign}{on_a_line(said.figure.mention.surface)}{since}"
    if said.aspect is Aspect.SHARE:
        return on_a_line(said.figure.mention.surface) + (f" of {base}" if base else " share")
    if said.aspect is Aspect.RANK:
        return f"rank {exact(value)}" + (f" in {base}" if base else "")
    return f"×{exact(value)}{since}" if said.figure.unit == "1" else f"{exact(value)} {said.figure.unit}"


def _implied(each: "Derived", *, clash: bool) -> Text:
    names = _documents(list(each.sources))
    mark = Text("≠ ", style="bold red") if clash else Text("")
    return Text.assemble(mark, (f"implied: {on_a_line(each.formula)}  ", "magenta"), (names, "dim"))


def _documents(group: "list[Said]") -> str:
    counts = Counter(said.figure.passage.document for said in group)
    named = [f"{on_a_line(name)}{f' ×{n}' if n > 1 else ''}" for name, n in list(counts.items())[:_NAMES]]
    return ", ".join(named) + (f" and {len(counts) - _NAMES} more" if len(counts) > _NAMES else "")


def _one_value(said: "list[Said]", slot: object, scale: _Scale) -> Text:
    groups = _alike([level for level in said if level.slot == slot], scale)
    text = Text(" / ".join(text for text, _ in groups[:2]))
    clash = any(not a[0].bounds.meets(b[0].bounds) for _, a in groups for _, b in groups)
    return Text.assemble(text, (" ≠", "bold red")) if clash else text


def _spark(one: "Series") -> str:
    """A bar a period; of ranks, the higher bar is the better rank."""
    values: dict[object, Decimal] = {}
    for said in one.levels:
        if said.slot and said.value is not None:
            values.setdefault(said.slot.order, said.value)
    if len(values) < 2 or min(values.values()) <= 0:
        return ""
    most, least = max(values.values()), min(values.values())
    parts = [least / value if one.kind == "rank" else value / most for value in values.values()]
    return "".join(_SPARKS[min(int(part * 8), 7)] for part in parts)


def _console(out: TextIO) -> Console:
    console = Console(file=out, highlight=False)
    if not console.is_terminal:
        console = Console(file=out, highlight=False, width=_WIDTH)
    return console
