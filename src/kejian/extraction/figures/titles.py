"""Whom a document or a part of it reports on, by its title: a place, a body, a company."""

import re
from collections import Counter
from functools import lru_cache

import regex
import rjieba

from kejian import kinds
from kejian.extraction.figures.places import signs_at
from kejian.language.han import han_pattern
from kejian.model import About, Document
from kejian.vocabulary.patterns import found_at

_TITLE_OPENER = (
    r"^(?:[^！!。]{2,8}[！!]|[去今上前]年|近年来?|过去[一三五]年|关于|在|对|《|(?:解读|图解|一图读懂)[：:]?|国家级|中共|(?:20)?\d\d年(?:度|(?!度))|[“\"]十[一二三四五]五[”\"](?:以来|时期|期间)?"
    r"|[上下]半年度?|第?[一二三四1-4]季度|前三季度|1?\d[-—~至]1?\d月份?|全[国省市区县州])*"
)
_REPORTED = (
    r"(?=20\d\d|年度|[（(]|[第前][一二三]|[上下]半年|半年|关于|科研|科技|工作|创新|社会责任|可持续"
    r"|知识产权|的|政府|人民政府|人民代表|国民经济|经济|统计|数字|技术|研发|R&D|高新|高技术|专利|工业|产业|人才|[：:“]|$)"
)
_PLACE = han_pattern(
    rf"{_TITLE_OPENER}((?![全我本各这那])\p{{Han}}{{2,7}}?(?:自治区|自治州|特别行政区|新区|市|省|区|县|州|盟|旗))(?!级|场|属|域)"
)
_ZONE = han_pattern(
    rf"{_TITLE_OPENER}(\p{{Han}}{{2,10}}?(?:新城|新港|科学城|科技城|未来城|大?走廊|示范区|湾区|科学中心))"
)
_BARE_PLACE = han_pattern(
    rf"{_TITLE_OPENER}(?![全我本各市省区县创]|国民|中国|国内|[上下]半年|前三季|季度|解读|观察|聚焦|专访|关注|调查|记者|快讯|速览)(\p{{Han}}{{2,4}}?)"
    r"(?<!县域|市域|区域)(?=科技(?![：:，,])|县域|[去今]年|[上下]半年|“十[一二三四五]五”|海关|科学|创新|统计|国民|高新|知识产权|研发|R&D|技术|研究与|(?<![局厅委办部处室])\d{4}|年鉴|蓝皮书|科创|发展|经济|大数据|人工智能|集成电路|生物医药|数字|独角兽|低空|科普|专利|的(?:创新|科技|答卷))"
)
# a body of its own, named with the place where it is: 江洲市第一人民医院2022年年报
_BODY_NAMED = regex.compile(
    _TITLE_OPENER
    + r"([\p{Han}A-Za-z（）()·]{2,30}?(?:大学|学院|医院|公司|集团|银行|研究院|研究所|科学院|博物馆|科技馆))"
    + _REPORTED
)
_ORGANISATION = regex.compile(
    _TITLE_OPENER + r"(\p{Han}{2,12}(?:大学|学院)附属\p{Han}{0,8}(?:医院|中学|研究所)"
    r"|[\p{Han}\p{L}（）()·]{2,30}?(?:研究院|研究所|科学院(?:\p{Han}{2,6}分院)?|大学|学院|有限公司|股份公司|(?<!上市)公司"
    r"|集团(?:股份|有限|责任)*(?:公司)?|实验室|医院|中心|银行|协会|园区|高新区|开发区))"
)
# the district of a city whose report it is: 江洲市望平区2023年…
_WITHIN = han_pattern(
    rf"(?!高新|经开|经济|开发|示范|自贸|保税|综合|[各新城郊园片校社景辖级场])(\p{{Han}}{{2,6}}?(?:新区|区|县|市|旗)){_REPORTED}"
)
# the zone of a city whose report it is: 青川市高新区2022年…
_ZONE_WITHIN = han_pattern(
    rf"((?:高新|经开|经济技术开发|开发|保税|临空经济)区|\p{{Han}}{{2,6}}?(?:产业园|科学城|科技城)){_REPORTED}"
)
_IN_BRACKETS = han_pattern(r"[（(](\p{Han}{2,8}?(?:自治区|新区|省|市|区|县|州))[)）]$")
# what is nobody's name: words that open a title, 全市, fields of work (在全市…大会上, 全市农业科技)
_NOBODY = regex.compile(
    r"^(?:在|关于|对|就|从|把|让|给|《|全国|我国)|[全我本各][市省区县院校]|市场$|^(?:咱们|我们|经济|科技|科学|技术|创新|专利|知识产权|农业|工业|教育|交通"
    r"|文化|旅游|企业|高校|院校|民营|外贸|金融|环境|能源|气象|水利|林业|渔业|畜牧|医疗|卫生|健康|体育|建设|人才|平台"
    r"|产业|园区|社会|公共|绿色|智能|军民|国防|对外|国际|市场|基层)$"
)
# 数说青澜：…; a word of the language is no place
_TOLD_OF = han_pattern(r"^(?:数说|图说|走进|探访)?(\p{Han}{2})[：:]")
# 岚光科技：营收突破百亿元
_FIRM_TOLD = han_pattern(
    r"^(\p{Han}{2,4}(?:科技|生物|医药|药业|制药|电子|智能|软件|光电|半导体|新能源|新材|机器人|航天|汽车|股份|集团))[：:]"
)
_ACADEMY = han_pattern(r"^(中(?:国)?科(?:学)?院\p{Han}{2,10}?(?:研究所|研究院|所|院))(?!长|士|地|得|有|在)")
_PAPER = han_pattern(r"^(\p{Han}{2,4}?)(?:晨报|周报|日报|晚报|早报|时报|商报|新报|发布)")
_TITLE_START = han_pattern(rf"{_TITLE_OPENER}((?![这那])\p{{Han}}{{2,5}})")
_AT_ITS_CONGRESS = han_pattern(r"在(\p{Han}{2,7}?(?:自治区|省|市|区|县|州))第\p{Han}{1,4}届人民代表大会")
# statistics of the whole nation: 2023年全国科技经费投入统计公报
_NATION = regex.compile(
    r"^(?:关于|对|《|(?:19|20)\d\d(?:[-—~至](?:19|20)?\d\d)?年(?:度)?|[上下]半年|前三季度|第?[一二三四]季度|1[-—~至]\d{1,2}月份?|[去今上]年|近年来?)*"
    r"(?:全国|我国|中国)(?=[^，。：]{0,12}(?:统计|年鉴|情况|分析|公报|数据|报告|增长|突破|下降|成交|达到|经费|发展|快报|指标|运行))"
)
_NATIONAL_BODY = regex.compile(
    r"中国(?:科学院|工程院|科学技术大学|电信|移动|联通|石化|石油|银行|\p{Han}{1,8}(?:大学|学院|研究院|研究所|公司|集团|中心|学会|协会))"
)
ALL = "全我本"  # how words begin that mean an area or body as a whole
_KINDS_OF_AREAS = tuple("国市省区县州")
_BEGUN = regex.compile(
    r"(?<=^|[。；\n]|(?:[。；\n]|^)(?:(?:19|20)\d\d年|去年|今年|上半年|前三季度|其中|目前)，?)([全我本][国市省区县州])(?!第|首|唯|最|率先|平均|排|各|前)"
)
_BODY = 200_000
# 获批上市, 大都市 and 二手车市 end in no name of a place
_CITY = han_pattern(
    r"(\p{Han}{1,2}(?![上退都超股城夜入开集车楼全各本我该外跨])\p{Han})(?:市|省)(?!级|场|区|属|民|值|辖|内|外|域|政|委|科|直|会)"
)
_CITY_ENDS = "市省"
_REPORT = re.compile(r"(?:报告|公告|业绩|通报|公报|总结|年报|要点|计划|白皮书|蓝皮书|综述|简报|概况)")


