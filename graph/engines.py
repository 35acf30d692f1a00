"""What computes a derivation: this process, or a cluster that answers the same (A13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from graph.liability.contract import Evaluation, GroundContext
from graph.liability.evaluate import evaluate
from graph.liability.rulebook import RuleSet
from graph.ownership.compute import ControlFound, HoldingColumns, OwnedRow, compute_control, compute_shares
from graph.ownership.policy import ControlPolicy, Loops


class Engine(Protocol):
    """Computes; it neither reads the store nor writes it."""

    @property
    def grounds_at_once(self) -> int:
        """How many grounds it is given together."""
        ...

    def control(self, columns: HoldingColumns, policy: ControlPolicy) -> ControlFound:
        """Control of all, of one day's holdings."""
        ...

    def shares(
        self, columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
    ) -> Iterable[OwnedRow]:
        """Direct and integrated shares of all, of one day's holdings (`integrated_shares`)."""
        ...

    def evaluate(self, contexts: Sequence[GroundContext], rules: RuleSet, today: str) -> Sequence[Evaluation]:
        """Who answers for each context's ground, in the order of the contexts."""
        ...


class LocalEngine:
    """This process: columns in numpy, grounds one after another."""

    grounds_at_once = 500

    def control(self, columns: HoldingColumns, policy: ControlPolicy) -> ControlFound:
        """Control of all, of one day's holdings."""
        return compute_control(columns, policy)

    def shares(
        self, columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
    ) -> Iterable[OwnedRow]:
        """Direct and integrated shares of all, of one day's holdings (`integrated_shares`)."""
        return compute_shares(columns, min_pct=min_pct, loops=loops, upper=upper)

    def evaluate(self, contexts: Sequence[GroundContext], rules: RuleSet, today: str) -> Sequence[Evaluation]:
        """Who answers for each context's ground, in the order of the contexts."""
        return [evaluate(context, rules, today) for context in contexts]


LOCAL = LocalEngine()
