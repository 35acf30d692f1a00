"""Run one pattern over the whole city, as of a day and a commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, Final

from graph.risk.patterns import asked, rings, sharing, tops
from graph.risk.patterns.library import pattern
from graph.risk.patterns.matches import Match, PatternRun, Progress
from graph.risk.patterns.pages import ROWS, WORK, Walk
from graph.store import Store

#: A run keeps no more; what is beyond is said, not dropped in silence.
MOST_MATCHES: Final = 10_000
Finder = Callable[..., Iterator[Match]]

FINDERS: Final[dict[str, Finder]] = {
    "cross_holding_ring": rings.cross_holding_rings,
    "guarantee_ring": rings.guarantee_rings,
    "guarantee_chain": rings.guarantee_chains,
    "shared_address": partial(sharing.shared, pattern="shared_address"),
    "shared_phone": partial(sharing.shared, pattern="shared_phone"),
    "many_represented": partial(asked.many_firms, pattern="many_represented"),
    "many_served": partial(asked.many_firms, pattern="many_served"),
    "same_day_filings": asked.same_day_filings,
    "rep_changed_before_decision": partial(asked.changed_before, pattern="rep_changed_before_decision"),
    "holder_changed_before_decision": partial(asked.changed_before, pattern="holder_changed_before_decision"),
    "successor_shell": sharing.successor_shells,
    "tender_consortium": asked.tender_consortia,
    "circular_top": tops.circular_tops,
    "missing_top": tops.missing_tops,
    "penalised_hub": asked.penalised_hubs,
}


def run_pattern(
    store: Store,
    name: str,
    day: str,
    *,
    seq: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    most: int = MOST_MATCHES,
    most_rows: int = ROWS,
    most_work: int = WORK,
) -> PatternRun:
    """Every match of a pattern over the whole city.

    Parameters
    ----------
    day, seq
        What held on the day, as known at the commit; the newest by default.
    parameters
        Those that differ from their defaults.
    progress
        Called with pages read and expected so far.
    most, most_work
        Matches, and relations that a search looks at; a run that would go further stops there and says so.
    most_rows
        Rows of one answer of the store; a range of parties that has more is asked in halves.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    UsageError
        A parameter is unknown or out of bounds.
    """
    declared = pattern(name)
    values = declared.values(parameters)
    started = time.monotonic()
    at = store.head_seq() if seq is None else seq
    walk = Walk(store, day, at, progress, most_rows, most_work=most_work)
    matches, kept = _first(FINDERS[name](walk, **values), most)
    return PatternRun(
        pattern=name,
        version=declared.version,
        parameters=dict(values),
        day=day,
        seq=walk.seq,
        matches=matches,
        left_out=_left_out(walk, kept),
        seconds=time.monotonic() - started,
    )


def _first(found: Iterator[Match], most: int) -> tuple[tuple[Match, ...], int]:
    """The first matches, and how many of them were kept; 0 where that is all."""
    matches = tuple(islice(found, most))
    more = len(matches) >= most and next(found, None) is not None
    return matches, most if more else 0


def _left_out(walk: Walk, kept: int) -> str:
    """Why something may be missing, for users; empty when all is there."""
    told = [f"命中超过 {kept:,} 个，只保存了前 {kept:,} 个，请提高阈值再运行"] if kept else []
    if walk.cut:
        told.append(
            f"有 {len(walk.cut):,} 个主体的关系多于 {walk.most_rows:,} 条，只读了一部分，"
            "请缩短天数或提高阈值再运行"
        )
    if walk.worn_out:
        told.append(
            f"查找超过 {walk.most_work:,} 步的上限，只找了一部分，"
            "请减少环内家数、提高持股比例或降低枢纽的界限再运行"
        )
    if walk.unjudged:
        told.append(
            f"有 {len(walk.unjudged):,} 个主体的前任只知在两次全量报送之间离开，其间没有后任开始，"
            "变更日期不明，未作判断"
        )
    return "；".join(told)
