"""``account …`` and ``key …``: who may ask. No password or key is ever an argument."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from creditgraph.cli.common import (
    JsonOption,
    StoreOption,
    opened_store,
    print_json,
    print_table,
    say,
    settings_for,
)

if TYPE_CHECKING:
    from api.auth.principal import Principal
    from creditgraph.settings import Settings
    from graph.store import AsyncStore

T = TypeVar("T")
accounts_app = typer.Typer(help="账户", no_args_is_help=True)
keys_app = typer.Typer(help="部门密钥", no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(help="登录名")]
StdinOption = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读首个口令；否则随机生成")]
DistrictsOption = Annotated[list[str] | None, typer.Option("--district", help="辖区代码，可重复；不填为全部")]


def _run(settings: Settings, work: Callable[[AsyncStore, Principal], Awaitable[T]]) -> T:
    """Do one thing on the store as the local operator."""
    from api.auth.principal import local_principal
    from creditgraph.processes import credentials_for
    from graph.store import open_async_store

    with opened_store(settings):
        pass  # sees that the schema is in place

    async def main() -> T:
        async with await open_async_store(settings.store, credentials=credentials_for(settings)) as store:
            return await work(store, local_principal(os.environ.get("USER") or "local"))

    return asyncio.run(main())


def _password(from_stdin: bool) -> str:
    """From standard input, or made here."""
    from api.auth.passwords import generate_password
    from graph.errors import UsageError

    if not from_stdin:
        return generate_password()
    if sys.stdin.isatty():
        given = str(typer.prompt("口令", hide_input=True, confirmation_prompt="再输一次", err=True))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UsageError("没有读到口令", where="标准输入")
    return given


def _keep(settings: Settings, login: str, password: str) -> Path:
    """The file that the owner of a made-up password is to be shown."""
    from api.auth.accounts import fold_login
    from api.auth.first_account import PASSWORD_FILE, write_secret

    path = settings.home / f"{PASSWORD_FILE}-{fold_login(login)}"
    write_secret(path, password)
    return path


def _tell(as_json: bool, login: str, file: Path | None, done: str) -> None:
    if as_json:
        print_json({"login": login, "password_file": str(file) if file else None})
        return
    say(f"{done}：{login}；首次登录须修改口令")
    if file:
        say(f"首个口令在 {file}（只有您能读）；告知本人后请删除该文件")


@accounts_app.command("add")
def add(
    login: LoginArgument,
    role: Annotated[str, typer.Option("--role", help="角色，例如 OFFICER、INVESTIGATOR、LEADER")],
    name: Annotated[str, typer.Option("--name", help="姓名")],
    authority: Annotated[list[str] | None, typer.Option("--authority", help="所属机关代码，可重复")] = None,
    district: DistrictsOption = None,
    password_stdin: StdinOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """新建账户；首个口令从标准输入读入，或随机生成后写入仅本人可读的文件。"""
    from api.auth.accounts import create_account, fold_login

    settings, password = settings_for(store), _password(password_stdin)
    _run(
        settings,
        lambda opened, by: create_account(
            opened,
            by=by,
            login=login,
            display_name=name,
            role=role.upper(),
            password=password,
            authorities=authority or (),
            districts=district or (),
        ),
    )
    file = None if password_stdin else _keep(settings, login, password)
    _tell(as_json, fold_login(login), file, "已建立账户")


@accounts_app.command("list")
def list_all(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """列出账户。"""
    from api.auth.accounts import AccountInfo, list_accounts

    async def work(opened: AsyncStore, by: Principal) -> list[AccountInfo]:
        found: list[AccountInfo] = []
        while page := await list_accounts(opened, by=by, after=found[-1].login if found else ""):
            found += page
        return found

    found = _run(settings_for(store), work)
    if as_json:
        print_json([{**vars(one), "role": one.role.value} for one in found])
        return
    rows = [
        (one.login, one.display_name, one.role.zh, "、".join(one.authorities),
         "、".join(one.districts) or "全部", _standing(one))
        for one in found
    ]  # fmt: skip
    print_table("账户", ("登录名", "姓名", "角色", "机关", "辖区", "状态"), rows)


def _standing(account: object) -> str:
    """The one thing about an account that hinders its sign-in."""
    for name, text in (("disabled", "停用"), ("locked_until", "锁定"), ("must_change", "待改口令")):
        if getattr(account, name):
            return text
    return "正常"


@accounts_app.command("disable")
def disable(
    login: LoginArgument,
    undo: Annotated[bool, typer.Option("--undo", help="恢复使用")] = False,
    store: StoreOption = None,
) -> None:
    """停用账户并结束其会话；--undo 恢复。"""
    from api.auth.accounts import disable_account

    _run(settings_for(store), lambda opened, by: disable_account(opened, login, by=by, disabled=not undo))
    say(f"已{'恢复' if undo else '停用'}账户：{login}")


@accounts_app.command("reset")
def reset(
    login: LoginArgument,
    password_stdin: StdinOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """重设首个口令：解除锁定，结束会话，下次登录须修改。"""
    from api.auth.accounts import fold_login, reset_password

    settings, password = settings_for(store), _password(password_stdin)
    _run(settings, lambda opened, by: reset_password(opened, login, password, by=by))
    file = None if password_stdin else _keep(settings, login, password)
    _tell(as_json, fold_login(login), file, "已重设口令")


@accounts_app.command("link")
def link(
    login: LoginArgument,
    issuer: Annotated[str, typer.Option("--issuer", help="统一身份认证的地址")],
    subject: Annotated[str, typer.Option("--subject", help="其中的主体标识（sub）")],
    store: StoreOption = None,
) -> None:
    """把账户交给统一身份认证登录；本地口令随之作废。"""
    from api.auth.accounts import link_account

    _run(
        settings_for(store),
        lambda opened, by: link_account(opened, login, issuer=issuer, subject=subject, by=by),
    )
    say(f"已关联账户：{login}")


@keys_app.command("issue")
def issue(
    name: Annotated[str, typer.Argument(help="密钥名称：哪个系统用")],
    authority: Annotated[str, typer.Option("--authority", help="机关代码")],
    days: Annotated[int, typer.Option("--days", help="有效天数，至多 730")],
    out: Annotated[Path, typer.Option("--out", "-o", help="写入密钥的文件（只有您能读）")],
    district: DistrictsOption = None,
    purpose: Annotated[
        list[str] | None, typer.Option("--purpose", help="用途代码，可重复；不填为全部")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """签发部门密钥；密钥只在文件中出现这一次。"""
    from api.auth.first_account import write_secret
    from api.auth.keys import issue_key
    from graph.errors import UsageError

    if out.exists():
        raise UsageError("文件已经存在，不覆盖", where=str(out), todo="换一个文件名")
    write_secret(out, "")  # a file that cannot be written must not cost a key
    try:
        issued = _run(
            settings_for(store),
            lambda opened, by: issue_key(
                opened,
                by=by,
                name=name,
                authority=authority,
                days=days,
                districts=district or (),
                purposes=purpose or (),
            ),
        )
    except BaseException:
        out.unlink()
        raise
    write_secret(out, issued.key)
    if as_json:
        print_json({"key_id": issued.key_id, "key_file": str(out), "expires_at": issued.expires_at})
    else:
        say(f"已签发密钥 {issued.key_id}，有效至 {issued.expires_at}；密钥在 {out}，平台不再保存")


@keys_app.command("list")
def list_keys(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """列出部门密钥，不含密钥本身。"""
    from api.auth import keys
    from graph.store.moments import now_text

    async def work(opened: AsyncStore, by: Principal) -> list[keys.KeyInfo]:
        found: list[keys.KeyInfo] = []
        while page := await keys.list_keys(opened, by=by, after=found[-1].key_id if found else ""):
            found += page
        return found

    found = _run(settings_for(store), work)
    if as_json:
        print_json([vars(one) for one in found])
        return
    now = now_text()
    rows = [
        (one.key_id, one.name, one.authority, "、".join(one.districts) or "全部",
         "、".join(one.purposes) or "全部", one.expires_at[:10],
         "撤销" if one.revoked_at else "到期" if one.expires_at <= now else "有效")
        for one in found
    ]  # fmt: skip
    print_table("部门密钥", ("编号", "名称", "机关", "辖区", "用途", "到期", "状态"), rows)


@keys_app.command("revoke")
def revoke(key_id: Annotated[str, typer.Argument(help="密钥编号")], store: StoreOption = None) -> None:
    """撤销部门密钥，立即生效。"""
    from api.auth.keys import revoke_key

    done = _run(settings_for(store), lambda opened, by: revoke_key(opened, key_id, by=by))
    say(f"已撤销密钥：{key_id}" if done else f"密钥早已撤销：{key_id}")
