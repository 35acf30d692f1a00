"""One row's texts read as the model declares them: values, or the first problem met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.identity.codes import Code
from graph.identity.numbers import IdentityKeys, PersonNumber
from graph.model.kinds import FieldKind, Table
from graph.model.tables import PERCENT_RANGES
from ingest.fields import order_problem, read_org_code, read_person_number, value_reader
from ingest.load.drafts import OrgRef, PersonRef, Ref
from ingest.problems import Problem, Rule
from ingest.readers import HeaderMatch
from ingest.values import Percent


class RowRefused(Exception):
    """The row goes to quarantine."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.rule)


@dataclass(slots=True)
class ReadRow:
    """A row after reading: values by field, and the texts that need a second column."""

    values: dict[str, Any]
    keys: IdentityKeys

    def text(self, name: str) -> str:
        """A field's text; empty when not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def org(self, name: str, code_type: str = "") -> OrgRef | None:
        """The organisation whose code stands in a field."""
        text = self.text(name)
        if not text:
            return None
        code = read_org_code(text, code_type)
        if isinstance(code, Problem):
            raise RowRefused(code.at(name))
        return _org_ref(code)

    def needed_org(self, name: str, code_type: str = "") -> OrgRef:
        """The same, refused when it is not given."""
        ref = self.org(name, code_type)
        if ref is None:
            raise RowRefused(Problem(Rule.REQUIRED, "缺少机构代码", "补填机构代码", name))
        return ref

    def person(self, name: str, id_type: str, id_no: str) -> PersonRef | None:
        """The person whose name and number stand in these fields."""
        shown = self.text(name)
        number = read_person_number(self.text(id_type), self.text(id_no))
        if isinstance(number, Problem):
            raise RowRefused(number.at(id_no))
        return person_ref(shown, number, self.keys)

    def refuse(self, what: str, todo: str, field: str) -> RowRefused:
        """A missing party or value."""
        return RowRefused(Problem(Rule.REQUIRED, what, todo, field))


def _org_ref(code: Code | None) -> OrgRef | None:
    if code is None or not code.value or str(code.scheme) == "NONE":
        return None
    return OrgRef(str(code.scheme), code.value)


def person_ref(name: str, number: PersonNumber | None, keys: IdentityKeys) -> PersonRef | None:
    """A person by number, or by name where there is none."""
    if number is None:
        return PersonRef(name) if name else None
    current, *older = keys.hmac_candidates(number.id_type, number.value)
    return PersonRef(name, current, number.id_type, number.value, tuple(older))


def text_ref(text: str, keys: IdentityKeys) -> Ref | None:
    """The party that a ground's key names: a code, a number, or None for an internal id."""
    code = read_org_code(text)
    if isinstance(code, Code):
        return _org_ref(code)
    number = read_person_number("", text)
    if isinstance(number, PersonNumber):
        return person_ref("", number, keys)
    return None


class RowReader:
    """Reads the rows of one file of one table; made once per file."""

    def __init__(self, table: Table, match: HeaderMatch, keys: IdentityKeys) -> None:
        self.table = table
        self.keys = keys
        self._ranges = PERCENT_RANGES.get(table.name, {})
        self._columns = [
            (
                header,
                name,
                table.field(name).required,
                value_reader(table.field(name), ranges=name in self._ranges),
            )
            for header, name in match.columns.items()
        ]
        self._stored = {one.name: one for one in table.fields if one.property_name}
        given = set(match.columns.values())
        self._missing = [
            (one.name, value_reader(one)) for one in table.fields if one.required and one.name not in given
        ]

    def read(self, cells: Mapping[str, str]) -> ReadRow:
        """The values of one row.

        Raises
        ------
        RowRefused
            A column cannot be read, a required one is empty, or a pair is the wrong way round.
        """
        values: dict[str, Any] = {}
        for header, name, required, reader in self._columns:
            text = cells.get(header, "")
            if not text and not required:
                continue
            value = reader(text)
            if type(value) is Problem:
                raise RowRefused(value)
            if value is not None and values.get(name) is None:
                values[name] = value
        for _, reader in self._missing:
            problem = reader("")
            if isinstance(problem, Problem):
                raise RowRefused(problem)
        if disorder := order_problem(self.table, values):
            raise RowRefused(disorder)
        return ReadRow(values, self.keys)

    def readable(self, cells: Mapping[str, str]) -> tuple[ReadRow, frozenset[str]]:
        """What can be read of a row that is refused, and the fields that cannot."""
        values: dict[str, Any] = {}
        unreadable: set[str] = set()
        for header, name, _, reader in self._columns:
            text = cells.get(header, "")
            value = reader(text) if text else None
            if type(value) is Problem:
                unreadable.add(name)
            elif value is not None and values.get(name) is None:
                values[name] = value
        return ReadRow(values, self.keys), frozenset(unreadable)

    def stored_values(self, row: ReadRow) -> dict[str, Any]:
        """Values under the names of the properties that keep them."""
        stored: dict[str, Any] = {}
        for name, given in row.values.items():
            one = self._stored.get(name)
            if one is None or given is None:
                continue
            value = given
            if one.kind is FieldKind.PHONE:
                value = self.keys.phone_digest(str(value))
            elif isinstance(value, Percent):
                value = value.value
            elif isinstance(value, tuple):
                value = list(value)
            if value is not None:
                stored[one.property_name] = value
        for name, bounds in self._ranges.items():
            given = row.values.get(name)
            if isinstance(given, Percent) and given.value is None:
                # It lies within bounds given beside it, or the row would have been refused: it says more.
                stored.update(zip(bounds, (given.low, given.high), strict=True))
        return stored
