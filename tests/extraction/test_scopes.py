"""What a stretch of a document is about."""

from collections.abc import Callable

import pytest

from kejian.extraction.context import Context
from kejian.extraction.scopes import Regime

Lay = Callable[..., Context]


def regime(laid: Context) -> Regime:
    return laid.sentences[-1].scope.regime


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("三、下一步工作打算", Regime.PLAN),
        ("（一）主要目标", Regime.PLAN),
        ("2024年重点工作", Regime.PLAN),
        ("Outlook", Regime.PLAN),
        ("2023年工作回顾", Regime.FACT),
        ("目标完成情况", Regime.FACT),
        ("“珠峰计划”", Regime.FACT),
        ("未来三年", Regime.PLAN),
        ("（四）未来工作方向", Regime.PLAN),
        ("四 育新兴产业之林，蓄未来竞争之势", Regime.FACT),
        ("服务“双碳”目标，推动绿色制造", Regime.FACT),
        ("聚焦重点任务推进攻关", Regime.FACT),
        ("政策措施", Regime.FACT),
        ("云麓市支持创新平台建设若干措施", Regime.POLICY),
        ("云麓市科学技术奖励办法（2023年修订）", Regime.POLICY),
        ("《云麓市实验室管理办法》实施情况", Regime.FACT),
        ("云麓理工学院质谱仪采购项目公开招标公告", Regime.POLICY),
        ("云麓年鉴（2022）·科技创新政策", Regime.FACT),
        ("三、完善科技创新政策", Regime.FACT),
    ],
)
def test_heading(heading: str, expected: Regime, lay_out: Lay) -> None:
    assert regime(lay_out(f"# {heading}\n\n建设实验室6家。", report_year=2023)) is expected


def test_the_nearest_telling_heading_decides(lay_out: Lay) -> None:
    text = "# 2024年工作计划\n\n## 现状与基础\n\n### 平台\n\n建设实验室6家。"
    assert regime(lay_out(text, report_year=2023)) is Regime.FACT


def test_articles_go_on_to_the_next_heading(lay_out: Lay) -> None:
    text = "第二条 补助标准如下：\n\n每家企业20万元。\n\n# 附：工作进展\n\n已补助企业20家。"
    found = [s.scope.regime for s in lay_out(text).sentences]
    assert found[0] is found[1] is Regime.POLICY
    assert found[-1] is Regime.FACT


def test_a_list_under_the_name_of_a_policy_is_of_that_policy(lay_out: Lay) -> None:
    text = "《云麓市研发补助办法》主要规定如下：\n\n- 单个企业每年最高80万元\n- 有效期3年\n"
    scope = lay_out(text).sentences[-1].scope
    assert (scope.regime, scope.policy) == (Regime.POLICY, "云麓市研发补助办法")


def test_in_a_policy_few_headings_tell_of_what_was(lay_out: Lay) -> None:
    text = "# 云麓市技术转移若干措施\n\n## {}\n\n每家补助20万元。"
    assert regime(lay_out(text.format("三、促进成果转化"))) is Regime.POLICY
    assert regime(lay_out(text.format("附：上年度工作情况"))) is Regime.FACT


def test_a_section_on_what_is_granted_is_of_the_policy_above(lay_out: Lay) -> None:
    scope = lay_out("# 云麓市技术转移若干措施\n\n## 二、申报条件\n\n员工30人以上。").sentences[-1].scope
    assert (scope.regime, scope.policy) == (Regime.POLICY, "云麓市技术转移若干措施")


@pytest.mark.parametrize(
    ("genre", "title", "expected"),
    [
        ("tender notice", "云麓理工学院仪器采购", Regime.POLICY),
        ("notice", "关于组织申报云麓市攻关项目的通知", Regime.POLICY),
        ("notice", "关于公布云麓市攻关项目结果的通知", Regime.FACT),
        ("policy", "云麓市未来产业行动计划（2024—2026年）", Regime.PLAN),
        ("yearbook", "云麓年鉴（2022）·科技创新政策", Regime.FACT),
    ],
)
def test_a_document_by_its_genre_or_title(genre: str, title: str, expected: Regime, lay_out: Lay) -> None:
    assert regime(lay_out("每家企业20万元。", genre=genre, title=title)) is expected


def test_a_document_whose_genre_is_policy(lay_out: Lay) -> None:
    assert regime(lay_out("每家企业20万元。", genre="policy")) is Regime.POLICY
    assert regime(lay_out("每家企业20万元。", title="云麓市促进技术转移若干规定")) is Regime.POLICY
    assert regime(lay_out("每家企业20万元。", genre="press article")) is Regime.FACT
