"""A notice as PDF on A4; the same notice gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from graph.liability.explanation.notice import Notice, Section
from graph.liability.notice.fonts import notice_font
from graph.liability.notice.html import footer_of, said_of

_RED: Final = HexColor("#7a1f1f")
_GREY: Final = HexColor("#444444")
_LINE: Final = HexColor("#999999")


def _styles(font: str) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName=font, fontSize=11, leading=18, wordWrap="CJK")
    return {
        "title": ParagraphStyle("title", body, fontSize=19, leading=28, alignment=TA_CENTER),
        "number": ParagraphStyle(
            "number", body, fontSize=10, leading=16, alignment=TA_CENTER, textColor=_GREY, spaceAfter=5 * mm
        ),
        "told": ParagraphStyle(
            "told", body, borderColor=_RED, borderWidth=0.8, borderPadding=7, spaceAfter=7 * mm
        ),
        "head": ParagraphStyle(
            "head", body, fontSize=12.5, leading=20, textColor=_RED, spaceBefore=3 * mm, spaceAfter=1 * mm
        ),
        "body": body,
        "item": ParagraphStyle("item", body, leftIndent=8 * mm, bulletIndent=1 * mm, spaceAfter=0.6 * mm),
    }


def render_pdf(notice: Notice) -> bytes:
    """The notice as PDF; every text is data and never markup."""
    styles = _styles(notice_font())
    story: list[Flowable] = [
        Paragraph(escape(notice.title), styles["title"]),
        Paragraph(escape(f"编号 {notice.finding_id}"), styles["number"]),
        Paragraph(escape(said_of(notice)), styles["told"]),
        Spacer(1, 2 * mm),
    ]
    for one in notice.sections:
        story += _section(one, styles)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=22 * mm,
        bottomMargin=24 * mm,
        title=f"{notice.title} {notice.finding_id}",
        author="",
        subject=footer_of(notice),
        lang="zh-CN",
        invariant=1,
    )
    foot = _footer(notice)
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _section(section: Section, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    head = Paragraph(escape(section.heading), styles["head"])
    if len(section.items) == 1:
        return [KeepTogether([head, Paragraph(escape(section.items[0]), styles["body"])])]
    lines = [
        Paragraph(escape(text), styles["item"], bulletText=f"{number}.")
        for number, text in enumerate(section.items, 1)
    ]
    return [KeepTogether([head, lines[0]]), *lines[1:]]


def _footer(notice: Notice) -> Callable[[Canvas, Any], None]:
    font, told = notice_font(), footer_of(notice)

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.setStrokeColor(_LINE)
        canvas.line(22 * mm, 17 * mm, A4[0] - 22 * mm, 17 * mm)
        canvas.setFont(font, 8.5)
        canvas.setFillColor(_GREY)
        canvas.drawString(22 * mm, 12 * mm, told)
        canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, f"第 {document.page} 页")
        canvas.restoreState()

    return draw
