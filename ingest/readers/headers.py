"""Headers of a file against the columns that a table declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from graph.errors import PackageError
from graph.model.kinds import Table
from graph.model.tables import TABLES
from ingest.readers.rows import header_form


@dataclass(frozen=True)
class HeaderMatch:
    """Which column each header means.

    Parameters
    ----------
    columns
        Header as read to field name.
    unknown
        Headers that mean no declared field; they are reported and kept redacted.
    missing
        Required fields that no header means.
    """

    columns: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


@lru_cache(maxsize=64)
def _forms(table_name: str) -> dict[str, str]:
    return {header_form(text): name for text, name in TABLES[table_name].header_map().items()}


def known_headers(table_name: str) -> Mapping[str, str]:
    """Every header of a table, in the form in which readers compare them, and the field that it means."""
    return MappingProxyType(_forms(table_name))


def match_headers(table: Table, headers: Sequence[str], *, where: str = "") -> HeaderMatch:
    """Match a file's headers with a table's fields, by name, Chinese name or alias.

    Raises
    ------
    PackageError
        Two headers mean the same field.
    """
    forms = _forms(table.name)
    columns: dict[str, str] = {}
    taken: dict[str, str] = {}
    for header in headers:
        name = forms.get(header_form(header))
        if name is None:
            continue
        if name in taken:
            raise PackageError(
                f"“{taken[name][:40]}”和“{header[:40]}”是同一个栏目", where=where, todo="只保留其中一列"
            )
        taken[name] = header
        columns[header] = name
    unknown = tuple(header for header in headers if header not in columns)
    missing = tuple(one.name for one in table.fields if one.required and one.name not in taken)
    return HeaderMatch(columns, unknown, missing)
