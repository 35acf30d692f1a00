"""Working days of China, and how sure they are."""

from graph.clock.working_days import (
    Calendar,
    ComputedDay,
    CountedDays,
    WorkingDay,
    add_working_days,
    calendar_edition,
    default_calendar,
    is_working_day,
    load_calendar,
    working_days_between,
)

__all__ = [
    "Calendar",
    "ComputedDay",
    "CountedDays",
    "WorkingDay",
    "add_working_days",
    "calendar_edition",
    "default_calendar",
    "is_working_day",
    "load_calendar",
    "working_days_between",
]
