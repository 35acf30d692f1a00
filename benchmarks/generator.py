"""The synthetic city at full size: it runs, and its memory does not grow with the city."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_CHILD = """
import json, resource, sys
from pathlib import Path
from ingest.synthetic import generate_city
made = generate_city(Path(sys.argv[1]), entities=int(sys.argv[2]), seed=1, today="2026-11-23")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"rows": sum(made.rows.values()), "peak_mib": round(peak / 1024)}))
"""


def run(*, entities: int) -> list[dict[str, Any]]:
    """A tenth of the size, then the size, each in a process of its own."""
    found = []
    for size in (entities // 10, entities):
        with TemporaryDirectory() as scratch:
            begin = time.perf_counter()
            command = [sys.executable, "-c", _CHILD, str(Path(scratch) / "city"), str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            spent = time.perf_counter() - begin
        told = json.loads(done.stdout)
        found.append({"entities": size, "seconds": round(spent, 1), **told})
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
    return found
