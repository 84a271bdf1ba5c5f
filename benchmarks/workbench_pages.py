"""Which addresses of the workbench are measured, and what stands in them: data for `benchmarks.workbench`.

A page more is a line more in `ADDRESSES`. What stands in braces is drawn anew for every request from
`values`, so that no answer is measured twice.
"""

import random
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from django.db.models import Max, Min

LONG = "bench-long"  # the name of the document of a megabyte
PAGE, SEARCH = 100, 50  # milliseconds of a median that is good

# page, what of it, address, milliseconds
ADDRESSES: tuple[tuple[str, str, str, int], ...] = (
    ("overview", "by forces", "/", PAGE),
    ("overview", "by domains", "/?by=domain", PAGE),
    ("documents", "the list", "/documents/", PAGE),
    ("documents", "deep in it", "/documents/?after={deep_document}", PAGE),
    ("documents", "a year and a title", "/documents/?year={year}&title={place}", PAGE),
    ("document", "first part", "/documents/{document}/", PAGE),
    ("document", "doubtful figures", "/documents/{document}/?show=observation&confidence=doubtful", PAGE),
    ("document", "a passage", "/documents/{at}", PAGE),
    ("document", "a fact's card", "/documents/{fact}", PAGE),
    ("document", "1 MB: first part", "/documents/{long}/", PAGE),
    ("document", "1 MB: deep in it", "/documents/{long}/?part={deep_part}", PAGE),
    ("review", "the queue", "/review/", PAGE),
    ("review", "milestones", "/review/?kind=milestone", PAGE),
    ("review", "of a document", "/review/?document={document}", PAGE),
    ("indicators", "the list", "/indicators/", PAGE),
    ("indicators", "deep in it", "/indicators/?page={deep}", PAGE),
    ("indicators", "a frequent word", "/indicators/?named={frequent_measure}", PAGE),
    ("indicators", "a force", "/indicators/?force=策源力", PAGE),
    ("indicators", "a place", "/indicators/?subject={subject}", PAGE),
    ("indicators", "a long series", "/indicators/?series={series}", PAGE),
    ("indicators", "compared with another", "/indicators/?series={series}&series={other}", PAGE),
    ("milestones", "all", "/milestones/", PAGE),
    ("milestones", "a year", "/milestones/?year={year}", PAGE),
    ("milestones", "a domain and a month", "/milestones/?year={year}&month=5&domain=governance", PAGE),
    ("milestones", "of an organisation", "/milestones/?who={thing_name}", PAGE),
    ("milestones", "deep in the list", "/milestones/?after={deep_milestone}", PAGE),
    ("entities", "the list", "/entities/", PAGE),
    ("entities", "deep in it", "/entities/?page={deep}", PAGE),
    ("entities", "a frequent word", "/entities/?words=研究院", PAGE),
    ("entities", "one", "/entities/{thing}/", PAGE),
    ("findings", "the list", "/findings/", PAGE),
    ("findings", "deep in it", "/findings/?page={deep}", PAGE),
    ("findings", "errors", "/findings/?severity=error", PAGE),
    ("findings", "of a document", "/findings/?document={document}", PAGE),
    ("findings", "report of a document", "/findings/report/{document}/", PAGE),
    ("compare", "two documents", "/compare/?before={document}&after={document}", PAGE),
    ("ask", "a figure", "/ask/?q={question}", PAGE),
    ("ask", "which fell", "/ask/?q={falling}", PAGE),
    ("ask", "who released", "/ask/?q=哪些机构发布了产品？", PAGE),
    ("ask", "what is not there", "/ask/?q={unanswered}", PAGE),
    ("search", "a rare word", "/search/?q={rare}", SEARCH),
    ("search", "in a tenth of all passages", "/search/?q={tenth}", SEARCH),
    ("search", "two frequent words", "/search/?q={tenth}%20{tenth}", SEARCH),
    ("add", "the form", "/add/", PAGE),
    ("policies", "the list", "/policies/", PAGE),
    ("policies", "by words", "/policies/?q=集成电路企业研发费用补贴", PAGE),
    ("policies", "one", "/policies/{policy}/", PAGE),
    ("policies", "questionnaire", "/policies/questionnaire/", PAGE),
    ("policies", "profile", "/policies/profile/", PAGE),
    ("policies", "result", "/policies/result/", PAGE),
    ("audit log", "the list", "/audit-log/", PAGE),
)


