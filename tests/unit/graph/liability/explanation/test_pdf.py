"""The notice as PDF: its text can be read out, and nothing whole stands in it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from graph.errors import SettingsError
from graph.liability.explanation.notice import Notice, Section
from graph.liability.notice import fonts
from graph.liability.notice.pdf import render_pdf


def notice_of(lines: int = 1) -> Notice:
    items = tuple(f"第 {number} 项：赵测试（证件号码 411302********001X）& <b>" for number in range(lines))
    sections = (Section("当事人", items), Section("救济途径", ("行政复议：60 日内，至 2026-07-07。",)))
    return Notice("责任认定说明", "L1", "2026-06-01", "CONFIRMED", "7/a/b", sections)


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def test_its_text_can_be_read_out() -> None:
    told = text_of(render_pdf(notice_of()))
    for said in ("责任认定说明", "当事人", "赵测试（证件号码 411302********001X）& <b>", "至 2026-07-07"):
        assert said in told


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert render_pdf(notice_of()) == render_pdf(notice_of())


def test_a_long_notice_goes_on_with_numbered_pages() -> None:
    pages = PdfReader(io.BytesIO(render_pdf(notice_of(120)))).pages
    assert len(pages) > 2
    assert f"第 {len(pages)} 页" in pages[-1].extract_text()
    assert pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)


def test_nothing_in_it_opens_an_address_or_runs() -> None:
    content = render_pdf(notice_of())
    for mark in (b"/URI", b"/JavaScript", b"/Launch", b"/OpenAction"):
        assert mark not in content


def test_a_font_that_cannot_be_embedded_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "wrong.ttf"
    wrong.write_bytes(b"no font")
    monkeypatch.setenv(fonts.SETTING, str(wrong))
    with pytest.raises(SettingsError, match="字体文件"):
        render_pdf(notice_of())
