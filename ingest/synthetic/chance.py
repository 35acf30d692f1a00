"""Patterns that came about by themselves: cases and background make them too, and the key has to name them.

Else a right answer would count as false. They are told from what the generator has written, without the
platform's code: who left shortly before a decision, and around whom most firms have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ingest.synthetic.block import Block
from ingest.synthetic.days import shift
from ingest.synthetic.model import UNITS, Org, Person, Post, Stake
from ingest.synthetic.tables import COLUMNS

_WINDOW: Final = 180
_LOOK_BACK: Final = 1_095
_MAIN: Final = 30 * UNITS
_FEWEST_AROUND: Final = 3
_MOST_RELATED: Final = 30
_UNDONE: Final = ("REVOKED", "ANNULLED", "纠正")
#: By table: whom a decision is on, its day, the number by which repairs name it among others, its end.
_DECISIONS: Final = (
    ("penalties_org", "CF_XDR_SHXYM", "CF_JDRQ", "CF_WSH", ""),
    ("listings", "uscc", "decided_on", "listing_id", "removed_on"),
    ("judgments", "subject_code", "decided_on", "case_no", "ended_on"),
)
_Held = Post | Stake


class _Decision(NamedTuple):
    """The day of a decision, and whether it still is in force."""

    day: str
    in_force: bool


def note_chance(b: Block) -> None:
    """Add to the block's key of patterns what came about by itself."""
    decided = _decisions(b)
    _note_changes(b, decided)
    _note_hubs(b, {code for code, some in decided.items() if any(one.in_force for one in some)})


def _decisions(b: Block) -> dict[str, list[_Decision]]:
    """By firm its decisions that count: recent, neither slight nor undone, overturned or repaired."""
    aside = [row["target_key"] for row in _rows(b, "repairs") if row["result"] == "APPROVED"]
    aside += [row["target_key"] for row in _rows(b, "objections") if row["result"] == "UPHELD"]
    mended = {part for key in aside for part in key.split("|")}
    found: dict[str, list[_Decision]] = defaultdict(list)
    since = shift(b.today, -_LOOK_BACK)
    for table, subject, day, number, end in _DECISIONS:
        for row in _rows(b, table):
            undone = row.get("annulled_on") or row.get("removal_kind", row.get("end_reason")) in _UNDONE
            light = row.get("severity") == "轻微" or row.get("list_type") == "L09"
            over = row[number] in mended or row.get("removal_kind") == "REPAIRED"
            if since < row[day] <= b.today and not (undone or light or over):
                found[row[subject]].append(_Decision(row[day], not _over(row.get(end, ""), b.today)))
    return found


def _rows(b: Block, table: str) -> Iterator[dict[str, str]]:
    return (dict(zip(COLUMNS[table], row, strict=True)) for row in b.rows[table])


def _over(end: str, day: str) -> bool:
    return bool(end) and end <= day


# -- who left before a decision ---------------------------------------------------------------------------


def _note_changes(b: Block, decided: dict[str, list[_Decision]]) -> None:
    planted = {(kind, members[0]) for kind, members in b.patterns}
    for org in b.orgs:
        days = [one.day for one in decided.get(org.uscc, ())]
        posts = [one for one in org.posts if one.role == "LEGAL_REP"]
        for kind, held in (("REP_CHANGED", posts), ("HOLDER_CHANGED", org.stakes)):
            if (kind, org.uscc) not in planted and any(_changed(held, day) for day in days):
                b.patterns.append((kind, [org.uscc]))


def _changed(held: Sequence[_Held], day: str) -> bool:
    """Whether somebody gave up an office or a main share in the half year before and another came."""
    return any(
        shift(day, -_WINDOW) <= one.end <= day and _main(one)
        and any(one.end <= other.start <= day and _who(other) is not _who(one) for other in held)
        and not any(_who(other) is _who(one) and _main(other) and _stands(other, day) for other in held)
        for one in held
        if one.end
    )  # fmt: skip


def _stands(one: _Held, day: str) -> bool:
    return one.start <= day and not _over(one.end, day)


def _main(one: _Held) -> bool:
    return isinstance(one, Post) or one.units >= _MAIN


def _who(one: _Held) -> Person | Org:
    return one.person if isinstance(one, Post) else one.holder


# -- around whom most firms have a decision -----------------------------------------------------------------


def _note_hubs(b: Block, penalised: set[str]) -> None:
    """Parties at least half of whose firms have a decision in force; one that was planted may have more."""
    planted = {members[0]: members for kind, members in b.patterns if kind == "PENALISED_HUB"}
    organs = {org.uscc for org in (*b.orgs, b.state_assets) if org.subject_type == "机关"}
    for hub, related in _related(b).items():
        firms = sorted(related & penalised)
        if len(firms) < _FEWEST_AROUND or len(related) > _MOST_RELATED or 2 * len(firms) < len(related):
            continue
        if hub in planted:
            planted[hub][1:] = firms
        elif hub not in organs:
            b.patterns.append(("PENALISED_HUB", [hub, *firms]))


def _related(b: Block) -> dict[str, set[str]]:
    """By party the firms that it is related to today, whichever way; persons as the key writes them."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in _links(b):
        for party, firm in ((one, other), (other, one)):
            if party != firm and not firm.startswith("person:"):
                near[party].add(firm)
    return near


def _links(b: Block) -> Iterator[tuple[str, str]]:
    """Offices, shares and relations of today."""
    for org in b.orgs:
        for post in org.posts:
            if _stands(post, b.today):
                yield post.company.uscc if post.company else _person(org, post.person), org.uscc
        for stake in org.stakes:
            if _stands(stake, b.today):
                holder = stake.holder
                yield holder.uscc if isinstance(holder, Org) else _person(org, holder), org.uscc
    for row in _rows(b, "relations"):
        if row["valid_from"] <= b.today and not _over(row["valid_to"], b.today):
            ends = [row[f"{end}_uscc"] or f"person:{row[f'{end}_id_no']}" for end in ("from", "to")]
            yield ends[0], ends[1]


def _person(org: Org, person: Person) -> str:
    """Somebody without a number is known in his firm only."""
    return f"person:{person.id_no or f'{org.uscc}|{person.name}'}"
