"""Which names belong to an assignment, and which are left alone."""

from __future__ import annotations

import pytest

from grader.submission.naming import identity, slug_of

SLUGS = ("a07_logistic", "a08_scatter_onehot")


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("a07_logistic.py", 0),
        ("A07_Logistic.PY", 0),
        ("dir/a07_logistic.ipynb", 0),
        ("A07_Logistic (1).py", 1),
        ("a07_logistic copy 2.py", 1),
        ("a07_logistic - 복사본 (2).py", 1),
        ("a07_logistic의 사본.ipynb", 1),
        ("Copy of a07_logistic.ipynb", 1),
        ("a07_logistic-1.py", 1),
        ("a07-logistic.py", 1),
        ("a07_logistic.py.py", 1),
        ("kim_48213_99120_a07_logistic.py", 2),
        ("a07.py", 3),
        ("A07 (1).ipynb", 3),
    ],
)
def test_belongs(name, rank):
    assert slug_of(name, SLUGS) == ("a07_logistic", rank)


@pytest.mark.parametrize(
    "name", ["a07_notes.py", "a07_logistic.txt", "a07_logistic", "xa07_logistic.py", "._a07_logistic.py",
                                  "a09.py", "07.py", "logistic.py", "a07_logistic_test.py"])  # fmt: skip
def test_does_not_belong(name):
    assert slug_of(name, SLUGS) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kim.zip", "kim"),
        ("kim.TAR.GZ", "kim"),
        ("홍길동", "홍길동"),
        ("v1.2", "v1.2"),
        ("a\x1bb.zip", "a_b"),
        (".zip", "unnamed"),
    ],
)
def test_identity(name, expected):
    assert identity(name) == expected
