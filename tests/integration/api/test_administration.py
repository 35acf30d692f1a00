"""Accounts, keys, lists behind figures, data quality, publication and readiness over HTTP."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.auth.principal import Role
from api.services.desk import meta
from graph.clock import calendar_edition
from graph.derivation import derive
from graph.errors import StoreUnavailableError
from graph.identity.keys import load_or_create_keys
from ingest.pipeline import ingest_paths

ADMIN = Role.ADMINISTRATOR
TODAY = "2026-11-23"


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


def pages(world: Any, role: Role, path: str, limit: int = 200, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        found = ok(world.ask(role, "GET", path, params={**params, "limit": limit, "cursor": cursor}))
        rows += found["rows"]
        cursor = found["cursor"]
    return rows


# -- accounts and keys


def test_an_administrator_keeps_an_account_from_its_birth_to_its_end(world: Any) -> None:
    scope = {"role": "OFFICER", "authorities": ["113"], "districts": ["411302"]}
    made = ok(
        world.ask(ADMIN, "POST", "/accounts", json={"login": "Qian.Er", "display_name": "钱二", **scope}), 201
    )
    credentials = {"login": "qian.er", "password": made["first_password"]}
    first = ok(world.by("", "POST", "/sessions", json=credentials), 201)
    assert first["must_change"]
    changed = {"old": made["first_password"], "new": "a new horse battery 7"}
    token = ok(world.by(first["token"], "PUT", "/password", json=changed))["token"]
    assert ok(world.by(token, "GET", "/me"))["districts"] == ["411302"]
    path = f"/accounts/{made['account_id']}"
    scope |= {"role": "LEADER", "districts": []}
    ok(world.ask(ADMIN, "PUT", f"{path}/scope", json=scope), 204)
    assert ok(world.by(token, "GET", "/me"))["role"] == "LEADER"
    for _ in range(5):
        assert world.by("", "POST", "/sessions", json={**credentials, "password": "x"}).status_code == 401
    (row,) = [one for one in pages(world, ADMIN, "/accounts", limit=3) if one["login"] == "qian.er"]
    assert row["locked_until"]
    ok(world.ask(ADMIN, "DELETE", f"{path}/lock"), 204)
    good = {**credentials, "password": changed["new"]}
    ok(world.by("", "POST", "/sessions", json=good), 201)
    ok(world.ask(ADMIN, "PUT", f"{path}/state", json={"disabled": True}), 204)
    assert world.by(token, "GET", "/findings").status_code == 401
    ok(world.ask(ADMIN, "PUT", f"{path}/state", json={"disabled": False}), 204)
    again = ok(world.ask(ADMIN, "POST", f"{path}/password"), 201)
    assert world.by("", "POST", "/sessions", json=good).status_code == 401
    renewed = {**credentials, "password": again["first_password"]}
    assert ok(world.by("", "POST", "/sessions", json=renewed), 201)["must_change"]
    identity = {"issuer": "https://login.example", "subject": "u-77"}
    ok(world.ask(ADMIN, "PUT", f"{path}/identity", json=identity), 204)
    assert world.by("", "POST", "/sessions", json=renewed).status_code == 401
    told = ok(world.ask(Role.AUDITOR, "GET", "/audit/changes", params={"subject": made["account_id"]}))
    kinds = {one["action"] for one in told["rows"]}
    assert {"CREATE_ACCOUNT", "RESCOPE_ACCOUNT", "UNLOCK_ACCOUNT", "RESET_PASSWORD", "LINK_ACCOUNT"} <= kinds
    assert made["first_password"] not in json.dumps(told)


def test_an_administrator_does_not_shut_himself_out(world: Any) -> None:
    me = next(one for one in pages(world, ADMIN, "/accounts") if one["login"] == "administrator")
    path = f"/accounts/{me['account_id']}"
    assert world.ask(ADMIN, "PUT", f"{path}/state", json={"disabled": True}).status_code == 422
    scope = {"role": "LEADER", "authorities": [], "districts": []}
    assert world.ask(ADMIN, "PUT", f"{path}/scope", json=scope).status_code == 422
    assert world.ask(ADMIN, "DELETE", "/accounts/nobody/lock").status_code == 404


def test_a_key_is_told_once_and_void_when_revoked(world: Any) -> None:
    asked = {"name": "信贷系统", "authority": "115", "days": 30, "purposes": ["CREDIT"]}
    made = ok(world.ask(ADMIN, "POST", "/keys", json=asked), 201)
    assert ok(world.by(made["key"], "GET", "/me"))["role"] == "DEPARTMENT"
    rows = pages(world, ADMIN, "/keys", limit=1)
    assert made["key"] not in json.dumps(rows)
    assert next(one["state"] for one in rows if one["key_id"] == made["key_id"]) == "VALID"
    ok(world.ask(ADMIN, "DELETE", f"/keys/{made['key_id']}"), 204)
    ok(world.ask(ADMIN, "DELETE", f"/keys/{made['key_id']}"), 204)
    assert world.by(made["key"], "GET", "/me").status_code == 401
    assert world.ask(ADMIN, "POST", "/keys", json={**asked, "purposes": ["X"]}).status_code == 422


def test_without_a_provider_nobody_is_sent_to_one(world: Any) -> None:
    assert ok(world.by("", "GET", "/me"))["sign_in"] == ["PASSWORD"]
    assert world.by("", "GET", "/sessions/oidc").status_code == 404


# -- figures and the lists behind them


@pytest.fixture(scope="module")
def figures(world: Any) -> dict[str, Any]:
    """The figures of today."""
    found: dict[str, Any] = ok(world.ask(Role.LEADER, "GET", "/statistics"))
    return found


def test_each_figure_is_the_length_of_its_list(world: Any, figures: dict[str, Any]) -> None:
    entities = pages(world, Role.LEADER, "/entities")
    assert len({one["entity"] for one in entities}) == len(entities) == figures["entities"]
    for name, bars in (
        ("list_type", figures["listings_by_type"]),
        ("region", figures["listings_by_district"]),
    ):
        for one in bars[:4]:
            listed = pages(world, Role.LEADER, "/listings", limit=7, **{name: one["key"]})
            assert len(listed) == one["number"], (name, one)
    for one in figures["listings_by_month"][-3:]:
        listed = pages(world, Role.LEADER, "/listings", month=one["key"], live=False)
        assert len(listed) == one["number"]
    month = f"{figures['as_of'][:7]}-01"
    fell = pages(world, Role.INVESTIGATOR, "/withdrawals", limit=7, since=month)
    assert len(fell) == figures["withdrawn_this_month"]
    assert all(one["withdrawn_at"] >= month for one in fell)
    stood = pages(world, Role.INVESTIGATOR, "/withdrawals", stood=True, since=f"{month[:4]}-01-01")
    assert (figures["median_days_to_withdraw"] is None) is (not stood)
    assert all(one["days"] is not None for one in stood)


def test_lists_of_one_district_hold_that_district(world: Any, figures: dict[str, Any]) -> None:
    here = next(one["key"] for one in figures["listings_by_district"] if one["key"])
    token = world.account("lists.near", Role.INVESTIGATOR, districts=(here,))
    for path, params in (("/entities", {}), ("/entities", {"region": here})):
        rows = ok(world.by(token, "GET", path, params=params))["rows"]
        assert {one["region_code"] for one in rows} == {here}
    everywhere = pages(world, Role.INVESTIGATOR, "/withdrawals")
    near = ok(world.by(token, "GET", "/withdrawals", params={"limit": 200}))["rows"]
    assert {one["finding_id"] for one in near} < {one["finding_id"] for one in everywhere}


def test_withdrawals_name_nobody_whole_to_a_leader(world: Any) -> None:
    every = {one["finding_id"]: one for one in pages(world, Role.INVESTIGATOR, "/withdrawals")}
    seen = pages(world, Role.LEADER, "/withdrawals")
    assert {one["finding_id"] for one in seen} <= set(every)
    assert all(one["person_name"].endswith("*") for one in seen)


def test_figures_of_an_earlier_commit_do_not_count_todays_subjects(
    world: Any, figures: dict[str, Any]
) -> None:
    past = ok(world.ask(Role.LEADER, "GET", "/statistics", params={"known_at": "seq:1"}))
    assert (past["entities"], past["persons"], past["live_listings"]) == (None, None, 0)
    head = f"seq:{world.store.head_seq()}"
    now = ok(world.ask(Role.LEADER, "GET", "/statistics", params={"known_at": head}))
    assert now["entities"] == figures["entities"]


def test_an_answer_names_the_calendar_that_it_rests_on(figures: dict[str, Any]) -> None:
    assert figures["data_version"].endswith(f"/{calendar_edition()}")


# -- quality


def test_every_row_that_was_kept_out_is_listed_once(world: Any) -> None:
    found = ok(world.ask(Role.LEADER, "GET", "/quality"))
    for returned, number in (
        (False, sum(one["number"] for one in found["quarantined"])),
        (True, found["returned"]),
    ):
        rows = pages(world, Role.LEADER, "/quality/quarantine", limit=9, returned=returned)
        assert len({(one["file"], one["line"]) for one in rows}) == len(rows) == number
    first = found["quarantined"][0]
    narrow = {name: first[name] for name in ("source", "table", "rule")}
    assert len(pages(world, Role.LEADER, "/quality/quarantine", **narrow)) == first["number"]
    assert world.ask(Role.LEADER, "GET", "/quality/quarantine", params={"cursor": "ff"}).status_code == 422


@pytest.fixture(scope="module")
def contradicted(world: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A holding of which another source tells another share and another name of the holder."""
    folder = tmp_path_factory.mktemp("second") / "package"
    folder.mkdir()
    manifest = json.loads((world.city / "manifest.json").read_text(encoding="utf-8"))
    # Later, so that it wins and something waits for derivation.
    manifest |= {"produced_at": f"{TODAY}T12:00:00+08:00", "covers": ["holdings"]}
    manifest |= {"source": {"name": "税务部门", "code": "TAX"}}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (world.city / "holdings.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(one for one in csv.DictReader(stream) if one["holder_id_no"] and not one["valid_to"])
    with (folder / "holdings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow({**row, "equity_pct": "12.5", "source_doc": f"{row['holder_name']}的申报"})
    ingest_paths(world.store, load_or_create_keys(world.home / "keys"), [folder])
    yield row["uscc"], row["holder_name"]
    derive(world.store, today=TODAY)


def test_facts_told_differently_are_shown_side_by_side(world: Any, contradicted: tuple[str, str]) -> None:
    code, name = contradicted
    rows = pages(world, Role.INVESTIGATOR, "/quality/conflicts", limit=1)
    (row,) = [one for one in rows if code in {party["code"] for party in one["parties"]}]
    assert [one["source"] for one in row["sources"]] == ["SYNTHETIC", "TAX"]
    fields = {one["field"]: one["values"] for one in row["fields"]}
    assert fields["持股比例"][1] == "12.5"
    assert name in json.dumps(row, ensure_ascii=False)
    assert all(one["line"] > 0 for one in row["sources"])


def test_a_contradiction_names_nobody_to_those_who_read_no_names(
    world: Any, contradicted: tuple[str, str]
) -> None:
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        answer = world.ask(role, "GET", "/quality/conflicts", params={"limit": 200})
        assert contradicted[1] not in answer.text
        assert "12.5" in answer.text, "a share alone names nobody"
    subject = {"action": "LIST_CONFLICTS"}
    assert ok(world.ask(Role.AUDITOR, "GET", "/audit/reads", params=subject))["rows"]


def test_changes_that_wait_are_listed(world: Any, contradicted: tuple[str, str]) -> None:
    waiting = ok(world.ask(Role.AUDITOR, "GET", "/quality/pending"))["rows"]
    ready = ok(world.by("", "GET", "/readyz"))
    assert len(waiting) == ready["pending_changes"] > 0
    assert [one["seq"] for one in waiting] == sorted(one["seq"] for one in waiting)
    assert any(contradicted[0] in one["examples"] for one in waiting)


# -- what is published


def test_the_public_reads_published_records_only(world: Any) -> None:
    today = meta(world.store, "synthetic_today")
    hidden = shown = 0
    coded = [one for one in pages(world, Role.LEADER, "/entities") if len(one["entity"]) == 18]
    for one in coded[:150]:
        path = f"/entities/{one['entity']}"
        every = {row["fact_id"]: row for row in ok(world.ask(Role.INVESTIGATOR, "GET", path))["records"]}
        public = ok(world.ask(Role.PUBLIC, "GET", path))
        assert public["ties"] == []
        seen = {row["fact_id"] for row in public["records"]}
        assert seen <= set(every)
        for fact_id, row in every.items():
            if row["label"] in ("Attribution", "PersonStatus", "RepairCase", "Objection"):
                assert fact_id not in seen
            if row["label"] in ("Listing", "CourtRecord") and row["valid_to"] <= today:
                assert fact_id not in seen, "what was taken off is not published any more"
        hidden += len(set(every) - seen)
        shown += len(seen)
    assert hidden
    assert shown


def test_the_public_is_not_told_how_many_records_there_are(world: Any) -> None:
    body = {"text": "有限公司"}
    public = ok(world.by("", "POST", "/search", json=body))
    assert {one["records"] for one in public["entities"]} == {None}
    staff = ok(world.ask(Role.OFFICER, "POST", "/search", json=body))
    assert None not in {one["records"] for one in staff["entities"]}


# -- readiness


def test_readiness_refuses_as_a_problem_document(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> int:
        raise StoreUnavailableError("没有应答")

    monkeypatch.setattr(world.app.state.service.store, "head_seq", away)
    answer = world.by("", "GET", "/readyz")
    monkeypatch.undo()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "todo"} <= answer.json().keys()
    assert world.by("", "GET", "/readyz").status_code == 200
