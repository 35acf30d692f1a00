"""Dirt of the kinds that real hand-ins have, put in where it cannot change a true answer.

Readable dirt changes how a value is written, never what it says. Dirt that must be quarantined comes
as an additional row: the true row stands beside it, so that a reader who swallows the bad one is caught
by the answers and a reader who refuses it loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from ingest.synthetic.codes import id15, wrong_check
from ingest.synthetic.tables import COLUMNS

Row = list[str]
SHARE: Final = 0.025
_FULL: Final = str.maketrans("0123456789.-X", "０１２３４５６７８９．－Ｘ")
_IDS: Final = {"id_no", "holder_id_no"}
_DAYS: Final = {
    "valid_from", "valid_to", "decided_on", "established_on", "CF_JDRQ", "violation_from", "filed_on",
    "bid_on",
}  # fmt: skip
_AMOUNTS: Final = {"registered_capital_cny", "amount_cny"}


class DirtyRow(NamedTuple):
    """One dirty row that was written."""

    table: str
    line: int
    kind: str
    rule: str


def _full_width(value: str) -> str | None:
    return value.translate(_FULL) if value else None


def _chinese_day(value: str) -> str | None:
    if len(value) != 10:
        return None
    return f"{value[:4]}年{int(value[5:7])}月{int(value[8:])}日"


def _slash_day(value: str) -> str | None:
    return f"{value[:4]}/{int(value[5:7])}/{int(value[8:])}" if len(value) == 10 else None


def _compact_day(value: str) -> str | None:
    return value.replace("-", "") if len(value) == 10 else None


def _comma(value: str) -> str | None:
    whole, dot, part = value.partition(".")
    return f"{whole},{part[:2]}" if dot and len(part) <= 2 else None


def _lower_x(value: str) -> str | None:
    return value[:-1] + "x" if value.endswith("X") and len(value) == 18 else None


def _fifteen(value: str) -> str | None:
    return id15(value) if len(value) == 18 and value[6:8] == "19" else None


# Readable kinds: which columns, and how the value is written.
READABLE: Final[dict[str, tuple[frozenset[str], Callable[[str], str | None]]]] = {
    "FULL_WIDTH": (frozenset({"uscc", "equity_pct", "amount_cny"} | _IDS | _DAYS), _full_width),
    "CHINESE_DAY": (frozenset(_DAYS), _chinese_day),
    "SLASH_DAY": (frozenset(_DAYS), _slash_day),
    "COMPACT_DAY": (frozenset(_DAYS), _compact_day),
    "PERCENT_SIGN": (frozenset({"equity_pct"}), lambda value: f"{value}%" if value else None),
    "DECIMAL_COMMA": (frozenset({"equity_pct"}), _comma),
    "THOUSANDS": (frozenset(_AMOUNTS), lambda value: f"{int(value):,}" if len(value) > 3 else None),
    "TRAILING_SPACE": (
        frozenset({"uscc", "holder_code", "CF_XDR_SHXYM", "subject_code", "from_uscc"} | _IDS),
        lambda value: f"{value}  " if value else None,
    ),
    "LOWER_X": (frozenset(_IDS), _lower_x),
    "ID15": (frozenset(_IDS), _fifteen),
    "BLANK_SPACES": (
        frozenset({"supervisor_code", "valid_to", "source_doc"}),
        lambda value: "  " if not value else None,
    ),
    "RANGE": (frozenset({"equity_pct"}), lambda value: "5-10"),
    "DUPLICATE": (frozenset(), lambda value: value),
}

# Kinds that must be quarantined: which columns of which tables, the rule, and what is put in.
_CODE_COLUMNS: Final = dict.fromkeys(
    ("entities", "positions", "holdings", "listings", "filings", "tender_bids"), "uscc"
)
_ID_COLUMNS: Final = {"positions": "id_no", "holdings": "holder_id_no", "judgments": "id_no"}
_REQUIRED: Final = {
    "positions": "uscc", "holdings": "uscc", "listings": "decided_on", "entities": "name",
    "filings": "uscc", "tender_bids": "tender_id",
}  # fmt: skip
_PARENTS: Final = ("relations", "holdings")
_CODED: Final = {
    "holdings": "holder_kind", "listings": "list_type", "judgments": "kind",
    "filings": "kind", "tender_bids": "result",
}  # fmt: skip
_KEY_DAYS: Final = {
    "positions": "valid_from", "holdings": "valid_from", "listings": "decided_on",
    "filings": "filed_on", "tender_bids": "bid_on",
}  # fmt: skip
_RULES: Final = {
    "WRONG_CODE": "CHECK_DIGIT",
    "WRONG_ID": "CHECK_DIGIT",
    "CODE_FORM": "BAD_CODE_FORMAT",
    "ENDS_BEFORE_START": "DATE_ORDER",
    "UNKNOWN_ROLE": "UNKNOWN_ROLE",
    "UNKNOWN_CODE": "UNKNOWN_CODE",
    "BLANK_KEY": "REQUIRED",
    "BLANK_PARENT": "REQUIRED",
    "WRONG_DAY": "BAD_DATE",
    "WRONG_NUMBER": "BAD_NUMBER",
}
_NOT_A_ROLE: Final = ("挂名人员", "ROLE_99", "联络代办", "未知职务")
_NOT_A_DAY: Final = ("2024-13-45", "去年三月", "2023-02-30")
_NOT_A_NUMBER: Final = ("约一半", "百分之多少", "N/A%")

QUARANTINED: Final[dict[str, tuple[str, ...]]] = {
    "positions": (
        "WRONG_CODE",
        "WRONG_ID",
        "ENDS_BEFORE_START",
        "UNKNOWN_ROLE",
        "BLANK_KEY",
        "WRONG_DAY",
        "CODE_FORM",
    ),
    "holdings": (
        "WRONG_CODE",
        "WRONG_ID",
        "ENDS_BEFORE_START",
        "UNKNOWN_CODE",
        "BLANK_PARENT",
        "WRONG_NUMBER",
        "WRONG_DAY",
    ),
    "entities": ("WRONG_CODE", "CODE_FORM", "BLANK_KEY"),
    "listings": ("WRONG_CODE", "UNKNOWN_CODE", "BLANK_KEY", "WRONG_DAY"),
    "relations": ("BLANK_PARENT", "ENDS_BEFORE_START"),
    "judgments": ("UNKNOWN_CODE", "WRONG_ID"),
    "filings": ("BLANK_KEY", "WRONG_DAY", "WRONG_CODE", "UNKNOWN_CODE"),
    "tender_bids": ("WRONG_DAY", "WRONG_CODE", "UNKNOWN_CODE", "BLANK_KEY"),
}


def spoil(table: str, row: Row, kind: str, rng: Random) -> Row | None:
    """A copy of `row` that must be quarantined, or None where this row does not lend itself to it."""
    columns = COLUMNS[table]
    bad = dict(zip(columns, row, strict=True))
    if kind in ("WRONG_CODE", "CODE_FORM"):
        column = _CODE_COLUMNS[table]
        if len(bad[column]) != 18:
            return None
        code = bad[column]
        bad[column] = wrong_check(code) if kind == "WRONG_CODE" else code[:8] + "IO" + code[10:]
    elif kind == "WRONG_ID":
        column = _ID_COLUMNS[table]
        if len(bad[column]) != 18:
            return None
        bad[column] = wrong_check(bad[column])
    elif kind == "ENDS_BEFORE_START":
        if not bad["valid_from"]:
            return None
        bad["valid_to"] = f"{int(bad['valid_from'][:4]) - 1}-01-15"
    elif kind == "UNKNOWN_ROLE":
        bad["role"] = rng.choice(_NOT_A_ROLE)
    elif kind == "UNKNOWN_CODE":
        bad[_CODED[table]] = "X99"
    elif kind == "BLANK_KEY":
        bad[_REQUIRED[table]] = ""
    elif kind == "BLANK_PARENT":
        if not _blank_parent(table, bad):
            return None
    elif kind == "WRONG_DAY":
        bad[_KEY_DAYS[table]] = rng.choice(_NOT_A_DAY)
    elif kind == "WRONG_NUMBER":
        bad["equity_pct"] = rng.choice(_NOT_A_NUMBER)
    if "listing_id" in bad:
        bad["listing_id"] += "-D"
    return [bad[name] for name in columns]


def _blank_parent(table: str, bad: dict[str, str]) -> bool:
    """The other party of a relation or holding left out."""
    if table == "relations":
        if bad["kind"] != "BRANCH_OF":
            return False
        bad["to_uscc"] = bad["to_name"] = ""
        return True
    if bad["holder_kind"] != "ORG" or bad["holder_code_type"]:
        return False
    bad["holder_code"] = bad["holder_name"] = ""
    return True


def dirty_readable(table: str, row: Row, kind: str, rng: Random, *, safe_range: bool) -> Row | None:
    """A copy of `row` written badly but readably, or None where it does not lend itself to `kind`."""
    columns, change = READABLE[kind]
    if kind == "DUPLICATE":
        return list(row)
    if kind == "RANGE" and not safe_range:
        return None
    places = [index for index, name in enumerate(COLUMNS[table]) if name in columns]
    rng.shuffle(places)
    for place in places:
        changed = change(row[place])
        if changed is not None:
            return [*row[:place], changed, *row[place + 1 :]]
    return None


def _kinds(table: str) -> list[str]:
    """Readable and refused kinds in turn, so that small tables get some of both."""
    good, bad = list(READABLE), list(QUARANTINED.get(table, ()))
    turns = [kind for pair in zip(good, bad, strict=False) for kind in pair]
    return turns + good[len(bad) :]


class Dirtier:
    """Chooses which rows of a block become dirty, so that every kind keeps turning up."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = {}
        self._owed: dict[str, float] = {}

    def treat(
        self, table: str, rows: list[Row], first_line: int, rng: Random, safe_ranges: set[int]
    ) -> tuple[list[Row], list[DirtyRow]]:
        """The rows of `table` with dirt among them, and what was done to which line."""
        owed = self._owed.get(table, 0.0) + SHARE * len(rows)
        wanted = min(int(owed), len(rows))
        chosen = sorted(rng.sample(range(len(rows)), wanted)) if wanted else []
        written: list[Row] = []
        report: list[DirtyRow] = []
        last = 0
        for index in chosen:
            written.extend(rows[last:index])
            last = index + 1
            done = self._one(table, rows[index], rng, index in safe_ranges)
            if done is None:
                written.append(rows[index])
                continue
            kind, replacement = done
            if kind in _RULES or kind == "DUPLICATE":
                written.append(rows[index])
            report.append(DirtyRow(table, first_line + len(written), kind, _RULES.get(kind, "")))
            written.append(replacement)
        written.extend(rows[last:])
        self._owed[table] = owed - len(report)
        return written, report

    def _one(self, table: str, row: Row, rng: Random, safe_range: bool) -> tuple[str, Row] | None:
        """The kind used least so far that this row lends itself to."""
        counts = self._counts.setdefault(table, dict.fromkeys(_kinds(table), 0))
        for kind in sorted(counts, key=counts.__getitem__):
            if kind in READABLE:
                result = dirty_readable(table, row, kind, rng, safe_range=safe_range)
            else:
                result = spoil(table, row, kind, rng)
            if result is not None:
                counts[kind] += 1
                return kind, result
        return None