def document_subject(document: Document, about: About) -> str | None:
    """The place or body a document reports on, by its title, its headings or the place it names most."""
    heading = next((document.text[b.start : b.end] for b in document.blocks if b.kind is kinds.HEADING), "")
    for title in (about.title or "", heading):
        if name := title_subject(title):
            return name
    text = document.text[:_BODY]
    if about.title and (m := _TITLE_START.match(about.title)):
        body = text.replace(about.title, "", 1)
        for length in range(len(m[1]), 1, -1):
            name = m[1][:length]
            if body.count(name) >= 2 and len(rjieba.cut(name[:2], False)) > 1:
                return name
    return _named_most(text)


@lru_cache(maxsize=1)  # asked twice for a document of the press
def _named_most(text: str) -> str | None:
    """The nation, or the city that a text names most."""
    if is_national(text):
        return "全国"
    starts = sorted({max(end - n, 0) for end in signs_at(_CITY_ENDS, text) for n in (2, 3)})
    counts = Counter(m[1] for m in found_at(_CITY, text, starts))
    common = counts.most_common(1)
    return common[0][0] if common and common[0][1] >= 3 else None


def is_national(text: str) -> bool:
    """Sentences begin with 全国 or 我国, and none with 全市 or 全省.

    >>> is_national("全国共登记技术合同67万项。\\n2022年，全国技术合同成交额增长两成。")
    True
    >>> is_national("全市有企业210家，居全国第二。")
    False
    """
    text = text[:_BODY]
    if text.count("全国") + text.count("我国") < 2:
        return False
    nation = 0
    of_all = [at for at in signs_at(ALL, text) if text.startswith(_KINDS_OF_AREAS, at + 1)]
    for begun in found_at(_BEGUN, text, of_all):
        if begun[1] not in ("全国", "我国"):
            return False
        nation += 1
    return nation > 1


