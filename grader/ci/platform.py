"""Which system runs this job, told by the environment variables that it documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

GITHUB, GITLAB, PLAIN = "github", "gitlab", "plain"
GRADESCOPE, PRAIRIELEARN = "gradescope", "prairielearn"
LAYOUTS = (GITHUB, GITLAB, PLAIN, GRADESCOPE, PRAIRIELEARN)
_ROOTS = {GITHUB: "GITHUB_WORKSPACE", GITLAB: "CI_PROJECT_DIR"}


def detect(environment: Mapping[str, str]) -> str:
    """GitHub Actions, GitLab CI, or a plain terminal."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return GITHUB
    return GITLAB if environment.get("GITLAB_CI") == "true" else PLAIN


def repository(platform: str, environment: Mapping[str, str], here: Path) -> Path:
    """The folder that file names in annotations are relative to."""
    return Path(environment.get(_ROOTS.get(platform, ""), "") or here).resolve()


def prefix(folder: Path, root: Path) -> str:
    """`folder` as seen from `root`, "" for root itself or a place outside of it."""
    folder = folder.resolve()
    if folder == root or root not in folder.parents:
        return ""
    return folder.relative_to(root).as_posix()
