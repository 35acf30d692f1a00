"""Who votes for whom: nominees and proxies followed to the end, parties acting in concert grouped."""

from __future__ import annotations

from dataclasses import dataclass

from graph.ownership.holdings import Holdings

NOMINEE = "NOMINEE_FOR"
DELEGATING = (NOMINEE, "VOTES_FOR")
CONCERT = "ACTS_IN_CONCERT"
OFFICE = "EXECUTIVE_PARTNER_OF"


@dataclass(frozen=True)
class Agreements:
    """Agreements worked out.

    Parameters
    ----------
    voter_of
        Who votes the shares of a party that does not vote them itself.
    unclear
        Parties whose receiver is not clear (two of them, or a circle): nothing is moved.
    groups
        Parties acting in concert, each group sorted.
    """

    voter_of: dict[int, int]
    unclear: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


def work_out(holdings: Holdings) -> Agreements:
    """Follow the agreements among the holdings' links."""
    receivers: dict[int, set[int]] = {}
    pairs: list[tuple[int, int]] = []
    for type_, source, target in holdings.links:
        if source == target:
            continue
        if type_ in DELEGATING:
            receivers.setdefault(source, set()).add(target)
        elif type_ == CONCERT:
            pairs.append((source, target))
    voter_of: dict[int, int] = {}
    unclear: list[int] = []
    for giver in sorted(receivers):
        last = _last_receiver(giver, receivers)
        if last is None:
            unclear.append(giver)
        else:
            voter_of[giver] = last
    return Agreements(voter_of, tuple(unclear), _groups(pairs))


def _last_receiver(giver: int, receivers: dict[int, set[int]]) -> int | None:
    seen = {giver}
    at = giver
    while at in receivers:
        if len(receivers[at]) > 1:
            return at if at != giver else None
        at = next(iter(receivers[at]))
        if at in seen:
            return None
        seen.add(at)
    return at


def _groups(pairs: list[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    parent: dict[int, int] = {}

    def find(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, second in pairs:
        parent[find(first)] = find(second)
    members: dict[int, list[int]] = {}
    for one in parent:
        members.setdefault(find(one), []).append(one)
    return tuple(sorted(tuple(sorted(group)) for group in members.values()))
