"""JUnit XML as Jenkins' junit-10.xsd has it and pytest writes it (family xunit2): for Jenkins, GitLab, Azure, …

One suite per assignment and student. The schema has no attribute for points: they are properties of the suite.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from grader.locale import Words
from grader.model.result import Result
from grader.report.clean import one_line
from grader.report.exports.entries import UNTOUCHED, Entry, entries, number, state

_ERRORS = ("error", "timeout", "grader_fault")


def render(results: Sequence[Result], words: Words) -> str:
    """The document, declaration included."""
    root = ET.Element("testsuites", name="grader")
    for result in results:
        student = one_line(result.submission) if len(results) > 1 else ""
        for assignment, group in groupby(entries(result, words), key=lambda e: e.assignment):
            _suite(root, " ".join(filter(None, (student, assignment))), tuple(group), result, words)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, name: str, tests: Sequence[Entry], result: Result, words: Words) -> None:
    suite = ET.SubElement(
        root,
        "testsuite",
        name=name,
        tests=str(len(tests)),
        failures=str(sum(_kind(t) == "failure" for t in tests)),
        errors=str(sum(_kind(t) == "error" for t in tests)),
        skipped=str(sum(_kind(t) == "skipped" for t in tests)),
        time=f"{sum(t.seconds for t in tests):.3f}",
        timestamp=one_line(result.environment.started)[:19],
        hostname="grader",
    )
    properties = ET.SubElement(suite, "properties")
    for key, value in _properties(tests, result):
        ET.SubElement(properties, "property", name=key, value=value)
    for test in tests:
        _case(suite, name.replace(" ", "."), test, words)


def _properties(tests: Sequence[Entry], result: Result) -> list[tuple[str, str]]:
    environment = result.environment
    own = [
        ("submission", one_line(result.submission)),
        ("points", number(sum(t.points for t in tests))),
        ("max_points", number(sum(t.max_points for t in tests if t.tier == "core"))),
        ("grader", one_line(environment.grader)),
        ("torch", one_line(environment.torch)),
        ("seed", str(environment.seed)),
    ]
    return own + [(f"points.{t.name}", f"{number(t.points)}/{number(t.max_points)}") for t in tests]


def _kind(test: Entry) -> str:
    if test.passed:
        return ""
    if test.status in UNTOUCHED:
        return "skipped"
    return "error" if test.status in _ERRORS else "failure"


def _case(suite: ET.Element, classname: str, test: Entry, words: Words) -> None:
    case = ET.SubElement(suite, "testcase", classname=classname, name=test.name, time=f"{test.seconds:.3f}")
    kind = _kind(test)
    if kind:
        message = test.sentence if kind != "skipped" else state(test.status, words)
        told = ET.SubElement(case, kind, type=test.diagnosis or test.status, message=message)
        if test.details:
            told.text = test.details
    if test.printed:
        ET.SubElement(case, "system-out").text = test.printed
