"""Typed cells (Excel, Parquet) as the text that a person would have written."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from ingest.problems import Problem, Rule

_EXACT: Final = 10**15


def precision_lost(header: str) -> Problem:
    """The problem of a long number that was kept as a float."""
    return Problem(
        Rule.BAD_CODE_FORMAT,
        f"“{header[:40]}”是按数值存放的长号码，末尾数字已经丢失",
        "把该列设为文本格式，重新填写完整号码",
        "",
    )


def lost_digits(value: Any) -> bool:
    """Whether a number is too long for what kept it: Excel and floats hold 15 digits.

    Examples
    --------
    >>> lost_digits(4.11302198001010e17), lost_digits(411300000000006.0), lost_digits(411302198001010012)
    (True, False, False)
    """
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) >= _EXACT
    return isinstance(value, int) and abs(value) >= _EXACT and value % 1000 == 0


def cell_text(value: Any, *, percent: bool = False) -> str:
    """A cell's value as text: no float noise, no exponent, days as ISO.

    Parameters
    ----------
    percent
        Whether the sheet shows the number as a percentage.

    Examples
    --------
    >>> cell_text(411300000000006.0), cell_text(0.1 + 0.2), cell_text(0.25, percent=True)
    ('411300000000006', '0.3', '25%')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        if isinstance(value, float) and not math.isfinite(value):
            return ""
        return f"{_figure(value * 100)}%" if percent else _figure(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() and not value.tzinfo else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _figure(value: float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = f"{value:f}"
    elif value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    else:
        text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
