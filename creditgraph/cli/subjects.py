"""The subject that an argument names; who was judged to be somebody else is answered for as him."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.services.desk import Desk
    from api.services.subjects import Subject


def counted_subject(desk: Desk, text: str, *, seq: int) -> Subject:
    """The subject that `text` names, a person as whom he counts at `seq`.

    Control and shares are worked out under the id that stays: under the other one there is nothing.

    Raises
    ------
    AnswerRefusedError
        It is the number of a person's document.
    NotFoundError
        Nobody has that code.
    UsageError
        It is neither a code nor a person's id.
    """
    from api.services.subjects import find_subject
    from graph.same_person import SamePersons

    found = find_subject(desk, text)
    if found.kind != "PERSON":
        return found
    counts_as = SamePersons(desk.store, seq).of(found.id)
    return found if counts_as == found.id else find_subject(desk, counts_as)
