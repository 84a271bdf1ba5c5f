"""Names, models and versions with digits, which say which thing: C919, 3D, 国发〔2020〕8号, 长征五号B.
from kejian.language.han import han_pattern

All functions take text in normal form; each returns a half-open span or None.
"""

import re
from functools import lru_cache

from kejian.language.han import han_pattern

Span = tuple[int, int]

_BACK = 24  # characters before a digit in which its code may begin
_BODIES = (
    r"(?:GB|DB\d\d|ISO|IEC|IEEE|ITU|EN|YY|JB|HG|QC|SJ|YD|NB|GJB|JJF|JJG|ASTM|RFC"
    r"|T/[A-Z]{2,8})(?:[/ ](?:[A-Z]{1,3}|\d{5})(?![a-z]))*"
)
_STANDARD = re.compile(rf"(?<![A-Za-z]){_BODIES} ?\d{{1,6}}(?:[.\-—:]\d{{1,5}})*")
_STANDARD_HEAD = re.compile(rf"(?<![A-Za-z]){_BODIES} ?$")
# acronyms that stand before a counted thing as any word does: AI3类证
_ACRONYMS = frozenset(["AI", "CT", "IT", "IP", "PCT", "APP", "LED", "KOL", "PPP", "NGO", "VR", "AR"])
_COUNTED = re.compile(r"\d{1,5}(?:余|多)?[类个项家件种款台名人]")
_TOKEN = re.compile(
    r"(?:[A-Za-z0-9₀-₉](?:[A-Za-z0-9₀-₉]|[-_.·](?=[A-Za-z0-9₀-₉])"
    r"|/(?=[A-Z]{1,3} ?\d{3})){0,60}(?: Grade \d)?)"
)
_WORD = re.compile(r"[A-Za-z0-9₀-₉_.\-·/]")
_LEADING = re.compile(
    r"(?:[2-6]G|\d(?:\.\d)?D|(?:[248]|16)K)(?![A-Za-z0-9])"  # 5G, 3D, 2.5D, 8K
    r"|[2-5]A(?=级?(?:景区|旅游|级))|4S(?=店)|3C(?=认证|产品|数码|电子)"
    r"|(?<=[“‘])\d{2,4}(?=[”’])"  # the “331” campaign
    r"|\d{1,3}#|\d{4}-0\d{2,8}(?!\d)"  # 1#, 2023-0156
    r"|24[/×xX*]7(?:[/×xX*]365)?(?!\d)|7[×xX*]24(?:小时)?"
    r"|\d{1,3}[A-Z]{1,3}\d[A-Za-z0-9]{0,20}"  # 3C2
)
_OPEN_YEAR = re.compile(r"(?:19|20)\d\d[〕\]\)】]第? ?\d{1,5}号")
_WEB = han_pattern(r"(?:https?://|www\.|ftp://)[^\s，。；、）》”<>\p{Han}]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}"
    r"|[48]00-\d{3,4}-\d{3,4}|\+\d{1,3}[- ]?\d{2,4}[- ]?\d{3,4}[- ]?\d{4})(?!\d)"
)
_IDENTITY = re.compile(
    r"\d{17}[\dXx](?![\dA-Za-z])|\d{3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d)|978-\d[\d-]{10,14}"
)
_SUM = re.compile(r"\d{1,3}(?:\+(?:\d{1,3}|[NnXxM](?![A-Za-z]))){1,20}(?!\.?\d|\+(?:\d|[NnXxM](?![A-Za-z])))")
_SCORE = re.compile(r"\d{1,3} ?(?::|比) ?0(?![\d:.%])")  # 2:0 is the score of a match and no quotient
_DOTTED = re.compile(r"\d{1,2}[·•]\d{1,2}(?![\d.])")
_TIMES = han_pattern(
    r"\d+(?:\.\d+)?[×*](?!10(?:[\^⁻⁰¹²³⁴⁵⁶⁷⁸⁹]|的))"
    r"\d+(?:\.\d+)?(?:[×*]\d+(?:\.\d+)?)?(?![\dA-Za-z\p{Han}.%])"
)
_VERSION = re.compile(
    r"[vV]?\d{1,2}(?:\.\d{1,3}){1,2}版(?!权|本费)|\d{1,2}\.\d{1,3}\.\d{1,4}(?![\d.])|\d{1,2}\.0(?=平台|系统|时代|行动|计划|上线|方案|版|工程|模式|体系|阶段|升级|政策|战略|基地|园区|”)"
)
_PLAN = re.compile(
    r"0\d(?:版| ?专项)?(?![\d.年月日时:/%\-—~])"
    r"|\d{2,4}(?=计划|工程(?!师)|工作法|模式|格局|行动|战略|政策|高校|院校|布局|专项)"
)
_SERIAL = re.compile(
    r"(?:\d{1,12}|[〇零一二三四五六七八九十百]{1,4})号(?!码|召|称|角|手|子)(?:线(?:[一二三四]期)?)?"
    r"(?:[甲乙丙丁戊](?![级类等方])|[A-Z](?![A-Za-z]))?(?:遥(?:\d{1,3}"
    r"|[一二三四五六七八九十]{1,3}))?(?: ?\d{1,3}[A-Z]?(?:星|组)"
    r"|\d{2}(?![\d年月日.%万亿个名家项])|[A-Z](?:星|组))?(?:遥(?:\d{1,3}"
    r"|[一二三四五六七八九十]{1,3}))?"
)


