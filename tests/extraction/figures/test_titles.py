"""Whose report a title says it is."""

import pytest

from kejian.extraction.figures.titles import section_subject, title_subject


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("2023年青澜省科技统计公报", "青澜省"),
        ("望平区2021年科技工作总结", "望平区"),
        ("白鹭科技进步报告2022", "白鹭"),
        ("2024年青澜省政府工作报告", "青澜省"),
        ("白鹭材料研究院2023年度报告", "白鹭材料研究院"),
        ("白鹭晚报·科技版", "白鹭"),
        ("综述", None),
        ("《望平市“十四五”科技规划》中期评估报告", "望平市"),
        ("关于望平市2022年计划执行情况的报告", "望平市"),
        ("中共望平市委关于科技工作的意见", "望平市"),
        ("望平年鉴2023·科学技术", "望平"),
        ("望平市第二人民医院2022年年报", "望平市第二人民医院"),
        ("望平省科学院2023年度工作总结", "望平省科学院"),
        ("望平市科学技术局2023年工作总结", "望平市"),
        ("白鹭港集团股份有限公司2022年度报告", "白鹭港集团股份有限公司"),
        ("国家级白鹭经济技术开发区2022年报告", "白鹭经济技术开发区"),
        ("全省科技金融座谈会召开", None),
        ("我市科技工作综述", None),
        ("市科技局2022年工作总结", None),
        ("十年一剑：深海装备的背后", None),
        ("这座城市的灯塔", None),
        ("在全省创新大会上的讲话", None),
        ("在白鹭市人才大会上的讲话", "白鹭市"),
        ("关于2024年度奖励情况的通报", None),
        ("2024年全区教育发展概况", None),
    ],
)
def test_title_names_its_subject(title: str, subject: str | None) -> None:
    assert title_subject(title) == subject


def test_only_a_report_heads_a_part_of_its_own() -> None:
    assert section_subject("江天芯片股份有限公司2022年年度报告") == "江天芯片股份有限公司"
    assert section_subject("白鹭市创新平台") is None
