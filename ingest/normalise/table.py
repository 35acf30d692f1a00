"""From the rows of one file to drafts, quarantined rows and returned rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.identity.numbers import IdentityKeys
from graph.identity.redact import redact_row, redact_text
from graph.model.kinds import FieldKind
from graph.model.tables import KEYED_WHEN_GIVEN, TABLES
from ingest.load.drafts import RowDraft
from ingest.normalise.builders import BUILDERS, LAW_RETURN, LawReturn
from ingest.normalise.reading import ReadRow, RowReader, RowRefused
from ingest.problems import Problem
from ingest.readers import HeaderMatch, RawRow
from ingest.values import text_key


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: redacted, with reason and remedy.

    Parameters
    ----------
    source_key
        What a corrected row is known by; source and table alone where the row's own key cannot be read.
    """

    line: int
    rule: str
    what: str
    todo: str
    field: str
    row_digest: str
    redacted: str
    returned: bool = False
    source_key: str = ""


class TableNormaliser:
    """Turns the raw rows of one file of one table into drafts; made once per file."""

    def __init__(
        self,
        table_name: str,
        match: HeaderMatch,
        keys: IdentityKeys,
        *,
        file: str,
        source: str,
        produced_at: str,
        fixed: Mapping[str, str] | None = None,
    ) -> None:
        self.table = TABLES[table_name]
        self.keys = keys
        self.file = file
        self.source = source
        self.produced_at = produced_at
        self._match = match
        self._fixed = dict(fixed or {})
        self._reader = RowReader(self.table, match, keys)
        self._build = BUILDERS[table_name]
        self._key_fields = [one.name for one in self.table.key_fields]
        self._keyed_when_given = KEYED_WHEN_GIVEN.get(table_name, ())
        personal = (FieldKind.ID_NUMBER, FieldKind.PHONE)
        self._personal = tuple(
            header for header, name in match.columns.items() if self.table.field(name).kind in personal
        )

    def normalise(self, raw: RawRow) -> RowDraft | Refused:
        """One row: a draft, or why it is not taken."""
        row_digest = self.keys.row_digest(raw.cells)
        if raw.problem is not None:
            return self._refused(raw, raw.problem, row_digest)
        try:
            row = self._reader.read(raw.cells)
            for name, value in self._fixed.items():
                row.values.setdefault(name, value)
            return self._draft(raw, row, row_digest)
        except RowRefused as refusal:
            return self._refused(raw, refusal.problem, row_digest)
        except LawReturn:
            what = "对自然人的简易程序、轻微并已主动消除或程序不明的行政处罚依法不得归集"
            todo = "由报送单位留存，不再报送（河南省社会信用条例第13条）"
            return Refused(raw.line, LAW_RETURN, what, todo, "", row_digest, "", returned=True)

    def _draft(self, raw: RawRow, row: ReadRow, row_digest: str) -> RowDraft:
        built = self._build(row)
        values = {**self._reader.stored_values(row), **built.more}
        values.pop("valid_from", None)
        values.pop("valid_to", None)
        record_id = row.text("record_id")
        return RowDraft(
            table=self.table.name,
            file=self.file,
            line=raw.line,
            source=self.source,
            source_key=self._source_key(row, record_id),
            former_key=self._former_key(row, record_id),
            row_digest=row_digest,
            produced_at=self.produced_at,
            fact_type=built.fact_type,
            values=values,
            key=built.key,
            subject=built.subject,
            target=built.target,
            scope=built.scope,
            about=built.about,
            ground=built.ground,
            ground_id=built.ground_id,
            valid_from=built.valid_from,
            valid_to=built.valid_to,
            op=row.text("op") or "UPSERT",
            record_id=record_id,
            extra=self._extra(raw),
            also=built.also,
            alias=built.alias,
        )

    def _source_key(self, row: ReadRow, record_id: str) -> str:
        """Source, table and the row's own key: what "the same row handed in again" means."""
        if record_id:
            return self._key_of(["#" + record_id])
        return self._key_of([*map(row.text, self._key_fields), *self._given(row)])

    def _former_key(self, row: ReadRow, record_id: str) -> str:
        """What the row was known by before all of these columns counted; empty where that is the same."""
        return "" if record_id or not self._given(row) else self._key_of([*map(row.text, self._key_fields)])

    def _given(self, row: ReadRow) -> list[str]:
        return [f"{name}={text_key(given)}" for name in self._keyed_when_given if (given := row.text(name))]

    def _key_of(self, parts: list[str]) -> str:
        kept = self.keys.text_digest("source_key", "\x1f".join(parts))
        return f"{self.source}|{self.table.name}|{kept[:32]}"

    def _extra(self, raw: RawRow) -> str:
        unknown: dict[str, Any] = {
            header: raw.cells[header] for header in self._match.unknown if raw.cells.get(header)
        }
        if not unknown:
            return ""
        return json.dumps(redact_row(unknown), ensure_ascii=False, sort_keys=True)

    def _refused(self, raw: RawRow, problem: Problem, row_digest: str) -> Refused:
        redacted = json.dumps(redact_row(raw.cells, self._personal), ensure_ascii=False)
        rule = str(problem.rule)
        return Refused(
            raw.line,
            rule,
            redact_text(problem.what),
            problem.todo,
            problem.field,
            row_digest,
            redacted,
            source_key=self._refused_key(raw),
        )

    def _refused_key(self, raw: RawRow) -> str:
        """The key of a refused row as a corrected one will have it; no more than its table where unknown."""
        row, unreadable = self._reader.readable(raw.cells)
        row.values.update({name: value for name, value in self._fixed.items() if name not in row.values})
        record_id = row.text("record_id")
        readable = unreadable.isdisjoint((*self._key_fields, *self._keyed_when_given))
        known = readable and any(map(row.text, self._key_fields))
        if record_id or known:
            return self._source_key(row, record_id)
        return f"{self.source}|{self.table.name}|"
