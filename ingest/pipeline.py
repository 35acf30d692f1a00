"""Packages in, facts out: read, normalise, decide and write, a thousand rows to a transaction.

A batch's rows, source records, quarantine, progress and change queue are one transaction: what was
acknowledged is whole, and a killed run goes on behind its last batch.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from graph import queries
from graph.days import OPEN_SEQ
from graph.errors import PackageError, SettingsError
from graph.identity.numbers import IdentityKeys
from graph.model.tables import TABLES
from graph.store import Store, WriteTransaction
from ingest.lease import BulkLease, bulk_lease
from ingest.load.decide import BY_ORDER, Decision, decide
from ingest.load.drafts import digest
from ingest.load.known import FirstLoad, NeedsStore
from ingest.load.merge import merge_entities
from ingest.load.parties import LookUp, Named, Parties, resolve_parties
from ingest.load.write import Writes, made_ready, write_decision
from ingest.normalise.table import Refused
from ingest.one_ahead import one_ahead
from ingest.package import Package, open_package
from ingest.prepare import Batch, Preparer, Sealer, Waiting
from ingest.readers import known_headers, match_headers, open_table
from ingest.report import FileReport, IngestReport, PackageReport
from ingest.settled import AwaitedRows
from ingest.snapshot import SeenRows, SnapshotCapError, close_missing

PARKED: Final = (
    ("Listing", "LISTED_BY"),
    ("CourtRecord", "BOUND_BY"),
    ("TaxGrade", "GRADED_BY"),
    ("Arrears", "OWES_IN"),
)
Progress = Callable[[str, int, int], None]
"""Called with a file's name, bytes read and bytes in all."""


@dataclass(frozen=True)
class IngestSettings:
    """How packages are taken.

    Parameters
    ----------
    precedence
        Source codes, the one that wins first; others rank after them, equally.
    snapshot_cap
        Largest share of a source's rows in a table that one snapshot may end.
    """

    precedence: tuple[str, ...] = ()
    snapshot_cap: float = 0.2
    by: str = "ingest"

    @property
    def ranks(self) -> dict[str, int]:
        """Rank by source code, 0 the highest."""
        return {code: place for place, code in enumerate(self.precedence)}


class _Rehearsed(Exception):
    """Ends a rehearsal's transaction, so that nothing of it stays."""


@dataclass
class _Run:
    """One package on its way in."""

    store: Store
    keys: IdentityKeys
    settings: IngestSettings
    lease: BulkLease | None
    package: Package
    report: PackageReport
    dry_run: bool
    started_at: str
    progress: dict[str, int] = field(default_factory=dict)
    first: FirstLoad = field(default_factory=lambda: FirstLoad(None))

    def save(self, tx: WriteTransaction, state: str) -> None:
        """Record how far it is, in a batch's own transaction."""
        tx.send(
            "write/ingest/save_progress",
            run_id=self.report.run_id,
            state=state,
            progress=json.dumps(self.progress),
            report=json.dumps(self.report.as_json(), ensure_ascii=False),
            started_at=self.started_at,
        )


