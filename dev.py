#!/usr/bin/env python3
"""Every task of this checkout, with nothing but Python and git: `python3 dev.py demo`, `python3 dev.py test`, ...

Each task runs in a virtual environment of its own, `.venv` in this folder, which is made on the first run and left
alone as long as pyproject.toml, setup.py and constraints.txt stay as they are. Nothing is written outside the checkout.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
EXTRAS = ("", "test", "docs", "dev")  # each holds the ones before it
PINS = ("pyproject.toml", "setup.py", "constraints.txt")
WHOLE = ("-q", "-n", "2", "--dist", "worksteal")  # neighbours stay together: what they share is made once


def main(arguments: Sequence[str]) -> int:
    """Run the named task. Whatever follows the name goes to the tool behind it. Returns the tool's exit code."""
    if sys.version_info < (3, 10):  # noqa: UP036 (whoever runs this file has not read pyproject.toml)
        print(f"dev.py needs Python 3.10 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    name, *rest = arguments or ["help"]
    task = TASKS.get(name)
    if task is None:
        print(__doc__)
        for each, function in TASKS.items():
            print(f"  python3 dev.py {each:<13} {(function.__doc__ or '').splitlines()[0]}")
        return 0 if name in {"help", "-h", "--help"} else 2
    os.chdir(ROOT)
    return task(rest)


def demo(rest: Sequence[str]) -> int:
    """Install, grade the sample submission, write its report."""
    install("")
    report = ROOT / "report.html"
    code = run("-m", "grader", "check", "examples/submission", "--html", str(report), *rest)
    if code not in {0, 1}:
        return code
    print(f"\nThe report: {report.as_uri()}")
    return 0


def test(rest: Sequence[str]) -> int:
    """Install with what the tests need, run them."""
    install("test")
    return run("-m", "pytest", *(rest or WHOLE))


def lint(rest: Sequence[str]) -> int:
    """Style, likely mistakes and formatting (ruff)."""
    install("dev")
    return run("-m", "ruff", "check", *(rest or ["."])) or run("-m", "ruff", "format", "--check", *(rest or ["."]))


def types(rest: Sequence[str]) -> int:
    """Static types, strict (mypy)."""
    install("dev")
    return run("-m", "mypy", *rest)


def verify(rest: Sequence[str]) -> int:
    """Prove the course: stubs fail, solutions pass, every known mistake is told by its own name."""
    install("test")
    return run("-m", "grader", "derive", "--check") or run("-m", "grader", "verify", *rest)


def guard(rest: Sequence[str]) -> int:
    """What grading costs, as ratios of processor times beside their limits."""
    install("test")
    return run("benchmarks/guard.py", *rest)


def docs(rest: Sequence[str]) -> int:
    """Build the documentation, warnings being errors, and run every command and snippet that it shows."""
    install("docs")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # an advertisement, as far as a build is concerned
    code = run("-m", "mkdocs", "build", "--strict", "--quiet")
    return code or run("-m", "pytest", "-q", "tests/docs", *rest)


def coverage(rest: Sequence[str]) -> int:
    """Which lines and branches the tests reach, in child processes too. The figure, and htmlcov/ to look closer."""
    install("dev")
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    run(".ci/contestant_coverage.py", "prepare")
    os.environ["GRADER_COVERAGE"] = "1"
    code = run("-m", "coverage", "run", "-m", "pytest", *(rest or WHOLE))
    run(".ci/contestant_coverage.py", "save")
    run("-m", "coverage", "combine", "--quiet")
    run("-m", "coverage", "html", "--quiet")
    return run("-m", "coverage", "report") or code


def accept(_: Sequence[str]) -> int:
    """Write all that is derived and all gold files anew. Read `git diff` before you commit."""
    install("test")
    makers = (
        ("-m", "grader", "derive"),
        ("docs/generate.py",),
        ("-m", "tests.report.test_student_html"),
        ("-m", "tests.report.test_gold"),
    )
    return max(run(*maker) for maker in makers)


def release_check(rest: Sequence[str]) -> int:
    """Everything a release needs: version, changelog, derived files, packages, and the wheel in a fresh environment."""
    install("dev")
    return run(".ci/release_check.py", *rest)


def setup(_: Sequence[str]) -> int:
    """Install everything that developing needs, and nothing else."""
    install("dev")
    print(f"Now: . {(BIN / 'activate').relative_to(ROOT)}")
    return 0


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "types": types,
    "verify": verify,
    "guard": guard,
    "docs": docs,
    "coverage": coverage,
    "accept": accept,
    "release-check": release_check,
    "setup": setup,
}


def run(*arguments: str) -> int:
    """The exit code of this environment's Python with those arguments."""
    return subprocess.call([str(PYTHON), *arguments])


def install(extra: str) -> None:
    """Bring `.venv` to what the pins say, with `extra` on top. Costs nothing when it, or more, is there already."""
    fingerprint = _fingerprint()
    if any(_stamp(each) == fingerprint for each in EXTRAS[EXTRAS.index(extra) :]):
        return
    if not PYTHON.exists():
        print(f"making {VENV.relative_to(ROOT)} ...", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    print("installing (the first time takes a few minutes) ...", flush=True)
    target = f".[{extra}]" if extra else "."
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", "constraints.txt"]
    code = run(*pip, "--editable", target)
    if code:
        sys.exit(code)
    _stamp_file(extra).write_text(fingerprint, encoding="utf-8")


def _fingerprint() -> str:
    text = b"\0".join((ROOT / name).read_bytes() for name in PINS)
    return hashlib.sha256(text + sys.version.encode()).hexdigest()


def _stamp(extra: str) -> str:
    """What the last installation with `extra` was made from; "" without one."""
    file = _stamp_file(extra)
    return file.read_text(encoding="utf-8") if PYTHON.exists() and file.exists() else ""


def _stamp_file(extra: str) -> Path:
    return VENV / f"stamp-{extra or 'base'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
