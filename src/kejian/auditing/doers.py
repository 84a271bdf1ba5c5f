"""Who does something, where a name is not known as one: `由越岑微电子研制`, lists of firms."""

from collections.abc import Iterator

import regex

from kejian.auditing.names_listed import pieces

_NAME = (
    r"(?<n>(?![该本其此这各]|项目|首批|全市|我市)"
    r"(?:(?![的由在于与和及向对为将并已获月日]|(?<![青少中])年)\p{Han}){4,16}?)"
)
_LONGER = r"(?<n>(?:(?![的由于与和及向对为将并已年月日是负])\p{Han}){4,16})"
_DOES = (
    "(?:自主|独立|联合|共同|牵头|全资|成功)*"
    "(?:研制|研发|建设|承建|牵头|主办|承办|开发|生产|投资|设计|运营|发起|负责|发布|推出|首发)"
)
_PATTERNS = (
    regex.compile(rf"由{_NAME}(?=(?:有限公司)?{_DOES})"),
    regex.compile(rf"(?:^|[,，。;；：:日月\n])(?:[我本]市)?{_NAME}(?=(?:有限公司)?{_DOES})"),
)
_LISTED = regex.compile(
    r"(?:^|[,，。;；:：])(?<a>[^,，。;；:：\n]{8,300}?)等\d{0,2}[一二三四五六七八九十]{0,2}家"
    r"|家[^,，。;；:：\n]{0,20}[,，]?分别[是为](?<b>[^,，。;；:：\n]{8,300})"
)
# who does what: a thing has one maker, one host, one builder
_ROLES = (
    ("maker", regex.compile(r"研制|研发|开发|生产|推出|发布|首发|发行")),
    ("host", regex.compile(r"主办")),
    ("organiser", regex.compile(r"承办")),
    ("builder", regex.compile(r"建设|承建|牵头")),
    ("operator", regex.compile(r"运营")),
)
_SAID_ROLE = (
    regex.compile(rf"由{_NAME}(?=(?:有限公司)?(?<role>{_DOES}|发行))"),
    regex.compile(
        rf"(?:^|[,，。;；：:、日月—\n”])(?:[我本]市|市属|企业)?{_NAME}(?=(?:有限公司)?(?<role>{_DOES}|发行))"
    ),
    regex.compile(rf"(?<role>主办|承办|承建|研制|建设|运营)(?:单位|方|者)(?:是|为|:|：)?{_LONGER}"),
)
_WORD = regex.compile(r"\p{Han}{4,16}")
_MOST = 2000


def doers(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of those who do something start and end.

    >>> text = "XQ-404由越岑微电子研制，启衡新材料、朗坤微电子等2家企业参与。"
    >>> [text[a:b] for a, b in doers(text)]
    ['越岑微电子', '启衡新材料', '朗坤微电子']
    """
    count = 0
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            count += 1
            if count > _MOST:
                return
            yield match.span("n")
    for match in _LISTED.finditer(text):
        group = "a" if match["a"] else "b"
        at = match.start(group)
        for name in pieces(match[group]):
            start = text.find(name, at, match.end(group))
            if start >= 0 and _WORD.fullmatch(name) and count < _MOST:
                count += 1
                yield start, start + len(name)
                at = start + len(name)


def roles(words: str) -> list[tuple[str, str]]:
    """Who made, hosted or built what a sentence tells of: the role and the name.

    >>> roles("由云湖市科学技术协会承办的青年创客节开幕")
    [('organiser', '云湖市科学技术协会')]
    """
    found = []
    for pattern in _SAID_ROLE:
        for match in pattern.finditer(words):
            role = next((name for name, verbs in _ROLES if verbs.search(match["role"])), "")
            if role:
                found.append((role, match["n"]))
    return list(dict.fromkeys(found))
