import pytest


@pytest.fixture(autouse=True)
def strict_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_STRICT_WORDS", "1")
