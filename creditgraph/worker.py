"""The worker: derives what changed, passes the days, sends what has to go out.

Every effect stands in the store before it is noted as done, and doing it again changes nothing; so a worker
may be killed at any point and the next one goes on.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from api.services.desk import meta
from creditgraph.settings import Settings
from creditgraph.turning import edition_days, turned
from creditgraph.watching import watch_day
from creditgraph.webhooks import sender_of
from creditgraph.worker_lease import WorkerLease
from graph.answers.receipts import tell_holders
from graph.answers.reliance import index_abandoned
from graph.clock import calendar_edition
from graph.days import add_days, today_in_shanghai
from graph.derivation import DERIVED_DAY, Touched, derive
from graph.errors import SettingsError, StoreBusyError, StoreConflictError, StoreUnavailableError
from graph.liability.rulebook import RuleSet, load_rules
from graph.outbox import Message, RetryPolicy, Sender, enqueue, is_held, send_due
from graph.registers.accountability.follow import follow_day
from graph.registers.accountability.terms import recount_terms
from graph.risk.hints import derive_hints, hints_due
from graph.risk.warning import WARNING_DAY
from graph.store import Store, WriteTransaction

EDITION: Final = "calendar_edition"
CLOCK_PASSED: Final = "CLOCK_PASSED"
_BULK_PATIENCE: Final = 60.0
#: Of days that nobody watched, the last month is made up for.
_MOST_WATCHED: Final = 31
Say = Callable[[str], None]


class _EndedError(Exception):
    """The worker was asked to end; what is written stands, what is left waits."""


@dataclass(frozen=True)
class WorkerSettings:
    """How the worker works.

    Parameters
    ----------
    poll_seconds
        How long it rests when there is nothing to do.
    """

    poll_seconds: float = 1.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None) -> WorkerSettings:
        """Read the environment.

        Raises
        ------
        SettingsError
            A setting makes no sense.
        """
        env = os.environ if env is None else env
        name = "CREDITGRAPH_WORKER_POLL_SECONDS"
        try:
            poll = float(env.get(name, "1"))
            if not 0.01 <= poll <= 3600:
                raise ValueError(poll)
        except ValueError as error:
            raise SettingsError("轮询间隔不对", where=name, todo="填写 0.01 到 3600 之间的秒数") from error
        return cls(poll)


class FolderSender:
    """Puts each message into a folder as one file; a second one of the same id is the same file.

    Parameters
    ----------
    folder
        Made on first use; only its owner may read it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the file whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._folder / f"{message.message_id}.json"
        if target.exists():
            return
        draft = self._folder / f".{message.message_id}.{os.getpid()}.part"
        content = {"message_id": message.message_id, "seq": message.seq, "kind": message.kind}
        with draft.open("w", encoding="utf-8") as file:
            json.dump({**content, "payload": message.payload}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)


@dataclass
class WorkerStep:
    """What one round did."""

    changes: int = 0
    days: list[str] = field(default_factory=list)
    sent: int = 0
    failed: int = 0
    told: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.changes or self.days or self.sent or self.told)


