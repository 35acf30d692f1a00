"""How much memory something takes, with the processes that it starts."""

from __future__ import annotations

import threading

import psutil


class Memory:
    """Largest resident size of this process and all that came from it, while it is open.

    What a fork shares with this process counts twice.

    Parameters
    ----------
    java
        Whether Java counts too: a database server that this process started is no part of an ingest.
    """

    def __init__(self, *, java: bool) -> None:
        self._java = java
        self.largest = 0

    def __enter__(self) -> Memory:
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._over.wait(0.05):
            parts = [process, *process.children(recursive=True)]
            self.largest = max(self.largest, sum(map(self._size, parts)))

    def _size(self, process: psutil.Process) -> int:
        try:
            counts = self._java or process.name() != "java"
            return int(process.memory_info().rss) if counts else 0
        except psutil.NoSuchProcess:
            return 0

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()
