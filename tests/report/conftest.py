from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def strict_words() -> Iterator[None]:
    """A missing message fails, also in what is made once for a whole module or package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_STRICT_WORDS", "1")
        yield
