"""What a store URL means, and where its credentials come from.

A password stands in a file that ``CREDITGRAPH_STORE_PASSWORD_FILE`` names, never in a URL: URLs end up in
process lists, logs and shell histories.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.errors import SettingsError

USER_VARIABLE = "CREDITGRAPH_STORE_USER"
PASSWORD_VARIABLE = "CREDITGRAPH_STORE_PASSWORD_FILE"  # noqa: S105 - the name of a variable
HTTP_VARIABLE = "CREDITGRAPH_STORE_HTTP"
BOLT_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True)
class Credentials:
    """User and password; the password never shows in a representation."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class StoreAddress:
    """A checked store URL.

    Parameters
    ----------
    url
        As given; it holds no secret.
    bolt_url
        What the driver connects to; empty for an embedded store, whose port is known only when it runs.
    folder
        Data folder of an embedded store.
    database
        Name of the database; empty for the engine's usual one.
    """

    url: str
    bolt_url: str = ""
    folder: Path | None = None
    database: str = ""


def parse_url(url: str) -> StoreAddress:
    """Check a store URL.

    Raises
    ------
    SettingsError
        The scheme is unknown, a part is missing, or the URL carries a password.

    Examples
    --------
    >>> parse_url("bolt://127.0.0.1:7687").bolt_url
    'bolt://127.0.0.1:7687'
    >>> str(parse_url("embedded:///data/city").folder)
    '/data/city'
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise SettingsError(
            "图数据库地址中不得写用户名或密码",
            where=f"{parts.scheme}://…@{parts.netloc.rpartition('@')[2]}",
            todo=f"用环境变量 {USER_VARIABLE} 给出用户名，用 {PASSWORD_VARIABLE} 指明存放密码的文件",
        )
    if parts.scheme == "embedded":
        if parts.netloc or not parts.path.strip("/"):
            raise SettingsError(
                "内嵌图数据库的地址应写作 embedded:///绝对路径",
                where=url,
                todo="写三个斜杠和数据目录的绝对路径",
            )
        return StoreAddress(url=url, folder=Path(unquote(parts.path)).resolve())
    if parts.scheme not in BOLT_SCHEMES or not parts.hostname:
        raise SettingsError(
            "不认识的图数据库地址",
            where=url,
            todo="可用的写法：embedded:///目录、bolt://主机:端口、neo4j://主机:端口、neo4j+s://主机:端口",
        )
    return StoreAddress(
        url=url, bolt_url=f"{parts.scheme}://{parts.netloc}", database=unquote(parts.path.strip("/"))
    )


def credentials_from_environment() -> Credentials | None:
    """User and password as the environment names them; None where no password file is named.

    Raises
    ------
    SettingsError
        The named file cannot be read or is empty.
    """
    named = os.environ.get(PASSWORD_VARIABLE, "")
    if not named:
        return None
    return read_credentials(Path(named), os.environ.get(USER_VARIABLE, "") or "neo4j")


def read_credentials(path: Path, user: str) -> Credentials:
    """Credentials whose password is the content of a file.

    Raises
    ------
    SettingsError
        The file cannot be read or is empty.
    """
    try:
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "无法读取图数据库的密码文件", where=str(path), todo="确认文件存在且当前用户可读"
        ) from error
    if not password:
        raise SettingsError("图数据库的密码文件是空的", where=str(path), todo="写入密码后重试")
    return Credentials(user, password)
