"""``make demo``: a synthetic city, read, derived, shown and compared with its answer keys."""

from __future__ import annotations

import argparse
import itertools
import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from api.services.desk import Desk, open_desk
from api.services.explain import explain
from api.services.findings import all_findings, state_on
from creditgraph import processes, supervise
from creditgraph.answers import Score, compare
from creditgraph.answers_risk import compare_patterns, compare_warnings, rank_hints
from creditgraph.cli.common import keys_for, print_table, say
from creditgraph.cli.data import quarantined_rows
from creditgraph.demo_accounts import ensure_demo_accounts
from creditgraph.settings import Settings
from graph.days import today_in_shanghai
from graph.derivation import DeriveReport, derive
from graph.errors import AnswerRefusedError, CreditGraphError
from graph.risk.hints import derive_hints
from graph.store import Store, ensure_schema, neo4j_local, open_store
from ingest.pipeline import ingest_paths
from ingest.report import IngestReport
from ingest.synthetic import generate_city

ENTITIES = 2000
SEED = 20


def _start(settings: Settings, engine: str) -> Settings:
    """Start the store for good and note its address for the commands that follow."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = settings.home / "store-url"
    note.unlink(missing_ok=True)
    if engine == "neo4j":
        runtime = neo4j_local.start(processes.neo4j_home(settings))
        note.write_text(neo4j_local.url_of(runtime), encoding="utf-8")
    settings = Settings.load()
    processes.up(settings, store_only=True)
    return settings


def _city(settings: Settings) -> Path:
    folder = settings.home / "demo" / "city"
    if not (folder / "manifest.json").is_file():
        generate_city(folder, entities=ENTITIES, seed=SEED, today=today_in_shanghai())
    return folder


def _show_report(report: IngestReport) -> None:
    rows = [
        (
            one.file, one.form, one.rows, one.taken.get("new", 0),
            one.taken.get("same", 0) + one.taken.get("confirmed", 0),
            sum(one.quarantined.values()), one.returned,
        )
        for package in report.packages
        for one in package.files.values()
    ]  # fmt: skip
    print_table("归集结果", ("文件", "格式", "行", "新增", "无变化", "隔离", "依法退回"), rows)


def _show_quarantine(store: Store) -> None:
    """Why rows were kept out: a line a rule, with one place where it happened."""
    by_rule: dict[str, list[dict[str, Any]]] = {}
    for row in quarantined_rows(store):
        by_rule.setdefault(row["rule"], []).append(row)
    rows = [
        (rule, len(found), f"{found[0]['file']} 第 {found[0]['line']} 行", found[0]["what"], found[0]["todo"])
        for rule, found in sorted(by_rule.items())
    ]
    heads = ("规则", "行数", "例", "原因", "处理办法")
    print_table("隔离与退回的原因", heads, rows, widths=(16, 4, 20, 22, 22))


def _controls(report: DeriveReport) -> str:
    if not report.control:
        return "控制关系无变动"
    return f"控制关系 {report.control['pairs']} 对"


def _examples(desk: Desk) -> list[dict[str, Any]]:
    """Ten live findings, of as many rules as there are."""
    by_rule: dict[str, list[dict[str, Any]]] = {}
    for page in all_findings(desk, desk.seq()):
        for row in page:
            if (
                state_on(row, desk.today) in ("CONFIRMED", "PROPOSED", "SUSPENDED")
                and row["finding"]["entity_id"]
            ):
                by_rule.setdefault(row["finding"]["rule"], []).append(row["finding"])
    rounds = itertools.zip_longest(*(by_rule[rule] for rule in sorted(by_rule)))
    return [one for one in itertools.chain.from_iterable(rounds) if one][:10]


def _show_examples(desk: Desk, examples: list[dict[str, Any]]) -> None:
    say("\n谁对哪家被列入的单位负责（十例，人员均为虚构）：")
    wanted = ("当事人", "事实与依据", "责任身份", "依据条文", "路径", "状态")
    for number, finding in enumerate(examples, 1):
        answer = explain(desk, finding["finding_id"])
        texts = {one["heading"]: one["text"] for one in answer["sections"]}
        say(f"\n{number}. 认定编号 {finding['finding_id']}　规则 {finding['rule']}")
        for heading in wanted:
            say(f"   {heading}：{texts[heading]}")


def _show_scores(desk: Desk, folder: Path, store: Store) -> bool:
    try:
        desk = open_desk(store, desk.keys, operator=desk.operator, reveal_synthetic=True)
    except AnswerRefusedError as error:
        say(f"\n未与答案对照：{error}")
        return False
    scores = compare(desk, folder / "answers", quarantined_rows(store))
    agreed = _show("与答案对照（身份确定的部分）", scores)
    return _show_hints(folder, store, desk.today) and agreed


def _show_hints(folder: Path, store: Store, today: str) -> bool:
    """The same of what is for investigators only; the ranking of hints has no right or wrong of its own."""
    answers = folder / "answers"
    scores = [*compare_patterns(store, answers, today), compare_warnings(store, answers, today)]
    agreed = _show("与答案对照（只供调查：关联模式与预警，逐组、逐单位比较）", scores)
    found = rank_hints(store, answers, today)
    if found.cases:
        say(
            f"关联提示排序：预设的关联单位 {found.cases} 家，其余无记录单位 {found.others} 家，"
            f"AUC {found.auc:.3f}（95% 区间 {found.low:.3f}–{found.high:.3f}；随机为 0.5）"
        )
    return agreed


def _show(title: str, scores: list[Score]) -> bool:
    """A table of scores, with examples of what differs; whether nothing does."""
    rows = [
        (
            one.name, one.said, one.true, one.right, one.said - one.right,
            f"{one.precision:.3f}", f"{one.recall:.3f}",
        )
        for one in scores
    ]  # fmt: skip
    say("")
    print_table(title, ("项目", "得出", "应有", "相符", "多出", "查准率", "查全率"), rows)
    for one in scores:
        for example in one.examples:
            say(f"不相符：{one.name} {example[:120]}")
    return all(one.precision == one.recall == 1.0 for one in scores)


def run(engine: str, *, serve: bool = False) -> int:
    """The whole demonstration; 0 when every answer agrees with the keys.

    Parameters
    ----------
    serve
        Also start API, worker and dashboard, with accounts to try them with.
    """
    settings = _start(Settings.load(), engine)
    folder = _city(settings)
    keys = keys_for(settings)
    say(f"模拟数据：{folder}（全部为虚构）　图数据库：{settings.store}")
    with open_store(settings.store, credentials=processes.credentials_for(settings)) as store:
        ensure_schema(store, settings.home)
        _show_report(ingest_paths(store, keys, [folder]))
        _show_quarantine(store)
        desk = open_desk(store, keys, operator="demo")
        report = derive(store, today=desk.today)
        say(f"推导：依据 {report.grounds} 项，认定 {sum(report.findings.values())} 项，{_controls(report)}")
        hints = derive_hints(store, desk.today, by="demo")
        say(f"关联提示：{hints.hinted} 个单位有提示（只供调查，不影响任何办理决定）")
        examples = _examples(desk)
        _show_examples(desk, examples)
        agreed = _show_scores(desk, folder, store)
        if not agreed:
            say("库中若还有演示以外的数据，对照不会完全相符；可另设 CREDITGRAPH_HOME 再运行")
        _suggest(desk, examples)
    if serve:
        _serve(settings)
    return 0 if agreed else 1


def _serve(settings: Settings) -> None:
    for one in supervise.start_all(settings, supervise.Ports.load()):
        say(f"已启动 {one.name} {one.url}".rstrip())
    accounts = json.loads(ensure_demo_accounts(settings).read_text(encoding="utf-8"))
    rows = [(one["role"], one["login"], one["password"]) for one in accounts]
    say("")
    print_table("登录看板（仅供演示，数据全部为虚构）", ("角色", "登录名", "口令"), rows)
    say(f"看板：{supervise.dashboard_url(supervise.Ports.load())}")
    say(f"接口：{supervise.api_url(supervise.Ports.load())}　（接口文档 openapi.json 在同一地址下）")
    say(f"账户也写在 {settings.home / 'demo-accounts.json'}（只有本人可读）")


def _wait(settings: Settings) -> None:
    """Serve until interrupted, then stop everything."""
    say("\n服务已启动，按 Ctrl+C 停止")
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        while not stopped.wait(1.0):
            pass
    except KeyboardInterrupt:
        say("")
    say(f"已停止：{'、'.join(processes.down(settings)['stopped'])}")


def _suggest(desk: Desk, examples: list[dict[str, Any]]) -> None:
    if not examples:
        return
    from api.services.subjects import entity_subject

    code = entity_subject(desk, examples[0]["entity_id"], desk.seq()).code
    say("\n接下来可以试（图数据库保持运行，make stop 停止）：")
    for line in (
        f".venv/bin/creditgraph check {code} --purpose TENDER",
        f".venv/bin/creditgraph check {examples[0]['person_id']} --purpose PROCUREMENT",
        f".venv/bin/creditgraph explain {examples[0]['finding_id']}",
        f".venv/bin/creditgraph control {code}",
        f".venv/bin/creditgraph network {code}",
        f".venv/bin/creditgraph path {examples[0]['person_id']} {code}",
        ".venv/bin/creditgraph export liabilities -o liabilities.csv",
        ".venv/bin/creditgraph status",
    ):
        say(f"  {line}")


def main() -> None:
    """Command line of the demonstration."""
    parser = argparse.ArgumentParser(description="模拟城市演示")
    parser.add_argument("--engine", choices=("arcadedb", "neo4j"), default="arcadedb")
    parser.add_argument("--serve", choices=("no", "detached", "until-stopped"), default="no")
    options = parser.parse_args()
    try:
        status = run(options.engine, serve=options.serve != "no")
        if options.serve == "until-stopped":
            _wait(Settings.load())
        sys.exit(status)
    except CreditGraphError as error:
        sys.stderr.write(f"{error.title}：{error}\n")
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
