"""The pytest plugin: `pytest --grader assignments/` makes a test of every check of every function.

pytest imports this module in every run of every project, so nothing but pytest is imported here, and nothing happens
without --grader.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader", "grading of exercises")
    group.addoption("--grader", action="store_true", help="grade the assignment files among the arguments")
    group.addoption("--grader-seed", type=int, metavar="N", help="the seed that random inputs are drawn with")
    group.addoption("--grader-course", metavar="DIR", help="a course other than the built-in one")
    group.addoption("--grader-wall", type=float, default=10.0, metavar="SECONDS", help="time for one function")
    group.addoption("--grader-lang", choices=("ko", "en", "both"), help="language of the messages")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--grader"):
        from grader.pytest_plugin.collecting import Collecting
        from grader.pytest_plugin.summary import Summary

        collecting = Collecting(config)
        config.pluginmanager.register(collecting, "grader-collecting")
        config.pluginmanager.register(Summary(collecting.judging, collecting.telling), "grader-summary")
