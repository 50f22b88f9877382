"""Workers die: the class goes on, nothing is lost or doubled, and what kills three of them is a fault."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from grader.batch.job import Job, Setup
from grader.batch.local import LocalPool
from grader.submission import read_upload
from tests.batch.twelve import RIGHT

SLUGS = ("a07_logistic",)
SETUP = Setup(None, 5, 1.0, weak=True, assignments=("A07.sigmoid",), epoch="1")


HANGING = "def sigmoid(x):\n    while True:\n        pass\n"


def jobs(count: int) -> list[Job]:
    return [Job(n, read_upload(RIGHT.encode(), "a07_logistic.py", SLUGS, identifier=f"s{n}")) for n in range(count)]


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """One worker for all tests: whatever they do to it, the pool has another."""
    opened = LocalPool(SETUP, 1, tmp_path_factory.mktemp("pool") / "log")
    yield opened
    opened.close()


def test_a_killed_workers_submission_is_graded_by_another(pool):
    ends: Counter[int] = Counter()
    killed = False
    for finished in pool.run(iter(jobs(4))):
        ends[finished.number] += 1
        assert not finished.fault
        assert finished.percent == 100.0
        if not killed:
            pool._workers[0].process.kill()
            killed = True
    assert ends == {0: 1, 1: 1, 2: 1, 3: 1}


def test_what_kills_three_workers_is_a_fault_and_the_rest_is_graded(pool, monkeypatch):
    from grader.batch import local

    give = local._Worker.give
    deadly: Counter[int] = Counter()

    def give_and_kill(worker, job, seconds):
        give(worker, job, seconds)
        if job.number == 1:
            deadly[1] += 1
            os.kill(worker.process.pid, signal.SIGKILL)

    monkeypatch.setattr(local._Worker, "give", give_and_kill)
    ends = {finished.number: finished for finished in pool.run(iter(jobs(3)))}
    assert sorted(ends) == [0, 1, 2]
    assert "3 times" in ends[1].fault
    assert deadly[1] == 3
    assert not ends[0].fault
    assert not ends[2].fault


def test_a_worker_that_overstays_is_ended(pool, monkeypatch):
    from grader.batch import local

    monkeypatch.setattr(LocalPool, "_patience", lambda _: 0.0)
    monkeypatch.setattr(local, "TRIES", 1)
    hanging = read_upload(HANGING.encode(), "a07_logistic.py", SLUGS, identifier="hanging")
    finished = list(pool.run(iter([Job(0, hanging)])))
    assert [f.number for f in finished] == [0]
    assert "signal 9" in finished[0].fault


def test_no_worker_outlives_its_pool(tmp_path):
    opened = LocalPool(SETUP, 1, tmp_path / "log")
    opened.hello()
    process = opened._workers[0].process
    opened.close()
    assert process.poll() is not None


def test_weak_isolation_is_refused_unless_allowed(tmp_path):
    from dataclasses import replace

    from grader.errors import GraderError

    opened = LocalPool(replace(SETUP, isolation="none", weak=False), 1, tmp_path / "log")
    with pytest.raises(GraderError, match="isolation level 'none' only"):
        opened.hello()
    opened.close()


def test_a_fault_has_every_function_and_never_passes(pool):
    from grader.batch.fault import faulty
    from grader.report import result_json, result_read

    hello = pool.hello()
    result = faulty(jobs(1)[0].submission, "its worker died", hello, 5, None)
    assert {f.verdict.status for f in result.functions} == {"grader_fault"}
    assert len(result.functions) == sum(e.slug == "a07_logistic" for e in hello.exercises)
    assert result_read.loads(result_json.dumps(result)).totals.core == 0.0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_loses_no_submission(tmp_path):
    pytest.importorskip("distributed")
    from grader.batch import cluster

    pool = cluster.ClusterPool(SETUP, 2, "local", tmp_path / "log")
    try:
        assert pool.hello().isolation
        ends: Counter[int] = Counter()
        victims = list(pool._cluster.workers.values())
        for finished in pool.run(iter(jobs(60))):
            if not ends:
                os.kill(victims[0].pid, signal.SIGKILL)
            ends[finished.number] += 1
            assert not finished.fault
    finally:
        pool.close()
    assert ends == dict.fromkeys(range(60), 1)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_kills_cluster_workers_is_found_alone_and_is_a_fault(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from grader.batch import cluster
    from tests.batch.poison import grade_or_die

    monkeypatch.setattr(cluster, "remote_grade", grade_or_die)
    monkeypatch.setattr(cluster, "TRIES", 1)
    pool = cluster.ClusterPool(SETUP, 2, "local", tmp_path / "log")
    try:
        ends = {finished.number: finished.fault for finished in pool.run(iter(jobs(30)))}
    finally:
        pool.close()
    assert sorted(ends) == list(range(30))
    assert {number for number, fault in ends.items() if fault} == {7}
    assert "killed 1 workers" in ends[7]


def test_the_others_start_when_what_is_left_is_worth_it(tmp_path, monkeypatch):
    from grader.batch import local

    monkeypatch.setattr(local, "processors", lambda: 2)
    started = []
    for expected in (3, 100_000):
        opened = LocalPool(SETUP, 2, tmp_path / "log", expected)
        opened.hello()
        assert len(opened._workers) == 1
        assert len(list(opened.run(iter(jobs(3))))) == 3
        started.append(len(opened._workers))
        opened.close()
    assert started == [1, 2]
