import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.locale import Words
from grader.report.exports import exporter
from tests.report import samples


@pytest.fixture
def words() -> Words:
    return Words("en", samples.COURSE)


def data(format: str, result: Any, words: Words) -> Any:
    """The JSON document of one result; a text that is no strict JSON fails."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    return json.loads(exporter(format).render([result], words), parse_constant=refuse)


def check(document: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


XSD = Path(__file__).with_name("junit.xsd")
