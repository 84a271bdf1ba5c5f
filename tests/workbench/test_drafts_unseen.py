"""A draft changes nothing for whoever may not see it: every address answers as before, to the byte.

All pages and operations of the API are asked, bare and with words that only the draft has.
"""

import re

import pytest
from tests.workbench.addresses import TEXT, addresses, known
from tests.workbench.test_hostile import ready

SECRET = (
    "# 青岩市科技进步报告2023（征求意见稿）\n\n2023年5月，雾屿深潜研究所发布首台载人深潜器，"
    "研发经费支出为988.7亿元。\n\n2023年，青岩市技术合同成交额达到7777.7亿元，其中吸纳1.2亿元、输出2.3亿元。"
    "青岩量子研究院与雾屿深潜研究所开展合作。\n"
)
ASKED = ({}, {"of": "雾屿深潜研究所"}, {"of": "青岩"}, {"of": "2023年青岩市研发经费支出是多少？"})
WORDS = ("q", "words", "named", "who", "title", "with")
TOKEN = re.compile(
    rb'(csrfmiddlewaretoken" value="|csrf_token":"|X-CSRFToken[^:]{0,9}: ?[^A-Za-z0-9]{1,6})[A-Za-z0-9]+'
)
# when something was done last is no word of what was done
TIMES = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?")
PRIVATE = ("audit-log",)  # of administrators: it says that somebody added something, not what


def answers(client, there):
    """What every address answers."""
    from kejian.workbench import remembering

    remembering._kept.clear()
    found = {}
    for address in addresses():
        for asked in ASKED:
            fields = dict.fromkeys(WORDS, asked["of"]) if asked else {}
            for form in ({}, {"format": "json"}) if not address.api else ({},):
                answer = client.get(address.at(there), fields | form)
                content = TIMES.sub(b"", TOKEN.sub(b"", answer.content))
                found[address.path, asked.get("of", ""), *form] = (answer.status_code, content)
    return found


@pytest.fixture
def there(team, keep):
    return known(ready(keep(TEXT, name="r2022.md", said={"report_year": 2022})))


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_a_draft_of_somebody_else_changes_no_answer(team, there, keep, role):
    client = team(role)
    before = answers(client, there)
    ready(keep(SECRET, name="r2023.md", said={"report_year": 2023, "draft_of": "administrator"}))
    after = answers(client, there)
    differing = [address for address in before if before[address] != after[address]]
    assert differing == []
    assert not any("深潜器".encode() in content for _, content in after.values())


def test_its_own_addresses_are_as_if_there_were_none(team, there, keep):
    from kejian.base.linking_models import Thing

    number = ready(keep(SECRET, name="r2023.md", said={"report_year": 2023, "draft_of": "administrator"}))
    secret = known(number) | {"thing": Thing.objects.order_by("-pk").values_list("pk", flat=True)[0]}
    nowhere = {"document": 999_999, "fact": "0", "thing": 999_999, "finding": "0", "policy": there["policy"]}
    other, owner = team("editor"), team("administrator")
    seen = 0
    for address in addresses():
        if "{document}" in address.path or "{fact}" in address.path or "{thing}" in address.path:
            mine, theirs = owner.get(address.at(secret)), other.get(address.at(secret))
            none = other.get(address.at(nowhere))
            seen += mine.status_code == 200
            assert theirs.status_code == none.status_code, address
            assert theirs.status_code != 200, address
    assert seen >= 4


def test_whoever_it_is_shared_with_sees_it(team, there, keep):
    said = {"report_year": 2023, "draft_of": "administrator", "shared_with": ("reader",)}
    number = ready(keep(SECRET, name="r2023.md", said=said))
    assert team("reader").get(f"/documents/{number}/").status_code == 200
    assert team("reviewer").get(f"/documents/{number}/").status_code == 404
    assert "深潜器" in team("reader").get("/search/", {"q": "深潜器"}).content.decode()
