"""What an autograder needs beside its scripts. All of it is for the platform, none of it for students."""

from __future__ import annotations

from grader.release.files import File, tree
from grader.release.request import Request
from grader.release.wheel import wheel

HIDDEN = "hidden.py"
COURSE = "course"


def judging(wanted: Request, folder: str) -> tuple[File, ...]:
    """The grader, and where there are any a course and hidden cases, in `folder` ("" or ending in "/")."""
    found = [wheel(folder)]
    if wanted.course is not None:
        found += tree(wanted.course, f"{folder}{COURSE}")
    if wanted.hidden is not None:
        found.append(File(f"{folder}{HIDDEN}", wanted.hidden.read_bytes()))
    return tuple(found)


def options(wanted: Request, folder: str) -> str:
    """The options of `grader ci` for what `judging` put into `folder`, as a shell reads them."""
    given = f' --course "{folder}/{COURSE}"' if wanted.course is not None else ""
    return given + (f' --hidden "{folder}/{HIDDEN}"' if wanted.hidden is not None else "")
