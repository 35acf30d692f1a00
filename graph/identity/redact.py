"""No personal number in rows, texts or logs (A9).

What looks like a citizen's number is masked wherever it stands, in full width, with spaces or with a
wrong check digit; in columns known to hold numbers everything is masked, and what was found there is
masked in the row's other columns too. When in doubt a text is masked: a register can hand a row in
again, but nobody can take a number back.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Final

from stdnum.cn.ric import calc_check_digit

from graph.identity.codes import classify_code
from graph.identity.folding import fold, squeeze
from graph.identity.numbers import mask

# A run of digits, in either width, that may be broken by single spaces, hyphens or dots.
_GAP: Final = r"[ \u00a0\u2000-\u200d\u3000\-‐-―−·.．－\t]{0,2}"
_RUN: Final = re.compile(rf"[0-9０-９](?:{_GAP}[0-9０-９]){{13,}}(?:{_GAP}[xXｘＸ])?")
_GAPS: Final = re.compile(r"[^0-9X]")
_DAY8: Final = re.compile(r"(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DAY6: Final = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
#: Fifteen digits have no check digit: region, a birthday and a serial. Numbers of documents begin with a
#: region and a day of this century; whoever is of an age with those was given eighteen digits long ago.
_OLD: Final = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}"
    r"(?:3[1-9]|[4-9][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}\Z"
)
#: Codes of the national tables (a commitment's among them): district 6, day 8 of the years in which they
#: are given, serial 6. Where those years are 2019 or 2020, other digits of one may read as a number.
_NATIONAL_CODE: Final = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}"
    r"20(?:1[4-9]|[2-9][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{6}\Z"
)
#: Nobody born later answers for anything yet, and documents that bear a day are of later days.
_LAST_BIRTH: Final = "2012"
_PERSONAL_HEADER: Final = re.compile(
    r"身份证|证件号|公民身份|护照|通行证号|手机|电话|联系方式|id_?no|id_?card|id_?number|passport"
    r"|zjhm|sfzh|phone|mobile|\btel\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_personal_header(header: str) -> bool:
    """Whether a column that nobody declared sounds as if it held numbers of persons.

    Examples
    --------
    >>> is_personal_header("经办人身份证号"), is_personal_header("案号")
    (True, False)
    """
    return bool(_PERSONAL_HEADER.search(fold(header)))


def _looks_personal(digits: str) -> bool:
    """Whether a run of digits (and a final X) is, or may contain, a citizen's number."""
    size = len(digits)
    if size == 18:
        dated = bool(_DAY8.match(digits, 6))
        if dated and digits[17] == calc_check_digit(digits):
            return True  # one code in thousands reads as both; the person comes first
        return not classify_code(digits, "USCC").valid and (dated or not digits.startswith("9"))
    if size == 15 and _DAY6.match(digits, 6):
        return True  # one in ten would pass as a registration number
    if size in (14, 15, 16, 17, 19) and _DAY8.match(digits, 6):
        return True
    return size > 18 and any(
        _DAY8.match(part, 6) and part[17] == calc_check_digit(part)
        for part in (digits[i : i + 18] for i in range(size - 17))
        if "X" not in part[:17]
    )


def _groups(text: str, size: int) -> Iterator[str]:
    """Neighbouring groups of digits of a run that together are so many: a number beside another one."""
    words = [one for one in _GAPS.split(fold(text).upper()) if one]
    for first in range(len(words)):
        joined = ""
        for word in words[first:]:
            joined += word
            if len(joined) >= size:
                break
        if len(joined) == size:
            yield joined


def _is_sure(digits: str) -> bool:
    """Whether 18 digits certainly are a citizen's number."""
    return (
        bool(_DAY8.match(digits, 6))
        and digits[6:10] <= _LAST_BIRTH
        and "X" not in digits[:17]
        and digits[17] == calc_check_digit(digits)
        and not classify_code(digits, "USCC").valid
    )