def title_subject(title: str) -> str | None:
    """Whom a title names: ``江洲市2023年科技统计公报`` → 江洲市.

    >>> title_subject("2023年江洲市科技统计公报")
    '江洲市'
    >>> title_subject("江洲科技进步报告2023")
    '江洲'
    """
    title = title.strip()
    for pattern in (_PAPER, _BODY_NAMED, _PLACE, _ORGANISATION, _ZONE, _BARE_PLACE):
        if (m := pattern.match(title)) and not _NOBODY.search(m[1]):
            inner = _WITHIN.match(title, m.end()) if pattern is _PLACE and m[1][-1] in "省市州盟" else None
            zone = _ZONE_WITHIN.match(title, m.end()) if pattern is _PLACE and inner is None else None
            if zone is not None:
                return str(m[1] + zone[1])
            return str(inner[1] if inner else m[1])
    if _NATION.match(title) and not _NATIONAL_BODY.search(title):
        return "全国"
    if (held := _AT_ITS_CONGRESS.search(title)) and not _NOBODY.search(held[1]):
        return str(held[1])
    if (bracket := _IN_BRACKETS.search(title)) and not _NOBODY.search(bracket[1]):
        return str(bracket[1])
    if firm := _FIRM_TOLD.match(title) or _ACADEMY.match(title):
        return str(firm[1])
    told = _TOLD_OF.match(title)
    if told and len(rjieba.cut(told[1], False)) > 1:
        return str(told[1])
    return None


def section_subject(heading: str) -> str | None:
    """Whom the heading of a part names, where that part is a report of its own."""
    if not _REPORT.search(heading):
        return None
    m = _ORGANISATION.match(heading) or _PLACE.match(heading)
    return m[1] if m else None
