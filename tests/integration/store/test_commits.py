"""The store's contract, the same on both engines: numbers, times, rollback, retries."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from neo4j.exceptions import TransientError

from graph import queries
from graph.errors import NotFoundError, QueryDefinitionError, StoreConflictError, UsageError
from graph.store import Store, WriteTransaction
from graph.store.moments import now_text
from graph.store.testing import EngineServer


def put(transaction: WriteTransaction, name: str, value: str = "x") -> int:
    """Write something small; gives the commit number."""
    transaction.run("write/meta/put_value", name=name, value=value)
    return transaction.seq


def value_of(store: Store, name: str) -> str | None:
    """What `put` wrote."""
    rows = store.read("read/meta/value", name=name)
    return rows[0]["value"] if rows else None


def test_an_empty_store_is_at_zero(store: Store) -> None:
    assert store.head_seq() == 0
    assert store.schema_is_current()


def test_each_write_takes_the_next_number(store: Store) -> None:
    taken = [store.write(lambda tx: put(tx, "a"), by="test", why="number") for _ in range(3)]
    assert taken == [1, 2, 3]
    assert store.head_seq() == 3


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def work(transaction: WriteTransaction) -> None:
        put(transaction, "gone")
        raise ValueError("stop here")

    with pytest.raises(ValueError, match="stop here"):
        store.write(work, by="test", why="rollback")
    assert store.head_seq() == 0
    assert value_of(store, "gone") is None
    assert store.write(lambda tx: put(tx, "next"), by="test", why="next") == 1


def test_commit_times_never_run_backwards(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.write(lambda tx: tx.at, by="test", why="time")
    monkeypatch.setattr("graph.store.moments.now_text", lambda: "2001-01-01T00:00:00.000000Z")
    second = store.write(lambda tx: tx.at, by="test", why="clock set back")
    monkeypatch.undo()
    assert second == first
    assert store.write(lambda tx: tx.at, by="test", why="time") > first


def test_days_times_and_numbers_name_a_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for moment in ("2025-12-31T15:59:59.000000Z", "2026-01-01T02:00:00.500000Z"):
        monkeypatch.setattr("graph.store.moments.now_text", lambda moment=moment: moment)
        store.write(lambda tx: put(tx, "a"), by="test", why="time")
    assert store.seq_at("2025-12-30") == 0
    assert store.seq_at("2025-12-31") == 1, "the day ends in Shanghai, not in Greenwich"
    assert store.seq_at("2026-01-01T09:59") == 1
    assert store.seq_at("2026-01-01T10:00:00") == 2
    assert store.seq_at("2026-01-01T02:00:00Z") == 2
    assert store.seq_at("2026-01-01T10:00:00.400000") == 1
    assert store.seq_at("seq:1") == 1
    with pytest.raises(NotFoundError):
        store.seq_at("seq:3")
    with pytest.raises(UsageError):
        store.seq_at("yesterday")


def test_concurrent_threads_get_serial_numbers(store: Store) -> None:
    def one(number: int) -> int:
        return store.write(lambda tx: put(tx, f"key{number % 3}", str(number)), by="test", why="threads")

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(one, range(40)))
    assert sorted(taken) == list(range(1, 41))
    assert store.head_seq() == 40


WRITER = """
    from graph.store import open_store
    import sys
    with open_store(sys.argv[1]) as store:
        for number in range(25):
            print(store.write(lambda tx: (tx.run("write/meta/put_value", name="a", value="b"), tx.seq)[1],
                              by="other", why="process"), flush=True)
