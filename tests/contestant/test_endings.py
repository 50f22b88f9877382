"""A call that hangs, kills the process or leaves something behind costs that question only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from grader.contestant import Host, Limits
from grader.model.outcome import Died, Returned, TimedOut, Unusable
from tests.contestant.asking import OTHER, SLUG, Asker, call

QUICK = Limits(wall=1.0)


@pytest.fixture(scope="module")
def quick_host():
    with Host("limits", QUICK) as host:
        yield host


@pytest.fixture
def quick(quick_host):
    with Asker(quick_host) as asker:
        yield asker


def test_a_hang_costs_its_question_and_keeps_what_was_answered(quick):
    source = "def f(n):\n    while n == 2: pass\n    return n\ndef g(n): return n"
    contestant = quick.open(a07_logistic=source)
    answers = contestant.ask(SLUG, "f", [call(n) for n in (0, 1, 2, 3)])
    assert [answer.outcome for answer in answers] == [Returned(0), Returned(1), TimedOut(1.0), TimedOut(1.0)]
    assert contestant.ask(SLUG, "g", [call(5)])[0].outcome == Returned(5)


@pytest.mark.parametrize(
    "hang",
    [
        "import time; time.sleep(99)",
        "import signal; [signal.signal(s, signal.SIG_IGN) for s in (2, 14, 15)]\n    while True: pass",
        "while True:\n        try: raise ValueError\n        except BaseException: pass",
        "import threading; threading.Event().wait()",
        "x = 10 ** 10 ** 8",
    ],
)
def test_every_kind_of_hang_is_ended(quick, hang):
    (answer,) = quick(f"def f():\n    {hang}\n    return 1", "f", call())
    assert answer.outcome == TimedOut(1.0)


@pytest.mark.parametrize(
    ("end", "how"),
    [
        ("os._exit(0)", "exit 0"),
        ("os._exit(7)", "exit 7"),
        ("os.kill(os.getpid(), 9)", "signal 9"),
        ("os.abort()", "signal 6"),
        ("import ctypes; ctypes.string_at(0)", "signal 11"),
    ],
)
def test_a_death_costs_its_question_and_keeps_what_was_answered(quick, end, how):
    source = f"import os\ndef f(n):\n    if n == 1:\n        {end}\n    return n\ndef g(n): return n"
    contestant = quick.open(a07_logistic=source)
    answers = contestant.ask(SLUG, "f", [call(n) for n in (0, 1, 2)])
    assert [answer.outcome for answer in answers] == [Returned(0), Died(how), Died(how)]
    assert contestant.ask(SLUG, "g", [call(5)])[0].outcome == Returned(5)


@pytest.mark.parametrize(
    ("line", "outcome"), [("while True: pass", TimedOut(1.0)), ("import os; os._exit(3)", Died("exit 3"))]
)
def test_a_module_that_never_loads_is_tried_once(quick, line, outcome):
    contestant = quick.open(a07_logistic=f"def f(): return 1\n{line}", a06_chain_rule="def h(): return 2")
    assert contestant.ask(SLUG, "f", [call()])[0].outcome == outcome
    started = time.monotonic()
    assert [answer.outcome for answer in contestant.ask(SLUG, "f", [call()] * 3)] == [outcome] * 3
    assert time.monotonic() - started < QUICK.wall  # it was not tried again
    assert contestant.ask(OTHER, "h", [call()])[0].outcome == Returned(2)


def test_a_forked_child_that_comes_back_is_not_heard(quick):
    source = "import os\ndef f(n):\n    os.fork()\n    return n"
    contestant = quick.open(a07_logistic=source)
    answers = contestant.ask(SLUG, "f", [call(n) for n in range(3)])
    assert [answer.outcome for answer in answers] == [Returned(n) for n in range(3)]


def alive(marker: str) -> list[int]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/comm") as file:
                if file.read().strip() == marker:
                    found.append(int(name))
        except OSError:
            pass
    return found


DAEMON = """
import ctypes, os, signal, time
def f(marker, hang):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for s in (1, 2, 14, 15): signal.signal(s, signal.SIG_IGN)
        ctypes.CDLL(None).prctl(15, marker.encode())
        time.sleep(60)
        os._exit(0)
    time.sleep(0.2)
    while hang: pass
    return os.getpid()
