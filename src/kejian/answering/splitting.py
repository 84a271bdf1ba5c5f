"""Several questions in one sentence, and the language they are in."""

import regex

_ENDS = regex.compile(r"[?？;；。!！\n]+")
_COMMA = regex.compile(r"([,，](?!\d{3})|(?<=\p{Han}) +(?=\p{Han}))")
_ASKS = regex.compile(
    r"多少|几|哪|什么|怎|如何|是否|吗|呢|谁|何时|排名|排第|最[高低大小多少快]|趋势|分别|目标"
    r"|\b(?:what|how|which|when|who|where|did|does|is|was|were|are|has|have|list|compare|show)\b",
    regex.IGNORECASE,
)
_AND_EN = regex.compile(r",? and (?=(?:how|what|which|when|who|by how|did|was|were)\b)", regex.IGNORECASE)
_DOT_EN = regex.compile(r"\.(?=\s|$)")
_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"[A-Za-z]+")
_ENGLISH = regex.compile(
    r"\b(?:what|how|which|when|who|where|did|does|do|is|was|were|are|has|have|list|compare|show|the|of|in|give|tell"
    r"|number|between|since)\b",
    regex.IGNORECASE,
)


def language_of(text: str) -> str:
    """``en`` where English words of questions stand in the text, else ``zh``.

    >>> language_of("What was 技术合同成交额 in 2022?"), language_of("2022年PCT申请量?")
    ('en', 'zh')
    """
    if not _HAN.search(text):
        return "en" if _LATIN.search(text) else "zh"
    return "en" if _ENGLISH.search(text) and not _ASKS_ZH.search(text) else "zh"


_ASKS_ZH = regex.compile(r"多少|几[个家项年]|哪|什么|怎|如何|是否|吗|谁|何时")


def split(text: str) -> list[str]:
    """The questions of a text, in order.

    >>> split("2022年技术合同成交额是多少？比上年增长多少？")
    ['2022年技术合同成交额是多少', '比上年增长多少']
    >>> split("2022年，全市有多少家孵化器，增长了多少")
    ['2022年，全市有多少家孵化器', '增长了多少']
    """
    found: list[str] = []
    for sentence in _ENDS.split(text):
        parts = _AND_EN.split(sentence) if language_of(text) == "en" else [sentence]
        for part in parts:
            found += _clauses(_DOT_EN.sub(" ", part))
    return [one for one in found if one]


def _clauses(sentence: str) -> list[str]:
    """Clauses that ask, each with the clauses before it that do not."""
    found: list[str] = []
    waiting, mark = "", ""
    parts = _COMMA.split(sentence)
    for clause, after in zip(parts[::2], [*parts[1::2], ""], strict=True):
        waiting, mark = f"{waiting}{mark}{clause}" if waiting else clause, after
        if _ASKS.search(clause):
            found.append(waiting.strip())
            waiting = ""
    if waiting.strip():
        if found:
            found[-1] += f"，{waiting.strip()}"
        else:
            found.append(waiting.strip())
    return found
