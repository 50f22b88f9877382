"""What a teacher hands out: a repository for students, and autograders for the platforms that run one.

Each kind is a function from a `Request` to files. Nothing for students is made from anything but stubs.
"""

from __future__ import annotations

from importlib import import_module

from grader.release.files import File, write
from grader.release.request import Request, request

KINDS = ("student", "gradescope", "prairielearn", "classroom")

__all__ = ["KINDS", "File", "Request", "files", "request", "write"]


def files(kind: str, wanted: Request) -> tuple[File, ...]:
    """The files of a kind. Raises GraderError, GraderFault."""
    made: tuple[File, ...] = import_module(f"grader.release.{kind}").files(wanted)
    return made
