"""A small class that has everything: right, wrong, unfinished, broken, hanging, hostile, in every container."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RIGHT = (ROOT / "solutions" / "a07_logistic.py").read_text(encoding="utf-8")
STUB = (ROOT / "assignments" / "a07_logistic.py").read_text(encoding="utf-8")
EPOCH = "1700000000"

SIGMOIDS = {
    "wrong_sign": "def sigmoid(x):\n    return 1 / (1 + torch.exp(x))\n",
    "hanging": "def sigmoid(x):\n    while True:\n        pass\n",
    "exits": "import os\ndef sigmoid(x):\n    os._exit(0)\n",
    "raises": "def sigmoid(x):\n    raise ValueError(f'{object()} =1+1')\n",
    "prints": "def sigmoid(x):\n    print('::add-mask::x', '<script>alert(1)</script>', x)\n    return x\n",
    "reads": "def sigmoid(x):\n    return torch.tensor(len(open('/etc/passwd').read()))\n",
}


def make_class(root: Path) -> Path:
    """Twelve submissions by twelve students."""
    root.mkdir(parents=True)
    _put(root / "kim" / "a07_logistic.py", RIGHT)
    _put(root / "stub" / "a07_logistic.py", STUB)
    for name, text in SIGMOIDS.items():
        _put(root / name / "deep" / "a07_logistic.py", "import torch\n" + text)
    _put(root / "syntax" / "a07_logistic.py", "def sigmoid(x:\n")
    with zipfile.ZipFile(root / "홍길동.zip", "w") as archive:
        archive.writestr("hw/a07_logistic.py", RIGHT)
    notebook = {"cells": [{"cell_type": "code", "source": "%pip list\nimport torch\n" + SIGMOIDS["wrong_sign"]}]}
    _put(root / "=cmd" / "a07_logistic.ipynb", json.dumps(notebook))
    with tarfile.open(root / "empty.tar.gz", "w:gz"):
        pass
    return root


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def arguments(submissions: Path, out: Path, *more: str) -> list[str]:
    """A command line that grades one function with one worker."""
    return [
        sys.executable, "-m", "grader", "batch", str(submissions), "--out", str(out), "--seed", "5", "--jobs", "1",
        "--timeout", "1", "--assignment", "A07.sigmoid", "--allow-weak-isolation", "--lang", "en", *more,
    ]  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(ROOT)}


def grade(submissions: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Runs `grader batch` and insists that it ends well."""
    done = subprocess.run(
        arguments(submissions, out, *more), env=environment(), capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


def published(out: Path) -> dict[str, bytes]:
    """Every file that people get, by name."""
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and ".grader" not in p.parts
    }
