import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from grader.errors import GraderError
from grader.model.result import Result
from grader.report import result_json, result_read
from tests.report import samples

RESULTS = {"every_outcome": samples.result, "hostile": samples.hostile, "unreadable": samples.unreadable}


@pytest.fixture(params=RESULTS)
def result(request: pytest.FixtureRequest) -> Result:
    return RESULTS[request.param]()


def test_fits_the_shipped_schema(result: Result) -> None:
    schema = json.loads(result_json.SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(result_json.write(result, samples.COURSE))


def test_round_trip(result: Result) -> None:
    text = result_json.dumps(result, samples.COURSE)
    again = result_read.loads(text)
    assert result_json.dumps(again, samples.COURSE) == text
    assert result_read.loads(result_json.dumps(again, samples.COURSE)) == again


def test_nothing_is_lost() -> None:
    result = samples.result()
    assert result_read.read(result_json.write(result, samples.COURSE)) == result


def test_one_line_of_plain_text(result: Result) -> None:
    text = result_json.dumps(result, samples.COURSE)
    text.encode("utf-8")
    assert not set("\n\r\x1b\u202e\u2028") & set(text)


def test_the_contract_that_others_build_on() -> None:
    data = result_json.write(samples.result(), samples.COURSE)
    first = data["assignments"][0]["functions"][1]
    assert (first["id"], first["status"], first["points"], first["max_points"]) == ("C07.sigmoid", "partial", 3.0, 5.0)
    assert first["diagnosis"]["id"] == "exp_over_one_plus_exp_overflow"
    assert first["message"]["ko"].startswith("분자와 분모의")
    assert data["summary"]["counts"]["fail"] == 2


def test_numbers_that_json_does_not_have() -> None:
    verdict = replace(
        samples.overflow().verdict, finding=samples.message("finding.overflow", count=1, where="", input=float("nan"))
    )
    function = replace(samples.overflow(), verdict=verdict)
    assignment = replace(samples.result().assignments[0], functions=(function,))
    data = json.loads(result_json.dumps(replace(samples.result(), assignments=(assignment,)), samples.COURSE))
    assert data["assignments"][0]["functions"][0]["finding"]["params"]["input"] == "nan"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d.update(schema="grader/2"), "format 'grader/2'"),
        (lambda d: d.pop("schema"), "not a result"),
        (lambda d: d["assignments"][0]["functions"][0].update(points="many"), "float expected"),
        (lambda d: d["assignments"][0]["functions"][0].pop("status"), "without status"),
        (lambda d: d["summary"].update(passed=True), "int expected"),
        (lambda d: d["submission"].update(ignored="x"), "a list expected"),
    ],
)
def test_damage_is_named(change: object, says: str) -> None:
    data = json.loads(result_json.dumps(samples.result(), samples.COURSE))
    change(data)  # type: ignore[operator]
    with pytest.raises(GraderError, match=says):
        result_read.read(data)


def test_lines_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text(result_json.dumps(samples.result(), samples.COURSE) + "\n{\n", encoding="utf-8")
    lines = result_read.read_lines(path)
    assert next(lines) == samples.result()
    with pytest.raises(GraderError, match="results.jsonl, line 2"):
        next(lines)


def test_needs_no_torch() -> None:
    code = "import sys, grader.report.result_json, grader.report.result_read; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
