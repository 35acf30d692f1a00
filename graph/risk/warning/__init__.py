"""Early warning (六(三)): signals by day for entities, groups, industries, districts, lists and the city."""

from __future__ import annotations

from graph.risk.warning.changes import SILENT, last_change
from graph.risk.warning.events import Event, Known, Span, Stay, newest_places, read_events, stays_of
from graph.risk.warning.figures import (
    Figure,
    Places,
    Spell,
    TrendDay,
    figures_of_day,
    spells_of,
    trend,
)
from graph.risk.warning.groups import group_heads
from graph.risk.warning.run import (
    WARNING_DAY,
    DayFigures,
    WarningReport,
    compute_day,
    data_version,
    last_figures,
    places_of,
    read_figures,
    run_day,
    run_known_at,
    scope_events,
    stored_figures,
)
from graph.risk.warning.settings import (
    Scope,
    Signal,
    WarningSettings,
    load_settings,
    read_settings,
    settings_from,
)

__all__ = [
    "SILENT",
    "WARNING_DAY",
    "DayFigures",
    "Event",
    "Figure",
    "Known",
    "Places",
    "Scope",
    "Signal",
    "Span",
    "Spell",
    "Stay",
    "TrendDay",
    "WarningReport",
    "WarningSettings",
    "compute_day",
    "data_version",
    "figures_of_day",
    "group_heads",
    "last_change",
    "last_figures",
    "load_settings",
    "newest_places",
    "places_of",
    "read_events",
    "read_figures",
    "read_settings",
    "run_day",
    "run_known_at",
    "scope_events",
    "settings_from",
    "spells_of",
    "stays_of",
    "stored_figures",
    "trend",
]
