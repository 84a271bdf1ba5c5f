"""One question, read: its names, periods, amounts, signs, and the words that nothing explains."""

from decimal import Decimal

import msgspec
import regex
import rjieba

from kejian.answering.board import TAKEN, Board
from kejian.answering.evidence import Evidence, Thing
from kejian.answering.names import Measure, measure_of, names_of, read_names
from kejian.answering.periods import When, read_periods
from kejian.answering.wording import Claim, Verb, wording
from kejian.language import mentions
from kejian.linking.periods import Span
from kejian.linking.subjects import Subject
from kejian.linking.words import plain
from kejian.model import MentionKind, Value
from kejian.vocabulary.units import units

_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "万亿": 10**12, "十亿": 10**9}
_ASKED_UNIT = regex.compile(r"(?:多少|几)(?P<scale>万亿|百万|千万|十亿|万|亿)?(?P<unit>[\p{Han}（）()]{1,4})")
_BARE_SCALE = regex.compile(r"多少(?P<scale>万亿|亿|万)(?!\p{Han})")
_POINTS = regex.compile(r"(?:多少|几)个?(?:百分点)|百分之(?:几|多少)|多少个?(?:%|百分比)")
_OVER = regex.compile(
    r"(?:超过|突破|高于|大于|多于|不低于|达到?|超|above|over|more than|at least|exceed\w*|than|reach\w*)"
    r"(?:了|过)?\s*$"
)
_UNDER = regex.compile(r"(?:低于|不足|不到|少于|小于|below|under|less than|fewer than)(?:了)?\s*$")
AMOUNTS = frozenset(
    [MentionKind.NUMBER, MentionKind.QUANTITY, MentionKind.MONEY, MentionKind.SHARE, MentionKind.POINTS]
)
_QUOTED = regex.compile(r"[“\"《「]([^”\"》」｜]{1,60})[”\"》」]")
_AMONG = regex.compile(
    r"(?:哪(?:一)?[个座家]|哪些|各(?:个|大)?|\b(?:which|what|all)\b )"
    r"(?P<class>园区|城市|市|区|省|企业|行业|parks?|cities|city|districts?)(?![\p{Han}]*年)"
    r"|的(?P<class>园区|城市|市|区|省|企业|行业)(?:是|为)?(?:哪(?:一)?[个座家]|谁)"
)
_PARTS = regex.compile("按照?|的|给予|，|,")
_TRIM = regex.compile(
    r"^(?:的|中|里|内|上|了|过|是|有|为|一共|共|全年|年)+|(?:的|中|里|内|上|了|过|是|有|为|共|数量?)+$"
)


_EARLY = ("documents", "movers")  # 多少份文件 asks for documents, not for a number
_COUNTED = frozenset(
    [
        "howmuch",
        "count",
        "growth",
        "change",
        "share",
        "rank",
        "most",
        "least",
        "multiple",
        "difference",
        "yoy",
        "up",
        "down",
        "yearwise",
        "movers",
        "documents",
        "target",
        "term",
        "policies",
        "definition",
        "average",
        "whichyear",
        "years",
        "since",
        "exceed",
        "below",
        "check",
        "status",
        "compare",
        "whichone",
        "direction",
    ]
)
_NAMING = tuple(f"sign {name}" for name in ("term", "event", "status", "target", "policies"))
WHOLES = ("000000", "全国", "?")  # keys of what a part is of: the nation, 全省
_SHARES = ("占", "约占", "相当于", "and what share", "what share", "what proportion", "what percentage")


class AskedUnit(Value, frozen=True, kw_only=True):
    """The unit that an answer is asked in: ``万元`` is 10 000 of ``CNY``."""

    word: str
    base: str
    factor: Decimal


class Threshold(Value, frozen=True, kw_only=True):
    """An amount that values are compared with."""

    comparator: str
    value: Decimal
    unit: str | None
    words: str


