"""The synthetic city: a package in the exchange format, and the answers to it.

Everything is drawn block by block from ``Random(f"{seed}:{block}")`` and streamed to files, so that the
same seed and day give the same bytes and two million entities take no more memory than two thousand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from graph.errors import UsageError
from ingest.synthetic.background import RECIPES, household
from ingest.synthetic.block import BLOCK_ENTITIES, BLOCKS_PER_AGENT, Agent, Block, make_agent
from ingest.synthetic.cases_court import limit_on_family
from ingest.synthetic.cases_warning import plant_warning_cases, room_for
from ingest.synthetic.chance import note_chance
from ingest.synthetic.control import control_pairs, settled_since
from ingest.synthetic.dirt import Dirtier
from ingest.synthetic.keys import control_rows, liability_rows
from ingest.synthetic.later import LATER, LaterPackage, remove_later
from ingest.synthetic.model import Org, Person, Post
from ingest.synthetic.noise import decorate
from ingest.synthetic.ordinary import deal, settle
from ingest.synthetic.plan import CASES, PLANTED, SHOWCASE
from ingest.synthetic.rows import ground_rows, org_rows
from ingest.synthetic.signals import plant_signals
from ingest.synthetic.sinks import PackageSinks
from ingest.synthetic.tables import COLUMNS

MAX_ENTITIES: Final = 2_000_000
_EARLIEST_TODAY: Final = "2024-06-01"
#: An agent with so many firms, or as many at one address, is something to be found.
_STANDS_OUT: Final = 10
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class CitySummary:
    """What was written, in numbers."""

    folder: Path
    entities: int
    seed: int
    today: str
    rows: dict[str, int] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    dirt: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)

    @property
    def total_rows(self) -> int:
        """Rows in all tables."""
        return sum(self.rows.values())

    @property
    def dirty_rows(self) -> int:
        """Rows of the kinds of dirt; penalties returned by law are not dirt."""
        return sum(count for kind, count in self.dirt.items() if kind != "LAW_RETURN")

    def as_json(self) -> dict[str, Any]:
        """For the command's ``--json``."""
        return {
            "folder": str(self.folder),
            "entities": self.entities,
            "seed": self.seed,
            "today": self.today,
            "rows": self.rows,
            "answers": self.answers,
            "dirt": self.dirt,
            "later": self.later,
        }


def generate_city(
    folder: Path,
    *,
    entities: int,
    seed: int,
    today: str,
    progress: Progress | None = None,
    clean: bool = False,
    later: bool = False,
) -> CitySummary:
    """Write a synthetic city into `folder`.

    Parameters
    ----------
    folder
        Where the package goes; it is made, and must not hold other files.
    entities
        How many organisations, up to two million. Below about 500 not every planted case fits.
    seed, today
        The same two give the same bytes. `today` goes into the manifest; a synthetic store takes it as
        its own today.
    progress
        Called with organisations done and wanted, after each block.
    clean
        Only the ordinary city: no planted case, and whatever a pattern asks for stays below its threshold.
    later
        Also write ``later/``: a second package that corrects and retracts, acts on identities, and the keys
        after it (`ingest.synthetic.later`). It changes no byte of the first.

    Raises
    ------
    UsageError
        The numbers or the day make no city, or the folder holds something else.
    """
    _check(folder, entities, today)
    folder.mkdir(parents=True, exist_ok=True)
    summary = CitySummary(folder, entities, seed, today)
    (folder / "manifest.json").write_text(_manifest(entities, seed, today), encoding="utf-8")
    remove_later(folder)
    _write(folder, summary, progress, clean=clean, later=later)
    return summary


