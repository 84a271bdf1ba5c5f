"""What a line is by its look, where the format does not say: heading, item, caption, figure set apart.

Only paragraphs and quotations that their reader lets be guessed are touched, and only on strong signs: a
number of its own style, a mark, bold type, or a short line without an end that longer text or a list follows.
"""

import re
from collections.abc import Sequence

from kejian import kinds
from kejian.reading.runs import Entry, Run, cut

_HAN = "〇零一二三四五六七八九十百"
_TITLE = r"(?=[^\d\s.,%％‰个項项家件人名位次场座款种万亿年月日])"  # no unit: a title follows
# how a line begins that has a number of its own, and so does not go on with the line above
NUMBERED = re.compile(
    rf"[（(](?:\d{{1,2}}|[{_HAN}]{{1,3}})[)）]|[①-⑳]|\d{{1,2}}[、．](?!\d)|[{_HAN}]{{1,3}}、|第[{_HAN}\d]{{1,4}}[章节条]"
)
# styles of numbered headings, each with how deep it stands; tried in order
_STYLES = tuple(
    (re.compile(pattern), depth)
    for pattern, depth in (
        (rf"第[{_HAN}\d]{{1,4}}(?:部分|[编篇章])", 1),
        (rf"第[{_HAN}\d]{{1,4}}节", 2),
        (rf"[{_HAN}]{{1,3}}、", 2),
        (rf"[（(][{_HAN}]{{1,3}}[)）]", 3),
        (rf"\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}[\s　.]*{_TITLE}", 3),
        (rf"\d{{1,2}}\.\d{{1,2}}[\s　]+{_TITLE}", 2),
        (rf"\d{{1,2}}[\s　]+{_TITLE}(?=[\u4e00-\u9fff“《])", 1),
    )
)
# how deep headings without a number stand, below all that have one
_MARKED, _DATED, _BOLD, _BARE, _LABELLED = 4, 6, 6, 7, 8

_MARK = re.compile(r"(?:[▶►◆◇■□●○★☆※♦▌▍▎➤]|>>|»)[\s　]*(?=\S)")
_TAIL = re.compile(r"[\s　]*[◀◄▶►◆◇■□●○★☆]$")
_DATE = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底初末])?|\d{1,2}日"
)
_CAPTION = re.compile(
    r"[附续專专]?(?:[表图圖]|图表|Table|Figure|Fig\.)[\s　]?"
    rf"(?:\d{{1,3}}(?:[-.－—]\d{{1,3}})?|[{_HAN}]{{1,3}})"
    r"(?:[\s　:：.、]|(?=[^\s\d年月日%％…，。；示所中列的]))",
    re.IGNORECASE,
)
_UNIT_LINE = re.compile(r"[（(]?(?:计量|計量)?[单單][\s　]{0,4}位[\s　]?[：:]\s?\S{1,20}$")
_NUMBER = re.compile(
    r"[约近超逾>＞≥达共第]{0,2}\d[\d,，.]{0,15}[%％‰]?[余多]?[万亿千百]{0,2}[余多]?([^\s\d。，；、：]{0,4})"
)
_RANK = re.compile(
    rf"(?:全[国省市区球]|世界|国内|亚洲)(?:第[{_HAN}\d]{{1,3}}[位名]?|[首前][位列{_HAN}]{{1,2}})"
)
_BYLINE = re.compile(r"^(?:作者|来源|编辑|供稿|摄影|文字?[/／]|本报)|记者|通讯员|\d年\d{1,2}月\d{1,2}日")
_UNIT = re.compile(r"[%％‰]|[万亿]{0,2}[余多]?[^\s\d\W]{1,3}")
_COUNTED = re.compile(r"[万亿千百余多]*[个項项家件人台名位次场座款种所支只艘架颗枚条部篇张倍%％]")
# what a line of each kind can begin or end with: most lines need no closer look
_MARKS, _TAILS = frozenset("▶►◆◇■□●○★☆※♦▌▍▎➤>»"), frozenset("◀◄▶►◆◇■□●○★☆")
_UNIT_LINES, _CAPTIONS = frozenset("（(计計单單"), frozenset("附续專专表图圖TtFf")
_STYLED = frozenset(f"第（({_HAN}")
_END = "。；！？…，、：;!?,:."
_COLONS = frozenset("：:")
_SENTENCE = re.compile(r"[。；！？]")
_LONG, _FIGURE = 40, 20  # characters: of running text at least, of a line of a figure set apart at most


