"""The overview: the list behind a figure is of the figure's own commit, whatever was written since."""

from __future__ import annotations

from typing import Any, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session

PERMISSIONS = ["SEE_STATISTICS", "SEE_CONFIRMED_FINDINGS"]


class Api:
    """Figures of one commit, while others are written."""

    def __init__(self) -> None:
        self.seq = 812
        self.asked: list[tuple[str, str | None, str | None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def statistics(self, **_: Any) -> dict[str, Any]:
        bar = [{"key": "L03", "label": "拖欠", "number": 2}]
        return {
            "as_of": "2026-01-06",
            "data_version": f"{self.seq}/3/2026-1/2026",
            "entities": 5,
            "persons": 7,
            "live_listings": 2,
            "findings_by_state": [{"key": "CONFIRMED", "label": "已认定", "number": 2}],
            "withdrawn_this_month": 1,
            "median_days_to_withdraw": 2.0,
            "listings_by_type": bar,
            "listings_by_district": bar,
            "listings_by_month": bar,
        }

    def oversight(self, **_: Any) -> dict[str, Any]:
        return {"overreach": {"findings": 0, "wrong_days": 0}, "withdrawals": {"worst_days": None}}

    def _page(self, name: str, cursor: str | None, known_at: str | None) -> dict[str, Any]:
        self.asked.append((name, known_at, cursor))
        self.seq += 1  # somebody writes while the list is read
        return {"rows": [], "cursor": None if cursor else "next", "data_version": "?"}

    def __getattr__(self, name: str) -> Any:
        if name not in ("entities", "findings", "listings", "withdrawals"):
            raise AttributeError(name)
        return lambda *, cursor=None, known_at=None, **_: self._page(name, cursor, known_at)


def script() -> None:
    from dashboard.views import overview

    overview.page()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    found = Api()
    monkeypatch.setattr(session, "client", lambda: found)
    return found


@pytest.fixture
def page(api: Api) -> AppTest:
    found = AppTest.from_function(script, default_timeout=60)
    found.session_state["me"] = {"permissions": PERMISSIONS, "today": "2026-01-06"}
    found.session_state["pages"] = {}
    return found.run()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("open-entities-", "entities"),
        ("open-listings-", "listings"),
        ("open-month-withdrawals-", "withdrawals"),
        ("open-withdrawals-", "withdrawals"),
        ("open-findings-CONFIRMED", "findings"),
    ],
)
def test_a_tile_opens_the_list_of_its_own_commit(page: AppTest, api: Api, key: str, name: str) -> None:
    page.button(key=key).click().run()
    assert not page.exception
    assert api.asked == [(name, "seq:812", None)]


@pytest.mark.parametrize("kind", ["type", "district", "month"])
def test_a_bar_opens_the_list_of_its_own_commit(page: AppTest, api: Api, kind: str) -> None:
    page.selectbox(key=f"bar-{kind}").select("L03").run()
    assert not page.exception
    assert api.asked == [("listings", "seq:812", None)]


def test_all_pages_of_a_list_are_of_the_figures_shown_with_them(page: AppTest, api: Api) -> None:
    page.button(key="open-listings-").click().run()
    api.asked.clear()
    (more,) = [one for one in page.button if "再列一页" in one.label]
    more.click().run()
    assert not page.exception
    told = page.caption[0].value
    seq = told.rpartition("数据版本 ")[2].partition("/")[0]
    assert api.asked[-2:] == [("listings", f"seq:{seq}", None), ("listings", f"seq:{seq}", "next")]