def latin_at(text: str, at: int, floor: int) -> Span | None:
    """The code in letters and digits whose first digit stands at ``at``; it begins at ``floor`` or later."""
    standard = _STANDARD_HEAD.search(text[max(floor, at - 16) : at])
    if standard:
        start = max(floor, at - 16) + standard.start()
        found = _STANDARD.match(text, start)
        if found:
            return found.span()
    if text[at - 1] == " ":
        return None
    start = at
    while start > floor and at - start < _BACK and _WORD.match(text, start - 1):
        start -= 1
    while start < at and not text[start].isalnum():
        start += 1
    if start == at:
        return None
    found = _TOKEN.match(text, start)
    if not found or found.end() <= at:
        return None
    head = text[start:at]
    if not any(c.isalpha() for c in head) or (head in _ACRONYMS and _COUNTED.match(text, at)):
        return None
    return _spaced_name(text, start, floor), found.end()


def _spaced_name(text: str, start: int, floor: int) -> int:
    """Where the name begins that has another Latin word before it in Chinese text (Cloud Ginger2.0)."""
    if start - 2 < floor or text[start - 1] != " " or not text[start].isupper():
        return start
    first = start - 1
    while first > floor and text[first - 1].isascii() and text[first - 1].isalpha() and start - first < _BACK:
        first -= 1
    word = text[first : start - 1]
    if word[:1].isupper() and len(word) > 2 and (first == floor or text[first - 1] > "⺀"):
        return first
    return start


# families of products whose members are told apart by a number: iPhone 15 Pro, Windows 11
_FAMILY = (
    "iPhone|iPad|iOS|iPadOS|macOS|Android|Windows|Office|Mate|Galaxy|Pixel|RTX|GTX|Radeon|Ryzen|Core|Xeon"
    "|Snapdragon|Model|Python|Java|JavaScript|PHP|MySQL|PostgreSQL|Oracle|Ubuntu|Debian|CentOS|HarmonyOS"
    "|EMUI|MIUI|GPT|ChatGPT|Claude|Gemini|Llama|Qwen|DeepSeek|Wi-Fi|WiFi|Bluetooth|USB|HDMI|PCIe|DDR"
    "|Switch|PlayStation|Xbox|Unity|Unreal Engine|Photoshop|AutoCAD|TensorFlow|CUDA|Boeing|Airbus|Falcon"
)
_GRADE = r"(?: ?(?:Pro|Max|Plus|Ultra|Mini|mini|Air|SE|XT|Ti|Turbo|Lite|Fold|Flip)(?![A-Za-z]))"
_PRODUCT = re.compile(
    rf"(?<![A-Za-z])(?:(?:{_FAMILY})[ ](?P<family>\d{{1,4}}(?:\.\d{{1,2}})?[A-Za-z]?){_GRADE}*"
    rf"|[A-Z][A-Za-z]{{1,15}}[ ](?P<grade>\d{{1,4}}){_GRADE}+)(?![A-Za-z\d%]|\.\d)"
)


def product_at(text: str, at: int, floor: int) -> Span | None:
    """The name of a product whose number stands behind a blank at ``at``: iPhone 15 Pro, Windows 11."""
    start = at - 1
    while start > floor and at - start < _BACK and (text[start - 1].isascii() and text[start - 1].isalpha()):
        start -= 1
    found = _PRODUCT.match(text, start)
    if not found or at not in (found.start("family"), found.start("grade")):
        return None
    return found.span()


