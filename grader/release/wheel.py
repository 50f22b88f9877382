"""The running grader as a wheel: an autograder takes the very package that the teacher tried, without any index."""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from pathlib import Path

from grader.course.places import places
from grader.errors import GraderError
from grader.release.files import File, archive, tree
from grader.release.request import PACKAGE

_ROOT = Path(__file__).resolve().parents[1]
_CONTENT = (".py", ".mo", ".po", ".json", ".html", ".j2", ".css", ".js", ".svg", ".toml", ".mako", ".tmpl", ".typed")
_WHEEL = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(folder: str) -> File:
    """The wheel, placed in `folder`. Raises GraderError when the grader that runs was never installed."""
    try:
        installed = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        raise GraderError("the grader that runs is not installed", "run: pip install .") from None
    version = str(installed.metadata["Version"])
    name = f"{PACKAGE.replace('-', '_')}-{version}"
    about = [
        File(f"{name}.dist-info/METADATA", str(installed.metadata).encode()),
        File(f"{name}.dist-info/WHEEL", _WHEEL.encode()),
        File(f"{name}.dist-info/entry_points.txt", (installed.read_text("entry_points.txt") or "").encode()),
    ]
    files = [*_package(), *about]
    record = "".join(f"{f.path},sha256={_hash(f.data)},{len(f.data)}\n" for f in files)
    record += f"{name}.dist-info/RECORD,,\n"
    files.append(File(f"{name}.dist-info/RECORD", record.encode()))
    return File(f"{folder}{name}-py3-none-any.whl", archive(files))


def _package() -> list[File]:
    """The package with the two folders that travel inside of it, wherever they are now."""
    where = places(None)
    apart = ("grader/stubs/", "grader/worked/")
    package = [f for f in tree(_ROOT, "grader", _CONTENT) if not f.path.startswith(apart)]
    return [
        *package,
        *tree(where.stubs, "grader/stubs", (".py", ".ipynb")),
        *tree(where.worked, "grader/worked", (".py",)),
    ]


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
