"""A Chinese font for PDF: embedded when this machine has one that can be, else one that readers know."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from graph.errors import SettingsError

SETTING: Final = "CREDITGRAPH_FONT"
#: Named and not embedded: a PDF reader takes its own Song type for it.
NAMED: Final = "STSong-Light"
_EMBEDDED: Final = "NoticeFont"
#: TrueType only: outlines of the other kind (most Noto CJK packages) cannot be embedded by this library.
_USUAL: Final = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/simfang.ttf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
)
_PROOF: Final = "责任认定告知书〔2026〕"


def notice_font() -> str:
    """The name of a registered font for a notice.

    Raises
    ------
    SettingsError
        The font that the setting names cannot be embedded.
    """
    return _registered(os.environ.get(SETTING, ""))


@cache
def _registered(chosen: str) -> str:
    if chosen:
        if not _embedded(Path(chosen)):
            raise SettingsError(
                "字体文件不能嵌入 PDF",
                where=f"{SETTING}：{Path(chosen).name}",
                todo="改用含中文的 TrueType 字体（.ttf 或 .ttc），或去掉该设置",
            )
        return _EMBEDDED
    if any(_embedded(Path(one)) for one in _USUAL):
        return _EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
    return NAMED


def _embedded(path: Path) -> bool:
    """Register a font file, if it is there, of the right kind and knows the characters of a notice."""
    if not path.is_file():
        return False
    try:
        font = TTFont(_EMBEDDED, str(path))
    except (TTFError, OSError, ValueError):
        return False
    if any(ord(one) not in font.face.charToGlyph for one in _PROOF):
        return False
    pdfmetrics.registerFont(font)
    return True
