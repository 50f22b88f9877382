"""Everything a release needs: `python3 dev.py release-check`. Says each step; the first that fails ends it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Refused(Exception):
    """A step found something that must not be released."""


def version() -> str:
    """One version, in the package and in the changelog."""
    found = re.search(r'__version__ = "(\d+\.\d+\.\d+)"', (ROOT / "grader/__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise Refused('grader/__init__.py has no __version__ = "X.Y.Z"')
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    if newest is None or newest[1] != found[1]:
        raise Refused(f"CHANGELOG.md begins with {newest and newest[1]}, the package is {found[1]}")
    section = changelog.split("\n## ")[1]
    if not re.search(r"^- \S", section, re.MULTILINE):
        raise Refused(f"CHANGELOG.md says nothing about {found[1]}")
    return found[1]


def derived() -> str:
    """Stubs, notebooks, index and catalogues are in step with their sources."""
    run([sys.executable, "-m", "grader", "--lang", "en", "derive", "--check"])
    return "in step"


def packages(into: Path) -> str:
    """sdist, and a wheel built from it, so that what is released can be built from what is released."""
    run([sys.executable, "-m", "build", "--outdir", str(into)])
    wheel = the_wheel(into)
    names = zipfile.ZipFile(wheel).namelist()
    wanted = ("grader/stubs/a07_logistic.py", "grader/worked/a07_logistic.py", "grader/report/result.schema.json",
              "grader/course/index.json", "grader/locale/ko/LC_MESSAGES/cli.mo", "grader/scaffold/templates/page.py.j2",
              "grader/report/html/templates/student.html.j2", "grader/py.typed")  # fmt: skip
    if missing := [w for w in wanted if w not in names]:
        raise Refused(f"the wheel lacks {', '.join(missing)}")
    if tests := [n for n in names if n.startswith(("tests/", "benchmarks/"))]:
        raise Refused(f"the wheel holds {tests[0]}")
    return f"{wheel.name}, {wheel.stat().st_size // 1024} kB, {len(names)} files"


def installed(wheel_folder: Path, home: Path) -> str:
    """The wheel alone, in a fresh environment, far from the checkout, grades the sample and starts a course."""
    venv.create(home / "env", with_pip=True)
    python = home / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(the_wheel(wheel_folder))])
    grader = [str(python), "-m", "grader", "--lang", "en"]
    run([*grader, "--version"], cwd=home)
    run([*grader, "start", "."], cwd=home)
    run([*grader, "check", str(ROOT / "examples" / "submission"), "--seed", "7", "--html", "r.html"], cwd=home, code=1)
    if b"<!doctype html" not in (home / "r.html").read_bytes().lower():
        raise Refused("the report is no page")
    return "graded the sample"


def the_wheel(folder: Path) -> Path:
    return next(folder.glob("*.whl"))


def run(command: Sequence[str], cwd: Path = ROOT, code: int = 0) -> None:
    """Run it. Raises Refused, with what it printed, unless it exits with `code`."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != code:
        raise Refused(f"{' '.join(command)} exits {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        steps: dict[str, Callable[[], str]] = {
            "version and changelog": version,
            "derived files": derived,
            "packages": lambda: packages(home / "dist"),
            "wheel in a fresh environment": lambda: installed(home / "dist", home),
        }
        for name, step in steps.items():
            try:
                print(f"{name}: {step()}", flush=True)
            except Refused as refused:
                print(f"{name}: NO\n{refused}", flush=True)
                return 1
    print("Ready. What is left: the date in CHANGELOG.md, a tag, and an upload of dist/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
