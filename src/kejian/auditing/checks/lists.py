"""A stated number against the list that follows or precedes it."""

from collections.abc import Iterator

import regex

from kejian.auditing.body import Body, paragraphs
from kejian.auditing.checks.enumerations import COUNT, enumerations, items, paragraphs_told, tables
from kejian.auditing.model import Finding, Severity
from kejian.auditing.names_listed import NESTED, are_names, counted, of_one_kind
from kejian.auditing.same import small_number
from kejian.auditing.telling import Case, tell
from kejian.language.normal import normal
from kejian.model import Block, Document

NAME = "lists"
_KINDS = r"(?:家|个|项|名|位|人|处|套|例|所|种|类|座|款|支|部|大|条|件|颗|艘|场|届|只|篇|台|市|县|区)"
_MOST = 600  # characters of a list
_NAMES = rf"(?:[（(][^（）()\n]*+[）)]|“[^”\n]*+”|《[^》\n]*+》|[^，；。：:,;\n（(“《]){{1,{_MOST}}}+"
_GOES_ON = regex.compile(r"^[,，](?:以及|和|及|还有|另外|与)")
# `4家，分别为甲、乙和丙`
_AFTER = regex.compile(
    rf"(?<![\d.第多余]){COUNT}{_KINDS}(?<noun>[^，。；：、\d\n]{{0,30}})[，,]?"
    rf"(?:分别(?:是|为|叫|来自|位于|落户)|依次(?:是|为)|即|[它他她]们(?:分别)?是|名单为)[：:]?(?<names>{_NAMES})"
)
# `4大产业园：甲、乙、丙。`, `5家孵化器，包括甲、乙`, `3个（甲、乙、丙、丁）`
_COLON = regex.compile(
    rf"(?<![\d.第多余]){COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(]{{0,16}})(?:[：:]|[，,]?(?:包括|涵盖|覆盖)[：:]?|[，,](?:为|是))"
    rf"(?<names>{_NAMES})"
)
# `6家省级重点实验室是甲、乙…`
_ARE = regex.compile(
    rf"(?<![\d.第多余]){COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(为是有,;:]{{2,16}})(?:是|为|有)"
    rf"(?<names>[^，。；：:,;、\n]{{2,40}}、{_NAMES})"
)
_INSIDE = regex.compile(
    rf"(?<![\d.第多余]){COUNT}{_KINDS}(?<noun>[^，。；：、\d\n（(]{{0,12}})[（(](?<names>[^（）()\n]{{1,{_MOST}}})[）)]"
)
# `甲、乙、丙等5家`, `甲、乙、丙三大产业`: the number is found first, the names are what stands before it
_BEFORE = regex.compile(rf"等(?:共计?|总共|合计|全部|上述)?{COUNT}{_KINDS}")
_COUNTED = regex.compile(
    rf"(?<=[\p{{Han}}”》）)])(?:共计?|一共|总共|合计)?(?<![等第\d]){COUNT}"
    r"(?:[家所位名款支座只部]|[个项](?=区|县|市|园|城市|国家|省|实验室|中心|平台|领域|项目|团队|产品|成果|技术|"
    r"专利|学科|专业|单位|机构|基地|企业|集群|产业|标准|政策|办法|[百千万]亿)|(?=区县|县区))(?=\p{Han})"
)
# `…包括甲、乙、丙，共4个区`
_SUMMED = regex.compile(
    rf"(?:包括|有|为|是|[：:])(?<names>{_NAMES})[,，]共(?:计|有)?{COUNT}(?:[家所位名款座支]|[个项](?:区|县|市|园|项目|单位|平台|中心))"
)
_FIELDS = regex.compile(
    rf"(?<=[\p{{Han}}”》）)A-Za-z])(?<![第几数各]){COUNT}大(?!学|会|地|小|型|量|规模|数据|模型)"
    r"[重主战先支新优未特功核千百]?\p{Han}{2}(?!\p{Han}{0,6}[中里]的)"
)
_EDGE = regex.compile(r"[，；。：:,;！？\n]")
_NO_NAME = regex.compile(r"[的等\d\s]")
_FAR, _NEAR = 3, 2  # how many more than named a number can state: of names of one sort, of an open list
_MANY, _FEW = 4, 2  # names of an open list that are nearly all; the least number that leaves one out
_QUANTITY = regex.compile(r"\d+(?:\.\d+)?(?:%|‰|个|家|项|件|人|名|万|亿|元)|^\d|、\d")
_ANOTHER = regex.compile(r"^(?:一是|第一|一批|多个)")
_NOT_NAMES = regex.compile(r"\d|一是|其中|[占为达比]|增长|下降")
_OPEN = regex.compile(r"等|此外|还有|以及其他")


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
            found += enumerations(document, block, plain)
        found += [*items(document), *paragraphs_told(document), *tables(document)]
    return found


