"""Renders students' pages on all processors: a page takes as long as everything else that is written for a student."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

from grader.batch.processors import processors
from grader.locale import Words
from grader.report import result_read
from grader.report.html.student import render

# As long as it takes to start a process that can render.
_ALONE = 40


class Painters:
    """Pages come back in the order in which they were asked for. A few are rendered right here, many by helpers."""

    def __init__(self, words: Words) -> None:
        self._look = (words.lang, None if words.course_root is None else str(words.course_root))
        self._count = 0
        self._helpers: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[str, Future[str]]] = deque()

    def paint(self, label: str, data: str) -> Iterator[tuple[str, str]]:
        """Asks for the page of a result (its line of JSON); gives the pages that are due, each with its label."""
        self._count += 1
        if self._count <= _ALONE or processors() == 1:
            return iter([(label, _painted(data, *self._look))])
        if self._helpers is None:
            self._helpers = ProcessPoolExecutor(processors(), _context(), initializer=_helper)
        self._waiting.append((label, self._helpers.submit(_painted, data, *self._look)))
        return self._due(4 * processors())

    def rest(self) -> Iterable[tuple[str, str]]:
        """All pages that were asked for and not given yet."""
        return self._due(0)

    def close(self) -> None:
        if self._helpers is not None:
            self._helpers.shutdown(cancel_futures=True)

    def _due(self, most: int) -> Iterator[tuple[str, str]]:
        while len(self._waiting) > most:
            label, future = self._waiting.popleft()
            yield label, future.result()


def _context() -> BaseContext:
    """Forks have the templates that the first pages needed. Only where no thread can hold a lock that they inherit."""
    alone = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if alone else "spawn")


def _painted(data: str, lang: str, course_root: str | None) -> str:
    return render(result_read.loads(data), _words(lang, course_root))


@lru_cache
def _words(lang: str, course_root: str | None) -> Words:
    return Words(lang, course_root)


def _helper() -> None:
    """Ctrl-C is the coordinator's; and when that is killed, its helpers would wait for the next page for good."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
