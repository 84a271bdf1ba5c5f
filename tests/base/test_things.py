"""Things in the base: one under all its names across documents, and what people decide of names."""

import msgspec
import pytest

from kejian.base.rows import passage
from kejian.errors import BaseError
from kejian.model import Entity, EntityType

COMPANY = "云湖沧芯微电子股份有限公司"


@pytest.fixture
def tell(keep):
    """Store a text whose “quoted” names are organisations; ``also`` gives other forms of the first."""

    def tell(text, *, name, also=(), **more):
        def change(found):
            entities = []
            for number, one in enumerate(found.entities):
                aliases = tuple(also) if number == 0 else ()
                entities.append(msgspec.structs.replace(one, type=EntityType.ORGANISATION, aliases=aliases))
            return msgspec.structs.replace(found, entities=tuple(entities))

        return keep(text, name=name, change=change, title=name, **more)

    return tell


def names(base, words, **more):
    (one,) = base.things(words, **more).entries
    return {name.shown for name in base.thing(one.id).names}


def test_names_of_one_thing_in_several_documents_are_joined(base, tell):
    tell(f"“{COMPANY}”发布新品。", name="a")
    tell("“云湖沧芯微电子有限公司”扩产。", name="b")
    tell("“青砚沧芯微电子有限公司”开业。", name="c")
    (one,) = base.things("云湖沧芯").entries
    assert (one.name, one.names, one.statements, one.works) == (COMPANY, 2, 2, 2)
    shown = base.thing(one.id)
    assert {name.shown for name in shown.names} == {COMPANY, "云湖沧芯微电子有限公司"}
    assert all(name.reasons[0].startswith("legal: ") for name in shown.names)
    assert [said.sentence for said in shown.mentions if said.form == "云湖沧芯微电子有限公司"] == [
        "“云湖沧芯微电子有限公司”扩产。"
    ]
    assert base.things().total == 2
    assert base.things_table().height == 2


def test_a_short_name_that_a_document_gives_leads_to_its_thing(base, tell):
    tell("“云湖先进计算研究院”成立。", name="a", also=("云先院",))
    tell("“云先院”发布报告。", name="b")
    assert names(base, "云先院") == {"云湖先进计算研究院", "云先院"}


def test_a_short_name_of_two_things_joins_neither(base, tell):
    tell("“云湖先进计算研究院”成立。", name="a", also=("先研院",))
    tell("“青砚先进材料研究院”成立。", name="b", also=("先研院",))
    tell("“先研院”发布报告。", name="c")
    assert base.things("研究院").total == 2
    (short,) = base.things("先研院").entries
    assert base.thing(short.id).entry.names == 1


def test_words_that_point_are_no_things(base, tell):
    tell("“本市”与“该公司”合作，“公司”发布。", name="a")
    assert base.things().total == 0


def test_a_thing_keeps_its_number_as_names_come_and_go(base, tell):
    tell("“云湖沧芯微电子有限公司”扩产。", name="b")
    (before,) = base.things().entries
    tell(f"“{COMPANY}”发布新品。", name="a")
    (after,) = base.things().entries
    assert before.id == after.id
    assert (before.names, after.names) == (1, 2)


def test_a_name_that_no_document_has_any_more_is_gone(base, tell):
    tell(f"“{COMPANY}”发布新品，共有员工71人，占地12000平方米。", name="a", work="w")
    tell("我们发布新品，共有员工71人，占地12000平方米。", name="a", work="w")
    assert base.things().total == 0


def test_milestones_and_figures_of_a_thing(base, tell):
    tell("“云湖沧芯”于5月发布。", name="a")
    (one,) = base.things("沧芯").entries
    assert base.thing(one.id).counts["name"] == 1
    assert [said.kind for said in base.thing(one.id).milestones] == ["milestone"]


