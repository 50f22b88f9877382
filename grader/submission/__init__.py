"""What a student handed in, read as text: nothing is extracted to disk and nothing is executed."""

from grader.submission.read import read_submission, read_upload

__all__ = ["read_submission", "read_upload"]
