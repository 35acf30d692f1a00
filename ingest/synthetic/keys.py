"""The answer keys' rows, from what the generator knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ingest.synthetic.control import ControlPair
from ingest.synthetic.model import Answer, Person
from ingest.synthetic.rows import percent_text

Row = list[str]
_BLANK: Final = ("",) * 7  # mode, state, days, rule and withdrawal of what must not be there


def control_rows(pairs: Iterable[ControlPair]) -> list[Row]:
    """Rows of `controls.csv`; a person is given by `controller_id_no`, an organisation by its code."""
    rows: list[Row] = []
    for pair in pairs:
        holder = pair.controller
        if isinstance(holder, Person):
            kind, code, number = "PERSON", "", holder.id_no
        else:
            kind, code, number = "ENTITY", holder.uscc, ""
        percent = percent_text(pair.units)
        rows.append([kind, code, holder.name, pair.controlled.uscc, percent, pair.kind, pair.state, number])
    return rows


def liability_rows(answers: Iterable[Answer], days: tuple[str, str, str]) -> dict[str, list[Row]]:
    """Rows of `liabilities.csv` (as of the first day), `withdrawals.csv` and `asof.csv`."""
    out: dict[str, list[Row]] = {"liabilities": [], "withdrawals": [], "asof": []}
    today = days[0]
    for answer in answers:
        ground, person = answer.ground, answer.person
        key = [ground.kind, ground.ground_id]
        head = [*key, ground.list_type, answer.about, person.name]
        if not answer.expected:
            out["liabilities"].append([*head, person.id_no, answer.role, *_BLANK, "0", answer.why])
            continue
        start, end = answer.term()
        fallen, cause = answer.withdrawal()
        state = answer.state_on(today)
        middle = [person.id_no, answer.role, answer.mode]
        fell = (fallen, cause) if fallen and fallen <= today else ("", "")
        out["liabilities"].append([*head, *middle, state, start, end, answer.rule, *fell, "1", answer.why])
        if state in ("WITHDRAWN", "EXPIRED"):
            out["withdrawals"].append(
                [*key, ground.list_type, answer.about, *middle, answer.rule, state, end, *fell]
            )
        for day in days:
            if max(start, answer.known_from) <= day:
                out["asof"].append(
                    [day, *key, answer.about, *middle, answer.rule, answer.state_on(day), start, end]
                )
    return out
