"""Where the files of a course are: pages, stubs and worked solutions, in a wheel, a checkout or any folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BUILT_IN = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Places:
    """`pages` holds aNN_topic.py and index.json, `stubs` what students start from, `worked` the answers."""

    pages: Path
    stubs: Path
    worked: Path

    @property
    def index(self) -> Path:
        return self.pages / "index.json"


def places(course: Path | None) -> Places:
    """The folders of a course. None is the one that ships with the package.

    An outside course keeps `assignments/` and `solutions/` inside its folder. The built-in one has them as
    `grader/stubs` and `grader/worked` when it was installed, and at the top of the checkout otherwise.
    """
    if course is not None:
        root = course.resolve()
        return Places(root, root / "assignments", root / "solutions")
    package = BUILT_IN.parent
    if (package / "stubs").is_dir():
        return Places(BUILT_IN, package / "stubs", package / "worked")
    return Places(BUILT_IN, package.parent / "assignments", package.parent / "solutions")
