"""The audit log is only ever added to."""

import pytest
from django.db import DatabaseError, connection, transaction


def entry():
    from kejian.workbench import audit

    return audit.add(
        who="甲", action="decide statement", target="statement abc", before={"a": 1}, after={"a": 2}
    )


@pytest.mark.parametrize("change", ["UPDATE workbench_audit SET who = 'x'", "DELETE FROM workbench_audit"])
def test_the_database_refuses_to_change_it(base, change):
    entry()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_so_do_its_objects(base):
    from kejian.errors import BaseError

    found = entry()
    for change in (found.save, found.delete):
        with pytest.raises(BaseError, match="never"):
            change()


def test_it_lists_who_did_what_newest_first(site):
    entry()
    entry()
    found = site.get("/audit-log/?format=json").json()["entries"]
    assert [row["id"] for row in found] == sorted((row["id"] for row in found), reverse=True)
    assert found[0]["before"] == '{"a":1}'
    assert "statement abc" in site.get("/audit-log/?who=甲").content.decode()
    assert site.get("/audit-log/?who=乙&format=json").json()["entries"] == []
