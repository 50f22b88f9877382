"""Systems without fork: a fresh interpreter per contestant gives the same answers."""

from __future__ import annotations

import time

import pytest

from grader.contestant import Host, Limits
from grader.contestant.fresh import FreshSource
from grader.errors import GraderFault
from grader.model.outcome import Died, Place, Raised, Returned, TimedOut
from tests.contestant.asking import OTHER, SLUG, Asker, call


@pytest.fixture(scope="module", params=["none", "limits"])
def fresh(request):
    with Host(request.param, Limits(wall=2.0, output=100), source=FreshSource) as host:
        assert host.isolation == request.param
        with Asker(host) as asker:
            yield asker


SOURCE = """
import os
from assignments.a06_chain_rule import helper
def f(n):
    print("hello", n)
    return helper(n)
def crash(n): os._exit(5)
def hang(n):
    while True: pass
def flood(n):
    for _ in range(50): os.write(1, b"x" * 10**6); os.write(2, b"y" * 10**6)
    return n
def bad(n):
    return n.nope
def big(n): return "x" * 200_000
"""


def test_a_whole_submission(fresh):
    contestant = fresh.open(a07_logistic=SOURCE, a06_chain_rule="def helper(n): return n + 1")
    first, second = contestant.ask(SLUG, "f", [call(1), call(2)])
    assert (first.outcome, second.outcome, first.printed) == (Returned(2), Returned(3), "hello 1\n")
    assert contestant.ask(SLUG, "flood", [call(1)])[0].outcome == Returned(1)
    assert contestant.ask(SLUG, "big", [call(1)])[0].outcome == Returned("x" * 200_000)
    raised = contestant.ask(SLUG, "bad", [call(1)])[0].outcome
    assert isinstance(raised, Raised)
    assert raised.place == Place("a07_logistic.py", 14)
    assert contestant.ask(SLUG, "crash", [call(1)])[0].outcome == Died("exit 5")
    assert contestant.ask(SLUG, "hang", [call(1)])[0].outcome == TimedOut(2.0)
    assert contestant.ask(OTHER, "helper", [call(1)])[0].outcome == Returned(2)
    with contestant.instead({(OTHER, "helper"): "def helper(n): return 0"}) as other:
        assert other.ask(SLUG, "f", [call(1)])[0].outcome == Returned(0)


def test_what_it_started_is_ended_with_it(fresh):
    source = "import os, time\ndef f():\n    pid = os.fork()\n    if pid == 0:\n        time.sleep(60)\n        os._exit(0)\n    return pid"
    contestant = fresh.open(a07_logistic=source)
    pid = contestant.ask(SLUG, "f", [call(repeat=False)])[0].outcome.value
    contestant.close()
    deadline = time.monotonic() + 60
    while state(pid) not in ("gone", "Z") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert state(pid) in ("gone", "Z")


def state(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


@pytest.mark.parametrize("level", ["landlock", "namespaces"])
def test_levels_that_need_linux_are_refused(level):
    with pytest.raises(GraderFault, match="cannot be had"):
        Host(level, source=FreshSource)
