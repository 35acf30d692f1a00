"""What of a person's name and number a principal is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from api.auth.principal import Kind, Principal, Role


@dataclass(frozen=True)
class Masking:
    """How personal fields go out.

    Parameters
    ----------
    full_names
        Names of persons as they are; else 张*.
    masked_ids
        The masked number (first 6, last 4); else nothing. The whole number needs UNMASK and a reason.
    """

    full_names: bool
    masked_ids: bool

    def name(self, name: str | None) -> str:
        """A person's name as this principal may see it."""
        if not name or self.full_names:
            return name or ""
        return shorten(name)

    def masked_id(self, masked: str | None) -> str | None:
        """The masked number, or nothing."""
        return masked if self.masked_ids else None

    def text(self, text: str, names: Iterable[str | None]) -> str:
        """A free text in which the names of these persons are shortened, longest first."""
        if self.full_names:
            return text
        for name in sorted({one for one in names if one}, key=len, reverse=True):
            text = text.replace(name, shorten(name))
        return text

    def document(self, document: Any, names: Iterable[str | None]) -> Any:
        """A JSON document with the names of these persons shortened in every text."""
        known = [one for one in names if one]
        if self.full_names or not known:
            return document
        if isinstance(document, str):
            return self.text(document, known)
        if isinstance(document, dict):
            return {key: self.document(value, known) for key, value in document.items()}
        if isinstance(document, list | tuple):
            return [self.document(one, known) for one in document]
        return document


SHOWN: Final = Masking(full_names=True, masked_ids=True)
HIDDEN: Final = Masking(full_names=False, masked_ids=False)

#: A department acts on a person, so it must know which one; a leader looks at a city, not at a person.
_RULES: Final = {
    Role.DEPARTMENT: SHOWN,
    Role.OFFICER: SHOWN,
    Role.REVIEWER: SHOWN,
    Role.INVESTIGATOR: SHOWN,
}


def masking(principal: Principal) -> Masking:
    """The rule for a principal; who stands in no rule sees as little as the public."""
    if principal.kind is Kind.LOCAL:
        return SHOWN
    if principal.must_change:
        return HIDDEN
    return _RULES.get(principal.role, HIDDEN)


def shorten(name: str) -> str:
    """The first character and a star, whatever the length: the length would tell more.

    Examples
    --------
    >>> shorten("张三"), shorten("欧阳娜娜")
    ('张*', '欧*')
    """
    return f"{name.strip()[:1]}*"
