"""How long a learner waits: `python benchmarks/watch_latency.py [--saves 100]`.

Opens `grader watch A07` (eight functions, all solved) in a pseudo terminal, saves one changed function again and
again, now right, now wrong, and measures from each save until the verdict and the prompt are on the screen. Every save
writes a text that was never graded before. Prints the distribution in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY = re.compile(rb"q quit\r?\n")
RIGHT = "return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))"
REST = 0.7  # seconds between a verdict and the next save


class Screen:
    """What the program prints."""

    def __init__(self, folder: Path) -> None:
        self._master, slave = pty.openpty()
        line = [sys.executable, "-m", "grader", "watch", "A07", "--lang", "en"]
        env = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(line, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave)
        self._seen = b""

    def ready(self, seconds: float = 120.0) -> str:
        """Everything up to the next prompt."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := READY.search(self._seen):
                text, self._seen = self._seen[: found.end()], self._seen[found.end() :]
                return text.decode()
            if select.select([self._master], [], [], 0.05)[0]:
                self._seen += os.read(self._master, 65536)
        sys.exit(f"no prompt came: {self._seen.decode()!r}")


def saves(text: str, count: int) -> list[tuple[str, str]]:
    """`count` texts, each new, and what the screen must say of it."""
    assert RIGHT in text
    wrong = [text.replace(RIGHT, RIGHT.replace("torch.where", f"{n + 2} * torch.where")) for n in range(count)]
    right = [text.replace(RIGHT, f"{RIGHT}  # {n}") for n in range(count)]
    broken, mended = "No longer pass: A07.sigmoid", "Newly pass: A07.sigmoid"
    return [(right[n], mended) if n % 2 else (wrong[n], broken) for n in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=100)
    count = parser.parse_args().saves
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "grader", "start", str(folder)], cwd=ROOT, check=True, capture_output=True
        )
        file = folder / "assignments" / "a07_logistic.py"
        shutil.copy(ROOT / "solutions" / "a07_logistic.py", file)
        text = file.read_text(encoding="utf-8")
        screen = Screen(folder)
        screen.ready()
        waits = []
        for saved, expected in saves(text, count):
            time.sleep(REST)
            began = time.monotonic()
            file.write_text(saved, encoding="utf-8")
            said = screen.ready()
            waits.append(1e3 * (time.monotonic() - began))
            assert expected in said, said
        screen.process.terminate()
    waits.sort()
    print(f"{count} saves: median {statistics.median(waits):.0f} ms, p95 {waits[int(0.95 * count)]:.0f} ms")
    print("deciles " + " ".join(f"{waits[min(count - 1, count * n // 10)]:.0f}" for n in range(11)))


if __name__ == "__main__":
    main()
