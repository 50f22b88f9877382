"""A result as text for a terminal: one line per function, the first failing one expanded."""

from grader.report.terminal.look import Look
from grader.report.terminal.run import Before, render

__all__ = ["Before", "Look", "render"]
