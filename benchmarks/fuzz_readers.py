"""All that reads what a stranger wrote, as functions of bytes: each may refuse in its own words and nothing else.

    python benchmarks/fuzz_readers.py [--count 20000] [--seed 1] [--reader roster]

Mutates good examples of each kind. Exits 1 and prints the bytes when a reader raised what it must not, or took seconds.
`benchmarks/fuzz_atheris.py` drives the same readers by coverage. Needs no torch.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import json
import random
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.classroom.attempt import Attempt  # noqa: E402
from grader.classroom.roster import Register, read_roster  # noqa: E402
from grader.classroom.times import gradescope_metadata, moment  # noqa: E402
from grader.contestant.connection import Connection, Gone, Late  # noqa: E402
from grader.contestant.credible import credible  # noqa: E402
from grader.contestant.frames import Frame, pack  # noqa: E402
from grader.contestant.limits import Limits  # noqa: E402
from grader.contestant.messages import FROM_CONTESTANT, HEADER, MAGIC, Done, Loaded, Repeated  # noqa: E402
from grader.contestant.wire import Malformed  # noqa: E402
from grader.errors import GraderError  # noqa: E402
from grader.model.outcome import Answer, Behaviour, Call, Place, Raised, Returned, Touched, Use, Watch  # noqa: E402
from grader.model.value import TensorValue  # noqa: E402
from grader.report import result_read  # noqa: E402
from grader.report.exports.grades import from_table  # noqa: E402
from grader.report.gradebook.lms import fill_canvas  # noqa: E402
from grader.submission import read_upload  # noqa: E402
from grader.submission.statements import defined, needed  # noqa: E402

SLUG = "a07_logistic"
SECONDS = 5.0
TOKENS = (b'"', b"\0", b",", b"\n", b"\r", b"9" * 400, b"[" * 2000, b"x" * 200_000, b"\xff\xfe")
SOURCE = (ROOT / "solutions" / f"{SLUG}.py").read_bytes()[:4000]


class Replayed:
    """A stream that holds these bytes and then ends."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def send(self, _data: bytes, _deadline: float) -> None:
        raise Gone

    def receive(self, _deadline: float) -> bytes:
        if not self.data:
            raise Gone
        piece, self.data = self.data[:4096], self.data[4096:]
        return piece

    def close(self) -> None:
        pass


def frames(data: bytes) -> None:
    connection = Connection(Replayed(data))
    with contextlib.suppress(Malformed, Gone, Late):
        while True:
            message = connection.receive(1 << 20, time.monotonic() + SECONDS)[0].message
            if isinstance(message, Answer):
                credible(message, Call(()), Limits())


