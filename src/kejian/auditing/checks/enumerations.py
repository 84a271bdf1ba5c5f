"""Points announced with their number and then told one by one: `三个方面：一是…`, `（一）…`, bullets."""

from collections.abc import Iterator, Sequence

import regex

from kejian.auditing.model import Finding, Severity
from kejian.auditing.same import small_number
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document

COUNT = r"(?<n>\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_KINDS = r"(?:家|个|项|名|位|所|种|类|座|款|支|部|大|条|件|颗|艘|场|届|只|篇|台|点|步|招|方面)"
_NOT_BEFORE = r"(?<![\d.第多余近超约年月之一二三四五六七八九十几数])"
_ANNOUNCED = regex.compile(
    rf"{_NOT_BEFORE}{COUNT}{_KINDS}(?<what>[^,，。;；:：\n]{{0,30}})(?<mark>[:：。,，;；])$"
)
_HAN = "一二三四五六七八九"
# the ways in which points are told one by one, as they stand in the text; the first must open the telling
_WAYS: tuple[tuple[regex.Pattern[str], ...], ...] = tuple(
    tuple(regex.compile(mark) for mark in marks)
    for marks in (
        [f"{n}是" for n in _HAN],
        [f"{n}要" for n in _HAN],
        [f"其{n}" for n in _HAN],
        [f"第{n}[,，、]" for n in _HAN],
        [rf"[（(]{n}[）)]" for n in _HAN],
        [rf"[（(]{n}[）)]" for n in range(1, 10)],
        [rf"(?<![\d.]){n}[.、．](?!\d)" for n in range(1, 10)],
        "①②③④⑤⑥⑦⑧⑨",
    )
)
_SURE = _WAYS[0]  # the others can be marks of something else
_HEAD_OF_LIST = regex.compile(
    rf"(?:以下|下列|如下|下面|这){COUNT}{_KINDS}"
    rf"|{_NOT_BEFORE}{COUNT}{_KINDS}(?<what>[^,，。;；:：\n]{{0,20}})(?:(?:如下|包括|分别[是为]|有|是|即)?[:：]|如下)$"
)
_COUNTS_THINGS = regex.compile(rf"{_NOT_BEFORE}{COUNT}{_KINDS}")
_CAPTION = regex.compile(rf"[（(](?:共计?|合计)?{COUNT}(?:家|个|项|名|人|位|件|所|种)[）)]$")
_TOTAL = regex.compile(r"合\s*计|总\s*计|小\s*计|注")
_NUMBERED = regex.compile(r"^(?:\d{1,2}[.、]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_NEAR = 3  # rows by which a table, or items by which a list, can be off what stands above it
_LONGEST = 4000  # characters over which points are told
_FEWEST = 2
_NEAR_BEFORE = 50  # characters in which points are announced


def enumerations(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """`N个方面：一是…；二是…` within a paragraph."""
    for way in _WAYS:
        for first in way[0].finditer(text):
            before = text[max(first.start() - _NEAR_BEFORE, 0) : first.start()].rstrip()
            matches = list(_ANNOUNCED.finditer(before, overlapped=True))
            if not matches or small_number(matches[-1]["n"]) < _FEWEST:
                continue  # 下一步, 进一步: no count
            match = matches[-1]
            given = _told(text[first.start() : first.start() + _LONGEST], way)
            stated = small_number(match["n"])
            if given < _FEWEST or given == stated:
                continue
            if given < stated and given < len(way) and way[given].search(_behind(document, block)):
                continue  # the paragraph goes on behind a page
            start = max(first.start() - _NEAR_BEFORE, 0) + match.start()
            alone = len([m for m in matches if small_number(m["n"]) >= _FEWEST]) == 1
            severity = Severity.ERROR if way is _SURE and alone else Severity.DOUBT
            span = (block.start + start, block.start + first.end())
            yield _finding(document, span, stated, given, severity=severity)


def _behind(document: Document, block: Block) -> str:
    """The line behind a paragraph."""
    end = document.text.find("\n", block.end + 1)
    return normal(document.text[block.end : end if end >= 0 else None][:_LONGEST])


def _told(text: str, way: Sequence[regex.Pattern[str]]) -> int:
    """How many of the marks follow each other until the first one stands again."""
    again = way[0].search(text[1:])
    text = text[: again.start() + 1] if again else text
    given, at = 0, 0
    for number, mark in enumerate(way, 1):
        found = mark.search(text, at)
        if found is None:
            break
        given, at = number, found.end()
    return given


def paragraphs_told(document: Document) -> Iterator[Finding]:
    """`主要做了以下4项工作：` above paragraphs that begin with 一是, （一） or 1."""
    blocks = [b for b in document.blocks if b.kind not in (BlockKind.ROW, BlockKind.CELL)]
    texts = [normal(document.text[b.start : b.end]).strip() for b in blocks]
    for at, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if block.kind is not BlockKind.PARAGRAPH or not text.endswith((":", "：", "。")):
            continue
        last = text[max(text[:-1].rfind("。"), text[:-1].rfind("；")) + 1 :]
        match = _ANNOUNCED.search(last)
        if match is None or at + 1 == len(blocks):
            continue
        way = next((w for w in _WAYS if w[0].match(texts[at + 1])), None)
        if way is None:
            continue
        given = 0
        for following, words in zip(blocks[at + 1 :], texts[at + 1 :], strict=True):
            if given < len(way) and way[given].match(words):
                given += 1
            elif following.kind is BlockKind.HEADING or not words or given == len(way):
                break
        stated = small_number(match["n"])
        if given >= _FEWEST and given != stated:
            yield _finding(document, (block.start, block.end), stated, given, severity=Severity.DOUBT)


def tables(document: Document) -> Iterator[Finding]:
    """`获奖企业名单（5家）` above a table with another number of rows."""
    outer = [b for b in document.blocks if b.kind is not BlockKind.CELL]
    at = 0
    while at < len(outer):
        rows = 0
        while at + rows < len(outer) and outer[at + rows].kind is BlockKind.ROW:
            rows += 1
        if rows > _FEWEST and at:
            yield from _rows(document, outer[at - 1], outer[at + 1 : at + rows])
        at += rows + 1


def _rows(document: Document, caption: Block, rows: Sequence[Block]) -> Iterator[Finding]:
    text = normal(document.text[caption.start : caption.end]).strip()
    match = _CAPTION.search(text)
    texts = [normal(document.text[row.start : row.end]).strip() for row in rows]
    given = sum(not _TOTAL.match(words) for words in texts)
    if match is not None and 0 < abs(small_number(match["n"]) - given) <= _NEAR:
        case = tell("lists.items", stated=small_number(match["n"]), given=given)
        yield Finding(
            check="lists",
            severity=Severity.DOUBT,
            case=case,
            passages=(document.passage(caption.start, caption.end),),
        )


def items(document: Document) -> Iterator[Finding]:
    """`以下5项：` above a list of another length."""
    children: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.ITEM and block.parent is not None:
            children.setdefault(block.parent, []).append(block)
    for parent, all_items in children.items():
        listed = _until_heading(document, all_items)
        head = document.blocks[parent]
        text = normal(document.text[head.start : head.end]).strip()
        match = _announces(text) if head.kind is not BlockKind.ITEM else None
        if match is not None and 0 < abs(small_number(match["n"]) - len(listed)) <= _NEAR:
            yield Finding(
                check="lists",
                severity=Severity.DOUBT,
                case=tell("lists.items", stated=small_number(match["n"]), given=len(listed)),
                passages=(
                    document.passage(head.start, head.end),
                    *(document.passage(b.start, b.end) for b in listed),
                ),
            )


def _until_heading(document: Document, listed: list[Block]) -> list[Block]:
    """The items before a numbered heading that was taken for one of them."""
    texts = [normal(document.text[b.start : b.end]).strip() for b in listed]
    if _NUMBERED.match(texts[0]):
        return listed
    return listed[: next((at for at, text in enumerate(texts) if _NUMBERED.match(text)), len(listed))]


def _announces(text: str) -> "regex.Match[str] | None":
    """The count that a list under a paragraph is told by: that at its end, else its only one."""
    last = text[max(text[:-1].rfind(mark) for mark in "。；;!！") + 1 :]
    if match := _HEAD_OF_LIST.search(last):
        return match
    counts = list(_COUNTS_THINGS.finditer(last))
    return counts[0] if last.endswith((":", "：")) and len(counts) == 1 else None


def _finding(
    document: Document, span: tuple[int, int], stated: int, given: int, *, severity: Severity
) -> Finding:
    case = tell("lists.followed", stated=stated, given=given)
    return Finding(check="lists", severity=severity, case=case, passages=(document.passage(*span),))