class Worker:
    """Does what is due, for one store.

    Parameters
    ----------
    sender
        Where messages go; unless given, receipts to the addresses that the administrator has allowed, all
        else into a folder of the installation.
    today
        What counts as today; the store's own day unless given.
    say
        Told what was done, in words.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        worker_settings: WorkerSettings | None = None,
        sender: Sender | None = None,
        ruleset: RuleSet | None = None,
        today: Callable[[], str] | None = None,
        say: Say = lambda _text: None,
    ) -> None:
        self._store = store
        self._how = worker_settings or WorkerSettings.load()
        self._sender = sender or sender_of(os.environ, FolderSender(settings.home / "outbox"))
        self._answers = settings.answers
        self._rules = ruleset or load_rules()
        self._today = today or self._stores_today
        self._say = say
        self._stop = threading.Event()
        self._lease: WorkerLease | None = None
        self._drained_at = float("-inf")

    # -- running

    def run_once(self) -> WorkerStep:
        """Everything that is due now, under the lease.

        Raises
        ------
        StoreBusyError
            Another worker holds the lease.
        """
        with WorkerLease(self._store) as lease:
            self._lease = lease
            index_abandoned(self._answers, self._store)
            return self._round()

    def run(self, stop: threading.Event, *, wait: bool = False) -> None:
        """Work until `stop` is set; the current transaction is finished first.

        Parameters
        ----------
        wait
            Wait for another worker to end, instead of giving up.

        Raises
        ------
        StoreBusyError
            Another worker holds the lease.
        """
        self._stop = stop
        while not stop.is_set():
            try:
                with WorkerLease(self._store) as lease:
                    self._lease = lease
                    self._say("后台进程已开始工作")
                    index_abandoned(self._answers, self._store)
                    self._loop(stop, lease)
            except StoreBusyError as error:
                if not wait:
                    raise
                self._say(str(error))
                stop.wait(self._how.poll_seconds)
            except StoreUnavailableError as error:
                self._say(f"图数据库没有应答，稍后重试：{error}")
                stop.wait(max(self._how.poll_seconds, 1.0))

    def _loop(self, stop: threading.Event, lease: WorkerLease) -> None:
        while not stop.is_set():
            lease.check()
            try:
                step = self._round()
            except _EndedError:
                return
            except StoreConflictError:
                self._say("与其他写入相遇，稍后重试")
                stop.wait(self._how.poll_seconds)
                continue
            if step.idle:
                stop.wait(self._how.poll_seconds)

    def _round(self) -> WorkerStep:
        step = WorkerStep()
        if not self._gives_way():
            self._pass_days(step)
            self._drain(step)
            step.told = tell_holders(self._store, self._today())
            if step.told:
                self._say(f"已写回执 {step.told} 件")
            self._watch()
            self._hint(step)
        step.sent, step.failed = send_due(
            self._store, self._sender, policy=self._how.retry, stopped=self._stop.is_set
        )
        if step.sent or step.failed:
            self._say(f"发件：发出 {step.sent} 件，未成 {step.failed} 件")
        return step

    def _check(self, _done: int, _of: int) -> None:
        """Between two batches: end if asked to, or if the lease is lost."""
        if self._lease is not None:
            self._lease.check()
        if self._stop.is_set():
            raise _EndedError

    def _gives_way(self) -> bool:
        """Let a bulk load go first, for a while: it brings more of the same by the second."""
        held = self._store.read("read/ingest/lease", name="bulk")
        if not held or not is_held(held[0]):
            return False
        return not meta(self._store, DERIVED_DAY) or time.monotonic() - self._drained_at < _BULK_PATIENCE

    # -- changes

    def _drain(self, step: WorkerStep) -> None:
        self._store.settle()
        pending = int(self._store.read("read/worker/pending", seq=self._store.head_seq())[0]["pending"])
        if pending:
            report = derive(
                self._store, today=self._today(), ruleset=self._rules, by="worker", progress=self._check
            )
            step.changes += pending
            self._say(f"已推导变动 {pending} 项，涉及依据 {report.grounds} 项")
        self._drained_at = time.monotonic()

    # -- early warning

    def _watch(self) -> None:
        """The figures of each day up to today that has none; only what was derived is watched."""
        today, last = self._today(), meta(self._store, WARNING_DAY)
        if last == today or not meta(self._store, DERIVED_DAY):
            return
        days = [today]
        while last and add_days(days[0], -1) > last and len(days) < _MOST_WATCHED:
            days.insert(0, add_days(days[0], -1))
        for day in days:
            report = watch_day(self._store, day, today=today)
            self._check(0, 0)
            self._say(f"预警数值 {day}：{report.figures} 个，超过阈值 {len(report.beyond)} 个")

    # -- related-party hints

    def _hint(self, step: WorkerStep) -> None:
        """The hints of all entities, once a day; what changes meanwhile is derived between two pages."""
        today = self._today()
        if not meta(self._store, DERIVED_DAY) or not hints_due(self._store, today):
            return

        def between(done: int, of: int) -> None:
            self._check(done, of)
            self._drain(step)

        report = derive_hints(self._store, today, by="worker", progress=between)
        self._say(f"关联提示 {today}：{report.hinted} 个单位，新写 {report.opened}，终止 {report.closed}")

    # -- days

    def _stores_today(self) -> str:
        synthetic = meta(self._store, "synthetic") == "1"
        return (meta(self._store, "synthetic_today") if synthetic else "") or today_in_shanghai()

    def _pass_days(self, step: WorkerStep) -> None:
        """Catch up the days that have passed, each that turned something as of itself."""
        moved = recount_terms(self._store, progress=self._check)
        if moved:
            self._say(f"工作日历有变，已重新计算案件期限 {moved} 件")
        today, edition = self._today(), calendar_edition()
        last = meta(self._store, DERIVED_DAY)
        if last == today and meta(self._store, EDITION) == edition:
            return
        # Whatever was derived as of a later day (a synthetic store has its own) is put right too.
        if not last or last > today or meta(self._store, EDITION) != edition:
            self._pass_day(step, last, today, Touched(), edition, full=True)
            return
        days = turned(self._store, last, today)
        editions = edition_days(self._rules, last, today)
        for day in sorted({*days, *editions, today}):
            self._pass_day(step, last, day, days.get(day, Touched()), edition, full=day in editions)
            last = day

    def _pass_day(
        self, step: WorkerStep, last: str, day: str, also: Touched, edition: str, *, full: bool
    ) -> None:
        """One day; that it has passed stands in the transaction that ends its derivation."""
        is_today = day >= self._today()
        also.control = is_today

        def finish(tx: WriteTransaction) -> None:
            tx.run("write/meta/put_value", name=DERIVED_DAY, value=day)
            tx.run("write/meta/put_value", name=EDITION, value=edition)
            follow_day(tx, day)
            enqueue(tx, CLOCK_PASSED, {"day": day, "after": last}, message_id=f"clock-{day}")

        report = derive(
            self._store,
            today=day,
            full=full,
            ruleset=self._rules,
            by="worker",
            progress=self._check,
            also=also,
            pending=is_today,
            finish=finish,
        )
        step.days.append(day)
        self._say(f"日期已推进到 {day}，重新推导依据 {report.grounds} 项")
