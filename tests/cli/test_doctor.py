"""`grader doctor`: what is missing is named, and everything else is looked at all the same."""

import sys

import pytest

from grader.cli import doctor
from grader.errors import GraderError


def test_a_sound_machine(student, grader):
    code, out, _ = grader("doctor")
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()[:7]] == [
        "grader", "python", "torch", "course", "isolation", "terminal", "folder",
    ]  # fmt: skip
    assert all(line.startswith(("○", "[O]")) for line in out.splitlines()[:7])


def test_what_is_missing_is_named_and_the_rest_is_still_looked_at(student, grader, monkeypatch, tmp_path):
    def broken() -> str:
        raise GraderError("no isolation here")

    monkeypatch.setattr(doctor, "_isolation", broken)
    monkeypatch.setattr(doctor, "places", lambda course: doctor_places(tmp_path))
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, _ = grader("doctor")
    assert code == 3
    failed = {line.split()[1]: line for line in out.splitlines() if line.startswith("×")}
    assert set(failed) == {"torch", "course", "isolation"}
    assert "a01_tensor_basics.py is missing" in failed["course"]
    assert "no isolation here" in failed["isolation"]
    assert "folder" in out


def test_an_autograd_that_is_wrong(monkeypatch):
    import torch

    monkeypatch.setattr(torch.autograd, "grad", lambda *_: (torch.zeros(()),))
    with pytest.raises(RuntimeError, match="autograd"):
        doctor._torch()


def doctor_places(folder):
    from grader.course.places import Places

    return Places(folder, folder, folder)
