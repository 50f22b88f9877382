"""Looks for the course and the judge among the loaded modules, and imports them."""

# maximum: 0
# limits: denied ModuleNotFoundError
# landlock: denied ModuleNotFoundError
# namespaces: denied ModuleNotFoundError

import importlib
import sys


def attempt():
    found = [n for n in sys.modules if n.startswith(("grader.course", "grader.judge", "grader.author", "grader.grading"))]
    if found:
        return found
    return importlib.import_module("grader.course.a07_logistic")
