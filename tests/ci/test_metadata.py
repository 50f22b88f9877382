"""What Gradescope says of a submission is a help where it is whole, and nothing where it is odd."""

import json

import pytest

from grader.ci.metadata import Metadata, read_metadata

WHOLE = {
    "created_at": "2026-11-20T10:30:00.000000+09:00",
    "users": [{"name": "김하나", "email": "kim@u.ac.kr"}],
    "assignment": {"due_date": "2026-11-20T00:00:00Z", "total_points": "25.0"},
    "previous_submissions": [{"score": "3.0"}, {"score": "8.5"}],
}


def read(tmp_path, **changes):
    (tmp_path / "m.json").write_text(json.dumps(WHOLE | changes), encoding="utf-8")
    return read_metadata(tmp_path / "m.json")


def test_all_of_it(tmp_path):
    assert read(tmp_path) == Metadata("김하나", 1.5, 8.5, 25.0)


def test_an_extension_counts(tmp_path):
    own = {"due_date": "2026-11-21T00:00:00Z"}
    assert read(tmp_path, users=[{"id": 7}, {"email": "lee@u", "assignment": own}]) == Metadata(
        "7, lee@u", 0.0, 8.5, 25.0
    )


ODD = {
    "no time": {"created_at": None},
    "no moment": {"created_at": "yesterday"},
    "a time without a zone": {"created_at": "2026-11-20T10:30:00"},
}


@pytest.mark.parametrize("kind", ODD)
def test_nobody_is_late_by_a_time_that_cannot_be_told(kind, tmp_path):
    assert read(tmp_path, **ODD[kind]).late_hours == 0.0


def test_scores_that_are_no_numbers_are_none(tmp_path):
    odd = [{"score": "nan"}, {"score": float("inf")}, {"score": "-"}, {}, 3, {"score": "2"}]
    assert read(tmp_path, previous_submissions=odd).best == 2.0
    assert read(tmp_path, assignment={"total_points": "NaN"}).total == 0.0


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff", b"3", b"null"])
def test_a_file_that_is_none(content, tmp_path):
    (tmp_path / "m.json").write_bytes(content)
    assert read_metadata(tmp_path / "m.json") == Metadata()
