"""Linking anew what other rules linked: in pieces, that others write between and that survive a kill."""

import sqlite3

import msgspec
import pytest

from kejian.model import EntityType

COMPANIES = ("云湖沧芯微电子股份有限公司", "云湖沧芯微电子有限公司", "青岑砚海图像有限公司")


class KilledError(Exception):
    """The end of a process, as far as its transactions can tell."""


@pytest.fixture
def linking(base):
    """The module, which can be imported when a base is open."""
    from kejian.base import linking

    return linking


@pytest.fixture
def told(base, keep):
    """A base of three reports, one of them a draft, whose names and figures are linked."""

    def organisations(found):
        every = (msgspec.structs.replace(one, type=EntityType.ORGANISATION) for one in found.entities)
        return msgspec.structs.replace(found, entities=tuple(every))

    for number, company in enumerate(COMPANIES):
        keep(
            f"“{company}”新增灵犀岗{number + 3}家。",
            name=f"r{number}",
            title=f"甲{number}",
            change=organisations,
            draft_of="王" if number == 2 else "",
        )
    return base


@pytest.fixture
def anew(linking, monkeypatch):
    """Other rules than those that linked the base, and pieces of two rows each."""
    monkeypatch.setattr(linking, "linker_version", lambda: "another")
    for name in ("_NAMES", "_ROWS", "_AT_ONCE", "_TOGETHER"):
        monkeypatch.setattr(linking, name, 2)


@pytest.fixture
def between(linking, monkeypatch):
    """Have something done between two transactions of a run."""

    def between(act):
        monkeypatch.setattr(linking, "_give_way", lambda alias, since: act() or since)

    return between


def shown(base, viewer=None):
    """All that lists and pages of series and things tell."""
    base.viewer = viewer
    things = [base.thing(one.id) for one in base.things().entries]
    return base.series().entries, [(one.entry, one.names) for one in things]


def linked(alias):
    """What is kept to link by, and the numbers of published things; those of drafts are not kept."""
    from kejian.base.linking_models import Likeness, Linked, Member, NameKey

    likenesses = Likeness.objects.using(alias).order_by("one_id", "other_id")
    return (
        list(NameKey.objects.using(alias).order_by("name_id", "key").values_list("name_id", "key")),
        list(likenesses.values_list("one_id", "other_id", "score", "reasons", "short")),
        list(
            Member.objects.using(alias).filter(scope=0).order_by("name_id").values_list("name_id", "thing_id")
        ),
        set(Linked.objects.using(alias).values_list("document_id", "version")),
    )


def free(alias) -> bool:
    """Whether somebody else could write to the base now, without waiting."""
    from django.db import connections

    from kejian.base.connection import _LOCK

    settings = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        other = sqlite3.connect(settings["NAME"], timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return False
        finally:
            other.close()
        return True
    other = connections[alias].copy()  # a connection of its own
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK + 1])
            return bool(cursor.fetchone()[0])
    finally:
        other.close()


def test_the_lock_of_a_writer_is_seen(told):
    from kejian.base.connection import writing

    assert free(told.alias)
    with writing(told.alias):
        assert not free(told.alias)


def test_others_write_between_the_pieces(linking, told, anew, between):
    from kejian.base.linking_models import Dirty

    turns = []
    between(lambda: turns.append((free(told.alias), Dirty.objects.using(told.alias).count())))
    linking.link(told.alias)
    assert len(turns) > 2 * len(linking._STEPS)
    assert all(is_free for is_free, _ in turns)
    assert len({marked for _, marked in turns}) > 3  # it comes and goes a little at a time


def test_what_was_linked_is_read_as_before_in_between(linking, told, anew, between):
    from kejian.base.linking_models import NameKey

    before = {viewer: shown(told, viewer) for viewer in (None, "王")}
    seen = []
    between(lambda: seen.append({viewer: shown(told, viewer) for viewer in before}))
    linking._to_begin(told.alias, again=False)
    linking._begin(told.alias)
    assert NameKey.objects.using(told.alias).count() == 0
    assert seen
    assert all(each == before for each in seen)


