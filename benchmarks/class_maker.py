"""A class of any size: right, wrong, unfinished, broken, hanging and hostile submissions, in every container."""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SWAPS = ((" - ", " + "), (" + ", " - "), (" * ", " + "), (" / ", " * "), ("dim=1", "dim=0"), (".sum(", ".mean("))
STEADY = (
    "import os\nos._exit(0)\n",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
    "import socket\nsocket.create_connection(('10.0.0.1', 80), timeout=1)\n",
)
# Which limit these meet first depends on how busy the machine is.
RACING = (
    "import os\nwhile True:\n    os.fork()\n",
    "x = []\nwhile True:\n    x.append(bytearray(1 << 26))\n",
    "print('y' * (1 << 26))\n",
)


def make_class(
    folder: Path, size: int, slug: str = "a07_logistic", seed: int = 1, hostile: Sequence[str] = STEADY + RACING
) -> dict[str, int]:
    """Writes `size` submissions of one assignment; how many of each kind. The same arguments write the same class."""
    draw = random.Random(seed)
    right = (ROOT / "solutions" / f"{slug}.py").read_text(encoding="utf-8")
    stub = (ROOT / "assignments" / f"{slug}.py").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    folder.mkdir(parents=True)
    for number in range(size):
        kind = draw.choices(
            ("right", "wrong", "stub", "broken", "hanging", "hostile", "unreadable"), (50, 32, 8, 5, 1, 2, 2)
        )[0]
        counts[kind] = counts.get(kind, 0) + 1
        text = {
            "right": lambda: right,
            "wrong": lambda: mutated(right, draw),
            "stub": lambda: stub,
            "broken": lambda: right + "\ndef f(x:\n",
            "hanging": lambda: hanging(right, draw),
            "hostile": lambda: draw.choice(hostile) + right,
            "unreadable": lambda: "",
        }[kind]()
        put(folder, f"s{number:06d}", slug, f"{text}\n# {number}\n" if text else "", draw)
    return counts


def put(folder: Path, name: str, slug: str, text: str, draw: random.Random) -> None:
    container = draw.choice(("folder", "folder", "zip", "notebook"))
    if container == "zip":
        with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"hw/{slug}.py", text)
        return
    (folder / name).mkdir()
    if container == "folder":
        (folder / name / f"{slug}.py").write_text(text, encoding="utf-8")
    else:
        cells = [{"cell_type": "code", "source": part} for part in re.split(r"\n(?=def )", text)]
        (folder / name / f"{slug}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")


def mutated(text: str, draw: random.Random) -> str:
    """The text with one to three operators of its code exchanged."""
    lines = text.split("\n")
    code = re.compile(r"^ {4}(return |[a-z_]+ = )")
    places = [(n, swap) for n, line in enumerate(lines) if code.match(line) for swap in SWAPS if swap[0] in line]
    for number, (old, new) in draw.sample(places, draw.randint(1, 3)):
        lines[number] = lines[number].replace(old, new, 1)
    return "\n".join(lines)


def hanging(text: str, draw: random.Random) -> str:
    """One function never returns."""
    names = re.findall(r"^def (\w+)", text, re.MULTILINE)
    return f"{text}\n\ndef {draw.choice(names)}(*_, **__):\n    while True:\n        pass\n"
