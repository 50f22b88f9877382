"""Whatever a contestant leaves in its folder is removed, and never more than that."""

import os
import subprocess
import time

import pytest

from grader.contestant.inside.scratch import Scratch, removed


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = Scratch()
    yield made
    made.close()
    assert os.listdir(tmp_path) == []


FILLED = {
    "nothing": "",
    "files": "touch a b c; mkdir d; touch d/e d/.f; ln -s a g; mkfifo h",
    "deeper than a path": 'python3 -c \'import os\nfor n in range(300): os.mkdir("d" * 20), os.chdir("d" * 20)\'',
    "nobody may list it": "mkdir -p a/b/c; touch a/b/c/d; chmod 0 a/b/c; chmod 300 a/b; chmod 0 a .",
    "odd names": "mkdir -p -- '-rf' $'a\\nb' '*'; touch -- '-rf/-f' $'a\\nb/\\033[2J' '*/ '",
}


@pytest.mark.parametrize("kind", FILLED)
def test_it_is_gone(scratch, kind):
    folder = scratch.add("1")
    subprocess.run(["bash", "-c", FILLED[kind]], cwd=folder, check=True)
    scratch.drop(folder)
    assert not os.path.lexists(folder)


def test_links_are_removed_and_not_what_they_lead_to(scratch, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kept").write_text("kept")
    folder = scratch.add("1")
    os.symlink(outside, os.path.join(folder, "link"))
    os.mkdir(os.path.join(folder, "inner"))
    os.symlink(outside, os.path.join(folder, "inner", "link"))
    scratch.drop(folder)
    assert not os.path.lexists(folder)
    assert (outside / "kept").read_text() == "kept"


def test_what_takes_too_long_is_left_for_later(scratch, monkeypatch):
    first, second = scratch.add("1"), scratch.add("2")
    for name in "abc":
        open(os.path.join(first, name), "w").close()
    assert removed(first, time.monotonic() - 1) is False
    monkeypatch.setattr("grader.contestant.inside.scratch.DROP_SECONDS", -1.0)
    scratch.drop(first)
    assert os.path.exists(first)
    monkeypatch.undo()
    scratch.drop(second)
    assert not os.path.exists(first)
    assert not os.path.exists(second)
