"""The health command of the containers, against both engines as they run here without any."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from graph.store import Store, core
from graph.store.testing import EngineServer

SCRIPT = Path(__file__).parents[3] / "deploy" / "compose" / "health.sh"


def test_an_engine_that_answers_is_healthy(engine_server: EngineServer, engine_store: Store) -> None:
    endpoint = core.resolve(engine_store._address, engine_store._credentials)
    address = urlsplit(endpoint.bolt_url)
    command = ["bash", str(SCRIPT), str(address.hostname), str(address.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
