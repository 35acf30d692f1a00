"""Figures: windows, baselines and levels at their thresholds; the trend tells the same as the day."""

from __future__ import annotations

from dataclasses import replace

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.days import add_days
from graph.risk.warning.events import Event, Stay
from graph.risk.warning.figures import CITY_ID, Figure, Places, figures_of_day, spells_of, trend
from graph.risk.warning.settings import Scope, Signal, Thresholds, load_settings

DAY = "2026-06-30"
SETTINGS = load_settings()
PLACES = Places(
    {"e1": ("411302", "C"), "e2": ("411302", "F"), "e3": ("411303", "C"), "e9": ("", "")},
    {"e1": ("e1",), "e2": ("e1",)},
)


def event(entity: str, days_back: int, *, late: bool = False, list_type: str = "") -> Event:
    day = add_days(DAY, -days_back)
    return Event(Signal.LISTINGS, entity, day, f"f-{entity}-{days_back}", 1, day, late, list_type)


def figure(events: list[Event], scope: Scope, scope_id: str) -> Figure | None:
    found = figures_of_day(events, Signal.LISTINGS, DAY, SETTINGS, PLACES)
    return next((one for one in found if (one.scope, one.scope_id) == (scope, scope_id)), None)


@pytest.mark.parametrize(("back", "counted"), [(0, True), (29, True), (30, False), (-1, False)])
def test_a_window_ends_on_the_day_and_is_of_its_length(back: int, counted: bool) -> None:
    found = figure([event("e1", back)], Scope.DISTRICT, "411302")
    assert (found is not None and found.value == 1) is counted


def test_the_baseline_is_the_mean_of_the_windows_before() -> None:
    before = [event("e1", 30 + 30 * number) for number in range(6)] + [event("e1", 210)]
    found = figure([event("e1", 0), *before], Scope.DISTRICT, "411302")
    assert found is not None
    assert (found.value, found.baseline) == (1, 1.0)


@pytest.mark.parametrize(
    ("number", "usual", "level"),
    [
        (2, 0, "NORMAL"),
        (3, 0, "WATCH"),
        (5, 0, "WATCH"),
        (6, 0, "ALERT"),
        (6, 4, "NORMAL"),
        (6, 3, "WATCH"),
        (7, 3, "ALERT"),
    ],
)
def test_levels_at_their_thresholds(number: int, usual: int, level: str) -> None:
    events = [event("e3", 1) for _ in range(number)]
    events += [event("e3", 31 + 30 * place) for place in range(6) for _ in range(usual)]
    found = figure(events, Scope.DISTRICT, "411303")
    assert found is not None
    assert found.level == level


def test_an_event_counts_for_its_entity_group_industry_district_list_and_city() -> None:
    events = [event("e1", 0, list_type="L03"), event("e2", 0, list_type="L09"), event("e9", 0)]
    found = figures_of_day(events, Signal.LISTINGS, DAY, SETTINGS, PLACES)
    assert {(one.scope.value, one.scope_id): one.value for one in found} == {
        ("ENTITY", "e1"): 1, ("ENTITY", "e2"): 1, ("ENTITY", "e9"): 1, ("GROUP", "e1"): 2,
        ("INDUSTRY", "C"): 1, ("INDUSTRY", "F"): 1, ("DISTRICT", "411302"): 2,
        ("LIST", "L03"): 1, ("LIST", "L09"): 1, ("CITY", CITY_ID): 3,
    }  # fmt: skip
    regions = {(one.scope, one.scope_id): one.region for one in found}
    assert regions[Scope.ENTITY, "e1"] == regions[Scope.GROUP, "e1"] == "411302"
    assert regions[Scope.CITY, CITY_ID] == ""


def test_late_ones_are_told_beside_the_figure() -> None:
    found = figure([event("e1", 3, late=True), event("e1", 4), event("e1", 40, late=True)], Scope.CITY, "")
    assert found is not None
    assert (found.value, found.late) == (2, 1)


def test_without_events_there_is_no_figure() -> None:
    assert figures_of_day([], Signal.LISTINGS, DAY, SETTINGS, PLACES) == []


@hypothesis.settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["e1", "e2", "e3"]), st.integers(-3, 260), st.booleans(), st.integers(0, 60)
        )
    ),
    st.integers(0, 60),
)
def test_a_trend_tells_on_each_day_what_that_days_figures_tell(
    drawn: list[tuple[str, int, bool, int]], moved: int
) -> None:
    """Though an entity moves to another district, and an event is undone, meanwhile."""
    events = [
        replace(event(entity, back, late=late), undone_on=add_days(DAY, -undone) if undone < 50 else "")
        for entity, back, late, undone in drawn
    ]
    stays = {one: [Stay("2000-01-01", *PLACES.of[one])] for one in PLACES.of}
    stays["e1"].append(Stay(add_days(DAY, -moved), "411303", "F"))
    chosen = SETTINGS.signals[Signal.LISTINGS]
    here = spells_of(events, Scope.DISTRICT, "411302", PLACES, stays)
    for one in trend(here, [add_days(DAY, -back) for back in (40, 39, 1, 0)], chosen, Scope.DISTRICT):
        known = {id_: [stay for stay in some if stay.begins <= one.day][-1] for id_, some in stays.items()}
        places = Places({id_: (stay.region, stay.industry) for id_, stay in known.items()}, PLACES.groups)
        standing = [each for each in events if each.stands(one.day)]
        figures = figures_of_day(standing, Signal.LISTINGS, one.day, SETTINGS, places)
        same = [each for each in figures if (each.scope, each.scope_id) == (Scope.DISTRICT, "411302")]
        if not same:
            assert one.value == 0
            continue
        found = same[0]
        assert (one.on_day, one.value, one.late, one.level) == (
            found.on_day, found.value, found.late, found.level
        )  # fmt: skip
        assert one.baseline == pytest.approx(found.baseline)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 300), st.floats(0, 100))
def test_a_greater_figure_never_has_a_lower_level(least: int, more: int, value: int, baseline: float) -> None:
    thresholds = Thresholds.model_validate(
        {
            "watch": {"at_least": least, "times_baseline": 1},
            "alert": {"at_least": least + more, "times_baseline": 2},
        }
    )
    order = ["NORMAL", "WATCH", "ALERT"]
    levels = [order.index(thresholds.level(one, baseline)) for one in (value, value + 1)]
    assert levels[0] <= levels[1]
