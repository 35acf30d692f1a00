"""How votes are counted: the one place where the choices of the control closure are written down.

Majority
    X controls C if the votes of X and of everything that X controls are more than half of C's voting
    shares, strictly; the smallest set for which this holds, so a ring does not lift itself. Votes are whole
    numbers of a millionth of a millionth of a percent; what exceeds a half by less than a billionth of a
    percent is a half, because it comes from floating-point sums and not from a register.
Votes
    ``vote_pct``; where it is absent ``equity_pct``; where that is absent the lower bound of the range. The
    upper bound never gives control: it says what is not derivable.
Own shares
    Treasury shares and shares that a company holds in itself do not vote. With `exclude_own_shares`
    (default) the others' votes are counted of what is left, so 48 % of a company that holds 10 % of itself
    is a majority; without it they are counted of all shares. Votes that a source states itself
    (``vote_pct``) are of the voting shares already, so own shares are taken off only where the votes come
    from equity.
Voters
    ORG, PERSON and STATE holders. OTHER (unnamed small holders) and accounts that hold for many owners (the
    code list ``nominee_accounts``, by the holder's name) never control, but their votes are in the total.
State
    An organ of the state may control; nobody controls an organ, so no chain leads through it to a person.
Agreements
    The votes of a nominee go to the principal and those of a proxy giver to the proxy holder, along the
    chain, for all shares of the giver (the register names no company). With two different receivers, or in
    a circle, nothing is moved and the note says so. Parties acting in concert are pooled; a member controls
    as a part of the group (`IN_CONCERT`) only what no member controls alone and where its own side has
    votes.
Partnerships
    The executive partner controls the partnership whatever the percentages (`AS_PARTNER`). Shares in a
    partnership are no votes: a limited partner who put in nearly all of it does not run it (合伙企业法
    67, 68), so where no executive partner is known the answer is not derivable. With `partnership_votes`
    a majority of the shares counts as well.
Likely control
    Kept apart from control and never stored as such: more than `likely_above_pct` of the votes and at least
    `likely_gap_pct` points more than anybody else can have, or more than half of a board of at least
    `likely_board` members (公司法 68) held by a holder's own people (上市公司收购管理办法 84).
Equity
    Integrated shares count rings as `loops` says (see `integrated`). Whoever has `owner_pct` or more of the
    equity or of the votes, 25 included, is a beneficial owner (受益所有人信息管理办法 6).
Bounds
    A percentage that is missing may be anything that the others leave; a range is what it says. Nothing is
    normalised: a company whose votes add up to more than the whole is reported and counted as it stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
IndexArray = npt.NDArray[np.integer[Any]]
ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

UNITS_PER_PERCENT: Final = 10**12
WHOLE: Final = 100 * UNITS_PER_PERCENT
TOLERANCE: Final = 1000
NEVER: Final = int(np.iinfo(np.int64).max)


class ControlKind(IntEnum):
    """Whose votes carry the control."""

    DIRECT = 0
    JOINT = 1
    INDIRECT = 2


class ControlState(IntEnum):
    """On what the control rests beyond shares; each needs more than the one before it."""

    COMPUTED = 0
    COMPUTED_BY_AGREEMENT = 1
    COMPUTED_AS_PARTNER = 2
    COMPUTED_IN_CONCERT = 3


class Loops(StrEnum):
    """How integrated shares count what comes back to the owner through a ring."""

    GEOMETRIC = "GEOMETRIC"
    OWNER_ONCE = "OWNER_ONCE"


@dataclass(frozen=True)
class ControlPolicy:
    """Settings of the closure; answers repeat them.

    Parameters
    ----------
    exclude_own_shares
        Count the votes of others of the voting shares only.
    agreements
        Take NOMINEE_FOR, VOTES_FOR and ACTS_IN_CONCERT into account.
    executive_partners
        An executive partner controls the partnership.
    partnership_votes
        A majority of the shares in a partnership controls it too.
    likely_above_pct, likely_gap_pct, likely_board
        From when on control is likely: votes, distance to the next, and the smallest board that counts.
    loops
        How integrated shares count rings.
    owner_pct
        From which share on somebody is a beneficial owner.
    """

    exclude_own_shares: bool = True
    agreements: bool = True
    executive_partners: bool = True
    partnership_votes: bool = False
    likely_above_pct: float = 30.0
    likely_gap_pct: float = 10.0
    likely_board: int = 3
    loops: Loops = Loops.GEOMETRIC
    owner_pct: float = 25.0

    def to_json(self) -> dict[str, Any]:
        """As answers show it."""
        return {"majority": "> 50", **asdict(self)}


DEFAULT_POLICY: Final = ControlPolicy()


def to_units(percent: FloatArray) -> IntArray:
    """Percentages as whole units, so that sums and comparisons are exact.

    Examples
    --------
    >>> int(to_units(np.array([16.7]))[0]) * 3 == int(to_units(np.array([50.1]))[0])
    True
    """
    return np.rint(percent * UNITS_PER_PERCENT).astype(np.int64)


def is_majority(votes: int, base: int) -> bool:
    """Whether `votes` are more than half of the voting shares `base`.

    Examples
    --------
    >>> is_majority(WHOLE // 2, WHOLE), is_majority(WHOLE // 2 + UNITS_PER_PERCENT // 10_000, WHOLE)
    (False, True)
    """
    return base > 0 and 2 * votes - base >= 2 * TOLERANCE


def percents_of(votes: IntArray, base: IntArray) -> FloatArray:
    """Votes in percent of the voting shares; 0 where nothing votes.

    Examples
    --------
    >>> percents_of(np.array([55 * UNITS_PER_PERCENT]), np.array([WHOLE])).tolist()
    [55.0]
    """
    found = np.zeros(len(votes))
    return np.divide(votes, base / 100, out=found, where=base > 0)
