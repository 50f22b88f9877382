"""Side by side: the same twenty checks by grader, pytest, nbgrader and Otter, interleaved on the same machine.

    python benchmarks/peers.py --nbgrader VENV/bin/python --otter VENV/bin/python [--rounds 5] [--sizes 1 10 100]

Each VENV has the peer, torch and ipykernel; a peer that is not named is left out. All grade the same right answer
(benchmarks/twenty). grader's figure includes its start, isolation, store, gradebook, class report and a page per
student. Ratios are taken round by round; their median, smallest and largest are printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

HERE = Path(__file__).resolve().parent
COURSE = HERE / "twenty"
ANSWER = (COURSE / "solutions" / "t01_twenty.py").read_text(encoding="utf-8")
CHECKS = """
import torch
import torch.nn.functional as F

def _draws(seed, shapes):
    g = torch.Generator().manual_seed(seed)
    return [torch.randn(s, generator=g, dtype=torch.float64) for s in shapes]

def _gradient(f, x, g=None):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, g)[0]

def check_sigmoid():
    for x in [*_draws(1, [(3,), (7, 5), (3, 11), (5,)]), torch.tensor([-100.0, 100.0], dtype=torch.float64)]:
        torch.testing.assert_close(sigmoid(x), torch.sigmoid(x))

def check_sigmoid_backward():
    for s in [(2,), (7, 5), (3, 11), (5,), (1,)]:
        g, x = _draws(2, [s, s])
        torch.testing.assert_close(sigmoid_backward(g, x), _gradient(torch.sigmoid, x, g))

def check_mse_loss():
    for n in (2, 7, 3, 5, 1):
        p, y = _draws(3, [(n,), (n,)])
        torch.testing.assert_close(mse_loss(p, y), F.mse_loss(p, y))

def check_mse_backward():
    for n in (2, 7, 3, 5, 1):
        p, y = _draws(4, [(n,), (n,)])
        torch.testing.assert_close(mse_backward(p, y), _gradient(lambda p: F.mse_loss(p, y), p))
"""
NAMES = ("sigmoid", "sigmoid_backward", "mse_loss", "mse_backward")
ENV = {**os.environ, "OMP_NUM_THREADS": "1"}


def quiet(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a command; its output is shown only when it fails."""
    path = f"{Path(command[0]).parent}{os.pathsep}{ENV['PATH']}"  # nbgrader calls the alembic beside it
    environment = {**ENV, "PATH": path}
    words = [str(c) for c in command]
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")


def timed(work: Callable[[], int]) -> float:
    """Submissions per second of `work`, which returns how many it graded."""
    start = time.perf_counter()
    count = work()
    return count / (time.perf_counter() - start)


def ours(folder: Path, count: int) -> Callable[[], int]:
    """`grader batch` on `count` submissions with two workers, everything written."""
    submissions = folder / "submissions"
    for n in range(count):
        (submissions / f"s{n:04}").mkdir(parents=True)
        (submissions / f"s{n:04}" / "t01_twenty.py").write_text(f"{ANSWER}# {n}\n", encoding="utf-8")

    def work() -> int:
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        quiet(sys.executable, "-m", "grader", "batch", submissions, "--out", out, "--course", COURSE, "--jobs", "2")
        graded = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(graded) == count
        assert all('"status":"pass"' in line.replace(" ", "") for line in graded)
        return count

    return work


def with_pytest(folder: Path, count: int) -> Callable[[], int]:
    """One pytest process per submission, two at a time: what a CI job or Gradescope's template does."""
    tests = "\n".join(f"def test_{name}():\n    check_{name}()\n" for name in NAMES)
    for n in range(count):
        (folder / f"p{n}").mkdir(parents=True)
        (folder / f"p{n}" / "test_it.py").write_text(ANSWER + CHECKS + tests, encoding="utf-8")

    def one(n: int) -> None:
        quiet(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder / f"p{n}", cwd=folder)

    def work() -> int:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, range(count)))
        return count

    return work


