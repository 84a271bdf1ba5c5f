"""The share that a number tells, and the whole that it is a share of, by the words beside it."""

import re

from kejian.extraction.figures.phrases import clean, noun, unlinked, words
from kejian.extraction.figures.wording import Phrase, tailed
from kejian.language.han import han_pattern

_SHARE_LEFT = re.compile(r"[占达为至到率比]")
_SHARE_REGION = re.compile(r"(全[国省市球区县]|世界|国内)[^，]{0,3}$")
_CONTRIBUTION = re.compile(r"^(?P<of>.*?)(?P<own>对(?P<whole>[^，]{2,16}?)的?贡献(?:率|份额|度)?)")
# a share of those named first: 规上企业中有研发机构的不到四成
_AMONG = han_pattern(
    r"(?P<whole>[^，@]{2,16}?)(?<![其集大高当空手年])(?:之中|里|中(?![国型小心试介间央高标长期等部外文药东西转层])|中(?=高新|高校|高层))，?"
    r"(?P<of>[^，]{2,20}?)(?:的)?(?:所占(?:比[重例])?|约占|占比?|比[重例]|超过|不到|不足|达|约|近|有|仅|只|为|到)+$"
)
_PICKED_OUT = re.compile(r"的(?!所?占?比|所占|份额)")
# 在全市成交额中占, 三类经费在研发经费中的占比分别为
_SHARED_WITHIN = han_pattern(
    r"(?P<of>[^，]*?)(?<!存)在(?P<whole>[^，在@]{2,20}?)(?:(?<![其当])[中里]的?|的(?=占比|份额|比))(?:所占|约占|占有?|占比|份额|比[重例率])"
    r"(?:也|约|仅|只|相应|同步|分别|均|为|达到?|是|超过?|近|合计|由|从|@|的)*"
)
_WITHIN = han_pattern(r"(?P<of>.*?)在?(?P<whole>全国|全省|全市|全区|全球|世界|国内)的?(?:比重|占比|份额)")
# 约为全市的, 相当于全国总量的
_IS_PART = han_pattern(
    r"(?P<of>.*?)(?:约|仅|只|大约|已|也)*(?:相当于|接近|[是为])(?P<whole>(?:全[国省市区县州球]|世界|国内)[^占@]{0,14})的$"
)
_BY_WHOM = ("由", "被", "归")
_ITS = ("中", "其中", "其", "去", "据")
_OF_END = re.compile(r"(?:分别|依次|约|均|合计|共|总量|共计|(?<!院)所|的)+$")
_OURS = re.compile(r"^(?:我们|咱们|自己)的?(?=.{2})")
_WORDED = re.compile(r"比重|比例|比率")
_OF_BARE = ("总量", "数量", "合计", "三者", "二者", "两者")
# 三校合计, 两家
_THOSE = re.compile(
    r"[两二三四五六](?:[校市县区省院所业者家地国州]|家企业|个[市县区])(?:合计|共|总计|加起来|之和)*"
)
_FROM_END = re.compile(r"(?:(?:由|从)@?的?)$")
_TOTAL = re.compile(r"(?P<total>总数|总量)的[约近超]*$")
_WHOLE_END = re.compile(
    r"(?:[的之](?:比重|比例|比率|份额|占比)|所占比重|比重|比例|比率|之(?=$)|则|均在|皆在|的|约|近|超|分别|依次|了|到|为|达|由|从|升|降|提高|下降"
    r"|升至|降至|提高到|合计|保持在|只有|仅有|仅|只|至|已经?|仍)+$"
)
_REGION_TOTAL = re.compile(r"(?<=全[国省市区球县])(?:总量|总数)$")
# 拿出销售收入的6%投入研发
_TAKEN_FROM = han_pattern(r"(?:拿出|将|把|提取)[^，#]{0,4}?(?P<whole>\p{Han}{2,8})的[近约超]?$")
_GIVEN_TO = han_pattern(r"(?:以上)?[都全]?(?:投入|用于|投向)[到于]?(?P<of>研发|科研|技术研发|新产品研发)")
# 合金产量超全国四分之一
_OF_OVER = han_pattern(
    r"(?P<of>\p{Han}{2,14}[量额数入值模])(?:已|约|近|超过?|不足|接近|达到?|占)+(?P<whole>全[国省市区球县]|世界)的?[近约超]?"
)
# 超全省三分之二: a part of what was just told
_OVER_WHOLE = re.compile(
    r"(?:已|约|近|超过?|不足|接近|达到?)*(?P<whole>全[国省市区县球]|世界)(?:总[量额数]|总量)?的?(?:近|约)?"
)
_PART_OF = ("份额", "市场份额", "市场", "比重")  # 占据全球市场22%的份额
_SPACE = " @\u3000"


