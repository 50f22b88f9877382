"""The shapes that other people's readers insist on, as JSON Schema. Each is as strict as, or stricter than, what its
platform documents; unknown keys are refused everywhere, because a reader would drop them in silence."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
POINTS: Schema = {"type": "number", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
ANY: Schema = {"type": "object"}


def closed(required: str, optional: str = "", /, **kinds: Schema) -> Schema:
    """An object with exactly these keys: `required` names those that must be there."""
    needed = required.split()
    assert kinds.keys() == {*needed, *optional.split()}
    return {"type": "object", "properties": kinds, "required": needed, "additionalProperties": False}


def many(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def one_of(*values: str) -> Schema:
    return {"enum": list(values)}


UUID: Schema = {"type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_STATES = one_of("passed", "failed", "skipped", "pending", "other")
CTRF = closed(
    "reportFormat specVersion results",
    "reportId generatedBy",
    reportFormat=one_of("CTRF"),
    specVersion={"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
    reportId=UUID,
    generatedBy=TEXT,
    results=closed(
        "tool summary tests",
        "extra",
        tool=closed("name", "version", name=NAME, version=TEXT),
        summary=closed(
            "tests passed failed skipped pending other start stop", "suites",
            **dict.fromkeys(("tests", "passed", "failed", "skipped", "pending", "other", "start", "stop", "suites"), COUNT),
        ),
        tests=many(
            closed(
                "name status duration",
                "id suite rawStatus labels message trace filePath line stdout",
                name=NAME, status=_STATES, duration=COUNT, id=UUID, suite=many(TEXT, 1), rawStatus=TEXT,
                labels={"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
                message=TEXT, trace=TEXT, filePath=TEXT, line=COUNT, stdout=many(TEXT),
            )
        ),
        extra=ANY,
    ),
)  # fmt: skip

_FORMATS = one_of("text", "html", "simple_format", "md", "ansi")
_VISIBLE = one_of("hidden", "after_due_date", "after_published", "visible")
GRADESCOPE = closed(
    "tests",
    "score execution_time output output_format visibility stdout_visibility extra_data",
    score=POINTS, execution_time={"type": "number"}, output=TEXT, output_format=_FORMATS, visibility=_VISIBLE,
    stdout_visibility=_VISIBLE, extra_data=ANY,
    tests=many(
        closed(
            "score max_score status name number output visibility",
            "name_format output_format tags extra_data",
            score=POINTS, max_score=POINTS, status=one_of("passed", "failed"), name=NAME, number=NAME, output=TEXT,
            visibility=_VISIBLE, name_format=_FORMATS, output_format=_FORMATS, tags=many(TEXT), extra_data=ANY,
        )
    ),
)  # fmt: skip

PRAIRIELEARN = closed(
    "gradable score tests",
    "format_errors message output",
    gradable=FLAG, score={"type": "number", "minimum": 0, "maximum": 1}, format_errors=many(TEXT), message=TEXT,
    output=TEXT,
    tests=many(
        closed("name points max_points", "description message output",
               name=NAME, points=POINTS, max_points=POINTS, description=TEXT, message=TEXT, output=TEXT)
    ),
)  # fmt: skip

CLASSROOM = closed(
    "version status max_score tests",
    version={"enum": [1]}, status=one_of("pass", "fail", "error"), max_score=POINTS,
    tests=many(
        closed("name status score message test_code filename line_no duration",
               name=NAME, status=one_of("pass", "fail", "error"), score=POINTS, message=TEXT, test_code=TEXT,
               filename=TEXT, line_no=COUNT, duration=COUNT)
    ),
)  # fmt: skip

GITLAB = many(
    closed(
        "description check_name fingerprint severity location",
        description=NAME, check_name=NAME, fingerprint={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        severity=one_of("info", "minor", "major", "critical", "blocker"),
        location=closed("path lines", path={"type": "string", "pattern": r"^(?!\./|/).+"},
                        lines=closed("begin", begin={"type": "integer", "minimum": 1})),
    )
)  # fmt: skip
