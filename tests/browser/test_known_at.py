"""按当时所知: asked as known before a fact came in, a question is answered without it; so is its address."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.client import Client

Ring = tuple[list[str], int]


@pytest.fixture(scope="module")
def ring(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Ring:
    """Four companies that guarantee each other in a ring, and the commit before anybody handed that in."""
    city = site.home / "demo" / "city"
    told = {row[end] for row in rows(city / "relations.csv") for end in ("from_uscc", "to_uscc")}
    firms = [
        row["uscc"]
        for row in rows(city / "entities.csv")
        if row["uscc"][:2] == "91" and row["status"] == "存续" and row["uscc"] not in told
    ][:4]
    folder = tmp_path_factory.mktemp("ring") / "package"
    folder.mkdir()
    manifest = {"source": {"name": "金融部门", "code": "FIN"}, "produced_at": "2026-01-02", "synthetic": True}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["kind", "from_uscc", "to_uscc", "valid_from"])
        ends = zip(firms, [*firms[1:], firms[0]], strict=True)
        writer.writerows(["GUARANTEES", *pair, "2024-03-01"] for pair in ends)
    with site.client("diaocha") as api:
        before = api.ready()["seq"]
    done = site.run("ingest", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return firms, before


def rows(path: Path) -> list[dict[str, str]]:
    """A table of the city."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def as_known(watched: Any, commit: str) -> None:
    """Fill the second time in; empty for what is known now."""
    page = watched.page
    page.get_by_role("button", name="按当时所知").click()
    field = page.get_by_role("spinbutton", name="或截至第几次提交")
    field.fill(commit)
    field.press("Tab")
    watched.settle()
    page.keyboard.press("Escape")
    watched.settle()


def ask(watched: Any, told: str) -> None:
    """Press 运行 and wait for what is told then."""
    watched.page.get_by_role("button", name="运行", exact=True).click()
    watched.page.get_by_text(told).first.wait_for(timeout=120_000)
    watched.settle()
    assert watched.page.get_by_test_id("stException").count() == 0


def test_a_question_as_known_before_a_fact_is_answered_without_it(
    watched: Any, site: Any, ring: Ring
) -> None:
    firms, before = ring
    step = {"relation": "GUARANTEES", "direction": "OUT"}
    form = {"start": {"by": "CODES", "values": [firms[0]]}, "steps": [step]}
    with site.client("diaocha") as api:
        saved = api.save_question("为谁担保", form)["query_id"]
    page = watched.sign_in(site, "diaocha", f"questions?saved={saved}")
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    ask(watched, "结果（1 行）")
    assert page.get_by_text("不按现有数据").count() == 0
    as_known(watched, str(before))
    ask(watched, "结果（0 行）")
    page.get_by_text(f"只计第 {before} 次提交为止掌握的数据，不按现有数据").wait_for()
    watched.shot("questions-known")
    assert f"known={before}" in page.url
    watched.sign_in(site, "diaocha", page.url.removeprefix(site.dashboard))
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    ask(watched, "结果（0 行）")
    page.get_by_text(f"只计第 {before} 次提交").wait_for()
    as_known(watched, "")
    page.wait_for_function("!location.search.includes('known=')")
    ask(watched, "结果（1 行）")
    assert page.get_by_text("不按现有数据").count() == 0


def test_a_day_before_all_data_knows_nobody_and_a_malformed_one_is_refused(
    watched: Any, site: Any, ring: Ring
) -> None:
    with site.client("diaocha") as api:
        form = {"start": {"by": "CODES", "values": [ring[0][1]]}, "steps": []}
        saved = api.save_question("哪一家", form)["query_id"]
    page = watched.sign_in(site, "diaocha", f"questions?saved={saved}&known=2020-01-01")
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    ask(watched, f"没有主体使用这些代码：{ring[0][1]}")
    page.get_by_text("只计 2020-01-01（含当日）为止").wait_for()
    watched.shot("questions-known-day")
    watched.sign_in(site, "diaocha", f"questions?saved={saved}&known=yesterday")
    page.get_by_text("网址中的时点不能用").wait_for()
    watched.settle()
    watched.shot("known-refused")
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_role("button", name="改看最新所知").click()
    page.get_by_role("button", name="运行", exact=True).wait_for()
    page.wait_for_function("!location.search.includes('known=')")


def matches(api: Client, run: str) -> set[frozenset[str]]:
    """Who is in each match of a run."""
    found = api.pattern_matches(run, limit=100)["rows"]
    return {frozenset(one["id"] for one in row["members"]) for row in found}


def test_a_pattern_as_known_before_a_ring_does_not_find_it(watched: Any, site: Any, ring: Ring) -> None:
    firms, before = ring
    page = watched.sign_in(site, "diaocha", "patterns?pattern=guarantee_ring")
    page.get_by_text("不说明什么").wait_for()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^命中（\d")).wait_for(timeout=120_000)
    watched.settle()
    now = re.search(r"run=(\w+)", page.url)
    as_known(watched, str(before))
    ask(watched, f"只计第 {before} 次提交为止掌握的数据，不按现有数据")
    watched.shot("patterns-known")
    then, address = re.search(r"run=(\w+)", page.url), page.url.removeprefix(site.dashboard)
    assert now is not None and then is not None and f"known={before}" in address
    with site.client("diaocha") as api:
        assert matches(api, now[1]) - matches(api, then[1]) == {frozenset(firms)}
        assert api.pattern_state(then[1])["known_seq"] == before
    shown = page.get_by_text(re.compile(r"^命中（\d|^没有命中")).inner_text()
    watched.sign_in(site, "diaocha", address)
    page.get_by_text(f"只计第 {before} 次提交").wait_for()
    watched.settle()
    assert page.get_by_text(re.compile(r"^命中（\d|^没有命中")).inner_text() == shown
    assert page.url.removeprefix(site.dashboard) == address
    assert page.get_by_test_id("stException").count() == 0
