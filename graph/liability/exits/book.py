"""The exit data as types: severity classes, list rules, acts, what does not help (`routes.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import RuleDefinitionError
from graph.liability.explanation.remedies import Provision
from graph.model.codelists import codelist

ROUTES_FILE: Final = Path(__file__).parent / "routes.yaml"
#: Classes from the lightest to the gravest.
CLASSES: Final = ("轻微", "一般", "严重")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Severity(_Data):
    """How long a record of a class is published: at least, and at most."""

    least_months: int = Field(ge=0)
    most_months: int = Field(gt=0)
    basis: Provision


class Since(_Data):
    """So many months since a day of the record; only in some situations where these are named."""

    months: int = Field(ge=0)
    since: Literal["decided_on", "corrected_on", "published_on"]
    situations: tuple[str, ...] = ()


class ListTerms(_Data):
    """What a list says for itself: waiting time before repair, longest time on it."""

    wait: Since | None = None
    most: Since | None = None
    basis: Provision


class Act(_Data):
    """One kind of act that ends records.

    Parameters
    ----------
    per
        GROUND: that record only. CASE: every order of the same court and case number.
    of
        OWN: only where the subject itself is the one recorded.
    wait
        NONE, by the rule of the LIST, or by SEVERITY class.
    also
        Other ways that count as the same act.
    court_kinds
        Only for these kinds of court paper; every kind by default.
    by_list
        A basis of its own for a list.
    """

    id: str = Field(pattern=r"^[A-Z_]+$")
    name: str
    grounds: tuple[str, ...] = Field(min_length=1)
    lists: tuple[str, ...] = Field(min_length=1)
    per: Literal["GROUND", "CASE"]
    of: Literal["OWN", "ANY"] = "ANY"
    who: str
    where: str
    wait: Literal["NONE", "LIST", "SEVERITY"]
    documents: tuple[str, ...] = Field(min_length=1)
    clock: str
    also: tuple[str, ...] = ()
    court_kinds: tuple[str, ...] = ()
    by_list: dict[str, Provision] = {}
    basis: Provision

    def basis_for(self, list_types: Iterable[str]) -> tuple[Provision, ...]:
        """What it rests on for records of these lists, each once."""
        return tuple(dict.fromkeys(self.by_list.get(one, self.basis) for one in list_types))


class Annulment(_Data):
    """What ends everything of a ground, where the decision was wrong."""

    name: str
    text: str
    basis: Provision


class When(_Data):
    """Conditions; all that are given must hold."""

    of: Literal["FINDING", "OWN"] | None = None
    subject: Literal["ENTITY", "PERSON"] | None = None
    grounds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    terms: tuple[Literal["LIFE", "YEARS", "WHILE_GROUND"], ...] = ()
    acts: tuple[str, ...] = ()
    self: bool | None = None
    follows: bool | None = None
    open_ended: bool | None = None
    several_grounds: bool | None = None


class Futile(_Data):
    """What somebody might try and what does not help, with its rule."""

    id: str = Field(pattern=r"^[A-Z_]+$")
    text: str
    when: When
    basis: Literal["RULE"] | Provision


class ExitBook(_Data):
    """One edition of the exit data."""

    edition: str
    law_as_known_on: str
    severities: dict[str, Severity]
    severity_of_kinds: dict[str, str]
    severity_of_procedures: dict[str, str]
    lists: dict[str, ListTerms]
    acts: tuple[Act, ...] = Field(min_length=1)
    annulment: Annulment
    futile: tuple[Futile, ...] = Field(min_length=1)

    def act(self, act_id: str) -> Act:
        """The act of that id."""
        return next(one for one in self.acts if one.id == act_id)


def _refuse(path: Path, place: str, what: str) -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{path.name}#{place}", todo="改正该字段")


def _unknown(book: ExitBook) -> Iterator[tuple[str, str]]:
    """(field, word) of everything that the model does not have."""
    lists, kinds = set(codelist("list_types").codes()), set(codelist("ground_kinds").codes())
    ids = {one.id for one in book.acts}
    checks: list[tuple[str, tuple[str, ...], set[str]]] = [
        ("severities", tuple(book.severities), set(CLASSES)),
        ("severity_of_kinds", tuple(book.severity_of_kinds), set(codelist("penalty_kinds").codes())),
        ("severity_of_kinds", tuple(book.severity_of_kinds.values()), set(CLASSES)),
        ("severity_of_procedures", tuple(book.severity_of_procedures), set(codelist("procedures").codes())),
        ("lists", tuple(book.lists), lists),
    ]
    for act in book.acts:
        checks += [
            (f"{act.id}.grounds", act.grounds, kinds),
            (f"{act.id}.lists", act.lists, {*lists, "*"}),
            (f"{act.id}.court_kinds", act.court_kinds, set(codelist("court_kinds").codes())),
            (f"{act.id}.by_list", tuple(act.by_list), lists),
        ]
    for one in book.futile:
        when = one.when
        checks += [
            (f"{one.id}.when.grounds", when.grounds, kinds),
            (f"{one.id}.when.lists", when.lists, lists),
            (f"{one.id}.when.roles", when.roles, set(codelist("liable_roles").codes())),
            (f"{one.id}.when.modes", when.modes, set(codelist("modes").codes())),
            (f"{one.id}.when.acts", when.acts, ids),
        ]
    for field, given, allowed in checks:
        for word in given:
            if word not in allowed:
                yield field, word


@cache
def load_exits(path: Path = ROUTES_FILE) -> ExitBook:
    """Load and check the exit data.

    Raises
    ------
    RuleDefinitionError
        The first thing that is wrong, naming file and field.
    """
    try:
        book = ExitBook.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise _refuse(path, "", "退出规则文件无法读取") from error
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors()[0]["loc"])
        raise _refuse(path, place, f"退出规则的内容不合要求：{error.errors()[0]['msg']}") from error
    for field, word in _unknown(book):
        raise _refuse(path, field, f"退出规则使用了代码表没有的“{word}”")
    if set(book.severities) != set(CLASSES):
        raise _refuse(path, "severities", "失信程度须写全轻微、一般、严重三档")
    return book
