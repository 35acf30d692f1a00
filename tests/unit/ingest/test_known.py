"""What a first load may take for new without asking the store."""

from __future__ import annotations

import random

from ingest.load.known import FirstLoad, SeenKeys
from ingest.one_ahead import one_ahead


def test_no_key_that_was_added_is_ever_taken_for_new() -> None:
    seen, number = SeenKeys(), random.Random(1)
    keys = [f"{number.random()}" for _ in range(20_000)]
    seen.add(keys)
    assert seen.among(keys) == keys


def test_few_new_keys_are_taken_for_known() -> None:
    seen = SeenKeys()
    seen.add([f"known{one}" for one in range(50_000)])
    assert len(seen.among([f"new{one}" for one in range(50_000)])) < 50
    assert seen.among([]) == []


def test_without_a_first_load_every_key_is_looked_up() -> None:
    load = FirstLoad(None)
    load.note(["a"])
    assert load.perhaps_known(["a", "b"]) == ["a", "b"]


def test_a_first_load_looks_up_only_what_it_wrote() -> None:
    load = FirstLoad(7)
    load.begin(8)
    assert load.perhaps_known(["a", "b"]) == []
    load.note(["a"])
    load.end(8)
    load.begin(9)
    assert load.perhaps_known(["a", "b"]) == ["a"]


def test_another_writers_commit_ends_the_first_load() -> None:
    load = FirstLoad(7)
    load.begin(8)
    load.end(8)
    load.begin(10)
    assert load.perhaps_known(["new"]) == ["new"]


def test_a_transaction_run_again_after_somebody_elses_commit_looks_everything_up() -> None:
    load = FirstLoad(7)
    load.begin(8)
    load.begin(9)
    assert load.perhaps_known(["new"]) == ["new"]


def test_entities_met_lately_are_forgotten_when_another_writer_comes() -> None:
    load = FirstLoad(7)
    load.begin(8)
    load.note_ids({"USCC:1": "e1"})
    load.end(8)
    assert load.ids(["USCC:1", "USCC:2"]) == {"USCC:1": "e1"}
    load.begin(11)
    assert load.ids(["USCC:1"]) == {}


def test_entities_of_a_transaction_that_is_run_again_are_forgotten() -> None:
    load = FirstLoad(7)
    load.begin(8)
    load.note_ids({"USCC:1": "never-written"})
    load.begin(8)
    load.end(8)
    assert load.ids(["USCC:1"]) == {}


def test_without_a_first_load_no_entity_is_remembered() -> None:
    load = FirstLoad(None)
    load.note_ids({"USCC:1": "e1"})
    assert load.ids(["USCC:1"]) == {}


def test_items_made_ahead_keep_their_order_and_their_error() -> None:
    def items() -> object:
        yield 1
        yield 2
        raise ValueError("third")

    taken: list[object] = []
    try:
        taken.extend(one_ahead(items()))  # type: ignore[arg-type]
    except ValueError as error:
        taken.append(str(error))
    assert taken == [1, 2, "third"]
