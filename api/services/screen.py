"""Many subjects at once: one question to the store for ten thousand codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from api.services.check import decide_dossier, own_entries
from api.services.desk import Desk
from api.services.dossier import Dossier, dossier_of, entity_dossier, note_repairs, person_dossier
from api.services.findings import liability_of
from api.services.kept import relied_entries, relied_on
from api.services.subjects import find_person_by_number
from graph.answers import Relied
from graph.days import OPEN_SEQ
from graph.errors import CreditGraphError
from graph.identity.codes import classify_code
from graph.identity.folding import name_key, name_phrase
from graph.identity.numbers import read_number
from graph.identity.redact import redact_text
from graph.liability.decision import asked
from graph.store import Plan, ask

SCREEN_COLUMNS: Final = (
    "line", "input", "status", "subject", "name", "decision", "findings", "reason",
)  # fmt: skip
BATCH: Final = 10_000
LIVE: Final = frozenset({"CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD"})
_MOST_CANDIDATES: Final = 10
Row = dict[str, Any]
Numbered = tuple[int, str]


def screen(
    desk: Desk,
    lines: Iterable[str],
    *,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Iterator[Row]:
    """A row for each input line: HIT, CLEAR, CANDIDATES, UNKNOWN or MALFORMED."""
    seq = desk.seq(known_at)
    desk = desk.store.ask(desk.then(known_at, seq))
    job = Screening(desk, seq, as_of or desk.today, purpose, measure, LIVE)
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1))
    while batch := list(islice(numbered, BATCH)):
        yield from desk.store.ask(job.plan([one for one in batch if one[1]]))


class Screening:
    """One screening: at one commit and day, for one purpose.

    Parameters
    ----------
    states
        States of findings that the asker may see and that count as a hit.

    ``relied`` gathers the findings and own entries behind the hits.
    """

    def __init__(
        self,
        desk: Desk,
        seq: int,
        day: str,
        purpose: str | None,
        measure: str | None,
        states: frozenset[str],
    ) -> None:
        asked(purpose, measure, desk.ruleset.vocabulary, desk.catalogue)
        self.desk, self.seq, self.day = desk, seq, day
        self.purpose, self.measure, self.states = purpose, measure, states & LIVE
        self.visible: Callable[[Dossier], Dossier] = lambda dossier: dossier
        self.relied: dict[str, Relied] = {}
        self.in_scope: Callable[[Dossier], bool] = lambda _: True

    def plan(self, batch: list[Numbered]) -> Plan[list[Row]]:
        """Rows of a batch, in its order; at most `BATCH` lines."""
        codes = {text: code for _, text in batch if (code := classify_code(text)).valid}
        found, pending = yield from self._entities(sorted({code.key for code in codes.values()}))
        rows = []
        for number, text in batch:
            known = codes.get(text)
            if known is not None:
                row = yield from self._by_code(text, found.get(known.key), pending)
            else:
                row = yield from self._other(text)
            rows.append({"line": number, **row})
        return rows

    def _entities(self, keys: list[str]) -> Plan[tuple[dict[str, Row], set[str]]]:
        if not keys:
            return {}, set()
        answer = yield from ask(
            "read/answers/dossiers_of_codes", keys=keys, done_after=OPEN_SEQ, seq=self.seq
        )
        rows = answer[0]["rows"]
        if rows:
            yield from note_repairs(rows)
        resting = {row["id"]: {one["finding"]["ground_ref"] for one in row["findings"]} for row in rows}
        asked = sorted({*resting, *(ref for refs in resting.values() for ref in refs if ref)})
        answer = yield from ask("read/answers/pending_among", ids=asked, after=0, seq=self.seq)
        touched = set(answer[0]["ids"])
        waiting = {one for one, refs in resting.items() if one in touched or refs & touched}
        return {row["key"]: row for row in rows}, waiting

    def _by_code(self, text: str, row: Row | None, pending: set[str]) -> Plan[Row]:
        """One number of a person in thirty also reads as a code of an organisation."""
        person = (yield from self._other(text)) if read_number("", text).valid else None
        if row is None:
            return person or _row(text, "UNKNOWN", reason="没有这个代码的主体")
        if person is not None and person["status"] in ("HIT", "CLEAR"):
            return _row(text, "CANDIDATES", reason="既是机构代码，也是证件号码，请分别核验")
        return self._judge(text, entity_dossier({**row, "waiting": row["id"] in pending}, self.day))

    def _other(self, text: str) -> Plan[Row]:
        try:
            if read_number("", text).valid:
                person = yield from find_person_by_number(self.desk, text)
                dossier = yield from person_dossier(person.id, self.day, self.seq)
            else:
                dossier = yield from dossier_of(self.desk, text, self.day, self.seq)
        except CreditGraphError as error:
            if error.http_status == 404:
                return _row(text, "UNKNOWN", reason=error.what)
            return (yield from self._by_name(text))
        return self._judge(text, dossier)

    def _judge(self, text: str, dossier: Dossier) -> Row:
        desk, day, dossier = self.desk, self.day, self.visible(dossier)
        if not self.in_scope(dossier):
            return _row(text, "UNKNOWN", reason="不在您的辖区范围内")
        rows = [row for row in dossier.findings if row["finding"]["valid_from"] <= day]
        shown = [liability_of(row, day, dossier.codes, dossier.names) for row in rows]
        own = own_entries(desk, dossier.records, day) if dossier.records else []
        decision = decide_dossier(desk, dossier, rows, shown, own, self.purpose, self.measure)
        hits = [one for one in shown if one["state"] in self.states]
        self.relied |= {one.finding_id: one for one in relied_on(hits)}
        entries = relied_entries(dossier.subject, dossier.records, own)
        self.relied |= {one.finding_id: one for one in entries}
        live = len(hits)
        return _row(
            text,
            "HIT" if live or own else "CLEAR",
            subject=dossier.subject.code,
            name=dossier.subject.name,
            decision=decision.decision or "",
            findings=live,
            reason="; ".join(decision.reasons),
        )

    def _by_name(self, text: str) -> Plan[Row]:
        name = name_key(text)
        if len(name) < 4 or any(char.isdigit() for char in name):
            return _row(text, "MALFORMED", reason="既不是机构代码、人员编号，也不是机构名称")
        rows = yield from ask(
            "read/answers/entities_by_name",
            name=name,
            phrase=name_phrase(name),
            limit=_MOST_CANDIDATES,
            seq=self.seq,
        )
        number = len(rows[0]["ids"])
        if not number:
            return _row(text, "UNKNOWN", reason="没有同名的机构")
        return _row(text, "CANDIDATES", reason=f"{number} 个同名机构，名称不能确定身份，请用代码")


def _row(text: str, status: str, **more: Any) -> Row:
    empty = {"subject": "", "name": "", "decision": "", "findings": 0, "reason": ""}
    return {"input": redact_text(text), "status": status, **empty, **more}
