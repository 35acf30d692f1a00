"""Kept answers: sealed, found again by id, whole after a kill, and never with a name or a number."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.services.kept import without
from graph.answers import AnswerWriter, Relied, answer_ids, read_answer
from graph.answers.kept import digest_of, lines_of
from graph.answers.writer import AnswerNotKeptError, Given
from graph.errors import NotFoundError, SettingsError
from graph.identity.numbers import IdentityKeys

NAME, MASKED = "欧阳测试", "411302********001X"
FOUND = Relied("L1", "CONFIRMED", "2027-06-01")


def given(number: int, holder: str = "key:1") -> Given:
    text = f"第{number}份：{NAME}（证件号码 {MASKED}）"
    document = {"person_name": NAME, "text": text, "data_version": "1/r/c/k"}
    return Given("CHECK", holder, {"code": "x"}, "1/r/c/k", (FOUND,), document, without([NAME]))


def written(writer: AnswerWriter, *answers: Given) -> list[str]:
    offered = [writer.offer(one) for one in answers]
    wait([done for _, done in offered], 30)
    for _, done in offered:
        done.result(0)
    return [answer_id for answer_id, _ in offered]


def test_an_answer_is_found_by_its_id_without_name_or_number(tmp_path: Path) -> None:
    keys, folder = IdentityKeys.generate(), tmp_path / "answers"
    writer = AnswerWriter(folder, keys)
    ids = written(writer, *(given(number) for number in range(1, 4)), given(4, "account:2"))
    writer.close()
    assert len(set(ids)) == 4
    kept = read_answer(folder, ids[2], keys)
    assert (kept.kind, kept.holder, kept.asked, kept.relied) == ("CHECK", "key:1", {"code": "x"}, (FOUND,))
    assert kept.body["text"] == "第3份：欧*（证件号码 *）" and kept.body["person_name"] == "欧*"
    assert kept.digest == digest_of(keys, given(3).document)
    assert [one[0] for one in answer_ids(folder, "account:2")] == [ids[3]]
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o077 == 0 and folder.stat().st_mode & 0o077 == 0
    assert NAME not in path.read_text() and MASKED not in path.read_text() and "欧" not in path.read_text()
    for wrong in ("a" + "0" * 12 + "g-1", ids[0] + "9", "../secret", ""):
        with pytest.raises(NotFoundError):
            read_answer(folder, wrong, keys)
    with pytest.raises(SettingsError):
        read_answer(folder, ids[0], IdentityKeys.generate())
    with pytest.raises(AnswerNotKeptError):
        writer.offer(given(5))


def test_an_answer_moved_under_another_id_is_not_read(tmp_path: Path) -> None:
    keys = IdentityKeys.generate()
    writer = AnswerWriter(tmp_path, keys)
    first, second = written(writer, given(1), given(2))
    writer.close()
    (path,) = tmp_path.iterdir()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0]["sealed"] = lines[1]["sealed"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert read_answer(tmp_path, second, keys).body["text"].startswith("第2份")
    with pytest.raises(SettingsError):
        read_answer(tmp_path, first, keys)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    keys = IdentityKeys.generate()
    writer = AnswerWriter(tmp_path, keys, most_bytes=600)
    ids = [written(writer, given(number))[0] for number in range(1, 8)]
    writer.close()
    assert len(list(tmp_path.iterdir())) > 2
    texts = [read_answer(tmp_path, one, keys).body["text"][:3] for one in ids]
    assert texts == [f"第{number}份" for number in range(1, 8)]


def test_a_disk_that_does_not_sync_hinders_no_answer_in_the_next_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(descriptor: int) -> None:
        raise OSError("no room")

    monkeypatch.setattr("graph.answers.writer._sync", failing)
    keys = IdentityKeys.generate()
    writer = AnswerWriter(tmp_path, keys, most_bytes=600)
    ids = written(writer, *(given(number) for number in range(1, 8)))
    writer.close()
    texts = [read_answer(tmp_path, one, keys).body["text"][:3] for one in ids]
    assert texts == [f"第{number}份" for number in range(1, 8)]


def test_large_and_small_answers_of_many_threads_stand_where_their_ids_say(tmp_path: Path) -> None:
    keys = IdentityKeys.generate()
    writer = AnswerWriter(tmp_path, keys, most_bytes=20_000)

    def give(number: int) -> tuple[int, str, Future[None]]:
        answer_id, done = writer.offer(replace(given(number), large=number % 3 == 0))
        return number, answer_id, done

    with ThreadPoolExecutor(8) as pool:
        offered = list(pool.map(give, range(300)))
    for _, _, done in offered:
        done.result(30)
    writer.close()
    for number, answer_id, _ in offered:
        assert read_answer(tmp_path, answer_id, keys).body["text"].startswith(f"第{number}份")


def test_a_disk_that_does_not_take_it_says_so_and_the_next_answer_goes_elsewhere(tmp_path: Path) -> None:
    keys, folder = IdentityKeys.generate(), tmp_path / "answers"
    folder.write_text("not a folder")
    writer = AnswerWriter(folder, keys)
    _, done = writer.offer(given(1))
    with pytest.raises(AnswerNotKeptError):
        done.result(30)
    folder.unlink()
    (answer,) = written(writer, given(2))
    writer.close()
    assert read_answer(folder, answer, keys).body["text"].startswith("第2份")


_WRITE = """
import sys, time
from pathlib import Path
from graph.answers import AnswerWriter, Relied
from graph.answers.writer import Given
from graph.identity.keys import load_or_create_keys
folder = Path(sys.argv[1])
writer = AnswerWriter(folder / "answers", load_or_create_keys(folder / "keys"))
for number in range(10_000):
    one = Given("CHECK", "key:1", {}, "1/r/c/k", (Relied("L1", "CONFIRMED", ""),), {"n": number}, lambda x: x)
    answer, done = writer.offer(one)
    done.result(30)
    print(answer, flush=True)
"""


def test_no_answer_that_left_is_lost_by_a_kill(tmp_path: Path) -> None:
    from graph.identity.keys import load_keys

    root = str(Path(__file__).parents[4])
    environment = {**os.environ, "PYTHONPATH": root}
    with subprocess.Popen(
        [sys.executable, "-c", _WRITE, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline().strip() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        seen += [line.strip() for line in process.stdout if line.endswith("\n")]
    keys = load_keys(tmp_path / "keys")
    assert [read_answer(tmp_path / "answers", one, keys).body for one in seen] == [
        {"n": number} for number in range(len(seen))
    ]
    (path,) = (tmp_path / "answers").iterdir()
    path.write_bytes(path.read_bytes()[:-5])
    assert len(list(lines_of(path))) >= len(seen) - 1


def test_what_relied_on_findings_is_handed_to_the_index_once_and_may_be_given_back(tmp_path: Path) -> None:
    writer = AnswerWriter(tmp_path, IdentityKeys.generate())
    done: list[Future[Any]] = [writer.offer(given(number))[1] for number in (1, 2)]
    wait(done, 30)
    taken = writer.take_indexed()
    assert [one.number for one in taken] == [1, 2] and writer.take_indexed() == []
    writer.give_back(taken)
    assert writer.take_indexed() == taken
    writer.close()