"""


def test_two_processes_get_serial_numbers_and_neither_starves(
    store: Store, engine_server: EngineServer
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), engine_server.url], stdout=subprocess.PIPE, text=True
    )
    mine: list[int] = []
    while other.poll() is None:
        mine.append(store.write(lambda tx: put(tx, "mine"), by="test", why="process"))
    out, _ = other.communicate()
    theirs = [int(line) for line in out.split()]
    assert other.returncode == 0
    assert len(theirs) == 25
    assert sorted(mine + theirs) == list(range(1, len(mine) + 26))
    assert theirs[-1] - theirs[0] < 25 * 8, "the other process waited for more than a few of our writes"


def test_concurrent_first_merges_of_one_key_all_succeed(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        for round_number in range(5):
            list(
                pool.map(
                    lambda _, name=f"merge{round_number}": store.write(
                        lambda tx: put(tx, name), by="test", why="merge race"
                    ),
                    range(8),
                )
            )
    assert store.head_seq() == 40


def test_a_transient_error_runs_the_work_again(store: Store) -> None:
    calls: list[int] = []

    def work(transaction: WriteTransaction) -> int:
        calls.append(transaction.seq)
        put(transaction, "again")
        if len(calls) < 3:
            raise TransientError("try again")
        return transaction.seq

    assert store.write(work, by="test", why="retry") == 1
    assert calls == [1, 1, 1]


def test_a_real_violation_of_a_constraint_ends_soon_and_says_no_value(store: Store) -> None:
    bad = queries.parse(
        "write/test/double",
        "// name: write/test/double\n// summary: Two of one key.\n// params: key: str\n"
        "// returns: made: int\n"
        "CREATE (:Entity {entity_id: $key}) CREATE (:Entity {entity_id: $key}) RETURN 2 AS made",
    )
    before = time.monotonic()
    with pytest.raises(StoreConflictError) as caught:
        store.write(lambda tx: tx.run(bad, key="secret-value"), by="test", why="violation")
    assert time.monotonic() - before < 5
    assert "secret-value" not in str(caught.value)
    assert store.head_seq() == 0


def test_a_write_inside_a_write_is_refused(store: Store) -> None:
    with pytest.raises(UsageError):
        store.write(
            lambda tx: store.write(lambda inner: inner.seq, by="test", why="inner"), by="test", why="outer"
        )
    assert store.write(lambda tx: tx.seq, by="test", why="after") == 1


def test_reads_default_to_the_head_and_keep_to_a_number(store: Store) -> None:
    at = queries.parse(
        "read/test/commits",
        "// name: read/test/commits\n// summary: Commits up to a number.\n// params: seq: int\n"
        "// returns: seqs: list[int]\nMATCH (c:Commit) WHERE c.seq <= $seq RETURN collect(c.seq) AS seqs",
    )
    for _ in range(4):
        store.write(lambda tx: put(tx, "a"), by="test", why="read")
    assert sorted(store.read_columns(at)["seqs"]) == [1, 2, 3, 4]
    assert sorted(store.read(at, seq=2)[0]["seqs"]) == [1, 2]
    seen = store.write(lambda tx: tx.run(at)[0]["seqs"], by="test", why="own")
    assert sorted(seen) == [1, 2, 3, 4, 5], "a transaction sees its own number"


def test_wrong_parameters_and_writes_by_read_are_refused(store: Store) -> None:
    with pytest.raises(QueryDefinitionError, match="缺少"):
        store.read("read/meta/value")
    with pytest.raises(QueryDefinitionError, match="多出"):
        store.read("read/meta/value", name="a", other=1)
    with pytest.raises(QueryDefinitionError):
        store.read("write/meta/put_value", name="a", value="b")


def test_the_schema_is_applied_once_and_bulk_load_upkeep_runs(store: Store) -> None:
    assert store.apply_schema() is False
    store.after_bulk_load()
    assert now_text() > "2026"


MAKE_MANY = """// name: write/test/many
// summary: Many nodes in one commit.
// params: seq: int; size: int
// returns: made: int
UNWIND range(1, $size) AS number
CREATE (finding:Finding {version_id: 'f' + toString($seq) + '-' + toString(number), finding_id: 'f',
  entity_id: 'one', person_id: 'p', ground_ref: 'g', seq_from: $seq, seq_to: 9007199254740991})
RETURN count(finding) AS made"""
COUNT_MANY = """// name: read/test/many
// summary: How many of them the newest commit has, found in one statement.
// params:
// returns: at: int; found: int
MATCH (counter:Counter {name: 'head'})
WITH coalesce(counter.seq, 0) AS at
OPTIONAL MATCH (finding:Finding {entity_id: 'one'})
USING INDEX SEEK finding:Finding(entity_id)
WHERE finding.seq_from <= at
RETURN at, count(finding) AS found"""


def test_a_read_at_the_head_never_sees_half_of_a_commit(store: Store) -> None:
    many, count = queries.parse("write/test/many", MAKE_MANY), queries.parse("read/test/many", COUNT_MANY)
    size, commits, torn, reads, over = 200, 40, [], [], threading.Event()

    def watch() -> None:
        while not over.is_set():
            for row in store.read(count):
                reads.append(row["at"])
                if row["found"] != size * row["at"]:
                    torn.append(row)

    with ThreadPoolExecutor(3) as pool:
        watchers = [pool.submit(watch) for _ in range(3)]
        try:
            for _ in range(commits):
                store.write(lambda tx: tx.run(many, size=size), by="test", why="many at once")
        finally:
            over.set()
        for one in watchers:
            one.result()
    assert len(set(reads)) > 1, "nothing was read between two commits"
    assert torn == []


def test_what_a_writer_left_unpublished_is_seen_by_the_next_to_open(
    store: Store, engine_server: EngineServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    store.write(lambda tx: put(tx, "a"), by="test", why="seen")
    with monkeypatch.context() as dying:
        dying.setattr(Store, "_run_alone", die)
        with pytest.raises(KeyboardInterrupt):
            store.write(lambda tx: put(tx, "a"), by="test", why="not seen yet")
    assert store.head_seq() == 1
    with engine_server.open() as opened:
        assert opened.head_seq() == 2
    assert store.head_seq() == 2
    assert store.write(lambda tx: put(tx, "a"), by="test", why="next") == 3
