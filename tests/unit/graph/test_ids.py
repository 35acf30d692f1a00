"""Ids are unique, of the size asked for, and never shared with a forked process."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from graph.ids import new_id


def test_ids_are_unique_across_threads_and_refills() -> None:
    with ThreadPoolExecutor(4) as threads:
        made = [
            one
            for many in threads.map(lambda _: [new_id("x") for _ in range(5000)], range(4))
            for one in many
        ]
    assert len(set(made)) == 20_000
    assert {len(one) for one in made} == {25}
    assert all(one.startswith("x") for one in made)


def test_an_id_may_be_longer_than_the_pool() -> None:
    assert len(new_id("", 40_000)) == 80_000


def test_a_forked_process_does_not_hand_out_its_parents_ids() -> None:
    new_id("x")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_id("x").encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100).decode() != new_id("x")