def settle(entries: Sequence[Entry], *, encoding: str | None) -> list[Entry]:
    """The entries with those that may be guessed settled; a figure set apart becomes one quotation."""
    settled = _figures(entries)
    labels = sum(_is_label(settled, at) for at, entry in enumerate(settled) if entry.text[-1:] in _COLONS)
    marks = [_mark(entry.text) for entry in settled]
    base = 0  # the level of the last heading that was marked as one
    if _is_title(settled):
        settled[0].kind, settled[0].level, base = kinds.HEADING, 1, 1
    for index, entry in enumerate(settled):
        if entry.kind is kinds.HEADING:
            base = entry.level
            _undecorate(entry, encoding)
        elif entry.kind is kinds.ITEM:
            if _DATE.fullmatch(entry.text) and _heads_text(settled, index):
                entry.kind, entry.level = kinds.HEADING, base + _DATED
        elif entry.guess and entry.kind is kinds.PARAGRAPH:
            if _is_caption(entry.text):
                entry.kind = kinds.CAPTION
            elif depth := _depth(settled, index, labels=labels > 1, marks=marks):
                entry.kind, entry.level = kinds.HEADING, base + depth
                _undecorate(entry, encoding)
            elif marks[index]:
                entry.kind, entry.level = kinds.ITEM, 1
                _undecorate(entry, encoding)
    return settled


def _mark(text: str) -> str:
    """The mark that a line begins with, "" where it has none."""
    match = _MARK.match(text) if text[:1] in _MARKS else None
    return match[0] if match else ""


def _depth(entries: Sequence[Entry], index: int, *, labels: bool, marks: Sequence[str]) -> int:
    """How deep a line stands as a heading; 0 if it is none.

    ``labels``: lines with a colon may be some. ``marks``: what each line begins with, if it is a mark.
    """
    entry = entries[index]
    text = entry.text
    if labels and _is_label(entries, index):
        return _LABELLED
    if len(text) > 50 or text[-1] in _END or _SENTENCE.search(text) or index + 1 == len(entries):
        return 0
    if text[0] in _STYLED or text[0].isdecimal():
        for style, depth in _STYLES:
            if style.match(text):
                return depth
    following = entries[index + 1]
    if _DATE.fullmatch(text):
        whole = "年" in text and "日" in text  # when it was published, not what follows
        return 0 if whole or _DATE.fullmatch(following.text) else _DATED
    if len(text) > _LONG:
        return 0
    if marks[index]:
        listed = marks[index] in (marks[index - 1] if index else "", marks[index + 1])
        return 0 if listed else _MARKED
    if _NUMBER.fullmatch(text) or _BYLINE.search(text) or text[0] in "—-（(“\"'[【*·":
        return 0
    if entry.strong:
        return _BOLD
    if len(text) > 32 or _DATE.match(text):
        return 0
    before = entries[index - 1] if index else None
    under = before is not None and before.kind is kinds.HEADING
    if before and under and before.text[-1] in "：:":
        return 0
    heads = (
        following.kind is kinds.ITEM
        or _is_running(following)
        or (under and len(following.text) >= _LONG)
        or (labels and _is_label(entries, index + 1))
    )
    return _BARE if heads else 0


def _is_title(entries: Sequence[Entry]) -> bool:
    """Whether the first line is the title of a document without marked headings."""
    if not entries or not entries[0].guess or any(entry.kind is kinds.HEADING for entry in entries):
        return False
    text = entries[0].text
    plain = entries[0].kind is kinds.PARAGRAPH and len(text) <= _LONG and text[-1] not in _END
    numbered = any(style.match(text) for style, _ in _STYLES) or _NUMBER.fullmatch(text) or _DATE.match(text)
    return plain and len(entries) > 2 and not (numbered or _SENTENCE.search(text) or _MARK.match(text))


