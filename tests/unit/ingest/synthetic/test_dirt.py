"""Dirt: as much as promised, of every kind, on the lines that the answers name, and nowhere else."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from stdnum.cn import ric, uscc

from graph.model.codelists import codelist
from ingest.synthetic.dirt import QUARANTINED, READABLE

CODES = {
    "uscc",
    "uscc_old",
    "uscc_new",
    "holder_code",
    "subject_code",
    "CF_XDR_SHXYM",
    "from_uscc",
    "to_uscc",
}
NUMBERS = {"id_no", "holder_id_no", "from_id_no", "to_id_no", "CF_XDR_ZJHM"}
REQUIRED = {
    "entities": ("uscc", "name"),
    "positions": ("uscc", "role"),
    "holdings": ("uscc", "holder_kind"),
    "listings": ("listing_id", "list_type", "decided_on"),
    "judgments": ("court", "case_no", "kind"),
    "relations": ("kind",),
    "filings": ("uscc", "kind", "filed_on"),
    "tender_bids": ("tender_id", "uscc", "bid_on"),
}
LISTS = {
    ("positions", "role"): "position_roles",
    ("holdings", "holder_kind"): "holder_kinds",
    ("listings", "list_type"): "list_types",
    ("judgments", "kind"): "court_kinds",
    ("filings", "kind"): "filing_kinds",
    ("tender_bids", "result"): "tender_results",
}
DAYS = {"valid_from", "valid_to", "decided_on", "established_on", "filed_on", "bid_on"}


def _code_fault(value: str) -> str | None:
    if len(value) != 18 or value.startswith("HK"):
        return None
    if any(char not in "0123456789ABCDEFGHJKLMNPQRTUWXY" for char in value):
        return "BAD_CODE_FORMAT"
    return None if uscc.is_valid(value) else "CHECK_DIGIT"


def _number_fault(value: str) -> str | None:
    value = value.upper()
    return "CHECK_DIGIT" if len(value) == 18 and value[-1] != ric.calc_check_digit(value) else None


def _day(value: str) -> date | None:
    text = value.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
    if text.isdigit() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def _faults(table: str, row: dict[str, str]) -> set[str]:
    """Every fault that this row has, found by looking, not by the answers."""
    row = {key: unicodedata.normalize("NFKC", value).strip() for key, value in row.items()}
    found: set[str | None] = set()
    found |= {_code_fault(row[name]) for name in CODES & row.keys()}
    found |= {_number_fault(row[name]) for name in NUMBERS & row.keys()}
    found |= {"REQUIRED" for name in REQUIRED.get(table, ()) if not row[name]}
    if table == "relations" and not (row["to_uscc"] or row["to_name"]):
        found.add("REQUIRED")
    if table == "holdings" and row["holder_kind"] == "ORG" and not (row["holder_code"] or row["holder_name"]):
        found.add("REQUIRED")
    for (where, column), values in LISTS.items():
        if where == table and row[column] and not codelist(values).find(row[column]):
            found.add("UNKNOWN_ROLE" if column == "role" else "UNKNOWN_CODE")
    days: dict[str, date] = {}
    for name in DAYS & row.keys():
        if row[name]:
            try:
                days[name] = _day(row[name])  # type: ignore[assignment]
            except ValueError:
                found.add("BAD_DATE")
    if "valid_from" in days and days.get("valid_to", date.max) < days["valid_from"]:
        found.add("DATE_ORDER")
    share = row.get("equity_pct", "").rstrip("%").replace(",", ".")
    if share and not all(part.replace(".", "", 1).isdigit() for part in share.split("-")):
        found.add("BAD_NUMBER")
    if table == "penalties_person" and (row["procedure"] in ("简易", "") or row["slight_remedied"] == "1"):
        found.add("LAW_RETURN")
    return {one for one in found if one}


def test_two_to_three_percent_of_the_rows_are_dirty(city: Any) -> None:
    assert 0.02 <= city.summary.dirty_rows / city.summary.total_rows <= 0.03


def test_every_kind_of_dirt_is_there(city: Any) -> None:
    kinds = {*READABLE, *(kind for kinds in QUARANTINED.values() for kind in kinds), "LAW_RETURN"}
    assert kinds == set(city.summary.dirt)


def test_every_quarantine_rule_is_there(city: Any) -> None:
    assert {row["rule"] for row in city.answer("quarantine")} == {
        "CHECK_DIGIT",
        "DATE_ORDER",
        "UNKNOWN_ROLE",
        "UNKNOWN_CODE",
        "REQUIRED",
        "BAD_DATE",
        "BAD_NUMBER",
        "BAD_CODE_FORMAT",
        "LAW_RETURN",
    }


def test_the_lines_named_are_the_faulty_lines_and_all_of_them(city: Any) -> None:
    expected = {(row["file"], row["line"]): row["rule"] for row in city.answer("quarantine")}
    found: dict[tuple[str, str], set[str]] = {}
    for name in city.summary.rows:
        for row in city.raw(name):
            faults = _faults(name, row)
            if faults:
                found[(f"{name}.csv", row["line"])] = faults
    assert set(found) == set(expected)
    for where, rule in expected.items():
        assert found[where] == {rule}, where


def test_the_line_is_the_physical_line_of_the_file(city: Any) -> None:
    text = (city.folder / "positions.csv").read_text(encoding="utf-8-sig").split("\n")
    wanted = [row for row in city.answer("dirt") if row["file"] == "positions.csv"]
    for row in wanted:
        line = text[int(row["line"]) - 1]
        if row["kind"] == "CHINESE_DAY":
            assert "年" in line and "日" in line
        if row["kind"] == "UNKNOWN_ROLE":
            assert any(word in line for word in ("挂名人员", "ROLE_99", "联络代办", "未知职务"))
        if row["kind"] == "TRAILING_SPACE":
            assert "  ," in line or line.endswith("  ")


def test_readable_dirt_says_what_the_true_value_says(city: Any) -> None:
    kinds = {(row["file"], row["line"]): row["kind"] for row in city.answer("dirt")}
    equal = {row["uscc"]: row for row in city.clean("entities")}
    for row in city.raw("entities"):
        if kinds.get(("entities.csv", row["line"])) == "THOUSANDS":
            code = unicodedata.normalize("NFKC", row["uscc"]).strip()
            assert row["registered_capital_cny"].replace(",", "").isdigit()
            assert code in equal


def test_quarantined_rows_stand_beside_the_true_ones(city: Any) -> None:
    bad = {row["line"] for row in city.answer("quarantine") if row["file"] == "listings.csv"}
    rows = {row["line"]: row for row in city.raw("listings")}
    clean = {row["listing_id"] for row in city.clean("listings")}
    assert bad
    for line in bad:
        assert rows[line]["listing_id"].removesuffix("-D") in clean
