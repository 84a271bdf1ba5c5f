"""What a sentence says of an enterprise: figures by the words before them, fields and places by name."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kejian.language import mentions
from kejian.model import Mention, MentionKind, Value
from kejian.policy.fields import fields
from kejian.policy.profile import Fact

_LONGEST = 2000
_BEFORE = 12  # characters before a figure in which its name stands

# words that name a field, where a figure of its kind follows; the nearest to the figure decides
_FIGURES = {
    "研发投入": "rd_expense", "研发费用": "rd_expense", "研发经费": "rd_expense", "研发支出": "rd_expense",
    "营业收入": "revenue", "营收": "revenue", "销售收入": "revenue", "收入": "revenue", "销售额": "revenue",
    "总资产": "assets", "资产": "assets", "利润": "taxable_income", "应纳税所得额": "taxable_income",
    "融资": "equity_raised", "技术转让所得": "tech_transfer_income", "设备": "equipment_price",
    "技术合同": "tech_contract_turnover", "投资": "invested",
    "研发人员": "rd_staff", "科技人员": "rd_staff", "员工": "staff", "职工": "staff",
    "团队": "staff", "人员": "staff",
    "大专以上": "college_staff", "增长": "revenue_growth", "研发占比": "rd_share",
    "研发费用占比": "rd_share", "研发人员占比": "rd_staff_share", "离岸": "offshore_share",
}  # fmt: skip
_KINDS = {
    "money": (MentionKind.MONEY, MentionKind.NUMBER),
    "count": (MentionKind.QUANTITY, MentionKind.NUMBER),
    "share": (MentionKind.SHARE,),
}
# words that say a field by themselves
_NAMED: tuple[tuple[str, str, Fact], ...] = (
    (r"CAR-?T|细胞治疗|基因治疗|免疫细胞", "project_kind", "cell_gene_therapy"),
    (r"[1一]类(?:新药|创新药|化学药|生物制品|中药)", "project_kind", "drug_class_1"),
    (r"医疗器械(?:产品|注册证)", "project_kind", "device"),
    (r"特别审[查批]", "special_review", True),
    (r"\bCRO\b|合同研究", "project_kind", "cro"),
    (r"(?:III|Ⅲ|三|3)期", "project_phase", "phase_3"),
    (r"(?<![I])(?:II|Ⅱ|二|2)期", "project_phase", "phase_2"),
    (r"(?<![I])(?:I|Ⅰ|一|1)期", "project_phase", "phase_1"),
    (r"临港", "region", "lingang"), (r"奉贤", "region", "fengxian"), (r"张江", "region", "zhangjiang"),
    (r"浦东", "region", "pudong"), (r"闵行", "region", "minhang"), (r"徐汇", "region", "xuhui"),
    (r"杨浦", "region", "yangpu"), (r"嘉定", "region", "jiading"), (r"松江", "region", "songjiang"),
    (r"青浦", "region", "qingpu"),
    (r"制造", "industry", "manufacturing"),
    (r"软件(?:公司|企业|开发)", "industry", "software"),
    (r"(?<!不是)(?<!非)(?:高新技术企业|高企)", "high_tech", True),
    (r"(?:不是|非|没有?)(?:高新技术企业|高企)", "high_tech", False),
    (r"(?<!不是)(?<!非)科技型中小企业", "tech_sme", True),
    (r"芯片设计|集成电路设计", "chip_or_software", "ic_design"),
    (r"晶圆|芯片制造|集成电路生产", "chip_or_software", "ic_production"),
    (r"(?:未|没有?)上市", "listed", False),
    (r"(?<![未没])(?<!没有)(?:已|已经)上市", "listed", True),
)  # fmt: skip
# standing that is planned, not held
_PLANNED = re.compile("(?:想|拟|计划|准备|打算|申请|申报|认定|怎么|如何|成为|评)[^，。；]{0,6}$")
_FIELDS = {
    "biomedicine": r"生物医药|CAR-?T|新药|创新药|医疗器械|细胞治疗|基因治疗|抗体|疫苗",
    "ic": r"芯片|集成电路|半导体|晶圆",
    "ai": r"人工智能|大模型|机器学习",
    "civil_aviation": r"民用航空|大飞机|航空发动机",
    "machine_tools": r"机床|工业母机",
    "new_energy": r"新能源|储能|氢能|光伏",
    "new_materials": r"新材料",
    "software": r"软件",
}


class Said(Value, frozen=True, kw_only=True):
    """A fact that a sentence says, with the words that say it, to be confirmed."""

    field: str
    value: Fact
    words: str


def read_sentence(text: str) -> tuple[Said, ...]:
    """The facts in ``text``, one a field; of two the first.

    >>> [(s.field, s.value) for s in read_sentence("在奉贤，有员工120人")]
    [('region', 'fengxian'), ('staff', 120)]
    """
    text = text[:_LONGEST]
    found: dict[str, Said] = {}
    for said in sorted((*_named(text), *_figures(text)), key=lambda pair: pair[0]):
        found.setdefault(said[1].field, said[1])
    return tuple(found.values())


def _named(text: str) -> Iterator[tuple[int, Said]]:
    for pattern, field, value in _NAMED:
        match = re.search(pattern, text, re.IGNORECASE)
        planned = field in ("high_tech", "tech_sme") and match and _PLANNED.search(text[: match.start()])
        if match and not planned:
            yield match.start(), Said(field=field, value=value, words=match[0])
    choices = {
        name: match for name, pattern in _FIELDS.items() if (match := re.search(pattern, text, re.IGNORECASE))
    }
    if choices:
        first = min(choices.values(), key=lambda match: match.start())
        words = "、".join(match[0] for match in choices.values())
        yield first.start(), Said(field="fields", value=frozenset(choices), words=words)


def _figures(text: str) -> Iterator[tuple[int, Said]]:
    end = 0
    for mention in mentions(text):
        before = text[max(end, mention.start - _BEFORE) : mention.start]
        end = mention.end
        field = _nearest(before, mention)
        value = None if field is None else _value(field, mention)
        if field is not None and value is not None:
            words = text[mention.start - len(before) : mention.end].lstrip("，。；、,; ")
            yield mention.start, Said(field=field, value=value, words=words)


def _nearest(before: str, mention: Mention) -> str | None:
    """The field whose name stands last before the figure; of names that end together the longest."""
    best: tuple[int, int, str] | None = None
    for word, field in _FIGURES.items():
        at = before.rfind(word)
        if at >= 0 and mention.kind in _KINDS[fields()[field].kind]:
            best = max(best or (-1, 0, ""), (at + len(word), len(word), field))
    return best[2] if best else None


def _value(field: str, mention: Mention) -> Fact | None:
    entry = fields()[field]
    if mention.value is None or mention.comparator != "=" or mention.value < 0:
        return None
    if mention.kind is MentionKind.MONEY and mention.unit != "CNY":
        return None
    if entry.kind == "share":
        from fractions import Fraction

        return Fraction(mention.value)
    if entry.kind == "money":
        fen = mention.value * 100
        bare = mention.kind is MentionKind.NUMBER and not re.search("[万亿]", mention.surface)
        return None if bare or fen != fen.to_integral_value() else int(fen)
    if mention.kind is MentionKind.QUANTITY and mention.unit not in ("人", "名", "位"):
        return None
    return int(mention.value) if mention.value == Decimal(int(mention.value)) else None
