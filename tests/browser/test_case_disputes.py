"""The day of service starts the term on the page, and an objection stops the case and its measures there."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

from graph.days import today_in_shanghai

ROOT = Path(__file__).resolve().parents[2]


def _object(site: Any, folder: Path, listing_id: str, **more: str) -> None:
    """Hand in an objection to a listing, as a package of its own."""
    row = {
        "objection_id": "O-browser", "target_kind": "LISTING", "target_key": listing_id,
        "raised_on": today_in_shanghai(), **more,
    }  # fmt: skip
    with (folder / "objections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    command = [sys.executable, "-m", "creditgraph.cli.main", "ingest", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_day_of_service_starts_the_term_and_an_objection_stops_the_case(
    watched: Any, site: Any, tmp_path: Path
) -> None:
    with site.client("jingban") as api:
        rows = api.findings(states=["PROPOSED"], limit=200)["rows"]
        finding = next(one for one in reversed(rows) if "农民工" in one["list_type_zh"])
        opened = api.open_case(finding["finding_id"], "browser-dispute")
        case = opened["case"]
    page = watched.sign_in(site, "jingban", f"case?id={case['case_id']}")
    page.get_by_role("heading", name="经过").wait_for()
    watched.settle()
    today = today_in_shanghai()
    page.get_by_label("文号", exact=True).first.fill("宛人社告〔2026〕30号")
    page.get_by_role("spinbutton", name="year, 告知书送达日期").click()
    page.keyboard.type(today.replace("-", ""), delay=60)
    page.get_by_role("heading").first.click()
    watched.settle()
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="告知当事人", exact=True).click()
    page.get_by_text(f"{today} 送达").wait_for()
    watched.settle()
    watched.shot("case-served")
    with site.client("jingban") as api:
        step = api.case(case["case_id"])["steps"][-1]
    assert step["served_on"] == today and step["due_on"] > today

    _object(site, tmp_path, opened["ground_id"])
    page = watched.sign_in(site, "jingban", f"case?id={case['case_id']}")
    page.get_by_text("依据有异议未决，案件暂停办理。").wait_for()
    watched.settle()
    watched.shot("case-disputed")
    assert page.get_by_role("button", name="听取陈述申辩并拟定意见").count() == 0

    # That it is to be corrected is decided, and the record says what it said.
    _object(site, tmp_path, opened["ground_id"], decided_on=today, result="CORRECTED")
    page = watched.sign_in(site, "jingban", f"case?id={case['case_id']}")
    page.get_by_text("依据有异议未决，案件暂停办理。").wait_for()
    page = watched.sign_in(site, "lingdao", "oversight")
    waiting = page.locator("canvas td").filter(has_text="已决定，待更正").first
    waiting.wait_for(state="attached")
    page.get_by_role("heading", name="处理中的异议").scroll_into_view_if_needed()
    watched.settle()
    watched.shot("oversight-awaits-correction")
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []
