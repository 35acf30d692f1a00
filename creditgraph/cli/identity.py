"""``identity merge / split / show``: whether two persons are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from creditgraph.cli.common import JsonOption, StoreOption, desk_for, print_json, print_table, say

if TYPE_CHECKING:
    from api.services.desk import Desk
    from graph.identity_acts import Judge

ReasonOption = Annotated[str, typer.Option("--reason", help="理由，写入审计")]
DocumentOption = Annotated[str, typer.Option("--document", help="依据的文书")]
app = typer.Typer(help="判定两个人员编号是否为同一人", no_args_is_help=True)


def _judge(desk: Desk, reason: str, document: str) -> Judge:
    from api.auth.principal import local_principal
    from graph.identity_acts import Judge

    who = local_principal(desk.operator)
    return Judge(who.principal_id, who.role.value, reason, document)


@app.command()
def merge(
    absorbed: Annotated[str, typer.Argument(help="人员编号：此后按另一人对待")],
    surviving: Annotated[str, typer.Argument(help="人员编号：保留的一人")],
    reason: ReasonOption,
    document: DocumentOption = "",
    store: StoreOption = None,
) -> None:
    """判定两个人员编号是同一人；可以撤销，原始记录不变。"""
    from graph.identity_acts import merge_persons

    with desk_for(store) as desk:
        merge_persons(desk.store, absorbed, surviving, _judge(desk, reason, document))
    say(f"已判定 {absorbed} 与 {surviving} 为同一人；运行 creditgraph derive 或由后台进程推导")


@app.command()
def split(
    absorbed: Annotated[str, typer.Argument(help="当初按另一人对待的人员编号")],
    reason: ReasonOption,
    document: DocumentOption = "",
    store: StoreOption = None,
) -> None:
    """撤销“同一人”的判定；因此而来的认定随之撤回。"""
    from graph.identity_acts import split_person

    with desk_for(store) as desk:
        surviving = split_person(desk.store, absorbed, _judge(desk, reason, document))
    say(f"已撤销 {absorbed} 与 {surviving} 为同一人的判定；运行 creditgraph derive 或由后台进程推导")


@app.command()
def show(
    person: Annotated[str, typer.Argument(help="人员编号")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出对一个人员编号作过的判定。"""
    from graph.identity_acts import judgements

    with desk_for(store) as desk:
        found = judgements(desk.store, person)
    if as_json:
        print_json(
            [{**one["link"], "absorbed": one["absorbed"], "surviving": one["surviving"]} for one in found]
        )
        return
    rows = [
        (
            one["absorbed"], one["surviving"], one["link"]["reason"], one["link"]["judged_at"],
            one["link"]["ended_because"],
        )
        for one in found
    ]  # fmt: skip
    if rows:
        print_table("同一人判定", ("人员编号", "视为", "理由", "判定时间", "撤销理由"), rows)
    else:
        say("没有作过判定")
