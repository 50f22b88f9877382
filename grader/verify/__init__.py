"""The author's contract with the engine, as a command: what passes here judges fairly and explains what it can."""

from grader.verify.course import Step, mutation, verify

__all__ = ["Step", "mutation", "verify"]
