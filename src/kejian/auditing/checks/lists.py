"""A stated number against the list that follows or precedes it."""

from collections.abc import Iterator

import regex

from kejian.auditing.body import Body, paragraphs
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import Case, tell
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document

NAME = "lists"
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT = r"(?<n>\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_KINDS = r"(?:家|个|项|名|位|所|种|类|座|款|支|部|大|条|件|颗|艘|场|届|只|篇|台|市|县|区)"
_MOST = 600  # characters of a list
_NAMES = rf"[^，；。：:,;\n]{{1,{_MOST}}}"
# `4家，分别为甲、乙和丙`
_AFTER = regex.compile(
    rf"(?<![\d.第多余]){_COUNT}{_KINDS}(?<noun>[^，。；：、\d\n]{{0,16}})[，,]?(?:分别(?:是|为)|依次(?:是|为)|即|它们是|名单为)[：:]?(?<names>{_NAMES})"
)
# `4大产业园：甲、乙、丙。`, `5家孵化器，包括甲、乙`, `3个（甲、乙、丙、丁）`
_COLON = regex.compile(
    rf"(?<![\d.第多余]){_COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(]{{0,16}})(?:[：:]|[，,]?(?:包括|涵盖|覆盖)[：:]?)"
    rf"(?<names>{_NAMES})"
)
# `6家省级重点实验室是甲、乙…`
_ARE = regex.compile(
    rf"(?<![\d.第多余]){_COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(为是有,;:]{{2,16}})(?:是|为|有)"
    rf"(?<names>[^，。；：:,;、\n]{{2,40}}、{_NAMES})"
)
_INSIDE = regex.compile(
    rf"(?<![\d.第多余]){_COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(]{{0,12}})[（(](?<names>[^（）()\n]{{1,{_MOST}}})[）)]"
)
# `甲、乙、丙等5家`, `甲、乙、丙三大产业`: the number is found first, the names are what stands before it
_BEFORE = regex.compile(rf"等{_COUNT}{_KINDS}")
_COUNTED = regex.compile(
    rf"(?<=[\p{{Han}}”》）])共?(?<![等第\d]){_COUNT}"
    r"(?:[家所位名款]|个(?=区|县|市|园|城市|国家|省|实验室|中心|平台|领域|项目|团队|产品))(?=\p{Han})"
)
_FIELDS = regex.compile(rf"{_COUNT}大(?:\p{{Han}}{{0,4}})(?:领域|产业|板块|集群|方向|方面)")
_EDGE = regex.compile(r"[，；。：:,;！？\n]")
_NO_NAME = regex.compile(r"[的等\d\s]")
_LONGEST_NAME = 40
_ENUMERATION = regex.compile(
    rf"{_COUNT}(?:个?方面|项(?:重点)?(?:措施|任务|工作|举措|行动)|大(?:特点|亮点|方面|举措|任务)|个(?:特点|亮点|重点|方向|环节|着力点|聚焦))[^。\n：:一]{{0,30}}[：:。，,；](?=一是)"
)
_MARKS = tuple(f"{n}是" for n in "一二三四五六七八九")
_NOT_NAMES = regex.compile(r"\d|一是|其中|[占为达比]|增长|下降")
_OPEN = regex.compile(r"等|此外|还有|以及其他")
_JOINT = regex.compile(r"和|与|及|以及|暨|”“|》《")
_QUOTED_JOINT = regex.compile(r"”(?:和|与|及|以及)“")
_NESTED = regex.compile(r"[（(][^）)]*[）)]|“[^”]*”|《[^》]*》")
_HEAD_OF_LIST = regex.compile(
    rf"(?:以下|下列|如下|下面){_COUNT}{_KINDS}|{_COUNT}{_KINDS}[^，。；\n]{{0,12}}(?:如下|包括)?[：:]$"
)


def check(body: Body) -> list[Finding]:
    """Count the names beside each stated number."""
    found = []
    for read in body.reads:
        document = read.document
        for block, text in paragraphs(document):
            plain = normal(text)
            found += [*_after(document, block, plain), *_before(document, block, plain)]
            found += _listed(document, block, plain)
            found += [*_fields(document, block, plain), *_closed(document, block, plain)]
            found += _enumerated(document, block, plain)
        found += _items(document)
    return found


