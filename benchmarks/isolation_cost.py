"""What each isolation level costs: `python benchmarks/isolation_cost.py [--submissions 40] [--levels none limits ...]`.

Asks the same submission the same question in a fresh process per submission, at every level that this machine proves,
and measures by the clock: the start of the host with its self-test (once per run), opening until the first answer, a
second question of the same process, and ending its whole tree. Levels take turns: a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch

from grader.contestant import Host, Limits
from grader.contestant.host import LEVELS
from grader.contestant.tensors import encode
from grader.errors import GraderFault
from grader.model.outcome import Call, Returned
from grader.model.submission import Chunk, Module, Submission

SLUG = "a07_logistic"
SOURCE = "import torch\n\n\ndef sigmoid(x):\n    return 1 / (1 + torch.exp(-x))\n"
SUBMISSION = Submission("s", (Module(SLUG, f"{SLUG}.py", (Chunk(f"{SLUG}.py", SOURCE),)),), "")
CALLS = [Call((encode(torch.randn(7, 5)),)) for _ in range(8)]


def hosts(levels: Sequence[str], stack: ExitStack) -> dict[str, tuple[Host, float]]:
    """Every level that can be had, with the seconds until it had proven itself."""
    found = {}
    for level in levels:
        began = time.perf_counter()
        host = Host(level, Limits())
        try:
            host.start()
            host.isolation_detail  # noqa: B018 - waits for the self-test
        except GraderFault as fault:
            print(f"{level}: {fault.message}")
            host.close()
            continue
        stack.callback(host.close)
        found[level] = (host, time.perf_counter() - began)
    return found


def once(host: Host) -> tuple[float, float, float]:
    """Milliseconds until the first answers, for the second question, and for the end."""
    began = time.perf_counter()
    contestant = host.open(SUBMISSION, (SLUG,))
    for answer in contestant.ask(SLUG, "sigmoid", CALLS):
        if not isinstance(answer.outcome, Returned):
            raise SystemExit(f"no answer: {answer}")
    first = time.perf_counter()
    contestant.ask(SLUG, "sigmoid", CALLS)
    second = time.perf_counter()
    contestant.close()
    ended = time.perf_counter()
    return 1e3 * (first - began), 1e3 * (second - first), 1e3 * (ended - second)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--levels", nargs="+", choices=LEVELS, default=list(LEVELS))
    given = parser.parse_args()
    measured: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    with ExitStack() as stack:
        running = hosts(given.levels, stack)
        for _ in range(given.submissions):
            for level, (host, _) in running.items():
                measured[level].append(once(host))
        starts = {level: seconds for level, (_, seconds) in running.items()}
    print(f"{given.submissions} submissions, {len(CALLS)} calls each, median milliseconds")
    print(f"{'level':<12}{'first answers':>14}{'next question':>14}{'end':>8}{'whole':>8}{'more':>8}{'start, s':>10}")
    base = None
    for level, times in measured.items():
        first, second, end = (statistics.median(column) for column in zip(*times, strict=True))
        whole = statistics.median(a + c for a, _, c in times)
        base = whole if base is None else base
        print(f"{level:<12}{first:14.1f}{second:14.1f}{end:8.1f}{whole:8.1f}{whole - base:8.1f}{starts[level]:10.1f}")


if __name__ == "__main__":
    main()
