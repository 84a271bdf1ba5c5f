"""Lists and counts of a large base go by its indexes: what SQLite says it would do."""

import pytest


@pytest.fixture
def alias(tmp_path):
    from kejian.base import open_base

    with open_base(tmp_path / "base.sqlite3") as base:
        yield base.alias


def newest_milestones(alias):
    from kejian.base.queries import visible_milestones

    rows = visible_milestones(alias, None).filter(period_start__isnull=False)
    return rows.order_by("-period_start", "pk").values_list("pk")[:40]


def milestones_by_domain(alias):
    from django.db.models import Count

    from kejian.base.queries import visible_milestones

    return visible_milestones(alias, None).order_by().values_list("domain").annotate(n=Count("*"))


def statements_of_documents(alias):
    from django.db.models import Count

    from kejian.base.models import Statement

    rows = Statement.objects.using(alias).filter(document__in=[1, 2], status="active").order_by()
    return rows.values_list("document_id", "kind").annotate(n=Count("*"))


def statements_by_kind(alias):
    from django.db.models import Count

    from kejian.base.models import Statement

    return (
        Statement.objects.using(alias).order_by().values_list("status", "kind", "role").annotate(n=Count("*"))
    )


def drafts(alias):
    from kejian.base.models import Work

    return Work.objects.using(alias).filter(visibility="draft").values_list("pk")


def first_series_of_a_force(alias):
    from kejian.base.linking_models import Series

    return Series.objects.using(alias).filter(scope=0, force="策源力").order_by("-weight", "id")[:4]


def what_is_stated_in_some_years(alias):
    from kejian.base.linking_models import Placed

    return Placed.objects.using(alias).filter(bundle__in=[1, 2], scope__in=[0], slot__in=["2021", "2022"])


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (newest_milestones, "COVERING INDEX kejian_statement_told"),
        (milestones_by_domain, "COVERING INDEX kejian_statement_told"),
        (statements_of_documents, "COVERING INDEX kejian_statement_counts"),
        (statements_by_kind, "COVERING INDEX kejian_statement_kind"),
        (drafts, "INDEX kejian_work_visibility"),
        (first_series_of_a_force, "INDEX kejian_series_by_force"),
        (what_is_stated_in_some_years, "INDEX kejian_placed_slot (bundle_id=? AND scope=? AND slot=?)"),
    ],
)
def test_the_index_is_taken(alias, rows, index):
    from django.db import connections

    query, values = rows(alias).query.get_compiler(using=alias).as_sql()
    with connections[alias].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}", values)
        plan = [row[3] for row in cursor.fetchall()]
    assert index in plan[0]
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
