"""The readers of `fuzz_readers.py`, driven by coverage: `python benchmarks/fuzz_atheris.py roster -max_total_time=600`.

Needs `pip install atheris`, and no torch. What follows the
reader's name goes to libFuzzer. Stops at the first input that a reader answers with anything but a GraderError.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

with atheris.instrument_imports(include=["grader"]):
    import fuzz_readers

from grader.errors import GraderError


def main() -> None:
    name, *options = sys.argv[1:]
    reader = fuzz_readers.READERS[name]

    def one(data: bytes) -> None:
        try:
            reader(data)
        except GraderError:
            return

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(fuzz_readers.examples()[name]):
            (Path(corpus) / str(number)).write_bytes(data)
        atheris.Setup([sys.argv[0], *options, corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
