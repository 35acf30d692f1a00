"""The server of an embedded store: one detached process per data folder (A3).

``python -m graph.store.embedded_server --folder F`` takes the folder's lock, starts ArcadeDB with Bolt on
a free loopback port, publishes port and secret in the runtime file once a first query has answered, and
ends cleanly on SIGTERM, SIGINT, or after some idle minutes unless ``creditgraph up`` wants it to stay.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import neo4j

from graph.errors import CreditGraphError, StoreBusyError, StoreUnavailableError
from graph.store.folder import StoreFolder
from graph.store.runtime import Runtime, free_port, process_start, read_runtime, secret_once, write_runtime

DATABASE: Final = "creditgraph"
USER: Final = "root"
IDLE_SECONDS: Final = 600.0
HEAP: Final = "1g"
BUSY_STATUS: Final = 3
_POLL_SECONDS: Final = 0.5
_ESTABLISHED: Final = "01"


def connections_to(ports: set[int]) -> int:
    """How many clients are connected to these local ports (Linux)."""
    count = 0
    for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            local_port = int(columns[1].rpartition(":")[2], 16)
            if columns[3] == _ESTABLISHED and local_port in ports:
                count += 1
    return count


class EmbeddedServer:
    """ArcadeDB in this process, open to clients over Bolt on loopback."""

    def __init__(self, folder: StoreFolder, heap: str = HEAP) -> None:
        self.folder = folder
        self.heap = heap
        self.port = 0
        self.http_port = 0
        self._server: Any = None

    def start(self) -> None:
        """Start the engine; returns when a first query has answered and the runtime file is written."""
        from arcadedb_embedded.server import ArcadeDBServer

        os.chdir(self.folder.data)  # the engine drops its log folder into the current directory
        secret = secret_once(self.folder.secret_file)
        self.port, self.http_port = free_port(), free_port()
        self._server = ArcadeDBServer(
            str(self.folder.data),
            secret,
            {
                "host": "127.0.0.1",
                "http_port": self.http_port,
                "bolt_port": self.port,
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            },
            # -Xrs leaves SIGTERM and SIGINT to Python, which closes the database first.
            {"heap_size": self.heap, "jvm_args": ["-Xrs"]},
        )
        self._server.start()
        self._server.create_database(DATABASE)
        version = self._first_answer(secret)
        pid = os.getpid()
        write_runtime(
            self.folder.runtime_file,
            Runtime(
                pid=pid,
                started=process_start(pid) or time.time(),
                port=self.port,
                http_port=self.http_port,
                user=USER,
                password=secret,
                engine="arcadedb",
                version=version,
            ),
        )

    def _first_answer(self, secret: str) -> str:
        url = f"bolt://127.0.0.1:{self.port}"
        deadline = time.monotonic() + 30
        while True:
            try:
                with neo4j.GraphDatabase.driver(url, auth=(USER, secret), telemetry_disabled=True) as driver:
                    driver.execute_query("RETURN 1 AS one", database_=DATABASE)
                    return str(driver.get_server_info().agent)
            except neo4j.exceptions.ServiceUnavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def withdraw(self) -> None:
        """Take the runtime file back, if it is ours, so that no client comes any more."""
        runtime = read_runtime(self.folder.runtime_file)
        if runtime is not None and runtime.pid == os.getpid():
            self.folder.runtime_file.unlink(missing_ok=True)

    def stop(self) -> None:
        """Close the database and end the engine."""
        self.withdraw()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def is_wanted(self) -> bool:
        """Whether `up` said that this very process is to stay."""
        try:
            return self.folder.persistent_file.read_text(encoding="ascii").strip() == str(os.getpid())
        except OSError:
            return False

    def serve(self, ended: threading.Event, idle_seconds: float) -> str:
        """Wait until told to end or idle for too long; returns the reason."""
        last_used = time.monotonic()
        while not ended.wait(_POLL_SECONDS):
            if connections_to({self.port, self.http_port}) or self.is_wanted():
                last_used = time.monotonic()
            elif time.monotonic() - last_used >= idle_seconds:
                self.withdraw()
                if not connections_to({self.port, self.http_port}):
                    return "idle"
        return "signal"


def run(folder: StoreFolder, *, idle_seconds: float, heap: str) -> None:
    """Hold the folder and serve it until the end.

    Raises
    ------
    StoreBusyError
        Another process holds the folder.
    StoreUnavailableError
        The engine does not start.
    """
    log = logging.getLogger("creditgraph.store")
    folder.prepare()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    lock = folder.hold()
    server = EmbeddedServer(folder, heap)
    try:
        try:
            server.start()
        except CreditGraphError:
            raise
        except Exception as error:
            log.exception("engine did not start")
            raise StoreUnavailableError(
                f"内嵌图数据库未能启动（{type(error).__name__}）",
                where=str(folder.path),
                todo=f"查看 {folder.log_file}，并执行 creditgraph doctor",
            ) from error
        log.info("serving %s, pid %s, port %s", folder.path, os.getpid(), server.port)
        log.info("ending: %s", server.serve(ended, idle_seconds))
    finally:
        server.stop()
        folder.holder_file.unlink(missing_ok=True)
        lock.release()
    log.info("closed")


def main(arguments: list[str] | None = None) -> int:
    """Command line of the server process."""
    parser = argparse.ArgumentParser(prog="python -m graph.store.embedded_server")
    parser.add_argument("--folder", required=True, type=Path)
    parser.add_argument("--idle-seconds", type=float, default=IDLE_SECONDS)
    parser.add_argument("--heap", default=HEAP)
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("neo4j").setLevel(logging.WARNING)
    try:
        run(StoreFolder(options.folder.resolve()), idle_seconds=options.idle_seconds, heap=options.heap)
    except CreditGraphError as error:
        sys.stderr.write(f"{error}\n")
        return BUSY_STATUS if isinstance(error, StoreBusyError) else error.exit_status
    return 0


if __name__ == "__main__":
    ended_with = main()
    logging.shutdown()
    sys.stderr.flush()
    # The database is closed. The engine's threads of clients that are still connected end with the process:
    # an orderly end of the virtual machine would wait for them, so for the clients.
    os._exit(ended_with)
