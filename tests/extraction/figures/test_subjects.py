"""Whose report a title says it is."""

import pytest

from kejian.extraction.figures.subjects import section_subject, title_subject


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
    ],
)
def test_title_names_its_subject(title: str, subject: str | None) -> None:
    assert title_subject(title) == subject


def test_only_a_report_heads_a_part_of_its_own() -> None:
    assert section_subject("江天芯片股份有限公司2022年年度报告") == "江天芯片股份有限公司"
    assert section_subject("白鹭市创新平台") is None
