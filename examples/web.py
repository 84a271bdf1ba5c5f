"""Markdown → a web page, and a PDF printed from one with headless Chromium (font subsets embedded)."""

from __future__ import annotations

import re
import subprocess
import tempfile
from html import escape
from pathlib import Path

COLUMNS, ONE_COLUMN = "<!-- columns -->", "<!-- one column -->"

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="author" content="科鉴">
<title>{title}_科鉴示例</title>
<style>
  body {{ margin: 0 auto; max-width: 48rem; font-family: serif; line-height: 1.7; }}
  nav, footer, aside {{ color: #666; font-size: 0.85rem; }}
  nav li {{ display: inline; margin-right: 1rem; }}
  td, th {{ border: 1px solid #999; padding: 0.2rem 0.6rem; }}
</style>
<script>
  window.pages = window.pages || [];
  pages.push({{ page: "shanghai-press", read: 20230, every: 15 }});
</script>
</head>
<body>
<nav>
  <ul>
    <li><a href="/">首页</a></li>
    <li><a href="/examples/">示例（8）</a></li>
    <li><a href="/docs/">文档</a></li>
    <li><a href="/changes/">更新</a></li>
  </ul>
</nav>
<main>
<article>
{body}
</article>
</main>
<aside>
  <h2>猜你想看</h2>
  <ul>
    <li><a href="/examples/qingyan/">一座不存在的城市：青砚市的4份文件</a></li>
    <li><a href="/docs/audit/">14种检查怎样找出矛盾</a></li>
  </ul>
</aside>
<footer>
  <p>科鉴 · Apache-2.0 · <a href="/about/">关于</a> · 本页已阅读 1024 次</p>
</footer>
</body>
</html>
"""

PRINT = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
  @page {{
    size: A4; margin: 22mm 18mm;
    @top-left {{ content: "{title}"; font: 8pt "Noto Sans CJK SC"; }}
    @bottom-center {{ content: "— " counter(page) " —"; font: 8pt "Noto Sans CJK SC"; }}
  }}
  body {{ font: 10pt/1.6 "Noto Sans CJK SC"; margin: 0; }}
  h1, h2, h3, h4 {{ font-family: "Noto Sans CJK SC"; break-after: avoid; margin: 0.8em 0 0.3em; }}
  h1 {{ font-size: 18pt; }} h2 {{ font-size: 14pt; }} h3 {{ font-size: 11.5pt; }} h4 {{ font-size: 10pt; }}
  p, ul {{ margin: 0 0 0.5em; }}
  p {{ text-indent: 2em; text-align: justify; }}
  ul {{ padding-left: 1.4em; list-style: "• "; }}
  .columns {{ columns: 2; column-gap: 8mm; }}
  table {{ border-collapse: collapse; width: 100%; break-inside: avoid; }}
  td, th {{ border: 0.5pt solid #555; padding: 1mm 2mm; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def page_of(markdown: str) -> str:
    """A whole web page around the text: navigation, a script, links to elsewhere, a footer."""
    return PAGE.format(title=title_of(markdown), body=html_of(markdown))


def pdf_of(markdown: str, *, made: str, chromium: str = "chromium") -> bytes:
    """The text printed on A4, in two columns after ``<!-- columns -->`` until ``<!-- one column -->``.

    ``made`` (``YYYYMMDD``) is the date that stands in the file, instead of today.
    """
    body = html_of(markdown)
    body = body.replace(COLUMNS, '<div class="columns">').replace(ONE_COLUMN, "</div>")
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(PRINT.format(title=title_of(markdown), body=body), encoding="utf-8")
        command = [
            chromium,
            "--headless",
            "--no-sandbox",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return re.sub(rb"(Date \(D:)\d{8}\d{6}", rb"\g<1>" + made.encode() + b"000000", pdf.read_bytes())


def title_of(markdown: str) -> str:
    """The heading of the first level."""
    return markdown.split("\n", 1)[0].removeprefix("# ")


def html_of(markdown: str) -> str:
    """The few forms that the examples use: headings, lists, pipe tables, rules, bold, paragraphs."""
    return "\n".join(block_of(block.split("\n")) for block in re.split(r"\n{2,}", markdown.strip()))


def block_of(lines: list[str]) -> str:
    """What an empty line ends in the source."""
    first = lines[0]
    if first.startswith("<!--"):
        return first
    if heading := re.match(r"(#+) (.+)", first):
        level = len(heading[1])
        return f"<h{level}>{line_of(heading[2])}</h{level}>"
    if first.startswith("|"):
        return table_of(lines)
    if first.startswith("- "):
        return "<ul>\n" + "\n".join(f"<li>{line_of(line[2:])}</li>" for line in lines) + "\n</ul>"
    if first == "---":
        return "<hr>"
    return f"<p>{line_of(''.join(lines))}</p>"


def table_of(lines: list[str]) -> str:
    """A pipe table; its first row is the head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    tags = ["th"] + ["td"] * (len(rows) - 2)
    del rows[1]  # the dashes under the head
    made = (
        "<tr>" + "".join(f"<{tag}>{line_of(cell)}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(tags, rows, strict=True)
    )
    return "<table>\n" + "\n".join(made) + "\n</table>"


def line_of(text: str) -> str:
    """Text with ``**bold**``."""
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
