"""A local Neo4j from its Maven artifacts, for machines without a container engine.

``python -m graph.store.neo4j_local start --home H`` fetches the jars that ``deploy/neo4j/pom.xml`` names
(once; Maven caches them), starts the server detached on loopback and prints where it answers. The password
is made once and stands in a 0600 file that ``CREDITGRAPH_STORE_PASSWORD_FILE`` can name. Neo4j is GPL-3 and
stays a separate server that we do not ship.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

import neo4j
from filelock import FileLock
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.errors import CreditGraphError, SettingsError, StoreUnavailableError
from graph.store.address import Credentials
from graph.store.dialect import version_of
from graph.store.runtime import (
    Runtime,
    free_port,
    port_answers,
    process_is,
    process_start,
    read_runtime,
    secret_once,
    tail,
    write_private,
    write_runtime,
)

POM: Final = Path(__file__).resolve().parents[2] / "deploy" / "neo4j" / "pom.xml"
USER: Final = "neo4j"
HEAP: Final = "1g"
PAGE_CACHE: Final = "256m"
"""Enough for a city of 100,000; of a larger one give it what the data folder holds, as far as memory goes."""
START_SECONDS: Final = 180.0
STOP_SECONDS: Final = 90.0
_MAIN_CLASS: Final = "org.neo4j.server.CommunityEntryPoint"
_OPENS: Final = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
_HOME_FOLDERS: Final = ("conf", "data", "logs", "plugins", "import", "run", "licenses", "lib")
_SETTINGS: Final = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
server.directories.import=import
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
db.tx_log.rotation.retention_policy=200M size
"""


def java_major() -> int | None:
    """Major version of the machine's Java, or None without one."""
    java = shutil.which("java")
    if java is None:
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r'version "(\d+)', told.stderr + told.stdout)
    return int(found.group(1)) if found else None


def what_is_missing() -> str:
    """What this machine lacks to run Neo4j, in the reader's words; empty if nothing."""
    missing = []
    if (java_major() or 0) < 17:
        missing.append("Java 17（apt-get install openjdk-17-jre-headless）")
    if shutil.which("mvn") is None:
        missing.append("Maven（apt-get install maven）")
    return "、".join(missing)


