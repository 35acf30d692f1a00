"""A subgraph for other tools, asked for as every other question is."""

from __future__ import annotations

from collections.abc import Sequence

from api.services.desk import Desk
from api.services.subjects import find_subject
from graph.interop.subgraph import Subgraph, extract


def subgraph(
    desk: Desk,
    codes: Sequence[str],
    *,
    depth: int = 2,
    types: Sequence[str] | None = None,
    max_parties: int = 10_000,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Subgraph:
    """What stands around some subjects on a day.

    Parameters
    ----------
    codes
        Unified social credit codes or ``person_id``s.

    Raises
    ------
    NotFoundError
        Nobody has a code.
    UsageError
        A type may not be followed.
    """
    seq = desk.seq(known_at)
    roots = [find_subject(desk, code, seq=seq).id for code in codes]
    return extract(
        desk.store, roots, as_of or desk.today, depth=depth, types=types, seq=seq, max_parties=max_parties
    )