def ingest_paths(
    store: Store,
    keys: IdentityKeys,
    paths: Sequence[Path],
    *,
    settings: IngestSettings | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Take packages in, one after another.

    Parameters
    ----------
    paths
        Folders, .zip files or single table files.
    dry_run
        Do everything, keep nothing.

    Raises
    ------
    PackageError
        The one package cannot be opened. Of several, the others are taken, and the report says which not.
    StoreBusyError
        Another bulk writer is at work.
    """
    settings = settings or IngestSettings()
    report = IngestReport(dry_run=dry_run)
    _check_keys(store, keys, dry_run)
    with nullcontext() if dry_run else bulk_lease(store) as lease:
        for path in paths:
            try:
                report.packages.append(_ingest_package(store, keys, path, settings, lease, progress))
            except PackageError as error:
                if len(paths) == 1:
                    raise
                report.refused.append(str(error))
        if dry_run:
            return report
        store.after_bulk_load(report.total("rows"))
    for label, link in PARKED:
        row = store.read(queries.get("read/ingest/parked", label=label, link=link), limit=5)[0]
        report.parked += row["total"]
        report.parked_examples += row["ground_ids"]
    return report


def _check_keys(store: Store, keys: IdentityKeys, dry_run: bool) -> None:
    """A store belongs to one set of keys; with others every person would be a new one."""
    found = store.read("read/meta/value", name="keys_fingerprint")
    if found and found[0]["value"] != keys.fingerprint:
        raise SettingsError(
            "图数据库中的身份摘要是用另一套密钥生成的", todo="恢复建库时的密钥文件，或换用新的图数据库"
        )
    if not found and not dry_run:
        store.write(
            lambda tx: tx.run("write/meta/put_value", name="keys_fingerprint", value=keys.fingerprint),
            by="ingest",
            why="tie the store to its keys",
        )


def _ingest_package(
    store: Store,
    keys: IdentityKeys,
    path: Path,
    settings: IngestSettings,
    lease: BulkLease | None,
    progress: Progress | None,
) -> PackageReport:
    with open_package(path, digest_key=keys.package_key) as package:
        manifest = package.manifest
        report = PackageReport(
            package.path.name,
            manifest.source_code,
            manifest.produced_at,
            manifest.synthetic,
            digest(manifest.source_code, package.digest),
            unknown_files=list(package.unknown),
        )
        run = _Run(
            store, keys, settings, lease, package, report, lease is None, datetime.now(UTC).isoformat()
        )
        _resume(run)
        waiting = _open_all(run, progress)
        if not run.dry_run and _note_origin(run):
            run.first = FirstLoad(store.head_seq())
        _ingest_files(run, waiting)
        if not run.dry_run:
            store.write(lambda tx: run.save(tx, "DONE"), by=settings.by, why=f"ingested {report.package}")
        return report


def _resume(run: _Run) -> None:
    found = run.store.read("read/ingest/ingest_run", run_id=run.report.run_id)
    if found and found[0]["state"] == "RUNNING" and not run.dry_run:
        run.progress = json.loads(found[0]["progress"])
        run.report.resumed = True
        saved = json.loads(found[0]["report"])["files"]
        run.report.files = {name: FileReport(**one) for name, one in saved.items()}


def _note_origin(run: _Run) -> bool:
    """Whether the store holds synthetic data only, and which day such a store takes as its today.

    Returns
    -------
    bool
        Whether these are the first rows that this store is given.
    """
    manifest = run.package.manifest
    found = run.store.read("read/meta/value", name="synthetic")
    only_synthetic = manifest.synthetic and (not found or found[0]["value"] == "1")
    values = {"synthetic": "1" if only_synthetic else "0"}
    if only_synthetic and manifest.today:
        known = run.store.read("read/meta/value", name="synthetic_today")
        values["synthetic_today"] = max(manifest.today, known[0]["value"] if known else "")

    def work(tx: WriteTransaction) -> None:
        for name, value in values.items():
            tx.run("write/meta/put_value", name=name, value=value)

    run.store.write(work, by=run.settings.by, why="note the origin of the data")
    return not found


def _open_all(run: _Run, progress: Progress | None) -> list[Waiting]:
    """Every file is checked whole before the first row of any is taken; a bad file is refused whole."""
    opened = []
    for table_file in run.package.tables:
        name = table_file.name
        file_report = run.report.files.setdefault(name, FileReport(name, table_file.table))
        report_bytes = None
        if progress is not None:
            report_bytes = _file_progress(progress, name)
        try:
            known = known_headers(table_file.table)
            reader = open_table(table_file.path, known=known, name=name, progress=report_bytes)
        except PackageError as error:
            file_report.refused = str(error)
            continue
        file_report.form = reader.form
        file_report.notes = list(reader.notes)
        opened.append(Waiting(table_file, reader, run.progress.get(name, 0)))
    return opened


def _file_progress(progress: Progress, name: str) -> Callable[[int, int], None]:
    return lambda done, size: progress(name, done, size)


def _ingest_files(run: _Run, waiting: list[Waiting]) -> None:
    """Take the rows of all files; what ends a file waits until its last batch is written."""
    preparer = Preparer(run.keys, run.package.manifest, run.first)
    with closing(one_ahead(preparer.batches(waiting))) as coming:
        for one in waiting:
            intake = _Intake(run, one)
            with _Writer(run, intake.report) as writer:
                for _, batch in coming:
                    if batch is None:
                        break
                    intake.note(batch)
                    if batch.rows:
                        writer.take(batch)
            intake.end()


class _Intake:
    """One file on its way in: which rows came, and what that says of those that did not."""

    def __init__(self, run: _Run, one: Waiting) -> None:
        self.report = run.report.files[one.table_file.name]
        self._run, self._table = run, one.table_file.table
        self.report.unknown_columns = list(match_headers(TABLES[self._table], one.reader.headers).unknown)
        manifest = run.package.manifest
        snapshot = manifest.is_snapshot and self._table in manifest.covering((self._table,)).covers
        self._seen = SeenRows() if snapshot else None
        self._awaited = AwaitedRows(
            run.store, source=manifest.source_code, table=self._table, run_id=run.report.run_id
        )

    def note(self, batch: Batch) -> None:
        """These rows came."""
        if self._seen is not None:
            self._seen.add(batch.source_keys)
        self._awaited.note(batch.source_keys, batch.wrong_keys)

    def end(self) -> None:
        """All rows are in."""
        run, report = self._run, self.report
        whole = False
        if self._seen is not None and report.quarantined:
            report.notes.append("本文件有隔离行，快照未关闭其余记录；修正后重新报送快照")
        elif self._seen is not None:
            try:
                report.ended_by_snapshot = _end_missing(run, self._table, self._seen)
                whole = True
            except SnapshotCapError as error:
                report.unended = str(error)
        if by_order := report.taken.get(BY_ORDER):
            report.notes.append(f"{by_order} 条记录没有产生时间（produced_at），以报送先后为准")
        if not run.dry_run:
            report.settled = self._awaited.settle(whole=whole, by=run.settings.by)


@dataclass(frozen=True)
class _Decided:
    """What a batch does, and what that writes."""

    parties: Parties
    decision: Decision
    ready: Writes


def _no_store(*_: Any, **__: Any) -> list[dict[str, Any]]:
    raise NeedsStore


def _settle(look_up: LookUp, run: _Run, named: Named) -> _Decided:
    parties = resolve_parties(look_up, named, Sealer(run.keys), run.first)
    decision = decide(look_up, named.drafts, parties, run.settings.ranks, run.first)
    return _Decided(parties, decision, made_ready(decision, run.first))


def _settle_ahead(run: _Run, named: Named) -> _Decided | None:
    """What the batch does; None when the store has to be asked."""
    if not run.first.holds or any(draft.alias for draft in named.drafts):
        return None
    try:
        settled = _settle(_no_store, run, named)
    except NeedsStore:
        return None
    run.first.keep({**settled.parties.entities, **settled.parties.persons})
    return settled


class _Writer:
    """Writes the batches of a file one after another; decides the next while the last is being written.

    Only a batch that was settled without the store is written in a thread of its own: what it makes is
    known before it is in, so the next can be decided on. Every other is waited for.
    """

    def __init__(self, run: _Run, report: FileReport) -> None:
        self._run = run
        self._report = report
        self._thread = ThreadPoolExecutor(1, "ingest-writer")
        self._coming: Future[None] | None = None

    def take(self, batch: Batch) -> None:
        """Write one batch, or have it written."""
        ahead = _settle_ahead(self._run, batch.named)
        self._wait()
        if ahead is None:
            _write_batch(self._run, self._report, batch, None)
        else:
            self._coming = self._thread.submit(_write_batch, self._run, self._report, batch, ahead)

    def _wait(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.result()

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown(wait=True)


def _write_batch(run: _Run, report: FileReport, batch: Batch, ahead: _Decided | None) -> None:
    before = asdict(report)

    def work(tx: WriteTransaction) -> int:
        report.__dict__.update(json.loads(json.dumps(before)))
        report.rows += batch.rows
        run.first.begin(tx.seq)
        if run.lease is not None:
            run.lease.renew(tx)
        if batch.named.drafts:
            _write_drafts(tx, run, report, batch.named, ahead if run.first.holds else None)
        _write_refused(tx, run, report, batch.refused)
        run.progress[report.file] = batch.last_line
        if run.dry_run:
            raise _Rehearsed
        run.save(tx, "RUNNING")
        return tx.seq

    with suppress(_Rehearsed):
        seq = run.store.write(work, by=run.settings.by, why=f"ingest {run.report.package} {report.file}")
        run.first.end(seq)


def _write_drafts(
    tx: WriteTransaction, run: _Run, report: FileReport, named: Named, ahead: _Decided | None
) -> None:
    settled = ahead or _settle(tx.run, run, named)
    parties, decision = settled.parties, settled.decision
    if ahead is None:
        run.first.note_ids({**parties.entities, **parties.persons})
    for query, params in parties.creations:
        tx.send(query, **params)
    write_decision(tx, decision, settled.ready)
    counts = Counter(decision.counts)
    for absorbed, surviving in parties.merges:
        if merge_entities(tx, absorbed, surviving, run.settings.ranks, run.first) is not None:
            counts["merged"] += 1
    report.add(counts)
    report.conflicts += len(decision.conflicts)


def _write_refused(tx: WriteTransaction, run: _Run, report: FileReport, refused: list[Refused]) -> None:
    rows: list[dict[str, Any]] = []
    for one in refused:
        if one.returned:
            report.returned += 1
        else:
            report.quarantined[one.rule] = report.quarantined.get(one.rule, 0) + 1
        key = f"{run.report.source}|{report.file}|{one.line:09d}|{one.row_digest[:32]}"
        properties = {
            "run_id": run.report.run_id,
            "source": run.report.source,
            "table_name": report.table,
            "file": report.file,
            "line": one.line,
            "column_name": one.field,
            "rule": one.rule,
            "what": one.what,
            "todo": one.todo,
            "row_digest": one.row_digest,
            "redacted": one.redacted,
            "returned": one.returned,
            "source_key": one.source_key,
        }
        rows.append({"quarantine_key": key, "properties": properties})
    if rows:
        tx.send("write/ingest/quarantine_rows", rows=rows, open_seq=OPEN_SEQ)


def _end_missing(run: _Run, table: str, seen: SeenRows) -> int:
    return close_missing(run.store, run.package.manifest, table, seen, run.settings, rehearse=run.dry_run)