def classpath(cache: Path) -> str:
    """The server's jars, as Maven resolves them; the answer is kept in `cache` while the pom stays.

    Raises
    ------
    SettingsError
        Maven or Java is missing, or the jars cannot be fetched.
    """
    key = hashlib.sha256(POM.read_bytes()).hexdigest()[:16]
    kept = cache / f"classpath-{key}.txt"
    if kept.is_file():
        text = kept.read_text(encoding="utf-8").strip()
        if text and all(Path(jar).is_file() for jar in text.split(os.pathsep)):
            return text
    if missing := what_is_missing():
        raise SettingsError(f"本机缺少 {missing}", where="Neo4j", todo="安装后重试，或使用 ENGINE=arcadedb")
    cache.mkdir(parents=True, exist_ok=True)
    command = [
        shutil.which("mvn") or "mvn",
        "--quiet",
        "--batch-mode",
        f"--file={POM}",
        "dependency:build-classpath",
        f"-Dmdep.outputFile={kept}",
        "-Dmdep.includeScope=runtime",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not kept.is_file():
        last = "\n".join((done.stdout + done.stderr).splitlines()[-5:])
        raise SettingsError(
            f"Maven 未能取得 Neo4j 的程序包：{last}", where=str(POM), todo="检查网络或 Maven 的镜像设置后重试"
        )
    return kept.read_text(encoding="utf-8").strip()


def runtime_file(home: Path) -> Path:
    """Where a running server says who it is."""
    return home / "neo4j.runtime.json"


def secret_file(home: Path) -> Path:
    """The password's file."""
    return home / "neo4j.secret"


def running(home: Path) -> Runtime | None:
    """The server of this home that runs now, if any."""
    runtime = read_runtime(runtime_file(home))
    if runtime is None or not runtime.is_alive() or not runtime.answers():
        return None
    return runtime


def url_of(runtime: Runtime) -> str:
    """The store URL of a running server."""
    return f"bolt://127.0.0.1:{runtime.port}"


def credentials_of(runtime: Runtime) -> Credentials:
    """Its credentials."""
    return Credentials(runtime.user, runtime.password)


def start(
    home: Path, *, port: int = 0, heap: str = HEAP, page_cache: str = PAGE_CACHE, cache: Path | None = None
) -> Runtime:
    """Start the server of this home, or find it running.

    Parameters
    ----------
    home
        Folder of its data, logs and settings.
    port
        Bolt port; a free one by default.
    heap, page_cache
        Memory of Java, and of the files outside it, as Neo4j writes them: ``2g``.
    cache
        Where the list of jars is kept; the home by default.

    Raises
    ------
    SettingsError
        Java or Maven is missing.
    StoreUnavailableError
        It does not start.
    """
    home = home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(home / "start.lock", thread_local=False, mode=0o600).acquire(timeout=START_SECONDS):
        return running(home) or _start(home, port or free_port(), heap, page_cache, cache or home)


def _start(home: Path, port: int, heap: str, page_cache: str, cache: Path) -> Runtime:
    jars = classpath(cache)
    for name in _HOME_FOLDERS:
        (home / name).mkdir(exist_ok=True)
    settings = _SETTINGS.format(port=port, page_cache=page_cache)
    (home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
    command = [
        shutil.which("java") or "java",
        f"-Xmx{heap}",
        "-XX:+UseG1GC",
        "-Dfile.encoding=UTF-8",
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENS),
        "-cp",
        jars,
        _MAIN_CLASS,
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]
    log = home / "logs" / "console.log"
    with log.open("ab") as stream:
        process = subprocess.Popen(  # noqa: S603 - fixed program, no shell
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True, cwd=home
        )
    threading.Thread(target=process.wait, daemon=True).start()
    try:
        secret = secret_once(secret_file(home))
        version = _wait_until_ready(home, process, port, secret)
    except BaseException:
        process.terminate()
        raise
    runtime = Runtime(
        pid=process.pid,
        started=process_start(process.pid) or time.time(),
        port=port,
        http_port=0,
        user=USER,
        password=secret,
        engine="neo4j",
        version=version,
    )
    write_runtime(runtime_file(home), runtime)
    return runtime


def _wait_until_ready(home: Path, process: subprocess.Popen[bytes], port: int, secret: str) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if port_answers(port):
            try:
                return _first_answer(home, port, secret)
            except (Neo4jError, DriverError):
                pass
        time.sleep(0.3)
    log = home / "logs" / "console.log"
    raise StoreUnavailableError(
        f"Neo4j 未能启动。日志末尾：{tail(log, 4)}", where=str(log), todo="检查内存、磁盘空间和端口是否被占用"
    )


def _first_answer(home: Path, port: int, secret: str) -> str:
    """Answer a first query, after the password that Neo4j begins with has been replaced."""
    url = f"bolt://127.0.0.1:{port}"
    mark = home / "neo4j.password-set"
    if not mark.exists():
        # An AuthError means that we replaced it before and were stopped before we could note it.
        with (
            contextlib.suppress(AuthError),
            neo4j.GraphDatabase.driver(url, auth=(USER, "neo4j"), telemetry_disabled=True) as driver,
        ):
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $secret",
                {"secret": secret},
                database_="system",
            )
    with neo4j.GraphDatabase.driver(url, auth=(USER, secret), telemetry_disabled=True) as driver:
        driver.execute_query("RETURN 1 AS one", database_="neo4j")
        write_private(mark, "")
        return version_of(str(driver.get_server_info().agent))


def stop(home: Path, *, timeout: float = STOP_SECONDS) -> bool:
    """End the server of this home cleanly; False if none runs.

    Raises
    ------
    StoreUnavailableError
        It does not end in time.
    """
    runtime = read_runtime(runtime_file(home))
    if runtime is None or not runtime.is_alive():
        runtime_file(home).unlink(missing_ok=True)
        return False
    os.kill(runtime.pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while process_is(runtime.pid, runtime.started):
        if time.monotonic() > deadline:
            raise StoreUnavailableError(
                f"Neo4j 没有按时结束：进程号 {runtime.pid}，启动于 {runtime.started_at}",
                where=str(home),
                todo="查看 logs 目录下的日志",
            )
        time.sleep(0.1)
    runtime_file(home).unlink(missing_ok=True)
    return True


def main(arguments: list[str] | None = None) -> int:
    """Command line: start, stop or status of a local Neo4j; prints one JSON document without secrets."""
    parser = argparse.ArgumentParser(prog="python -m graph.store.neo4j_local")
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--home", required=True, type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--heap", default=HEAP)
    parser.add_argument("--page-cache", default=PAGE_CACHE)
    options = parser.parse_args(arguments)
    home: Path = options.home.resolve()
    try:
        if options.action == "stop":
            sys.stdout.write(json.dumps({"stopped": stop(home)}) + "\n")
            return 0
        runtime = running(home)
        if options.action == "start":
            runtime = start(home, port=options.port, heap=options.heap, page_cache=options.page_cache)
    except CreditGraphError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    found: dict[str, object] = {"running": runtime is not None}
    if runtime is not None:
        found |= {
            "url": url_of(runtime),
            "user": runtime.user,
            "password_file": str(secret_file(home)),
            "pid": runtime.pid,
            "version": runtime.version,
        }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
