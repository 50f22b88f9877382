"""Memory that contestants have for themselves: `python benchmarks/memory.py`. Linux.

Grades the twenty checks and the whole course again and again, and reads meanwhile how much of each contestant's memory
is shared with nobody (Private_Clean and Private_Dirty of smaps_rollup). Prints the median of the largest values seen.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers import COURSE
from processes import children

from grader.course.index import read_index
from grader.grading import Session
from grader.model.submission import Submission
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parent.parent


def private(pid: int) -> int:
    """kB; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_") and "Hugetlb" not in line)


class Watcher(threading.Thread):
    """Looks at everything below the warm process until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.largest: dict[int, int] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            for warm in children(os.getpid()):
                for fork in children(warm):
                    for pid in (fork, *children(fork)):
                        self.largest[pid] = max(self.largest.get(pid, 0), private(pid))


def megabytes(session: Session, submission: Submission, times: int) -> float:
    for _ in range(6):  # the warm process puts its memory in order after a few
        session.grade(submission)
    watcher = Watcher()
    watcher.start()
    for _ in range(times):
        session.grade(submission)
    watcher.over.set()
    watcher.join()
    return statistics.median(sorted(watcher.largest.values())[-times:]) / 1024


def main() -> None:
    twenty = read_submission(COURSE / "solutions" / "t01_twenty.py", ["t01_twenty"])
    with Session(COURSE, seed=5) as session:
        print(f"twenty checks: {megabytes(session, twenty, 30):.1f} MB")
    whole = read_submission(ROOT / "solutions", read_index(None).slugs)
    with Session(seed=5) as session:
        print(f"the whole course: {megabytes(session, whole, 4):.1f} MB")


if __name__ == "__main__":
    main()
