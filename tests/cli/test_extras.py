"""A command whose packages are not installed names the extra, in the reader's language."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules["sqlalchemy"] = None
from grader.cli.program import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(("lang", "said"), [("en", "Install them"), ("ko", "설치하세요")])
def test_batch_without_its_extra(lang: str, said: str, tmp_path) -> None:
    arguments = ["--lang", lang, "batch", ".", "--out", "out"]
    done = subprocess.run([sys.executable, "-c", WITHOUT, *arguments], cwd=tmp_path, capture_output=True, timeout=60)
    text = done.stderr.decode()
    assert done.returncode == 2, text
    assert "sqlalchemy" in text
    assert f'{said}: pip install "ptzta-grader[batch]"' in text
