"""A notice as one HTML file: printable on A4, nothing is fetched from anywhere."""

from __future__ import annotations

from html import escape
from typing import Final

from graph.liability.explanation.notice import Notice, Section

DRAFT_LINE: Final = "本文书说明平台掌握的情况，尚未对当事人作出任何认定，不影响任何办理决定。"
FINAL_LINE: Final = "本文书依据平台记录生成，供当事人核对和救济使用；以有权机关送达的决定书为准。"
_STYLE: Final = """
@page { size: A4; margin: 25mm 22mm 22mm 22mm; }
* { box-sizing: border-box; }
body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", serif;
  font-size: 12pt; line-height: 1.75; color: #111; max-width: 176mm; margin: 0 auto; padding: 12mm 0; }
h1 { font-size: 20pt; text-align: center; letter-spacing: 0.12em; margin: 0 0 4mm; font-weight: 700; }
.no { text-align: center; color: #444; font-size: 10.5pt; margin: 0 0 8mm; }
section { margin: 0 0 5mm; break-inside: avoid-page; }
h2 { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "PingFang SC", sans-serif;
  font-size: 12.5pt; margin: 0 0 1mm; padding-left: 2.5mm; border-left: 1.2mm solid #7a1f1f;
  break-after: avoid; }
p { margin: 0; text-align: justify; overflow-wrap: anywhere; }
ol { margin: 0; padding-left: 2em; }
li { text-align: justify; overflow-wrap: anywhere; }
.told { border: 0.3mm solid #7a1f1f; padding: 2.5mm 4mm; margin: 0 0 6mm; }
footer { margin-top: 8mm; padding-top: 2mm; border-top: 0.2mm solid #999; color: #444; font-size: 9.5pt; }
@media print { body { padding: 0; max-width: none; } }
"""


def said_of(notice: Notice) -> str:
    """What the document is and what it is not."""
    return DRAFT_LINE if notice.draft else FINAL_LINE


def footer_of(notice: Notice) -> str:
    """By which day and which data it was made, so that it can be made again."""
    return (
        f"按 {notice.as_of} 的情况生成，数据版本 {notice.data_version}，{notice.numbered} {notice.finding_id}"
    )


def render_html(notice: Notice) -> str:
    """The notice as HTML; every text is data and never markup.

    Examples
    --------
    >>> told = (Section("当事人", ("<赵>",)),)
    >>> "<p>&lt;赵&gt;</p>" in render_html(Notice("说明", "L1", "2026-01-05", "CONFIRMED", "7", told))
    True
    """
    body = "\n".join(_section(one) for one in notice.sections)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(notice.title)} {escape(notice.finding_id)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(notice.title)}</h1>
<p class="no">编号 {escape(notice.finding_id)}</p>
<p class="told">{escape(said_of(notice))}</p>
{body}
<footer>{escape(footer_of(notice))}</footer>
</body>
</html>
"""


def _section(section: Section) -> str:
    heading = f"<h2>{escape(section.heading)}</h2>"
    if len(section.items) == 1:
        return f"<section>{heading}<p>{escape(section.items[0])}</p></section>"
    lines = "".join(f"<li>{escape(one)}</li>" for one in section.items)
    return f"<section>{heading}<ol>{lines}</ol></section>"
