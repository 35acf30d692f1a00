"""撤回与纠错: mistakes with the lists behind them, objections, one's own receipts, in a real browser."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import pytest


def package(site: Any, folder: Path, retracted: str, contested: str, today: str) -> Path:
    """A later hand-in: one listing never was, another is objected to."""
    city = site.home / "demo" / "city"
    folder.mkdir()
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"covers": ["listings", "objections"], "produced_at": f"{today}T12:00:00+08:00"}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (city / "listings.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(one for one in csv.DictReader(stream) if one["listing_id"] == retracted)
    objection = {
        "objection_id": "O-BROWSER", "target_kind": "LISTING", "target_key": contested, "raised_on": today,
        "ground": "事实错误",
    }  # fmt: skip
    for name, one in (("listings", {**row, "op": "RETRACT"}), ("objections", objection)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(one))
            writer.writeheader()
            writer.writerow(one)
    return folder


@pytest.fixture(scope="module")
def told(site: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two confirmed findings were told: one falls, the other is contested, and receipts come."""
    with site.client("diaocha") as api:
        found: dict[str, dict[str, Any]] = {}
        rows = api.findings(states=["CONFIRMED"], limit=200)["rows"]
        for person in dict.fromkeys(one["person"] for one in rows if one["entity"]):
            for one in api.check(person)["liabilities"]:
                if (one["ground_kind"], one["state"]) == ("LISTING", "CONFIRMED") and one["entity"]:
                    found.setdefault(one["ground_id"], dict(one))
            if len(found) > 1:
                break
        retracted, contested = list(found.values())[:2]
        today = api.me()["today"]
        folder = package(
            site,
            tmp_path_factory.mktemp("taken-back") / "package",
            retracted["ground_id"],
            contested["ground_id"],
            today,
        )
        done = site.run("ingest", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr
        until = time.monotonic() + 120
        while time.monotonic() < until:
            receipts = {one["finding_id"]: one for one in api.receipts()["rows"]}
            if {retracted["finding_id"], contested["finding_id"]} <= receipts.keys():
                return {"retracted": retracted, "contested": contested}
            time.sleep(2)
    raise AssertionError("no receipt for what does not stand as told")


def tells(page: Any, *words: str) -> bool:
    """Whether the tables of the page tell this to who cannot see; a table is filled after it is there."""
    grids = page.get_by_test_id("stDataFrame").locator("table[role=grid]")
    for _ in range(40):
        told = "\n".join(grids.all_text_contents())
        if all(one in told for one in words):
            return True
        page.wait_for_timeout(500)
    return False


def test_a_leader_comes_to_it_from_the_overview(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao")
    page.get_by_text("本年错误关联").wait_for()
    page.locator(".st-key-open-oversight button").click()
    page.get_by_text("撤回用时：按规则和机关").wait_for()
    watched.settle()
    watched.shot("oversight")
    assert page.get_by_test_id("stException").count() == 0


def test_an_investigator_opens_what_is_behind_each_figure_and_takes_note_of_his_receipts(
    watched: Any, site: Any, told: dict[str, Any]
) -> None:
    retracted, contested = told["retracted"], told["contested"]
    page = watched.sign_in(site, "diaocha", "oversight")
    page.get_by_role("heading", name="撤回与纠错").wait_for()
    page.get_by_role("heading", name="我收到的回执").wait_for()
    watched.settle()
    assert tells(page, retracted["finding_id"], contested["finding_id"], "依据的事实已撤销", "提出异议")
    watched.shot("oversight-figures")

    page.locator(".st-key-open-OVERREACH button").click()
    page.get_by_text("错误关联的认定").wait_for()
    watched.settle()
    assert tells(page, retracted["finding_id"], retracted["person_name"])
    watched.shot("oversight-list")
    page.get_by_role("button", name="收起").click()
    page.get_by_text("错误关联的认定").wait_for(state="detached")

    watched.choose(page.locator(".st-key-group-WITHDRAWN").get_by_test_id("stSelectbox"), retracted["rule"])
    page.get_by_text("撤回的认定，用时从长到短").wait_for()
    watched.settle()
    assert tells(page, retracted["finding_id"])

    watched.choose(page.locator(".st-key-dispute").get_by_test_id("stSelectbox"), "O-BROWSER")
    watched.settle()
    assert tells(page, contested["person_name"], "O-BROWSER")
    watched.shot("oversight-dispute")

    page.get_by_role("button", name="全部确认收到").click()
    page.get_by_text("没有尚未确认的回执。").wait_for()
    with site.client("diaocha") as api:
        assert api.receipts()["rows"] == []
    assert page.get_by_test_id("stException").count() == 0
    assert (watched.outside, watched.errors) == ([], [])
