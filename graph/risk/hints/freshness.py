"""Of which day, commit and edition the stored hints are, and whether they are due again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from graph.risk.hints.parameters import parameters
from graph.store import Store, WriteTransaction

HINTS_RUN: Final = "hints_run"
"""Name of the stored note on the last whole run; a run that was broken off leaves the one before."""


@dataclass(frozen=True)
class HintRun:
    """The last whole run over all entities.

    Parameters
    ----------
    as_of, seq
        Day of the facts, and the commit up to which they were read.
    at
        When it ended, UTC.
    """

    run_id: str
    edition: str
    as_of: str
    seq: int
    at: str
    entities: int
    hinted: int


def note_run(tx: WriteTransaction, run: HintRun) -> None:
    """Write down that a run is whole, in the transaction that ends it."""
    text = json.dumps({**asdict(run), "at": tx.at}, ensure_ascii=False, sort_keys=True)
    tx.run("write/meta/put_value", name=HINTS_RUN, value=text)


def newest_run(store: Store) -> HintRun | None:
    """What the stored hints are of; None before the first run."""
    found = store.read("read/meta/value", name=HINTS_RUN)
    return HintRun(**json.loads(found[0]["value"])) if found and found[0]["value"] else None


def hints_due(store: Store, day: str) -> bool:
    """Whether the stored hints are of another day or of other parameters: once a day bounds the cost.

    What comes in meanwhile waits for the next day in the list; the answer about one entity is always computed
    from what is known.
    """
    run = newest_run(store)
    return run is None or (run.as_of, run.edition) != (day, parameters().edition)