def with_nbgrader(folder: Path, count: int, python: str) -> Callable[[], int]:
    """`nbgrader autograde` on `count` students in one call (it is serial by design)."""
    kinds = {"solution": {"solution": True, "grade": False}, "check": {"solution": False, "grade": True, "points": 5}}

    def cell(source: str, kind: str, name: str) -> nbformat.NotebookNode:
        marks = {"schema_version": 3, "locked": kind == "check", "task": False, "grade_id": name, **kinds[kind]}
        return new_code_cell(source, metadata={"nbgrader": marks})

    cells = [cell(ANSWER, "solution", "answer"), *(cell(CHECKS + f"\ncheck_{n}()", "check", n) for n in NAMES)]
    source = folder / "source" / "ps1" / "ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), source)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'c'\n", encoding="utf-8"
    )
    quiet(python, "-m", "nbgrader", "generate_assignment", "ps1", "--force", cwd=folder)
    for n in range(count):
        (folder / "submitted" / f"s{n}" / "ps1").mkdir(parents=True)
        shutil.copy(source, folder / "submitted" / f"s{n}" / "ps1" / "ps1.ipynb")

    def work() -> int:
        quiet(python, "-m", "nbgrader", "autograde", "ps1", "--force", cwd=folder)
        assert len(list((folder / "autograded").glob("s*/ps1/ps1.ipynb"))) == count
        return count

    return work


def with_otter(folder: Path, count: int, python: str) -> Callable[[], int]:
    """`otter run` (no container), two at a time."""
    (folder / "tests").mkdir(parents=True)
    for name in NAMES:
        code = f">>> check_{name}()"
        suite = {"cases": [{"code": code, "hidden": False, "locked": False}], "scored": True, "type": "doctest"}
        text = f"test = {{'name': {name!r}, 'points': 5, 'suites': [{suite!r}]}}\n"
        (folder / "tests" / f"{name}.py").write_text(text, encoding="utf-8")
    quiet(python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment", cwd=folder)
    for n in range(count):
        (folder / f"o{n}").mkdir()
        nbformat.write(new_notebook(cells=[new_code_cell(ANSWER), new_code_cell(CHECKS)]), folder / f"o{n}" / "s.ipynb")

    def one(n: int) -> None:
        quiet(python, "-m", "otter", "run", "s.ipynb", "-a", folder / "autograder.zip", "-o", ".", cwd=folder / f"o{n}")

    def work() -> int:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, range(count)))
        return count

    return work


Runs = dict[str, Callable[[], int]]


def peers(folder: Path, size: int, nbgrader: str | None, otter: str | None) -> Runs:
    """The peers that are there, on `size` submissions."""
    found = {"pytest": with_pytest(folder / "pytest", size)}
    if nbgrader:
        found["nbgrader"] = with_nbgrader(folder / "nbgrader", size, nbgrader)
    if otter:
        found["otter"] = with_otter(folder / "otter", size, otter)
    return found


def rates(runs: dict[int, Runs], rounds: int) -> dict[tuple[int, str], list[float]]:
    """(size, who) -> submissions per second, round by round: whatever else the machine does meets them all."""
    found: dict[tuple[int, str], list[float]] = {(size, who): [] for size in runs for who in runs[size]}
    for number in range(rounds):
        for size, who in found:
            found[size, who].append(timed(runs[size][who]))
            print(f"round {number + 1}  {size:>5} {who:<9}{found[size, who][-1]:8.2f} submissions/s", flush=True)
    return found


def report(found: dict[tuple[int, str], list[float]], most: int) -> None:
    """A line for each size and peer. Peers work one by one, so beyond `most` their rate at `most` is taken."""
    for size in sorted({size for size, who in found if who == "grader"}):
        mine = found[size, "grader"]
        print(f"{size:>5} grader    {statistics.median(mine):8.2f}/s")
        for (count, who), seen in found.items():
            if who != "grader" and count == min(size, most):
                ratios = sorted(a / b for a, b in zip(mine, seen, strict=True))
                middle, rate = statistics.median(ratios), statistics.median(seen)
                print(f"{size:>5} {who:<9} {rate:8.2f}/s  {middle:6.1f} x [{ratios[0]:.1f} to {ratios[-1]:.1f}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nbgrader", metavar="PYTHON")
    parser.add_argument("--otter", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 600], help="submissions in one command")
    parser.add_argument("--most", type=int, default=10, help="the most that peers are given")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs: dict[int, Runs] = {}
        for size in chosen.sizes:
            few = size <= chosen.most
            theirs = peers(folder / f"peers{size}", size, chosen.nbgrader, chosen.otter) if few else {}
            runs[size] = {"grader": ours(folder / f"grader{size}", size), **theirs}
        report(rates(runs, chosen.rounds), chosen.most)


if __name__ == "__main__":
    main()
