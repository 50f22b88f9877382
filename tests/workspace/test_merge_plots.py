from dataclasses import replace

from grader.model.result import AssignmentResult, Result
from grader.model.verdict import Verdict
from grader.workspace.merge import merge
from tests.report import samples


def graded(names: tuple[str, ...], plots: tuple[dict[str, object], ...]) -> Result:
    functions = tuple(samples.function(Verdict(f"C07.{n}", "pass", 1.0, 1.0, "core")) for n in names)
    assignment = AssignmentResult("C07", "c07_sample", functions, plots=plots)
    return replace(samples.result(), assignments=(assignment,))


def test_pictures_of_functions_that_were_not_graded_again_stay() -> None:
    first = {"id": "one", "functions": ["C07.a"]}
    second = {"id": "two", "functions": ["C07.a", "C07.b"]}
    third = {"id": "three", "functions": ["C07.c"]}
    again = {"id": "two", "functions": ["C07.a", "C07.b"], "new": True}
    merged = merge(graded(("a", "b", "c"), (first, second, third)), graded(("b",), (again,)))
    assert merged.assignments[0].plots == (first, third, again)


def test_a_function_that_runs_no_more_loses_its_picture() -> None:
    merged = merge(graded(("a", "b"), ({"id": "one", "functions": ["C07.a"]},)), graded(("a",), ()))
    assert merged.assignments[0].plots == ()