"""


@pytest.mark.parametrize("hang", [False, True])
@pytest.mark.parametrize("level", ["limits", "landlock", "namespaces"])
def test_nothing_survives_a_contestant(level, hang):
    marker = f"tst{os.getpid() % 10000}{level[:3]}{int(hang)}"
    with open_at(level) as host, Asker(host) as asker:
        contestant = asker.open(a07_logistic=DAEMON)
        (answer,) = contestant.ask(SLUG, "f", [call(marker, hang, repeat=False)])
        assert isinstance(answer.outcome, TimedOut if hang else Returned)
        if not hang:
            assert alive(marker)  # the control: it did start
        contestant.close()
        assert alive(marker) == []


def open_at(level: str) -> Host:
    from grader.errors import GraderFault

    host = Host(level, QUICK)
    try:
        assert host.isolation == level
    except GraderFault as fault:
        host.close()
        pytest.skip(str(fault))
    return host


def test_the_scratch_folder_is_fresh_and_goes_away(quick):
    source = "import os\ndef f():\n    open('left', 'w').close()\n    return os.getcwd(), os.listdir('.')"
    contestant = quick.open(a07_logistic=source)
    folder, found = contestant.ask(SLUG, "f", [call(repeat=False)])[0].outcome.value
    assert found == ["left"]
    assert os.path.isdir(folder)
    contestant.close()
    assert not os.path.exists(folder)
    other, found = contestant.ask(SLUG, "f", [call(repeat=False)])[0].outcome.value
    assert (other != folder, found) == (True, ["left"])


def test_a_host_whose_process_was_killed_starts_another(quick_host):
    with Asker(quick_host) as asker:
        source = "import os, signal\ndef f():\n    os.kill(os.getppid(), signal.SIGKILL)\n    while True: pass\ndef g(): return 1"
        contestant = asker.open(a07_logistic=source)
        (answer,) = contestant.ask(SLUG, "f", [call()])
        assert isinstance(answer.outcome, (Died, TimedOut))
        assert contestant.ask(SLUG, "g", [call()])[0].outcome == Returned(1)


def test_too_much_from_one_question_ends_it():
    with Host("limits", Limits(answer=1 << 20)) as host, Asker(host) as asker:
        source = "import torch\ndef f(): return torch.zeros(130_000)\ndef g(): return 1"
        contestant = asker.open(a07_logistic=source)
        outcomes = [a.outcome for a in contestant.ask(SLUG, "f", [call(repeat=False)] * 12)]
        assert isinstance(outcomes[0], Returned)
        assert isinstance(outcomes[-1], Unusable)
        assert outcomes[-1].reason == "bad_answer"
        assert contestant.ask(SLUG, "g", [call()])[0].outcome == Returned(1)


FORGED = """
import os
import subprocess
import sys
{imports}
def f():
    {body}
    return 1
def g(): return 2
"""


@pytest.mark.parametrize(
    "body",
    [
        "os.write(3, b'x' * 1000)",
        "os.write(3, b'GRC1' + b'\\xff' * 12)",
        "os.write(3, b'{\"score\": 1.0}\\n' * 100)",
        "os.close(3)",
        "os.write(3, FORGE(1, 0, Answer(Returned(42)))); os.write(3, FORGE(1, 0, Answer(Returned(43))))",
        "os.write(3, FORGE(9, 0, Answer(Returned(42))))",
        "os.write(3, FORGE(1, 7, Repeated(True)))",
        "os.write(3, FORGE(1, 0, Done()))",
    ],
)
def test_a_forged_frame_costs_its_question_only(quick, body):
    imports = """
import sys
wire, messages = sys.modules['grader.contestant.wire'], sys.modules['grader.contestant.messages']
from types import SimpleNamespace
Answer, Repeated, Done = messages.Answer, messages.Repeated, messages.Done
Returned = messages.Returned
def FORGE(ask, index, message):
    data = wire.dumps(messages.FROM_CONTESTANT, message)
    return messages.HEADER.pack(messages.MAGIC, ask, index, len(data)) + data
"""
    contestant = quick.open(a07_logistic=FORGED.format(imports=imports, body=body))
    (answer,) = contestant.ask(SLUG, "f", [call(repeat=False)])
    assert isinstance(answer.outcome, (Unusable, Died)) or answer.outcome == Returned(42), answer
    assert contestant.ask(SLUG, "g", [call()])[0].outcome == Returned(2)


def test_a_forged_answer_can_only_be_the_students_own(quick):
    source = FORGED.format(
        imports="", body="import sys; sys.modules['grader.contestant.inside.observe'].encode = lambda *a: 42"
    )
    assert quick(source, "f", call(repeat=False))[0].outcome == Returned(42)


def test_memory_is_bounded(quick):
    outcome = quick("import torch\ndef f(): return torch.ones(1 << 31).sum()", "f", call())[0].outcome
    assert outcome.type in ("RuntimeError", "MemoryError")


def test_many_contestants_at_once(quick):
    opened = [quick.open(a07_logistic=f"def f(x): return x + {n}") for n in range(5)]
    for n, contestant in enumerate(opened):
        assert contestant.ask(SLUG, "f", [call(1)])[0].outcome == Returned(1 + n)
    opened[2].close()
    for n, contestant in enumerate(opened):
        assert contestant.ask(SLUG, "f", [call(2)])[0].outcome == Returned(2 + n)


def test_large_arguments_cross(quick):
    x = torch.randn(1000, 1000)
    (answer,) = quick("def f(x): return x.sum()", "f", call(x, repeat=False))
    assert isinstance(answer.outcome, Returned)


OWNER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from grader.contestant import Host
host = Host(sys.argv[2])
print(host.isolation, host._source._process.pid, flush=True)
time.sleep(120)
"""


@pytest.mark.parametrize("level", ["limits", "namespaces"])
def test_nothing_is_left_when_the_judge_is_killed(level):
    open_at(level).close()
    root = str(Path(__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", OWNER, root, level], stdout=subprocess.PIPE, text=True) as owner:
        said = owner.stdout.readline().split()
        assert said[0] == level
        owner.kill()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{said[1]}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{said[1]}").exists()
    assert folders(int(said[1])) == []


@pytest.mark.parametrize("level", ["none", "limits", "landlock", "namespaces"])
def test_no_folder_is_left_behind(level):
    with open_at(level) as host, Asker(host) as asker:
        assert asker.one("def f():\n    open('x', 'w').close()\n    return 1", "f").outcome == Returned(1)
        process = host._source._process.pid
        assert folders(process) != []
    assert not Path(f"/proc/{process}").exists()
    assert folders(process) == []


def folders(process: int) -> list[Path]:
    return list(Path("/tmp").glob(f"grader-{process}-*"))
