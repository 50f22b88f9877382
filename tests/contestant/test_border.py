"""What is on the student's side of the border: nothing of the course, the judge or the author."""

from __future__ import annotations

import sys

ALLOWED = ("grader.model", "grader.contestant", "grader.errors")


def test_the_contestant_has_nothing_of_the_course_in_it(ask):
    source = "import sys\ndef f(): return sorted(n for n in sys.modules if n.split('.')[0] == 'grader')"
    loaded = ask.value(source, "f")
    assert "grader.contestant.inside.observe" in loaded
    assert [name for name in loaded if name != "grader" and not name.startswith(ALLOWED)] == []


def test_the_judges_side_is_not_loaded_there(ask):
    source = "import sys\ndef f(): return [n for n in sys.modules if n.startswith('grader.contestant.')]"
    loaded = ask.value(source, "f")
    for name in ("host", "contestant", "connection", "warm", "fresh"):
        assert f"grader.contestant.{name}" not in loaded


def test_a_host_starts_without_torch():
    import subprocess

    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from grader.contestant import Host\nhost = Host('none'); host.start(); print('torch' in sys.modules); host.close()"
    )
    root = __file__.partition("/tests/")[0]
    done = subprocess.run([sys.executable, "-c", program, root], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
