"""`grader watch` in a terminal of its own: saves, half saves, what moved, and the terminal afterwards."""

import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from grader.report.terminal.columns import cells

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
READY = rb"q quit\r?\n"
WRONG = "return x * (x > -1).to(x.dtype)"
RIGHT = "return torch.where(x > 0, x, torch.zeros_like(x))"


class Terminal:
    """The program with a pseudo terminal as stdin and stdout."""

    def __init__(self, folder, arguments, **environment):
        import pty
        import termios

        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        env = {**os.environ, "GRADER_LANG": "en", "TERM": "xterm", "BROWSER": "true", **environment}
        env.pop("COLUMNS", None)  # it would outweigh the window's own width
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", *arguments],
            cwd=folder, env=env, stdin=self.slave, stdout=self.slave, stderr=self.slave, start_new_session=True,
        )  # fmt: skip
        self.seen = b""

    def resize(self, columns):
        import fcntl
        import struct
        import termios

        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def read_until(self, pattern, seconds=90.0):
        """What was printed up to and with `pattern`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.seen)
            if found:
                text, self.seen = self.seen[: found.end()], self.seen[found.end() :]
                return text.decode("utf-8", "replace")
            if select.select([self.master], [], [], 0.05)[0]:
                self.seen += os.read(self.master, 65536)
        raise AssertionError(f"{pattern!r} did not come; there is {self.seen.decode()!r}")

    def quiet(self, seconds):
        """What is printed in that time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                self.seen += os.read(self.master, 65536)
        return self.seen.decode()

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(student, fill):
    opened = Terminal(student, ["watch", "A10"])
    yield opened
    opened.close()


def test_a_session_of_work(terminal, fill, student):
    import termios

    assert "todo" in terminal.read_until(READY)
    file = fill("A10.relu", WRONG)
    said = terminal.read_until(READY)
    assert "Checking... A10.relu" in said
    assert "× relu" in said.replace("\x1b[31m", "").replace("\x1b[0m", "")
    text = file.read_text(encoding="utf-8").replace(WRONG, RIGHT)
    file.write_text(text[: len(text) // 2] + "\n    ((", encoding="utf-8")
    time.sleep(0.2)
    file.write_text(text, encoding="utf-8")
    said = terminal.read_until(READY)
    assert "Newly pass: A10.relu" in said
    assert "+2 pts" in said
    assert "SyntaxError" not in said, "a half-saved file is no mistake"
    os.write(terminal.master, b"h")
    assert "Hint 1/3" in terminal.read_until(READY), "what can be pressed is said after every key"
    file.write_text(text.replace(RIGHT, WRONG), encoding="utf-8")
    said = terminal.read_until(READY)
    assert "No longer pass: A10.relu" in said
    assert "-2 pts" in said
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.process.wait(30) == 130
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_q_ends_and_two_saves_are_one_run(terminal, fill, student):
    import termios

    terminal.read_until(READY)
    file = fill("A10.relu", WRONG)
    file.write_text(file.read_text(encoding="utf-8").replace(WRONG, RIGHT), encoding="utf-8")
    terminal.read_until(READY)
    assert "Checking" not in terminal.quiet(0.5)
    file.touch()
    assert "Checking" not in terminal.quiet(0.5), "nothing changed in it"
    file.write_text(f"# relu is done\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    said = terminal.quiet(0.5)
    assert "Checking" not in said, "nothing changed in it"
    assert "No code has changed" in said
    os.write(terminal.master, b"q")
    assert terminal.process.wait(30) == 0
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_a_window_made_narrow_is_written_for(terminal, fill, student):
    terminal.read_until(READY)
    fill("A10.relu", WRONG)
    terminal.read_until(READY)
    terminal.resize(60)
    for key, what in ((b"d", "relu"), (b"l", "A10"), (b"h", "Hint 1/3"), (b"?", "q quit")):
        os.write(terminal.master, key)
        said = re.sub(r"\x1b\[[0-9;]*m", "", terminal.read_until(READY))
        assert what in said
        assert [line for line in said.splitlines() if cells(line) > 60] == []
    os.write(terminal.master, b"o")
    assert "report.html" in terminal.read_until(READY)
    assert "A10.relu" in (student / "report.html").read_text(encoding="utf-8")
    os.write(terminal.master, b"q")
    assert terminal.process.wait(30) == 0


PLAIN = [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONIOENCODING": "cp949", "TERM": "dumb"}]


@pytest.mark.parametrize("environment", PLAIN)
def test_a_plain_terminal_gets_no_escape_codes(student, fill, environment):
    import termios

    fill("A10.relu", WRONG)
    terminal = Terminal(student, ["watch", "A10.relu"], **environment)
    try:
        said = terminal.read_until(READY)
        assert "relu" in said
        assert "\x1b" not in said
        os.write(terminal.master, b"q")
        assert terminal.process.wait(30) == 0
        assert termios.tcgetattr(terminal.slave) == terminal.before
    finally:
        terminal.close()
