"""JUnit XML: read by junitparser, validated, and hostile text stays text."""

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from junitparser import Error, Failure, JUnitXml, Skipped

from grader.locale import Words
from grader.model.result import Result
from grader.report.exports import junit
from tests.report import samples
from tests.report.exports.conftest import XSD
from tests.report.exports.test_json_formats import RESULTS, THIRDS


def read(results: list[Result], words: Words) -> JUnitXml:
    return JUnitXml.fromfile(io.BytesIO(junit.render(results, words).encode()))


@pytest.mark.parametrize("made", RESULTS)
@pytest.mark.parametrize("copies", [1, 2])
def test_fits_the_schema(made: str, copies: int, words: Words) -> None:
    xmlschema.XMLSchema(str(XSD)).validate(junit.render([RESULTS[made]()] * copies, words))


def test_a_reader_by_others_sees_every_outcome(words: Words) -> None:
    suites = list(read([samples.result()], words))
    assert [s.name for s in suites] == ["C07", "C08"]
    kinds = {case.name: type(case.result[0]) if case.result else None for suite in suites[:1] for case in suite}
    assert kinds == {
        "predict": None, "sigmoid": Failure, "bce_loss": Failure, "softmax_backward": Failure, "manual": Failure,
        "broken": Error, "spin": Error, "step": None,
    }  # fmt: skip
    assert [type(case.result[0]) for case in suites[1]] == [Skipped, Skipped]
    assert (suites[0].tests, suites[0].failures, suites[0].errors, suites[1].skipped) == (8, 4, 2, 2)


def test_the_cause_is_the_type_and_the_sentence_the_message(words: Words) -> None:
    case = next(c for c in next(iter(read([samples.result()], words))) if c.name == "bce_loss")
    told = case.result[0]
    assert told.type == "minus_only_first_term"
    assert told.message and "\n" not in told.message
    assert "expected" in told.text


def test_points_are_properties(words: Words) -> None:
    properties = {p.name: p.value for p in next(iter(read([THIRDS], words))).properties()}
    assert properties["points"] == "1"
    assert properties["points.f0"] == "0.33/1"
    assert properties["seed"] == str(samples.ENVIRONMENT.seed)


def test_students_of_a_class_stay_apart(words: Words) -> None:
    two = [replace(samples.result(), submission=name) for name in ("kim", "lee")]
    assert [s.name for s in read(two, words)] == ["kim C07", "kim C08", "lee C07", "lee C08"]


def test_no_character_is_illegal(words: Words) -> None:
    """Raw student text gave ill-formed XML elsewhere: control characters, lone surrogates, terminal codes."""
    result = samples.hostile()
    text = junit.render([result], words)
    assert not [
        c for c in text if c not in "\n\t" and (ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or c in "\u202e\ufffe")
    ]
    root = ET.fromstring(text.encode())
    assert root.find(".//failure") is not None
    assert "script" not in {e.tag for e in root.iter()} and "img" not in {e.tag for e in root.iter()}
