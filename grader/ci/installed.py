"""Judging comes from the installed package: a checkout that brings a `grader` of its own must not judge itself."""

from __future__ import annotations

from pathlib import Path

from grader.errors import GraderError

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = ("site-packages", "dist-packages")


def refuse_checkout(root: Path, course: Path | None) -> None:
    """Raises GraderError when the grader or the course that would judge is a file of the repository being graded."""
    if _inside(_PACKAGE, root) and not any(name in _PACKAGE.parts for name in _INSTALLED):
        raise GraderError(
            "the grader that runs is part of the repository it grades",
            "install it, and start it as `grader`, not as `python -m grader`",
        )
    if course is not None and _inside(course.resolve(), root):
        raise GraderError(
            "the course that judges is part of the repository it grades", "keep it where students cannot edit it"
        )


def _inside(path: Path, root: Path) -> bool:
    return root in (path, *path.parents)
