"""A result as text for a terminal: one line per function, the first failing one expanded."""

from grader.report.terminal.look import Look
from grader.report.terminal.run import render

__all__ = ["Look", "render"]
