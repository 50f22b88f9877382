"""Where the time of one submission goes: `python benchmarks/cost_split.py [--size 60] [--assignment A07]`.

Grades a mixed class without hanging submissions in this process, one after the other, and measures every step by the
clock: reading, contestant (fork, isolation, student code: everything behind `ask` and `open`), judging, JSON,
fingerprints, store (one commit, synced), page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from class_maker import make_class

from grader.batch import bench as bench_module
from grader.batch.bench import Bench
from grader.batch.job import Job, Setup
from grader.classroom.attempt import Attempt, Student
from grader.classroom.layouts import list_attempts
from grader.classroom.trees import open_tree
from grader.contestant import contestant as contestant_module
from grader.course.index import read_index
from grader.gradebook.rows import Kept
from grader.gradebook.store import GRADED, Gradebook
from grader.locale import Words
from grader.report import result_json, result_read
from grader.report.html.student import render


class Clock:
    """Adds up the seconds spent in functions, by name."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[name] += time.perf_counter() - began

        return call


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=60)
    parser.add_argument("--assignment", default="A07")
    given = parser.parse_args()
    clock = Clock()
    student = contestant_module.Contestant
    student.ask = clock.timed("contestant", student.ask)  # type: ignore[method-assign]
    bench_module._prints = clock.timed("fingerprints", bench_module._prints)
    result_json.dumps = clock.timed("JSON", result_json.dumps)
    slugs, words = read_index().slugs, Words("ko")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        make_class(base / "class", given.size, seed=3)
        tree = open_tree(base / "class")
        _, attempts = list_attempts(tree, slugs)
        setup = Setup(None, 1, 1.0, weak=True, assignments=(given.assignment,))
        with Bench(setup) as bench, Gradebook(base / "g.sqlite") as gradebook:
            run = gradebook.begin("", {})
            gradebook.enrol(
                [(Student(a.id), True) for a in attempts], [(Attempt(a.id, a.id, ()), a.id) for a in attempts]
            )
            read, grade = clock.timed("reading", tree.read), clock.timed("grading", bench.grade)
            keep = clock.timed("store", gradebook.keep)
            page = clock.timed("page", lambda line: render(result_read.loads(line), words))
            bench.grade(Job(0, tree.read(attempts[0].parts, slugs, "warm")))
            clock.seconds.clear()
            graded = 0
            for number, attempt in enumerate(attempts):
                submission = read(attempt.parts, slugs, attempt.id)
                if any("while True" in c.source for m in submission.modules for c in m.chunks):
                    continue
                finished = grade(Job(number, submission))
                keep(
                    run,
                    "k",
                    Kept(attempt.id, finished.payload, GRADED, 0.0, b64decode(finished.prints)),
                    finished.percent,
                )
                page(finished.payload)
                graded += 1
    seconds = clock.seconds
    seconds["judge and the rest"] = seconds.pop("grading") - sum(
        seconds[n] for n in ("contestant", "JSON", "fingerprints")
    )
    whole = sum(seconds.values())
    print(f"{graded} submissions, {1e3 * whole / graded:.1f} ms each in one process, {graded / whole:.1f}/s")
    for name, spent in seconds.most_common():
        print(f"  {name:<20}{1e3 * spent / graded:8.2f} ms {100 * spent / whole:6.1f} %")


if __name__ == "__main__":
    main()
