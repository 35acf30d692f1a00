"""What comes after the first hand-in: facts corrected and retracted, persons judged to be one or not.

A store can only withdraw what it has found before, so these causes come as a second package, to be taken in
once the first was derived, with the acts of a reviewer on identities and answer keys of its own. The first
package is the same with it and without.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

from ingest.synthetic.block import Block
from ingest.synthetic.cases_wage import REP
from ingest.synthetic.days import shift
from ingest.synthetic.keys import liability_rows
from ingest.synthetic.model import Answer, Org, Person, Post
from ingest.synthetic.rows import position_row
from ingest.synthetic.sinks import CsvSink
from ingest.synthetic.tables import ANSWERS, COLUMNS

LATER: Final = "later"
ACTS: Final = Path("acts", "identity.csv")
ACT_COLUMNS: Final = ("step", "act", "id_no", "same_as_id_no", "reason", "document")
CAUSES: Final = ("FACT_CORRECTED", "FACT_RETRACTED", "IDENTITY_MERGED", "IDENTITY_SPLIT")
_KEYS: Final = ("liabilities", "withdrawals", "asof")


class Found(NamedTuple):
    """A finding that stands today on nothing but one office and one listing, and can be taken away."""

    answer: Answer
    org: Org
    post: Post


class LaterPackage:
    """Writes the second package, its acts and its keys, block by block."""

    def __init__(self, folder: Path, today: str) -> None:
        home = folder / LATER
        for name in ("answers", ACTS.parent.name):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "manifest.json").write_text(_manifest(today), encoding="utf-8")
        self.counts: Counter[str] = Counter()
        self._positions = CsvSink(home / "positions.csv", COLUMNS["positions"])
        self._listings = CsvSink(home / "listings.csv", (*COLUMNS["listings"], "op", "op_doc"))
        self._acts = CsvSink(home / ACTS, ACT_COLUMNS)
        self._keys = {name: CsvSink(home / "answers" / f"{name}.csv", ANSWERS[name]) for name in _KEYS}

    def __enter__(self) -> LaterPackage:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for sink in (self._positions, self._listings, self._acts, *self._keys.values()):
            sink.close()

    def write(self, block: Block, days: tuple[str, str, str]) -> None:
        """Let something happen to a few findings of a finished block, and write what then is true of it."""
        left = list(_candidates(block))
        for cause in sorted(CAUSES, key=self.counts.__getitem__):
            chosen = next((one for one in left if cause != "FACT_CORRECTED" or _may_have_left(one)), None)
            if chosen is None:
                continue
            left.remove(chosen)
            self._plants[cause](self, block, chosen)
            self.counts[cause] += 1
        for name, rows in liability_rows(block.answers, days).items():
            self._keys[name].write(rows)

    def _corrected(self, b: Block, found: Found) -> None:
        """He had left the day on which the violation began; another held the office."""
        answer, org, post = found
        left = answer.ground.row["violation_from"]
        other = b.person()
        self._positions.write([position_row(b, org, Post(other, post.role, left, post.end))])
        post.end = left
        self._positions.write([position_row(b, org, post)])
        _fall(b, answer, "FACT_CORRECTED")
        b.answers.append(_of_another(answer, other, "TENURE_CORRECTED"))

    def _retracted(self, b: Block, found: Found) -> None:
        """The listing never was."""
        row = found.answer.ground.row | {"op": "RETRACT", "op_doc": f"撤回报送〔{b.index}〕{b.number()}号"}
        names = (*COLUMNS["listings"], "op", "op_doc")
        self._listings.write([[row.get(name, "") for name in names]])
        _fall(b, found.answer, "FACT_RETRACTED")

    def _merged(self, b: Block, found: Found) -> None:
        """Two numbers were one man's: what was found of the one is found of the other."""
        other = self._second_number(b, found)
        self._act(1, "MERGE", found.answer.person, other, "两个号码核实为同一人")
        _fall(b, found.answer, "IDENTITY_MERGED")
        b.answers.append(_of_another(found.answer, other, "SAME_PERSON"))

    def _split(self, b: Block, found: Found) -> None:
        """Two numbers were taken for one man's, and are not: all is as it was before."""
        other = self._second_number(b, found)
        self._act(1, "MERGE", found.answer.person, other, "姓名、任职单位一致")
        self._act(2, "SPLIT", found.answer.person, other, "照片不符，不是同一人")
        carried = _of_another(found.answer, other, "NOT_SAME_PERSON")
        _fall(b, carried, "IDENTITY_SPLIT")
        b.answers.append(carried)

    def _second_number(self, b: Block, found: Found) -> Person:
        """Somebody of the same name and another number in the same company, in an office that answers not."""
        other = b.person(name=found.answer.person.name)
        seat = Post(other, "SUPERVISOR", shift(b.today, -40))
        self._positions.write([position_row(b, found.org, seat)])
        return other

    def _act(self, step: int, act: str, person: Person, same_as: Person, reason: str) -> None:
        document = f"身份核查〔{self.counts.total()}〕{step}号"
        self._acts.write([[str(step), act, person.id_no, same_as.id_no, reason, document]])

    _plants: Final[dict[str, Callable[[LaterPackage, Block, Found], None]]] = {
        "FACT_CORRECTED": _corrected,
        "FACT_RETRACTED": _retracted,
        "IDENTITY_MERGED": _merged,
        "IDENTITY_SPLIT": _split,
    }


def remove_later(folder: Path) -> None:
    """Remove the second package of an earlier city from `folder`: it speaks of nobody in a new one."""
    if (folder / LATER / ACTS).is_file():
        shutil.rmtree(folder / LATER)


def _manifest(today: str) -> str:
    content = {
        "source": {"name": "合成城市（演示与测试）", "code": "SYNTHETIC"},
        "produced_at": f"{today}T12:00:00+08:00",
        "mode": "delta",
        "covers": ["positions", "listings"],
        "synthetic": True,
        "today": today,
        "note": "全部为程序生成的虚构数据：在第一个数据包归集并推导之后报送。",
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _candidates(b: Block) -> Iterator[Found]:
    """Proposals on representatives known by number, each the only answer of its man, company and ground."""
    persons = Counter(one.person for one in b.answers)
    grounds = Counter(one.ground for one in b.answers if one.expected)
    listed = Counter(one.uscc for one in b.grounds)
    orgs = {one.uscc: one for one in b.orgs}
    for answer in b.answers:
        ground = answer.ground
        if not answer.expected or answer.rule != REP or not answer.person.id_no:
            continue
        if persons[answer.person] > 1 or grounds[ground] > 1 or listed[ground.uscc] > 1:
            continue
        if ground.removal or ground.disputes or answer.state_on(b.today) != "PROPOSED":
            continue
        org = orgs[ground.uscc]
        posts = [one for one in org.posts if one.person is answer.person]
        if len(posts) == 1 and posts[0].role == "LEGAL_REP":
            yield Found(answer, org, posts[0])


def _may_have_left(found: Found) -> bool:
    """Whether he held the office for a while before the violation, whose days are known."""
    first = found.answer.ground.row["violation_from"]
    return bool(found.post.start) and found.post.start < first


def _fall(b: Block, answer: Answer, cause: str) -> None:
    """What is no longer yielded is withdrawn on the day on which the platform learns it."""
    answer.stopped_on, answer.stopped_because = b.today, cause


def _of_another(answer: Answer, person: Person, why: str) -> Answer:
    return replace(answer, person=person, why=why, stopped_on="", stopped_because="")
