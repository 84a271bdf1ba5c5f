"""What findings say: every case in both languages, and nothing else."""

import ast
from pathlib import Path

import pytest

import kejian
from kejian.auditing.audit import NAMES
from kejian.auditing.model import Severity
from kejian.auditing.telling import (
    LANGUAGES,
    Case,
    as_stored,
    check_called,
    placeholders,
    read_wording,
    severity_called,
    tell,
    worded,
    wording,
)
from kejian.errors import VocabularyError

SOURCE = Path(kejian.__file__).parent
FILE = "findings.yaml"


def told_in_code():
    """Each call of ``tell`` in the source: where it stands, the case and the names of its values."""
    for path in sorted((SOURCE / "auditing").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                for key in keys(node.args[0], where):
                    yield where, key, {keyword.arg for keyword in node.keywords}


def keys(node, where):
    """The cases of a call: a text, or a choice between texts."""
    if isinstance(node, ast.IfExp):
        return [*keys(node.body, where), *keys(node.orelse, where)]
    assert isinstance(node, ast.Constant), f"{where}: the case must stand in the call itself"
    return [node.value]


TOLD = list(told_in_code())


@pytest.mark.parametrize(("where", "key", "names"), TOLD, ids=[f"{key} {where}" for where, key, _ in TOLD])
def test_a_case_of_the_code_has_words_and_all_their_values(where, key, names):
    assert key in wording().cases, f"{where}: {key} is not in {FILE}"
    assert names == placeholders(wording().cases[key]["en"]), f"{where}: values of {key}"


def test_no_words_without_a_case():
    assert set(wording().cases) == {key for _, key, _ in TOLD}


@pytest.mark.parametrize("key", wording().cases)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_hold_every_value(key, language):
    names = sorted(placeholders(wording().cases[key]["en"]))
    values = {name: f"〈{name}〉" for name in names}
    words = worded(tell(key, **values), language)
    assert words.message
    for value in values.values():
        assert value in words.message + words.computed
    assert "{" not in words.message + words.computed


def test_checks_and_severities_are_called_in_both_languages():
    assert set(wording().checks) == set(NAMES)
    assert set(wording().severities) == {severity.value for severity in Severity}
    assert check_called("growth", "zh") == "增长核对"
    assert check_called("growth", "en") == "Growth"
    assert severity_called("doubt", "zh") == "存疑"
    assert check_called("unknown", "zh") == "unknown"


@pytest.mark.parametrize(
    ("case", "zh", "en"),
    [
        (
            tell(
                "growth.rate",
                printed="23.8%",
                earlier="1486家",
                earlier_period="2020",
                now="1792家",
                now_period="2021",
                computed="20.59%",
            ),
            "“23.8%”与1486家（2020年）、1792家（2021年）对不上，请核对增幅和前后两个数|"
            "后数÷前数−1＝20.59%，文中为23.8%",
            "“23.8%” does not follow from 1486家 (2020) and 1792家 (2021)|"
            "after ÷ before − 1 = 20.59%, printed 23.8%",
        ),
        (
            tell("totals.sentence", total="83家", parts="9家 + 75家", computed="84", unit="家"),
            "各分项相加不等于83家，请核对合计数和各分项|9家＋75家＝84家",
            "the parts do not add up to 83家|9家 + 75家 = 84 家",
        ),
        (
            tell(
                "rates.rate", amount="3600万元", one="2.5亿元", other="15%",
                computed="36750000…38250000", unit="CNY",
            ),
            "3600万元不等于2.5亿元×15%，请核对基数、比率和结果|基数×比率＝3675万～3825万元",
            "3600万元 is not 2.5亿元 × 15%|base × rate = 36750000…38250000 CNY",
        ),
        (
            tell("lists.announced", stated=4, named="2…3"),
            "前面说有4个，后面列出2～3个，请核对数目或名单|",
            "4 are announced, 2 to 3 named|",
        ),
        (
            tell(
                "cumulative.part_of_year", part="91亿元", part_period="2022-01/2022-09",
                whole="88亿元", year="2022",
            ),
            "2022年1—9月为91亿元，比2022年全年的88亿元还多，请核对|",
            "91亿元 in 2022-01/2022-09 is more than 88亿元 in all of 2022|",
        ),
    ],
)  # fmt: skip
def test_words(case, zh, en):
    assert "|".join(worded(case, "zh")) == zh
    assert "|".join(worded(case, "en")) == en


def test_values_are_no_templates():
    hostile = "{0.__class__}{one}{"
    words = worded(tell("ranks.two_holders", one=hostile, other="乙区", place="1"), "zh")
    assert words.message.startswith(hostile)


def test_other_languages_are_told_in_english():
    assert worded(tell("terms.until"), "fr") == worded(tell("terms.until"), "en")


def test_a_stored_case_that_is_not_known_keeps_its_words():
    case = as_stored("growth.of_tomorrow", {"a": "b"}, message="as it was", computed="1 = 1")
    assert worded(case, "zh") == ("as it was", "1 = 1")
    case = as_stored("growth.rate", {"printed": "3%"}, message="as it was", computed="")
    assert worded(case, "en").message == "as it was"
    assert as_stored("terms.until", {}, message="", computed="") == Case("terms.until")


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("{zh: '{a}', en: '{b}'}", "one language only"),
        ("{zh: 甲}", "zh: and en:"),
        ("{zh: '{a', en: '{a}'}", "brace|expected '}'"),
        ("{zh: '{a.b}', en: '{a.b}'}", "a name with"),
        ("{zh: '{a:shout}', en: '{a}'}", "a name with"),
        ("{zh: '{}', en: '{}'}", "a name with"),
        ("{zh: [], en: []}", "a text"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, mistake, said):
    (tmp_path / FILE).write_text(
        f"checks: {{}}\nseverities: {{}}\nstates: {{}}\ncases:\n  growth.wrong: {mistake}\n", encoding="utf-8"
    )
    with pytest.raises(VocabularyError, match=said) as caught:
        read_wording(tmp_path)
    assert f"{FILE}, line 5" in str(caught.value)