def test_things_named_in_one_sentence_are_related(base, tell):
    from kejian.base.things import related

    tell("“云湖沧芯”与“青砚光电”合作。“朔海船舶”开业。", name="a")
    tell("“青砚光电”与“云湖沧芯”签约。", name="b")
    (one,) = base.things("沧芯").entries
    (other,) = related(base.alias, one.id)
    assert (other.thing.name, other.sentences, other.works) == ("青砚光电", 2, 2)


def test_a_credit_code_joins_what_no_likeness_does(base, tell):
    tell("“云湖沧芯微电子有限公司”（统一社会信用代码：91350100M000100Y43）扩产。", name="a")
    tell("“沧芯控股”（91350100M000100Y43）更名。", name="b")
    (one,) = base.things("沧芯控股").entries
    assert one.code == "91350100M000100Y43"
    assert names(base, "沧芯控股") == {"云湖沧芯微电子有限公司", "沧芯控股"}


# --- decisions --------------------------------------------------------------------------------------


def decide(base, verdict, one, other, **more):
    from kejian.base.things import decide_things

    return decide_things(
        base.alias, verdict, one, other, type="organisation", reason="r", who="w", viewer=base.viewer, **more
    )


def test_people_join_part_and_name_things(base, tell):
    tell(f"“{COMPANY}”发布新品。", name="a")
    tell("“云湖沧芯微电子有限公司”扩产。", name="b")
    tell("“砚海图像”开业。", name="c")
    decide(base, "same", "砚海图像", COMPANY)
    assert names(base, "砚海") == {COMPANY, "云湖沧芯微电子有限公司", "砚海图像"}
    decide(base, "name", COMPANY, "沧芯微")
    assert base.things("砚海").entries[0].name == "沧芯微"
    decide(base, "name", "砚海图像", "砚海")
    assert base.things("砚海").entries[0].name == "砚海"  # the last one counts, by whichever name
    decide(base, "withdraw", COMPANY, COMPANY)
    assert base.things("砚海").entries[0].name == COMPANY
    decide(base, "different", COMPANY, "云湖沧芯微电子有限公司")
    assert names(base, "微电子有限公司") == {"云湖沧芯微电子有限公司"}
    decide(base, "withdraw", COMPANY, "云湖沧芯微电子有限公司")
    assert len(names(base, "砚海")) == 3


def test_a_split_beats_a_chain_of_links(base, tell):
    tell(f"“{COMPANY}”发布新品。", name="a", also=("沧芯微",))
    tell("“云湖沧芯微电子有限公司”扩产。", name="b", also=("沧芯微",))
    assert len(names(base, "股份有限公司")) == 3
    decide(base, "different", COMPANY, "云湖沧芯微电子有限公司")
    for words in ("股份有限公司", "微电子有限公司"):
        assert len({COMPANY, "云湖沧芯微电子有限公司"} & names(base, words)) == 1


def test_decisions_outlive_editions_linking_again_and_a_move(base, tell, tmp_path):
    from tests.databases import new_base

    from kejian.base import open_base
    from kejian.base.archive import move
    from kejian.base.linking import link

    tell("“砚海图像”开业。", name="a", work="a")
    tell(f"“{COMPANY}”发布新品。", name="b")
    decide(base, "same", "“砚海”图像", COMPANY)
    tell("“砚海图像”开业两年。", name="a", work="a")
    link(base.alias, again=True)
    assert names(base, "砚海") == {COMPANY, "砚海图像"}
    with new_base("sqlite", tmp_path) as url, open_base(url) as other:
        move(base.alias, other.alias)
        assert names(other, "砚海") == {COMPANY, "砚海图像"}


