r"""Formulas between dollar signs, as recognisers of printed pages write them: ``$35\%$``."""

import re

from kejian.reading.symbols import superscript

_FORMULA = re.compile(r"\$\$?(?!\s)([^$\n]{1,200})(?<!\s)\$\$?(?!\d)")
_TOKEN = re.compile(
    r"\\([A-Za-z]{1,20})[ \t]?|\\(.)|\^(?:\{[ ]?(?P<raised>[0-9+\-n]{1,4})[ ]?\}|(?P<one>[0-9n]))|[{}^_]|~"
)
_SIGNS = {
    "times": "×",
    "sim": "~",
    "geq": "≥",
    "ge": "≥",
    "geqslant": "≥",
    "leq": "≤",
    "le": "≤",
    "leqslant": "≤",
    "pm": "±",
    "circ": "°",
    "cdot": "·",
    "approx": "≈",
    "neq": "≠",
    "rightarrow": "→",
    "to": "→",
    "prime": "′",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "Delta": "Δ",
    "lambda": "λ",
    "mu": "μ",
    "omega": "ω",
    "Omega": "Ω",
    "quad": " ",
    "qquad": " ",
    "ldots": "…",
    "cdots": "…",
    "infty": "∞",
    "textcircled": "",
}


def formula(text: str, at: int) -> tuple[int, list[tuple[int, int, str]]] | None:
    r"""What of the formula that begins at ``at`` is markup: its end, and ``(start, end, shown)`` in order.

    None if none begins there: a price has nothing that only formulas have (``\``, ``^``, ``_``, ``{``).

    >>> formula(r"$35\%$", 0)
    (6, [(0, 1, ''), (3, 5, '%'), (5, 6, '')])
    """
    match = _FORMULA.match(text, at)
    if not match or not re.search(r"[\\^_{]", match[1]):
        return None
    start, end = match.span(1)
    cuts = [(at, start, "")]
    for token in _TOKEN.finditer(text, start, end):
        shown = ""
        if token[1]:
            shown = _SIGNS.get(token[1], "")
        elif token[2]:
            shown = "" if token[2] in "!,;: " else token[2]
        elif raised := token["raised"] or token["one"]:
            shown = superscript(raised)
        elif token[0] == "~":
            shown = " "
        cuts.append((token.start(), token.end(), shown))
    return match.end(), [*cuts, (end, match.end(), "")]
