"""Malformed frames, sources and notebooks by the thousand: nothing hangs, nothing escapes as an exception of ours.

    python benchmarks/fuzz.py [--count 12000] [--seed 1] [--isolation auto]

A third are frames as the judge reads them (every tenth really written by a contestant), a third are mutated worked
answers that a contestant loads and is asked about, a third are mutated notebooks, read and every fifth one run.
Exits 1 and prints the item when one raised or took longer than its limit and ten seconds.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from fuzz_readers import Replayed, mutated  # noqa: E402

from grader.contestant import Host, Limits  # noqa: E402
from grader.contestant.connection import Connection, Gone, Late  # noqa: E402
from grader.contestant.frames import Frame, pack  # noqa: E402
from grader.contestant.messages import FROM_CONTESTANT, HEADER, MAGIC, Done, Loaded, Repeated  # noqa: E402
from grader.contestant.tensors import decode, encode  # noqa: E402
from grader.contestant.wire import Malformed  # noqa: E402
from grader.model.outcome import Answer, Behaviour, Call, Place, Raised, Returned, Step, Touched, Use, Watch  # noqa: E402
from grader.model.submission import Chunk, Module, Submission  # noqa: E402
from grader.submission import read_upload  # noqa: E402

SLUG = "a07_logistic"
WALL = 0.5
SLACK = 10.0
TOKENS = (
    *("(", ")", ":", "\n", "    ", "\t", "def ", "return ", "lambda: ", "\0", "'''", "\\", "\ud800", "0x", "async "),
    *(
        "while True: ",
        "raise ",
        "import ",
        "yield ",
        "@",
        "*",
        "[",
        "]",
        "{",
        "}",
        "σ",
        "\ufeff",
        "\x1b[2J",
        "9" * 5000,
    ),
)


def text_mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text) + 1)
        end = at + chance.choice((0, 1, 3, 40, 400))
        text = text[:at] + chance.choice([*TOKENS, "", "", text[end : end + 60]]) + text[end:]
    return text


def good_frames() -> list[bytes]:
    place = Place("a07_logistic.py", 3)
    tensor = encode(torch.randn(3, 2, requires_grad=True) * 2)
    full = Answer(
        Returned((tensor, [1, None, {"k": 2.5}])),
        Behaviour((Touched("x", True),), (), (tensor,), True, ("rng",)),
        Watch((Use("exp", "aten", place),), "graph task", place, True, (Step("exp", tensor, None),)),
        Returned((tensor, None)),
        "printed",
        0.1,
    )
    messages = [Loaded(), full, Answer(Raised("E", "m", place, True)), Repeated(True), Done()]
    return [pack(Frame(1, index, message), FROM_CONTESTANT) for index, message in enumerate(messages)]


class Fuzz:
    """One run: what was tried and how it came out."""

    def __init__(self, host: Host, chance: random.Random) -> None:
        self.host = host
        self.chance = chance
        self.seen: collections.Counter[str] = collections.Counter()
        self.frames = good_frames()
        self.sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "solutions").glob("a*.py"))]
        self.call = Call((encode(torch.randn(3)),), repeat=False)

    def frame(self, number: int) -> None:
        data = b"".join(self._spoilt(frame) for frame in self.chance.choices(self.frames, k=3))
        if number % 10 == 0:
            source = f"import os\ndef f(x):\n    os.write(3, {data!r})\n    return x\n"
            self._asked("live frame", Submission("s", (Module(SLUG, "", (Chunk("f.py", source),)),), ""), "f")
            return
        connection = Connection(Replayed(data))
        try:
            while True:
                message = connection.receive(1 << 20, time.monotonic() + 1)[0].message
                if isinstance(message, Answer) and isinstance(message.outcome, Returned):
                    self._decoded(message.outcome.value)
                self.seen["frame read"] += 1
        except (Malformed, Gone, Late) as error:
            self.seen[f"frame {type(error).__name__}"] += 1

    def _spoilt(self, frame: bytes) -> bytes:
        """Half of the frames keep a header that fits, so that the reader gets to their bodies."""
        if self.chance.random() < 0.5:
            return mutated(frame, self.chance)
        body = mutated(frame[HEADER.size :], self.chance)
        return HEADER.pack(MAGIC, 1, 0, len(body)) + body

    def _decoded(self, value: object) -> None:
        try:
            decode(value)  # type: ignore[arg-type]
        except (ValueError, Malformed):
            self.seen["value refused"] += 1

    def source(self, _number: int) -> None:
        text = text_mutated(self.chance.choice(self.sources), self.chance)
        names = [line[4:].partition("(")[0] for line in text.splitlines() if line.startswith("def ")] or ["f"]
        module = Module(SLUG, "", (Chunk("a07_logistic.py", text),))
        self._asked("source", Submission("s", (module,), ""), self.chance.choice(names))

    def notebook(self, number: int) -> None:
        cells = [
            {"cell_type": "code", "source": part, "metadata": {}, "outputs": [], "execution_count": None}
            for part in self.chance.choice(self.sources).split("\n\n\n")
        ]
        whole = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
        submission = read_upload(mutated(whole, self.chance), f"{SLUG}.ipynb", (SLUG,))
        self.seen["notebook read" if submission.module(SLUG) else "notebook refused"] += 1
        if number % 5 == 0:
            self._asked("notebook", submission, "sigmoid")

    def _asked(self, kind: str, submission: Submission, name: str) -> None:
        with self.host.open(submission, (SLUG,)) as contestant:
            (answer,) = contestant.ask(SLUG, name, [self.call])
        outcome = type(answer.outcome).__name__
        self.seen[f"{kind} {outcome} {getattr(answer.outcome, 'reason', '')}".strip()] += 1


def attempt(action: Callable[[int], None], number: int) -> str:
    """What went wrong with one item, "" if nothing did."""
    started = time.monotonic()
    try:
        action(number)
    except Exception:
        return traceback.format_exc()
    took = time.monotonic() - started
    return f"took {took:.1f} s" if took > WALL + SLACK else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--isolation", default="auto")
    options = parser.parse_args()
    started, failures = time.monotonic(), 0
    with Host(options.isolation, Limits(wall=WALL)) as host:
        fuzz = Fuzz(host, random.Random(options.seed))
        for number in range(options.count):
            action = (fuzz.frame, fuzz.source, fuzz.notebook)[number % 3]
            problem = attempt(action, number // 3)
            if problem:
                failures += 1
                print(f"item {number} ({action.__name__}): {problem}")
        level = host.isolation
    for name, count in sorted(fuzz.seen.items()):
        print(f"{count:8}  {name}")
    print(
        f"{options.count} items at level {level}, seed {options.seed}: "
        f"{failures} failures, {time.monotonic() - started:.0f} s"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