def read_share(left: str, right: str) -> Phrase:
    """What the words left and right of a share say about it."""
    w = words()
    if (m := _GIVEN_TO.match(right)) and (taken := _TAKEN_FROM.search(left)):
        return Phrase(m["of"] + "投入", whole=taken["whole"])
    if left.endswith("的") and right[:1] in _BY_WHOM and (whole := clean(left)):
        return Phrase(whole, whole=whole)
    after = (
        noun(right if left.strip(_SPACE) else right.strip(_SPACE))
        if not right.startswith(("以上", "以下"))
        else None
    )
    if after and not left.strip(_SPACE) and "占" in after and (m := w.share.match(after)):
        return Phrase(clean(m["of"]), whole=_whole(m["whole"]), right=True)
    if after and right[:1] == "是" and len(right) > 2 and not _SHARE_LEFT.search(left):
        return Phrase(after.removeprefix("是"), right=True)
    if after in _PART_OF and (m := w.share.match(left)) and m["of"]:
        return Phrase(clean(m["of"]), whole=_whole(m["whole"]))
    if (after and right[:1] == "的") or (after and not _SHARE_LEFT.search(left)):
        region = _SHARE_REGION.search(unlinked(left))
        return Phrase(after, whole=region[1] if region else None, right=True)
    if after and right[0] in "为是":
        return Phrase(right[1:], right=True)
    of_region = "全" in left or "世界" in left or "国内" in left
    if of_region and (m := _OF_OVER.fullmatch(left)):
        return Phrase(clean(m["of"]), whole=m["whole"])
    if of_region and (m := _OVER_WHOLE.fullmatch(left)):
        return Phrase(None, whole=m["whole"])
    if "贡献" in left and (m := _CONTRIBUTION.match(left)):
        return Phrase(m["own"], whole=m["whole"])
    if "在" in left and (m := _SHARED_WITHIN.fullmatch(left)):
        return Phrase(clean(m["of"]) if m["of"].strip(_SPACE) else None, whole=_whole(m["whole"]))
    if ("中" in left or "里" in left) and (m := _AMONG.match(_as_share(left))):
        # of those that something picks out it is all: 规上企业中|设有实验室|的占四成
        said = _PICKED_OUT.match(left, m.end("of")) is not None
        return Phrase(m["of"].strip(_SPACE) if said else clean(m["of"]), whole=clean(m["whole"]), picked=True)
    if of_region and (m := _IS_PART.match(left)):
        of = "" if m["of"] in _OF_BARE else _OF_END.sub("", m["of"])
        return Phrase(clean(of) if of and of not in _OF_BARE else None, whole=_whole(m["whole"]))
    if of_region and (m := _WITHIN.match(left)):
        return Phrase(clean(m["of"]) if m["of"] else None, whole=m["whole"])
    if m := w.share.match(left):
        whole = _whole(m["whole"])
        of = _OF_END.sub("", m["of"])
        of = "" if of in _OF_BARE or _THOSE.fullmatch(of) else of
        if m["verb"] in ("完成", "贡献", "贡献了") and whole is None:
            return Phrase(clean(left))
        worded = _WORDED.search(m["whole"])
        return Phrase(
            clean(of) if of else None,
            whole=whole,
            worded=worded[0] if worded and whole else "",
            picked=m["of"].endswith("的") and whole is None,
            taken=not m["of"].strip(_SPACE + "只仅约已也就") and whole is None,
        )
    if left.endswith("的") and not right.strip(_SPACE):
        return Phrase(clean(left), picked=True)
    return tailed(clean(left))


def _as_share(left: str) -> str:
    """The words left of a share with 占 for the links that they end with."""
    bare = unlinked(left)
    return left if bare == left else bare + "占"


def _whole(text: str) -> str | None:
    text = _FROM_END.sub("", text)
    if m := _TOTAL.search(text):
        text = text[: m.end("total")]
    text = _WHOLE_END.sub("", text)
    text = _REGION_TOTAL.sub("", text.strip("了的约近 "))
    text = _OURS.sub("", text)
    return None if text in ("", "比", "例", "重", "中", "里", "平均", *_ITS) else text
