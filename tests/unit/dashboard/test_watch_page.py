"""The page of figures shows the one that its address names, and other pages name theirs."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.views import clues, groups, subscriptions, watch
from dashboard.views.watch import address

TODAY = "2026-11-23"
SIGNALS = {"COMPLAINTS": "投诉举报", "LISTINGS": "新列入名单"}


def figure(signal: str, code: str, value: int) -> dict[str, Any]:
    return {
        "signal": signal, "signal_zh": SIGNALS[signal], "scope": "ENTITY", "scope_zh": "单位",
        "scope_id": code, "label": f"单位{code}", "window_days": 30, "on_day": 0, "value": value,
        "late": 0, "baseline": 0.0, "level": "ALERT", "level_zh": "预警",
    }  # fmt: skip


class Api:
    """Two signals, and two firms among the rows of the day."""

    rows: ClassVar[list[dict[str, Any]]] = []
    asked: ClassVar[list[tuple[str, str, str, str | None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def warning_settings(self) -> dict[str, Any]:
        signals = [
            {"signal": key, "signal_zh": zh, "scopes": ["CITY", "ENTITY"]} for key, zh in SIGNALS.items()
        ]
        return {"signals": signals}

    def warnings(self, *, scope: str, signal: str | None, **_: Any) -> dict[str, Any]:
        rows = [one for one in self.rows if one["scope"] == scope and signal in (None, one["signal"])]
        return {
            "as_of": TODAY,
            "data_version": "7/1/1",
            "run_id": "",
            "number": 9,
            "rows": rows,
            "cursor": None,
        }

    def warning_trend(
        self, signal: str, *, scope: str, scope_id: str, as_of: str | None, **_: Any
    ) -> dict[str, Any]:
        self.asked.append((signal, scope, scope_id, as_of))
        day = {"day": TODAY, "on_day": 0, "value": 0, "late": 0, "baseline": 0.0, "level": "NORMAL"}
        return {"days": [day], "window_days": 30, "scope_id": scope_id, "label": f"单位{scope_id}"}

    def warning_events(self, signal: str, **_: Any) -> dict[str, Any]:
        return {
            "signal_zh": SIGNALS[signal], "meaning": "说明", "first_day": TODAY, "as_of": TODAY, "number": 0,
            "hidden": 0, "rows": [], "cursor": None,
        }  # fmt: skip


def script() -> None:
    from dashboard.views import watch

    watch.page()


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str, str | None]]:
    """Whose trends were asked for."""
    Api.asked.clear()
    Api.rows = [figure("COMPLAINTS", "A", 9), figure("LISTINGS", "A", 5), figure("COMPLAINTS", "B", 3)]
    monkeypatch.setattr(session, "client", Api)
    return Api.asked


def shown(permissions: tuple[str, ...] = ("SEE_WARNINGS",), **query: str) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.session_state["me"] = {"permissions": list(permissions), "today": TODAY, "districts": []}
    page.run()
    assert not page.exception
    return page


def heading(page: AppTest) -> str:
    return str(page.subheader[0].value)


def test_the_first_row_is_shown_where_the_address_names_none(asked: list[Any]) -> None:
    assert heading(shown(scope="ENTITY")) == "投诉举报：单位A"
    assert asked == [("COMPLAINTS", "ENTITY", "A", None)]


@pytest.mark.parametrize(
    ("signal", "code", "wanted"),
    [
        ("COMPLAINTS", "B", "投诉举报：单位B"),
        ("LISTINGS", "A", "新列入名单：单位A"),
        ("", "B", "投诉举报：单位B"),
        # Not among the rows of the page, nor of the day.
        ("LISTINGS", "Z", "新列入名单：单位Z"),
        ("", "Z", "投诉举报：单位Z"),
    ],
)
def test_the_party_of_the_address_is_shown(asked: list[Any], signal: str, code: str, wanted: str) -> None:
    page = shown(scope="ENTITY", scope_id=code, signal=signal, day="2026-06-30")
    assert heading(page) == wanted
    assert [(one[2], one[3]) for one in asked] == [(code, "2026-06-30")]


def test_a_party_is_shown_on_a_day_without_any_row() -> None:
    Api.rows = []
    page = shown(scope="ENTITY", scope_id="Z", signal="LISTINGS")
    assert heading(page) == "新列入名单：单位Z"
    assert "没有事件" in page.info[0].value
    assert not shown(scope="ENTITY").subheader


def test_who_may_not_see_parties_gets_the_city_and_no_party(asked: list[Any]) -> None:
    Api.rows = [{**figure("COMPLAINTS", "", 9), "scope": "CITY"}]
    shown(permissions=(), scope="ENTITY", scope_id="Z", signal="COMPLAINTS")
    assert asked == [("COMPLAINTS", "CITY", "", None)]


def test_what_is_chosen_stands_in_the_address(asked: list[Any]) -> None:
    page = shown(scope="ENTITY", scope_id="A", signal="")
    (box,) = [one for one in page.selectbox if one.key == "watch-one"]
    assert box.options == [
        "投诉举报　单位A（9）", "新列入名单　单位A（5）", "投诉举报　单位B（3）"
    ]  # fmt: skip
    box.set_value(2).run()
    assert heading(page) == "投诉举报：单位B"
    told = {name: page.query_params[name] for name in ("scope", "scope_id", "signal")}
    assert {name: value if isinstance(value, str) else value[0] for name, value in told.items()} == {
        "scope": "ENTITY", "scope_id": "B", "signal": "COMPLAINTS",
    }  # fmt: skip
    assert asked[-1][2] == "B"


def test_a_clue_from_the_page_keeps_whose_figure_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(watch, "offer_clue", lambda *_, link, **__: kept.append(link))
    shown(scope="ENTITY", scope_id="B", signal="COMPLAINTS")
    assert kept == [f"watch?scope=ENTITY&scope_id=B&signal=COMPLAINTS&day={TODAY}"]


def test_clue_alert_and_group_name_their_own_figure() -> None:
    assert address("CITY", "", signal="COMPLAINTS", day=TODAY) == {
        "scope": "CITY", "signal": "COMPLAINTS", "day": TODAY,
    }  # fmt: skip
    # By one helper, so that none forgets the party.
    assert clues.address is subscriptions.address is groups.address is address


@pytest.mark.parametrize(
    ("kind", "core", "code"),
    [("PERSON", "B", "B"), ("PERSON", "", "A"), ("ENTITY", "B", "H"), ("STATE", "", "H")],
)
def test_a_group_is_found_by_a_company(kind: str, core: str, code: str) -> None:
    group: Any = {"kind": kind, "core": core, "head": "H", "members": [{"id": "A"}, {"id": "B"}]}
    assert groups._company(group) == code


def opening() -> None:
    import streamlit as st

    from dashboard.views import subscriptions

    subscriptions._open_one(st.session_state["alerts"])


@pytest.mark.parametrize(("place", "words", "read"), [(0, "标为已读并查看", ["t2"]), (1, "查看", [])])
def test_an_alert_opens_its_own_figure_though_it_was_read(
    monkeypatch: pytest.MonkeyPatch, place: int, words: str, read: list[str]
) -> None:
    told: list[str] = []
    gone: list[dict[str, str]] = []
    monkeypatch.setattr(subscriptions, "ask", lambda question: question(Reading()))
    monkeypatch.setattr(subscriptions, "go", lambda _, **params: gone.append(params))

    class Reading:
        def read_alert(self, alert_id: str) -> None:
            told.append(alert_id)

    alert = {**figure("COMPLAINTS", "A", 9), "day": TODAY}
    page = AppTest.from_function(opening, default_timeout=60)
    page.session_state["alerts"] = [
        {**alert, "alert_id": "t1", "read": True},
        {**alert, "alert_id": "t2", "read": False, "scope_id": "B"},
    ]
    page.run()
    page.selectbox[0].select_index(place).run()
    (button,) = page.button
    assert button.label == words
    button.click().run()
    assert not page.exception
    code = "AB"[1 - place]
    assert gone == [{"scope": "ENTITY", "scope_id": code, "signal": "COMPLAINTS", "day": TODAY}]
    assert told == read
