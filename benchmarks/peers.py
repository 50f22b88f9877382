"""Side by side: the same twenty checks by grader, pytest, nbgrader and Otter, interleaved on the same machine.

    python benchmarks/peers.py --nbgrader VENV/bin/python --otter VENV/bin/python [--rounds 3]

Each VENV has the peer, torch and ipykernel; a peer that is not named is left out. All grade the same right answer
(benchmarks/twenty). grader's figure includes its isolation, store, gradebook, class report and a page per student.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nbgrader", metavar="PYTHON")
    parser.add_argument("--otter", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", type=int, default=600, help="submissions a round for grader")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        contenders: dict[str, Callable[[], int]] = {
            "grader": ours(root / "grader", chosen.ours),
            "pytest": with_pytest(root / "pytest", 6),
        }
        if chosen.nbgrader:
            contenders["nbgrader"] = with_nbgrader(root / "nbgrader", 4, chosen.nbgrader)
        if chosen.otter:
            contenders["otter"] = with_otter(root / "otter", 4, chosen.otter)
        rates: dict[str, list[float]] = {name: [] for name in contenders}
        for number in range(chosen.rounds):
            for name, work in contenders.items():
                rates[name].append(timed(work))
                print(f"round {number + 1}  {name:<9} {rates[name][-1]:8.2f} submissions/s", flush=True)
    best = statistics.median(rates["grader"])
    for name, seen in rates.items():
        print(f"{name:<9} median {statistics.median(seen):8.2f}/s   grader is {best / statistics.median(seen):6.0f} x")


if __name__ == "__main__":
    main()
