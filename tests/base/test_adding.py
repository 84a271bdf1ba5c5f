"""What a person adds, the words that a person chooses, and the queue of what is to be reviewed."""

import pytest
from tests.base.factory import FIRST

from kejian.errors import BaseError


@pytest.fixture
def document(base, keep):
    from kejian.base.models import Document

    keep(FIRST)
    return Document.objects.using(base.alias).get()


def test_a_statement_is_added_once_with_its_sentence_and_its_person(base, document):
    from kejian.base.adding import add_statement

    words = document.text.split("\n")[-1][:2] or document.text[:2]
    start = document.text.rindex(words)
    given = {"kind": "entity", "start": start, "end": start + 2, "says": {"type": "place"}, "who": "王"}
    id_ = add_statement(base.alias, document.pk, **given)
    said = base.show(id_)
    assert said["extractor"] == "person 王"
    assert [d["verdict"] for d in said["decisions"]] == ["confirm"]
    assert said["passage"]["text"][slice(*said["passage"]["mark"])] == words
    with pytest.raises(BaseError, match="stated there already"):
        add_statement(base.alias, document.pk, **given)


def test_other_words_must_stand_where_a_correction_says(base, document):
    from kejian.base.models import Statement
    from kejian.base.spans import span_of

    (row,) = base.statements(quote="71家")
    found = Statement.objects.using(base.alias).get(pk=row["id"])
    right = {"quote": document.text[found.start - 1 : found.end], "moved": "-1"}
    with pytest.raises(BaseError, match="does not stand there"):
        base.decide(row["id"], "correct", correction=right | {"moved": "2"}, reason="r", who="王")
    base.decide(row["id"], "correct", correction=right, reason="r", who="王")
    assert span_of(document.text, (found.start, found.end), right) == (found.start - 1, found.end)
    assert span_of("another text", (3, 5), right) == (3, 5)


def test_the_queue_is_the_undecided_by_doubt(base, document):
    from kejian.base.models import Statement
    from kejian.base.reviewing import queue

    (row,) = base.statements(quote="71家")
    Statement.objects.using(base.alias).filter(pk=row["id"]).update(confidence=0.25)
    first = queue(base.alias, viewer=None, limit=1)
    assert first.ids == (row["id"],)
    rest = queue(base.alias, viewer=None, after=first.after)
    assert row["id"] not in rest.ids
    base.decide(row["id"], "confirm", reason="r", who="王")
    assert row["id"] not in queue(base.alias, viewer=None).ids
    assert queue(base.alias, viewer=None, state="confirmed").ids == (row["id"],)
    base.decide(row["id"], "withdraw", reason="r", who="王")
    assert queue(base.alias, viewer=None, limit=1).ids == (row["id"],)
