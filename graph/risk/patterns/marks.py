"""What firms ever gave as address, telephone and name: whoever moves afterwards leaves his trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.ownership.columns import among
from graph.risk.patterns.names import names_in
from graph.risk.patterns.pages import IntArray, mark_of

_Days = npt.NDArray[np.datetime64]


@dataclass
class Marks:
    """Every state's marks as columns: number of the firm, from which day and until when it had them.

    A state lasts until the firm's next one begins; 0 is no mark.
    """

    firm: IntArray
    until: _Days
    address: IntArray
    phone: IntArray
    trade_name: IntArray
    whole_name: IntArray

    def held_since(self, firms: IntArray, days: _Days) -> npt.NDArray[np.bool_]:
        """Which states are of these firms, and lasted beyond each one's day. `firms` is sorted."""
        if not len(firms):
            return np.zeros(len(self.firm), dtype=np.bool_)
        place = np.minimum(np.searchsorted(firms, self.firm), len(firms) - 1)
        return among(self.firm, firms) & (self.until > days[place])


@dataclass
class MarksRead:
    """The states as they come, a page after the other."""

    _pages: list[tuple[IntArray, _Days, IntArray, IntArray, IntArray, IntArray]] = field(default_factory=list)

    def take(self, at: Mapping[str, int], columns: Mapping[str, Sequence[Any]]) -> None:
        """A page of `read/patterns/states_range`."""

        def marks(texts: Sequence[str]) -> IntArray:
            return np.array([mark_of(one) for one in texts], dtype=np.int64)

        names = [names_in(one) for one in columns["name"]]
        self._pages.append(
            (
                np.array([at[one] for one in columns["entity"]], dtype=np.int64),
                np.array(columns["valid_from"], dtype="datetime64[D]"),
                marks(columns["address"]),
                marks(columns["phone"]),
                marks([trade for trade, _ in names]),
                marks([whole for _, whole in names]),
            )
        )

    def all(self) -> Marks:
        """Everything that came, by firm and day."""
        if not self._pages:
            nothing = np.zeros(0, dtype=np.int64)
            return Marks(nothing, np.zeros(0, dtype="datetime64[D]"), *(nothing for _ in range(4)))
        firm, since, *marks = map(np.concatenate, zip(*self._pages, strict=True))
        order = np.lexsort((since, firm))
        firm, since = firm[order], since[order]
        until = np.full(len(firm), np.datetime64("9999-12-31"), dtype="datetime64[D]")
        goes_on = firm[1:] == firm[:-1]
        until[:-1][goes_on] = since[1:][goes_on]
        return Marks(firm, until, *(one[order] for one in marks))
