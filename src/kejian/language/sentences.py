"""Sentence boundaries in Chinese and English."""

import regex

_END = regex.compile(
    r"""[。！？!?…]+[”’"'』」）)]*      # Chinese and doubled ends, with the quotes that close after them
      | (?<=[\p{Ll}\d\)%])\.["')]*(?=\s+[\p{Lu}\p{Han}"'(]|\s*$)   # an English full stop
      | \n+""",
    regex.VERBOSE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text``, in order, without surrounding white space.

    A line end always ends a sentence; a semicolon never does.

    >>> sentences("全年增长5%。其中出口下降。")
    [(0, 7), (7, 14)]
    >>> sentences("R&D rose by 4.5 per cent. Exports fell.")
    [(0, 25), (26, 39)]
    """
    spans, start = [], 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        left, right = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
        if left < right:
            spans.append((left, right))
        start = end
    return spans
