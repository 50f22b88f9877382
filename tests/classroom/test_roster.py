"""Rosters as offices and LMSs write them, and whom an attempt belongs to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.attempt import Attempt, Student
from grader.classroom.lateness import LatePolicy
from grader.classroom.roster import Register, read_roster
from grader.classroom.times import moment
from grader.errors import GraderError


@pytest.mark.parametrize(
    "data",
    [
        "student_id,name,email\n0012,홍길동,hong@u.ac.kr\n".encode(),
        "student_id,name,email\r\n0012,홍길동,hong@u.ac.kr\r\n".encode("utf-8-sig"),
        "학번;이름;이메일\n0012;홍길동;hong@u.ac.kr\n".encode("cp949"),
        "학번\t이름\t이메일\r\n0012\t홍길동\thong@u.ac.kr\r\n".encode("utf-16"),  # what Excel calls Unicode text
        "학번\t이름\t이메일\n0012\t홍길동\thong@u.ac.kr\n".encode("utf-16-le"),
        "sep=;\n학번;이름;이메일\n0012;홍길동;hong@u.ac.kr\n".encode("utf-8-sig"),
        "\n\nid,name,email\r0012,홍길동,hong@u.ac.kr\r".encode(),  # an old Mac's line ends
        'Student ID;"이름";"E-mail";"Last, First, Middle"\n0012;홍길동;hong@u.ac.kr;x\n'.encode(),
        'Student\tID Number\tEmail address\n홍길동\t="0012"\thong@u.ac.kr\n'.encode(),
    ],
)
def test_rosters(tmp_path, data):
    (tmp_path / "r.csv").write_bytes(data)
    student = read_roster(tmp_path / "r.csv")[0]
    assert (student.id, student.name, student.email) == ("0012", "홍길동", "hong@u.ac.kr")


@pytest.mark.parametrize(
    ("text", "said"), [("name\nKim\n", "roster_columns"), ("id\n1\n1\n", "roster_twice"), ("", "roster_columns")]
)
def test_rosters_that_cannot_be_used(tmp_path, text, said):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(GraderError, match=said):
        read_roster(tmp_path / "r.csv")


def test_a_roster_that_is_no_text(tmp_path):
    (tmp_path / "r.csv").write_bytes(b"\x89PNG\xff\xff")
    with pytest.raises(GraderError, match="not_text"):
        read_roster(tmp_path / "r.csv")
    with pytest.raises(GraderError, match="No such file"):
        read_roster(tmp_path / "none.csv")


def attempt(name: str, *names: str) -> Attempt:
    return Attempt(name, name, (name,), names=names)


def test_students_are_found_by_id_email_name_and_words():
    kim = Student("20240001", "Kim Minji", "kim@u.ac.kr")
    lee, twin = Student("20240002", "Lee Jun"), Student("20240003", "Lee Jun")
    register = Register([kim, lee, twin])
    assert register.find(attempt("20240001")) == kim
    assert register.find(attempt("kim")) == kim
    assert register.find(attempt("Kim Minji_77", "Kim Minji")) == kim
    assert register.find(attempt("hw_20240002_final")) == lee
    assert register.find(attempt("Lee Jun")) is None
    assert register.find(attempt("nobody")) is None


def test_lateness():
    due = datetime(2026, 11, 20, tzinfo=timezone.utc)
    policy = LatePolicy(due, per_day=10, cap=25, grace=30)
    assert policy.days_late(due + timedelta(minutes=29)) == 0
    assert policy.days_late(due + timedelta(minutes=31)) == 1
    assert policy.days_late(due + timedelta(days=1, minutes=1)) == 2
    assert policy.days_late(due + timedelta(days=1), extension=1) == 0
    assert policy.days_late(None, flagged=True) == 1
    assert LatePolicy().days_late(due) == 0
    assert [policy.percent_off(d) for d in (0, 1, 2, 3)] == [0, 10, 20, 25]


@given(st.datetimes(timezones=st.just(timezone.utc)))
def test_moments_are_read_back(when):
    assert moment(when.isoformat()) == when
    assert moment(str(when.replace(tzinfo=None)) + " UTC") == when


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_none(text):
    found = moment(text)
    assert found is None or found.tzinfo is not None
