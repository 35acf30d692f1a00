"""Lists of an earlier commit, and pages of one list while facts change: last, since it changes the city."""

from __future__ import annotations

import csv
import json
import shutil
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.auth.principal import Role
from dashboard.client import ApiError, Client, rows_of
from graph.days import OPEN_SEQ
from graph.derivation import derive
from graph.identity.keys import load_or_create_keys
from graph.store import Store, WriteTransaction
from ingest.load.drafts import OrgRef
from ingest.load.parties import identifier_edge
from ingest.pipeline import ingest_paths

TODAY = "2026-11-23"
#: Every list that is asked by pages, and one that a short page of it may be asked for.
PAGED = (
    "/findings", "/listings", "/entities", "/withdrawals", "/disputes", "/receipts", "/groups", "/cases",
    "/notices", "/hints", "/quality/conflicts", "/quality/quarantine",
)  # fmt: skip
#: The lists that take ``known_at``, and those whose rows the change of this file alters.
KNOWN_AT = (*PAGED, "/oversight/findings", "/ban-leads", "/quality/pending", "/case-tasks")
ALTERED = ("/findings", "/listings", "/entities", "/withdrawals")
NEW_CODE = "91411300MA9YYYYY01"


@dataclass(frozen=True)
class Changed:
    """What was answered before a change, which a listing's end and a new entity are."""

    seq: int
    begun: dict[str, dict[str, Any]]
    whole: dict[str, list[dict[str, Any]]]


def role_of(path: str) -> Role:
    """Somebody who may read the list whole."""
    if path == "/case-tasks":
        return Role.OFFICER
    return Role.LEADER if path.startswith("/quality") else Role.INVESTIGATOR


def asked(world: Any, path: str, **params: Any) -> dict[str, Any]:
    """One page."""
    answer = world.ask(role_of(path), "GET", path, params=params)
    assert answer.status_code == 200, (path, answer.text)
    found: dict[str, Any] = answer.json()
    return found


