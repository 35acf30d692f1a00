"""``status`` beside a site that serves, and beside a home where nothing was started."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil


def test_status_shows_every_process_of_a_running_site(site: Any) -> None:
    done = site.run("status", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    processes = found["processes"]
    assert {name for name, one in processes.items() if one["running"]} == {"api", "worker", "dashboard"}
    served = {"api": "creditgraph.serving", "worker": "creditgraph.cli.main", "dashboard": "dashboard/app.py"}
    for name, part in served.items():
        assert part in " ".join(psutil.Process(processes[name]["pid"]).cmdline())
    for name, address in (("api", site.api), ("dashboard", site.dashboard)):
        assert urlsplit(processes[name]["url"]).port == urlsplit(address).port
    assert found["running"] is True
    secrets = [*site.passwords.values(), (site.home / "first-password").read_text(encoding="utf-8").strip()]
    assert not [one for one in secrets if one in done.stdout]


def test_status_of_another_home_shows_nothing_running(site: Any, tmp_path: Path) -> None:
    other = replace(site, environment={**site.environment, "CREDITGRAPH_HOME": str(tmp_path / "home")})
    done = other.run("status", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["running"] is False
    assert not [name for name, one in found["processes"].items() if one["running"]]
