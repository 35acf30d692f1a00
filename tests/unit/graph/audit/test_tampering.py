"""Whatever is done to a segment file is found, at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.audit import ReadEntry, SegmentState, SegmentWriter, verify
from graph.audit.lines import decode_line, encode_line
from graph.store import moments

ENTRIES = 12
LINES = ENTRIES + 1


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bytes, SegmentState]]:
    folder = tmp_path_factory.mktemp("audit")
    writer = SegmentWriter(folder, "api")
    for number in range(ENTRIES):
        writer.append(
            ReadEntry(
                at=moments.now_text(), actor="account:a1", role="OFFICER", action="READ_PERSON",
                subjects=(f"p{number}",), reason="审查投标人", seq=number,
            )
        )  # fmt: skip
    writer.close()
    (state,) = writer.states()
    path = folder / state.segment
    yield path, path.read_bytes(), state


def places(segment: tuple[Path, bytes, SegmentState], tampered: bytes, anchors: Any) -> list[int]:
    path, _, state = segment
    anchors.states = [state]
    path.write_bytes(tampered)
    return sorted(one.line for one in verify(path.parent, anchors).faults)


@pytest.fixture(scope="module")
def store() -> Any:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("audit_conftest", Path(__file__).with_name("conftest.py"))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.AnchorsOnly()


def test_an_untouched_file_is_sound(segment: Any, store: Any) -> None:
    assert places(segment, segment[1], store) == []


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_found_in_its_line(data: st.DataObject, segment: Any, store: Any) -> None:
    whole = segment[1]
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != whole[at]))
    found = places(segment, whole[:at] + bytes([byte]) + whole[at + 1 :], store)
    assert found
    assert found[0] == whole[:at].count(b"\n") + 1


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_an_inserted_or_removed_byte_is_found_in_its_line(
    data: st.DataObject, segment: Any, store: Any
) -> None:
    whole = segment[1]
    at = data.draw(st.integers(0, len(whole) - 1))
    more = data.draw(st.binary(min_size=0, max_size=2))
    tampered = whole[:at] + more + whole[at + (0 if more else 1) :]
    if tampered == whole:
        return
    shorter = min(len(whole), len(tampered))  # a line end added after the last one differs from there on
    same = next((i for i, (a, b) in enumerate(zip(whole, tampered, strict=False)) if a != b), shorter)
    found = places(segment, tampered, store)
    assert found
    assert found[0] in {whole[:same].count(b"\n") + 1, whole[:same].count(b"\n")}


@pytest.mark.parametrize("removed", range(LINES))
def test_a_removed_line_is_found_where_it_was(removed: int, segment: Any, store: Any) -> None:
    kept = segment[1].splitlines(keepends=True)
    del kept[removed]
    assert places(segment, b"".join(kept), store) == [removed + 1]


@pytest.mark.parametrize("doubled", range(LINES))
def test_a_doubled_line_is_found_where_it_is(doubled: int, segment: Any, store: Any) -> None:
    kept = segment[1].splitlines(keepends=True)
    kept.insert(doubled, kept[doubled])
    found = places(segment, b"".join(kept), store)
    assert found[0] in {doubled + 1, doubled + 2}
    assert len(found) == 1


@settings(max_examples=150, deadline=None)
@given(one=st.integers(0, LINES - 1), other=st.integers(0, LINES - 1))
def test_swapped_lines_are_found_where_they_are(one: int, other: int, segment: Any, store: Any) -> None:
    if one == other:
        return
    kept = segment[1].splitlines(keepends=True)
    kept[one], kept[other] = kept[other], kept[one]
    found = places(segment, b"".join(kept), store)
    assert {one + 1, other + 1} <= set(found)
    assert len(found) <= 3


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_cut_off_end_is_found_where_it_was_cut(data: st.DataObject, segment: Any, store: Any) -> None:
    whole = segment[1]
    size = data.draw(st.integers(0, len(whole) - 1))
    assert places(segment, whole[:size], store) == [whole[:size].count(b"\n") + 1]


@pytest.mark.parametrize("forged", range(1, LINES))
def test_a_line_forged_with_its_own_digest_is_found(forged: int, segment: Any, store: Any) -> None:
    kept = segment[1].splitlines(keepends=True)
    line = decode_line(kept[forged][:-1])
    assert line is not None
    kept[forged], _ = encode_line(line.n, line.at, line.kind, '{"actor":"nobody"}', line.prev)
    found = places(segment, b"".join(kept), store)
    assert found in ([forged + 1], [1])  # the last has no line after it: its anchor tells


def test_an_end_forged_line_by_line_is_found_by_the_anchor(segment: Any, store: Any) -> None:
    kept = segment[1].splitlines(keepends=True)
    chain = ""
    for at, raw in enumerate(kept):
        line = decode_line(raw[:-1])
        assert line is not None
        body = '{"actor":"nobody"}' if at == 5 else raw.split(b'"body":')[1].split(b',"kind"')[0].decode()
        kept[at], chain = encode_line(line.n, line.at, line.kind, body, chain)
    assert places(segment, b"".join(kept), store) == [1]


def test_a_line_appended_after_the_end_is_found(segment: Any, store: Any) -> None:
    state = segment[2]
    more, _ = encode_line(ENTRIES + 1, moments.now_text(), "read", "{}", state.chain)
    assert places(segment, segment[1] + more, store) == [LINES + 1]
    assert places(segment, segment[1] + b"{", store) == [LINES + 1]


def test_a_removed_or_renamed_file_is_missed(filled: Callable[..., Path], anchors: Any) -> None:
    path = filled()
    renamed = path.with_name("api-other.jsonl")
    path.rename(renamed)
    faults = verify(path.parent, anchors).faults
    assert {(one.segment, one.line) for one in faults} == {(path.name, 0), (renamed.name, 1)}


def test_a_file_without_anchor_is_no_fault_but_told(filled: Callable[..., Path], anchors: Any) -> None:
    filled()
    anchors.states.clear()
    report = verify(filled().parent, anchors)
    assert report.sound
    assert [one.line for one in report.notices] == [0]