def test_killed_after_any_piece_it_is_continued(linking, told, anew, between):
    linking.link(told.alias)
    whole, told_whole = linked(told.alias), shown(told)
    assert len(whole[1]) == 1  # two of the names are alike

    left = 0

    def killed():
        nonlocal left
        left -= 1
        if left < 0:
            raise KilledError

    for pieces in range(100):
        between(killed)
        left = pieces
        try:
            linking.link(told.alias, again=True)
        except KilledError:
            between(lambda: None)
            linking.link(told.alias)
            assert (linked(told.alias), shown(told)) == (whole, told_whole)
            assert linking.unsettled(told.alias) == 0
        else:
            break
    assert pieces > 2 * len(linking._STEPS)


def test_what_is_settled_by_somebody_else_in_between_is_made_again(linking, told, anew, between):
    linking.link(told.alias)
    whole = linked(told.alias)
    between(lambda: None)

    def settled():
        between(lambda: None)
        linking.settle(told.alias)
        between(settled)

    between(settled)
    linking.link(told.alias, again=True)
    assert linked(told.alias) == whole


def test_a_third_version_begins_anew(linking, told, anew, between, monkeypatch):
    from kejian.base.linking_models import Linked

    def killed():
        if Linked.objects.using(told.alias).filter(version="another").exists():
            raise KilledError

    between(killed)
    with pytest.raises(KilledError):
        linking.link(told.alias)
    between(lambda: None)
    monkeypatch.setattr(linking, "linker_version", lambda: "a third")
    linking.link(told.alias)
    assert set(Linked.objects.using(told.alias).values_list("version", flat=True)) == {"a third"}
    assert told.unlinked() == 0


def test_while_much_is_marked_a_decision_makes_no_more_than_it_touches(linking, told, monkeypatch):
    from kejian.base.linking_models import Bundle, Dirty, Name

    monkeypatch.setattr(linking, "_LEFT", 0)
    every = {("bundle", key) for key in Bundle.objects.using(told.alias).values_list("pk", flat=True)}
    every |= {("name", key) for key in Name.objects.using(told.alias).values_list("pk", flat=True)}
    Dirty.objects.using(told.alias).bulk_create([Dirty(what=what, key=key) for what, key in sorted(every)])
    figure = next(row for row in told.statements(kind="figure") if row["value"])
    listed = told.series().entries
    told.decide(figure["id"], "reject", reason="misread", who="li")
    left = set(Dirty.objects.using(told.alias).values_list("what", "key"))
    assert left < every
    assert told.series().entries != listed
    told.decide(figure["id"], "withdraw", reason="it was right", who="li")
    assert set(Dirty.objects.using(told.alias).values_list("what", "key")) == left
    assert told.series().entries == listed
    linking.settle(told.alias)
    assert linking.unsettled(told.alias) == 0


def test_a_little_that_waits_is_made_with_a_decision(linking, told):
    from kejian.base.linking_models import Bundle, Dirty

    waiting = Bundle.objects.using(told.alias).values_list("pk", flat=True)
    Dirty.objects.using(told.alias).bulk_create([Dirty(what="bundle", key=key) for key in waiting])
    figure = next(row for row in told.statements(kind="figure") if row["value"])
    told.decide(figure["id"], "reject", reason="misread", who="li")
    assert linking.unsettled(told.alias) == 0


def test_a_decision_that_changes_nothing_links_nothing(told, monkeypatch):
    from kejian.base import decisions

    def relinked(alias, *, work):
        raise AssertionError("the document was linked again")

    monkeypatch.setattr(decisions, "relink", relinked)
    figure = next(row for row in told.statements(kind="figure") if row["value"])
    told.decide(figure["id"], "confirm", reason="it is so", who="li")
    told.decide(figure["id"], "withdraw", reason="not sure", who="li")
    with pytest.raises(AssertionError):
        told.decide(figure["id"], "reject", reason="misread", who="li")
