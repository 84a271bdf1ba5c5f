"""The named things of a document: each once, under its fullest name, with its other forms."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

import ahocorasick
import msgspec

from kejian.extraction.context import Context, Sentence
from kejian.extraction.naming.aliases import deictic_forms, described_name, groups, introduced
from kejian.extraction.naming.choice import Name, names
from kejian.extraction.naming.titles import is_number, numbered, titles
from kejian.extraction.naming.weights import best_type, for_type
from kejian.model import BlockKind, Entity, EntityType

_EDITION = re.compile(
    r"\s*(?P<title>[^\s，。；：《》（）()\n]{2,28}(?:报告|年报|年鉴|蓝皮书|白皮书)\s?(?:[（(]\d{4}年?[)）]|[·•]\s?\d{4}|(?:19|20)\d\d(?!年)))"
)


_KIND_OF_FIRM = re.compile(
    r"(?:行业|国内|全球|本地|本土)?(?:龙头|领军|链主|头部|骨干|明星|知名|民营|国有|瞪羚|独角兽|上市|重点)(?:科技)?企业"
    r"(?=[^家协联商孵技研管名库的等].{2,})"
    r"(?!.*(?:计划|工程|行动|名单|协会|联盟|商会|园|中心|基地|平台|奖|榜|专项|办法|措施|政策)$)"
)


class Found(msgspec.Struct, kw_only=True):
    """A form of a name in a document's sentences: how sure, what the types score (packed), where first."""

    text: str
    score: float
    types: int
    start: int


def find_entities(context: Context) -> list[Entity]:
    """Each named thing of the document once, in the order of first mention."""
    sentences = context.sentences
    texts = [_text(context, s) for s in sentences]
    forms = _forms(sentences, names(texts))
    title = _edition(context)
    if title is not None and title.text not in forms:
        forms[title.text] = title
    papers = _papers(context, forms, texts)
    described = _described(forms)
    types = {f.text: best_type(f.types) for f in forms.values()}
    others = {form: full for text in texts for form, full in introduced(text, types)}
    clusters = groups(types, introduced=others, described=described)
    local = deictic_forms(
        context.document.text,
        [(cluster.name, cluster.type) for cluster in clusters],
        title=context.about.title or "",
    )
    for number, full in papers.items():
        policy = next((c for c in clusters if full in c.forms), None)
        if policy is not None:
            local[policy.name] = (*local.get(policy.name, ()), number)
    places = _places(
        context.document.text,
        [f for c in clusters for f in c.forms] + [f for fs in local.values() for f in fs],
    )
    starts = [s.start for s in sentences]
    found = []
    for cluster in clusters:
        name = cluster.name
        aliases = (*cluster.forms[1:], *local.get(name, ()))
        spans = places.get(name, ())
        if aliases:
            spans = sorted(span for form in (name, *aliases) for span in places.get(form, ()))
        start = forms[name].start
        sentence = sentences[bisect_right(starts, start) - 1]
        found.append(
            Entity(
                passage=context.passage(start, start + len(name)),
                sentence=context.passage(sentence.start, sentence.end),
                name=name,
                aliases=aliases,
                type=cluster.type,
                mentions=tuple(spans),
                confidence=round(min(1.0, 0.5 + forms[name].score / 10), 3),
            )
        )
    return sorted(found, key=lambda e: e.passage.start)


def _edition(context: Context) -> Found | None:
    """The document itself, where its first heading names a yearly work with its edition: 某某年鉴（2020）."""
    first = next((b for b in context.document.blocks if b.kind is BlockKind.HEADING), None)
    if first is None:
        return None
    match = _EDITION.match(context.document.text, first.start, first.end)
    if match is None:
        return None
    return Found(
        text=match["title"], score=1.0, types=for_type(EntityType.PRODUCT, 1), start=match.start("title")
    )


def _papers(context: Context, forms: dict[str, Found], texts: Iterable[str]) -> dict[str, str]:
    """Put in the policies that the document itself is; numbers of papers, each with its policy's title.

    A number is another form of its title, and nothing without one.
    """
    numbers = {number: title for text in texts if "》" in text for number, title in numbered(text)}
    for title in titles(context):
        end = title.start + len(title.text)
        for form in [f.text for f in forms.values() if title.start <= f.start < end]:
            if form not in title.text or form == title.place:
                continue
            if form[:2] == title.text[:2] and len(form) > len(title.place or form):
                del forms[form]  # 某市支持某某平台 of 某市支持某某平台若干措施
        _put(forms, title.text, EntityType.POLICY, title.start)
        if title.place:
            _put(forms, title.place, EntityType.PLACE, title.start)
        numbers |= dict.fromkeys(title.other_forms, title.text)
    for form in [f for f in forms if is_number(f) or f in numbers]:
        del forms[form]
    return numbers


def _put(forms: dict[str, Found], text: str, kind: EntityType, start: int) -> None:
    forms.setdefault(text, Found(text=text, score=1.0, types=for_type(kind, 1), start=start))


def _text(context: Context, sentence: Sentence) -> str:
    """The sentence; of a table row the tabs stay, so that no name crosses from cell to cell."""
    if context.document.blocks[sentence.block].kind is BlockKind.ROW:
        return sentence.text
    return sentence.text.replace("\n", " ")


def _forms(sentences: Iterable[Sentence], found: Iterable[list[Name]]) -> dict[str, Found]:
    forms: dict[str, Found] = {}
    for sentence, inside in zip(sentences, found, strict=True):
        for name in inside:
            text = _bare(name.text)
            start = sentence.start + name.start
            if text != name.text:
                start += name.text.index(text)
            form = forms.get(text)
            if form is None:
                forms[text] = Found(text=text, score=name.score, types=name.types, start=start)
            else:
                form.types += name.types
                if name.score > form.score:
                    form.score = name.score
    return forms


def _described(forms: dict[str, Found]) -> dict[str, str]:
    """Forms that put a description before a name, with that name, which becomes a form of its own."""
    result = {}
    for form in list(forms.values()):
        name = described_name(form.text)
        if name:  # quotes around nothing name nothing
            result[form.text] = name
            start = form.start + form.text.rindex(name)
            known = forms.setdefault(name, Found(text=name, score=form.score, types=form.types, start=start))
            known.start = min(known.start, start)
    return result


def _bare(text: str) -> str:
    """A name without quotes around the whole of it, and without the kind of firm: 龙头企业|岚光能源."""
    if "企业" in text and (kind := _KIND_OF_FIRM.match(text)):
        return text[kind.end() :]
    if text[0] in '“‘「『"' and text[-1] in '”’」』"' and not any(c in '“”‘’「」『』"' for c in text[1:-1]):
        return text[1:-1]
    return text


def _places(text: str, forms: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Where each form stands; where forms overlap, the longest that starts first."""
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, form)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    if not len(automaton):
        return places
    automaton.make_automaton()
    for end, form in automaton.iter_long(text):
        places[form].append((end + 1 - len(form), end + 1))
    return places
