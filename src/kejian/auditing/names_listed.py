"""Names in a list: how many there are, and whether they are names at all."""

import regex

NESTED = regex.compile(r"[（(][^（）()]*[）)]|“[^”]*”|《[^》]*》")
_JOINT = regex.compile(r"和|(?<!参)与|以及|(?<![涉普惠])及|暨")
_QUOTED_JOINT = regex.compile(r"”(?:和|与|及|以及)“")
_LONGEST_NAME = 40
_BODIES = regex.compile(
    r"(?:大学|学院|研究[院所]|公司|集团|实验室|医院|孵化器|加速器|科技园|产业园|园区|[^市地社小]区|[^郡]县|\p{Han}{2}市)$"
)


def counted(names: str) -> tuple[int, int]:
    """The fewest and the most names that a list can hold: `和` may join two names or stand in one.

    >>> counted("云锦智能、松岭材料和湖光半导体")
    (2, 3)
    """
    outside = _QUOTED_JOINT.sub("”、“", NESTED.sub("“”", names.strip("。 "))).replace("”“", "”、“")
    if outside.startswith("“"):  # each name is quoted, so that 和 before a quote joins two
        outside = regex.sub("(?:以及|和|与|及)(?=“)", "、", outside)
    fewest = outside.count("、") + 1
    return fewest, fewest + len(_JOINT.findall(outside))


def are_names(names: str) -> bool:
    """Whether every piece of a list is short enough for a name."""
    return all(0 < len(name) <= _LONGEST_NAME for name in NESTED.sub("“”", names).split("、"))


def pieces(names: str) -> list[str]:
    """The names, taken apart at every `、` and at a `和` behind the last one.

    >>> pieces("新获批深层地热实验室、膜分离实验室和射频芯片实验室")
    ['新获批深层地热实验室', '膜分离实验室', '射频芯片实验室']
    """
    parts = NESTED.sub("“”", names.strip("。 ")).split("、")
    last = regex.split(r"以及|和|与|及", parts[-1], maxsplit=1)
    return [*parts[:-1], *(last if all(len(p) > 1 for p in last) else parts[-1:])]


def of_one_kind(names: str, *, least: int = 2) -> bool:
    """Whether the pieces end alike, or are equally short: names of one sort.

    The first piece may hold words before its name, so that of it only the end is looked at.

    >>> of_one_kind("新获批深层地热实验室、膜分离实验室"), of_one_kind("围绕强链、进一步提升能级")
    (True, False)
    """
    if regex.fullmatch(r"(?:\p{Han}{0,8}?)(?:“”[、和与及]?){2,}", NESTED.sub("“”", names)):
        return True  # each in quotes
    parts = pieces(names)
    if len(parts) < least:
        return False
    if all(_BODIES.search(part) for part in parts):
        return True
    ends = {part[-2:] for part in parts}
    if len(ends) == 1 and all(len(part) > 2 for part in parts):
        return True
    rest = parts[1:]
    size = len(rest[-1])
    if not 2 <= size <= 4 or any(len(part) != size for part in rest):
        return False
    return len(parts[0]) == size or (
        len(parts[0]) > size and regex.match(r"[由在对向与和]", parts[0][-size - 1]) is not None
    )
