"""Guards what speed rests on: ratios of processor times, never seconds: `python benchmarks/guard.py [--rounds 2]`.

Each figure divides what grading costs by something that any machine must pay: a fork of a process with torch that runs
the same checks bare, a right answer's cost, `import torch`. The smallest of a few interleaved rounds counts. Prints the
figures beside their limits; exits 1 when one is above. Limits are about one and a half times what was measured.
Linux only: elsewhere no process is forked.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers import ANSWER, CHECKS, COURSE, NAMES
from processes import children
from watch_latency import RIGHT

from grader.grading import Session
from grader.model.submission import Submission
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parent.parent
TIMES = 12
TICK = os.sysconf("SC_CLK_TCK")
LIMITS = {
    "twenty checks: graded / bare in a fork": 3.3,
    "a wrong answer: graded with its cause / a right one": 3.5,
    "grader check A07 / import torch": 2.5,
}


def spent(pid: int) -> float:
    """Processor seconds of a process and of all its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


def graded(session: Session, submission: Submission, only: list[str] | None = None) -> float:
    """Processor seconds for grading it, those of judge, warm process and contestants together."""
    watched = [os.getpid(), *children(os.getpid())]
    before = sum(map(spent, watched))
    for _ in range(TIMES):
        session.grade(submission, only)
    return (sum(map(spent, watched)) - before) / TIMES


def bare() -> Callable[[], float]:
    """A fork of this process, which has torch, runs the checks and exits: its processor seconds."""
    program = compile(ANSWER + CHECKS + "".join(f"\ncheck_{name}()" for name in NAMES), "bare", "exec")
    exec(program, {})  # what it imports is imported once

    def one() -> float:
        before = os.times()
        for _ in range(TIMES):
            if (child := os.fork()) == 0:
                exec(program, {})
                os._exit(0)
            if os.waitpid(child, 0)[1]:
                sys.exit("the checks do not pass bare")
        after = os.times()
        parts = zip(after[:4], before[:4], strict=True)
        return sum(late - early for late, early in parts) / TIMES

    return one


def command(*words: str) -> float:
    """Processor seconds of one run of Python and all it starts."""
    before = os.times()
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def answers(folder: Path) -> tuple[Submission, Submission]:
    """A right and a wrong A07."""
    text = (ROOT / "solutions" / "a07_logistic.py").read_text(encoding="utf-8")
    file = folder / "a07_logistic.py"
    read = []
    for each in (text, text.replace(RIGHT, "return 0 * x + 0.5")):
        file.write_text(each, encoding="utf-8")
        read.append(read_submission(file, ["a07_logistic"]))
    return read[0], read[1]


def measured(rounds: int) -> dict[str, float]:
    """The figures by their names in LIMITS."""
    twenty = read_submission(COURSE / "solutions" / "t01_twenty.py", ["t01_twenty"])
    asked = ["A07.sigmoid"]
    ratios: dict[str, list[float]] = {name: [] for name in LIMITS}
    submissions, explained, cold = ratios.values()
    with tempfile.TemporaryDirectory() as name, Session(COURSE, seed=5) as small, Session(seed=5) as whole:
        right, wrong = answers(Path(name))
        in_a_fork = bare()
        graded(small, twenty)
        graded(whole, wrong, asked)
        for _ in range(rounds):
            submissions.append(graded(small, twenty) / in_a_fork())
            explained.append(graded(whole, wrong, asked) / graded(whole, right, asked))
            cold.append(command("-m", "grader", "check", "solutions/a07_logistic.py") / command("-c", "import torch"))
    return {name: min(found) for name, found in ratios.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    if sys.platform != "linux":
        print("guard: only on Linux")
        return 0
    found = measured(rounds)
    for name, ratio in found.items():
        print(f"{name:<52} {ratio:5.2f}  limit {LIMITS[name]}")
    return int(any(ratio > LIMITS[name] for name, ratio in found.items()))


if __name__ == "__main__":
    sys.exit(main())
