"""Since when the sources tell what a contested fact says now: was it corrected, or is it only said to be.

An objection that was decided as corrected goes on suspending whatever rests on the content that it was raised
against. The corrected record may come before the decision, with it, or long after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.days import OPEN_SEQ
from graph.store import WriteTransaction
from graph.store.moments import day_of
from ingest.load.decide import Support, winner

Telling = Mapping[str, Any]


def date_contents(tx: WriteTransaction, grounds: Iterable[str], precedence: dict[str, int]) -> set[str]:
    """Note on grounds that a correction is said of since when their content is told, in the open transaction.

    Returns
    -------
    set of str
        Keys of the records on which findings rest that this may suspend or release.
    """
    keys = sorted(set(grounds))
    if not keys:
        return set()
    told: dict[str, list[Telling]] = defaultdict(list)
    for one in tx.run("read/ingest/tellings_of_grounds", keys=keys, open_seq=OPEN_SEQ)[0]["rows"]:
        told[one["ground_key"]].append(one)
    if not told:
        return set()
    rows = [{"ground_key": key, "told_since": _dated(each, precedence)} for key, each in told.items()]
    found = tx.run("write/grounds/date_contents", rows=rows, open_seq=OPEN_SEQ)
    return {ref for row in found for ref in row["refs"] if ref}


def _dated(tellings: Sequence[Telling], precedence: dict[str, int]) -> str:
    """Since when its content counts as told, for the objections that are decided as corrected.

    What an undated source tells first is not taken for the correction, unless it stands in the place of
    another row of the contested role, which is gone.
    """
    since = told_since(_own(tellings), precedence)
    return since.day or (since.received_on if since.first and tellings[0]["replaces"] else "")


def _own(tellings: Sequence[Telling]) -> list[Telling]:
    """What tells the fact itself, and what a row told before, as another fact, that was corrected into it.

    A row that is as it was, and is only read as another unit's, told of no other content.
    """
    own = [one for one in tellings if one["own"]]
    now = {(*_row(one), one["row_digest"]) for one in own if one["record_id"]}
    rows = {row[:-1] for row in now}
    before = [one for one in tellings if not one["own"] and _row(one) in rows]
    changed = {_row(one) for one in before if (*_row(one), one["row_digest"]) not in now}
    return own + [one for one in before if _row(one) in changed]


class Since(NamedTuple):
    """Since when something is told: a day, empty if unknown; when it was received, whether as the first."""

    day: str
    received_on: str = ""
    first: bool = False


def told_since(tellings: Sequence[Telling], precedence: dict[str, int]) -> Since:
    """The day since which the record that wins has said without a break what it says now.

    It is the day on which a source produced it, so it is the same in whatever order sources were taken in. A
    source that does not say when is taken at the order of its packages, as in ingest: what replaces another
    row was told on the day of receipt, and of the first nobody knows since when it was told. A row that is
    sent again unchanged is no new telling.

    Parameters
    ----------
    tellings
        Source records of one fact, replaced ones too: `source`, `table_name`, `record_id`, `produced_at`,
        `op`, `row_digest`, `payload_digest`, `seq_from` and `received_at`.

    Examples
    --------
    >>> one = {"source": "A", "table_name": "listings", "record_id": "1", "op": "UPSERT", "produced_at": ""}
    >>> one |= {"row_digest": "r", "payload_digest": "x", "seq_from": 3}
    >>> one |= {"received_at": "2026-01-05T04:00:00Z"}
    >>> other = one | {"row_digest": "s", "payload_digest": "y", "seq_from": 9}
    >>> other |= {"received_at": "2026-02-07T04:00:00Z"}
    >>> told_since([one, other], {}).day, told_since([one], {}).day
    ('2026-02-07', '')
    """
    standing: dict[tuple[str, str, str], Telling] = {}
    said, since = "", Since("")
    for one in sorted(tellings, key=lambda each: (_told_on(each), each["produced_at"], each["seq_from"])):
        first, key = not standing, _row(one)
        before, standing[key] = standing.get(key), one
        says = _winning(standing.values(), precedence)
        rewritten = before is not None and _same_row(before, one) and said == before["payload_digest"]
        if says != said and not (rewritten and says == one["payload_digest"]):
            day = one["produced_at"][:10] if first else _told_on(one)
            since = Since(day, day_of(one["received_at"]), first)
        said = says
    return since


def _row(telling: Telling) -> tuple[str, str, str]:
    return telling["source"], telling["table_name"], telling["record_id"]


def _winning(tellings: Iterable[Telling], precedence: dict[str, int]) -> str:
    """Digest of the content that decides, empty where nobody asserts the fact."""
    supports = [
        Support("", one["source"], one["produced_at"], one["op"], one["payload_digest"], "")
        for one in tellings
    ]
    best = winner(supports, precedence)
    return best.payload_digest if best else ""


def _same_row(before: Telling, after: Telling) -> bool:
    """The row as it was handed in, under other ids inside, as when codes turn out to be of one entity."""
    return (before["row_digest"], before["op"]) == (after["row_digest"], after["op"])


def _told_on(telling: Telling) -> str:
    return telling["produced_at"][:10] or day_of(telling["received_at"])