def test_with_other_rules_all_names_are_joined_again(base, tell, monkeypatch):
    from kejian.base import linking, links

    monkeypatch.setattr(links, "like", lambda one, other: None)
    tell(f"“{COMPANY}”发布新品。", name="a")
    tell("“云湖沧芯微电子有限公司”扩产。", name="b")
    assert base.things().total == 2
    monkeypatch.undo()
    monkeypatch.setattr(linking, "linker_version", lambda: "another")
    assert base.unlinked() == 2
    linking.link(base.alias)
    assert base.unlinked() == 0
    (one,) = base.things().entries
    monkeypatch.setattr(linking, "_AT_ONCE", 1)
    linking.link(base.alias, again=True)
    assert base.things().entries == (one,)  # its number too


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("same", "砚海", "砚海"), "that differ"),
        (("maybe", "砚海", "青海"), "no verdict"),
        (("same", "没有", "也没有"), "nothing is named"),
    ],
)
def test_what_is_no_decision(base, tell, arguments, says):
    tell("“砚海”开业。", name="a")
    with pytest.raises(BaseError, match=says):
        decide(base, *arguments)


def test_a_decision_is_never_changed(base, tell):
    from kejian.base.linking_models import ThingDecision

    tell("“砚海”与“青光”开业。", name="a")
    decide(base, "same", "砚海", "青光")
    said = ThingDecision.objects.using(base.alias).get()
    with pytest.raises(BaseError, match="never changed"):
        said.save(using=base.alias)


# --- drafts -----------------------------------------------------------------------------------------


def test_a_draft_adds_nothing_to_what_others_see(base, tell):
    from kejian.base.things import related

    tell(f"“{COMPANY}”与“青砚光电”签约。", name="a")
    (before,) = base.things("沧芯").entries
    shown, near = base.thing(before.id), related(base.alias, before.id)
    tell(
        f"“{COMPANY}”与“朔海密舟”签约。“云湖沧芯微电子有限公司”扩产。",
        name="d",
        draft_of="王",
        also=("暗芯",),
    )
    assert base.things("沧芯").entries == (before,)
    assert base.thing(before.id) == shown
    assert related(base.alias, before.id) == near
    assert base.things("密舟").total == base.things("暗芯").total == 0
    base.viewer = "王"
    assert base.things("密舟").total == 1
    full = base.thing(before.id)
    assert {name.shown for name in full.names} == {COMPANY, "云湖沧芯微电子有限公司", "暗芯"}
    assert len(full.mentions) == 3
    assert {one.thing.name for one in related(base.alias, before.id, viewer="王")} == {"青砚光电", "朔海密舟"}


def test_what_only_a_draft_names_cannot_be_decided_on_by_others(base, tell):
    tell("“朔海密舟”签约。", name="d", draft_of="王")
    tell("“青砚光电”签约。", name="a")
    with pytest.raises(BaseError, match="nothing is named"):
        decide(base, "same", "朔海密舟", "没有的名字")


def test_decisions_on_a_draft_s_names_are_not_shown_to_others(base, tell):
    tell("“青砚光电”签约。", name="a")
    tell("“朔海密舟”签约。", name="d", draft_of="王")
    base.viewer = "王"
    decide(base, "same", "朔海密舟", "青砚光电")
    assert names(base, "青砚") == {"青砚光电", "朔海密舟"}
    base.viewer = None
    (one,) = base.things().entries
    assert [(name.shown, name.decided) for name in base.thing(one.id).names] == [("青砚光电", "")]
    assert base.things("密舟").total == 0


def test_entities_rejected_or_corrected_by_people(base, tell):
    tell("“砚海图象”开业。", name="a")
    (row,) = base.statements(kind="entity")
    base.decide(row["id"], "correct", correction={"name": "砚海图像"}, reason="slip", who="w")
    assert [one.name for one in base.things().entries] == ["砚海图像"]
    base.decide(row["id"], "reject", reason="no name", who="w")
    assert base.things().total == 0


def test_hostile_names(base, keep):
    def change(found):
        doc = "名" * 300
        at = passage(doc, document="x", start=0, end=200)
        names = ("a" * 20000, "%_!", "\u202e反", "）（", "(" * 3000)
        return msgspec.structs.replace(
            found,
            entities=tuple(
                Entity(passage=at, sentence=at, name=name, aliases=(), type=EntityType.PRODUCT, mentions=())
                for name in names
            ),
        )

    keep("名" * 300, name="x", change=change)
    assert base.things().total >= 1
    assert base.things("反").total <= 1
