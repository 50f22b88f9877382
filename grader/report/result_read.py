"""Read a result back from the JSON data that `result_json` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result, Totals
from grader.model.submission import Problem
from grader.model.verdict import Message, Verdict
from grader.report.plain import MisshapenError, reader
from grader.report.result_json import SCHEMA

_verdict = reader(Verdict)
_totals = reader(Totals)
_problem = reader(Problem)
_texts = reader(tuple[str, ...])
_messages = reader(tuple[Message, ...])
_plots = reader(tuple[dict[str, object], ...])


def read(data: Any) -> Result:
    """The result in JSON data. Raises GraderError when it is none, or of a newer format."""
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith("grader/"):
        raise GraderError("this is not a result that grader wrote", "make one with `grader check --json FILE`")
    if data["schema"] != SCHEMA:
        raise GraderError(f"the result has format {data['schema']!r}; this grader reads {SCHEMA!r}", "update grader")
    try:
        return _result(data)
    except (MisshapenError, KeyError, TypeError, AttributeError) as error:
        raise GraderError(f"the result is damaged: {error}", "grade the submission again") from error


def loads(text: str) -> Result:
    """The result in one line of JSON. Raises GraderError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GraderError(f"the result is not JSON: {error}", "grade the submission again") from error
    return read(data)


def read_lines(path: Path) -> Iterator[Result]:
    """The results of a `results.jsonl`, one after the other. Raises GraderError, naming the line."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            if text.strip():
                try:
                    yield loads(text)
                except GraderError as error:
                    raise GraderError(f"{path.name}, line {number}: {error.message}", error.hint) from error


def _result(data: dict[str, Any]) -> Result:
    submission = data["submission"]
    return Result(
        submission=submission["id"],
        digest=submission["sha256"],
        assignments=tuple(_assignment(a) for a in data["assignments"]),
        totals=_totals(data["summary"]),
        environment=_environment(data),
        problems=tuple(_problem(p) for p in submission["problems"]),
        ignored=_texts(submission["ignored"]),
        remarks=_messages(submission.get("remarks", [])),
    )


_environment_of = reader(Environment)


def _environment(data: dict[str, Any]) -> Environment:
    environment: Environment = _environment_of(
        {
            **data["environment"],
            "grader": data["tool"]["version"],
            "seed": data["seed"],
            "started": data["generated_at"],
        }
    )
    return environment


def _assignment(data: dict[str, Any]) -> AssignmentResult:
    problem = data["problem"]
    return AssignmentResult(
        id=data["id"],
        slug=data["slug"],
        functions=tuple(_function(f) for f in data["functions"]),
        path=data["path"],
        problem=None if problem is None else _problem(problem),
        plots=_plots(data["plots"]),
    )


def _function(data: dict[str, Any]) -> FunctionResult:
    return FunctionResult(
        verdict=_verdict(data),
        formula=data["formula"],
        signature=data["signature"],
        source=data["source"],
        source_file=data["source_file"],
        source_line=data["source_line"],
        forbids=_texts(data["forbids"]),
        requires=_texts(data["requires"]),
        teaches=_texts(data["teaches"]),
    )
