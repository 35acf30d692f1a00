"""Holdings as columns of numbers: what the closure and integrated ownership compute on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np

from graph.days import FIRST_DAY, OPEN_DAY, holds_on
from graph.ownership.policy import BoolArray, ByteArray, FloatArray, IntArray, to_units


class Mark(IntFlag):
    """What the closure must know of an entity; the numbers are those of the Cypher files.

    ACCOUNT is an account that holds for many owners, such as a clearing house.
    """

    ORGAN = 1
    PARTNERSHIP = 2
    LISTED = 4
    ACCOUNT = 8


class HoldingRow(NamedTuple):
    """One holding as a register has it; an absent percentage is None."""

    holder: str
    company: str
    holder_kind: str = "ORG"
    is_person: bool = False
    equity_pct: float | None = None
    equity_min_pct: float | None = None
    equity_max_pct: float | None = None
    vote_pct: float | None = None
    treasury: bool = False
    valid_from: str = FIRST_DAY
    valid_to: str = OPEN_DAY
    source: str = ""


class PartyLink(NamedTuple):
    """An executive partner, or an agreement between two parties."""

    type: str
    from_id: str
    to_id: str
    from_is_person: bool = False
    to_is_person: bool = False
    valid_from: str = FIRST_DAY
    valid_to: str = OPEN_DAY
    source: str = ""


HOLDING_COLUMNS: Final = HoldingRow._fields
LINK_COLUMNS: Final = PartyLink._fields
_ROUNDING: Final = 1e-9
_PERCENTS: Final = ("equity_pct", "equity_min_pct", "equity_max_pct", "vote_pct")


class Evidence(NamedTuple):
    """Where one holding or link comes from."""

    valid_from: str
    source: str


@dataclass(frozen=True, eq=False)
class Holdings:
    """All holdings of one day, as columns; parties are positions in `ids`.

    Parameters
    ----------
    ids, is_person, marks
        The parties: id, whether a natural person, `Mark` bits.
    holder, company
        Positions of who holds and what is held, one entry a holding.
    low, high
        Votes in units (see `policy`): lower and upper bound.
    equity, equity_high
        Percent of equity, lower and upper bound; for integrated ownership.
    votes_stated
        The source states the votes itself.
    voter
        The holder's kind may control.
    own_shares
        Treasury shares, and shares in oneself.
    links
        Executive partners and agreements, as positions and type.
    evidence, link_evidence
        Where each comes from; empty when the columns came without.
    """

    ids: list[str]
    is_person: BoolArray
    marks: ByteArray
    holder: IntArray
    company: IntArray
    low: IntArray
    high: IntArray
    equity: FloatArray
    equity_high: FloatArray
    votes_stated: BoolArray
    voter: BoolArray
    own_shares: BoolArray
    links: list[tuple[str, int, int]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    link_evidence: list[Evidence] = field(default_factory=list)

    @property
    def position(self) -> dict[str, int]:
        """Position of each party; built when asked for."""
        return {party: at for at, party in enumerate(self.ids)}

    def over_all_equity(self) -> list[str]:
        """Ids of companies whose known equity adds up to more than all."""
        sums = np.bincount(self.company, weights=self.equity, minlength=len(self.ids))
        return [self.ids[at] for at in np.flatnonzero(sums > 100 + _ROUNDING).tolist()]

    @classmethod
    def of(
        cls,
        rows: Iterable[HoldingRow],
        links: Iterable[PartyLink] = (),
        *,
        marks: Mapping[str, int] | None = None,
        day: str | None = None,
    ) -> Holdings:
        """From rows; with `day` only what holds on it.

        Examples
        --------
        >>> Holdings.of([HoldingRow("p", "c", "PERSON", True, 60.0)]).ids
        ['c', 'p']
        """
        kept = [row for row in rows if day is None or holds_on(row.valid_from, row.valid_to, day)]
        found = [link for link in links if day is None or holds_on(link.valid_from, link.valid_to, day)]
        columns = (
            dict(zip(HOLDING_COLUMNS, map(list, zip(*kept, strict=True)), strict=True))
            if kept
            else {name: [] for name in HOLDING_COLUMNS}
        )
        return cls.from_columns(columns, found, marks=marks)

    @classmethod
    def from_columns(
        cls,
        columns: Mapping[str, Sequence[Any]],
        links: Sequence[PartyLink] = (),
        *,
        marks: Mapping[str, int] | None = None,
    ) -> Holdings:
        """From columns named as `HoldingRow`'s fields; a percentage that is absent is None or negative.

        ``valid_from`` and ``source`` may be missing; then answers have no evidence.
        """
        holders, companies = columns["holder"], columns["company"]
        position = _positions(holders, companies, links)
        kinds = np.asarray(columns["holder_kind"], dtype=object)
        persons = np.asarray(columns["is_person"], dtype=np.bool_)
        holder = _at(position, holders)
        company = _at(position, companies)
        is_person = np.zeros(len(position), dtype=np.bool_)
        is_person[holder] = persons
        for link in links:
            is_person[position[link.from_id]] |= link.from_is_person
            is_person[position[link.to_id]] |= link.to_is_person
        state = kinds == "STATE"
        bits = _marks(position, marks or {})
        bits[holder[state & ~persons]] |= int(Mark.ORGAN)
        percents = {name: _percent(columns[name]) for name in _PERCENTS}
        account = (kinds == "ACCOUNT") | ((bits[holder] & int(Mark.ACCOUNT)) != 0)
        bits[holder[(kinds == "ACCOUNT") & ~persons]] |= int(Mark.ACCOUNT)
        low, high, equity, equity_high = _bounds(percents)
        dated = "valid_from" in columns and "source" in columns
        return cls(
            ids=list(position),
            is_person=is_person,
            marks=bits,
            holder=holder,
            company=company,
            low=low,
            high=high,
            equity=equity,
            equity_high=equity_high,
            votes_stated=~np.isnan(percents["vote_pct"]),
            voter=(kinds != "OTHER") & ~account & ~(state & persons),
            own_shares=np.asarray(columns["treasury"], dtype=np.bool_) | (holder == company),
            links=[(link.type, position[link.from_id], position[link.to_id]) for link in links],
            evidence=[Evidence(*pair) for pair in zip(columns["valid_from"], columns["source"], strict=True)]
            if dated
            else [],
            link_evidence=[Evidence(link.valid_from, link.source) for link in links],
        )


def _positions(
    holders: Sequence[str], companies: Sequence[str], links: Sequence[PartyLink]
) -> dict[str, int]:
    linked = (party for link in links for party in (link.from_id, link.to_id))
    parties = dict.fromkeys(chain(companies, holders, linked))
    return dict(zip(parties, range(len(parties)), strict=True))


def _at(position: Mapping[str, int], parties: Sequence[str]) -> IntArray:
    return np.fromiter(map(position.__getitem__, parties), dtype=np.int64, count=len(parties))


def _marks(position: Mapping[str, int], marks: Mapping[str, int]) -> ByteArray:
    bits = np.zeros(len(position), dtype=np.uint8)
    for party, mark in marks.items():
        at = position.get(party)
        if at is not None:
            bits[at] = mark
    return bits


def _percent(column: Sequence[float | None]) -> FloatArray:
    values = np.array(column, dtype=np.float64)
    values[values < 0] = np.nan
    return values


def _bounds(percents: Mapping[str, FloatArray]) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Votes at least and at most, in units, and equity at least and at most, in percent."""
    equity, least, most = (percents[name] for name in _PERCENTS[:3])
    least = np.where(np.isnan(equity), least, equity)
    most = np.where(np.isnan(equity), most, equity)
    votes = percents["vote_pct"]
    low = np.where(np.isnan(votes), least, votes)
    high = np.where(np.isnan(votes), most, votes)
    low = np.nan_to_num(low)
    high = np.fmax(np.where(np.isnan(high), 100.0, high), low)
    least = np.nan_to_num(least)
    most = np.fmax(np.where(np.isnan(most), 100.0, most), least)
    return to_units(low), to_units(high), least, most