class Asked(Value, frozen=True, kw_only=True):
    """What a question says.

    ``words`` are the stretches that nothing explains, ``phrases`` those with the measures and things in them:
    what a search for an event looks for, ``content`` those with all that may be in a measure's name.
    ``quoted`` are names in quotation or title marks.
    """

    text: str
    language: str
    signs: frozenset[str]
    measures: tuple[Measure, ...]
    subjects: tuple[Subject, ...]
    things: tuple[Thing, ...]
    when: When
    threshold: Threshold | None = None
    unit: AskedUnit | None = None
    claims: tuple[Claim, ...] = ()
    claimed: tuple[str, ...] = ()
    domain: str | None = None
    verbs: tuple[Verb, ...] = ()
    kind: bool = False
    among: str | None = None
    quoted: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The periods named."""
        return self.when.spans


def read(text: str, evidence: Evidence, *, language: str, year: int | None) -> Asked:
    """Read one question."""
    board = Board(text)
    quoted = tuple(match[1] for match in _QUOTED.finditer(text))
    when = read_periods(board, year=year)
    claims, claimed = _claims(board)
    names = read_names(board, evidence)
    early = frozenset(name for name in _EARLY if board.take_all(wording().signs[name], f"sign {name}"))
    unit = _unit(board)
    among = _among(board, measured=bool(names.measures))
    domain = next(
        (code for code, found in wording().domains.items() if board.take_all(found, "domain")), None
    )
    threshold = _threshold(board)
    signs = frozenset(
        name for name, found in wording().signs.items() if board.take_all(found, f"sign {name}")
    )
    measures = names.measures or _by_phrase(board, evidence, names.subjects)
    done = {"who", "when"} & signs or ({"list", "did"} & signs and _is_done(board))
    if done and not (unit or among or signs & _COUNTED or any(one.indicator for one in measures)):
        board.give_back("measure")
        measures = ()  # 发射了哪些卫星: satellites are counted somewhere, but events are asked for
    verbs: tuple[Verb, ...] = ()
    kind = False
    if not measures and not signs & {"term", "policies"}:
        verbs = tuple(one for one in wording().verbs if board.take_all(one.asked, "verb"))
        kind = bool(board.take_all(wording().kinds, "kind"))
    phrases = _trimmed(board, "measure", "thing", "claim rest")
    board.take_idle(wording().sizes, "size")
    board.take_idle(wording().fillers, "filler")
    return Asked(
        text=text,
        language=language,
        signs=signs | early,
        measures=measures,
        subjects=names.subjects,
        things=names.things,
        when=when,
        threshold=threshold,
        unit=unit,
        claims=claims,
        claimed=claimed,
        domain=domain,
        verbs=verbs,
        kind=kind,
        among=among,
        quoted=quoted,
        words=(*names.compounds, *_unexplained(board, measures)),
        phrases=phrases,
        content=tuple(board.runs("measure", "thing", "size", "verb", "kind", "domain", *_NAMING)),
    )


def carry(asked: Asked, before: Asked | None) -> Asked:
    """The question with what it leaves out taken from the one before."""
    if before is None:
        return asked
    changes: dict[str, object] = {}
    same = asked.measures or asked.things or asked.words or asked.claims
    if not same and before.measures:
        changes["measures"] = before.measures
    if not same and before.things:
        changes["things"] = before.things
    if not same and "term" in before.signs and asked.signs & {"most", "howmuch", "term"}:
        changes |= {"phrases": before.phrases, "signs": before.signs | asked.signs}
    part = "share" in asked.signs and asked.text.lstrip("，, ").startswith(_SHARES)
    if part and asked.measures and before.measures and asked.measures != before.measures:
        changes["measures"] = (*before.measures[:1], *asked.measures[:1])
    ranked = "rank" in asked.signs and all(one.key.startswith(WHOLES) for one in asked.subjects)  # 全国第几
    whole = (part or ranked) and asked.subjects and before.subjects
    if whole or (not asked.subjects and before.subjects and not asked.among):
        changes["subjects"] = (*before.subjects, *asked.subjects)
    if not asked.spans and before.spans:
        changes["when"] = before.when
    if "also" in asked.signs:
        changes["signs"] = before.signs | (asked.signs - {"also"})
        for name in ("claims", "verbs", "domain", "among", "phrases"):
            if not getattr(asked, name):
                changes[name] = getattr(before, name)
    changes["unit"] = asked.unit or (before.unit if "also" in asked.signs else None)
    return msgspec.structs.replace(asked, inherited=tuple(changes), **changes)


def _is_done(board: Board) -> bool:
    """Whether the question has a verb of events, taken for a name or not."""
    return any(one.asked.search(board.whole) for one in wording().verbs)


def _unexplained(board: Board, measures: tuple[Measure, ...]) -> list[str]:
    """The words left over, but for those that a measure has in one of its names: 授权了多少件发明专利."""
    names = [name for one in measures for name in names_of(one)]
    left = [one.strip() for one in board.runs() if one.strip()]
    return [one for one in left if not any(plain(one) in name for name in names)]


def _unit(board: Board) -> AskedUnit | None:
    if board.take_all(_POINTS, "sign growth"):
        return None
    for pattern in (_ASKED_UNIT, _BARE_SCALE):
        for match in pattern.finditer(board.text):
            found = _asked_unit(match)
            if found:
                word, unit = found
                board.take(match.start(), match.start() + len(match.group()) - _extra(match, word), "unit")
                return unit
    return None


def _extra(match: "regex.Match[str]", word: str) -> int:
    return len(match.groupdict().get("unit") or "") - len(word)


def _asked_unit(match: "regex.Match[str]") -> tuple[str, AskedUnit] | None:
    scale = match["scale"] or ""
    said = match.groupdict().get("unit") or ""
    factor = Decimal(_SCALES[scale])
    for length in range(len(said), 0, -1):
        entry = units().names.get(said[:length])
        if entry and _is_word(said, length):
            base, _, part = entry
            return said[:length], AskedUnit(word=scale + said[:length], base=base, factor=factor * part)
    if scale and not said:
        return "", AskedUnit(word=scale, base="", factor=factor)
    return None


def _is_word(said: str, length: int) -> bool:
    """Whether a unit is not the beginning of another word: 国 of 国际论文."""
    first = rjieba.cut(said)[0]
    return len(first) <= length or first in units().names


def _among(board: Board, *, measured: bool) -> str | None:
    match = _AMONG.search(board.text)
    if match is None or (match["class"] == "企业" and not measured):
        return None
    board.take(match.start(), match.end(), "sign list")
    return {"park": "parks", "city": "cities", "district": "districts"}.get(match["class"], match["class"])


def _claims(board: Board) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Claims of primacy; one with its counter (全球首款) is taken by its own words."""
    found, said = [], []
    own = regex.compile(
        r"(?:全球|世界|国际|全国|国内|中国|我国|国产|全省|全市|省内|市内)(?:首|第一)[款台座条艘套颗例张架枚]"
    )
    for match in board.take_all(own, "claim"):
        words = match.group()
        scope, counter = words[:2], words[-1]
        scopes = {"全球": "全球|世界|国际", "世界": "全球|世界|国际", "国际": "全球|世界|国际"}.get(
            scope, "国内|全国|中国|我国|国产" if scope in ("全国", "国内", "中国", "我国", "国产") else scope
        )
        found.append(Claim(asked=own, claim=regex.compile(rf"(?:{scopes}).{{0,4}}(?:首|第一){counter}")))
        said.append(words)
    for claim in wording().claims:
        for match in board.take_all(claim.asked, "claim"):
            found.append(claim)
            said.append(match.group())
    return tuple(found), tuple(said)