def values(draw: random.Random) -> dict[str, list[str]]:
    """What may stand in the addresses, from the base that is Django's ``default``."""
    from kejian.base.linking_models import Series, Thing
    from kejian.base.models import Document, Passage, Statement
    from kejian.policy.loading import rules

    def known(model: type, wanted: int, *columns: str, **where: object) -> list[tuple]:
        """Rows spread over the whole table."""
        ends = model.objects.aggregate(first=Min("pk"), last=Max("pk"))
        at = range(ends["first"], ends["last"] + 1, max((ends["last"] - ends["first"]) // wanted, 1))
        rows = (model.objects.filter(pk__gte=key, **where).order_by("pk").values_list(*columns) for key in at)
        return [row for found in rows if (row := found.first())]

    documents = known(Document, 60, "pk", "work__title", "work__report_year", current=True)
    numbers = [number for number, *_ in documents]
    facts = list(
        Statement.objects.filter(document__in=numbers, kind="figure", status="active")
        .values_list("document", "pk", "start", "end", "measure")
        .order_by("document", "pk")
    )
    texts = list(Passage.objects.filter(document__in=numbers).values_list("text", flat=True))
    series = list(Series.objects.filter(slots__gte=15).order_by("-weight")[:400].values_list("key", "unit"))
    years = sorted({year for *_, year in documents if year})
    places = [title.partition("科技")[0] for _, title, _ in documents]
    long = Document.objects.filter(edition__name=LONG).values_list("pk", flat=True).first() or numbers[0]
    things = known(Thing, 60, "pk", "name")
    dated = Statement.objects.filter(kind="milestone", status="active").exclude(period_start=None)
    deep = dated.order_by("-period_start", "pk")[max(dated.count() // 2 - 1, 0)]
    most = max(Series.objects.count() // 40 // 2, 1)
    sampled = draw.sample(facts, min(len(facts), 60))
    return {
        "document": [str(number) for number in numbers],
        "deep_document": [f"{years[len(years) // 2]}-{number}" for number in numbers],
        "year": [str(year) for year in years],
        "place": places,
        "at": [f"{document}/?at={start}-{end}" for document, _, start, end, _ in sampled],
        "fact": [f"{document}/?fact={fact}" for document, fact, *_ in sampled],
        "long": [str(long)],
        "deep_part": [str(part) for part in range(10, 40)],
        "deep": [str(page) for page in range(max(most // 2, 1), most + 1)][:60],
        "frequent_measure": ["企业", "专利", "研发", "收入", "产值"],
        "subject": list(Series.objects.filter(slots__gte=15).values_list("subject_key", flat=True)[:40]),
        "series": [key for key, _ in series],
        "other": [key for key, _ in series],
        "thing": [str(number) for number, _ in things],
        "thing_name": [name for _, name in things],
        "deep_milestone": [f"{deep.period_start}_{deep.pk}"],
        "question": [f"{year}年{place}{m}是多少？" for place, year, m in _asked(documents, facts)],
        "falling": [f"{year - 1}年到{year}年哪些指标下降了？" for year in years[-5:]],
        "unanswered": [f"{year}年雾屿市载人深潜器数量是多少？" for year in years],
        "rare": [f"{place} {measure}" for place, _, measure in _asked(documents, facts)],
        "tenth": _in_a_tenth(texts),
        "policy": list(rules().policies),
    }


def _asked(documents: Sequence[tuple], facts: Sequence[tuple]) -> list[tuple[str, int, str]]:
    first = {document: measure for document, *_, measure in facts if measure}
    return [
        (title.partition("科技")[0], year, first[number])
        for number, title, year in documents
        if number in first
    ]


def _in_a_tenth(texts: Sequence[str]) -> list[str]:
    """Words of two characters that stand in about a tenth of the passages."""
    seen = Counter[str]()
    for text in texts:
        pairs = {text[i : i + 2] for i in range(len(text) - 1)}
        seen.update(pair for pair in pairs if all("\u4e00" <= c < "\u9fa6" for c in pair))
    return sorted(seen, key=lambda word: abs(seen[word] - len(texts) / 10))[:8]


def filled(address: str, found: dict[str, list[str]], draw: random.Random) -> str:
    """The address with something in each brace, quoted as an address is."""
    parts = address.replace("}", "{").split("{")
    for at in range(1, len(parts), 2):
        parts[at] = quote(draw.choice(found[parts[at]]), safe="/?=&-_")
    return quote("".join(parts), safe="/?=&-_%|")
