from pathlib import Path

import pytest

from grader.locale import MissingWordsError, Words
from grader.model.verdict import Message


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADER_STRICT_WORDS", raising=False)


def test_one_language_and_both() -> None:
    assert Words("ko").say("report", "status.pass") == "통과"
    assert Words("both").say("report", "status.pass") == "통과\npass"
    assert Words("both").say_short("report", "status.pass") == "통과 / pass"
    assert Words("both").each("report", "status.pass") == (("ko", "통과"), ("en", "pass"))


def test_a_missing_message_never_stops_a_report() -> None:
    words = Words("both")
    assert words.say_short("report", "no.such", n=3) == "[no.such n=3]"
    assert words.message(Message("nowhere", "no.such")) == "[no.such]"
    assert not words.has("report", "no.such")
    assert words.has("report", "status.pass")


def test_a_missing_message_fails_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_STRICT_WORDS", "1")
    with pytest.raises(MissingWordsError):
        Words("ko").say("report", "no.such")


def test_an_outside_course_brings_its_own_words(tmp_path: Path) -> None:
    for lang, text in (("ko", "값은 {value}, {nothing} {0}"), ("en", "value {value}")):
        folder = tmp_path / "locale" / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "b01.po").write_text(
            f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n'
            f'"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "B01"\nmsgstr "{text}"\n',
            encoding="utf-8",
        )
    from grader.locale.compile import compile_all

    assert len(compile_all([tmp_path / "locale"])) == 2
    assert compile_all([tmp_path / "locale"]) == []
    assert Words("ko", tmp_path).say("b01", "B01", value=0.123456) == "값은 0.1235, {nothing} {0}"
    assert not Words("ko", tmp_path).has("a07_logistic", "A07.title")
    assert Words("ko", tmp_path).say("report", "status.fail") == "실패"


def test_parameters_are_never_interpreted() -> None:
    words = Words("en")
    assert "{x.__class__}" in words._text("en", "report", "none", {"a": "{x.__class__}"})


def test_unknown_language() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")
