"""Texts of the exchange format to values: days, percentages, amounts, names, codes.

Every function takes one text and gives a value, None (empty = unknown) or a `Problem`; none raises.
They run by the million, so the common form is tried first and what repeats is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from graph.days import OPEN_DAY, SHANGHAI
from graph.identity.folding import fold, fold_text
from graph.identity.redact import redact_text
from graph.model.codelists import codelist
from ingest.problems import Problem, Rule

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_DAY: Final = re.compile(
    r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2})\.?|(\d{2})(\d{2}))"
    r"(?:[T ]*(\d{1,2})(?:[:时点])(\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?(Z|[+-]\d{2}:?\d{2})?)?\Z",
    re.ASCII | re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.0+)?\Z", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}(?:年\d{1,2}月?|[-/.]\d{1,2}|\d{2})\Z", re.ASCII)
_OPEN_WORDS: Final = frozenset(
    {"终身", "长期", "永久", "至今", "无固定期限", "无期限", "长期有效", "永久有效"}
)
_OPEN_DAYS: Final = frozenset({"9999-12-31", "2099-12-31"})
_EPOCH: Final = date(1899, 12, 30)
_DAY_TODO: Final = "按 2024-03-01 的形式填写完整的年月日"


def shown(text: str) -> str:
    """A piece of a handed-in text that may stand in a message: redacted and short."""
    clean = redact_text(fold_text(text))
    return clean if len(clean) <= 40 else f"{clean[:40]}…"


def _bad_day(text: str, what: str = "日期无法识别") -> Problem:
    return Problem(Rule.BAD_DATE, f"{what}：“{shown(text)}”", _DAY_TODO)


def _in_shanghai(parts: tuple[int, ...], zone: str) -> date:
    """The day here of a time that names its zone (a browser writes midnight as 16:00Z of the day before)."""
    offset = "+00:00" if zone in "Zz" else zone
    moment = datetime.fromisoformat(
        f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}T{parts[3]:02}:{parts[4]:02}:00{offset}"
    )
    return moment.astimezone(SHANGHAI).date()


@lru_cache(maxsize=1 << 16)
def _day(text: str, open_allowed: bool) -> str | Problem | None:
    clean = fold(text)
    if not clean:
        return None
    if clean in _OPEN_WORDS:
        return OPEN_DAY if open_allowed else _bad_day(clean, "此栏不接受没有终止的日期")
    compact = clean.replace(" ", "") if "年" in clean or " - " in clean else clean
    match = _DAY.match(compact)
    if match is None:
        if _SERIAL.match(clean):
            return (_EPOCH + timedelta(days=int(float(clean)))).isoformat()
        return _bad_day(clean, "日期缺少日" if _MONTH.match(clean) else "日期无法识别")
    year, *rest = (int(part) for part in match.group(1, 2, 3, 5, 6, 7, 8, 9, 10) if part)
    try:
        found = date(year, rest[0], rest[1])
        if match.group(12):
            found = _in_shanghai((year, *rest), match.group(12))
        elif len(rest) > 2 and (rest[2] > 24 or rest[3] > 59):
            return _bad_day(clean)
    except (ValueError, OverflowError):
        return _bad_day(clean, "没有这一天")
    day = found.isoformat()
    if day in _OPEN_DAYS and open_allowed:
        return OPEN_DAY
    if not 1900 <= found.year <= 2100:
        return _bad_day(clean, "年份超出 1900 至 2100")
    return day


def parse_day(text: str | date | None, *, open_allowed: bool = False) -> str | Problem | None:
    """A day as ``YYYY-MM-DD``.

    Parameters
    ----------
    text
        ``2024-03-01``, ``2024/3/1``, ``2024.3.1``, ``20240301``, ``2024年3月1日``, each also in full width
        or with a time behind it; an Excel serial number; a date object. A time with a zone counts as
        the day it is in Shanghai.
    open_allowed
        Whether the field may be open: then 9999-12-31, 2099-12-31, 终身, 长期 and the like give
        `graph.days.OPEN_DAY`; elsewhere years outside 1900..2100 are wrong.

    Examples
    --------
    >>> parse_day("２０２４年３月１日"), parse_day("2024/3/1"), parse_day("2099-12-31", open_allowed=True)
    ('2024-03-01', '2024-03-01', '9999-12-31')
    """
    if text is None:
        return None
    if isinstance(text, date):
        text = (text.date() if isinstance(text, datetime) else text).isoformat()
    return _day(text, open_allowed)


class Percent(NamedTuple):
    """A percentage 0..100: exact, or two bounds.

    `looks_like_ratio` says that a figure without a percent sign is at most 1: it may have been
    meant as a ratio. It is taken as written, and reported.
    """

    value: float | None
    low: float
    high: float
    looks_like_ratio: bool = False


_FIGURE: Final = r"(\d+(?:[.,]\d+)?|[.,]\d+)"
_PERCENT: Final = re.compile(rf"{_FIGURE}%?\Z", re.ASCII)
_RANGE: Final = re.compile(rf"{_FIGURE}%?(?:-|~|至|到|—|–|－|～|--|——){_FIGURE}%?\Z", re.ASCII)
_BELOW: Final = re.compile(
    rf"(?:[<≤]=?|不足|低于|小于|不超过){_FIGURE}%?\Z|{_FIGURE}%?(?:以下|以内)\Z", re.ASCII
)
_ABOVE: Final = re.compile(rf"(?:[>≥]=?|超过|高于|大于|不低于){_FIGURE}%?\Z|{_FIGURE}%?以上\Z", re.ASCII)
_PERCENT_TODO: Final = "填写 0 至 100 的数，例如 25、25% 或 5-10"


def _figure(match: re.Match[str]) -> float:
    return float(next(part for part in match.groups() if part).replace(",", "."))


@lru_cache(maxsize=1 << 16)
def parse_percent(text: str) -> Percent | Problem | None:
    """A percentage: ``25``, ``25%``, ``12,5`` (decimal comma), ``5-10``, ``5%以下``, ``>30%``.

    Examples
    --------
    >>> parse_percent("25％").value, parse_percent("5-10")[1:3], parse_percent("12,5").value
    (25.0, (5.0, 10.0), 12.5)
    """
    clean = fold(text).replace(" ", "")
    if not clean:
        return None
    clean = f"{clean[4:]}%" if clean.startswith("百分之") and len(clean) > 3 else clean
    low, high, exact = -1.0, -1.0, False
    if match := _PERCENT.match(clean):
        low = high = _figure(match)
        exact = True
    elif match := _RANGE.match(clean):
        low, high = (float(part.replace(",", ".")) for part in match.groups())
    elif match := _BELOW.match(clean):
        low, high = 0.0, _figure(match)
    elif match := _ABOVE.match(clean):
        low, high = _figure(match), 100.0
    else:
        return Problem(Rule.BAD_NUMBER, f"百分比无法识别：“{shown(clean)}”", _PERCENT_TODO)
    if low > high:
        return Problem(Rule.BAD_NUMBER, f"百分比区间上下限颠倒：“{shown(clean)}”", _PERCENT_TODO)
    if high > 100:
        return Problem(Rule.BAD_NUMBER, f"百分比大于 100：“{shown(clean)}”", _PERCENT_TODO)
    ratio = exact and 0 < high <= 1 and "%" not in clean
    return Percent(high if low == high else None, low, high, ratio)


_AMOUNT: Final = re.compile(
    r"(?:人民币|RMB|CNY|[¥￥])*(-?)([\d.,' ]+?)(万亿|亿|万|千)?(?:元整?|圆整?|人民币|RMB|CNY)*\Z",
    re.ASCII | re.IGNORECASE,
)
_UNITS: Final = {
    "": Decimal(1), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}  # fmt: skip
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_POINTED: Final = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})\Z", re.ASCII)
_COMMA: Final = re.compile(r"\d+,\d+\Z", re.ASCII)
_POINT: Final = re.compile(r"\d+(?:\.\d*)?\Z|\.\d+\Z", re.ASCII)
_AMOUNT_TODO: Final = "只填数字，例如 1234567.89；单位按栏目（元或万元）"
_CENT: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 15


def _plain_figure(text: str) -> str | None:
    """One figure with a decimal point and nothing else, or None; the rules are in `parse_amount`."""
    figure = text.replace(" ", "").replace("'", "")
    if _POINT.match(figure):
        return figure
    if _GROUPED.match(figure):
        return figure.replace(",", "")
    if _POINTED.match(figure):
        return figure.replace(".", "").replace(",", ".")
    if _COMMA.match(figure):
        return figure.replace(",", ".")
    return None


@lru_cache(maxsize=1 << 14)
def parse_amount(text: str, *, wan: bool = False) -> float | Problem | None:
    """An amount in 元, to the 分.

    A comma followed by groups of exactly three digits separates thousands (``1,234`` is 1234,
    ``1,234,567.89``); any other single comma is a decimal comma (``12,5``, ``0,125``), also behind points
    that separate thousands (``1.234,56``). A single point is always a decimal point (``1.234`` is 1.234).
    A unit in the text (万, 亿, 元) holds over the column's.

    Parameters
    ----------
    wan
        Whether the column is in 万元.

    Examples
    --------
    >>> parse_amount("1,234,567.89"), parse_amount("1.234,56"), parse_amount("12,5", wan=True)
    (1234567.89, 1234.56, 125000.0)
    """
    clean = fold(text)
    if not clean:
        return None
    match = _AMOUNT.match(clean.replace("，", ","))
    figure = _plain_figure(match.group(2)) if match else None
    if match is None or figure is None:
        science = re.match(r"-?\d+(?:\.\d+)?[eE][+-]?\d+\Z", clean)
        what = "金额为科学计数法，位数已丢失" if science else "金额无法识别"
        return Problem(Rule.BAD_NUMBER, f"{what}：“{shown(clean)}”", _AMOUNT_TODO)
    named = bool(match.group(3)) or clean.endswith(("元", "圆", "整"))
    unit = _UNITS[match.group(3) or ""] if named else _UNITS["万" if wan else ""]
    value = Decimal(figure) * unit
    if match.group(1) and value:
        return Problem(Rule.BAD_NUMBER, f"金额不得为负：“{shown(clean)}”", _AMOUNT_TODO)
    if value >= _LARGEST:
        return Problem(Rule.BAD_NUMBER, f"金额过大：“{shown(clean)}”", "核对金额和单位")
    return float(value.quantize(_CENT, ROUND_HALF_UP))


_TRUE: Final = frozenset({"1", "是", "有", "TRUE", "T", "Y", "YES", "√", "对", "1.0"})
_FALSE: Final = frozenset({"0", "否", "无", "FALSE", "F", "N", "NO", "×", "非", "不是", "0.0"})


@lru_cache(maxsize=1024)
def parse_bool(text: str) -> bool | Problem | None:
    """Yes or no: ``1``/``0``, 是/否, 有/无, true/false, Y/N."""
    clean = fold(text).upper()
    if not clean:
        return None
    if clean in _TRUE:
        return True
    if clean in _FALSE:
        return False
    return Problem(Rule.UNKNOWN_CODE, f"只能是 1 或 0：“{shown(clean)}”", "填写 1（是）或 0（否）")


_WHOLE: Final = re.compile(r"(-?\d{1,15}|-?[1-9]\d{0,2}(?:,\d{3})+)(?:\.0*)?[人个户月名]*\Z", re.ASCII)


@lru_cache(maxsize=1 << 14)
def parse_int(text: str) -> int | Problem | None:
    """A whole number; thousands separators, ``.0`` and a counting word behind it are let pass.

    Examples
    --------
    >>> parse_int("１,２００人"), parse_int("36个月"), parse_int("3.0")
    (1200, 36, 3)
    """
    clean = fold(text)
    if not clean:
        return None
    match = _WHOLE.match(clean)
    if match is None:
        return Problem(Rule.BAD_NUMBER, f"不是整数：“{shown(clean)}”", "填写整数")
    return int(match.group(1).replace(",", ""))


def parse_text(text: str, max_length: int = 4000) -> str | Problem | None:
    """Running text: full-width letters and digits folded, trimmed, spaces collapsed.

    Chinese punctuation stays: keys of records (``（2024）豫13执1号``) come out as their users write them;
    compare them by `text_key`.
    """
    clean = fold_text(text)
    if not clean:
        return None
    if not clean.isascii() and not unicodedata.is_normalized("NFC", clean):
        clean = unicodedata.normalize("NFC", clean)
    if len(clean) > max_length:
        return Problem(Rule.TOO_LONG, f"超过 {max_length} 个字符（实有 {len(clean)}）", "缩短该栏内容")
    return clean


_BRACKETS: Final = str.maketrans("〔〕【】［］[]（）｛｝{}〈〉", "()()()()()()()()")


@lru_cache(maxsize=1 << 16)
def text_key(text: str) -> str:
    """The form in which two writings of one document number are the same.

    Examples
    --------
    >>> text_key("（2024）豫13执 1号") == text_key("(２０２４)豫13执1号")
    True
    """
    return unicodedata.normalize("NFKC", text.translate(_BRACKETS)).replace(" ", "").casefold()


_DOTS: Final = str.maketrans("•‧∙⋅・･●．", "········")
_HAN: Final = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·（）]"
_GAPS: Final = re.compile(rf"(?<={_HAN}) +| +(?={_HAN})")
_HAN_ANY: Final = re.compile(_HAN)
_HAN_ONLY: Final = re.compile(r"[\u3400-\u9fff]+\Z")


def parse_name(text: str, max_length: int = 200) -> str | Problem | None:
    """A person's or organisation's name in one writing.

    Spaces go where Chinese characters meet, dots become ``·``, brackets in a Chinese name ``（）``; Latin
    names keep single spaces.

    Examples
    --------
    >>> parse_name(" 张　三 "), parse_name("阿依古丽•买买提"), parse_name("南阳某某公司(有限合伙)")
    ('张三', '阿依古丽·买买提', '南阳某某公司（有限合伙）')
    """
    if _HAN_ONLY.match(text) and len(text) <= max_length:
        return text
    clean = parse_text(text, max_length)
    if not isinstance(clean, str) or not _HAN_ANY.search(clean):
        return clean
    clean = clean.translate(_DOTS).replace("(", "（").replace(")", "）")
    return _GAPS.sub("", clean)


_ROLE_LISTS: Final = frozenset({"position_roles", "liable_roles"})


@lru_cache(maxsize=1 << 14)
def _find_code(text: str, name: str) -> str | None:
    values = codelist(name)
    clean = fold_text(text)
    for form in (clean, fold(clean).replace(" ", ""), parse_name(clean)):
        if isinstance(form, str) and (value := values.find(form)):
            return value.code
    plain = fold(clean).replace(" ", "").removesuffix(".0")
    for form in (plain, f"0{plain}", plain[:2] if plain.startswith("其他") else plain):
        if value := values.find(form):
            return value.code
    return None


def parse_code(text: str, codelist_name: str) -> str | Problem | None:
    """The canonical code of a value of a code list, given by code, Chinese name or alias."""
    if not text or not fold(text):
        return None
    code = _find_code(text, codelist_name)
    if code is not None:
        return code
    role = codelist_name in _ROLE_LISTS
    return Problem(
        Rule.UNKNOWN_ROLE if role else Rule.UNKNOWN_CODE,
        f"{'身份' if role else '取值'}不在代码表中：“{shown(text)}”",
        f"按代码表 {codelist_name} 填写",
    )


_MANY: Final = re.compile(r"[;；、|｜\n]+")


def parse_codes(text: str, codelist_name: str) -> tuple[str, ...] | Problem | None:
    """Several values of a code list, separated by ``;`` or 、; each once, in the order given."""
    whole = parse_code(text, codelist_name)
    if whole is None or isinstance(whole, str):
        return None if whole is None else (whole,)
    found: dict[str, None] = {}
    for part in _MANY.split(text):
        code = parse_code(part, codelist_name)
        if isinstance(code, Problem):
            return code
        if code is not None:
            found[code] = None
    return tuple(found) or None
