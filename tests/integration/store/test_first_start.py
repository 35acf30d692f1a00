"""Processes that start at once on a store that nobody has used: one makes ready what all of them need."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graph.store import Store, ensure_schema, open_store
from graph.store.core import SCHEMA_META
from graph.store.testing import EngineServer

API = """
    import asyncio, sys
    from pathlib import Path
    from api.main import create_app
    from api.settings import ApiSettings

    async def start() -> None:
        home = Path(sys.argv[2])
        settings = ApiSettings(store=sys.argv[1], home=home, keys=home / "keys", audit=home / "audit")
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            assert app.state.service.blocking.schema_is_current()
        print("started")

    asyncio.run(start())
"""
OTHER = """
    import sys
    from pathlib import Path
    from graph.store import ensure_schema, open_store

    with open_store(sys.argv[1]) as store:
        ensure_schema(store, Path(sys.argv[2]))
        assert store.schema_is_current()
        print("started")
"""


def test_two_services_and_two_others_start_at_once_on_a_fresh_store(
    embedded_folder: Path, tmp_path: Path
) -> None:
    url, home = f"embedded://{embedded_folder}", tmp_path / "home"
    home.mkdir(mode=0o700)
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(text), url, str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for text in (API, OTHER, API, OTHER)
    ]
    try:
        told = [one.communicate(timeout=600) for one in begun]
    finally:
        for one in begun:
            one.kill()
    assert [one.returncode for one in begun] == [0] * 4, told
    assert [out.strip() for out, _ in told] == ["started"] * 4
    assert "Traceback" not in "".join(err for _, err in told)
    with open_store(url) as store:
        assert not ensure_schema(store, home), "it is there"
        accounts = store.read("read/auth/accounts", after="", limit=10)
    assert len(accounts) == 1, "one first administrator"


def test_those_who_come_at_once_to_an_outdated_schema_make_it_once(
    engine_server: EngineServer, store: Store, tmp_path: Path
) -> None:
    """On both engines: each has a connection of its own, as processes have."""
    store.write(
        lambda tx: tx.run("write/meta/put_value", name=SCHEMA_META, value="older"), by="test", why="schema"
    )

    def start(_: int) -> bool:
        with engine_server.open() as mine:
            return ensure_schema(mine, tmp_path)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(start, range(4)))
    assert made.count(True) == 1
    assert store.schema_is_current()
