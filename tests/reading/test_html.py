"""HTML pages: places that resolve, metadata, and what is left out or kept."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kejian.errors import LimitError, ReadingError
from kejian.model import Document, Node
from kejian.reading.html import read_html

FIGURES = "全市技术合同成交额达到53.2亿元，同比增长21.7%。"


def page(body: str, head: str = "") -> Document:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_html(html.encode(), name="a", source="a.html", digest="")


def lines(document: Document) -> list[str]:
    return document.text.splitlines()


def resolve(html: str, path: str) -> str:
    """The text of the node at a path, found step by step in a parser's tree."""
    node: LexborNode | None = None
    for step in path.strip("/").split("/"):
        tag, _, number = step.partition("[")
        tag = "-text" if tag == "text()" else tag
        child = LexborHTMLParser(html).root if node is None else node.child
        if node is None:
            tree = LexborHTMLParser(html)
            child = tree.root
        left = int(number.rstrip("]") or 1)
        while child is not None:
            left -= child.tag == tag
            if not left:
                break
            child = child.next
        assert child is not None, (path, step)
        node = child
    assert node is not None
    return node.text_content or ""


def test_every_place_resolves_to_its_characters() -> None:
    html = (
        "<p>甲<b>乙</b>丙<br>丁 &amp; 戊<!-- x -->己</p><div>庚\n  辛<p>壬</div>"
        "<table><tr><td>1<td>2</table><ul><li>癸<ul><li>子</ul></ul>"
    )
    document = read_html(html.encode(), name="a", source="a", digest="")
    assert document.segments
    for segment in document.segments:
        assert isinstance(segment.place, Node)
        text = document.text[segment.start : segment.end]
        offset = segment.place.offset
        assert resolve(html, segment.place.path)[offset : offset + len(text)] == text


@pytest.mark.parametrize(
    ("head", "title", "published", "publisher"),
    [
        ("<title>年报 - 某站</title>", "年报", None, None),
        ("<title>年报_某站</title><meta property='og:title' content='2022年报'>", "2022年报", None, None),
        (
            "<meta name=ArticleTitle content=公报><meta name=PubDate content='2023-05-09 08:00'>",
            "公报",
            "2023-05-09",
            None,
        ),
        (
            "<meta property='article:published_time' content='2023-05-09T08:00:00+08:00'>",
            None,
            "2023-05-09",
            None,
        ),
        (
            "<meta name=ContentSource content=汀州市科技局><meta name=SiteName content=汀州>",
            None,
            None,
            "汀州市科技局",
        ),
    ],
)
def test_the_head_says_what_the_work_is(
    head: str, title: str | None, published: str | None, publisher: str | None
) -> None:
    about = page("<p>正文</p>", head).about
    assert (about.title, about.published, about.publisher) == (title, published, publisher)


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>首页 要闻</nav>",
        "<div class='breadcrumb'><a>首页</a></div>",
        "<div id='footer'>版权所有 备案号：12345678，电话：0000</div>",
        "<div role='navigation'><a>一</a></div>",
        "<div class='share-box'>分享</div>",
        "<div class='ad-banner'>立减50元</div>",
        "<aside>专题</aside>",
        "<ul>" + "".join(f"<li><a href='{n}'>要闻标题{n}</a></li>" for n in range(9)) + "</ul>",
        "<script>document.write('1亿元，')</script>",
        "<style>.a{width:1px}</style>",
        "<p hidden>1亿元，增长2%。看不见的一段文字</p>",
        "<p style='display : none'>1亿元，增长2%。看不见的一段文字</p>",
        "<noscript>请启用脚本</noscript>",
        "<template><p>1亿元</p></template>",
        "<svg><text>1亿元</text></svg>",
        "<form><input value=1><select><option>1亿元</select></form>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert lines(page(f"{furniture}<div><p>{FIGURES}</p></div>{furniture}")) == [FIGURES]


@pytest.mark.parametrize(
    "tag", ["div class='related'", "div class='ads'", "aside", "footer", "div role='complementary'"]
)
def test_running_text_with_figures_is_kept_wherever_it_stands(tag: str) -> None:
    name = tag.split()[0]
    assert lines(page(f"<p>正文。</p><{tag}><p>{FIGURES}</p></{name}>")) == ["正文。", FIGURES]


def test_a_page_that_is_all_furniture_is_read_whole() -> None:
    assert lines(page("<nav>唯一的内容</nav>")) == ["唯一的内容"]


def test_scripts_and_entities_outside_are_never_followed() -> None:
    html = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>甲&x;乙</p><iframe src='file:///etc/passwd'></iframe></body></html>"
    )
    document = read_html(html.encode(), name="a", source="a", digest="")
    assert "root:" not in document.text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "甲",
        "<p>" + "".join(f"<b id={n}>" for n in range(300)) + "<p>x" * 5000,
        "<a " + " ".join(f"x{n}" for n in range(9000)) + ">甲",
        "<select>" + "<option>" * 30_000,
        '<div x="</div>">' * 5000 + "甲",
    ],
    ids=["depth", "formatting", "attributes", "options", "disguised depth"],
)
def test_pages_made_to_exhaust_the_parser_are_refused(html: str) -> None:
    with pytest.raises(LimitError):
        read_html(html.encode(), name="a", source="a", digest="")


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadingError, match="without text"):
        page("<img src=a.png><script>1</script>")