def whole(world: Any, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows, from a page on where ``cursor`` is given; all pages are of one version of the data."""
    rows, versions = [], set()
    while True:
        page = asked(world, path, **params)
        rows += page["rows"]
        versions.add(page["data_version"])
        if page.get("cursor") is None:
            assert len(versions) == 1, (path, versions)
            return rows
        params["cursor"] = page["cursor"]


def ended_listing(world: Any, folder: Path) -> Path:
    """A package by which one listing that somebody answers for ends."""
    codes = {one["entity"] for one in whole(world, "/findings", state=["CONFIRMED"], limit=200)} - {""}
    answers = [world.ask(Role.INVESTIGATOR, "GET", f"/checks/{code}").json() for code in sorted(codes)[:20]]
    grounds = {
        one["ground_id"]
        for answer in answers
        for one in answer["liabilities"]
        if (one["ground_kind"], one["state"]) == ("LISTING", "CONFIRMED")
    }
    package = folder / "ended"
    package.mkdir()
    shutil.copy(world.city / "manifest.json", package)
    with (world.city / "listings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            row for row in csv.DictReader(stream) if row["listing_id"] in grounds and not row["removed_on"]
        ]
    with (package / "listings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerow({**rows[0], "removed_on": "2026-11-20", "removal_kind": "REPAIRED"})
    return package


def new_entity(store: Store) -> None:
    """An entity that nobody named before."""
    ref = OrgRef("USCC", NEW_CODE)
    row = {
        "entity_id": "zzz0", "identifier_key": ref.identifier_key, "scheme": ref.scheme, "value": ref.value,
        "edge": identifier_edge("zzz0", ref, "test"),
    }  # fmt: skip

    def write(tx: WriteTransaction) -> None:
        tx.run("write/ingest/create_entities", rows=[row], open_seq=OPEN_SEQ)

    store.write(write, by="test", why="an entity")


@pytest.fixture(scope="module")
def changed(world: Any, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """The answers before the change; the change is made."""
    seq = world.store.head_seq()
    begun = {path: asked(world, path, limit=1) for path in PAGED}
    before = {path: whole(world, path, limit=200) for path in PAGED}
    before |= {path: asked(world, path)["rows"] for path in KNOWN_AT if path not in PAGED}
    package = ended_listing(world, tmp_path_factory.mktemp("change"))
    ingest_paths(world.store, load_or_create_keys(world.home / "keys"), [package])
    derive(world.store, today=TODAY)
    new_entity(world.store)
    assert world.store.head_seq() > seq
    return Changed(seq, begun, before)


@pytest.mark.parametrize("path", KNOWN_AT)
def test_a_list_is_told_as_it_was_known(world: Any, changed: Changed, path: str) -> None:
    limit = {"limit": 200} if path in PAGED else {}
    then = whole(world, path, known_at=f"seq:{changed.seq}", **limit)
    assert then == changed.whole[path]
    if path in ALTERED:
        assert whole(world, path, **limit) != then
        assert then or path == "/withdrawals"


@pytest.mark.parametrize("path", PAGED)
def test_later_pages_are_of_the_first_pages_commit(world: Any, changed: Changed, path: str) -> None:
    first = changed.begun[path]
    if first["cursor"] is None:
        assert first["rows"] == changed.whole[path]
        return
    second = asked(world, path, limit=200, cursor=first["cursor"])
    assert second["data_version"] == first["data_version"]
    assert first["rows"] + whole(world, path, limit=200, cursor=first["cursor"]) == changed.whole[path]


def test_later_pages_of_a_day_that_is_not_over_are_of_the_first_pages_commit(
    world: Any, changed: Changed
) -> None:
    first = changed.begun["/listings"]
    rest = whole(world, "/listings", limit=200, cursor=first["cursor"], known_at="2999-01-01")
    assert first["rows"] + rest == changed.whole["/listings"]
    late = {"cursor": first["cursor"], "known_at": "1999-01-01"}
    assert world.ask(Role.LEADER, "GET", "/listings", params=late).status_code == 422


def test_the_lists_that_change_have_more_than_one_page(changed: Changed) -> None:
    for path in ("/findings", "/listings", "/entities", "/groups", "/quality/quarantine"):
        assert changed.begun[path]["cursor"], path


@pytest.mark.parametrize("path", KNOWN_AT)
def test_an_unknown_moment_is_refused(world: Any, changed: Changed, path: str) -> None:
    for moment, status in (("seq:999999999", 404), ("gestern", 422), ("seq:", 422)):
        answer = world.ask(role_of(path), "GET", path, params={"known_at": moment})
        assert answer.status_code == status, (moment, answer.text)
        assert "rows" not in answer.json()


@pytest.mark.parametrize("path", PAGED)
def test_a_cursor_that_was_not_handed_out_is_refused(world: Any, changed: Changed, path: str) -> None:
    at = {"known_at": f"seq:{world.store.head_seq()}"} if path in KNOWN_AT else {}
    for cursor, more, status in (
        ("ff", {}, 422),
        (f"{changed.seq}s~", {}, 422),
        ("999999999s", {}, 404),
        (f"{changed.seq}s", at, 422 if at else 200),
    ):
        answer = world.ask(role_of(path), "GET", path, params={"cursor": cursor, **more})
        assert answer.status_code == status, (cursor, more, answer.text)


def test_the_list_behind_a_figure_of_an_earlier_commit_has_as_many_rows(world: Any, changed: Changed) -> None:
    at = {"known_at": f"seq:{changed.seq}"}
    figures = asked(world, "/statistics", **at)
    assert figures["live_listings"] == len(whole(world, "/listings", limit=200, **at))
    states = {one["key"]: one["number"] for one in figures["findings_by_state"]}
    confirmed = whole(world, "/findings", state=["CONFIRMED"], limit=200, **at)
    assert states["CONFIRMED"] == len(confirmed)
    assert asked(world, "/statistics")["live_listings"] == figures["live_listings"] - 1


def test_quality_of_an_earlier_commit_says_what_it_cannot(world: Any, changed: Changed) -> None:
    then, now = asked(world, "/quality", known_at=f"seq:{changed.seq}"), asked(world, "/quality")
    assert sum(one["number"] for one in then["quarantined"]) == len(changed.whole["/quality/quarantine"])
    assert then["runs"] is None, "how far a package was read has no versions"
    assert now["runs"]
    assert asked(world, "/hints", known_at=f"seq:{changed.seq}")["run"] is None


def test_search_finds_what_was_known_then_under_the_name_of_the_day(world: Any, changed: Changed) -> None:
    def found(**more: Any) -> dict[str, Any]:
        answer = world.ask(Role.INVESTIGATOR, "POST", "/search", json=more)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    at = f"seq:{changed.seq}"
    assert [one["code"] for one in found(text=NEW_CODE)["entities"]] == [NEW_CODE]
    then = found(text=NEW_CODE, known_at=at)
    assert then["entities"] == []
    assert then["data_version"].startswith(f"{changed.seq}/")
    hits = found(text="有限公司", known_at=at)["entities"]
    assert hits
    assert found(text="有限公司", known_at="seq:0")["entities"] == []
    with (world.city / "entity_changes.csv").open(encoding="utf-8-sig", newline="") as stream:
        renamed = next(row for row in csv.DictReader(stream) if row["field"] == "名称")
    eve = str(date.fromisoformat(renamed["changed_on"]) - timedelta(days=1))
    for day, name in ((renamed["changed_on"], "new_value"), (eve, "old_value")):
        (hit,) = found(text=renamed["uscc"], as_of=day)["entities"]
        assert hit["name"] == renamed[name], day
    refused = world.ask(
        Role.INVESTIGATOR, "POST", "/search", json={"text": "某", "known_at": "seq:999999999"}
    )
    assert refused.status_code == 404


def test_the_client_asks_for_an_earlier_commit(world: Any, changed: Changed) -> None:
    at = f"seq:{changed.seq}"
    with Client(f"{world.http.base_url}/api/v1", world.tokens[Role.INVESTIGATOR]) as api:
        then = list(rows_of(lambda cursor: api.findings(cursor=cursor, limit=50, known_at=at)))
        assert then == changed.whole["/findings"]
        pages = (
            api.listings(known_at=at), api.entities(known_at=at), api.withdrawals(known_at=at),
            api.disputes(known_at=at), api.receipts(known_at=at), api.groups(known_at=at),
            api.cases(known_at=at), api.overseen("WITHDRAWN", known_at=at), api.ban_leads(known_at=at),
            api.search(NEW_CODE, known_at=at), api.oversight(known_at=at), api.quality(known_at=at),
            api.quarantine(known_at=at), api.conflicts(known_at=at), api.hints(known_at=at),
        )  # fmt: skip
        code = next(one["entity"] for one in then if one["entity"])
        shown = (api.control(code, known_at=at), api.screen([code], known_at=at), api.tree(code, known_at=at))
        for one in (*pages, *shown):
            assert one["data_version"].startswith(f"{changed.seq}/"), json.dumps(one, ensure_ascii=False)[
                :200
            ]
        with pytest.raises(ApiError) as refused:
            api.findings(known_at="seq:999999999")
        assert refused.value.status == 404


def test_a_composed_question_and_a_pattern_are_run_on_what_was_known_then(
    world: Any, changed: Changed
) -> None:
    at = f"seq:{changed.seq}"
    form = {"start": {"by": "CODES", "values": [NEW_CODE]}}
    with Client(f"{world.http.base_url}/api/v1", world.tokens[Role.INVESTIGATOR]) as api:
        now, then = api.run_question(form), api.run_question(form, known_at=at)
        assert (len(now["rows"]), now["missing"]) == (1, [])
        assert (then["rows"], then["missing"]) == ([], [NEW_CODE])
        assert then["data_version"].startswith(f"{changed.seq}/")
        run = api.run_pattern("missing_top", as_of=TODAY, known_at=at)
        until = time.monotonic() + 60
        while run["state"] == "RUNNING" and time.monotonic() < until:
            time.sleep(0.2)
            run = api.pattern_state(run["run_id"])
    assert (run["state"], run["known_seq"]) == ("DONE", changed.seq)
    assert run["data_version"].startswith(f"{changed.seq}/")


def test_duties_and_the_catalogue_are_told_as_known_then(world: Any, changed: Changed) -> None:
    code = next(one["entity"] for one in changed.whole["/findings"] if one["entity"])
    duties = f"/entities/{code}/duties"
    at = {"as_of": "2026-11-01", "known_at": f"seq:{changed.seq}"}
    told = world.ask(Role.OFFICER, "GET", duties, params=at).json()
    assert told["data_version"].startswith(f"{changed.seq}/")
    assert told["as_of"] == "2026-11-01"
    then = world.ask(Role.OFFICER, "GET", "/catalogue", params={"known_at": at["known_at"]})
    assert then.json()["version"] == told["data_version"].split("/")[2]
    for path in (duties, "/catalogue"):
        refused = world.ask(Role.OFFICER, "GET", path, params={"known_at": "seq:999999999"})
        assert refused.status_code == 404, path
