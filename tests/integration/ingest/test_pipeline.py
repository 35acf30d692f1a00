"""Packages in, facts out, on both engines: dirt, repetition, corrections, sources, snapshots, order."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.services.desk import open_desk
from api.services.fingerprint import fingerprint
from graph import queries
from graph.derivation import derive
from graph.errors import PackageError, SettingsError, StoreBusyError
from graph.identity.numbers import IdentityKeys
from graph.store import Store
from graph.store.testing import empty
from ingest.lease import bulk_lease
from ingest.pipeline import IngestSettings, ingest_paths

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "91320100748204660Q"
LAW = "11411300MB0000000X"
ONE, TWO = "41130219800101001X", "411381197512311245"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def keys() -> IdentityKeys:
    return IdentityKeys.generate()


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    def make(
        name: str, manifest: dict[str, Any] | None = None, encoding: str = "utf-8", **tables: Rows
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        given = {"source": {"name": "测试", "code": "T1"}, "synthetic": True, **(manifest or {})}
        (folder / "manifest.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return make


def entity(code: str, **more: Any) -> dict[str, Any]:
    return {"uscc": code, "name": f"测试{code[-4:]}有限公司", "legal_form": "有限责任公司", **more}


def rep(code: str, number: str, start: str, end: str = "", **more: Any) -> dict[str, Any]:
    name = "甲某某" if number == ONE else "乙某某"
    return {
        "uscc": code, "role": "LEGAL_REP", "name": name, "id_type": "01", "id_no": number,
        "valid_from": start, "valid_to": end, **more,
    }  # fmt: skip


def listing(code: str, **more: Any) -> dict[str, Any]:
    return {
        "listing_id": "L-1", "list_type": "L03", "uscc": code, "violation_from": "2024-01-01",
        "violation_to": "2024-02-01", "decided_on": "2024-06-01", "authority_code": LAW, "doc_no": "1号",
        **more,
    }  # fmt: skip


def mark(store: Store, keys: IdentityKeys) -> str:
    return fingerprint(open_desk(store, keys))


def states(store: Store) -> list[tuple[str, str, str]]:
    rows = store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    return sorted(
        (row["finding"]["role"], row["finding"]["base_state"], row["finding"]["withdrawn_because"])
        for row in rows
    )


def test_handing_a_package_in_again_changes_nothing(store: Store, keys: IdentityKeys, package: Any) -> None:
    folder = package("one", entities=[entity(A)], positions=[rep(A, ONE, "2020-01-01")])
    ingest_paths(store, keys, [folder])
    before = mark(store, keys)
    again = ingest_paths(store, keys, [folder])
    assert again.total("same") == again.total("rows") == 2
    assert mark(store, keys) == before


def test_readable_dirt_is_the_same_fact(store: Store, keys: IdentityKeys, package: Any) -> None:
    clean = package("clean", entities=[entity(A)], positions=[rep(A, ONE, "2024-03-01")])
    ingest_paths(store, keys, [clean])
    before = mark(store, keys)
    wide = A.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    row = {**rep(f"{wide}  ", ONE.lower(), "２０２４年3月1日"), "name": " 甲某某 "}
    dirty = package("dirty", encoding="gb18030", positions=[row])
    report = ingest_paths(store, keys, [dirty])
    assert report.total("quarantined") == 0
    assert mark(store, keys) == before


def _as_kind(kind: str, folder: Path, table: str, rows: Rows) -> None:
    """The same rows as a file of another kind, in place of the CSV."""
    plain = folder / f"{table}.csv"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    filled = [{column: str(row.get(column, "")) for column in columns} for row in rows]
    if kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["报送数据", *[None] * (len(columns) - 1)])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
        for values in (columns, *([row[column] for column in columns] for row in filled)):
            sheet.append(values)
        book.save(folder / f"{table}.xlsx")
    elif kind == "jsonl":
        lines = [json.dumps(row, ensure_ascii=False) for row in filled]
        (folder / f"{table}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(filled), folder / f"{table}.parquet")
    else:
        return
    plain.unlink()


def test_the_same_rows_in_every_kind_of_file_are_the_same_facts(
    store: Store, keys: IdentityKeys, package: Any, tmp_path: Path
) -> None:
    tables = {
        "entities": [entity(A), entity(B, district_ext="")],
        "positions": [rep(A, ONE, "2020-01-01"), rep(B, TWO, "2021-01-01", "2022-01-01")],
    }
    marks = {}
    for kind in ("csv", "xlsx", "jsonl", "parquet", "zip"):
        empty(store)
        folder = package(kind, **tables)
        for table, rows in tables.items():
            _as_kind(kind, folder, table, rows)
        if kind == "zip":
            folder = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
        report = ingest_paths(store, keys, [folder])
        assert (report.total("rows"), report.total("quarantined"), report.is_clean) == (4, 0, True), kind
        marks[kind] = mark(store, keys)
    assert len(set(marks.values())) == 1, marks


def test_a_row_twice_in_a_file_counts_once(store: Store, keys: IdentityKeys, package: Any) -> None:
    row = rep(A, ONE, "2020-01-01")
    report = ingest_paths(store, keys, [package("twice", positions=[row, row, rep(A, TWO, "2021-01-01")])])
    assert (report.total("new"), report.total("same"), report.total("quarantined")) == (2, 1, 0)


def test_a_holder_left_blank_is_quarantined_and_names_its_column(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    blank = {
        "uscc": A,
        "holder_kind": "ORG",
        "holder_code": " ",
        "equity_pct": "60%",
        "valid_from": "2020-01-01",
    }
    ingest_paths(store, keys, [package("blank", holdings=[blank, {**blank, "holder_code": B}])])
    (kept,) = store.read("read/ingest/quarantined", after="", limit=10)[0]["rows"]
    assert (kept["rule"], kept["line"]) == ("REQUIRED", 2)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (rep(A[:-1] + "1", ONE, "2020-01-01"), "CHECK_DIGIT"),
        (rep(A, ONE[:-1] + "1", "2020-01-01"), "CHECK_DIGIT"),
        (rep(A, ONE, "2021-01-01", "2020-01-01"), "DATE_ORDER"),
        (rep(A, ONE, "2021-13-01"), "BAD_DATE"),
        (rep(A, ONE, "0001-01-01"), "BAD_DATE"),
        (rep(A, ONE, "2021-01-01") | {"role": "KING"}, "UNKNOWN_ROLE"),
        (rep("", ONE, "2021-01-01"), "REQUIRED"),
    ],
)
def test_a_wrong_row_is_quarantined_without_its_number(
    store: Store, keys: IdentityKeys, package: Any, row: dict[str, Any], rule: str
) -> None:
    report = ingest_paths(store, keys, [package("bad", positions=[row, rep(A, TWO, "2020-01-01")])])
    assert report.total("new") == 1
    kept = store.read("read/ingest/quarantined", after="", limit=10)[0]["rows"]
    assert [(one["rule"], one["line"], one["file"]) for one in kept] == [(rule, 2, "positions.csv")]
    assert row["id_no"] not in json.dumps(kept, ensure_ascii=False)


def test_a_simple_penalty_on_a_person_goes_back_and_leaves_a_digest_only(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    row = {
        "subject_name": "甲某某", "subject_id_no": ONE, "doc_no": "罚1号", "decided_on": "2024-01-01",
        "authority_code": LAW, "procedure": "简易",
    }  # fmt: skip
    report = ingest_paths(store, keys, [package("p", penalties_person=[row])])
    assert report.total("returned") == 1
    kept = store.read("read/ingest/quarantined", after="", limit=10)[0]["rows"][0]
    assert kept["returned"] and not kept["redacted"]
    assert store.read("read/answers/sealed_numbers", after="", limit=10)[0]["rows"] == []


def test_a_corrected_start_with_its_record_id_is_one_fact(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    first = package("a", {"produced_at": "2024-01-01"}, positions=[rep(A, ONE, "2020-01-01", record_id="7")])
    later = package("b", {"produced_at": "2024-02-01"}, positions=[rep(A, ONE, "2020-02-01", record_id="7")])
    ingest_paths(store, keys, [first, later])
    forward = mark(store, keys)
    empty(store)
    report = ingest_paths(store, keys, [later, first])
    assert report.total("stale") == 1
    assert mark(store, keys) == forward


def test_a_fact_told_differently_bears_a_mark_until_the_sources_agree(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    other = {"source": {"name": "另", "code": "T2"}}
    ingest_paths(store, keys, [package("a", positions=[rep(A, ONE, "2020-01-01", "2022-01-01")])])

    def marks() -> list[dict[str, Any]]:
        return store.read("read/quality/conflicts_count")

    assert marks() == []
    ingest_paths(store, keys, [package("b", other, positions=[rep(A, ONE, "2020-01-01", "2023-01-01")])])
    told = store.head_seq()
    assert marks() == [{"fact_type": "LEGAL_REP_OF", "number": 1}]
    again = {**other, "produced_at": "2026-11-24T08:00:00+08:00"}
    ingest_paths(store, keys, [package("c", again, positions=[rep(A, ONE, "2020-01-01", "2022-01-01")])])
    assert marks() == []
    (key,) = store.read("read/quality/conflicts_page", after="", limit=5, seq=told)[0]["keys"]
    assert {one["source"] for one in store.read("read/quality/records_of_facts", keys=[key])[0]["rows"]} == {
        "T1", "T2",
    }  # fmt: skip


def test_of_two_sources_the_one_with_precedence_wins_in_any_order(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    first = package("a", positions=[rep(A, ONE, "2020-01-01", "2022-01-01")])
    other = {"source": {"name": "另", "code": "T2"}}
    second = package("b", other, positions=[rep(A, ONE, "2020-01-01", "2023-01-01")])
    settings = IngestSettings(precedence=("T2", "T1"))
    report = ingest_paths(store, keys, [first, second], settings=settings)
    assert report.total("conflicts") == 1
    forward = mark(store, keys)
    empty(store)
    ingest_paths(store, keys, [second, first], settings=settings)
    assert mark(store, keys) == forward
    edges = store.read("read/liability/tenures", ids=[_entity_id(store, A)])[0]["rows"]
    assert [one["edge"]["valid_to"] for one in edges] == ["2023-01-01"]


def _entity_id(store: Store, code: str) -> str:
    return str(store.read("read/ingest/entities_by_code", keys=[f"USCC:{code}"])[0]["entity_ids"][0])


def test_a_snapshot_ends_what_it_lacks_and_a_rehearsal_does_not(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    whole = {"produced_at": "2024-01-01", "mode": "snapshot"}
    first = package("a", whole, positions=[rep(A, ONE, "2020-01-01"), rep(B, TWO, "2020-01-01")])
    second = package("b", {**whole, "produced_at": "2024-03-01"}, positions=[rep(A, ONE, "2020-01-01")])
    ingest_paths(store, keys, [first])
    before = mark(store, keys)
    ingest_paths(store, keys, [second], dry_run=True)
    assert mark(store, keys) == before
    ingest_paths(store, keys, [second])
    edge = store.read("read/liability/tenures", ids=[_entity_id(store, B)])[0]["rows"][0]["edge"]
    assert (edge["valid_to"], edge["end_inferred"], edge["known_held_to"]) == (
        "2024-03-01",
        True,
        "2024-01-01",
    )


def test_a_snapshot_that_would_end_too_much_ends_nothing_and_the_rest_is_taken(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    whole = {"produced_at": "2024-01-01", "mode": "snapshot", "covers": ["positions"]}
    many = [{**rep(A, ONE, "2020-01-01"), "role": "SUPERVISOR", "record_id": f"r{n}"} for n in range(12)]
    for number, row in enumerate(many):
        row["valid_from"] = f"2020-01-{number + 1:02d}"
    ingest_paths(store, keys, [package("a", whole, positions=many)])
    later = {**whole, "produced_at": "2024-03-01"}
    second = package("b", later, positions=many[:1], listings=[listing(A)])
    report = ingest_paths(store, keys, [second])
    files = report.packages[0].files
    assert "11 条" in files["positions.csv"].unended and "20%" in files["positions.csv"].unended
    assert files["listings.csv"].taken == {"new": 1}
    assert files["positions.csv"].ended_by_snapshot == 0 and not report.is_clean
    query = queries.get("read/answers/fact_edges", type="SUPERVISOR_OF", target="Entity", id="entity_id")
    tenures = store.read(query, ids=[_entity_id(store, A)])[0]["rows"]
    assert [one["edge"]["valid_to"] for one in tenures] == ["9999-12-31"] * 12
    done = store.read("read/ingest/ingest_run", run_id=report.packages[0].run_id)
    assert done[0]["state"] == "DONE"
    # The next whole one, with a cap that allows it, ends them.
    third = package("c", {**later, "produced_at": "2024-04-01"}, positions=many[:1])
    report = ingest_paths(store, keys, [third], settings=IngestSettings(snapshot_cap=1.0))
    assert report.packages[0].files["positions.csv"].ended_by_snapshot == 11 and report.is_clean


def test_an_end_gives_key_and_day_and_the_rest_stays(store: Store, keys: IdentityKeys, package: Any) -> None:
    held = {"record_id": "h-1", "uscc": A, "holder_kind": "ORG", "holder_code": B, "equity_pct": "60%",
            "valid_from": "2020-01-01"}  # fmt: skip
    ingest_paths(store, keys, [package("a", {"produced_at": "2024-01-01"}, holdings=[held])])
    bare = {name: held[name] for name in ("record_id", "uscc", "holder_kind", "holder_code")}
    end = {**bare, "op": "END", "valid_to": "2024-02-01"}
    report = ingest_paths(store, keys, [package("b", {"produced_at": "2024-03-01"}, holdings=[end])])
    assert report.total("quarantined") == 0 and report.total("changed") == 1
    query = queries.get("read/answers/fact_edges", type="HOLDS", target="Entity", id="entity_id")
    (row,) = store.read(query, ids=[_entity_id(store, A)])[0]["rows"]
    edge = row["edge"]
    assert (edge["valid_from"], edge["valid_to"], edge["equity_pct"]) == ("2020-01-01", "2024-02-01", 60.0)


def test_without_a_time_the_order_counts_and_the_report_says_so(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    first = package("a", entities=[entity(A, phone="1")])
    second = package("b", entities=[entity(A, phone="2")])
    timed = package("c", {"produced_at": "2024-01-01"}, entities=[entity(A, phone="3")])
    newer = package("d", {"produced_at": "2024-02-01"}, entities=[entity(A, phone="4")])
    notes = []
    for folder in (first, first, second, timed, newer):
        (file,) = ingest_paths(store, keys, [folder]).packages[0].files.values()
        notes.append(len([one for one in file.notes if "报送先后" in one]))
    # Alone, again, against an untimed one, against it with a time, and both with a time.
    assert notes == [0, 0, 1, 1, 0]


def test_a_code_change_that_comes_late_joins_what_came_under_both_codes(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    change = {"uscc_old": A, "uscc_new": B, "kind": "REPLACED", "decided_on": "2023-01-01"}
    unnumbered = {"uscc": A, "role": "PRINCIPAL", "name": "丙某某", "valid_from": "2020-01-01"}
    parts = [
        package("a", entities=[entity(B)]),
        package("b", positions=[rep(A, ONE, "2020-01-01"), unnumbered], listings=[listing(A)]),
        package("c", identifiers=[change]),
        package("d", positions=[rep(B, TWO, "2024-05-01"), {**unnumbered, "uscc": B, "role": "DIRECTOR"}]),
    ]
    marks = set()
    for order in ([0, 1, 2, 3], [2, 3, 1, 0], [1, 3, 0, 2], [3, 2, 0, 1]):
        empty(store)
        for place in order:
            ingest_paths(store, keys, [parts[place]])
            derive(store, today="2026-01-01")
        marks.add(mark(store, keys))
    assert len(marks) == 1
    assert states(store) == [("LEGAL_REP", "PROPOSED", "")]


def test_a_listing_of_an_unknown_company_is_parked_until_the_register_has_it(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    report = ingest_paths(
        store, keys, [package("a", listings=[listing(A)], positions=[rep(A, ONE, "2020-01-01")])]
    )
    assert (report.parked, report.parked_examples) == (1, ["L-1"])
    derive(store, today="2026-01-01")
    assert states(store) == []
    ingest_paths(store, keys, [package("b", entities=[entity(A)])])
    derive(store, today="2026-01-01")
    assert states(store) == [("LEGAL_REP", "PROPOSED", "")]


def test_deriving_and_withdrawing_leaves_no_live_trace(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    ingest_paths(store, keys, [package("a", entities=[entity(A)], positions=[rep(A, ONE, "2020-01-01")])])
    derive(store, today="2026-01-01")
    before = mark(store, keys)
    ingest_paths(store, keys, [package("b", {"produced_at": "2025-01-01"}, listings=[listing(A)])])
    derive(store, today="2026-01-01")
    assert mark(store, keys) != before
    gone = package("c", {"produced_at": "2025-02-01"}, listings=[listing(A, op="RETRACT")])
    ingest_paths(store, keys, [gone])
    report = derive(store, today="2026-01-01")
    assert report.findings == {"withdrawn": 1}
    assert states(store) == [("LEGAL_REP", "PROPOSED", "FACT_RETRACTED")]
    assert mark(store, keys) == before
    assert derive(store, today="2026-01-01", full=True).findings == {"same": 1}


def test_an_objection_suspends_without_derivation(store: Store, keys: IdentityKeys, package: Any) -> None:
    ingest_paths(
        store, keys,
        [package("a", entities=[entity(A)], positions=[rep(A, ONE, "2020-01-01")], listings=[listing(A)])],
    )  # fmt: skip
    derive(store, today="2026-01-01")
    raised = {"objection_id": "O1", "target_kind": "LISTING", "target_key": "L-1", "raised_on": "2024-07-01"}
    ingest_paths(store, keys, [package("b", objections=[raised])])
    rows = store.read("read/answers/findings_page", after="", limit=10)[0]["rows"]
    assert [row["disputes"] for row in rows] == [[["2024-07-01", "", ""]]]


def test_full_and_incremental_derivation_agree(store: Store, keys: IdentityKeys, package: Any) -> None:
    repaired = listing(A, removed_on="2025-01-01", removal_kind="REPAIRED")
    steps = [
        package("a", entities=[entity(A), entity(B)], positions=[rep(A, ONE, "2020-01-01")]),
        package("b", {"produced_at": "2024-01-01"}, listings=[listing(A), listing(B, listing_id="L-2")]),
        package("c", positions=[rep(B, TWO, "2020-01-01")]),
        package("d", {"produced_at": "2025-01-01"}, listings=[repaired]),
    ]  # fmt: skip
    for step in steps:
        ingest_paths(store, keys, [step])
        derive(store, today="2026-01-01")
    incremental = mark(store, keys)
    report = derive(store, today="2026-01-01", full=True)
    assert set(report.findings) == {"same"}
    assert mark(store, keys) == incremental


def test_a_second_bulk_writer_is_told_who_writes(store: Store, keys: IdentityKeys, package: Any) -> None:
    with bulk_lease(store), pytest.raises(StoreBusyError, match=str(os.getpid())):
        ingest_paths(store, keys, [package("a", entities=[entity(A)])])
    ingest_paths(store, keys, [tmp_package(package)])


def tmp_package(package: Any) -> Path:
    return Path(package("after", entities=[entity(A)]))


def test_other_keys_are_refused(store: Store, keys: IdentityKeys, package: Any) -> None:
    folder = package("a", entities=[entity(A)])
    ingest_paths(store, keys, [folder])
    with pytest.raises(SettingsError):
        ingest_paths(store, IdentityKeys.generate(), [folder])


def test_a_bad_file_is_refused_whole_and_the_others_are_taken(
    store: Store, keys: IdentityKeys, package: Any
) -> None:
    folder = package("a", entities=[entity(A)])
    (folder / "positions.csv").write_bytes(b"")
    (folder / "holdings.csv").write_bytes(b"uscc,holder_kind\n\xff\xfe\x00bad")
    report = ingest_paths(store, keys, [folder])
    assert not report.is_clean
    refused = {one.file for one in report.packages[0].refused_files}
    assert refused == {"positions.csv", "holdings.csv"}
    assert report.total("new") == 1
    with pytest.raises(PackageError):
        ingest_paths(store, keys, [folder / "nothing"])


def test_a_bad_package_among_several_does_not_keep_the_others_out(
    store: Store, keys: IdentityKeys, package: Any, tmp_path: Path
) -> None:
    first, last = package("a", entities=[entity(A)]), package("b", entities=[entity(B)])
    half = tmp_path / "half.zip"
    half.write_bytes(b"PK\x03\x04 the rest was never sent")
    report = ingest_paths(store, keys, [first, half, last])
    assert len(report.packages) == 2 and report.total("new") == 2
    assert len(report.refused) == 1 and "half.zip" in report.refused[0]
    assert not report.is_clean