def _write(
    folder: Path, summary: CitySummary, progress: Progress | None, *, clean: bool, later: bool
) -> None:
    """Write all blocks, one after the other, and count them into the summary."""
    entities, today = summary.entities, summary.today
    with ExitStack() as opened:
        sinks = opened.enter_context(PackageSinks(folder))
        second = opened.enter_context(LaterPackage(folder, today)) if later else None
        writer = _Writer(sinks, today, summary)
        pending = [] if clean else list(SHOWCASE)
        done = 0
        for index in range(-(-entities // BLOCK_ENTITIES)):
            block = writer.block(index, min(BLOCK_ENTITIES, entities - done), clean=clean)
            fill(block, pending)
            writer.write(block)
            if second is not None:
                second.write(block, writer.days)
            done += block.capacity
            if progress:
                progress(done, entities)
        writer.finish_agent()
        summary.rows = {name: sink.rows for name, sink in sinks.tables.items()}
        summary.answers = {name: sink.rows for name, sink in sinks.answers.items()}
        summary.later = dict(second.counts) if second is not None else {}


def _check(folder: Path, entities: int, today: str) -> None:
    if not 1 <= entities <= MAX_ENTITIES:
        raise UsageError(
            f"主体数量 {entities} 不在范围内",
            where="--entities",
            todo=f"请给出 1 到 {MAX_ENTITIES} 之间的整数",
        )
    try:
        date.fromisoformat(today)
    except ValueError:
        raise UsageError("日期无法识别", where="--today", todo="请写成 2026-01-31 的形式") from None
    if len(today) != 10 or today < _EARLIEST_TODAY:
        raise UsageError(
            "日期太早，预设案例所依据的规则当时尚未施行",
            where="--today",
            todo=f"请给出 {_EARLIEST_TODAY} 或以后的日期（形如 2026-01-31）",
        )
    known = {"manifest.json", "answers", LATER, *(f"{name}.csv" for name in COLUMNS)}
    if folder.is_file() or (folder.is_dir() and any(item.name not in known for item in folder.iterdir())):
        raise UsageError("目标文件夹中有其他文件", where=str(folder), todo="请换一个空文件夹")


def _manifest(entities: int, seed: int, today: str) -> str:
    content = {
        "source": {"name": "合成城市（演示与测试）", "code": "SYNTHETIC"},
        "produced_at": f"{today}T00:00:00+08:00",
        "mode": "delta",
        "covers": list(COLUMNS),
        "synthetic": True,
        "today": today,
        "entities": entities,
        "seed": seed,
        "note": "全部为程序生成的虚构数据：代码与证件号码使用从未发放的号段，与任何真实单位和个人无关。",
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def fill(block: Block, pending: list[tuple[int, Callable[[Block], object]]]) -> None:
    """Build one block: what must be shown at least once, a share of cases and families, then the rest."""
    if block.index == 0 and block.room:
        block.orgs.append(block.state_assets)
    while pending and pending[0][0] <= block.room:
        pending.pop(0)[1](block)
    for weighted, share in () if block.clean else ((CASES, 0.030), (PLANTED, 0.012)):
        for _ in range(round(block.capacity * share)):
            _draw(block, weighted)
    kept = room_for(block)
    while block.room > kept:
        draw = block.rng.random() * _BACKGROUND_TOTAL
        for weight, size, recipe in RECIPES:
            draw -= weight
            if draw < 0:
                (recipe if size <= block.room - kept else household)(block)
                break
    if kept:
        plant_warning_cases(block)


_BACKGROUND_TOTAL: Final = sum(weight for weight, _, _ in RECIPES)


def _draw(block: Block, weighted: tuple[tuple[int, int, Callable[[Block], None]], ...]) -> None:
    draw = block.rng.random() * sum(weight for weight, _, _ in weighted)
    for weight, size, recipe in weighted:
        draw -= weight
        if draw < 0:
            if size <= block.room:
                recipe(block)
            return


class _Writer:
    """Writes finished blocks and keeps what little the whole city shares."""

    agent: Agent

    def __init__(self, sinks: PackageSinks, today: str, summary: CitySummary) -> None:
        self.sinks = sinks
        self.summary = summary
        self.dirtier = Dirtier()
        self.days = (today, _years_back(today, 1), _years_back(today, 2))
        self.agent = Agent(Person("", ""), "")

    def block(self, index: int, room: int, *, clean: bool) -> Block:
        """The city's next block, still empty; some blocks on a new agent begins."""
        summary = self.summary
        if index % BLOCKS_PER_AGENT == 0:
            self.finish_agent()
            self.agent = make_agent(summary.seed, index // BLOCKS_PER_AGENT)
        return Block(
            seed=summary.seed,
            index=index,
            capacity=room,
            today=summary.today,
            agent=self.agent,
            clean=clean,
        )

    def write(self, block: Block) -> None:
        """Finish `block`: control, court orders on families, rows, dirt, answers."""
        answers = self.sinks.answers
        settle(block)
        pairs = list(control_pairs(block.orgs, block.agreements))
        persons: dict[Org, list[Person]] = {}
        for pair in pairs:
            if isinstance(pair.controller, Person):
                persons.setdefault(pair.controlled, []).append(pair.controller)
        for org in block.court_candidates:
            if block.chance(0.12):
                limit_on_family(block, org, settled_since(org), persons.get(org, ()))
        org_rows(block)
        returned = decorate(block)
        ground_rows(block)
        plant_signals(block)
        deal(block)
        note_chance(block)
        answers["warnings"].write([[signal, code, str(number)] for signal, code, number in block.signals])
        answers["controls"].write(control_rows(pairs))
        for name, rows in liability_rows(block.answers, self.days).items():
            answers[name].write(rows)
        answers["patterns"].write([[kind, ";".join(members)] for kind, members in block.patterns])
        answers["related"].write([list(one) for one in block.related])
        self._write_tables(block, returned)

    def _write_tables(self, block: Block, returned: set[str]) -> None:
        quarantine = self.sinks.answers["quarantine"]
        dirt = self.sinks.answers["dirt"]
        counts: Counter[str] = Counter()
        for name, rows in block.rows.items():
            if not rows:
                continue
            sink = self.sinks.tables[name]
            first = sink.next_line
            safe = block.safe_ranges if name == "holdings" else set()
            written, report = self.dirtier.treat(name, rows, first, block.rng, safe)
            sink.write(written)
            file = f"{name}.csv"
            bad = [(one.line, one.kind, one.rule) for one in report]
            if name == "penalties_person":
                bad.extend(_returned_lines(written, first, returned))
            bad.sort()
            dirt.write([[file, str(line), kind, rule or "READ"] for line, kind, rule in bad])
            quarantine.write([[file, str(line), rule] for line, _, rule in bad if rule])
            counts.update(kind for _, kind, _ in bad)
        for kind in sorted(counts):
            self.summary.dirt[kind] = self.summary.dirt.get(kind, 0) + counts[kind]

    def finish_agent(self) -> None:
        """Write down whom the agent of the blocks so far served."""
        served = [one.uscc for one in self.agent.members if any(self._serves(post) for post in one.posts)]
        housed = [one.uscc for one in self.agent.members if not one.ended]
        for kind, people, codes in (
            ("AGENT", [f"person:{self.agent.person.id_no}"], served),
            ("SHARED_ADDRESS", [], housed),
        ):
            if len(codes) >= _STANDS_OUT:
                self.sinks.answers["patterns"].write([[kind, ";".join([*people, *codes])]])

    def _serves(self, post: Post) -> bool:
        return post.person is self.agent.person and not post.end


def _returned_lines(written: list[list[str]], first: int, returned: set[str]) -> list[tuple[int, str, str]]:
    """Lines of penalties on persons that the law keeps off the platform, by document number."""
    place = COLUMNS["penalties_person"].index("CF_WSH")
    return [
        (first + index, "LAW_RETURN", "LAW_RETURN")
        for index, row in enumerate(written)
        if row[place] in returned
    ]


def _years_back(today: str, years: int) -> str:
    tail = "-02-28" if today[4:] == "-02-29" else today[4:]
    return f"{int(today[:4]) - years:04d}{tail}"


__all__ = ["CitySummary", "generate_city"]