def _after(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _AFTER.finditer(text):
        names = match["names"]
        stated = small_number(match["n"])
        fewest, most = counted(names)
        outside = NESTED.sub("", names)
        if most < 2 or _OPEN.search(outside) or _QUANTITY.search(outside) or _goes_on(text, match):
            continue
        if stated > most or stated < fewest:
            case = tell("lists.announced", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, match.span(), case)


def _listed(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """Names behind a colon or in brackets: too many are wrong, one too few may be a choice of them."""
    for pattern in (_COLON, _INSIDE, _ARE, _SUMMED):
        for match in pattern.finditer(text):
            names = match["names"].strip("。 ")
            outside, stated = NESTED.sub("", names), small_number(match["n"])
            fewest, most = counted(names)
            if pattern is _INSIDE and min(map(len, names.split("、"))) < 2:
                continue
            if fewest < 2 or _OPEN.search(outside) or _NOT_NAMES.search(outside) or not are_names(names):
                continue
            if _goes_on(text, match) or (pattern is _COLON and _ANOTHER.search(names)):
                continue
            short = stated - most
            if fewest > stated or short == 1 or (1 < short <= _FAR and of_one_kind(names)):
                severity = Severity.ERROR if fewest > stated else Severity.DOUBT
                case = tell("lists.announced", stated=stated, named=_shown(fewest, most))
                yield _finding(document, block, match.span(), case, severity=severity)


def _before(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _BEFORE.finditer(text):
        names = _clause_before(text, match.start())
        fewest, most = counted(names)
        stated, span = small_number(match["n"]), (match.start() - len(names), match.end())
        if fewest < 2 or not are_names(names):
            continue
        if fewest > stated:
            # the first piece may hold words that are no name, but it is one piece: more names than stated
            case = tell("lists.stated", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, span, case)
        elif 0 < stated - most <= (_NEAR if fewest >= _MANY else 1) and stated > _FEW:
            case = tell(
                "lists.stated_open" if most == stated - 1 else "lists.stated_nearly",
                stated=stated,
                named=_shown(fewest, most),
            )
            yield _finding(document, block, span, case, severity=Severity.DOUBT)


def _fields(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """`甲、乙、丙三大产业`: what stands before the list may hold a list of its own, so this is a doubt."""
    for match in _FIELDS.finditer(text):
        names = _clause_before(text, match.start())
        fewest, most = counted(names)
        stated = small_number(match["n"])
        if fewest < 2 or not are_names(names) or _NO_NAME.search(names) or fewest <= stated <= most:
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
        fewest, most = counted(names)
        stated, span = small_number(match["n"]), (match.start() - len(names), match.end())
        if fewest < 2 or not are_names(names) or regex.search(r"[级类型的]$|\d|等|分别", names):
            continue
        off = stated - most if stated > most else fewest - stated
        if (off == 1 and fewest > 2) or (0 < off <= _FAR and of_one_kind(names)):
            case = tell("lists.stated", stated=stated, named=_shown(fewest, most))
            yield _finding(document, block, span, case, severity=Severity.DOUBT)


def _goes_on(text: str, match: "regex.Match[str]") -> bool:
    """The list has an end of its own behind a comma: `，以及丁`."""
    return _GOES_ON.match(text[match.end() : match.end() + 4]) is not None


def _clause_before(text: str, at: int) -> str:
    before = text[max(at - _MOST, 0) : at]
    return before[max((m.end() for m in _EDGE.finditer(before)), default=0) :]


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
