"""Imports the course by adding its folder to the path."""

# maximum: 0
# limits: got | denied ImportError | denied ModuleNotFoundError | denied AttributeError
# landlock: denied
# namespaces: denied

import sys


def attempt():
    sys.path.insert(0, "@ROOT@")
    sys.modules.pop("grader", None)
    import grader.course.a07_logistic as page

    return page.__file__