def _is_running(entry: Entry) -> bool:
    if entry.kind is not kinds.PARAGRAPH or len(entry.text) < _LONG:
        return False
    return bool(_SENTENCE.search(entry.text))


def _is_caption(text: str) -> bool:
    if text[0] in _UNIT_LINES and _UNIT_LINE.match(text):
        return True
    if text[0] not in _CAPTIONS:
        return False
    return len(text) <= 80 and text[-1] not in "。；" and bool(_CAPTION.match(text))


def _is_label(entries: Sequence[Entry], index: int) -> bool:
    """Whether a short line with a colon says what the paragraph after it is about."""
    entry = entries[index]
    return (
        entry.guess
        and entry.kind is kinds.PARAGRAPH
        and entry.text[-1] in _COLONS
        and len(entry.text) <= 16
        and not re.search(r"[\d，,。；]", entry.text)
        and index + 1 < len(entries)
        and entries[index + 1].kind is kinds.PARAGRAPH
    )


def _heads_text(entries: Sequence[Entry], index: int) -> bool:
    """Whether a list item is alone in its list and running text follows."""
    if index + 1 == len(entries) or entries[index + 1].kind is not kinds.PARAGRAPH:
        return False
    return not index or entries[index - 1].kind is not kinds.ITEM


def _undecorate(entry: Entry, encoding: str | None) -> None:
    """Leave out the marks that decorate a heading or stand for a bullet."""
    start = len(_mark(entry.text))
    tail = _TAIL.search(entry.text) if entry.text[-1:] in _TAILS else None
    end = tail.start() if tail and tail.start() > start else len(entry.text)
    if (start, end) == (0, len(entry.text)):
        return
    kept: list[Run] = []
    at = 0
    for run in entry.runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            kept.append(cut(run, first, last, encoding=encoding))
        at += len(run.text)
    entry.runs, entry.text = kept, entry.text[start:end]


def _figures(entries: Sequence[Entry]) -> list[Entry]:
    """Put together each figure set apart: number, unit and what it counts, each on a line of its own."""
    found: list[Entry] = []
    index = 0
    while index < len(entries):
        entry = entries[index]
        count = _figure(entries, index) if entry.guess and len(entry.text) <= _FIGURE else 1
        for more in entries[index + 1 : index + count]:
            glue = [Run(" ")] if (entry.text[-1] + more.text[0]).isascii() else []
            entry.runs = [*entry.runs, *glue, *more.runs]
            entry.text += " " * len(glue) + more.text
            entry.kind = kinds.QUOTE
        found.append(entry)
        index += count
    return found


def _figure(entries: Sequence[Entry], index: int) -> int:
    """Of how many lines the figure set apart consists that the short line ``index`` begins; 1 if none."""
    entry = entries[index]
    if _DATE.fullmatch(entry.text):
        return 1
    number = _NUMBER.fullmatch(entry.text)
    if not number:
        apart = (entry.kind is kinds.QUOTE or entry.strong) and _RANK.fullmatch(entry.text)
        return 2 if apart and _follows(entries, index + 1, entry) else 1
    unit, stop = number[1], index + 1
    if not unit and entry.text[-1] not in "%％‰万亿余多":
        if not _follows(entries, stop, entry):
            return 1
        if _UNIT.fullmatch(entries[stop].text):
            stop += 1
        elif not _COUNTED.match(entries[stop].text):
            return 1
        else:
            return 2
    if _follows(entries, stop, entry) and not _NUMBER.fullmatch(entries[stop].text):
        stop += 1
    return stop - index


def _follows(entries: Sequence[Entry], index: int, first: Entry) -> bool:
    """Whether the entry can go on with a figure: short, without an end, and not the head of running text."""
    if index >= len(entries):
        return False
    entry = entries[index]
    if not entry.guess or entry.kind is not first.kind or len(entry.text) > 30 or entry.text[-1] in _END:
        return False
    return index + 1 >= len(entries) or first.kind is kinds.QUOTE or not _is_running(entries[index + 1])
