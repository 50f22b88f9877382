"""Masters of other graders become a course skeleton: nbgrader's source notebooks and Otter's. Nothing is executed."""

from grader.importing.course import Imported, import_masters
from grader.importing.master import Left

__all__ = ["Imported", "Left", "import_masters"]
