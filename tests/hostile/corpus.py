"""The attacks: small files of student code, each with what may honestly come of it.

The head of a file says, in comments: `maximum`, the share of the marks that its answer deserves; `outcome`, how its calls
may end at any level; and per isolation level what its `attempt()` must see, "denied" or "got", with alternatives split
by "|". What is not said for "none" is as for "limits".
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HEAD = re.compile(r"^# (\w+): (.*)$", re.MULTILINE)

TAIL = """


def probe():
    try:
        found = attempt()
    except BaseException as error:
        return "denied " + type(error).__name__
    return "got " + str(found)[:200]
"""
ZEROS = "\n\ndef sigmoid(x):\n    return x * 0\n"


@dataclass(frozen=True)
class Attack:
    name: str
    source: str
    head: dict[str, str]

    @property
    def maximum(self) -> float:
        return float(self.head["maximum"])

    @property
    def attempts(self) -> bool:
        return "def attempt(" in self.source

    def outcomes(self) -> set[str]:
        return {part.strip() for part in self.head.get("outcome", "returned").split("|")}

    def seen(self, level: str) -> list[str]:
        told = self.head[level] if level in self.head else self.head["limits"]
        return [part.strip() for part in told.split("|")]


def attacks() -> list[Attack]:
    return [_read(path) for path in sorted((HERE / "attacks").glob("*.py"))]


def _read(path: Path) -> Attack:
    text = path.read_text()
    head = dict(HEAD.findall(text))
    text = text if "def sigmoid(" in text or "sigmoid = " in text else text + ZEROS
    return Attack(path.stem, text + TAIL if "def attempt(" in text else text, head)


class Surroundings:
    """What the attacks reach for: files that everybody may use, a server, the judge's process and its secret."""

    def __init__(self, folder: Path, port: int, name: str) -> None:
        self._held = ctypes.create_string_buffer(b"judge's secret..")
        self._places = {
            "@FOLDER@": str(folder / "open"),
            "@CANARY@": str(folder / "open" / "canary"),
            "@PRIVATE@": str(folder / "private" / "file"),
            "@PRIVATE_FOLDER@": str(folder / "private"),
            "@COURSE@": str(ROOT / "grader" / "course" / "a07_logistic.py"),
            "@ROOT@": str(ROOT),
            "@JUDGE@": str(os.getpid()),
            "@ADDRESS@": str(ctypes.addressof(self._held)),
            "@PORT@": str(port),
            "@UNIX@": name,
        }

    def source(self, attack: Attack) -> str:
        source = attack.source
        for place, value in self._places.items():
            source = source.replace(place, value)
        return source

    def restore(self) -> None:
        """The files as they are before every attack."""
        for name in ("canary", "victim", "victim2", "victim3"):
            path = Path(self._places["@FOLDER@"]) / name
            path.write_text("canary")
            path.chmod(0o666)


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    os.environ["HOSTILE_SECRET"] = "s3cret"
    name = f"hostile-{os.getpid()}"
    with tempfile.TemporaryDirectory() as text, socket.socket() as tcp, socket.socket(socket.AF_UNIX) as local:
        folder = Path(text)
        folder.chmod(0o755)
        for sub, mode in (("open", 0o777), ("private", 0o700)):
            (folder / sub).mkdir()
            (folder / sub).chmod(mode)
        (folder / "private" / "file").write_text("private")
        (folder / "private" / "file").chmod(0o600)
        tcp.bind(("127.0.0.1", 0))
        tcp.listen(50)
        local.bind("\0" + name)
        local.listen(50)
        # a process of the judge's user that was started with a secret: a variable set later is not in /proc
        sleeper = subprocess.Popen(["sleep", "1000"], env={"HOSTILE_SECRET": "s3cret"})
        around = Surroundings(folder, tcp.getsockname()[1], name)
        around.restore()
        try:
            yield around
        finally:
            del os.environ["HOSTILE_SECRET"]
            sleeper.kill()
            sleeper.wait()
