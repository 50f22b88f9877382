"""Wires a submission, the contestant and the judge together: the one path that local runs, batches and CI share."""

from grader.grading.session import Session

__all__ = ["Session"]
