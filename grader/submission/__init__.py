"""What a student handed in, read as text: nothing is extracted to disk and nothing is executed."""

from grader.submission.read import read_members, read_parts, read_submission, read_upload

__all__ = ["read_members", "read_parts", "read_submission", "read_upload"]
