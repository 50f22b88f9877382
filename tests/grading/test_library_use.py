"""What a program that uses grader as a library keeps for itself."""

import subprocess
import sys

PROGRAM = """
import sys
kept = open(sys.argv[1], "w")
from grader.grading import Session
with Session(seed=1):
    kept.write("a last line")
"""


def test_a_file_left_open_is_written_at_the_end(tmp_path):
    file = tmp_path / "notes.txt"
    subprocess.run([sys.executable, "-c", PROGRAM, str(file)], check=True, timeout=120)
    assert file.read_text() == "a last line"