def leading_at(text: str, at: int) -> Span | None:
    """The code at ``at`` that begins with a digit: 5G, 3D, 3+1+5, 02专项, 14号线, a number to call."""
    char = text[at]
    if char == "0" or text[at - 1 : at] == "0":
        found = _PHONE.match(text, at) or _PLAN.match(text, at)
        if found:
            return found.span()
    for pattern in (_LEADING, _SCORE, _SUM, _VERSION, _PHONE, _IDENTITY, _PLAN, _DOTTED, _TIMES):
        found = pattern.match(text, at)
        if found:
            return found.span()
    return None


_HAN = han_pattern(r"\p{Han}")
_CITED = re.compile(r".*(?:根据|依据|按照|参见|详见|印发|关于|见|以|据|的|和|与|及)")


def document_at(text: str, at: int, floor: int) -> Span | None:
    """The number of an official document whose year stands at ``at``: 国发〔2020〕8号."""
    found = _OPEN_YEAR.match(text, at)
    if not found or at - 1 < floor or text[at - 1] not in "〔[(【":
        return None
    start = at - 1
    while start > floor and at - start < 16 and _HAN.match(text, start - 1):
        start -= 1
    cited = _CITED.match(text, start, at - 1)
    return (cited.end() if cited else start), found.end()


_ACT = re.compile(r"第\d{1,4}/(?:[A-Z]/)?(?:19|20)\d\d(?:/[A-Z])?号")


def act_at(text: str, at: int) -> Span | None:
    """The number of an act of Macau at ``at``: 第14/2004号."""
    found = _ACT.match(text, at)
    return found.span() if found else None


def web_at(text: str, at: int) -> Span | None:
    """The address at ``at``: https://…, www.…"""
    found = _WEB.match(text, at)
    return found.span() if found else None


# “沧澜3”号: the number closes the name, and 号 stands behind the quotation mark
_IN_QUOTES = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?=[”’\"]号)")


def serial_at(text: str, at: int, floor: int) -> Span | None:
    """The name that a number and 号 end: 长征五号B, 屿稻8号, 高分十二号02星, 1号机组 (then 1号 alone)."""
    found = _SERIAL.match(text, at)
    if not found:
        quoted = _IN_QUOTES.match(text, at)
        start = _named_from(text, at, floor) if quoted else at
        return (start, quoted.end()) if quoted and start > 0 and text[start - 1] in _OPENING else None
    if text[at] in "0123456789" and _STREET.search(text, max(floor, at - 4), at):
        return at, found.end()
    return _named_from(text, at, floor), found.end()


# the house number of an address is no name: 创业路88号
_STREET = re.compile(r"(?:路|大道|大街|街|巷|弄|胡同|里弄)$(?<!铁路|公路|丝路)")
_OPENING = '“‘「『《〈"'


def _named_from(text: str, at: int, floor: int) -> int:
    """Where the name begins that continues at ``at``: behind a quotation mark, or with the nouns before."""
    first = max(floor, at - 12)
    for place in range(at - 1, first - 1, -1):
        if text[place] in _OPENING:
            return place + 1
        if text[place] in "”’」』》〉,。;:、()! ?\t ":
            first = place + 1
            break
        if not ("一" <= text[place] <= "鿿" or text[place].isalnum()):
            first = place + 1
            break
    return at - _name_length(text[first:at])


_KNOWN = re.compile(
    r"(?:长征|神舟|嫦娥|天问|天宫|天舟|北斗|高分|遥感|试验|风云|海洋|资源|实践|环境|吉林|快舟|力箭|谷神星|中星|亚太|墨子|悟空|雪龙|蛟龙|探索|科学|大洋|东方红|玉兔|引力|朱雀|双曲线|捷龙|齐鲁|珠海|天琴|太极|创新|张衡|天鲲|天通|鹊桥|怀柔|可持续发展科学卫星|华龙|国和|玲龙|京张|复兴|和谐)$"
)


@lru_cache(maxsize=1024)
def _name_length(head: str) -> int:
    """How many characters at the end of ``head`` belong to the name."""
    known = _KNOWN.search(head)
    if known:
        return len(known.group())
    import rjieba  # loaded when first needed

    length = 0
    for word, tag in reversed(rjieba.tag(head)):
        if not tag.startswith(("n", "x", "a", "vn", "eng", "z", "g")) or (tag == "nr" and length):
            break
        length += len(word)
        if length >= 4:
            break
    return length