def _upload(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        submission = read_upload(data, name, (SLUG,))
        if not submission.modules and not submission.problems:
            raise AssertionError("neither read nor refused")
        for module in submission.modules:
            defined(module.chunks)
            needed(module.chunks, ["sigmoid"])

    return read


def roster(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        register = Register(read_roster(Path(file.name)))
    register.find(Attempt("1234_kim", "1234_kim", ()))


def _text(read: Callable[[str], object]) -> Callable[[bytes], None]:
    def reader(data: bytes) -> None:
        read(data.decode("utf-8", "surrogateescape"))

    return reader


READERS: dict[str, Callable[[bytes], None]] = {
    "frames": frames,
    "py": _upload(f"{SLUG}.py"),
    "ipynb": _upload(f"{SLUG}.ipynb"),
    "zip": _upload("s.zip"),
    "tar": _upload("s.tar"),
    "tar.gz": _upload("s.tar.gz"),
    "roster": roster,
    "grades": _text(from_table),
    "canvas": _text(lambda text: fill_canvas(text, "A07", [])),
    "gradescope": _text(gradescope_metadata),
    "moment": _text(moment),
    "result": _text(result_read.loads),
}


def examples() -> dict[str, list[bytes]]:
    """Good bytes for each reader."""
    tensor = TensorValue("float32", (2, 1), b"\0" * 8)
    place = Place(f"{SLUG}.py", 3)
    answer = Answer(
        Returned((tensor, [1, None, {"k": 2.5}])), Behaviour((Touched("x", True),), (), (tensor,), True, ("rng",)),
        Watch((Use("exp", "aten", place),), "graph task", place, True), Returned((tensor, None)), "printed", 0.1,
    )  # fmt: skip
    messages = [Loaded(), answer, Answer(Raised("E", "m", place, True)), Repeated(True), Done()]
    cells = [{"cell_type": "code", "source": part} for part in SOURCE.decode("utf-8", "ignore").split("\n\n\n")]
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"hw/{SLUG}.py", SOURCE)
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        info = tarfile.TarInfo(f"{SLUG}.py")
        info.size = len(SOURCE)
        tar.addfile(info, io.BytesIO(SOURCE))
    import gzip

    table = "student_id,name,email,section,extension,submitted\n1234,김,k@x.kr,1,2,2026-03-01T10:00:00+09:00\n".encode()
    grades = b"student_id,name,email,section,attempt,status,points,max,penalty,total,A07\n1,k,,,1,graded,3,5,0,3,3\n"
    canvas = b"Student,ID,SIS User ID,SIS Login ID,Section,A07 (12)\n    Points Possible,,,,,5\nKim,1,1,k,1,\n"
    return {
        "frames": [pack(Frame(1, index, message), FROM_CONTESTANT) for index, message in enumerate(messages)],
        "py": [SOURCE],
        "ipynb": [json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()],
        "zip": [zipped.getvalue()],
        "tar": [tarred.getvalue()],
        "tar.gz": [gzip.compress(tarred.getvalue())],
        "roster": [table, table.replace(b",", b";"), table.decode().encode("utf-16")],
        "grades": [grades],
        "canvas": [canvas],
        "gradescope": [b"submission_1:\n  :submitters:\n  - :name: Kim\n  :created_at: 2026-03-01 10:00:00 Z\n"],
        "moment": [b"2026-03-01T10:00:00.123456789+09:00", b"2026/03/01 10:00 KST", b"0001-01-01T00:00:00+23:59"],
        "result": [_result()],
    }


def _result() -> bytes:
    stored = sorted((ROOT / "tests").rglob("result*.json"))
    return stored[0].read_bytes() if stored else b'{"schema": "grader/1", "submission": {"id": "s", "sha256": ""}}'


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled or put elsewhere."""
    piece = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(piece) + 1)
        span = chance.choice((1, 1, 2, 4, 30))
        action = chance.randrange(6)
        if action == 0 and at < len(piece):
            piece[at] = chance.randrange(256)
        elif action == 1:
            del piece[at : at + span]
        elif action == 2:
            piece[at:at] = piece[at : at + span]
        elif action == 3:
            piece[at:at] = chance.randbytes(span)
        elif action == 4:
            piece[at:at] = chance.choice(TOKENS)
        else:
            piece[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"))
    return bytes(piece)


def spoilt(reader: str, data: bytes, chance: random.Random) -> bytes:
    """Half of the frames keep a header that fits, so that the reader gets to their bodies."""
    if reader != "frames" or chance.random() < 0.5:
        return mutated(data, chance)
    body = mutated(data[HEADER.size :], chance)
    return HEADER.pack(MAGIC, 1, 0, len(body)) + body


def attempt(reader: str, data: bytes) -> str:
    """What went wrong, "" if nothing did: a GraderError is an answer."""
    started = time.monotonic()
    try:
        READERS[reader](data)
    except GraderError:
        return ""
    except Exception:
        return traceback.format_exc()
    took = time.monotonic() - started
    return f"took {took:.1f} s" if took > SECONDS else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=list(READERS), action="append")
    options = parser.parse_args()
    chance, good = random.Random(options.seed), examples()
    tried: collections.Counter[str] = collections.Counter()
    failures, started = 0, time.monotonic()
    readers = options.reader or list(READERS)
    for number in range(options.count):
        reader = readers[number % len(readers)]
        data = spoilt(reader, chance.choice(good[reader]), chance)
        problem = attempt(reader, data)
        tried[reader] += 1
        if problem:
            failures += 1
            print(f"item {number} ({reader}): {data[:300]!r}\n{problem}")
    print(", ".join(f"{reader} {count}" for reader, count in tried.items()))
    print(f"{options.count} items, seed {options.seed}: {failures} failures, {time.monotonic() - started:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
