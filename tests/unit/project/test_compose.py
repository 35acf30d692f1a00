"""The compose file and its scripts, as far as a machine without containers can tell."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.store.embedded import stop_server


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """The compose file."""
    loaded: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


@contextmanager
def _listener(answer: bytes | None) -> Iterator[int]:
    """A port on loopback that takes a handshake and gives `answer`, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                offer = connection.recv(20)
                if answer is not None:
                    connection.sendall(answer if offer[:4] == b"\x60\x60\xb0\x17" else b"????")
                    return
                connection.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=10)


def _health(root: Path, port: int) -> subprocess.CompletedProcess[str]:
    script = root / "deploy" / "compose" / "health.sh"
    return subprocess.run(
        ["bash", str(script), "127.0.0.1", str(port)], capture_output=True, text=True, check=False
    )


def test_docker_compose_accepts_the_file(root: Path) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        if os.environ.get("CREDITGRAPH_REQUIRE"):
            pytest.fail("缺少 docker-compose，请安装：apt-get install docker-compose")
        pytest.skip("缺少 docker-compose（apt-get install docker-compose），未检查 docker-compose.yml")
    done = subprocess.run(
        [program, "-f", str(root / "docker-compose.yml"), "config", "-q"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_the_long_term_one(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["image"].startswith("neo4j:5.26")
    assert "enterprise" not in compose["services"]["neo4j"]["image"]


def test_the_password_comes_from_a_file_and_has_no_default(compose: dict[str, Any], root: Path) -> None:
    service = compose["services"]["neo4j"]
    assert "NEO4J_AUTH" not in service["environment"]
    assert service["environment"]["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j_auth"
    secret = compose["secrets"]["neo4j_auth"]["file"]
    ignored = subprocess.run(["git", "check-ignore", "-q", secret], cwd=root, check=False)
    assert ignored.returncode == 0


def test_every_port_is_bound_to_loopback(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_data_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    mounts = dict(one.split(":")[:2] for one in compose["services"]["neo4j"]["volumes"])
    named = {source: target for source, target in mounts.items() if not source.startswith(".")}
    assert set(named) | {"creditgraph-home"} == set(compose["volumes"])
    assert set(named.values()) == {"/data", "/logs"}


def test_the_parts_keep_keys_and_audit_in_one_volume_and_run_what_serve_knows(
    compose: dict[str, Any], root: Path
) -> None:
    script = (root / "deploy" / "compose" / "serve.sh").read_text(encoding="utf-8")
    for name in ("api", "worker", "dashboard"):
        service = compose["services"][name]
        assert service["volumes"] == ["creditgraph-home:/var/lib/creditgraph"]
        assert service["command"] == [name]
        assert f"\n{name})\n" in script


def test_an_unknown_part_is_refused(root: Path) -> None:
    script = root / "deploy" / "compose" / "serve.sh"
    done = subprocess.run(["bash", str(script), "nothing"], capture_output=True, text=True, check=False)
    assert done.returncode == 2


@pytest.mark.slow
def test_the_api_s_entry_point_and_health_command_work_without_containers(root: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    compose = root / "deploy" / "compose"
    environment = {
        **os.environ,
        "CREDITGRAPH_HOME": str(tmp_path / "home"),
        "CREDITGRAPH_STORE": f"embedded://{tmp_path / 'home' / 'store'}",
        "CREDITGRAPH_API_PORT": str(port),
    }
    check = ["bash", str(compose / "http-health.sh"), f"http://127.0.0.1:{port}/api/v1/healthz"]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1
    with subprocess.Popen(["bash", str(compose / "serve.sh"), "api"], env=environment) as served:
        try:
            until = time.monotonic() + 90
            while subprocess.run(check, capture_output=True, check=False).returncode:
                assert served.poll() is None
                assert time.monotonic() < until
                time.sleep(0.5)
        finally:
            served.terminate()
            served.wait(60)
    stop_server(tmp_path / "home" / "store")


def test_the_health_check_runs_the_script_that_is_mounted(compose: dict[str, Any]) -> None:
    service = compose["services"]["neo4j"]
    mounted = [
        one.split(":")[1] for one in service["volumes"] if one.startswith("./deploy/compose/health.sh:")
    ]
    assert mounted == [service["healthcheck"]["test"][2]]


def test_a_server_that_speaks_bolt_is_healthy(root: Path) -> None:
    with _listener(b"\x00\x00\x04\x05") as port:
        assert _health(root, port).returncode == 0


@pytest.mark.parametrize("answer", [b"\x00\x00\x00\x00", b"HTTP", b""])
def test_a_server_that_does_not_is_unhealthy(answer: bytes, root: Path) -> None:
    with _listener(answer) as port:
        done = _health(root, port)
    assert done.returncode == 1
    assert "图数据库没有在" in done.stderr


def test_a_closed_port_is_unhealthy(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert _health(root, port).returncode == 1


@pytest.mark.slow
def test_a_silent_server_is_unhealthy_within_the_timeout(root: Path) -> None:
    with _listener(None) as port:
        assert _health(root, port).returncode == 1


def test_the_secret_is_random_and_written_once(root: Path, tmp_path: Path) -> None:
    script = root / "deploy" / "compose" / "make-secret.sh"
    contents = []
    for folder in ("one", "two", "one"):
        subprocess.run(["bash", str(script), str(tmp_path / folder)], check=True, capture_output=True)
        contents.append((tmp_path / folder / "neo4j_auth").read_text(encoding="ascii"))
    assert contents[0] == contents[2] != contents[1]
    user, password = contents[0].split("/")
    assert user == "neo4j"
    assert len(password) == 48
    assert (tmp_path / "one" / "neo4j_password").read_text(encoding="ascii") == password
    assert stat.S_IMODE((tmp_path / "one" / "neo4j_password").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700
