"""The judge's end: whatever a warm process or a contestant does instead of answering, it is told in a sentence."""

import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from grader.contestant import Limits
from grader.contestant.connection import Connection, Gone, Late, SocketStream
from grader.contestant.inside import isolation, probe, system
from grader.contestant.inside.isolation import Refused, choose
from grader.contestant.inside.warm import end_process
from grader.contestant.warm import WarmSource
from grader.errors import GraderFault

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a warm process forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),  # a fork of the tests themselves
]
READY = 's.send(b\'{"level": "none", "detail": {}}\')\n'
ODD = {
    "ends at once": ("", "did not start"),
    "says no JSON": ("s.send(b'hello')", "did not start"),
    "says what is no object": ("s.send(b'[]')", "did not start"),
    "nests": ("s.send(b'[' * 60000)", "did not start"),
    "refuses": ('s.send(b\'{"refused": "no such kernel"}\')', "cannot be had: no such kernel"),
    "cannot fork": (READY + 'while s.recv(999): s.send(b\'{"error": "EAGAIN"}\')', "cannot fork"),
    "ends when asked to fork": (READY + "s.recv(999)", "cannot fork"),
    "answers with nothing": (READY + "while s.recv(999): s.send(b'{}')", "cannot fork"),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_warm_process_is_a_fault(kind, monkeypatch):
    script, said = ODD[kind]
    started = []

    def spawn(module, config, pass_fds):
        program = f"import socket\ns = socket.socket(fileno={config['control']})\n{script}"
        command = [sys.executable, "-S", "-c", program]
        started.append(subprocess.Popen(command, pass_fds=pass_fds, start_new_session=True))
        return started[-1]

    monkeypatch.setattr("grader.contestant.warm.spawn", spawn)
    source = WarmSource("none", Limits())
    with pytest.raises(GraderFault, match=said):
        source.process()
    assert all(process.returncode is not None for process in started), "none is left"
    assert source.end(1, source.generation, 0.0) == "lost", "what it had is lost with it"
    source.close()


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    stream = SocketStream(ours, os.getpid())
    yield stream, theirs
    stream.close()
    theirs.close()


def soon():
    return time.monotonic() + 0.05


def test_a_contestant_that_reads_nothing_is_late(pair):
    stream, _ = pair
    with pytest.raises(Late):
        stream.send(b"x" * (1 << 24), soon())


def test_a_contestant_that_is_gone(pair):
    stream, theirs = pair
    theirs.close()
    with pytest.raises(Gone):
        stream.send(b"x" * (1 << 24), soon())
    with pytest.raises(Gone):
        stream.receive(soon())


def test_a_contestant_that_drips_is_late(pair):
    stream, theirs = pair
    stop = threading.Event()

    def drip():
        while not stop.wait(0.001):
            theirs.send(b"\0")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(Late):
            Connection(stream)._exactly(1 << 30, soon())
    finally:
        stop.set()
        thread.join()


def test_a_dead_contestant_is_seen_while_its_child_holds_the_socket():
    ours, theirs = socket.socketpair()
    process = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
    stream = SocketStream(ours, process.pid)
    process.kill()
    with pytest.raises(Gone):
        stream.receive(time.monotonic() + 60)
    process.communicate()
    stream.close()
    theirs.close()


ENDS = {"raise SystemExit(3)": "exit 3", "import os; os.kill(os.getpid(), 9)": "signal 9"}


@pytest.mark.parametrize("program", ENDS)
def test_how_it_ended_by_itself(program):
    pid = os.posix_spawn(sys.executable, [sys.executable, "-S", "-c", program], {})
    assert end_process(pid, 60.0) == ENDS[program]
    assert end_process(pid, 0.0) == "unknown", "it was reaped"


def test_who_does_not_end_is_killed():
    pid = os.posix_spawn(sys.executable, [sys.executable, "-S", "-c", "import signal; signal.pause()"], {})
    assert pid in system.children()
    assert sorted(system._children_by_stat()) == sorted(system.children())
    assert end_process(pid, 0.0) == "killed"
    assert pid not in system.children()


def test_system_calls_that_fail_raise():
    with pytest.raises(OSError, match="not implemented"):
        system.syscall(1 << 20)
    with pytest.raises(OSError, match="Invalid argument"):
        system.prctl(-1)


ATTEMPTS = {
    "done": lambda: None,
    "denied (PermissionError)": lambda: (_ for _ in ()).throw(PermissionError()),
    "denied (MemoryError)": lambda: (_ for _ in ()).throw(MemoryError()),
    "denied (Denied)": lambda: (_ for _ in ()).throw(probe.Denied("root without capabilities")),
    "broken (ZeroDivisionError: division by zero)": lambda: 1 / 0,
}


@pytest.mark.parametrize("seen", ATTEMPTS)
def test_an_attempt_is_called_by_what_came_of_it(seen):
    assert probe.attempt(ATTEMPTS[seen]) == seen


class Open(isolation.Plain):
    """A level that promises and denies nothing."""

    name = "open"


def forgetful(limits):
    raise Refused("only root")


def test_a_level_that_denies_nothing_is_refused_for_each_promise(monkeypatch):
    """The probe runs in a fork of this very process, with nothing closed to it but what is harmless to try."""
    monkeypatch.setattr(probe.Checks, "__init__", tame)
    monkeypatch.setitem(isolation.MAKERS, "landlock", Open)
    with pytest.raises(Refused, match=r"landlock: read a file outside: done; run: broken \(ZeroDivisionError"):
        choose("landlock", Limits())


def test_auto_takes_the_next_and_keeps_the_reasons(monkeypatch):
    monkeypatch.setattr(probe.Checks, "__init__", tame)
    monkeypatch.setitem(isolation.MAKERS, "namespaces", forgetful)
    monkeypatch.setitem(isolation.MAKERS, "landlock", Open)
    monkeypatch.setitem(isolation.MAKERS, "limits", Open)
    level = choose("auto", Limits())
    assert level.detail["not namespaces"] == "only root"
    assert level.detail["not landlock"].startswith("read a file outside: done")
    assert level.detail["computes"] == "done"


def tame(self, limits, canary, grader, warm):
    self.controls = {"computes": lambda: None}
    self.bounds = {}
    self.denials = {"read a file outside": canary.read_bytes, "run": lambda: 1 / 0}


def test_a_level_that_cannot_be_entered_has_no_report(monkeypatch):
    class Locked(Open):
        def enter(self, folder, number):
            raise OSError("no such rights")

    monkeypatch.setitem(isolation.MAKERS, "limits", Locked)
    with pytest.raises(Refused, match="computes: no report"):
        choose("limits", Limits())


def test_a_report_that_is_cut_is_none():
    reading, writing = os.pipe()
    os.write(writing, b'{"computes": "do')
    os.close(writing)
    assert probe._read(reading) == {}
    os.close(reading)


def test_a_report_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(probe, "SECONDS", 0.01)
    reading, writing = os.pipe()
    assert probe._read(reading) == {}
    os.close(reading)
    os.close(writing)


def test_landlock_is_refused_by_a_kernel_without(monkeypatch):
    monkeypatch.setattr(isolation.landlock, "syscall", lambda *_: (_ for _ in ()).throw(OSError("ENOSYS")))
    assert isolation.landlock.abi() == 0
    with pytest.raises(Refused, match="no landlock"):
        choose("landlock", Limits())


def test_namespaces_are_refused_without_root(monkeypatch):
    monkeypatch.setattr(isolation.identity, "is_root", lambda: False)
    with pytest.raises(Refused, match="only root"):
        choose("namespaces", Limits())


def test_it_dies_with_its_parent_at_once_if_that_is_gone():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from grader.contestant.inside.system import die_with_parent\n"
        "die_with_parent(1 << 30)\nprint('alive')"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    done = subprocess.run([sys.executable, "-c", program, root], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
