"""Formats that an installed package brings through an entry point."""

import pytest

from grader.locale import Words
from grader.report.exports import FORMATS, exporter, formats
from tests.report import samples

PACKAGE = """
def render(results, words):
    return "\\n".join(f"{r.submission}: {len(r.assignments)}" for r in results)
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    (tmp_path / "brought.py").write_text(PACKAGE)
    about = tmp_path / "brought-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: brought\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[grader.result_formats]\nplain = brought\njunit = brought\n")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_a_format_is_found_and_used(installed):
    assert formats() == (*FORMATS, "plain")
    assert exporter("plain").render([samples.result()], Words("en")) == "홍길동: 2"


def test_none_of_ours_is_replaced(installed):
    assert exporter("junit").__name__ == "grader.report.exports.junit"


def test_what_nobody_brings():
    with pytest.raises(KeyError):
        exporter("plain")
