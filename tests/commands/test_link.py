"""`kejian link`: documents that are not linked become series; what is linked already is left alone."""

import pytest


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "yunhu-2022.txt"
    path.write_text("# 云湖市科技年报2022\n\n全市技术合同成交额120.5亿元。\n", encoding="utf-8")
    return path


def test_what_is_built_is_linked_already(kejian, report):
    assert kejian("build", report).exit_code == 0
    result = kejian("link")
    assert result.exit_code == 0
    assert result.stdout.startswith("0 documents linked")
    assert kejian("link", "--again").stdout.startswith("1 documents linked")


def test_series_say_when_documents_are_not_linked(kejian, report, url):
    from kejian.base import open_base
    from kejian.base.linking_models import Linked, Placed, Series

    kejian("build", report)
    with open_base(url) as base:
        for model in (Linked, Placed, Series):
            model.objects.using(base.alias).all().delete()
    result = kejian("series", "技术合同")
    assert result.exit_code == 1
    assert "1 documents are not linked yet: run `kejian link`" in result.stderr
    assert kejian("link").stdout.startswith("1 documents linked")
    assert "120.5" in kejian("series", "技术合同").stdout


def test_a_base_without_series_of_several_periods_lists_all_with_all(kejian, report):
    kejian("build", report)
    assert kejian("series").exit_code == 1
    assert "技术合同成交额" in kejian("series", "--all").stdout
    assert kejian("series", "--all", "--format", "csv").stdout.count("\n") >= 2
