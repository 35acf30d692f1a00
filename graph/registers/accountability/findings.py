"""The finding that a case or a notice rests on, as it stands on a day."""

from __future__ import annotations

from typing import Any

from graph.errors import NotFoundError
from graph.liability.disputes import state_of
from graph.registers.accountability.book import LookUp
from graph.registers.accountability.contract import Row


def finding_in(look_up: LookUp, finding_id: str, day: str, **params: Any) -> tuple[Row, str]:
    """A finding's current version and its state on `day`.

    Raises
    ------
    NotFoundError
        There is none.
    """
    rows = look_up("read/answers/finding_by_id", finding_id=finding_id, **params)[0]["rows"]
    if not rows:
        raise NotFoundError("没有这个责任认定编号", where=finding_id, todo="从线索清单中选择")
    finding = rows[0]["finding"]
    return finding, state_of(finding, rows[0]["disputes"], day)
