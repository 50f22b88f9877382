"""In a notebook: `%load_ext grader`, then `%%grade A07.sigmoid` above a cell, `%grade A07`, or `check(sigmoid)`.

What is graded is text, as everywhere: the statements of the executed cells that the functions need, run in a contestant
of their own. The kernel's objects are never asked.
"""

from grader.jupyter.asking import check, feedback

__all__ = ["check", "feedback"]
