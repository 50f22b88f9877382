"""Gradescope's autograder zip. Students never see it."""

from __future__ import annotations

from grader.release.files import File, archive
from grader.release.judging import judging, options
from grader.release.request import Request
from grader.release.template import filled


def files(wanted: Request) -> tuple[File, ...]:
    """One file, autograder.zip, with setup.sh and run_autograder at its top."""
    run = {"targets": wanted.targets, "options": options(wanted, "$root/source")}
    inside = (
        filled("setup.sh", "setup.sh", True),
        filled("run_autograder", "run_autograder", True, **run),
        *judging(wanted, ""),
    )
    return (File("autograder.zip", archive(inside)),)
