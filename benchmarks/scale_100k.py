"""Synthetic results through store, files and class report: `python benchmarks/scale_100k.py [--sizes N ...]`.

Nothing is graded: a few real results (made here, with one worker) are varied by student, status and points. For every
size: seconds per step, microseconds per student, bytes on the disk, peak memory of the process. Students' pages are
rendered for a sample only; their number times the time for one is what they would cost.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from batch_class import graded
from class_maker import make_class

from grader.batch.publish import Publisher
from grader.batch.settings import read_settings, settings_data
from grader.batch.vault import Vault
from grader.classroom.attempt import Attempt, Student
from grader.gradebook.rows import Kept
from grader.gradebook.store import GRADED, Gradebook
from grader.model.gradebook import Grade
from grader.similarity.fingerprints import pack


class WithoutPages(Publisher):
    """Everything but students' pages."""

    def _page(self, pages: Any, grade: Grade, row: Any) -> str:  # noqa: ARG002
        return ""


@contextmanager
def timed(steps: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    steps[name] = time.perf_counter() - began


def varied(lines: list[str], draw: random.Random, name: str) -> tuple[str, float]:
    """One of the real results as another student's: its points drawn anew."""
    data = json.loads(draw.choice(lines))
    data["submission"]["id"] = name
    able = draw.random()
    for assignment in data["assignments"]:
        for function in assignment["functions"]:
            right = draw.random() < able
            function["points"] = function["max_points"] if right else 0.0
            function["status"] = "pass" if right else ("fail" if function["finding"] else "todo")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")), 100.0 * able


def measured(size: int, lines: list[str], settings: dict[str, Any], out: Path, answer: Any) -> None:
    """Runs in a process of its own, so that the peak memory is this size's."""
    draw, steps = random.Random(size), dict[str, float]()
    vault = Vault(out)
    settings = {**settings, "listed": size, "handed_in": {"a07_logistic": size}}
    with Gradebook(vault.gradebook) as gradebook:
        run = gradebook.begin("2026-01-01T00:00:00+00:00", settings)
        names = [f"s{n:06d}" for n in range(size)]
        with timed(steps, "enrol"):
            gradebook.enrol(((Student(n), True) for n in names), ((Attempt(n, n, (n,)), n) for n in names))
        keeping = 0.0
        for name in names:
            payload, percent = varied(lines, draw, name)
            kept = Kept(name, payload, GRADED, 0.1, pack(draw.getrandbits(64) for _ in range(60)))
            began = time.perf_counter()
            gradebook.keep(run, "k", kept, percent)
            keeping += time.perf_counter() - began
        steps["keep, one by one"] = keeping
        with timed(steps, "resume (look up all)"):
            assert all(gradebook.reuse(name, "k") for name in names)
        gradebook.finish(run, "2026-01-01T00:00:00+00:00", settings)
        publisher = WithoutPages(out, gradebook, read_settings(settings))
        with timed(steps, "all files and class.html"):
            report = publisher.publish()
        assert len(report.students) == size
    files = {p.name: p.stat().st_size for p in [*out.iterdir(), vault.gradebook] if p.is_file()}
    answer.put((steps, files, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        make_class(base / "class", 24)
        graded(base / "class", base / "out", 2, 1.0, "--assignment", "A07")
        lines = (base / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
        with Gradebook(Vault(base / "out").gradebook) as gradebook:
            kept = gradebook.settings()
        assert kept is not None
        settings = settings_data(read_settings(kept))
        print(f"a result has {sum(map(len, lines)) // len(lines)} bytes on average")
        context = multiprocessing.get_context("spawn")
        for size in given.sizes:
            answer = context.SimpleQueue()
            process = context.Process(target=measured, args=(size, lines, settings, base / str(size), answer))
            process.start()
            steps, files, peak = answer.get()
            process.join()
            print(f"\n{size} students, peak memory {peak:.0f} MB")
            for name, seconds in steps.items():
                print(f"  {name:<26}{seconds:9.2f} s {1e6 * seconds / size:9.0f} us each")
            print("  " + ", ".join(f"{n} {s / 1e6:.1f} MB" for n, s in sorted(files.items()) if s > 1e5), flush=True)


if __name__ == "__main__":
    main()
