"""Batches made in a process beside: the same ones, whatever becomes of that process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

import ingest.prepare as prepare
from graph.errors import PackageError
from graph.identity.numbers import IdentityKeys
from ingest.beside import MakerLostError, made_beside
from ingest.load.known import FirstLoad
from ingest.package import Package, open_package
from ingest.prepare import Batch, Preparer, Waiting
from ingest.readers import known_headers, open_table
from ingest.synthetic import generate_city

SMALL, NEVER = 0, 1 << 60


def numbers(until: int, fail_at: int = -1, kill_at: int = -1) -> Iterator[int]:
    for number in range(until):
        if number == fail_at:
            raise PackageError("broken")
        if number == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        yield number


def test_items_come_in_order_from_another_process() -> None:
    with made_beside(lambda: ((number, os.getpid()) for number in numbers(500))) as made:
        found = list(made)
    assert [number for number, _ in found] == list(range(500))
    assert {pid for _, pid in found}.isdisjoint({os.getpid()})


@pytest.mark.parametrize("ends", [{"fail_at": 3}, {"kill_at": 3}])
def test_a_lost_maker_is_told_after_what_it_made(ends: dict[str, int]) -> None:
    taken: list[int] = []
    with made_beside(lambda: numbers(9, **ends)) as made, pytest.raises(MakerLostError):
        for number in made:
            taken.append(number)
    assert taken == [0, 1, 2]


def test_a_maker_whose_items_nobody_takes_ends() -> None:
    pids: list[int] = []
    with made_beside(lambda: ((os.getpid(), "x" * 100_000) for _ in numbers(10**9))) as made:
        pids.append(next(made)[0])
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    folder = tmp_path_factory.mktemp("city") / "city"
    generate_city(folder, entities=150, seed=5, today="2026-11-23")
    with open_package(folder) as opened:
        yield opened


def batches(package: Package, keys: IdentityKeys, beside_bytes: int, done: int = 0) -> list[Batch]:
    """Of all files, sealed numbers left out: each is sealed under a key of its own."""
    first = FirstLoad(0)
    preparer = Preparer(keys, package.manifest, first, beside_bytes)
    files = [
        Waiting(one, open_table(one.path, known=known_headers(one.table), name=one.name), done)
        for one in package.tables
    ]
    made, ended = [], []
    for place, batch in preparer.batches(files):
        assert place == len(ended)
        if batch is None:
            ended.append(place)
            continue
        sealed = {hmac: {} for hmac in batch.named.sealed}
        made.append(replace(batch, named=replace(batch.named, sealed=sealed), read=None))
        first.note(batch.named.persons)
    assert ended == list(range(len(files)))
    return made


@pytest.mark.parametrize("done", [0, 60])
def test_batches_made_beside_are_those_made_here(
    package: Package, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    monkeypatch.setattr(prepare, "BATCH_ROWS", 40)
    keys = IdentityKeys.generate()
    here = batches(package, keys, NEVER, done)
    assert sum(len(one.named.sealed) for one in here) > 50
    assert batches(package, keys, SMALL, done) == here


def test_whoever_loses_the_process_beside_goes_on_here(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "BATCH_ROWS", 40)
    keys = IdentityKeys.generate()
    here = [(one.rows, one.last_line, len(one.named.drafts)) for one in batches(package, keys, NEVER)]
    me, prepared = os.getpid(), Preparer._prepared

    def dying(self: Preparer, rows: list[object], done: int) -> Batch:
        if os.getpid() != me and rows[0].line > 100:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)
        return prepared(self, rows, done)  # type: ignore[arg-type]

    monkeypatch.setattr(Preparer, "_prepared", dying)
    found = [one for one in batches(package, keys, SMALL) if one.rows]
    assert [(one.rows, one.last_line, len(one.named.drafts)) for one in found] == here
