"""What ``export ownership`` writes: rows of one commit, and on what they rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from api.services.desk import Desk
from api.services.subjects import Subject
from creditgraph.cli import words
from graph.engines import LOCAL, Engine
from graph.ownership.compute import HoldingColumns, OwnedRow
from graph.ownership.export import OWNERSHIP_COLUMNS, integrated_ownership
from graph.ownership.integrated import OwnershipMatrix
from graph.ownership.parties import label_ids
from graph.ownership.policy import Loops
from graph.ownership.read import read_columns_of_day

COLUMNS: Final = OWNERSHIP_COLUMNS


@dataclass
class SharesExport:
    """Direct and integrated shares of one owner, or of all, as known at one commit.

    Parameters
    ----------
    root
        The one owner; all without.
    upper
        Take ranges and unknown percentages at their upper bounds.
    engine
        Finds the shares of all owners.
    """

    desk: Desk
    seq: int
    as_of: str
    root: Subject | None = None
    min_pct: float = 0.0
    loops: Loops = Loops.GEOMETRIC
    upper: bool = False
    engine: Engine = LOCAL
    _columns: HoldingColumns | None = field(default=None, init=False)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows, by `COLUMNS`."""
        found = integrated_ownership(
            self.desk.store, self.as_of, root=self.root.id if self.root else None, min_pct=self.min_pct,
            loops=self.loops, upper=self.upper, seq=self.seq, compute=self._compute,
        )  # fmt: skip
        return (row._asdict() for row in found)

    def _compute(
        self, columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
    ) -> Iterable[OwnedRow]:
        # Kept for the notes: reading all holdings takes far longer than adding them up.
        self._columns = columns
        return self.engine.shares(columns, min_pct=min_pct, loops=loops, upper=upper)

    def notes(self) -> dict[str, Any]:
        """On what the rows rest; cheapest once the rows are written."""
        bound = "UPPER" if self.upper else "LOWER"
        over = self._over_the_whole()
        labels = label_ids(self.desk.store, over, self.as_of, seq=self.seq)
        return {
            "as_of": self.as_of,
            "data_version": self.desk.data_version(self.seq),
            "root": self.root.code if self.root else None,
            "min_pct": self.min_pct,
            "policy": {
                "loops": self.loops.value,
                "loops_zh": words.LOOPS[self.loops.value],
                "missing_pct": bound,
                "missing_pct_zh": words.MISSING_PCT[bound],
            },
            "over_the_whole": sorted(labels.codes.get(one, one) for one in over),
            "empty_integrated_pct": words.EMPTY_INTEGRATED_PCT,
        }

    def _over_the_whole(self) -> list[str]:
        """Companies with more than all equity; of one owner only those that its shares reach."""
        columns = self._columns or read_columns_of_day(self.desk.store, self.as_of, seq=self.seq)
        holdings = columns.holdings()
        over = holdings.over_all_equity()
        if self.root is None or not over:
            return over
        matrix = OwnershipMatrix(holdings, upper=self.upper, loops=self.loops)
        reached = matrix.owned_by(holdings.position[self.root.id])[0]
        return sorted({holdings.ids[at] for at in reached.tolist()} & set(over))