def _after(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _AFTER.finditer(text):
        names = match["names"]
        stated = _number(match["n"])
        fewest, most = _counted(names)
        if regex.search(r"\d", _NESTED.sub("", names)) or _OPEN.search(_NESTED.sub("", names)) or most < 2:
            continue
        if stated > most or stated < fewest:
            case = tell("lists.announced", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, match.span(), case)


def _listed(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """Names behind a colon or in brackets: too many are wrong, one too few may be a choice of them."""
    for pattern in (_COLON, _INSIDE, _ARE):
        for match in pattern.finditer(text):
            names = match["names"].strip("。 ")
            outside, stated = _NESTED.sub("", names), _number(match["n"])
            fewest, most = _counted(names)
            if pattern is _INSIDE and min(map(len, names.split("、"))) < 2:
                continue
            if fewest < 2 or _OPEN.search(outside) or _NOT_NAMES.search(outside) or not _are_names(names):
                continue
            if fewest > stated or most == stated - 1:
                severity = Severity.ERROR if fewest > stated else Severity.DOUBT
                case = tell("lists.announced", stated=stated, named=_shown(fewest, most))
                yield _finding(document, block, match.span(), case, severity=severity)


def _before(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _BEFORE.finditer(text):
        names = _clause_before(text, match.start())
        fewest, most = _counted(names)
        stated, span = _number(match["n"]), (match.start() - len(names), match.end())
        if fewest < 2 or not _are_names(names):
            continue
        if fewest > stated:
            # the first piece may hold words that are no name, but it is one piece: more names than stated
            case = tell("lists.stated", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, span, case)
        elif most == stated - 1 and stated > 3:
            case = tell("lists.stated_open", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, span, case, severity=Severity.DOUBT)


def _fields(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """`甲、乙、丙三大产业`: what stands before the list may hold a list of its own, so this is a doubt."""
    for match in _FIELDS.finditer(text):
        names = _clause_before(text, match.start())
        fewest, most = _counted(names)
        stated = _number(match["n"])
        if fewest < 2 or not _are_names(names) or _NO_NAME.search(names) or fewest <= stated <= most:
            continue
        span = (match.start() - len(names), match.end())
        case = tell("lists.stated", stated=stated, named=_shown(fewest, most))
        yield _finding(document, block, span, case, severity=Severity.DOUBT)


def _closed(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """`甲公司、乙公司、丙公司4家企业`: without 等 the list is taken for all of them.

    What stands before the first name may be no part of the list, so that this is a doubt.
    """
    for match in _COUNTED.finditer(text):
        names = _clause_before(text, match.start())
        fewest, most = _counted(names)
        stated, span = _number(match["n"]), (match.start() - len(names), match.end())
        if fewest < 3 or not _are_names(names) or regex.search(r"[级类型的]$|\d|等|分别", names):
            continue
        if abs(most - stated) == 1 and not fewest <= stated <= most:
            case = tell("lists.stated", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, span, case, severity=Severity.DOUBT)


def _clause_before(text: str, at: int) -> str:
    before = text[max(at - _MOST, 0) : at]
    return before[max((m.end() for m in _EDGE.finditer(before)), default=0) :]


def _are_names(names: str) -> bool:
    return all(0 < len(name) <= _LONGEST_NAME for name in _NESTED.sub("“”", names).split("、"))


def _enumerated(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _ENUMERATION.finditer(text):
        rest, given = text[match.end() :], 0
        for mark in _MARKS:
            at = rest.find(mark)
            if at < 0:
                break
            rest, given = rest[at + len(mark) :], given + 1
        if given >= 2 and given != _number(match["n"]):
            case = tell("lists.followed", stated=_number(match["n"]), given=given)
            yield _finding(document, block, match.span(), case)


def _items(document: Document) -> Iterator[Finding]:
    """`以下5项：` above a list of another length."""
    children: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.ITEM and block.parent is not None:
            children.setdefault(block.parent, []).append(block)
    for parent, items in children.items():
        head = document.blocks[parent]
        text = normal(document.text[head.start : head.end])
        match = _HEAD_OF_LIST.search(text) if head.kind is BlockKind.PARAGRAPH else None
        stated = _number(match["n"]) if match else len(items)
        if match and stated != len(items):
            yield Finding(
                check=NAME,
                severity=Severity.DOUBT,
                case=tell("lists.items", stated=stated, given=len(items)),
                passages=(
                    document.passage(head.start, head.end),
                    *(document.passage(b.start, b.end) for b in items),
                ),
            )


def _counted(names: str) -> tuple[int, int]:
    """The fewest and the most names that a list can hold: `和` may join two names or stand in one."""
    outside = _QUOTED_JOINT.sub("”、“", _NESTED.sub("“”", names.strip("。 ")))
    if outside.startswith("“"):  # each name is quoted, so that 和 before a quote joins two
        outside = regex.sub("(?:以及|和|与|及)(?=“)", "、", outside)
    fewest = outside.count("、") + 1
    return fewest, fewest + len(_JOINT.findall(outside))


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


def _shown(fewest: int, most: int) -> str:
    return str(most) if fewest == most else f"{fewest}…{most}"


def _finding(
    document: Document,
    block: Block,
    span: tuple[int, int],
    case: Case,
    *,
    severity: Severity = Severity.ERROR,
) -> Finding:
    start, end = block.start + span[0], block.start + span[1]
    return Finding(check=NAME, severity=severity, case=case, passages=(document.passage(start, end),))
