"""A result as one printable page: self-contained HTML without script, every text escaped."""

from collections.abc import Iterator
from datetime import date
from html import escape

from kejian.policy.changing import changes, turns_on
from kejian.policy.combining import Combination, Path
from kejian.policy.evaluating import Step
from kejian.policy.fields import fields
from kejian.policy.model import RuleBook
from kejian.policy.profile import Fact, Profile
from kejian.policy.showing import shown
from kejian.policy.telling import opened, step_told, worth
from kejian.policy.verdicts import Kind, Verdict, distinct
from kejian.policy.wording import Language, label, listed, reason, say

_STYLE = """
body { font: 11pt/1.5 "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; margin: 2em auto; max-width: 52em;
  padding: 0 1em; color: #111; background: #fff; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; border-bottom: 1px solid #888; margin-top: 1.6em; }
h3 { font-size: 1em; margin: 1.2em 0 .2em; } p { margin: .2em 0; } .quiet { color: #555; }
table { border-collapse: collapse; width: 100%; font-size: .85em; margin: .4em 0; }
th, td { border: 1px solid #bbb; padding: .2em .5em; text-align: left; vertical-align: top; }
th { background: #f2f2f2; } article { break-inside: avoid-page; }
@page { margin: 18mm; } @media print { body { margin: 0; max-width: none; } }
"""
_FRAME = """\
<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def as_html(
    profile: Profile,
    verdicts: tuple[Verdict, ...],
    *,
    day: date,
    book: RuleBook,
    combination: Combination | None = None,
    paths: tuple[Path, ...] = (),
    language: Language = "zh",
) -> str:
    """The whole result with every trace, its references and what would change it, to print or to keep."""
    page = _Page(language, book, profile, day)
    body = "\n".join(page.body(verdicts, combination, paths))
    title = escape(say("result", language))
    tag = "zh-CN" if language == "zh" else "en"
    return _FRAME.format(tag=tag, title=title, style=_STYLE, body=body)


class _Page:
    def __init__(self, language: Language, book: RuleBook, profile: Profile, day: date) -> None:
        self.language, self.book, self.profile, self.day = language, book, profile, day

    def say(self, name: str, *values: object) -> str:
        return escape(say(name, self.language, *values))

    def body(
        self,
        verdicts: tuple[Verdict, ...],
        combination: Combination | None,
        paths: tuple[Path, ...],
    ) -> Iterator[str]:
        yield f"<h1>{self.say('result')}</h1>"
        name = self.profile.get("name")
        yield f"<p>{escape(str(name))}</p>" if name else ""
        yield f"<p>{self.say('on')} {self.day.isoformat()}</p>"
        yield f'<p class="quiet">{self.say("note")}</p>'
        yield from self.stated()
        yield from self.advice(combination, paths)
        for kind in (Kind.ELIGIBLE, Kind.NEEDS, Kind.NOT_ELIGIBLE, Kind.LEAD, Kind.NOT_IN_FORCE):
            some = [v for v in verdicts if v.kind is kind]
            if some:
                yield f"<h2>{self.say(kind.value)} ({len(some)})</h2>"
                for verdict in some:
                    yield from self.verdict(verdict)

    def stated(self) -> Iterator[str]:
        yield f"<h2>{self.say('facts')}</h2>"
        for facts in (self.profile.facts, *self.profile.projects):
            yield "<table>"
            for name, value in facts.items():
                kind = fields()[name].kind
                yield self.row(label(name, self.language), shown(value, kind, self.language))
            yield "</table>"

    def row(self, *cells: str) -> str:
        return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

    def title(self, policy: str) -> str:
        return self.book.policies[policy].title

    def advice(self, combination: Combination | None, paths: tuple[Path, ...]) -> Iterator[str]:
        choices = [c for c in combination.choices if c.left] if combination else []
        if choices:
            yield f"<h2>{self.say('combination')}</h2>"
        for choice in choices:
            left = listed([self.title(name) for name in choice.left], self.language)
            yield f"<p>{self.say('take', self.title(choice.taken), left, choice.shown(self.language))}</p>"
        if paths:
            yield f"<h2>{self.say('paths')}</h2>"
        for path in paths:
            opens = listed([self.title(name) for name in path.opens], self.language)
            lacks = [s.text for s in path.failing] or [label(n, self.language) for n in path.needs]
            more = f" {self.say('lacking', listed(lacks, self.language))}" if lacks else ""
            yield f"<p>{self.say('path', self.title(path.policy), opens)}{more}</p>"

    def verdict(self, verdict: Verdict) -> Iterator[str]:
        yield "<article>"
        yield f"<h3>{escape(verdict.title)}</h3>"
        known = f"{self.say('document')} {escape(verdict.document)}" if verdict.document else ""
        document = known or self.say("no_document")
        yield f"<p>{document} · {escape(reason(verdict, self.language))}</p>"
        said = worth(verdict, self.language)
        yield f"<p><strong>{escape(said)}</strong></p>" if said else ""
        lists = (
            ("amount_needs", [label(n, self.language) for n in verdict.amount_needs]),
            ("unverified", list(distinct(s.text for s in verdict.unverified))),
            ("open", [opened(text, self.language) for text in verdict.open]),
        )
        if verdict.window:
            window = self.say("to", verdict.window.start, verdict.window.end)
            yield f"<p>{self.say('window')} {window}</p>"
        for name, some in lists:
            if some:
                yield f'<p class="quiet">{self.say(name)}: {escape(listed(some, self.language))}</p>'
        if verdict.steps:
            heads = ("condition", "stated", "threshold", "outcome", "reference")
            yield "<table><tr>" + "".join(f"<th>{self.say(head)}</th>" for head in heads) + "</tr>"
            for step in verdict.steps:
                yield self.step(step)
            yield "</table>"
            yield from self.changes(verdict)
        yield "</article>"

    def changes(self, verdict: Verdict) -> Iterator[str]:
        found = [
            self.say("change", label(one.field, self.language), *self.values(one.field, one.value, one.to),
                     say(one.verdict.value, self.language))
            for one in changes(verdict, self.profile, day=self.day, book=self.book)
        ]  # fmt: skip
        later = turns_on(verdict, self.profile, day=self.day, book=self.book)
        found += [self.say("turns_on", later)] if later else []
        if found:
            yield f"<p>{self.say('would_change')}</p>"
            yield "<ul>" + "".join(f"<li>{one}</li>" for one in found) + "</ul>"

    def values(self, field: str, *values: Fact) -> list[str]:
        return [shown(value, fields()[field].kind, self.language) for value in values]

    def step(self, step: Step) -> str:
        told = step_told(step, self.language)
        value = f"{told['label']}: {told['value']}" if told["label"] else ""
        result = told["result"] + ("" if step.verified else f" ({say('unseen', self.language)})")
        return self.row(
            step.text, value, told["threshold"], result, step.reference or say("no_document", self.language)
        )
