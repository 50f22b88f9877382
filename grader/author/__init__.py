"""What a course page imports: everything an author needs to say what is asked and how it is judged.

A page makes one `NewAssignment` and declares one class per exercise; `docs` and `CONTRIBUTING` show it step by step.
"""

from grader.author.cases import case, corner, seen
from grader.author.draw import Draw
from grader.author.loading import load_course
from grader.author.oracle import grad, vjp
from grader.author.page import NewAssignment

__all__ = ["Draw", "NewAssignment", "case", "corner", "grad", "load_course", "seen", "vjp"]