def _threshold(board: Board) -> Threshold | None:
    for one in mentions(board.text):
        before = board.text[max(one.start - 12, 0) : one.start]
        over, under = _OVER.search(before), _UNDER.search(before)
        bare = one.surface.isdecimal() and bool(over or under)  # more than 2000: no year
        value = Decimal(one.surface) if bare and one.value is None else one.value
        if value is None or TAKEN in one.surface or (one.kind not in AMOUNTS and not bare):
            continue
        comparator = one.comparator if one.comparator not in "=~" else ">" if over else "<" if under else ""
        if not comparator:
            continue
        lead = over or under
        start = one.start - (len(before) - lead.start()) if lead and one.comparator in "=~" else one.start
        words = board.take(start, one.end, "amount")
        return Threshold(comparator=comparator, value=value, unit=one.unit, words=words)
    return None


def _by_phrase(board: Board, evidence: Evidence, subjects: tuple[Subject, ...]) -> tuple[Measure, ...]:
    """The measure that the words left over name together, in another order than its name."""
    rest = [_TRIM.sub("", one.strip()) for one in board.runs()]
    rest = [one for one in rest if len(one) > 1]
    if not rest or len(rest) > 3:
        return ()
    found = measure_of("".join(rest), evidence, [one.key for one in subjects])
    if found is None:
        return ()
    for at, owner in enumerate(board.owner):
        if not owner:
            board.take(at, at + 1, "measure")
    return (found,)


def _trimmed(board: Board, *owners: str) -> tuple[str, ...]:
    """What a search looks for: stretches of words and names without what says nothing at their ends."""
    found = []
    for run in board.runs(*owners):
        parts = [one for piece in _pieces(run) for one in _split(piece) if one and one.strip()]
        for part in parts:
            text = _strip(part.strip("，,、：: \t“”\"《》「」'‘’"))
            if text:
                found.append(text)
    return tuple(found)


def _pieces(run: str) -> list[str]:
    """The Latin and the other words of a stretch apart, where a blank parts them: for 中试平台."""
    pieces: list[str] = []
    for word in run.split(" "):
        if pieces and word.isascii() == pieces[-1].isascii():
            pieces[-1] += f" {word}"
        elif word:
            pieces.append(word)
    return pieces


def _split(piece: str) -> list[str]:
    return wording().fillers.split(piece.lower()) if piece.isascii() else _PARTS.split(piece)


def _is_whole(edge: str, word: list[str]) -> bool:
    """Whether a character at an edge is a word of its own: 能, not that of 智能."""
    return len(edge) > 1 or edge in word


def _strip(text: str) -> str:
    """The words without what says nothing at either end."""
    while True:
        words = rjieba.cut(text)
        first = wording().edges.match(text)
        cut = text[first.end() :] if first and _is_whole(first.group(), words[:1]) else text
        last = next((one for one in wording().edges.finditer(cut) if one.end() == len(cut)), None)
        cut = cut[: last.start()] if last and _is_whole(last.group(), words[-1:]) else cut
        if cut == text:
            return text
        text = cut
