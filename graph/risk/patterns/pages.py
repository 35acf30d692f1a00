"""Reading the city a range of parties at a time: what is held is columns of numbers, not rows.

A range holds as many parties as one answer can carry; each page is turned into numbers and dropped before the
next is read, so the memory of a run is a few numbers for each party and relation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph import queries
from graph.ownership.read import batches, latest
from graph.queries import Query
from graph.risk.patterns.matches import Progress
from graph.same_person import SamePersons
from graph.store import Store

RANGE: Final = 20_000
#: Rows of one answer. A range that has more is asked again in halves: a full answer may hide others.
ROWS: Final = 20_000
#: Relations that one run may look at while it searches what it has read: some ten seconds.
WORK: Final = 20_000_000
_BEAT_EVERY: Final = 100_000
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


SeesStates = Callable[[Mapping[str, int], Mapping[str, Sequence[Any]]], None]


def ranges_of(ids: Sequence[str]) -> list[tuple[str, str]]:
    """First and last of each range of sorted ids."""
    return [(page[0], page[-1]) for page in batches(sorted(ids), RANGE)]


class WornOutError(Exception):
    """A search has looked at as much as it may; what it found so far stands."""


@dataclass
class Walk:
    """One walk over the city: at which day and commit, and how far it is.

    Parameters
    ----------
    most_rows
        Rows of one answer.
    entity_ids
        All entities, sorted; a party's number is its place here.
    cut
        Parties that alone have more rows than one answer carries: of these not everything was read.
    most_work
        Relations that a search may look at.
    worn_out
        A search wanted to look at more.
    unjudged
        Entities of which the run could not tell whether they belong to it: what it asks is not known.
    same
        Who was judged to be whom: a person counts once, whatever ids he has (ADR 0022).
    """

    store: Store
    day: str
    seq: int
    progress: Progress | None = None
    most_rows: int = ROWS
    entity_ids: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0
    most_work: int = WORK
    worked: int = 0
    worn_out: bool = False
    unjudged: set[str] = field(default_factory=set)
    same: SamePersons = field(init=False)

    def __post_init__(self) -> None:
        self.same = SamePersons(self.store, self.seq)
        self.same.read_all()
        self.entity_ids = sorted(self.store.read_columns("read/ownership/entity_ids")["entity_ids"])

    def expect(self, pages: int) -> None:
        """So many more pages will be read."""
        self.total += pages
        self._tell()

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.done, self.total)

    def step(self) -> None:
        """One more page is read."""
        self.done += 1
        self._tell()

    def spend(self, looks: int) -> None:
        """So many more relations are looked at by a search; whoever waits for it hears that it goes on.

        Raises
        ------
        WornOutError
            It has looked at as much as it may.
        """
        before, self.worked = self.worked, self.worked + looks
        if self.worked > self.most_work:
            self.worn_out = True
            raise WornOutError
        if before // _BEAT_EVERY < self.worked // _BEAT_EVERY:
            self._tell()

    def columns(self, query: str | Query, **params: Any) -> Iterator[dict[str, list[Any]]]:
        """The columns of one query over all ranges of entities."""
        spans = ranges_of(self.entity_ids)
        self.expect(len(spans))
        for first, last in spans:
            yield self.store.read_columns(query, first=first, last=last, day=self.day, seq=self.seq, **params)
            self.step()

    def rows(
        self, query: str | Query, ids: Sequence[str] | None = None, **params: Any
    ) -> Iterator[list[dict[str, Any]]]:
        """The rows of one query over all ranges of entities, or of `ids`; a full range is asked in halves.

        Rows of one party always come together, however often its range was halved.
        """
        every = self.entity_ids if ids is None else sorted(ids)
        spans = [(low, min(low + RANGE, len(every))) for low in range(0, len(every), RANGE)][::-1]
        self.expect(len(spans))
        while spans:
            low, high = spans.pop()
            rows = self.store.read(
                query,
                first=every[low],
                last=every[high - 1],
                day=self.day,
                seq=self.seq,
                limit=self.most_rows + 1,
                **params,
            )
            full = len(rows) > self.most_rows
            if full and high - low > 1:
                middle = (low + high) // 2
                spans += [(middle, high), (low, middle)]
                self.expect(2)
            else:
                self.cut += [every[low]] if full else []
                yield rows[: self.most_rows]
            self.step()

    def persons(self) -> list[str]:
        """Ids of all persons."""
        return list(self.store.read_columns("read/patterns/person_ids")["person_ids"])

    def place(self) -> dict[str, int]:
        """Number of each entity."""
        return {one: at for at, one in enumerate(self.entity_ids)}


def mark_of(text: str) -> int:
    """A text as a number; 0 for an empty one. Two texts meet by chance about never (64 bits)."""
    if not text:
        return 0
    folded = "".join(text.split()).upper()
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "big", signed=True) or 1


@dataclass
class States:
    """What the day says of each entity, by its number."""

    organ: BoolArray
    listed: BoolArray
    alive: BoolArray
    company: BoolArray
    state_firm: BoolArray
    known: BoolArray
    trader: BoolArray
    address: IntArray
    phone: IntArray
    established: npt.NDArray[np.datetime64]

    @classmethod
    def empty(cls, size: int) -> States:
        """Nothing known of anybody."""

        def flag() -> BoolArray:
            return np.zeros(size, dtype=np.bool_)

        def mark() -> IntArray:
            return np.zeros(size, dtype=np.int64)

        return cls(
            *(flag(), flag(), flag(), flag(), flag(), flag(), flag()),
            *(mark(), mark()),
            np.full(size, np.datetime64("NaT"), dtype="datetime64[D]"),
        )


_STATE_COLUMNS: Final = (
    "name", "address", "phone", "established_on", "ended_on", "subject_type", "state_class", "listed",
)  # fmt: skip


def read_states(walk: Walk, *, contacts: bool = True, seen: SeesStates | None = None) -> States:
    """The state of every entity on the day.

    Parameters
    ----------
    contacts
        Also what firms can share.
    seen
        Shown every page, with the numbers of the entities: all states that began by the day.
    """
    found = States.empty(len(walk.entity_ids))
    at = walk.place()
    for columns in walk.columns("read/patterns/states_range"):
        if seen is not None:
            seen(at, columns)
        newest = latest(
            {
                "entity": columns["entity"],
                "valid_from": columns["valid_from"],
                "row": list(zip(*(columns[name] for name in _STATE_COLUMNS), strict=True)),
            },
            "row",
        )
        for entity, row in newest.items():
            _take_state(found, at[entity], dict(zip(_STATE_COLUMNS, row, strict=True)), walk.day, contacts)
    return found


def _take_state(found: States, place: int, row: dict[str, Any], day: str, contacts: bool) -> None:
    found.known[place] = True
    found.organ[place] = row["subject_type"] == "机关" or row["state_class"] == "机关"
    found.listed[place] = bool(row["listed"])
    found.alive[place] = not row["ended_on"] or row["ended_on"] > day
    found.company[place] = row["subject_type"] == "法人"
    found.trader[place] = row["subject_type"] == "个体工商户"
    found.state_firm[place] = row["state_class"] in ("国有独资", "国有控股")
    if row["established_on"]:
        found.established[place] = np.datetime64(row["established_on"], "D")
    if contacts:
        found.address[place] = mark_of(row["address"])
        found.phone[place] = mark_of(row["phone"])


@dataclass
class Relations:
    """Relations as columns: numbers of both ends; a source that is a person or unknown is -1."""

    source: IntArray
    target: IntArray
    pct: FloatArray
    is_person: BoolArray
    state_holder: BoolArray


def read_relations(walk: Walk, *types: str) -> Relations:
    """All relations of some types that lead to an entity on the day."""
    at = walk.place()
    parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in Relations.__dataclass_fields__}
    for columns in walk.columns(queries.get("read/patterns/edges_range", types=types)):
        persons = np.asarray(columns["is_person"], dtype=np.bool_)
        parts["source"].append(np.array([at.get(one, -1) for one in columns["source"]], dtype=np.int64))
        parts["target"].append(np.array([at[one] for one in columns["target"]], dtype=np.int64))
        parts["pct"].append(np.array(columns["pct"], dtype=np.float64))
        parts["is_person"].append(persons)
        kinds = np.asarray(columns["holder_kind"], dtype=object)
        parts["state_holder"].append((kinds == "STATE") & ~persons)
    joined = {
        name: np.concatenate(found) if found else np.zeros(0, dtype=_DTYPES.get(name, np.int64))
        for name, found in parts.items()
    }
    return Relations(**joined)


def read_holdings(walk: Walk) -> Relations:
    """All holdings on the day; what a firm holds of a firm in several classes of share counts together."""
    found = read_relations(walk, "HOLDS")
    firms = np.flatnonzero(found.source >= 0)
    _, pair = np.unique(found.source[firms] * len(walk.entity_ids) + found.target[firms], return_inverse=True)
    held = found.pct[firms]
    # Rounded as registers write: two shares that make half are not a trifle more.
    total = np.round(np.bincount(pair, weights=np.maximum(held, 0.0)), 6)
    known = np.bincount(pair, weights=held >= 0) > 0
    pct = found.pct.copy()
    pct[firms] = np.where(known, total, -1.0)[pair]
    return replace(found, pct=pct)


_DTYPES: Final[dict[str, Any]] = {"pct": np.float64, "is_person": np.bool_, "state_holder": np.bool_}
