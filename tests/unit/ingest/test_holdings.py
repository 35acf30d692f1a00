"""What rows of holdings become: ranges and bounds of percentages, and what tells two holdings apart."""

from __future__ import annotations

import pytest

from graph.identity.numbers import IdentityKeys
from graph.model.kinds import FieldKind
from graph.model.tables import KEYED_WHEN_GIVEN, ORDERED_PERCENTS, PERCENT_RANGES, TABLES
from ingest.load.drafts import RowDraft
from ingest.normalise.table import Refused, TableNormaliser
from ingest.problems import Rule
from ingest.readers import RawRow, match_headers

A, B = "91411300MA00000077", "91320100748204660Q"
KEYS = IdentityKeys.generate()
HELD = {"uscc": A, "holder_kind": "ORG", "holder_code": B, "valid_from": "2020-01-01"}
PERCENTS = ("equity_pct", "equity_min_pct", "equity_max_pct", "vote_pct")


def normalised(**more: str) -> RowDraft | Refused:
    cells = HELD | more
    match = match_headers(TABLES["holdings"], list(cells))
    normaliser = TableNormaliser("holdings", match, KEYS, file="holdings.csv", source="T1", produced_at="")
    return normaliser.normalise(RawRow(2, cells))


def draft(**more: str) -> RowDraft:
    found = normalised(**more)
    assert isinstance(found, RowDraft), found
    return found


def refused(**more: str) -> Refused:
    found = normalised(**more)
    assert isinstance(found, Refused), found
    return found


def stored(**more: str) -> dict[str, float]:
    return {name: value for name, value in draft(**more).values.items() if name in PERCENTS}


def test_what_is_declared_of_percentages_and_keys_names_declared_columns() -> None:
    for name, pairs in ORDERED_PERCENTS.items():
        for one in {column for pair in pairs for column in pair}:
            assert TABLES[name].field(one).kind is FieldKind.PERCENT
    for name, ranges in PERCENT_RANGES.items():
        for share, bounds in ranges.items():
            assert {TABLES[name].field(one).kind for one in (share, *bounds)} == {FieldKind.PERCENT}
    for name, columns in KEYED_WHEN_GIVEN.items():
        for column in map(TABLES[name].field, columns):
            assert not column.key and column.property_name == column.name


@pytest.mark.parametrize("text", ["10-20", ">30%", "5%以下"])
@pytest.mark.parametrize("column", ["vote_pct", "equity_min_pct", "equity_max_pct"])
def test_a_range_where_one_figure_belongs_is_refused_and_says_why(column: str, text: str) -> None:
    found = refused(equity_pct="60", **{column: text})
    assert (found.rule, found.field) == (Rule.BAD_NUMBER, column)
    assert TABLES["holdings"].field(column).zh in found.what and text in found.what
    assert found.todo and text in found.redacted


def test_a_range_of_equity_is_kept_as_its_bounds() -> None:
    assert stored(equity_pct="5-10") == {"equity_min_pct": 5, "equity_max_pct": 10}
    assert stored(equity_pct="10-10", vote_pct="25%") == {"equity_pct": 10, "vote_pct": 25}


def test_a_range_says_more_than_the_bounds_around_it() -> None:
    wide = {"equity_min_pct": "0", "equity_max_pct": "50"}
    assert stored(equity_pct="5-10", **wide) == {"equity_min_pct": 5, "equity_max_pct": 10}
    assert stored(**wide, equity_pct="5-10") == {"equity_min_pct": 5, "equity_max_pct": 10}


@pytest.mark.parametrize(
    ("row", "column", "figures"),
    [
        ({"equity_min_pct": "60", "equity_max_pct": "40"}, "equity_max_pct", "60 > 40"),
        ({"equity_pct": "30", "equity_min_pct": "40"}, "equity_pct", "40 > 30"),
        ({"equity_pct": "70", "equity_max_pct": "60.5%"}, "equity_max_pct", "70 > 60.5"),
        ({"equity_pct": "5-10", "equity_min_pct": "6"}, "equity_pct", "6 > 5"),
        ({"equity_pct": "5-10", "equity_max_pct": "8"}, "equity_max_pct", "10 > 8"),
    ],
)
def test_bounds_the_wrong_way_round_and_a_share_outside_them_are_refused(
    row: dict[str, str], column: str, figures: str
) -> None:
    found = refused(**row)
    assert (found.rule, found.field) == (Rule.BAD_NUMBER, column)
    assert figures in found.what and "大于" in found.what and found.todo == "核对两个比例"


@pytest.mark.parametrize(
    "row",
    [
        {"equity_min_pct": "40", "equity_max_pct": "40"},
        {"equity_pct": "40", "equity_min_pct": "40", "equity_max_pct": "60"},
        {"equity_pct": "60", "equity_min_pct": "40", "equity_max_pct": "60"},
        {"equity_min_pct": "40"},
        {"equity_max_pct": "40", "vote_pct": "70"},
    ],
)
def test_bounds_that_meet_or_of_which_one_is_unknown_are_taken(row: dict[str, str]) -> None:
    assert stored(**row) == {name: float(value) for name, value in row.items()}


def test_classes_of_shares_are_holdings_of_their_own_in_whatever_writing() -> None:
    rows = [draft(), draft(share_class="A类"), draft(share_class="B类")]
    assert len({one.key for one in rows}) == len({one.source_key for one in rows}) == 3
    again = draft(share_class=" ａ 类")
    assert (again.key, again.source_key) == (rows[1].key, rows[1].source_key)


def test_a_holding_without_a_class_keeps_the_key_that_it_always_had() -> None:
    one = draft(share_class=" ")
    parts = "\x1f".join([A, "ORG", B, "", "", "2020-01-01"])
    assert one.source_key == f"T1|holdings|{KEYS.text_digest('source_key', parts)[:32]}"
    assert (one.key, one.former_key) == (("2020-01-01", ""), "")
    assert draft(treasury="1").key == ("2020-01-01", "1")
    assert draft(share_class="A类").former_key == one.source_key


def test_a_row_with_its_own_number_is_known_by_that_whatever_its_class() -> None:
    rows = [draft(record_id="7", **more) for more in ({}, {"share_class": "A类"}, {"share_class": "B类"})]
    assert len({one.source_key for one in rows}) == 1
    assert {one.former_key for one in rows} == {""}
    assert len({one.key for one in rows}) == 3


def test_a_refused_row_is_settled_by_the_corrected_one_of_its_class() -> None:
    wrong = refused(share_class="A类", vote_pct="10-20")
    assert wrong.source_key == draft(share_class="A类", vote_pct="10").source_key
    assert wrong.source_key != draft(vote_pct="10").source_key
