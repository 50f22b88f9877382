"""Gives our package its folder back and imports the judge."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import importlib
import sys


def attempt():
    sys.modules["grader"].__path__ = ["@ROOT@/grader"]
    importlib.invalidate_caches()
    return importlib.import_module("grader.course.a07_logistic")
