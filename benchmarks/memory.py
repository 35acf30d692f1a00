"""How much memory something takes, with the processes that it starts."""

from __future__ import annotations

import threading

import psutil


def _size(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


class Memory:
    """Largest resident size of this process and all that came from it, while it is open.

    What a fork shares with this process counts twice.
    """

    def __enter__(self) -> Memory:
        self._over = threading.Event()
        self.largest = 0
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._over.wait(0.05):
            self.largest = max(
                self.largest, process.memory_info().rss + sum(map(_size, process.children(recursive=True)))
            )

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()