def _holds_old(match: re.Match[str]) -> bool:
    """Whether a run of digits holds a number of 15 digits, and is no part of an organisation's code."""
    if not any(map(_OLD.match, _groups(match.group(), 15))):
        return False
    return not _is_part_of_code(match, _GAPS.sub("", squeeze(match.group())))


def _is_part_of_code(match: re.Match[str], digits: str) -> bool:
    """Whether letters beside a run make it the code of an organisation."""
    start, end = match.span()
    texts = (
        (match.string[max(start - before, 0) : start] + digits + match.string[end : end + after]).upper()
        for before in range(4)
        for after in range(4)
        if before + after == 18 - len(digits)
    )
    return any(len(whole) == 18 and classify_code(whole, "USCC").valid for whole in texts)


def _replace(match: re.Match[str]) -> str:
    text = match.group()
    digits = _GAPS.sub("", squeeze(text))
    if not (_looks_personal(digits) or _holds_old(match)):
        return text
    if len(digits) < 18 and _is_part_of_code(match, digits):
        return text
    return mask(digits)


def redact_text(text: str) -> str:
    """`text` with every number that may be a person's in masked form.

    Examples
    --------
    >>> redact_text("张三（11010519491231002X）")
    '张三（110105********002X）'
    >>> redact_text("91320100748204660Q")
    '91320100748204660Q'
    """
    if len(text) < 14:
        return text
    return _RUN.sub(_replace, text)


def holds_number(text: str) -> bool:
    """Whether a text certainly holds a citizen's number, of 18 digits with the right check digit or of 15.

    A registration number that reads as an old number counts as one: the person comes first. For texts that
    name something, of which nothing may be taken away: where `redact_text` masks what may be a number, this
    lets the number of a document pass that begins with a region and a day.

    Examples
    --------
    >>> holds_number("张三 110105 19491231 002X"), holds_number("91320100748204660Q")
    (True, False)
    >>> holds_number("张三 110105491231002，电话 13800138000"), holds_number("宛市监〔2024〕12号")
    (True, False)
    """
    if len(text) < 15:
        return False
    for run in _RUN.finditer(text):
        sure = any(map(_is_sure, _groups(run.group(), 18))) or _holds_sure_inside(run.group())
        if sure or _holds_old(run):
            return True
    return False


def _holds_sure_inside(text: str) -> bool:
    """Whether one stands in a longer run of digits, wherever it begins, and the run is no national code."""
    digits = _GAPS.sub("", squeeze(text))
    if _NATIONAL_CODE.match(digits):
        return False
    return len(digits) > 18 and any(_is_sure(digits[at : at + 18]) for at in range(len(digits) - 17))


def redact_row(cells: Mapping[str, str], personal: Collection[str] = ()) -> dict[str, str]:
    """A row that may be kept or shown.

    Parameters
    ----------
    cells
        Header (or field name) to text.
    personal
        Those headers whose column holds numbers of persons or telephones; headers that sound like
        it are treated the same.
    """
    hidden: dict[str, str] = {}
    for name, text in cells.items():
        if text and (name in personal or is_personal_header(name)):
            hidden[name] = text
    known = {text.strip(): mask(squeeze(text)) for text in hidden.values() if len(text.strip()) >= 5}
    kept: dict[str, str] = {}
    for name, text in cells.items():
        if name in hidden:
            # A number already masked by the sender stays as it is.
            kept[name] = text if "*" in text and redact_text(text) == text else mask(squeeze(text))
            continue
        for number, masked in known.items():
            if number in text:
                text = text.replace(number, masked)  # noqa: PLW2901
        kept[name] = redact_text(text)
    return kept


class RedactingFilter(logging.Filter):
    """Masks personal numbers in a log record's message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it is always let through."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = redact_text(message), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redact_text("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = redact_text(record.exc_text)
        return True
