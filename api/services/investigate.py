"""The investigator's questions on control, and exports of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from api.services.desk import Desk, numbers_of_persons
from api.services.subjects import Subject
from graph.errors import UsageError
from graph.ownership.answer import controllers_of
from graph.ownership.export import (
    CONTROL_COLUMNS,
    ControlRow,
    export_controls,
)
from graph.ownership.parties import label_ids

CONTROLS: Final = CONTROL_COLUMNS


def control(
    desk: Desk, subject: Subject, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """The document of ``control --json``.

    Raises
    ------
    UsageError
        A person is not controlled by anybody.
    """
    if subject.kind != "ENTITY":
        raise UsageError("自然人没有控制人", todo="填写机构代码")
    day, seq = as_of or desk.today, desk.seq(known_at)
    answer = controllers_of(desk.store, subject.id, day, seq=seq)
    labels = label_ids(desk.store, answer.ids(), day, seq=seq)
    shown = answer.to_json(labels.codes, labels.names)
    return {**shown, "name": subject.name, "data_version": desk.data_version(seq)}


def all_control(desk: Desk, as_of: str | None = None) -> tuple[Iterator[dict[str, Any]], dict[str, Any]]:
    """Rows of ``export controls``, and on what they rest: day, policy, companies with more than all votes."""
    found = export_controls(desk.store, as_of or desk.today)
    notes = {
        "as_of": found.as_of,
        "data_version": desk.data_version(found.seq),
        "policy": found.policy.to_json(),
        "over_the_whole": list(found.over_the_whole),
        "unclear_agreements": list(found.unclear),
    }
    return _shown(desk, found.rows), notes


def control_rows(desk: Desk, as_of: str | None = None) -> Iterator[dict[str, Any]]:
    """The rows alone."""
    return all_control(desk, as_of)[0]


def _shown(desk: Desk, rows: Iterable[ControlRow]) -> Iterator[dict[str, Any]]:
    numbers: dict[str, str] = {}
    if desk.reveal_synthetic:
        numbers = {person: number for person, number, _ in numbers_of_persons(desk)}
    for row in rows:
        shown = row._asdict()
        if desk.reveal_synthetic:
            shown["controller_id_no"] = numbers.get(row.controller, "")
        yield shown
