"""The page of one finding: words, files to hand out, and the way out, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from pypdf import PdfReader


@pytest.fixture(scope="module")
def confirmed(site: Any) -> dict[str, Any]:
    """A confirmed finding on a company's person."""
    with site.client("diaocha") as api:
        rows = api.findings(states=["CONFIRMED"], limit=200)["rows"]
    return dict(next(one for one in rows if one["entity"]))


def test_a_finding_is_explained_and_its_notice_saved(
    watched: Any, site: Any, confirmed: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "diaocha", f"finding?id={confirmed['finding_id']}")
    page.get_by_text("任职期间与来源").wait_for()
    for heading in ("当事人", "依据条文", "救济途径", "联系方式"):
        assert page.get_by_text(heading, exact=True).count() == 1
    page.get_by_role("button", name="生成文书").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载 PDF").click()
    text = "".join(one.extract_text() for one in PdfReader(saved.value.path()).pages)
    assert confirmed["person_name"] in text and "********" in text
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载可打印的网页").click()
    assert "<!DOCTYPE html>" in saved.value.path().read_text(encoding="utf-8")
    watched.settle()
    watched.shot("finding")


def test_the_way_out_stands_beside_it(watched: Any, site: Any, confirmed: dict[str, Any]) -> None:
    page = watched.sign_in(site, "diaocha", f"finding?id={confirmed['finding_id']}")
    page.get_by_role("tab", name="本人怎样退出").click()
    page.get_by_text("最早可以办齐").first.wait_for()
    watched.settle()
    watched.shot("finding-exit")
    page.get_by_role("tab", name="单位怎样退出").click()
    watched.settle()
    assert page.get_by_test_id("stException").count() == 0


def test_a_leader_reads_it_without_files_or_ways_out(
    watched: Any, site: Any, confirmed: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "lingdao", f"finding?id={confirmed['finding_id']}")
    page.get_by_text("任职期间与来源").wait_for()
    watched.settle()
    assert page.get_by_role("button", name="生成文书").count() == 0
    assert page.get_by_role("tab", name="本人怎样退出").count() == 0
    assert page.get_by_text(confirmed["person_name"]).count() == 0


def test_a_number_that_nobody_has_is_said_so(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "diaocha", "finding")
    page.get_by_label("认定编号").fill("L0")
    page.get_by_role("button", name="打开").click()
    page.get_by_text("没有这个责任认定编号").wait_for()
