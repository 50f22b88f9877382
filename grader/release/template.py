"""Templates: text files in which @NAME@ stands for a value. `$` and `{{ }}` belong to shells and workflows."""

from __future__ import annotations

import re
from pathlib import Path

from grader.release.files import File

_FOLDER = Path(__file__).with_name("templates")
_NAME = re.compile(r"@([A-Z_]+)@")


def filled(template: str, path: str, executable: bool = False, /, **values: str) -> File:
    """The template with every name filled in, as a file. Raises KeyError for a name that has no value."""
    text = (_FOLDER / f"{template}.tmpl").read_text(encoding="utf-8")
    return File(path, _NAME.sub(lambda match: values[match.group(1).lower()], text).encode(), executable)
